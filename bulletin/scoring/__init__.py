"""Points: facts become events, events become entries of a ledger, and sums of entries become standings."""

from bulletin.scoring.books import books, ledger, whole
from bulletin.scoring.champions import authors, champions
from bulletin.scoring.circular import circular
from bulletin.scoring.standing import standing

__all__ = ["authors", "books", "champions", "circular", "ledger", "standing", "whole"]
