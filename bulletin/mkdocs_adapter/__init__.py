"""The press: MkDocs makes the shells and the hand-written pages, every other page is spliced into its shell.

Only :mod:`bulletin.mkdocs_adapter.hooks`, its :mod:`bulletin.mkdocs_adapter.state`, and :mod:`bulletin.mkdocs_adapter.runner` import MkDocs.
"""
