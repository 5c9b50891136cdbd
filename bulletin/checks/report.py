"""Problems and errors as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import groupby
from textwrap import indent
from types import ModuleType

from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem, Severity

Style = Callable[[str, str], str]
"""Formats a part of a report by its role: place, field, error, warning, code or cure."""

SEVERITY_NAMES = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning")}


def unstyled(text: str, _role: str) -> str:
    """Return *text* without formatting."""
    return text


def _messages() -> ModuleType:
    # Takes 5 to 9 ms to import, and most runs have no problems.
    from bulletin.checks import messages

    return messages


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that prevent an archive from being published."""
    return tuple(problem for problem in problems if _messages().problem_severity(problem) is Severity.ERROR)


def warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that do not prevent publication."""
    return tuple(problem for problem in problems if _messages().problem_severity(problem) is Severity.WARNING)


def format_error(error: BulletinError, say: Translator, style: Style = unstyled) -> str:
    """Return the message of an error, or all its problems if it has any."""
    if isinstance(error, ArchiveProblems):
        found = format_problems(error.problems, say, style)
        return f"{say(error.heading)}\n\n{found}" if error.heading else found
    return say(
        str(error), **{key: say(str(value)) if key == "reason" else value for key, value in error.values.items()}
    )


def format_problems(problems: Iterable[Problem], say: Translator, style: Style = unstyled) -> str:
    """Return the problems file by file, each with place, message and cure, and their numbers."""
    ordered = sorted(problems, key=lambda problem: problem.order)
    files = groupby(ordered, key=lambda problem: problem.path)
    blocks = ["\n".join(format_problem(problem, say, style) for problem in group) for _, group in files]
    return "\n\n".join([*blocks, format_counts(ordered, say)])


def format_problem(problem: Problem, say: Translator, style: Style = unstyled) -> str:
    """Return one problem: a line with its place, then message and cure."""
    message, cure = _messages().describe_problem(problem, say)
    severity = _messages().problem_severity(problem)
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    parts = [
        style(place, "place"),
        style(problem.shown_field, "field"),
        style(say(SEVERITY_NAMES[severity]), severity.value),
        style(problem.code, "code"),
    ]
    head = "  ".join(part for part in parts if part)
    return "\n".join([head, indent(message, "    "), indent(style(f"→ {cure}", "cure"), "    ")])


def format_counts(problems: Iterable[Problem], say: Translator) -> str:
    """Return the numbers of errors, warnings and files with problems, as a sentence."""
    listed = tuple(problems)
    error_count = len(errors(listed))
    if not listed:
        return say("No problems found.")
    return say(
        "{errors}, {warnings}, {files}.",
        errors=say.ngettext("{n} error", "{n} errors", error_count),
        warnings=say.ngettext("{n} warning", "{n} warnings", len(listed) - error_count),
        files=say.ngettext("in {n} file", "in {n} files", len({problem.path for problem in listed})),
    )


def problems_json(problems: Iterable[Problem], say: Translator, **more: object) -> str:
    """Return the problems as JSON with the documented keys, and *more* keys."""
    ordered = sorted(problems, key=lambda problem: problem.order)
    error_count = len(errors(ordered))
    entries = [_problem_record(problem, say) for problem in ordered]
    return dump_json({"problems": entries, "errors": error_count, "warnings": len(ordered) - error_count, **more})


def dump_json(value: object) -> str:
    """Return JSON as all commands write it: sorted keys, indented, Chinese unescaped."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2)


def _problem_record(problem: Problem, say: Translator) -> dict[str, object]:
    message, cure = _messages().describe_problem(problem, say)
    return {
        "path": problem.path,
        "line": problem.line,
        "field": problem.field,
        "written": problem.shown_field,
        "code": problem.code,
        "severity": _messages().problem_severity(problem).value,
        "message": message,
        "cure": cure,
    }
