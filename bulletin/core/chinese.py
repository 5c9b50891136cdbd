"""GBK, as Chinese Windows writes it, and private-use characters with the standard characters that they stand for."""

from __future__ import annotations

import codecs
import re

PRIVATE = "\ue000-\uf8ff"
"""For character classes: private-use characters of the basic plane."""
PRIVATE_CHARACTER = re.compile(f"[{PRIVATE}\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# GBK's characters that Unicode did not have yet, from U+E815 on; as GB 18030-2022 maps them.
_LATE_HANZI = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
_STANDARD = {
    **dict(zip(range(0xE78D, 0xE797), "︐︒︑︓︔︕︖︗︘︙", strict=True)),
    0xE76C: "€",
    0xE7C7: "ḿ",
    0xE7C8: "ǹ",
    **dict(zip(range(0xE7E7, 0xE7F4), "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻", strict=True)),
    **dict(zip(range(0xE815, 0xE865), _LATE_HANZI, strict=True)),
    # Word's bullets and arrows, of its fonts Symbol and Wingdings.
    0xF06C: "●",
    0xF06E: "■",
    0xF06F: "□",
    0xF075: "◆",
    0xF076: "❖",
    0xF0A7: "▪",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0FC: "✓",
    0xF0FE: "☑",
}
_EURO = 0x80
"""€ in code page 936 of Windows: no byte of GBK."""


def standard_character(character: str) -> str:
    """Return the standard character that a private-use *character* stands for, or ""."""
    return _STANDARD.get(ord(character), "")


def decode_gbk(data: bytes) -> str | None:
    """Return text in GBK, GB 18030 or code page 936, with standard characters; None if it is none of them."""
    try:
        return data.decode("gb18030", "bulletin-euro").translate(_STANDARD)
    except UnicodeDecodeError:
        return None


def _decode_euro(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError) and error.object[error.start] == _EURO:
        return "€", error.start + 1
    raise error


codecs.register_error("bulletin-euro", _decode_euro)
