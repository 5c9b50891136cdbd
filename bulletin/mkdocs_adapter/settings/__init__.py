"""The settings of an archive, ``mkdocs.yml``: bytes in; values for MkDocs, and problems, out.

It does not import MkDocs, and runs nothing that settings name.
"""
