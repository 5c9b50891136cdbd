"""Names of elements and attributes in Word's XML."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
VML: Final = "{urn:schemas-microsoft-com:vml}"
VAL: Final = W + "val"

_OFF = ("0", "false", "off", "none")


def value_of(parent: Element | None, name: str, attribute: str = VAL) -> str:
    """Return an attribute of the child *name* of an element; "" where there is none."""
    child = None if parent is None else parent.find(W + name)
    return "" if child is None else child.get(attribute, "")


def switch(parent: Element | None, name: str) -> bool | None:
    """Return whether a property is on; None where nothing is said about it."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL, "1").lower() not in _OFF


def number_of(text: str) -> int | None:
    """Return a whole number; None for anything else."""
    try:
        return int(text)
    except ValueError:
        return None
