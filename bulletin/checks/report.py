"""What people and programs are told of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from textwrap import indent
from types import ModuleType

from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem, Severity

Style = Callable[[str, str], str]
"""Gives a piece of a report the look of its role: place, field, error, warning, code, cure."""

SEVERITIES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning")}


def plain(text: str, _role: str) -> str:
    """Leave *text* as it is, whatever its role."""
    return text


def _rules() -> ModuleType:
    # Not before there is something to tell of.
    from bulletin.checks import messages

    return messages


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that keep an archive from being published."""
    return tuple(problem for problem in problems if _rules().severity(problem) is Severity.ERROR)


def warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that are published all the same."""
    return tuple(problem for problem in problems if _rules().severity(problem) is Severity.WARNING)


def told(error: BulletinError, say: Translator, style: Style = plain) -> str:
    """Tell an error: its sentence, or all problems if it has any."""
    if isinstance(error, ArchiveProblems):
        return as_text(error.problems, say, style)
    return say(str(error), **error.values)


def as_text(problems: Iterable[Problem], say: Translator, style: Style = plain) -> str:
    """Return the problems by file, each with place, message and cure, and how many there are."""
    ordered = sorted(problems, key=lambda problem: problem.order)
    files = groupby(ordered, key=lambda problem: problem.path)
    blocks = ["\n".join(entry(problem, say, style) for problem in group) for _, group in files]
    return "\n\n".join([*blocks, counts(ordered, say)])


def entry(problem: Problem, say: Translator, style: Style = plain) -> str:
    """Return one problem: a line with its place, its message, its cure."""
    message, cure = _rules().describe(problem, say)
    weight = _rules().severity(problem)
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    parts = [
        style(place, "place"),
        style(problem.field, "field"),
        style(say(SEVERITIES[weight]), weight.value),
        style(problem.code, "code"),
    ]
    head = "  ".join(part for part in parts if part)
    return "\n".join([head, indent(message, "    "), indent(style(f"→ {cure}", "cure"), "    ")])


def counts(problems: Iterable[Problem], say: Translator) -> str:
    """Say how many errors and warnings there are, in how many files."""
    listed = tuple(problems)
    bad = len(errors(listed))
    if not listed:
        return say("No problems found.")
    return say(
        "{errors}, {warnings}, {files}.",
        errors=say.ngettext("{n} error", "{n} errors", bad),
        warnings=say.ngettext("{n} warning", "{n} warnings", len(listed) - bad),
        files=say.ngettext("in {n} file", "in {n} files", len({problem.path for problem in listed})),
    )


def as_json(problems: Iterable[Problem], say: Translator, **more: object) -> str:
    """Return the problems in the form of the contract, and whatever *more* there is to say."""
    ordered = sorted(problems, key=lambda problem: problem.order)
    bad = len(errors(ordered))
    entries = [_facts(problem, say) for problem in ordered]
    return dumps({"problems": entries, "errors": bad, "warnings": len(ordered) - bad, **more})


def dumps(value: object) -> str:
    """Return JSON as all commands write it: sorted, readable, with its own Chinese."""
    import json

    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2)


def _facts(problem: Problem, say: Translator) -> dict[str, object]:
    message, cure = _rules().describe(problem, say)
    return {
        "path": problem.path,
        "line": problem.line,
        "field": problem.field,
        "code": problem.code,
        "severity": _rules().severity(problem).value,
        "message": message,
        "cure": cure,
    }
