"""Files become facts: the folders of an archive are listed, decoded, parsed and checked.

In: the path of an archive and a date. Out: an ``Archive`` with rendered texts, and the problems of all files.
Files are read here and nowhere else; it knows nothing of pages.
"""
