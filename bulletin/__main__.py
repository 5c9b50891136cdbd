"""``python -m bulletin``: the command line."""

import os
import sys
from pathlib import Path

if sys.path and os.path.realpath(sys.path[0]) != os.path.realpath(Path(__file__).parent.parent):
    # Python looks for modules in the current folder first, and that may be somebody else's archive.
    del sys.path[0]

from bulletin.cli import command

if __name__ == "__main__":
    command()
