"""The facts of an archive: frozen records, their fields, the registry, scoring schemes, indexes and addresses.

Values in, values out. It knows nothing of files or HTML.
"""
