"""The command line: arguments in; a command run, its answer and an exit code out. One module a command."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from bulletin.checks import report
from bulletin.cli import app, console
from bulletin.cli.options import Options
from bulletin.cli.program_name import naming
from bulletin.cli.usage import usage_reason
from bulletin.core.i18n import Translator, translator
from bulletin.core.problems import ArchiveProblems, BulletinError

_INTERRUPTED, _BROKEN_PIPE = 130, 141


def command() -> None:
    """Run the command ``bulletin``, which works on the archive in the current folder, and end the process."""
    # Processes that are started anew are not to look for modules in the current folder either.
    os.environ["PYTHONSAFEPATH"] = "1"
    exit_process(main())


def _as_typed(word: str) -> str:
    """Return an argument in which Python left bytes undecoded, as where the locale is ASCII, read as UTF-8."""
    undecoded = any("\udc80" <= char <= "\udcff" for char in word)
    return os.fsencode(word).decode("utf-8", "surrogateescape") if undecoded else word


def main(
    arguments: Sequence[str] | None = None, *, archive: Path | str | None = None, program: str = "bulletin"
) -> int:
    """Run the command line and return its exit code: 0 done, 1 problems, 2 wrong usage.

    Without ``--archive`` it works on *archive*, by default the current folder. The help calls it *program*.
    """
    given = [_as_typed(word) for word in sys.argv[1:]] if arguments is None else list(arguments)
    console.prepare()
    # Search has no use for numpy's linear algebra; its threads, one for each core, would begin, and spin for a while.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGTERM, _stop)
    say = naming(translator(app.language(given)), program)
    try:
        return _run(given, say, Options(archive=Path(archive) if archive else None), program)
    except (click.ClickException, BulletinError) as error:
        return _refuse(error, say, as_json=app.is_json(given))
    except BrokenPipeError:
        # Whoever reads our answer, such as head, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        console.echo_error(say("Interrupted; the old site stands as it was."))
        return _INTERRUPTED


def exit_process(code: int) -> NoReturn:
    """End the process with an exit code.

    At its end Python looks for garbage among all that a command has made: a tenth of the CPU time of ``stats`` and
    ``ledger`` at 2,000 items, 8 % of ``check`` and of a cold build. It does not look at what is frozen.
    """
    gc.freeze()
    sys.exit(code)


def _run(arguments: list[str], say: Translator, options: Options, program: str) -> int:
    try:
        code = app.group(say).main(arguments, prog_name=program, standalone_mode=False, obj=options)
    except click.exceptions.Exit as end:
        return end.exit_code
    return code if isinstance(code, int) else 0


def _refuse(error: click.ClickException | BulletinError, say: Translator, *, as_json: bool) -> int:
    if as_json:
        console.echo(_refusal_json(error, say))
    if isinstance(error, BulletinError):
        console.echo_error(report.format_error(error, say, console.style(sys.stderr)))
        return 1
    if isinstance(error, click.UsageError):
        console.echo_error(say("Wrong usage: {reason}", reason=usage_reason(error, say)))
        console.echo_error(say("“python3 build.py --help” tells what there is."))
    else:
        console.echo_error(error.format_message())
    return error.exit_code


def _refusal_json(error: click.ClickException | BulletinError, say: Translator) -> str:
    problems = error.problems if isinstance(error, ArchiveProblems) else ()
    if isinstance(error, BulletinError):
        said = say(error.heading) if isinstance(error, ArchiveProblems) else report.format_error(error, say)
    else:
        said = usage_reason(error, say) if isinstance(error, click.UsageError) else error.format_message()
    return report.problems_json(problems, say, refused=said)


def _stop(number: int, _frame: FrameType | None) -> None:
    # Unwinds the stack, so that what was staged is cleared away.
    sys.exit(128 + number)
