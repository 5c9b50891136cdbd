"""MkDocs driven from our own command line."""

from __future__ import annotations

import logging
import os
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

# Material prints an advertisement for its successor unless told not to, before it is imported.
os.environ["NO_MKDOCS_2_WARNING"] = "1"

from mkdocs.commands.build import build as run_build
from mkdocs.config import load_config
from mkdocs.utils.yaml import yaml_load

from bulletin.build.request import Order, Result
from bulletin.core.config import DOOR, Place
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.mkdocs_adapter import hooks

if TYPE_CHECKING:
    from bulletin.build.shell_set import Frames

_NO_FRAMES = N_("MkDocs cannot make its part of the site: {reason}")


@dataclass(frozen=True, slots=True)
class Done:
    """A build that went well: where the site lies, and what was done."""

    site: Path
    result: Result
    address: str = ""
    """Where readers open the site, as its settings say, or ""."""


def build(place: Place, order: Order, site: Path | None = None, *, verbose: bool = False) -> Done:
    """Build the site of the archive that *order* holds."""
    _quiet(logging.INFO if verbose else logging.WARNING)
    hooks.desk.place(order)
    try:
        config = load_config(str(place.settings), **_settings(place, site))
        config.plugins.on_startup(command="build", dirty=False)
        run_build(config)
    finally:
        hooks.desk.clear()
    return Done(Path(config.site_dir), hooks.desk.result, config.site_url or "")


def frames(place: Place, order: Order) -> Frames:
    """Have MkDocs make its own part of the site of the archive that *order* holds."""
    _quiet(logging.WARNING)
    hooks.desk.place(replace(order, root=place.root, rename=place.is_guest, frames=True))
    with tempfile.TemporaryDirectory() as folder:
        try:
            config = load_config(str(place.settings), **_settings(place, Path(folder) / "site"))
            config.plugins.on_startup(command="build", dirty=False)
            run_build(config)
            return hooks.desk.frames()
        except BulletinError:
            raise
        except Exception as error:
            # Themes and settings are being worked on; what is wrong with them has many names.
            raise BulletinError(_NO_FRAMES, reason=f"{type(error).__name__}: {error}") from error
        finally:
            hooks.desk.clear()


def _settings(place: Place, site: Path | None) -> dict[str, Any]:
    with place.settings.open("rb") as file:
        own = yaml_load(file)
    settings: dict[str, Any] = {}
    if place.is_guest:
        settings |= {"docs_dir": str(place.root / "content"), "site_dir": str(place.root / "site")}
    elif "docs_dir" not in own:
        settings["docs_dir"] = str(place.root / "content")
    if not _has_hook(own.get("hooks") or [], place.settings.parent):
        settings["hooks"] = [*(own.get("hooks") or []), str(DOOR)]
    if site is not None:
        settings["site_dir"] = str(site)
    return settings


def _has_hook(hooks: list[str], folder: Path) -> bool:
    return any((folder / hook).resolve() == DOOR for hook in hooks)


def _quiet(level: int) -> None:
    logger = logging.getLogger("mkdocs")
    logger.setLevel(level)
    if not logger.handlers:
        logger.addHandler(_Console())


class _Console(logging.Handler):
    """Prints to the stderr of the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=True)
