"""Runs the site's scripts under Node, one process for many questions."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "theme/assets/search"


def run(names: Sequence[str], code: str, given: object) -> Any:  # noqa: ANN401 - whatever the code answers
    """Run *code*, which may use ``given`` and ends in ``return``, after the scripts *names*; return its answer."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here")
    source = "".join((SCRIPTS / f"{name}.js").read_text("utf-8") for name in names)
    source += f"""
const fs = require("fs");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
(async () => {{ {code} }})().then((found) => fs.writeSync(1, JSON.stringify(found)));
"""
    done = subprocess.run([node, "-e", source], input=json.dumps(given).encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
