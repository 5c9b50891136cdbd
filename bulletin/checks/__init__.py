"""Checks of an archive, the messages for all problems, and the search for sensitive data.

In: records or texts, and the registry. Out: problems, with message and cure in the reader's language.
Does not know how files are found and read, nor how problems are shown.
"""
