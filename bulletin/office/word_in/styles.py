"""Properties of paragraphs and runs: their own, and those of styles, which inherit from each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bulletin.office.word_in.blocks import Role
from bulletin.office.word_in.names import VAL, W, number_of, switch, value_of

_HEADING = re.compile(r"(?:heading|标题|公文标题)\s*([1-9])$")
_CONTENTS = re.compile(r"(?:toc|目录|contents)(?:\s*\d|\s*heading|标题|行)?$")
_DEEPEST = 20
_EMPHASIS = ("emphasis", "强调", "着重")
_ROLES = {
    "title": Role.TITLE, "标题": Role.TITLE, "公文标题": Role.TITLE, "大标题": Role.TITLE, "文章标题": Role.TITLE,
    "subtitle": Role.SUBTITLE, "副标题": Role.SUBTITLE,
    "caption": Role.CAPTION, "题注": Role.CAPTION,
    "公文正文": Role.TEXT, "供稿": Role.SIGNED, "日期行": Role.SIGNED,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLook:
    """How a run is set; None is as the style says."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    raised: str | None = None
    size: float | None = None
    face: str | None = None

    def over(self, below: RunLook) -> RunLook:
        """Return this look, and where it says nothing, the one below."""
        return (
            below
            if self == _PLAIN
            else RunLook(
                **{name: getattr(below, name) if (own := getattr(self, name)) is None else own for name in _FIELDS}
            )
        )


_FIELDS = ("bold", "italic", "hidden", "struck", "raised", "size", "face")
_PLAIN = RunLook()


class NumberRef(NamedTuple):
    """The list that a paragraph is numbered by, and its level; None is not said."""

    list_id: str | None
    level: int | None


_NO_NUMBER = NumberRef(None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a style says, with what it inherits."""

    role: Role = Role.BODY
    level: int = 0
    align: str = ""
    run: RunLook = _PLAIN
    number: NumberRef = _NO_NUMBER


@dataclass(slots=True)
class Styles:
    """All styles of a document."""

    elements: dict[str, Element] = field(default_factory=dict)
    defaults: RunLook = _PLAIN
    default_paragraph: str = ""
    _known: dict[str, Style] = field(default_factory=dict)
    _runs: dict[tuple[str, ...], RunLook] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """Return the styles of the part *root*."""
        if root is None:
            return cls()
        elements = {style.get(W + "styleId", ""): style for style in root.iter(W + "style")}
        default = next(
            (
                name
                for name, style in elements.items()
                if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")
            ),
            "",
        )
        return cls(elements, run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")), default)

    def style(self, name: str, depth: int = 0) -> Style:
        """Return a style with what it inherits; a plain one where there is none of that name."""
        if name in self._known:
            return self._known[name]
        element = self.elements.get(name)
        if element is None or depth > _DEEPEST:
            return Style()
        based_on = value_of(element, "basedOn")
        below = self.style(based_on, depth + 1) if based_on else Style()
        self._known[name] = style = _merged(element, below)
        return style

    def paragraph_style(self, properties: Element | None) -> Style:
        """Return the style of a paragraph."""
        return self.style(value_of(properties, "pStyle") or self.default_paragraph)

    def run(self, properties: Element | None, paragraph: Style) -> RunLook:
        """Return how a run is set in a paragraph of that style."""
        below = paragraph.run
        if named := value_of(properties, "rStyle"):
            below = self.style(named).run.over(below)
        return run_look(properties).over(below)


def _merged(element: Element, below: Style) -> Style:
    paragraph = element.find(W + "pPr")
    name = value_of(element, "name").strip().lower()
    heading, level = _HEADING.match(name), number_of(value_of(paragraph, "outlineLvl"))
    depth = below.level if level is None else outline_level(level)
    if heading:
        depth = int(heading[1])
    role = Role.CONTENTS if _CONTENTS.match(name) else _ROLES.get(name, Role.BODY if heading else below.role)
    number = number_ref(paragraph)
    return replace(
        below,
        role=role,
        level=0 if role else depth,
        align=value_of(paragraph, "jc") or below.align,
        run=_own_run(element, name).over(below.run),
        number=NumberRef(
            below.number.list_id if number.list_id is None else number.list_id,
            below.number.level if number.level is None else number.level,
        ),
    )


def _own_run(element: Element, name: str) -> RunLook:
    """Return the look of a style; one that is named for emphasis is italic, in whatever face it is."""
    look = run_look(element.find(W + "rPr"))
    is_emphasis = element.get(W + "type") == "character" and name in _EMPHASIS
    return replace(look, italic=True) if is_emphasis and look.italic is None else look


def outline_level(level: int) -> int:
    """Return the level of a heading, from 1, of an outline's, which has body text at 9."""
    return level + 1 if level < 9 else 0  # noqa: PLR2004 - body text


def number_ref(properties: Element | None) -> NumberRef:
    """Return what the properties of a paragraph say of its number."""
    numbered = None if properties is None else properties.find(W + "numPr")
    if numbered is None:
        return _NO_NUMBER
    return NumberRef(value_of(numbered, "numId") or None, number_of(value_of(numbered, "ilvl")))


def run_look(properties: Element | None) -> RunLook:
    """Return what the properties of a run say themselves."""
    if properties is None or not len(properties):
        return _PLAIN
    size = number_of(value_of(properties, "sz"))
    fonts = properties.find(W + "rFonts")
    face = "" if fonts is None else fonts.get(W + "eastAsia", "")
    raised = properties.find(W + "vertAlign")
    struck = switch(properties, "strike")
    return RunLook(
        bold=switch(properties, "b"),
        italic=switch(properties, "i"),
        hidden=switch(properties, "vanish"),
        struck=switch(properties, "dstrike") if struck is None else struck,
        raised=None if raised is None else raised.get(VAL, ""),
        size=None if size is None else size / 2,
        face=face or None,
    )
