"""Every rule that an archive is held to: its code, how much it matters, what is said and how to mend it.

Codes are stable: other tools rely on them. Sentences are msgids of the catalogue; ``{…}`` are values of the problem.
"""

from __future__ import annotations

from bulletin.checks.messages.consistency import ACROSS
from bulletin.checks.messages.fields import VALUES
from bulletin.checks.messages.files import FILES
from bulletin.checks.messages.front_matter import FRONT_MATTER
from bulletin.checks.messages.markdown import TEXTS
from bulletin.checks.messages.registry import REGISTRY
from bulletin.checks.messages.rule import Rule
from bulletin.checks.messages.schemes import SCHEMES
from bulletin.checks.messages.sensitive import ALLOWANCE, SECRECY
from bulletin.checks.messages.settings import SETTINGS
from bulletin.checks.sensitive import masked_text
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import Problem, Severity

__all__ = ["REASONS", "RULES", "Rule", "describe", "severity"]

_LONGEST = 120
_OURS = ("known", "example", "shown", "hash", "path")

RULES = FILES | FRONT_MATTER | VALUES | TEXTS | ACROSS | REGISTRY | SCHEMES | SECRECY | SETTINGS

REASONS = (
    N_("mapping values are not allowed in this context"),
    N_("could not find expected ':'"),
    N_("did not find expected key"),
    N_("did not find expected ',' or ']'"),
    N_("did not find expected ',' or '}'"),
    N_("did not find expected node content"),
    N_("found unexpected end of stream"),
    N_("found unexpected document indicator"),
    N_("found character that cannot start any token"),
    N_("found undefined tag handle"),
    N_("block sequence entries are not allowed in this context"),
    N_("two documents in one"),
    N_("no keys"),
    N_("a key has to be a word"),
    N_("Invalid value"),
    N_("Unclosed array"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Illegal character '\\n'"),
    N_("Cannot overwrite a value"),
    N_("the number is too long"),
)
"""What PyYAML and tomllib give as reasons, for the catalogue."""


def severity(problem: Problem) -> Severity:
    """Return how much *problem* matters."""
    return RULES[problem.code].severity


def describe(problem: Problem, say: Translator) -> tuple[str, str]:
    """Return what is wrong and how to mend it, in the translator's language."""
    rule = RULES[problem.code]
    values = {key: say(value) if key == "reason" else _short(key, value) for key, value in problem.values.items()}
    cure = say(rule.cure, **values)
    if "hash" in values:
        cure = say("{cure} {allowance}", cure=cure, allowance=say(ALLOWANCE, **values))
    if near := problem.values.get("nearest", ""):
        cure = say("Did you mean “{nearest}”? {cure}", nearest=near, cure=cure)
    return say(rule.message, **values), cure


def _short(key: str, value: str) -> str:
    """Return *value* as it fits into a sentence, masked; what is offered is given in full."""
    if key in _OURS:
        return value
    value = masked_text(value)
    return value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
