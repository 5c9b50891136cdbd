"""Page templates, compiled for this program: what they use is ours and known, so they need ask no questions.

Jinja's compiler looks a name up as an attribute and as a key, passes each call through its context and makes an object
of each escaped text. None of ours needs that, and it is half of what a page costs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from bulletin.core.i18n import Translator
from bulletin.site.html import special, trusted


def written(value: object) -> str:
    """Return what a template writes for a value: markup as it is, anything else escaped."""
    if isinstance(value, Markup) or (isinstance(value, str) and not special(value)):
        return value
    return escape(value)


class _Writer(CodeGenerator):
    """Writes attributes, calls and macros as Python's own; macros take their arguments in order."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("written = environment.written")

    def return_buffer_contents(
        self,
        frame: Frame,
        force_unescaped: bool = False,  # noqa: ARG002, FBT001, FBT002 - the base's own
    ) -> None:
        self.writeline(f"return environment.trusted(concat({frame.buffer}))")

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:  # noqa: ARG002 - the base's own
        self.write(f"environment.macro(macro, {len(macro_ref.node.args)})")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        self.write("environment.imported(")
        self.visit(node.template, frame)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - named after the node
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(  # noqa: N802 - named after the node
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - the base's own
    ) -> None:
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("written(")


class _Sayer(NodeTransformer):
    """Says plain sentences of the catalogue when a template is compiled, not each time it is used."""

    def __init__(self, translator: Translator) -> None:
        self.translator = translator

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named after the node
        self.generic_visit(node)
        plain = isinstance(node.node, nodes.Name) and node.node.name == "_" and not node.kwargs
        if plain and len(node.args) == 1 and isinstance(node.args[0], nodes.Const):
            return nodes.Const(self.translator(node.args[0].value), lineno=node.lineno)
        return node


class _Names(dict[str, Any]):
    """The names that a template knows, what it is given and what it sets among them."""

    def __missing__(self, name: str) -> object:
        return missing


class _Context(Context):
    """Where a template finds its names: all in one place, and nothing is made of them that ours do not ask for."""

    def __init__(
        self, environment: Templates, parent: Mapping[str, Any], name: str | None, *_: object, **__: object
    ) -> None:
        self.environment, self.name = environment, name
        self.parent = self.vars = names = parent if isinstance(parent, _Names) else _Names(parent)
        # Jinja's own asks in two places, one after the other.
        self.resolve_or_missing = names.__getitem__  # type: ignore[assignment,method-assign]
        self.eval_ctx, self.exported_vars = environment.escaping, set()


class Templates(Environment):
    """The templates of one language in *folders*, autoescaped; the first folder that has a template wins."""

    code_generator_class, context_class = _Writer, _Context
    written, trusted = staticmethod(written), staticmethod(trusted)

    def __init__(self, folders: tuple[Path, ...], translator: Translator, cache: Path | None = None) -> None:
        """Take compiled templates from the folder *cache* and keep them there, if there is one."""
        self.translator = translator
        super().__init__(
            loader=FileSystemLoader(folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=FileSystemBytecodeCache(str(cache), f"{self._edition()}-%s") if cache else None,
        )
        self.escaping = EvalContext(self)

    def rendered(self, name: str, values: Mapping[str, object]) -> str:
        """Return what a template says of *values*."""
        template = self.get_template(name)
        context = _Context(self, _Names(self.globals, **values), name)
        try:
            return "".join(template.root_render_func(context))
        except Exception:  # noqa: BLE001 - raised again
            # The lines that are told of are the template's, not those of what it is compiled to.
            self.handle_exception()

    @staticmethod
    def macro(function: Callable[..., Markup], arguments: int) -> Callable[..., Markup]:
        """Return a macro's *function*, each of its arguments to be left out, as the function asks which were."""
        function.__defaults__ = (missing,) * arguments
        return function

    def imported(self, name: str) -> TemplateModule:
        """Return the macros of a template."""
        return self.get_template(name).module

    def _edition(self) -> str:
        """Return what compiled templates depend on beside their source: this module, and the catalogue."""
        said = repr((self.translator.language, sorted(self.translator.sentences.items())))
        return hashlib.blake2b(Path(__file__).read_bytes() + said.encode(), digest_size=8).hexdigest()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = _Sayer(self.translator).visit(super()._parse(source, name, filename))
        return parsed

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows, as a plain dict: it is copied for each page."""
        return {**self.globals, **(d or {})}
