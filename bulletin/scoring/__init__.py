"""Scoring: events of items and units are given points by the rules of a scheme.

In: an archive with its schemes and targets. Out: ledgers (every point as an entry), standings and circulars, all of
them computed once for an archive and a period. It knows nothing of files, of pages and of how figures are shown.
"""

from bulletin.scoring.circulars.circular import circular
from bulletin.scoring.closing.printed import standings_for
from bulletin.scoring.ledger import ledgers_for, period_ledger, whole_ledger
from bulletin.scoring.top import ranked_authors, top_units

__all__ = ["circular", "ledgers_for", "period_ledger", "ranked_authors", "standings_for", "top_units", "whole_ledger"]
