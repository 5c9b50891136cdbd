"""Circulars: the figures of all units in a period, as lists, as tables and as text; made from standings and results."""
