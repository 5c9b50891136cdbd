"""The messages for all problems: severity, message and cure, by code.

Codes are a contract: other tools rely on them. Messages are msgids of the catalogue; ``{…}`` are values of the problem.
"""

from __future__ import annotations

from collections.abc import Mapping

from bulletin.checks.messages.compilations import COMPILATIONS
from bulletin.checks.messages.consistency import CONSISTENCY
from bulletin.checks.messages.fields import FIELDS
from bulletin.checks.messages.files import FILES
from bulletin.checks.messages.front_matter import FRONT_MATTER
from bulletin.checks.messages.markdown import MARKDOWN
from bulletin.checks.messages.printing import PRINTING
from bulletin.checks.messages.proofreading import PROOFREADING
from bulletin.checks.messages.registry import REGISTRY
from bulletin.checks.messages.repeats import REPEATS
from bulletin.checks.messages.schemes import SCHEMES
from bulletin.checks.messages.sensitive import ALLOWANCE, SENSITIVE
from bulletin.checks.messages.settings import SETTINGS
from bulletin.checks.messages.spec import ProblemSpec
from bulletin.checks.messages.zeros import ZEROS
from bulletin.checks.sensitive import mask_sensitive
from bulletin.checks.sensitive.finding import finding_hash
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import Problem, Severity
from bulletin.model.schema import quoted_in_chinese

__all__ = ["PARSER_REASONS", "PROBLEM_SPECS", "ProblemSpec", "describe_problem", "problem_severity"]

_MAX_LENGTH = 120
_VERBATIM_KEYS = ("known", "example", "shown", "hash", "path")

PROBLEM_SPECS = (
    FILES
    | FRONT_MATTER
    | FIELDS
    | MARKDOWN
    | CONSISTENCY
    | COMPILATIONS
    | REPEATS
    | REGISTRY
    | PRINTING
    | PROOFREADING
    | SCHEMES
    | ZEROS
    | SENSITIVE
    | SETTINGS
)

PARSER_REASONS = (
    N_("mapping values are not allowed in this context"),
    N_("mapping keys are not allowed in this context"),
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
    N_("did not find expected alphabetic or numeric character"),
    N_("did not find expected whitespace or line break"),
    N_("did not find expected comment or line break"),
    N_("did not find expected '-' indicator"),
    N_("did not find expected '!'"),
    N_("did not find expected tag URI"),
    N_("did not find URI escaped octet"),
    N_("did not find the expected '>'"),
    N_("did not find expected hexdecimal number"),
    N_("found unknown escape character"),
    N_("found invalid Unicode character escape code"),
    N_("found unexpected ':'"),
    N_("found unexpected non-alphabetical character"),
    N_("found unknown directive name"),
    N_("found undefined alias"),
    N_("could not find expected directive name"),
    N_("did not find expected digit or '.' character"),
    N_("did not find expected version number"),
    N_("did not find expected whitespace"),
    N_("did not find expected <document start>"),
    N_("found a tab character where an indentation space is expected"),
    N_("found a tab character that violates indentation"),
    N_("found an indentation indicator equal to 0"),
    N_("control characters are not allowed"),
    N_("two documents in one"),
    N_("no keys"),
    N_("a key has to be a word"),
    N_("Invalid value"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Cannot overwrite a value"),
    N_("the number is too long"),
)
"""Reasons that PyYAML and tomllib give, for the catalogue."""


def problem_severity(problem: Problem) -> Severity:
    """Return the severity of *problem*."""
    return PROBLEM_SPECS[problem.code].severity


def describe_problem(problem: Problem, say: Translator) -> tuple[str, str]:
    """Return message and cure of *problem* in the translator's language."""
    spec = PROBLEM_SPECS[problem.code]
    given = dict(problem.values)
    if finding := given.pop("finding", ""):
        given["hash"] = finding_hash(problem.code, finding)
    values = {key: say(value) if key == "reason" else _shorten(key, value) for key, value in given.items()}
    if "known" in values:
        values["known"] = values["known"] or say("none yet")
    chinese = not problem.written.isascii()
    cure = _filled(say(spec.cure), values, chinese=chinese)
    if "hash" in values:
        cure = say("{cure} {allowance}", cure=cure, allowance=say(ALLOWANCE, **values))
    if near := problem.values.get("nearest", ""):
        cure = say("Did you mean “{nearest}”? {cure}", nearest=near, cure=cure)
    return _filled(say(spec.message), values, chinese=chinese), cure


def _filled(sentence: str, values: Mapping[str, str], *, chinese: bool) -> str:
    """Return a sentence with its values, and with the keys that it names as a file with *chinese* keys writes them."""
    said = quoted_in_chinese(sentence) if chinese else sentence
    return said.format(**values) if values else said


def _shorten(key: str, value: str) -> str:
    """Return *value* masked and shortened for a message; values that the program made stay as they are."""
    if key in _VERBATIM_KEYS:
        return value
    value = mask_sensitive(value)
    return value if len(value) <= _MAX_LENGTH else f"{value[: _MAX_LENGTH - 1]}…"
