"""Registers of the office: adoptions, endorsements, calls, corrections, pending items.

In: the archive. Out: one chronological list of each, with an index where it is long.
Nothing here is scored.
"""
