"""Pictures: known by their content, drawn anew without what cameras and programs note in them, none too large.

What was drawn is kept in ``.cache/pictures`` by the content of the original, so that each is drawn once.
"""

from __future__ import annotations

import io
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bulletin.checks.sensitive import SensitiveFinding, find_sensitive
from bulletin.checks.sensitive.scan import finding_problem
from bulletin.core.problems import Problem
from bulletin.model.registry import Registry

if TYPE_CHECKING:
    # Most builds see no picture, or none that is new, and do without Pillow.
    from PIL.Image import Image

_VERSION = b"1"
_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
_SIGNS = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))
_BOMB = 60_000_000
"""More pixels than this are no picture of a bulletin, and take more memory than there may be."""
_OPAQUE = ("RGB", "L", "1", "CMYK", "YCbCr")
_NOTED = 4000


class CleanImage(NamedTuple):
    """What became of a picture: its bytes, or why there are none; and what its notes held."""

    data: bytes = b""
    fault: str = ""
    findings: tuple[SensitiveFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class ImageStore:
    """The pictures of the archive at *root*."""

    root: Path
    registry: Registry

    def problems(self, path: str) -> Iterator[Problem]:
        """Yield what is wrong with the picture at *path*."""
        limit = self.registry.bulletin.picture_kilobytes
        try:
            if (self.root / path).stat().st_size > limit * 1000:
                yield Problem(path=path, code="picture-too-large", values={"limit": f"{limit:,} KB"})
                return
            drawn = self._drawn(path)
        except OSError as error:
            yield Problem(path=path, code="unreadable-file", values={"reason": error.strerror or type(error).__name__})
            return
        if drawn.fault:
            yield Problem(path=path, code=drawn.fault, values={"limit": f"{_BOMB // 1_000_000}"})
        for finding in drawn.findings:
            if path not in self.registry.allowed.get(finding.hash, ()):
                yield finding_problem(finding, path, 0, "picture-words")

    def data(self, path: str) -> bytes:
        """Return the picture at *path* as it may be published; :meth:`problems` has found nothing wrong with it."""
        return self._drawn(path).data

    def _drawn(self, path: str) -> CleanImage:
        original = (self.root / path).read_bytes()
        side = self.registry.bulletin.picture_pixels
        key = blake2b(original, digest_size=16, key=_VERSION, salt=side.to_bytes(4, "big")).hexdigest()
        kept = self.root / ".cache" / "pictures" / key
        try:
            # Only what gave no cause to complain is kept, and only under the kind it was taken for.
            data = kept.read_bytes()
            if kind_of(data) == _KINDS.get(os.path.splitext(path)[1].lower()):  # noqa: PTH122 - called for each picture
                return CleanImage(data)
        except OSError:
            pass
        drawn = clean_image(original, path, side)
        if not drawn.fault and not drawn.findings:
            _keep(kept, drawn.data)
        return drawn


def _keep(path: Path, data: bytes) -> None:
    aside = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(data)
        aside.replace(path)
    except OSError:
        # A folder that cannot be written costs time, nothing else.
        aside.unlink(missing_ok=True)


def kind_of(data: bytes) -> str:
    """Return the kind of a picture by its first bytes: PNG, JPEG, WEBP or ""."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for sign, kind in _SIGNS if data.startswith(sign)), "")


def clean_image(data: bytes, path: str, side: int) -> CleanImage:
    """Return a picture drawn anew, without notes, no wider or higher than *side*."""
    kind = kind_of(data)
    if not kind:
        return CleanImage(fault="no-picture")
    if kind != _KINDS.get(Path(path).suffix.lower()):
        return CleanImage(fault="other-picture")
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=(kind,)) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if image.width * image.height > _BOMB or getattr(image, "n_frames", 1) > 1:
                return CleanImage(fault="huge-picture" if image.width * image.height > _BOMB else "moving-picture")
            image.load()
            notes = "\n".join(_notes(image))[:_NOTED]
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((side, side))
            found = tuple(find_sensitive(notes))
            return CleanImage(_written(upright, kind), findings=found)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError):
        return CleanImage(fault="broken-picture")


def _written(image: Image, kind: str) -> bytes:
    """Return the bytes of a picture of which nothing but its points is taken."""
    from PIL import Image

    mode = "RGBA" if image.has_transparency_data else "RGB"
    if image.mode in ("L", "1"):
        mode = "L"
    points = image.convert(mode if kind != "JPEG" or mode == "L" else "RGB")
    fresh = Image.new(points.mode, points.size)
    fresh.paste(points)
    out = io.BytesIO()
    fresh.save(out, kind, optimize=True, quality=88)
    return out.getvalue()


def _notes(image: Image) -> Iterator[str]:
    """Yield the words that a camera or a program has noted in a picture."""
    for value in image.info.values():
        yield from _words(value)
    for value in image.getexif().values():
        yield from _words(value)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        # Windows notes titles and remarks in UTF-16.
        for encoding in ("utf-8", "utf-16-le"):
            yield value[:_NOTED].decode(encoding, "ignore")
