"""What every test may rely on."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [
    str(ROOT),
    *(
        str(ROOT / "tests" / name)
        for name in ("", "scoring", "search", "secrecy", "xss", "publish", "deploy", "quality")
    ),
]
