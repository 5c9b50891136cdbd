"""What a Word file has and an item cannot have, or must not: counted while reading, told in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bulletin.core.i18n import N_, Translator


@dataclass(frozen=True, slots=True)
class Loss:
    """The sentences about one thing and about several."""

    one: str
    many: str


LOSSES = {
    "comment": Loss(N_("{n} comment was left out."), "{n} comments were left out."),
    "deletion": Loss(N_("{n} tracked deletion was carried out."), "{n} tracked deletions were carried out."),
    "insertion": Loss(N_("{n} tracked insertion was accepted."), "{n} tracked insertions were accepted."),
    "move": Loss(N_("{n} tracked move was carried out."), "{n} tracked moves were carried out."),
    "hidden": Loss(N_("{n} hidden text was left out."), "{n} hidden texts were left out."),
    "struck": Loss(
        N_("{n} text that is struck through was kept, without the stroke."),
        "{n} texts that are struck through were kept, without the stroke.",
    ),
    "raised": Loss(
        N_("{n} raised or lowered text is on the line now."), "{n} raised or lowered texts are on the line now."
    ),
    "header": Loss(N_("{n} page header or footer was left out."), "{n} page headers and footers were left out."),
    "contents": Loss(
        N_("{n} line of a table of contents was left out."), "{n} lines of tables of contents were left out."
    ),
    "page-number": Loss(N_("{n} page number was left out."), "{n} page numbers were left out."),
    "text-box": Loss(
        N_("{n} text box was put where it is anchored in the text."),
        "{n} text boxes were put where they are anchored in the text.",
    ),
    "picture-linked": Loss(
        N_("{n} picture is not in the file but linked from elsewhere; it was not fetched."),
        "{n} pictures are not in the file but linked from elsewhere; they were not fetched.",
    ),
    "picture-format": Loss(
        N_("{n} picture is a drawing (WMF, EMF) or of a kind that cannot be drawn here; insert it as PNG."),
        "{n} pictures are drawings (WMF, EMF) or of kinds that cannot be drawn here; insert them as PNG.",
    ),
    "picture-broken": Loss(
        N_("{n} picture is damaged, missing or too large, and was left out."),
        "{n} pictures are damaged, missing or too large, and were left out.",
    ),
    "object": Loss(
        N_("{n} embedded object (a seal, a sheet, a formula) was left out."),
        "{n} embedded objects (seals, sheets, formulas) were left out.",
    ),
    "chart": Loss(N_("{n} chart or diagram was left out."), "{n} charts or diagrams were left out."),
    "shape": Loss(N_("{n} drawn line or shape was left out."), "{n} drawn lines or shapes were left out."),
    "formula": Loss(
        N_("{n} formula was written as a line of text; compare it with the file: {texts}"),
        "{n} formulas were written as lines of text; compare them with the file: {texts}",
    ),
    "formula-unread": Loss(
        N_("{n} formula cannot be written as a line of text; □ stands in its place, behind: {texts}"),
        "{n} formulas cannot be written as lines of text; □ stands in their places, behind: {texts}",
    ),
    "ruby": Loss(
        N_("{n} reading above a word was put into brackets."), "{n} readings above words were put into brackets."
    ),
    "symbol": Loss(
        N_("{n} sign of a symbol font is unknown; □ stands in its place."),
        "{n} signs of symbol fonts are unknown; □ stands in their place.",
    ),
    "part": Loss(
        N_("{n} part of another file that is inserted in this one was left out."),
        "{n} parts of other files that are inserted in this one were left out.",
    ),
    "link": Loss(
        N_("{n} link to a file or a place in the document is plain text now."),
        "{n} links to files or places in the document are plain text now.",
    ),
    "merged": Loss(
        N_("{n} table has merged cells: what spans rows is repeated in each, what spans columns is in the first."),
        "{n} tables have merged cells: what spans rows is repeated in each, what spans columns is in the first.",
    ),
    "heads": Loss(
        N_("{n} table has a head of several rows, which was put into one."),
        "{n} tables have heads of several rows, which were put into one.",
    ),
    "layout": Loss(
        N_("{n} table that only arranges text was taken apart."), "{n} tables that only arrange text were taken apart."
    ),
    "nested": Loss(
        N_("{n} table within a table was written into its cell, line by line."),
        "{n} tables within tables were written into their cells, line by line.",
    ),
    "emphasis": Loss(
        N_("{n} paragraph lost its bold, which cannot be written there."),
        "{n} paragraphs lost their bold, which cannot be written there.",
    ),
    "spaces": Loss(
        N_("In {n} place several spaces in a row are shown as one."),
        "In {n} places several spaces in a row are shown as one.",
    ),
    "control": Loss(N_("{n} control character was left out."), "{n} control characters were left out."),
}
"""By kind, in the order in which they are told."""


_ABOUT = "\t"


def about(kind: str, text: str) -> str:
    """Return the key of a loss that is told with a text: what it is about."""
    return f"{kind}{_ABOUT}{text}"


def tell_losses(losses: Mapping[str, int], say: Translator) -> list[str]:
    """Return what was left out or changed, a sentence for each kind."""
    counts: Counter[str] = Counter()
    texts: dict[str, list[str]] = {}
    for key, count in losses.items():
        kind, _, text = key.partition(_ABOUT)
        counts[kind] += count
        texts.setdefault(kind, []).append(f"“{text}”")
    return [
        say.ngettext(loss.one, loss.many, counts[kind], texts=say(", ").join(texts[kind]))
        for kind, loss in LOSSES.items()
        if counts[kind]
    ]
