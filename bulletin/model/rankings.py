"""What units are ranked by."""

from __future__ import annotations

from typing import NamedTuple

from bulletin.core.i18n import N_, Translator
from bulletin.core.terms import Term


class RankingKey(Term):
    """A figure that units are ranked by."""

    POINTS = "points", "得分"
    RATE = "adoption-rate", "采用率"
    LEVEL = "level", "级别"
    """Adoptions at the highest level first, then at the next."""
    SUBMITTED = "submitted", "报送"
    ADOPTIONS = "adoptions", "采用次数"


_NAMES = {
    RankingKey.POINTS: N_("points"),
    RankingKey.RATE: N_("adoption rate"),
    RankingKey.LEVEL: N_("level of adoption"),
    RankingKey.SUBMITTED: N_("items submitted"),
    RankingKey.ADOPTIONS: N_("times adopted"),
}


class Ranking(NamedTuple):
    """A ranking by a figure, or by the adoptions of one publication."""

    key: RankingKey | None = None
    publication: str = ""
    publication_name: str = ""

    def name(self, say: Translator) -> str:
        """Return what it is by."""
        if self.key:
            return say(_NAMES[self.key])
        return say("adoptions by {publication}", publication=self.publication_name)


BY_POINTS = Ranking(RankingKey.POINTS)
