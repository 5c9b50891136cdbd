"""Scoring schemes and targets as data: what they are, how they are read, what can be wrong with them."""
