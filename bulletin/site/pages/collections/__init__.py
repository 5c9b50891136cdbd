"""Pages that list what belongs together: all items, a unit, a category, a publication, a topic, a year.

In: the indexes of the archive. Out: tables of counts, and the lists that each number leads to.
Points and ranks come from :mod:`bulletin.site.pages.stats`.
"""
