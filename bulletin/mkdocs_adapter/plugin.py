"""The program as a plugin of MkDocs, ``plugins: [bulletin]``, for ``mkdocs build`` and ``mkdocs serve``."""

from __future__ import annotations

from mkdocs.plugins import BasePlugin

from bulletin.mkdocs_adapter import hooks


class BulletinPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Hands the events of MkDocs to :mod:`bulletin.mkdocs_adapter.hooks`."""


for _name in hooks.__all__:
    setattr(BulletinPlugin, _name, staticmethod(getattr(hooks, _name)))
