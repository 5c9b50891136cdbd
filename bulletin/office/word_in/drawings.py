"""Drawings in a run: pictures, text boxes, and what cannot be kept of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from bulletin.office.word_in.names import MC, VML, A, R, W

_BOX = W + "txbxContent"
_BLIP, _IMAGE = A + "blip", VML + "imagedata"
_DATA = A + "graphicData"


class TextBox(NamedTuple):
    """The content of a text box."""

    element: Element


class DrawnPicture(NamedTuple):
    """A picture: the relation of its data, whether that is in the file, and its alternative text."""

    relation: str
    linked: bool
    alt: str


@dataclass(frozen=True, slots=True)
class Lost:
    """A part of a drawing that is not kept."""

    kind: str


Drawn = TextBox | DrawnPicture | Lost


def read_drawing(element: Element) -> Iterator[Drawn]:
    """Yield what is in a ``drawing``, a ``pict``, an ``object`` or an alternative of them."""
    if element.tag == MC + "AlternateContent":
        yield from _alternative(element)
        return
    if element.tag == W + "object":
        yield Lost("object")
        return
    found = list(_parts(element, _alt_text(element)))
    yield from found
    if not found:
        yield Lost(_kind_of_rest(element))


def _alternative(element: Element) -> Iterator[Drawn]:
    """Yield what is in the first alternative that has something to keep, for all show the same."""
    told: list[Drawn] = []
    for choice in element:
        found = [part for child in choice for part in read_drawing(child)]
        if any(not isinstance(part, Lost) for part in found):
            yield from found
            return
        told = told or found
    yield from told


def _parts(element: Element, alt: str) -> Iterator[Drawn]:
    """Yield text boxes and pictures in reading order."""
    for child in element:
        if child.tag == _BOX:
            yield TextBox(child)
        elif child.tag == _BLIP:
            yield from _blip(child, alt)
        elif child.tag == _IMAGE:
            name = child.get(R + "id") or child.get(R + "pict") or child.get(R + "href") or ""
            yield DrawnPicture(name, bool(child.get(R + "href")) and not child.get(R + "id"), alt)
        elif child.tag == MC + "AlternateContent":
            yield from _alternative(child)
        elif child.tag == _DATA and child.get("uri", "").rsplit("/", 1)[-1] in ("chart", "diagram", "chartex"):
            yield Lost("chart")
        elif child.tag.endswith("}OLEObject"):
            yield Lost("object")
        else:
            yield from _parts(child, _alt_text(child) or alt)


def _blip(blip: Element, alt: str) -> Iterator[Drawn]:
    if inside := blip.get(R + "embed"):
        yield DrawnPicture(inside, linked=False, alt=alt)
    elif outside := blip.get(R + "link"):
        yield DrawnPicture(outside, linked=True, alt=alt)


def _alt_text(element: Element) -> str:
    """Return the alternative text that somebody wrote for a drawing."""
    if element.tag.startswith(VML):
        return element.get("alt", "")
    for child in element.iter():
        if child.tag.endswith(("}docPr", "}cNvPr")) and (text := child.get("descr", "") or child.get("title", "")):
            return text
    return ""


def _kind_of_rest(element: Element) -> str:
    names = {child.tag.rsplit("}", 1)[-1] for child in element.iter()}
    if "OLEObject" in names or "control" in names:
        return "object"
    return "chart" if names & {"chart", "relIds"} else "shape"
