"""Office: what an archive holds, on paper and in Word; Word files as texts of items.

In: facts and rendered texts; or the bytes of a Word file. Out: PDF and docx, the same bytes for the same facts; or text
in Markdown, with what was left out. It knows nothing of the site, and not where files are written.
"""
