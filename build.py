#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""The entry point: the command line of the archive, and a hook of MkDocs (``hooks: [build.py]``)."""

import os
import sys

HOME = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - as old as os itself

# Everything up to here has to be readable for any Python, so that an old one can say what is wrong.
if sys.version_info < (3, 11):
    sys.stderr.write(
        "Python 3.11 or newer is needed; this is Python %d.%d (%s). Install one and run build.py with it.\n"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )
    if sys.version_info >= (3,):
        sys.stderr.write(
            "需要 Python 3.11 或更高版本；当前是 Python %d.%d。请安装新版本后用它运行 build.py。\n"
            % (sys.version_info[0], sys.version_info[1])
        )
    sys.exit(2)

if HOME not in sys.path:
    sys.path.insert(0, HOME)

if __name__ == "__main__":
    from bootstrap import enter

    enter(HOME)
    from bulletin.cli import exit_process, main

    exit_process(main(archive=HOME, program="build.py"))
elif __name__ != "__mp_main__":
    from bulletin.mkdocs_adapter.hooks import *  # noqa: F403
