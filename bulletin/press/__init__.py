"""The press: MkDocs makes the shells and the hand-written pages, every other page is spliced into its shell.

Only :mod:`bulletin.press.hooks`, its :mod:`bulletin.press.desk`, and :mod:`bulletin.press.run` import MkDocs.
"""
