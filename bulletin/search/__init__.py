"""Search: an index of all public items in static files, and queries on it, in Python as in ``theme/assets/search``.

In: an archive and the HTML of its texts; or the files of an index and a query. Out: files below ``data/search/``; or
hits. It knows nothing of pages and of how files are written.
"""
