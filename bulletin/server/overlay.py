"""The overlay in the browser that lists the errors because of which a change is not shown."""

from __future__ import annotations

import json

from bulletin.checks import report
from bulletin.checks.messages import describe_problem
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem

_MAX_PROBLEMS = 100

_OUTDATED, _NOT_SHOWN = N_("Not shown yet: you see the site as it was before."), N_("The site cannot be shown yet.")


def overlay_json(error: BulletinError | None, say: Translator, *, shown: bool) -> bytes:
    """Return the content of the overlay as JSON in one line; *shown* is whether a site is behind it."""
    if error is None:
        return b"{}"
    found: dict[str, object] = {"title": say(_OUTDATED if shown else _NOT_SHOWN), "hide": say("Hide")}
    if isinstance(error, ArchiveProblems):
        bad = report.errors(error.problems)
        found |= {
            "summary": report.format_counts(error.problems, say),
            "problems": [_problem_record(p, say) for p in bad[:_MAX_PROBLEMS]],
        }
        if len(bad) > _MAX_PROBLEMS:
            found["more"] = say("… and {n:,} more; “build.py check” shows all.", n=len(bad) - _MAX_PROBLEMS)
    else:
        found |= {"summary": report.format_error(error, say), "problems": []}
    return json.dumps(found, ensure_ascii=False).encode()


def _problem_record(problem: Problem, say: Translator) -> dict[str, str]:
    message, cure = describe_problem(problem, say)
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return {"place": place, "message": message, "cure": cure}
