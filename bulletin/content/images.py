"""Images: recognized by content, and encoded again without metadata, in a limited size.

The results are cached in ``.cache/pictures`` by the digest of the original.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin.checks.sensitive import SensitiveFinding, find_sensitive
from bulletin.checks.sensitive.scan import finding_problem
from bulletin.core.cache_file import CacheCorrupted, read_cache_file, write_cache_file
from bulletin.core.files import reason_of
from bulletin.core.problems import Problem
from bulletin.model.registry import Registry

if TYPE_CHECKING:
    from PIL.Image import Image

_VERSION = b"2"
_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
_MAX_PIXELS = 60_000_000
"""Larger images may take more memory than there is."""
_MAX_METADATA = 4000


class CleanImage(NamedTuple):
    """An image without metadata, or the code of the problem with it; and sensitive data in its metadata."""

    data: bytes = b""
    problem_code: str = ""
    findings: tuple[SensitiveFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageStore:
    """The images of the archive at *root*."""

    root: Path
    registry: Registry

    def check(self, path: str) -> Iterator[Problem]:
        """Yield the problems of the image at *path*."""
        limit = self.registry.bulletin.picture_kilobytes
        try:
            if (self.root / path).stat().st_size > limit * 1000:
                yield Problem(path=path, code="picture-too-large", values={"limit": f"{limit:,} KB"})
                return
            clean = self._clean_image(path)
        except OSError as error:
            yield Problem(path=path, code="unreadable-file", values={"reason": reason_of(error)})
            return
        if clean.problem_code:
            yield Problem(path=path, code=clean.problem_code, values={"limit": f"{_MAX_PIXELS // 1_000_000}"})
        for finding in clean.findings:
            if path not in self.registry.allowed.get(finding.hash, ()):
                yield finding_problem(finding, path, 0, "picture-words")

    def clean_bytes(self, path: str) -> bytes:
        """Return the image at *path* without metadata; :meth:`check` must have found no problem."""
        return self._clean_image(path).data

    def _clean_image(self, path: str) -> CleanImage:
        original = (self.root / path).read_bytes()
        max_side = self.registry.bulletin.picture_pixels
        key = blake2b(original, digest_size=16, key=_VERSION, salt=max_side.to_bytes(4, "big")).hexdigest()
        cached = self.root / ".cache" / "pictures" / key
        # Only images without problems are cached, and in the format of their suffix.
        with suppress(CacheCorrupted):
            data = bytes(read_cache_file(cached, _VERSION) or b"")
            if image_format(data) == _FORMATS.get(os.path.splitext(path)[1].lower()):  # noqa: PTH122 - called for each image
                return CleanImage(data)
        clean = clean_image(original, path, max_side)
        if not clean.problem_code and not clean.findings:
            # Without a writable folder, images are encoded again by each build.
            write_cache_file(cached, clean.data, _VERSION)
        return clean


def image_format(data: bytes) -> str:
    """Return the format of an image by its first bytes: PNG, JPEG, WEBP or ""."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((format_name for signature, format_name in _SIGNATURES if data.startswith(signature)), "")


def clean_image(data: bytes, path: str, max_side: int) -> CleanImage:
    """Return an image encoded again without metadata, no wider or higher than *max_side*."""
    format_name = image_format(data)
    if not format_name:
        return CleanImage(problem_code="no-picture")
    if format_name != _FORMATS.get(Path(path).suffix.lower()):
        return CleanImage(problem_code="other-picture")
    # Takes 11 ms to import, and most builds have no new image.
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=(format_name,)) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if image.width * image.height > _MAX_PIXELS or getattr(image, "n_frames", 1) > 1:
                return CleanImage(
                    problem_code="huge-picture" if image.width * image.height > _MAX_PIXELS else "moving-picture"
                )
            image.load()
            metadata = "\n".join(_metadata_texts(image))[:_MAX_METADATA]
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((max_side, max_side))
            found = tuple(find_sensitive(metadata))
            return CleanImage(_encode_pixels(upright, format_name), findings=found)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError):
        return CleanImage(problem_code="broken-picture")


def metadata_text(data: bytes) -> str:
    """Return the texts in the metadata of an image of any name; "" where it cannot be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=(image_format(data),)) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if image.width * image.height <= _MAX_PIXELS:
                # What stands behind the pixels is read with them.
                image.load()
            return "\n".join(_metadata_texts(image))[:_MAX_METADATA]
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError):
        return ""


def _encode_pixels(image: Image, format_name: str) -> bytes:
    """Return an image encoded from its pixels alone."""
    from PIL import Image

    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode in ("L", "1"):
        mode = "L"
    pixels = image.convert(mode if format_name != "JPEG" or mode == "L" else "RGB")
    fresh = Image.new(pixels.mode, pixels.size)
    fresh.paste(pixels)
    out = io.BytesIO()
    fresh.save(out, format_name, optimize=True, quality=88)
    return out.getvalue()


def _metadata_texts(image: Image) -> Iterator[str]:
    """Yield the texts in the metadata of an image."""
    for value in image.info.values():
        yield from _texts_of(value)
    for value in image.getexif().values():
        yield from _texts_of(value)


def _texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        # Windows writes titles and comments in UTF-16.
        for encoding in ("utf-8", "utf-16-le"):
            yield value[:_MAX_METADATA].decode(encoding, "ignore")
