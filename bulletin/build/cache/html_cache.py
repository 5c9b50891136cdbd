"""The cache of texts rendered by python-markdown, from one build to the next."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from bulletin.build.cache import store
from bulletin.markdown.body import Body


def load(root: Path) -> dict[bytes, Body]:
    """Return the cached texts of the archive at *root*, if the same renderer made them.

    Raises store.CacheCorrupted.
    """
    kept = store.load(_file(root))
    if kept is None or kept[0] != _renderer_digest():
        return {}
    return {key: Body(*body) for key, body in kept[1].items()}


def save(root: Path, bodies: Mapping[bytes, Body]) -> None:
    """Save rendered texts."""
    store.save(_file(root), (_renderer_digest(), {key: tuple(body) for key, body in bodies.items()}))


def _file(root: Path) -> Path:
    return root / ".cache" / "bodies"


def _renderer_digest() -> bytes:
    """Return a digest of what rendering depends on beside the text: the package, and two libraries."""
    home = Path(__file__).parents[2]
    sources = [path.read_bytes() for path in sorted((home / "markdown").glob("*.py"))]
    return blake2b(repr((sources, version("markdown"), version("nh3"))).encode(), digest_size=16).digest()
