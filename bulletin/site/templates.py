"""Page templates: stock Jinja with autoescape. The program's functions are available as filters.

A filter is called directly, a function or a macro through Jinja's context, which costs several times as much.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from bulletin.core.i18n import Translator
from bulletin.site.html import esc

_CALL = ["name", "lparen", "string", "rparen"]


class ConstantSentences(Extension):
    """Translates ``_("…")`` when a template is compiled, not each time it is rendered; ``_("…", n=…)`` is left."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template, a translated string in place of each such call."""
        translate: Any = self.environment.globals["_"]
        tokens = list(stream)
        at = 0
        while at < len(tokens):
            call = tokens[at : at + len(_CALL)]
            if call[0].value == "_" and [token.type for token in call] == _CALL:
                yield Token(call[2].lineno, "string", translate(call[2].value))
                at += len(_CALL)
            else:
                yield tokens[at]
                at += 1


class _Template(jinja2.Template):
    """A template whose values are escaped faster: nearly all are HTML already, or have nothing to escape."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's name for it
        uptodate: Callable[[], bool] | None = None,
    ) -> jinja2.Template:
        """Return a template made of compiled code."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escape
        return template


def _escape(value: object) -> str:
    kind = type(value)
    if kind is Markup:
        return value  # type: ignore[return-value]  # it is a str
    return esc(value) if kind is str else str(escape(value))  # type: ignore[arg-type]  # it is a str


class _Environment(Environment):
    template_class = _Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that a template knows, as a plain mapping: they are copied for each page."""
        return {**self.globals, **(d or {})}


def environment(
    folders: tuple[Path, ...],
    translator: Translator,
    names: Mapping[str, object],
    filters: Mapping[str, Callable[..., Any]],
    cache: Path | None = None,
) -> Environment:
    """Return the environment of the templates in *folders*: the first one that has a template is used.

    *names* are known to every template, beside ``_`` and ``ngettext``. They should be few: Jinja copies them for each
    page. Compiled templates are kept in the folder *cache*, if there is one.
    """
    jinja = _Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=[ConstantSentences],
        bytecode_cache=FileSystemBytecodeCache(str(cache), f"{_edition(translator)}-%s") if cache else None,
    )
    jinja.globals.clear()
    jinja.globals.update(names, _=translator, ngettext=translator.ngettext)
    jinja.filters.update(filters)
    return jinja


def _edition(translator: Translator) -> str:
    """Return a digest of what compiled templates depend on beside their source: Jinja, this module, the catalogue."""
    sentences = repr((jinja2.__version__, translator.language, sorted(translator.sentences.items())))
    return hashlib.blake2b(Path(__file__).read_bytes() + sentences.encode(), digest_size=8).hexdigest()
