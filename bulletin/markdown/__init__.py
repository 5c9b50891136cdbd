"""Markdown text in; HTML, headings, links and problems of markup out.

One dialect everywhere, python-markdown's. It knows nothing of front matter, facts or pages.
"""

EXTENSIONS = ("tables", "footnotes", "sane_lists", "def_list", "fenced_code", "toc")
"""The extensions of the dialect, by python-markdown's names."""
