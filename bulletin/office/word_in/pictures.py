"""Pictures of a Word file, drawn anew: no metadata, a format of the web, a size within limits."""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from bulletin.content.images import clean_image, image_format
from bulletin.model.registry import Bulletin

_SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
_OTHERS = ("GIF", "BMP", "TIFF", "DIB", "ICO")
_MAX_PIXELS = 60_000_000


class DrawnPicture(NamedTuple):
    """A picture that can be shown: its bytes, and the suffix of its file."""

    data: bytes
    suffix: str


def draw_pictures(pictures: Mapping[str, bytes], bulletin: Bulletin, losses: Counter[str]) -> dict[str, DrawnPicture]:
    """Return the pictures that can be drawn, by their keys; the others are counted."""
    found = {}
    for key, data in pictures.items():
        drawn = _draw(data, bulletin)
        if isinstance(drawn, str):
            losses[drawn] += 1
        else:
            found[key] = drawn
    return found


def _draw(data: bytes, bulletin: Bulletin) -> DrawnPicture | str:
    """Return a picture drawn anew, or the kind of loss that it is."""
    if not data:
        return "picture-broken"
    kind = image_format(data)
    if not kind:
        data, kind = _as_png(data), "PNG"
        if not data:
            return "picture-format"
    suffix = _SUFFIXES[kind]
    clean = clean_image(data, f"picture{suffix}", bulletin.picture_pixels)
    if clean.problem_code or len(clean.data) > bulletin.picture_kilobytes * 1000:
        return "picture-broken"
    return DrawnPicture(clean.data, suffix)


def _as_png(data: bytes) -> bytes:
    """Return a picture of another format as PNG; b"" where it is none, or a drawing."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_OTHERS) as image:
                if image.width * image.height > _MAX_PIXELS:
                    return b""
                out = io.BytesIO()
                image.convert("RGBA" if image.has_transparency_data else "RGB").save(out, "PNG")
                return out.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, UnidentifiedImageError):
        return b""
