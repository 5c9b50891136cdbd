"""The registers of the site as tables for spreadsheets: items, adoptions, endorsements, outcomes, calls, issues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bulletin.core.i18n import N_
from bulletin.exports.cell_texts import CellTexts
from bulletin.exports.context import ExportContext
from bulletin.exports.csv_files import adoption_headers, adoption_row, item_columns
from bulletin.model import commissions
from bulletin.model.aggregates import outcomes
from bulletin.model.commissions import ReplyState
from bulletin.model.feedback import FeedbackState, feedback
from bulletin.model.formatters import Formatters
from bulletin.model.records import Call, Endorsement, Item
from bulletin.scoring.circulars.tables import CellValue, DataTable, reasons_text
from bulletin.scoring.direct_reports import direct_reports
from bulletin.scoring.event_names import lapse_name
from bulletin.scoring.lapse_register import open_lapses
from bulletin.scoring.lapses import Lapse, lapse_reasons

Row = tuple[CellValue, ...]
_FEEDBACK = {
    FeedbackState.ON_TIME: N_("fed back in time"),
    FeedbackState.LATE: N_("fed back late"),
    FeedbackState.UNDATED: N_("fed back, day not known"),
    FeedbackState.OPEN: N_("feedback awaited"),
    FeedbackState.OVERDUE: N_("feedback is overdue"),
}
_REPLIES = {
    ReplyState.ON_TIME: N_("answered in time"),
    ReplyState.LATE: N_("answered late"),
    ReplyState.OPEN: N_("awaited"),
    ReplyState.OVERDUE: N_("overdue"),
    ReplyState.WAIVED: N_("waived"),
}
_ENDORSEMENTS = (
    *(N_("Date"), N_("Level"), N_("Endorsed by"), N_("Endorsement"), N_("Feedback"), N_("Feedback due")),
    *(N_("Day of the feedback"), N_("What was done"), N_("Title"), N_("Unit"), N_("Id")),
)
_CALLS = (
    *(N_("Date"), N_("Title"), N_("Due"), N_("Unit"), N_("Reply"), N_("Answered on"), N_("Days late")),
    *(N_("Answers"), N_("Reason"), N_("Id")),
)
_ISSUES = (
    *(N_("Date"), N_("Issue"), N_("Serial number"), N_("Title"), N_("Number of items"), N_("Copies")),
    *(N_("Responsible editor"), N_("Signed off by"), N_("Id")),
)


def items_table(context: ExportContext, year: int) -> DataTable:
    """Return the items that were submitted in a year, one a row."""
    columns = item_columns(context)
    rows = [tuple(columns.typed(item)) for item in context.archive.by_year.get(year, ())]
    return _table(context, N_("Items"), columns.headers, rows, kept=2)


def adoptions_table(context: ExportContext, year: int) -> DataTable:
    """Return the adoptions of a year, one a row."""
    texts, headers = CellTexts(context), adoption_headers(context)
    events = context.archive.adoptions_by_year.get(year, ())
    rows: list[Row] = [(event.date, *adoption_row(texts, event)[1:]) for event in events]
    return _table(context, N_("Adoptions"), headers, rows)


def endorsements_table(context: ExportContext) -> DataTable:
    """Return the endorsements, one a row, by the day that they count on."""
    texts, today = CellTexts(context), context.archive.today
    rows: list[Row] = [
        (event.date, *_endorsement_cells(context, texts, event.endorsement, today), *_about_item(texts, event.item))
        for event in context.archive.endorsements
    ]
    return _table(context, N_("Endorsements"), list(map(context.say, _ENDORSEMENTS)), rows)


def _endorsement_cells(
    context: ExportContext, texts: CellTexts, endorsement: Endorsement, today: date
) -> Iterator[CellValue]:
    yield texts.term(endorsement.level) if endorsement.level else ""
    yield from (endorsement.by, endorsement.text)
    asked = endorsement.follow_up_due or endorsement.follow_up_date or endorsement.follow_up
    yield context.say(_FEEDBACK[feedback(endorsement, today).state]) if asked else ""
    yield from (endorsement.follow_up_due, endorsement.follow_up_date, endorsement.follow_up)


def outcomes_table(context: ExportContext) -> DataTable:
    """Return the outcomes, one a row, by the day that they count on."""
    texts, say = CellTexts(context), context.say
    rows: list[Row] = [
        (day, outcome.title, *_about_item(texts, item)) for day, item, outcome in reversed(outcomes(context.archive))
    ]
    heads = [say(head) for head in (N_("Date"), N_("Outcome"), N_("Title"), N_("Unit"), N_("Id"))]
    return _table(context, N_("Outcomes"), heads, rows)


def calls_table(context: ExportContext) -> DataTable:
    """Return the calls and commissions by day: a row for each unit that is asked, or one."""
    calls = sorted(context.archive.calls, key=lambda call: (call.date, call.id))
    rows = [row for call in calls for row in _call_rows(context, call)]
    return _table(context, N_("Calls and commissions"), list(map(context.say, _CALLS)), rows, kept=2)


def _call_rows(context: ExportContext, call: Call) -> Iterator[Row]:
    archive, say = context.archive, context.say
    for reply in commissions.replies(archive, call):
        came = reply.items[0].date if reply.items else None
        days = reply.days if reply.state in (ReplyState.LATE, ReplyState.OVERDUE) else None
        unit, state = archive.registry.unit[reply.unit].name, say(_REPLIES[reply.state])
        titles = say("; ").join(item.title for item in reply.items)
        yield call.date, call.title, reply.due, unit, state, came, days, titles, reply.excuse, call.id
    if others := commissions.volunteers(archive, call) or (() if call.units else (None,)):
        titles = say("; ").join(item.title for item in others if item)
        yield call.date, call.title, None if call.units else call.due, "", "", None, None, titles, "", call.id


def issues_table(context: ExportContext) -> DataTable:
    """Return the issues of the bulletin, by day."""
    archive, words = context.archive, Formatters(context.say)
    rows = [
        (
            *(issue.date, words.number(issue), issue.serial, issue.title),
            sum(identifier in archive.item for identifier in archive.contents[issue.id]),
            *(issue.copies, issue.editor, issue.signer, issue.id),
        )
        for issue in archive.issues
    ]
    return _table(context, N_("Issues"), list(map(context.say, _ISSUES)), rows, kept=2)


def lapses_table(context: ExportContext) -> DataTable:
    """Return what came late, was missed or was wrong, one a row, by day."""
    say, units = context.say, context.archive.registry.unit
    rows: list[Row] = [
        (
            lapse.date,
            lapse_name(lapse, say),
            units[lapse.unit].name,
            *_about_lapse(lapse),
            reasons_text([*lapse_reasons(lapse)], say),
        )
        for lapse in reversed(open_lapses(context.archive))
    ]
    heads = [say(head) for head in (N_("Date"), N_("Kind"), N_("Unit"), N_("Title"), N_("Id"), N_("Reason"))]
    return _table(context, N_("Late, missed, erroneous"), heads, rows, kept=3)


def direct_table(context: ExportContext) -> DataTable:
    """Return the special and direct reports, one a row, by day."""
    say, texts = context.say, CellTexts(context)
    rows: list[Row] = [
        (
            *(report.item.date, report.item.event_date, report.days, texts.term(report.item.channel)),
            "" if report.in_time is None else say("in time") if report.in_time else say("late"),
            *_about_item(texts, report.item),
        )
        for report in reversed(direct_reports(context.archive))
    ]
    heads = (N_("Date"), N_("Event date"), N_("Days"), N_("Channel"), N_("State"), N_("Title"), N_("Unit"), N_("Id"))
    return _table(context, N_("Special and direct reports"), list(map(say, heads)), rows)


def _about_lapse(lapse: Lapse) -> tuple[str, str]:
    """Return title and id of what a lapse is about; a withdrawn item is not named."""
    if lapse.item and not lapse.item.is_withdrawn:
        return lapse.item.title, lapse.item.id
    if lapse.call:
        return lapse.call.title, lapse.call.id
    return (lapse.target.words, lapse.target.id) if lapse.target else ("", "")


def _about_item(texts: CellTexts, item: Item) -> tuple[str, ...]:
    return item.title, texts.units(item.units), item.id


def _table(context: ExportContext, title: str, headers: Sequence[str], rows: Sequence[Row], kept: int = 1) -> DataTable:
    return DataTable(context.say(title), tuple(headers), tuple(rows), kept_columns=kept)
