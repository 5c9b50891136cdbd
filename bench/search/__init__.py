"""Measurements of search."""
