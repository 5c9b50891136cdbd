"""Editing: the text of a file and a change in; the new text out, with everything else in it kept as it was.

In: texts of items, issues, calls or the registry, and what is to change. Out: new texts that the reader accepts, or why
the change is refused. It does not know how a change is asked for: commands and the desk are faces of it.
"""
