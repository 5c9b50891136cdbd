"""Word's formulas as one line of text: 3/4, 10⁴, √(a+b)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from bulletin.office.word_in.names import M, W
from bulletin.office.word_in.symbols import raised

UNKNOWN = "□"
"""What stands in the place of a formula that no line of text can say."""
_SIMPLE = re.compile(r"[\w.%]*|[(（][^()（）]*[)）]")
_AS_IT_IS = frozenset("′″‴°*†")
_LEFT_OUT = frozenset((W + "del", W + "moveFrom"))
_SIGNS = {"∘": "°", "'": "′"}


class _NoLine(Exception):
    """A formula has a part that no line of text can say."""


def formula_text(formula: Element) -> str:
    """Return a formula as one line of text; UNKNOWN where there is none that says the same."""
    try:
        return _inside(formula).strip()
    except _NoLine:
        return UNKNOWN


def beside(left: str, right: str) -> str:
    """Return two texts side by side, so that their figures do not become one figure: 1 3/4."""
    ends = left[-1:].isascii() and left[-1:].isalnum() and right[:1].isascii() and right[:1].isalnum()
    return f"{left} {right}" if ends else left + right


def _inside(parent: Element | None) -> str:
    """Return what an element holds, one part behind the other."""
    whole, was_plain = "", True
    for child in () if parent is None else parent:
        if child.tag in _LEFT_OUT or child.tag.endswith("Pr"):
            continue
        text, is_plain = _part(child), child.tag == M + "r"
        whole = whole + text if was_plain and is_plain else beside(whole, text)
        was_plain = is_plain
    return whole


def _part(part: Element) -> str:
    name = part.tag.removeprefix(M) if part.tag.startswith(M) else ""
    if name == "r":
        return "".join(text.text or "" for text in part.iter(M + "t"))
    if write := _WRITERS.get(name):
        return write(part)
    if name in ("oMath", "oMathPara", "box", "e", "fName") or part.tag.startswith(W):
        return _inside(part)
    raise _NoLine


def _child(part: Element, name: str) -> str:
    return _inside(part.find(M + name))


def _option(part: Element, name: str) -> str | None:
    found = part.find(f"{part.tag}Pr/{M}{name}")
    return None if found is None else found.get(M + "val", "")


def _grouped(text: str) -> str:
    """Return a text that is one whole: in brackets where it has several parts."""
    return text if _SIMPLE.fullmatch(text) else f"({text})"


def _fraction(part: Element) -> str:
    if _option(part, "type") == "noBar":
        raise _NoLine
    return f"{_grouped(_child(part, 'num'))}/{_grouped(_child(part, 'den'))}"


def _power(part: Element) -> str:
    return _grouped(_child(part, "e")) + _index(_child(part, "sup"), lower=False)


def _with_index(part: Element) -> str:
    return _child(part, "e") + _index(_child(part, "sub"), lower=True)


def _with_both(part: Element) -> str:
    below, above = _index(_child(part, "sub"), lower=True), _index(_child(part, "sup"), lower=False)
    return _grouped(_child(part, "e")) + below + above


def _index(text: str, *, lower: bool) -> str:
    text = "".join(_SIGNS.get(sign, sign) for sign in text.strip())
    if not text or (not lower and set(text) <= _AS_IT_IS):
        return text
    return raised(text, lower=lower) or ("_" if lower else "^") + _grouped(text)


def _root(part: Element) -> str:
    degree = "" if _option(part, "degHide") in ("1", "on", "true", "") else _child(part, "deg")
    if degree and not raised(degree, lower=False):
        raise _NoLine
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree) or f"{raised(degree, lower=False)}√"
    return f"{sign}({_child(part, 'e')})"


def _brackets(part: Element) -> str:
    begin, between, end = (_option(part, name) for name in ("begChr", "sepChr", "endChr"))
    inner = ("|" if between is None else between).join(_inside(one) for one in part.findall(M + "e"))
    return ("(" if begin is None else begin) + inner + (")" if end is None else end)


def _large(part: Element) -> str:
    """Return a sum, product or integral with its bounds."""
    sign = _option(part, "chr") or "∫"
    bounds = _index(_child(part, "sub"), lower=True) + _index(_child(part, "sup"), lower=False)
    return f"{sign}{bounds}({_child(part, 'e')})"


def _function(part: Element) -> str:
    return f"{_child(part, 'fName')}({_child(part, 'e')})"


_WRITERS = {
    "f": _fraction,
    "sSup": _power,
    "sSub": _with_index,
    "sSubSup": _with_both,
    "rad": _root,
    "d": _brackets,
    "nary": _large,
    "func": _function,
}
