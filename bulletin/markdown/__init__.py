"""Markdown text in; HTML, headings, links and problems of markup out.

One dialect everywhere, python-markdown's. It knows nothing of front matter, facts or pages.
"""
