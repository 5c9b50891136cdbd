"""What the gate of confidentiality says of a finished file: the same rules as for the sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial

from bulletin.checks.messages import severity
from bulletin.checks.sensitive import findings
from bulletin.core.problems import Problem, Severity
from bulletin.model.registry import Registry
from bulletin.publish.audit import Scan


def scanner(registry: Registry) -> Scan:
    """Return what finds in a text that which the archive's class does not allow, but for what is allowed by name."""
    return partial(_found, public=registry.is_public, allowed=frozenset(registry.allowed))


def _found(text: str, *, public: bool, allowed: Collection[str]) -> Iterator[str]:
    for finding in findings(text, public=public, allowed=allowed):
        if severity(Problem(path="", code=finding.code)) is Severity.ERROR:
            yield f"{finding.code}: {finding.shown}"
