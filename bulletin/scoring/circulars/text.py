"""The text of a circular: sentences whose figures are filled in, or left as names for an editor to take over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from string import Formatter
from typing import NamedTuple

from bulletin.core.i18n import N_, Translator
from bulletin.model.archive import Archive
from bulletin.model.circular_figures import FIGURE_BY_NAME, FigureReference, find_references
from bulletin.model.formatters import group_name
from bulletin.scoring.circulars.circular import Circular, CircularTable
from bulletin.scoring.circulars.figures import Figures
from bulletin.scoring.circulars.phrases import Phrase, fill, number, plain, plain_text


class Sentence(NamedTuple):
    """A sentence that applies to a circular; its placeholders are identifiers of figures, of one group where given."""

    message: str
    table: CircularTable | None = None


_GROUP_MESSAGES = {
    (True, True): N_("{group}, items: {submitted}, a unit: {average}, adoptions: {adoptions}. "),
    (True, False): N_("{group}, items: {submitted}, a unit: {average}, none adopted in this period. "),
    (False, True): N_("{group}, nothing submitted, adoptions: {adoptions}. "),
    (False, False): N_("{group}, nothing submitted and nothing adopted. "),
}
"""What is said of a group, by whether something was submitted and something was adopted."""


def paragraphs(figures: Figures) -> list[Phrase]:
    """Return the text of a circular."""
    return [_paragraph(figures, sentences) for sentences in _sentences(figures)]


def summary(archive: Archive, circular: Circular, say: Translator) -> list[str]:
    """Return the text of a circular without links, a paragraph a line."""
    figures = Figures(archive=archive, circular=circular, say=say)
    return [plain_text(paragraph).strip() for paragraph in paragraphs(figures)]


def written_summary(text: str, archive: Archive, circular: Circular, say: Translator) -> str:
    """Return the text that an editor has written, in Markdown, with its figures."""
    figures = Figures(archive=archive, circular=circular, say=say)
    return "".join([plain_text(phrase) for phrase in fill_references(text, figures)])


def fill_references(text: str, figures: Figures) -> Iterator[Phrase]:
    """Yield a text with the figures that it names; what names no figure, or no group, stays as it is."""
    end = 0
    for found in find_references(text):
        phrase = _named_phrase(found, figures)
        if phrase is not None:
            yield plain(text[end : found.start])
            yield phrase or plain("" if FIGURE_BY_NAME[found.name].is_clause else figures.say("none"))
            end = found.end
    yield plain(text[end:])


def _named_phrase(found: FigureReference, figures: Figures) -> Phrase | None:
    figure = FIGURE_BY_NAME.get(found.name)
    if figure is None or not found.group:
        return figures.phrase(figure.identifier) if figure else None
    if not figure.by_group:
        return None
    for table in figures.circular.tables:
        if found.group in (table.group.id, table.group.name):
            return replace(figures, table=table).phrase(figure.identifier)
    return ()


def template(archive: Archive, circular: Circular, say: Translator) -> str:
    """Return the text of a circular as Markdown with the names of its figures."""
    figures = Figures(archive=archive, circular=circular, say=say)
    found = ["".join(_with_names(say, sentence) for sentence in sentences) for sentences in _sentences(figures)]
    return "\n\n".join(text.strip() for text in found) + "\n"


def _paragraph(figures: Figures, sentences: list[Sentence]) -> Phrase:
    found: list[Phrase] = []
    for message, table in sentences:
        of_table = replace(figures, table=table)
        found.append(fill(figures.say, message, **{name: of_table.phrase(name) for name in _placeholders(message)}))
    return tuple(span for phrase in found for span in phrase)


def _with_names(say: Translator, sentence: Sentence) -> str:
    message, table = sentence
    group = group_name(table.group, say) if table else ""
    found = {}
    for placeholder in _placeholders(message):
        figure = FIGURE_BY_NAME[placeholder.replace("_", "-")]
        name = figure.chinese if say.language == "zh" else figure.identifier
        found[placeholder] = f"{{{name}:{group}}}" if group and figure.by_group else f"{{{name}}}"
    return say(message, **(found | ({"group": group} if "group" in found else {})))


def _placeholders(message: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(message) if name]


def _sentences(figures: Figures) -> Iterator[list[Sentence]]:
    """Yield the sentences of each paragraph that has any."""
    for part in (_totals, _groups, _best, _shortcomings):
        if found := list(part(figures)):
            yield found


def _totals(figures: Figures) -> Iterator[Sentence]:
    circular = figures.circular
    if circular.now.submitted:
        yield Sentence(
            N_("Items submitted in {period}: {submitted}{submitted_compared}; by units: {submitting_units}.")
        )
    else:
        yield Sentence(N_("In {period}, nothing was submitted."))
    if circular.now.adoptions:
        yield Sentence(N_(" Adoptions: {adoptions} ({adoptions_by_level}){adoptions_compared}."))
    else:
        yield Sentence(N_(" Nothing was adopted in this period."))
    if circular.now.adoptions and circular.now.rate is not None:
        yield Sentence(N_(" Of the items submitted, adopted: {adopted}, {rate}."))
    if _tells_year(circular) and (circular.to_date.submitted or circular.to_date.adoptions):
        yield Sentence(N_(" In the year so far, items: {year_submitted}, adoptions: {year_adoptions}."))
    if figures.issues() != number(0):
        yield Sentence(N_(" Issues of the bulletin: {issues}."))


def _tells_year(circular: Circular) -> bool:
    """Whether something is said of the year so far: not where that is the period, nor where the text is to stay."""
    return circular.period.first != circular.to_date.period.first and not circular.closed


def _groups(figures: Figures) -> Iterator[Sentence]:
    tables = figures.circular.tables
    if len(tables) > 1:
        for table in tables:
            yield Sentence(_GROUP_MESSAGES[bool(table.submitted), bool(table.events)], table)
        if figures.circular.now.submitted:
            yield Sentence(N_("Items came from {units_by_group}. "))
    if figures.targets_met_rate() and figures.targets_met() == plain("0"):
        yield Sentence(N_("None of the units with targets met all of them; units with targets: {units_with_targets}. "))
    elif figures.targets_met_rate():
        yield Sentence(
            N_("Units with targets: {units_with_targets}; met all of them: {targets_met}, {targets_met_rate}. ")
        )


def _best(figures: Figures) -> Iterator[Sentence]:
    if figures.first_three():
        yield Sentence(N_("On the first ranks: {first_three}. "))
    if figures.circular.top_items:
        yield Sentence(N_("Most points: {best_items}. "))
    if figures.commissions_done():
        yield Sentence(N_("Commissions answered ({commissions_done_count}): {commissions_done}. "))


def _shortcomings(figures: Figures) -> Iterator[Sentence]:
    if figures.circular.zero_reports:
        yield Sentence(N_("Units with nothing submitted ({zero_report_count}): {zero_reports}. "))
        if figures.zero_reports_before():
            yield Sentence(N_("Units with nothing submitted before: {zero_reports_before}. "))
        if figures.never_wrote() and _tells_year(figures.circular):
            yield Sentence(N_("Nothing submitted in the year so far: {never_wrote}. "))
    if figures.zero_adoptions():
        yield Sentence(
            N_("Units with items, but none adopted in this period ({zero_adoption_count}): {zero_adoptions}. ")
        )
    if figures.circular.unmet:
        yield Sentence(N_("Commissions not answered: {commissions_unanswered}. "))
    if figures.failed():
        yield Sentence(N_("Failed: {failed}. "))
    if figures.points_changes():
        yield Sentence(N_("Points given or taken by thresholds, floors and caps: {points_changes}. "))
