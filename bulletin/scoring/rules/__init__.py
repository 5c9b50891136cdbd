"""Rules of a scheme, applied: events and clauses go in, scores and pending entries come out; ranks are not known."""
