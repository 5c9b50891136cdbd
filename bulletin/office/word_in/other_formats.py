"""Files of other formats, made into .docx by LibreOffice where it is installed: one call for all of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError

SUFFIXES = (".doc", ".wps", ".rtf", ".odt")
_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_SECONDS_A_FILE = 20
_SIGNS = ((b"\xd0\xcf\x11\xe0", ".doc"), (b"{\\rtf", ".rtf"), (b"PK\x03\x04", ".odt"))
_SETTINGS = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""No macros, nothing fetched from elsewhere."""


def convert_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files as .docx, by their names; those that LibreOffice cannot read are not among them.

    Raises BulletinError where it is not installed.
    """
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise BulletinError(
            N_("{formats} files are read by LibreOffice, which is not here: install it, or save them as .docx."),
            formats=" ".join(SUFFIXES),
        )
    with TemporaryDirectory(prefix="bulletin-") as folder:
        base = Path(folder)
        names = {name: f"{number:04}" for number, name in enumerate(files, 1)}
        sources = []
        for name, data in files.items():
            source = base / (names[name] + _suffix(name, data))
            source.write_bytes(data)
            sources.append(source)
        _convert(program, base, sources)
        made = {name: base / "docx" / f"{stem}.docx" for name, stem in names.items()}
        return {name: path.read_bytes() for name, path in made.items() if path.is_file()}


def _suffix(name: str, data: bytes) -> str:
    """Return the suffix by which LibreOffice knows the format: files of WPS are those of Word by another name."""
    return next((suffix for sign, suffix in _SIGNS if data.startswith(sign)), Path(name).suffix.lower())


def _convert(program: str, base: Path, sources: Sequence[Path]) -> None:
    profile = base / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, "utf-8")
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
    ]
    try:
        subprocess.run(
            [*command, "--outdir", str(base / "docx"), *map(str, sources)],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS + _SECONDS_A_FILE * len(sources),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BulletinError(N_("LibreOffice did not finish reading the files.")) from error
