"""Signs of symbol fonts, and characters that an item cannot have."""

from __future__ import annotations

import re

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x73: "◆", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x77: "◆", 0xA1: "○", 0xA4: "◎", 0xA7: "■", 0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xE0: "→", 0xE8: "➔",
    0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x9F: "•", 0x50: "☑", 0x52: "☑", 0x54: "☒", 0xA3: "□", 0x2A: "□",
    0x26: "❖", 0x2B: "✉", 0x28: "☎", 0x4A: "☺", 0x22: "✂",
}  # fmt: skip
_SYMBOL = {
    0xB7: "•", 0xB4: "×", 0xB1: "±", 0xB0: "°", 0xB8: "÷", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xBB: "≈", 0xAE: "→",
    0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π",
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA5: "∞", 0xD6: "√", 0xE5: "∑", 0xCE: "∈", 0xC6: "∅",
}  # fmt: skip
_NUMBERS = {**{0x8C + n: chr(0x2776 + n - 1) for n in range(10)}, **{0x81 + n: chr(0x2460 + n) for n in range(10)}}
_UNKNOWN = "□"

_PRIVATE = re.compile("[\uf000-\uf0ff]")
_NEVER = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufffe\uffff\ufffc]"
)
_SPACES = str.maketrans(
    {"\u00a0": " ", "\u2028": "\n", "\u2029": "\n", "\t": " ", "\r": " ", "\u2002": " ", "\u2003": "\u3000"}
)
_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_RAISABLE, _LOWERABLE = re.compile(r"(?=.*[0-9n])[0-9+\-−=()n]+"), re.compile(r"(?=.*[0-9])[0-9+\-−=()]+")


def symbol(font: str, code: int) -> str:
    """Return the character of a symbol font as one of Unicode, or "" for one unknown."""
    code &= 0xFF if 0xF000 <= code <= 0xF0FF else 0xFFFFFF  # noqa: PLR2004 - where symbol fonts have their characters
    name = font.casefold()
    table = _SYMBOL if name == "symbol" else _NUMBERS if name == "wingdings 2" and code in _NUMBERS else _WINGDINGS
    if name in ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings", ""):
        return table.get(code, "")
    return chr(code) if code > 0xFF else ""  # noqa: PLR2004 - a character of Unicode


def clean(text: str) -> tuple[str, int, int]:
    """Return a text without what an item cannot have; how many control characters and unknown signs it had."""
    if text.isascii() and text.isprintable():
        return text, 0, 0
    unknown = 0
    if _PRIVATE.search(text):
        pieces = [symbol("", ord(sign)) or _UNKNOWN if "\uf000" <= sign <= "\uf0ff" else sign for sign in text]
        unknown = pieces.count(_UNKNOWN)
        text = "".join(pieces)
    bare, controls = _NEVER.subn("", text.translate(_SPACES))
    return bare, controls, unknown


def raised(text: str, *, lower: bool) -> str:
    """Return a text in raised or lowered characters; "" where there are none for it."""
    fits = (_LOWERABLE if lower else _RAISABLE).fullmatch(text)
    return text.translate(_LOWERED if lower else _RAISED) if fits else ""
