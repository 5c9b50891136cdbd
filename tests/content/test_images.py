"""Pictures: recognized by content, encoded again without metadata, in a limited size."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bulletin.content.images import _VERSION, ImageStore, clean_image
from bulletin.content.loader import load
from bulletin.core.cache_file import write_cache_file
from tests.support.archives import BULLETIN, TODAY, item, loaded, write

A, P = "content/items/2026/a.md", "content/items/2026/p"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **options)
    return out.getvalue()


def png_with_text(text: str) -> bytes:
    notes = PngInfo()
    notes.add_text("Comment", "拍摄于机要室", zip=True)
    notes.add_itxt("Description", text)
    return picture(pnginfo=notes)


def exif(text: str, orientation: int = 1) -> Image.Exif:
    data = Image.Exif()
    data[0x010E], data[0x0112] = text, orientation
    data[0x9C9C] = text.encode("utf-16-le")
    return data


BAD = {
    "a web page named so": ("p.png", b"<script>alert(1)</script>", "no-picture"),
    "a drawing": ("p.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "no-picture"),
    "a moving picture named so": ("p.png", b"GIF89a" + b"\0" * 40, "no-picture"),
    "a program": ("p.jpg", b"MZ" + b"\0" * 99, "no-picture"),
    "nothing": ("p.webp", b"", "no-picture"),
    "a wrong ending": ("p.jpg", picture(), "other-picture"),
    "half a picture": ("p.png", picture()[:60], "broken-picture"),
    "a head without a body": ("p.jpg", b"\xff\xd8\xff" + b"\0" * 50, "broken-picture"),
    "a moving picture": (
        "p.webp",
        picture("WEBP", save_all=True, append_images=[Image.new("RGB", (40, 30), c) for c in ("red", "blue")]),
        "moving-picture",
    ),
    "too many bytes": ("p.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 10_000_000, "picture-too-large"),
    "too many points": ("p.png", picture(size=(20_000, 4_000), mode="1"), "huge-picture"),
    "a mark in its notes": ("p.png", png_with_text("机密★5年"), "picture-words"),
    "a number in its notes": ("p.jpg", picture("JPEG", exif=exif("电话 13800138000")), "picture-words"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_is_refused(name: str, tmp_path: Path) -> None:
    file, data, code = BAD[name]
    problems = loaded(tmp_path, {A: item(), f"content/items/2026/{file}": data}).problems
    assert {(p.path, p.code) for p in problems} == {(f"content/items/2026/{file}", code)}


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_metadata_is_not_published(kind: str, ending: str, tmp_path: Path) -> None:
    place = "DC-IN-A-GARDEN"
    data = picture(kind, exif=exif(place), comment=place.encode() if kind == "JPEG" else None)
    data += place.encode()  # data after the end of the picture
    assert place.encode() in data
    write(tmp_path, {A: item(f"![图](p.{ending})"), f"{P}.{ending}": data})
    found = load(tmp_path, TODAY)
    assert found.problems == ()
    published = ImageStore(tmp_path, found.archive.registry).clean_bytes(f"{P}.{ending}")
    assert place.encode() not in published
    assert place.encode("utf-16-le") not in published
    with Image.open(io.BytesIO(published)) as image:
        assert (image.format, image.size) == (kind, (40, 30))
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop", "background"}


def test_a_picture_is_rotated_and_scaled(tmp_path: Path) -> None:
    data = picture("JPEG", (300, 100), exif=exif("", 6))
    files: dict[str, str | bytes] = {
        f"{P}.jpg": data,
        "registry/bulletin.toml": f"{BULLETIN}\n[limits]\npicture-pixels = 90\n",
    }
    write(tmp_path, {A: item(), **files})
    registry = load(tmp_path, TODAY).archive.registry
    with Image.open(io.BytesIO(ImageStore(tmp_path, registry).clean_bytes(f"{P}.jpg"))) as image:
        assert image.size == (30, 90)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_every_pixel_mode_is_encoded(mode: str, kind: str) -> None:
    try:
        data = picture(kind, mode="I" if mode == "I;16" else mode)
    except (OSError, ValueError):
        pytest.skip("there are no such pictures")
    clean = clean_image(data, f"p.{'png' if kind == 'PNG' else 'jpg'}", 100)
    assert clean.problem_code == ""
    with Image.open(io.BytesIO(clean.data)) as image:
        assert image.mode in ("L", "RGB", "RGBA")
        assert image.has_transparency_data == (mode in ("LA", "RGBA"))


def test_clean_pictures_are_cached(tmp_path: Path) -> None:
    write(tmp_path, {A: item(), f"{P}.png": picture()})
    registry = load(tmp_path, TODAY).archive.registry
    (cached,) = (tmp_path / ".cache/pictures").iterdir()
    assert write_cache_file(cached, picture(size=(7, 7)), _VERSION)
    assert ImageStore(tmp_path, registry).clean_bytes(f"{P}.png") == picture(size=(7, 7))
    # What is no picture is ignored, and so is a picture that somebody else put there.
    for data in (b"<script>", picture(size=(9, 9))):
        cached.write_bytes(data)
        assert ImageStore(tmp_path, registry).clean_bytes(f"{P}.png") not in (data, picture(size=(7, 7)))


def test_a_picture_that_no_text_shows_is_told(tmp_path: Path) -> None:
    files = {name: picture("PNG") for name in ("content/items/2026/tu.png", f"{P}.png", "content/biao.png")}
    write(tmp_path, {A: item("![图](p.png)"), **files})
    assert [(p.path, p.code) for p in load(tmp_path, TODAY).problems] == [
        ("content/items/2026/tu.png", "unshown-image")
    ]
