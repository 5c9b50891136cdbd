"""Points: facts become events, events become entries of a ledger, and sums of entries become standings."""
