"""Circulars: standings and activity of a period go in, one circular comes out, also as tables and as text."""
