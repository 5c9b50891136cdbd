"""search/index."""
