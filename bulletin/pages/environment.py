"""What page templates work with: autoescape, addresses, dates and labels in the site's tongue.

Templates and what they call know nothing of the page they are on: every address begins with a mark for the way up to
the root, which is put in last. So a piece that stands on many pages, such as a row of a list, is made once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, nodes, select_autoescape
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from bulletin import addresses
from bulletin.archive import Archive
from bulletin.i18n import Translator, translator
from bulletin.model import Call, Issue, Item
from bulletin.pages import words
from bulletin.pages.contract import Ref
from bulletin.render import ROOT, Body


class _Lean(Context):
    """Calls what templates call without asking whether it wants the context: nothing of ours does."""

    def call(
        self,
        obj: Callable[..., object],
        /,
        *args: object,
        _loop_vars: object = 0,
        _block_vars: object = 0,
        **kwargs: object,
    ) -> object:
        return obj(*args, **kwargs)


class _Templates(Environment):
    """Templates of one language: plain sentences are said when a template is compiled, not each time it is used."""

    context_class = _Lean
    translator: Translator

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = _Sayer(self.translator).visit(super()._parse(source, name, filename))
        return parsed


class _Sayer(NodeTransformer):
    def __init__(self, translator: Translator) -> None:
        self.translator = translator

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - named after the node
        self.generic_visit(node)
        plain = isinstance(node.node, nodes.Name) and node.node.name == "_" and not node.kwargs
        if plain and len(node.args) == 1 and isinstance(node.args[0], nodes.Const):
            return nodes.Const(self.translator(node.args[0].value), lineno=node.lineno)
        return node


@dataclass(frozen=True, kw_only=True)
class Studio:
    """What all pages are made from: the archive, its rendered texts, the language, the templates."""

    archive: Archive
    bodies: Mapping[str, Body]
    """Rendered texts by the path of their source file (items, issues, calls)."""
    language: str = "zh"
    theme: tuple[Path, ...] = ()
    """Folders that hold ``pages/*.html``, the first that has a template wins."""
    cache: Path | None = None
    """Folder in which compiled templates are kept from one build to the next."""
    site_url: str = ""
    handwritten: frozenset[str] = frozenset()
    """Addresses of the pages that are written by hand: ``guide/`` …"""

    @cached_property
    def _(self) -> Translator:
        """Say a sentence of the catalogue in the site's language."""
        return translator(self.language)

    @cached_property
    def say(self) -> words.Words:
        """Say dates, numbers and terms in the site's language."""
        return words.Words(self._)

    def html(self, ref: Ref, template: str, /, **values: object) -> str:
        """Render ``pages/<template>.html`` for the page at *ref*; templates are autoescaped."""
        html = self._templates.get_template(f"pages/{template}.html").render(ref=ref, **values)
        return html.replace(ROOT, ref.base)

    @cached_property
    def _templates(self) -> Environment:
        environment = _Templates(
            loader=FileSystemLoader(self.theme),
            autoescape=select_autoescape(["html", "xml"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            bytecode_cache=self._compiled(),
        )
        environment.translator = self._
        environment.filters["thousands"] = "{:,}".format
        environment.globals.update(
            _=self._,
            ngettext=self._.ngettext,
            archive=self.archive,
            registry=self.archive.registry,
            bulletin=self.archive.registry.bulletin,
            at=addresses,
            say=self.say,
            href=href,
            body=self.body,
            **_pieces(environment, self.archive),
        )
        return environment

    def _compiled(self) -> FileSystemBytecodeCache | None:
        if self.cache is None:
            return None
        # Sentences of the catalogue are compiled into the templates.
        said = hashlib.sha256(repr((self.language, sorted(self._.sentences.items()))).encode()).hexdigest()
        return FileSystemBytecodeCache(str(self.cache), f"{said[:16]}-%s")

    def prepare(self) -> None:
        """Compile all templates now, so that processes forked from this one need not."""
        for name in self._templates.list_templates(filter_func=lambda name: name.startswith("pages/")):
            self._templates.get_template(name)

    def body(self, source: Item | Issue | Call, prefix: str = "", deeper: int = 0) -> Markup:
        """Return a text's HTML; *prefix* goes before its ids, and its headings stand *deeper* levels lower."""
        # The renderer escapes what editors wrote, so its HTML may be trusted.
        return Markup(self.bodies[source.path].placed(ROOT, prefix, deeper))  # noqa: S704

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what each process makes for itself."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


@lru_cache(maxsize=65536)
def href(address: str, anchor: str = "") -> str:
    """Return a link to an address below the site's root, percent-encoded, with *anchor* as its fragment."""
    return ROOT + quote(address, safe="/#?=&.-_~") + (f"#{quote(anchor)}" if anchor else "")


def _pieces(environment: Environment, archive: Archive) -> dict[str, Callable[..., Markup]]:
    """Return the macros of ``pages/_pieces.html``, each run once for the same arguments."""

    def remembered(macro: str, key: Callable[..., Hashable] = lambda *arguments: arguments) -> Callable[..., Markup]:
        made: dict[Hashable, Markup] = {}

        def piece(*arguments: object) -> Markup:
            name = key(*arguments)
            if name not in made:
                template: Any = environment.get_template("pages/_pieces.html")
                made[name] = getattr(template.module, f"{macro}_piece")(*arguments)
            return made[name]

        return piece

    units, levels = remembered("units"), remembered("levels")
    return {
        "badge": remembered("badge"),
        "time": remembered("time"),
        # A text and the same text as markup are equal, but are not escaped alike.
        "linked": remembered("linked", lambda label, place: (type(label), label, repr(place))),
        "number": remembered("number"),
        "units": lambda item, linked=True: units(item.units, linked),
        "levels": lambda item: levels(tuple(archive.levels(item))),
        "row": remembered("row", lambda item, *rest: (item.id, *rest)),
        "entry": remembered("entry", lambda item, *rest: (item.id, *rest)),
        "adopted_entry": remembered("adopted_entry", lambda event, *rest: (event.item.id, event.adoption, *rest)),
    }
