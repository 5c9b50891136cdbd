"""Old Chromiums, which come by npm: `python -m tests.support.old_chromium` puts them into `.cache/chromium/`."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.support.paths import ROOT

VERSIONS = {83: "3.1.1", 88: "5.5.0"}
"""The version of the package `chrome-aws-lambda` that holds a Chromium."""
FOLDER = ROOT / ".cache/chromium"
_UNPACK = "process.stdout.write(require('zlib').brotliDecompressSync(require('fs').readFileSync(process.argv[1])))"


def install(version: int) -> None:
    """Fetch the package and unpack what is in it: the program, and its drawing without a graphics card."""
    folder = FOLDER / str(version)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as fetched:
        package = f"chrome-aws-lambda@{VERSIONS[version]}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=fetched, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(Path(fetched).glob("*.tgz"))) as files:
            files.extractall(fetched, filter="data")
        packed = Path(fetched, "package/bin")
        with tarfile.open(fileobj=io.BytesIO(_unpacked(packed / "swiftshader.tar.br"))) as files:
            files.extractall(folder, filter="data")
        program = folder / "chromium"
        program.write_bytes(_unpacked(packed / "chromium.br"))
        program.chmod(0o755)


def _unpacked(path: Path) -> bytes:
    return subprocess.run(["node", "-e", _UNPACK, str(path)], check=True, capture_output=True).stdout


if __name__ == "__main__":
    for wanted in [int(argument) for argument in sys.argv[1:]] or VERSIONS:
        install(wanted)
