"""The parts of an Office Open XML file, read within limits; whatever cannot be read safely is refused in a sentence."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError, XMLParser

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

MAX_FILE = 60_000_000
_MAX_PARTS = 5000
_MAX_XML = 30_000_000
_MAX_WHOLE = 300_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
"""Namespaces of the strict form of the format, and those of the usual one."""

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Relation(NamedTuple):
    """Where a part leads to: another part, or a place outside."""

    kind: str
    """The last word of the relation's type, such as ``image``."""
    target: str
    outside: bool


@dataclass(frozen=True)
class Package:
    """The parts of one file by name, without a leading slash."""

    archive: zipfile.ZipFile

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The parts by their names in lower case, for names are compared so."""
        return {name.lower(): name for name in self.archive.namelist()}

    def read(self, name: str, limit: int = _MAX_XML) -> bytes | None:
        """Return the bytes of a part; None where there is none."""
        stored = self.names.get(name.lower())
        if stored is None:
            return None
        try:
            with self.archive.open(stored) as part:
                data = part.read(limit + 1)
        except (OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise BulletinError(N_("The file is damaged and cannot be read.")) from error
        except Exception as error:  # zlib and lzma have errors of their own
            raise BulletinError(N_("The file is damaged and cannot be read.")) from error
        if len(data) > limit:
            raise BulletinError(N_("A part of the file is so large that it is not read."))
        return data

    def xml(self, name: str) -> Element | None:
        """Return the root of a part that is XML; None where there is none."""
        data = self.read(name)
        return None if data is None else parse_xml(data)

    def relations(self, name: str) -> dict[str, Relation]:
        """Return the relations of a part by their ids; those of the package for ""."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = {}
        for element in root.iter(_RELATION) if root is not None else ():
            kind = element.get("Type", "").rsplit("/", 1)[-1]
            target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            found[element.get("Id", "")] = Relation(kind, target, outside)
        return found

    @property
    def main(self) -> str:
        """The name of the part with the text."""
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and not relation.outside:
                return relation.target
        return "word/document.xml"


def open_package(data: bytes) -> Package:
    """Return the parts of a Word file; raises BulletinError where it must not or cannot be read."""
    if len(data) > MAX_FILE:
        raise BulletinError(N_("The file is larger than {limit} MB."), limit=MAX_FILE // 1_000_000)
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise BulletinError(N_("The file is protected by a password: save it without one."))
        raise BulletinError(N_("The file is in the format of Word 97–2003: its name must end in .doc."))
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _refuse_dangerous(archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BulletinError(N_("The file is damaged, or no Word file.")) from error
    return _checked(Package(archive))


def _refuse_dangerous(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise BulletinError(N_("The file is protected by a password: save it without one."))
    for part in parts:
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
            raise BulletinError(N_("The file has a part whose path leads outside of it: it was tampered with."))
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_WHOLE:
        raise BulletinError(N_("The file would take more space unpacked than is allowed."))


def _checked(package: Package) -> Package:
    types = package.xml("[Content_Types].xml")
    kinds = [element.get("ContentType", "").lower() for element in types.iter()] if types is not None else []
    if any("macroenabled" in kind for kind in kinds) or any(name.endswith("vbaproject.bin") for name in package.names):
        raise BulletinError(N_("The file contains macros: save it as .docx without macros."))
    if package.main.lower() not in package.names:
        raise BulletinError(N_("The file is damaged, or no Word file."))
    if kinds and not any("wordprocessingml" in kind for kind in kinds):
        raise BulletinError(N_("The file is no text of Word but something else of Office."))
    return package


def parse_xml(data: bytes) -> Element:
    """Return the root of an XML document; one that declares a type or entities is refused."""
    if encoding := _BOMS.get(data[:2]) or ("utf-16-le" if data[:2] == b"<\0" else None):
        data = data.decode(encoding, "replace").lstrip("\ufeff").encode()
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise BulletinError(N_("The file declares entities, as files made to do harm do: it is not read."))
    if b"purl.oclc.org" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    # The encoding is given, so that none in which a declaration could hide is believed.
    parser = XMLParser(encoding="utf-8")  # noqa: S314 - no declaration of a type gets so far
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError) as error:
        raise BulletinError(N_("The file is damaged and cannot be read.")) from error
    return root
