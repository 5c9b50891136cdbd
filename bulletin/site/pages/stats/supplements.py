"""Supplements of closed periods: printed figures beside what has become known since, on circulars and ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from markupsafe import Markup

from bulletin.core.numbers import amount, signed
from bulletin.model import urls
from bulletin.model.registry import Unit
from bulletin.scoring.circulars.circular import Circular
from bulletin.scoring.closing.supplements import (
    SideBySide,
    UnitSupplement,
    figures_of,
    supplement_entries,
)
from bulletin.scoring.unit_ledger import ClosedPart
from bulletin.site.context import RenderContext
from bulletin.site.html import esc, href, join_html
from bulletin.site.html import link as link_to
from bulletin.site.pages.stats import labels
from bulletin.site.pages.stats.entries_table import entries_table
from bulletin.site.tables import Column, FigureTable, TableCell, TableRow, figure_cell

ANCHOR = "supplements"


def supplements_table(context: RenderContext, circular: Circular) -> tuple[FigureTable, ...]:
    """Return the figures of units of which something has become known: as printed, since, and in all."""
    if not circular.supplements:
        return ()
    _ = context._
    names = [_("Sent in"), _("Adopted items"), _("Times adopted"), *([_("Points")] if circular.scheme else [])]
    parts = (_("printed"), _("since"), _("in all"))
    rows = tuple(
        TableRow(
            one.unit.name,
            href(urls.stats(circular.period.label), _unit_anchor(one.unit)),
            tuple(_cells(figures_of(one)[: len(names)])),
            role="",
        )
        for one in circular.supplements
    )
    note = _("What was printed and what has become known since are together all that is known.")
    return (
        FigureTable(
            anchor="supplements-by-unit",
            title=_("Printed, since, in all"),
            corner=_("Unit"),
            columns=tuple(Column(name, parts=parts) for name in names),
            rows=rows,
            notes=(note,),
        ),
    )


def _unit_anchor(unit: Unit) -> str:
    return f"since-{unit.id}"


def _cells(figures: list[SideBySide]) -> Iterator[TableCell]:
    for figure in figures:
        yield figure_cell(amount(Fraction(figure.printed)))
        yield figure_cell(signed(Fraction(figure.since)) if figure.since else "0")
        yield figure_cell(amount(Fraction(figure.known)))


def supplement_lists(context: RenderContext, circular: Circular) -> Markup:
    """Return what has become known of each unit: items, adoptions and entries that came, or are no more."""
    return join_html(
        f'<section id="{_unit_anchor(one.unit)}">\n<h3>{esc(one.unit.name)}</h3>\n'
        f"{''.join(_facts(context, one))}{_points(context, one)}</section>\n"
        for one in circular.supplements
    )


def _facts(context: RenderContext, found: UnitSupplement) -> Iterator[str]:
    _, lists = context._, context.lists
    for title, rows in (
        (_("Items that have come since"), lists.items(found.items) if found.items else []),
        (_("Items that are counted no more"), lists.items(found.items_gone) if found.items_gone else []),
        (_("Adoptions that have come since"), lists.adoptions(found.adoptions) if found.adoptions else []),
        (
            _("Adoptions that are counted no more"),
            lists.adoptions(found.adoptions_gone) if found.adoptions_gone else [],
        ),
    ):
        if rows:
            yield f"<h4>{esc(title)}</h4>\n{''.join(rows)}"


def _points(context: RenderContext, found: UnitSupplement) -> str:
    entries = supplement_entries(found)
    title = esc(context._("Points that have come since"))
    return f"<h4>{title}</h4>\n{entries_table(context, entries)}" if entries else ""


def closed_periods_section(context: RenderContext, parts: Iterable[ClosedPart]) -> Markup:
    """Return, for each closed period, what was printed for a unit, and what has become known since."""
    return join_html(_closed_period(context, part) for part in parts)


def _closed_period(context: RenderContext, part: ClosedPart) -> str:
    _, period, since = context._, part.closed.period, part.since
    name = link_to(labels.period_label(context, period), href(urls.stats(period.label)))
    sentence = esc(
        _(
            "closed on {day}: printed {printed}, since {since}, in all {known}",
            day=str(part.closed.closed),
            printed=amount(part.printed),
            since=signed(since) if since else "0",
            known=amount(part.known),
        )
    )
    listed = entries_table(context, [one.entry for one in part.supplements]) if part.supplements else ""
    return f'<section id="closed-{period.label}">\n<p>{name} {sentence}</p>\n{listed}</section>\n'
