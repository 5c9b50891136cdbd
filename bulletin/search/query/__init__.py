"""search/query."""
