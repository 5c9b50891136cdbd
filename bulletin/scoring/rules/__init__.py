"""Rules of a scheme: facts and clauses go in, scores of events and pending entries come out; no ranks, no pages."""
