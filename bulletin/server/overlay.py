"""What a browser and the terminal are told of what keeps a change from being shown."""

from __future__ import annotations

import json

from bulletin.checks import report
from bulletin.checks.messages import describe
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import ArchiveProblems, BulletinError, Problem

_MOST = 100

_OLD, _NONE = N_("Not shown yet: you see the site as it was before."), N_("The site cannot be shown yet.")


def overlay(error: BulletinError | None, say: Translator, *, shown: bool) -> bytes:
    """Return, as JSON in one line, what the overlay shows: over a site or, where none is *shown* yet, alone."""
    if error is None:
        return b"{}"
    found: dict[str, object] = {"title": say(_OLD if shown else _NONE), "hide": say("Hide")}
    if isinstance(error, ArchiveProblems):
        bad = report.errors(error.problems)
        found |= {"summary": report.counts(error.problems, say), "problems": [_entry(p, say) for p in bad[:_MOST]]}
        if len(bad) > _MOST:
            found["more"] = say("… and {n:,} more; “build.py check” shows all.", n=len(bad) - _MOST)
    else:
        found |= {"summary": report.told(error, say), "problems": []}
    return json.dumps(found, ensure_ascii=False).encode()


def _entry(problem: Problem, say: Translator) -> dict[str, str]:
    message, cure = describe(problem, say)
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    return {"place": place, "message": message, "cure": cure}
