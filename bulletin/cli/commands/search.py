"""``search``: the same results as on the site, from the same files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from bulletin.cli import console
from bulletin.cli.options import Options, collect_options, common_options
from bulletin.content.loader import load
from bulletin.core.config import Project
from bulletin.core.i18n import N_, Translator
from bulletin.core.parallel import available_cores
from bulletin.core.problems import BulletinError
from bulletin.mkdocs_adapter.settings.file import read_settings_file
from bulletin.search.index.writer import index_files
from bulletin.search.index_format import FOLDER, START
from bulletin.search.normalize import fold_query
from bulletin.search.query.parser import Choice, DateRange, Query, parse_days, parse_query
from bulletin.search.query_fields import LISTED

F = TypeVar("F", bound=Callable[..., Any])

_FIELDS = {
    "unit": N_("Only items of this unit."),
    "category": N_("Only items of this category."),
    "publication": N_("Only items that this publication adopted."),
    "level": N_("Only items adopted at this level."),
    "topic": N_("Only items on this topic."),
    "year": N_("Only items of this year, or of any other period."),
}


def command(say: Translator) -> click.Command:
    """Return the command in the terminal's language."""

    @click.command("search", help=say(N_("Find items, by the same index and the same rules as on the site.")))
    @click.argument("words", nargs=-1, metavar="[QUERY]…")
    @_filters(say)
    @click.option("--sort", type=click.Choice(["relevance", "date"]), help=say(N_("What comes first.")))
    @click.option("--limit", type=click.IntRange(0), default=10, help=say(N_("How many hits are shown; 0 is all.")))
    @click.option(
        "--batch",
        type=click.File(encoding="utf-8"),
        metavar="FILE",
        help=say(N_("Answer each line of a file, in JSON, one answer a line.")),
    )
    @common_options(say)
    @click.pass_context
    def run(context: click.Context, /, words: tuple[str, ...], limit: int, sort: str, batch: Any, **given: Any) -> int:  # noqa: ANN401 - click's own
        query = " ".join(words)
        extra = _query_from({field: given.pop(field) for field in _FIELDS})
        options = collect_options(context, given)
        if not batch and not query.strip() and extra.is_empty:
            raise click.UsageError(say(N_("say what to search for, or give a filter such as --unit.")))
        lines = [line.strip() for line in batch if line.strip()] if batch else [query]
        found = answers(options, say, lines, extra, limit, by_date=sort == "date")
        if batch or options.format == "json":
            for one in found:
                console.echo(json.dumps(one, ensure_ascii=False, indent=None if batch else 1))
        else:
            console.echo(answer_text(next(found), say))
        return 0

    return run


def _filters(say: Translator) -> Callable[[F], F]:
    def decorate(function: F) -> F:
        for field, text in reversed(_FIELDS.items()):
            function = click.option(f"--{field}", multiple=True, help=say(text))(function)
        return function

    return decorate


def _query_from(given: dict[str, Sequence[str]]) -> Query:
    choices = [
        Choice(field=field, typed=value, values=(fold_query(value),))
        for field in LISTED
        for value in given.get(field, ())
    ]
    spans = []
    for value in given["year"]:
        span = parse_days(value)
        if span is None:
            raise BulletinError(N_("“{value}” is no year and no period."), value=value)
        spans.append(DateRange(typed=value, first=span[0], last=span[1]))
    return Query(choices=tuple(choices), days=tuple(spans))


def answers(
    options: Options, say: Translator, lines: Sequence[str], extra: Query, limit: int, *, by_date: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield the answer to each line; *extra* filters all of them."""
    # Takes 0.15 s to import, with numpy: the help of all commands need not.
    from bulletin.search.query.engine import SearchRequest
    from bulletin.search.query.reader import Index
    from bulletin.search.query.results import result_json

    index = Index(_files(options, say))
    for line in lines:
        query = parse_query(line)
        asked = replace(query, choices=query.choices + extra.choices, days=query.days + extra.days)
        yield result_json(SearchRequest(index, asked), line, limit, by_date=by_date)


def _files(options: Options, say: Translator) -> Any:  # noqa: ANN401 - what Index reads with
    project = options.project(say)
    folder = (options.site_dir or _site_folder(project)) / FOLDER
    if (folder / START).is_file():
        return lambda name: (folder / name).read_bytes()
    console.echo_error(say("There is no site yet; the archive itself is searched."))
    loaded = load(project.root, options.today(project), options.jobs or available_cores()).require_valid()
    made = {address.removeprefix(FOLDER): data for address, data in index_files(loaded.archive, loaded.bodies)}
    return made.__getitem__


def _site_folder(project: Project) -> Path:
    """Return the folder of the site, without MkDocs."""
    if project.is_guest:
        return project.root / "site"
    data = project.settings.read_bytes() if project.settings.is_file() else b""
    named = read_settings_file(data, "").values.get("site_dir")
    return project.settings.parent / (named if isinstance(named, str) else "site")


def answer_text(found: dict[str, Any], say: Translator) -> str:
    """Return a result as text for people."""
    lines = [say.ngettext("{n} item found", "{n} items found", found["total"])]
    lines += [say("Not understood: {part}", part=part) for part in found["unread"]]
    for term in found.get("missing", ()):
        lines.append(say("“{term}”, items: {n}", term=term["term"], n=term["total"]))
        if term["nearest"]:
            lines.append("  " + say("Near it: {words}", words=say(", ").join(term["nearest"])))
    bold = console.style(sys.stdout)
    for hit in found["hits"]:
        lines += ["", bold(hit["title"], "place"), f"{hit['date']}  {say(', ').join(hit['unit_names'])}  {hit['url']}"]
        lines += [hit["excerpt"]] if hit["excerpt"] else []
    return "\n".join(lines)
