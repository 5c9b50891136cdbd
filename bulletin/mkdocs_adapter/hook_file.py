"""The program as a hook of MkDocs: the file that its own command line adds to ``hooks``."""

from bulletin.mkdocs_adapter.hooks import *  # noqa: F403
