"""Documents of an archive as Word files: named styles, exact lines, real footnotes and tables, the same bytes.

documents (what is printed, as for typst) → text (blocks → XML) → package (zip).
"""
