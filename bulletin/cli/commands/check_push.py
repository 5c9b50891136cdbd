"""``check-push``: what a push brings, as Git tells its hook; for ``deploy/git/pre-receive``."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path

import click

from bulletin.checks import report
from bulletin.cli import console
from bulletin.cli.commands.check import find_problems
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content.pushed.git_objects import GitObjects
from bulletin.content.pushed.push import PushCheck, RefUpdate, ref_updates, registry_of
from bulletin.content.pushed.write_tree import write_tree
from bulletin.core.config import missing_folders
from bulletin.core.i18n import N_, Translator, site_language, translator, user_language
from bulletin.core.problems import Problem

_HISTORY = N_(
    "What a commit holds stays in the history, even if a later one takes it out: change the commit itself "
    "(git commit --amend; earlier ones: git rebase -i), then push again."
)
_SITE_LANGUAGE = re.compile(rb"^ +language: *[\"']?([A-Za-z-]+)", re.MULTILINE)


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("check-push", help=say(N_("Check all that a push brings; a hook of Git calls it.")))
    @click.option(
        "--branches",
        metavar="PATTERN",
        default="*",
        help=say(N_("Which branches hold an archive, to be checked as a whole (default: all).")),
    )
    @common_options(say)
    @click.pass_context
    def check_push(context: click.Context, /, branches: str, **given: object) -> int:
        return run(say, collect_options(context, given), branches)

    return check_push


def run(say: Translator, options: Options, branches: str = "*") -> int:
    """Print what is wrong with a push, whose references are read from standard input; return 1 if it is refused."""
    updates = ref_updates(sys.stdin.buffer.read().decode("utf-8", "surrogateescape"))
    environment = dict(os.environ)
    repository = Path(environment.get("GIT_DIR", ".")).resolve()
    # What is run below, trusted hooks of MkDocs among it, is not led into the repository.
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    tips = [update for update in updates if update.branch and fnmatchcase(update.branch, branches)]
    with GitObjects(repository, environment) as objects:
        say = say if options.lang else _in_language(say, objects, updates)
        registry = registry_of(objects, ["HEAD", *(update.new for update in updates)])
        brought = list(PushCheck(objects, registry).problems(updates))
        known = {(_plain(problem.path), problem.line, problem.code) for problem in brought}
        of_tips = [p for tip in tips for p in _archive_problems(say, options, objects, tip)]
    problems = [*brought, *(p for p in of_tips if (p.path, p.line, p.code) not in known)]
    return _report(say, options, problems, brought)


def _in_language(say: Translator, objects: GitObjects, updates: Sequence[RefUpdate]) -> Translator:
    """Return a translator into the language of whoever pushes; of the site, where a server's locale says none."""
    found = (objects.read(f"{tip}:mkdocs.yml") for tip in (*(update.new for update in updates), "HEAD"))
    settings = next((read.data for read in found if read and read.data), b"")
    language = _SITE_LANGUAGE.search(settings)
    wanted = user_language(site_language(language[1].decode() if language else "zh"))
    return say if say.language == wanted else replace(say, language=wanted, sentences=translator(wanted).sentences)


def _archive_problems(say: Translator, options: Options, objects: GitObjects, tip: RefUpdate) -> Iterator[Problem]:
    """Yield what is wrong with the archive that a branch is to hold."""
    with tempfile.TemporaryDirectory(prefix="bulletin-push-") as folder:
        root = Path(folder) / "archive"
        root.mkdir()
        yield from write_tree(objects, tip.new, root)
        if parts := missing_folders(root):
            yield Problem(path=tip.ref, code="no-archive", values={"parts": ", ".join(f"{part}/" for part in parts)})
        else:
            yield from find_problems(say, replace(options, archive=root)).problems


def _report(say: Translator, options: Options, problems: Sequence[Problem], brought: Sequence[Problem]) -> int:
    if options.format == "json":
        console.echo(report.problems_json(problems, say))
    elif problems:
        console.echo(report.format_problems(problems, say, console.style(sys.stdout)))
        if report.errors(brought):
            console.echo(say(_HISTORY))
    return 1 if report.errors(problems) else 0


def _plain(place: str) -> str:
    """Return the path of a place in a commit."""
    return place.partition(":")[2] or place
