"""The declaration of one problem code."""

from __future__ import annotations

from typing import NamedTuple

from bulletin.core.problems import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class ProblemSpec(NamedTuple):
    """Severity, message and cure of a problem code; message and cure are msgids."""

    severity: Severity
    message: str
    cure: str
