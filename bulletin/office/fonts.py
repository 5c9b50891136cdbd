"""The faces of what is printed: for each part of a document the first face of a list that typst sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typst import Fonts

_SONG, _HEI = ("Noto Serif CJK SC", "Source Han Serif SC"), ("Noto Sans CJK SC", "Source Han Sans SC")
_LAST_SONG, _LAST_HEI = "Noto Serif SC", "Noto Sans SC"
"""The faces of last resort, of the package pylopdf-fonts-zh-cn."""
_BOLD = 600

ROLES: Mapping[str, tuple[str, ...]] = {
    "name-face": ("方正小标宋简体", "方正小标宋_GBK", *_SONG, _LAST_SONG),
    "title-face": ("方正小标宋简体", "方正小标宋_GBK", *_SONG, _LAST_SONG),
    "body-face": ("仿宋_GB2312", "方正仿宋_GBK", "仿宋", "华文仿宋", *_SONG, _LAST_SONG),
    "heading-face": ("黑体", "方正黑体_GBK", *_HEI, _LAST_HEI),
    "subheading-face": ("楷体_GB2312", "方正楷体_GBK", "楷体", "华文楷体", "LXGW WenKai", *_SONG, _LAST_SONG),
}
"""The faces that are tried for each part, official ones first; ``[print]`` of the registry names others."""
_BOLD_ROLES = frozenset({"name-face", "title-face", "heading-face"})

_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
    "方正小标宋_GBK": ("FZXiaoBiaoSong-B05",),
    "方正仿宋_GBK": ("FZFangSong-Z02",),
    "方正黑体_GBK": ("FZHei-B01",),
    "方正楷体_GBK": ("FZKai-Z03",),
    "仿宋_GB2312": ("FangSong_GB2312",),
    "楷体_GB2312": ("KaiTi_GB2312",),
    "仿宋": ("FangSong",),
    "楷体": ("KaiTi",),
    "黑体": ("SimHei",),
    "宋体": ("SimSun",),
    "华文仿宋": ("STFangsong",),
    "华文楷体": ("STKaiti",),
    "霞鹜文楷": ("LXGW WenKai",),
    "思源宋体": ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN"),
    "思源黑体": ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN"),
}
"""What typst calls the faces that have a Chinese name."""

_SOURCES: Mapping[str, str] = {
    **dict.fromkeys(("Noto Serif CJK SC", "Noto Sans CJK SC", "思源宋体", "思源黑体"), "apt install fonts-noto-cjk"),
    **dict.fromkeys(("LXGW WenKai", "霞鹜文楷"), "apt install fonts-lxgw-wenkai"),
    **dict.fromkeys((_LAST_SONG, _LAST_HEI), "pip install pylopdf-fonts-zh-cn"),
}


class AbsentFaces(Exception):
    """None of the faces that are named for a part is there."""

    def __init__(self, role: str, families: Sequence[str]) -> None:
        super().__init__(role)
        self.role, self.families = role, tuple(families)


class Face(NamedTuple):
    """A face as typst calls it, and the weight in which it is used."""

    family: str
    weight: int


@dataclass(frozen=True, slots=True)
class ChosenFonts:
    """The face of each part, those that stand in for signs which it lacks, and what was asked for and is not there."""

    faces: Mapping[str, Face]
    fallbacks: tuple[str, ...]
    replaced: tuple[tuple[str, str], ...] = ()
    """The first family of a list that an archive gives, and what is used in its place."""

    def to_values(self) -> dict[str, dict[str, Any]]:
        """Return what a template is given: families in the order in which they are tried, and the weight."""
        kai, body = self.faces["subheading-face"].family, self.faces["body-face"]
        # Without a Kai face quotations are set as the text, and what is stressed as headings.
        quote = body if kai == body.family else self.faces["subheading-face"]
        emphasis = self.faces["heading-face"] if kai == body.family else quote
        return {
            role.removesuffix("-face"): {
                "families": [*dict.fromkeys((face.family, *self.fallbacks))],
                "weight": face.weight,
            }
            for role, face in {**self.faces, "quote": quote, "emphasis": emphasis}.items()
        }


@lru_cache(maxsize=1)
def installed_fonts() -> Fonts:
    """Return the fonts of this machine, with those of last resort; they are read once."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[*_package_folders()])


def _package_folders() -> Iterable[Path]:
    # Fonts only: nothing of the package is run but its line with the path.
    from pylopdf_fonts_zh_cn import serif_path

    yield serif_path().parent


def choose_fonts(asked: Mapping[str, Sequence[str]], available: Iterable[tuple[str, int]] | None = None) -> ChosenFonts:
    """Return the fonts for the lists that an archive asks for, by part; raises AbsentFaces where none is there."""
    if available is None:
        available = ((font.family, font.weight) for font in installed_fonts().fonts())
    weights: dict[str, set[int]] = {}
    for family, weight in available:
        weights.setdefault(family, set()).add(weight)
    known = {family.casefold(): family for family in weights}
    faces: dict[str, Face] = {}
    replaced = []
    for role, usual in ROLES.items():
        wanted = asked.get(role) or usual
        found = next((name for family in wanted for name in _names(family) if name.casefold() in known), None)
        if found is None:
            raise AbsentFaces(role, wanted)
        family = known[found.casefold()]
        if asked.get(role) and found not in _names(wanted[0]):
            replaced.append((wanted[0], family))
        faces[role] = Face(family, _weight(role, family, weights[family], faces))
    last = (name for name in (*_SONG, *_HEI, _LAST_SONG, _LAST_HEI) if name in weights)
    return ChosenFonts(faces, tuple(last), tuple(dict.fromkeys(replaced)))


def _names(family: str) -> tuple[str, ...]:
    return (family, *_ENGLISH.get(family, ()))


def _weight(role: str, family: str, weights: set[int], faces: Mapping[str, Face]) -> int:
    """Return the weight of a face: bold where the part has to stand out and the face has it."""
    is_bold = role in _BOLD_ROLES or (role == "subheading-face" and family == faces["body-face"].family)
    wanted = 700 if is_bold and max(weights) >= _BOLD else 400
    return min(weights, key=lambda weight: (abs(weight - wanted), weight))


@lru_cache(maxsize=8)
def fonts_digest(families: frozenset[str] | None = None) -> str:
    """Return a digest of the files of some families, or of all: their names and sizes."""
    found = blake2b(digest_size=16)
    for font in installed_fonts().fonts():
        if font.path and (families is None or font.family in families):
            path = Path(font.path)
            found.update(f"{font.family} {path.name} {font.index} {path.stat().st_size};".encode())
    return found.hexdigest()


def source_of(families: Iterable[str]) -> str:
    """Return the command that installs the first of the families that a package has; "" where there is none."""
    return next((_SOURCES[family] for family in families if family in _SOURCES), "")
