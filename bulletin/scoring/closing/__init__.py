"""Closed periods: what is kept of a circular that was printed, and what has become known since."""
