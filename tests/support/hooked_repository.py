"""A repository with the hook of deploy/git/, and a clone of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.support.paths import ROOT


def git(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Git in *folder*, without the settings of this machine; *more* are variables of its environment."""
    environment = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8", **more}
    settings = ["-c", "user.name=editor", "-c", "user.email=editor@example.invalid", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *settings, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def clone_with_hook(folder: Path) -> Path:
    """Make a repository with the hook, ``server.git``, and return an empty clone of it, beside it."""
    server, clone = folder / "server.git", folder / "clone"
    assert git(folder, "init", "--bare", str(server)).returncode == 0
    shutil.copy(ROOT / "deploy/git/pre-receive", server / "hooks/pre-receive")
    assert git(folder, "clone", str(server), str(clone)).returncode == 0
    return clone
