"""Runs the site's scripts under Node, one process for many questions."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.support.paths import ROOT
from tests.support.require import require

SCRIPTS = ROOT / "theme/assets/search"


def run(names: Sequence[str], code: str, given: object) -> Any:  # noqa: ANN401 - whatever the code answers
    """Run *code*, which may use ``given`` and ends in ``return``, after the scripts *names*; return its answer."""
    source = "".join((SCRIPTS / f"{name}.js").read_text("utf-8") for name in names)
    source += f"""
const fs = require("fs");
const given = JSON.parse(fs.readFileSync(0, "utf8"));
(async () => {{ {code} }})().then((found) => fs.writeSync(1, JSON.stringify(found)));
"""
    done = subprocess.run(
        [require("node"), "-e", source], input=json.dumps(given).encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
