"""Points: facts become events, events become entries of a ledger, and sums of entries become standings."""

from bulletin.scoring.circular import circular
from bulletin.scoring.ledgers import books, ledger, whole
from bulletin.scoring.standings import standing
from bulletin.scoring.top import authors, champions

__all__ = ["authors", "books", "champions", "circular", "ledger", "standing", "whole"]
