"""Which scheme is in force: apart from the schemes themselves, as an archive may have none."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bulletin.model.scheme import Scheme


def scheme_at(schemes: tuple[Scheme, ...], day: date) -> Scheme | None:
    """Return the scheme that is in force on *day*."""
    return next((scheme for scheme in schemes if scheme.first <= day <= scheme.last), None)
