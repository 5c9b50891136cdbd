"""The table ``[endorsements]`` of a scheme: parsed, checked against the rules, and explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import Problem
from bulletin.model.attributes import Attribute
from bulletin.model.enums import Level
from bulletin.model.scheme import EndorsementSettings, PointsRule, Scheme
from bulletin.model.scheme_enums import EndorsementChoice, EndorsementsCounted, Family
from bulletin.schemes.explain_rules import points_text
from bulletin.schemes.toml_table import SchemeTable, parse_number

_EXAMPLE = 'further = 5, further = { "市" = 5, "省" = 10 }'

WITHIN_SENTENCES = {
    EndorsementChoice.ALL: N_("Of one item all endorsements at one level count."),
    EndorsementChoice.FIRST: N_("Of one item only the first endorsement at a level counts, of one day the highest."),
    EndorsementChoice.HIGHEST: N_("Of one item only the highest endorsement at a level counts."),
    EndorsementChoice.FIRST_AND_FURTHER: N_(
        "Of one item the first endorsement at a level counts in full, the others as further ones."
    ),
    EndorsementChoice.HIGHEST_AND_FURTHER: N_(
        "Of one item the highest endorsement at a level counts in full, the others as further ones."
    ),
}
ACROSS_SENTENCES = {
    EndorsementChoice.ALL: N_("Endorsements at several levels add up."),
    EndorsementChoice.FIRST: N_("Of several levels only that of the first endorsement counts."),
    EndorsementChoice.HIGHEST: N_("Of several levels only the one with most points counts."),
    EndorsementChoice.FIRST_AND_FURTHER: N_(
        "Of several levels that of the first endorsement counts; at the others endorsements count as further ones."
    ),
    EndorsementChoice.HIGHEST_AND_FURTHER: N_(
        "Of several levels the one with most points counts; at the others endorsements count as further ones."
    ),
}


def parse_endorsements(table: SchemeTable, *, given: bool) -> EndorsementSettings:
    """Return the settings of the table, where it is *given*."""
    settings = EndorsementSettings(
        within=table.term("within-level", EndorsementChoice, EndorsementChoice.ALL),
        across=table.term("across-levels", EndorsementChoice, EndorsementChoice.ALL),
        further=_parse_further(table),
        words=table.text_of("words"),
        line=table.line() if given else 0,
    )
    if given and "within-level" not in table.data and "across-levels" not in table.data:
        table.note("missing-setting", "within-level", example='within-level = "就高"')
    if settings.further and not settings.has_further:
        table.note("setting-conflict", "further", other="within-level")
    table.report_unknown_keys()
    return settings


def _parse_further(table: SchemeTable) -> Mapping[Level | None, Fraction]:
    given = table.take("further")
    if given is None:
        return {}
    named = given.items() if isinstance(given, dict) else [("", given)]
    found = {Level.read(name): parse_number(value) for name, value in named}
    if None in found.values() or len(found) != len(named) or (isinstance(given, dict) and None in found):
        table.note("bad-setting", "further", example=_EXAMPLE)
        # So that rules are not told to have none as well.
        return {None: Fraction(0)}
    return {level: number for level, number in found.items() if number is not None}


def endorsements_are_chosen_in_one_way(scheme: Scheme) -> Iterator[Problem]:
    """Where the scheme chooses among endorsements, no rule does, and each says what a further one is worth, or none."""
    settings = scheme.endorsements
    for rule in scheme.rules.get(Family.ENDORSEMENT, ()) if settings.decides else ():
        if rule.often is not EndorsementsCounted.EACH:
            yield _problem(scheme, rule, "setting-conflict", "often", other="endorsements")
        elif rule.further is not None and not settings.has_further:
            yield _problem(scheme, rule, "setting-conflict", "further", other="endorsements")
        elif settings.has_further and not rule.adds and not _has_further(rule, settings):
            yield _problem(scheme, rule, "missing-setting", "further", example="further = 5")


def _has_further(rule: PointsRule, settings: EndorsementSettings) -> bool:
    levels = rule.condition.values.get(Attribute.LEVEL, {None, *Level})
    asked = [settings.further_at(level) for level in levels if level is None or isinstance(level, Level)]
    return rule.further is not None or None not in asked


def _problem(scheme: Scheme, rule: PointsRule, code: str, key: str, **values: str) -> Problem:
    return Problem(path=scheme.path, code=code, line=rule.line, field=key, values={"key": key, **values})


def endorsement_sentences(scheme: Scheme, say: Translator) -> Iterator[tuple[str, str]]:
    """Yield what happens to several endorsements of one item, where rules of more than one kind can meet."""
    settings = scheme.endorsements
    if settings.decides:
        yield say(WITHIN_SENTENCES[settings.within]), settings.words
        yield say(ACROSS_SENTENCES[settings.across]), ""
        for level, points in settings.further.items():
            name = (level.names[0] if say.language == "zh" else level.value) if level else ""
            message = N_("A further endorsement ({level}): {points}, unless its rule says otherwise.")
            everywhere = N_("A further endorsement: {points}, unless its rule says otherwise.")
            yield say(message if level else everywhere, level=name, points=points_text(points, say)), ""
    elif len({rule.words for rule in scheme.rules.get(Family.ENDORSEMENT, ())}) > 1:
        yield say("Endorsements of one item by different rules add up."), ""
