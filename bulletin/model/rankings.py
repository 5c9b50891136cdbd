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
    RankingKey.POINTS: N_("by points"),
    RankingKey.RATE: N_("by adoption rate"),
    RankingKey.LEVEL: N_("by level of adoption"),
    RankingKey.SUBMITTED: N_("by items submitted"),
    RankingKey.ADOPTIONS: N_("by times adopted"),
}


class Ranking(NamedTuple):
    """A ranking by a figure, or by the adoptions of one publication."""

    key: RankingKey | None = None
    publication: str = ""
    publication_name: str = ""

    def name(self, say: Translator) -> str:
        """Return what it is called."""
        return say(_NAMES[self.key]) if self.key else say("by {publication}", publication=self.publication_name)


BY_POINTS = Ranking(RankingKey.POINTS)
