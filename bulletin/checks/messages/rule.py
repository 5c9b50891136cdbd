"""What a rule is."""

from __future__ import annotations

from typing import NamedTuple

from bulletin.core.problems import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class Rule(NamedTuple):
    """What is said when a rule is broken, and how it is mended."""

    severity: Severity
    message: str
    cure: str
