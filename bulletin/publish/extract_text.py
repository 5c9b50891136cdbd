"""The texts in any file of a site, however it packs them."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator

_THEMES = ("assets/javascripts/", "assets/stylesheets/")
"""Material's own files, with no text of ours."""
_PICTURES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico")


def texts(address: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield every text that the file holds, with its name."""
    if data[:4] == b"PK\x03\x04":
        yield from _packed(data)
    elif data[:2] == b"\x1f\x8b":
        yield from texts(address.removesuffix(".gz"), gzip.decompress(data))
    elif not address.startswith(_THEMES) and not address.endswith(_PICTURES):
        text = data.decode("utf-8", "replace")
        yield address, text
        if address.endswith(".json") and "\\u" in text:
            yield address, json.dumps(json.loads(text), ensure_ascii=False)


def _packed(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the texts of a workbook or of any other archive of files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield from texts(name, archive.read(name))
