"""How front matter is written, made uniform where that is safe: order, comments and quotes stay, and so do all facts.

A step that would change what the reader finds in a file is left out for that file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields

from bulletin.content import scan
from bulletin.content.file_reader import FileReader
from bulletin.content.sources import Sources
from bulletin.core.dates import BadDay, parse_day
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.links import FRONT_MATTER
from bulletin.editing.placed_nodes import PlacedList, PlacedMapping, PlacedNode, PlacedScalar, Unplaceable, place_nodes
from bulletin.editing.splices import Splice, spliced
from bulletin.model.records import Fact
from bulletin.model.schema import CALL, ISSUE, ITEM, KEY_NAMES
from bulletin.model.schema.types import Day, Entries, Schema

_DONE = N_("Files written uniformly: {number}.")
_NO_FILE = N_("{path} is no text or table of the archive.")
_BLANKS = " \t\u3000\u00a0"
_KEY = re.compile(rf"^([{_BLANKS}]*(?:-[{_BLANKS}]+)?)([\w-]+)[{_BLANKS}]*([:：])([{_BLANKS}]*)(?=(.?))")
_IN_BRACES = re.compile(
    rf"""([{{｛,，][{_BLANKS}]*)([\w-]+)[{_BLANKS}]*[:：][{_BLANKS}]*|(?P<quoted>"[^"]*"|'[^']*')"""
)
Step = Callable[[str, Schema | None], str]


def format_files(sources: Sources, paths: Iterable[str] = ()) -> Edit:
    """Return the edit that writes files uniformly: all texts and tables of an archive, or those at *paths*."""
    known = [*(path for path in sources.paths if path.endswith(".md")), *_tables(sources)]
    asked = list(_chosen(known, paths))
    reader = FileReader.for_sources(sources)
    changes = []
    for path in asked:
        before = read_text(sources.root, path)
        after = formatted(before, path, reader)
        changes += [FileChange(path, before, after)] if after != before else []
    return Edit(Sentence(_DONE, {"number": str(len(changes))}), tuple(changes))


def formatted(text: str, path: str, reader: FileReader) -> str:
    """Return the text of a file as it is written uniformly, with the line ends that most of its lines have."""
    ends = "\r\n" if text.count("\r\n") * 2 > text.count("\n") else "\n"
    plain = re.sub(r"\r\n?", "\n", text)
    steps = (_table,) if path.endswith(".toml") else _STEPS if _schema(path) else (_spaces,)
    before = ""
    # What one step mends may be what another needs.
    while before != plain:
        before = plain
        for step in steps:
            found = step(plain, _schema(path))
            if found != plain and (not path.endswith(".md") or _says_the_same(plain, found, path, reader)):
                plain = found
    return plain.replace("\n", ends) if ends != "\n" else plain


def _tables(sources: Sources) -> list[str]:
    return [path for path in sources.files.registry if path.endswith(".toml")]


def _chosen(known: list[str], paths: Iterable[str]) -> Iterator[str]:
    wanted = list(paths)
    for path in wanted:
        if path and path not in known and not any(one.startswith(f"{path}/") for one in known):
            raise BulletinError(_NO_FILE, path=path)
    for one in known:
        if not wanted or any(not path or one == path or one.startswith(f"{path}/") for path in wanted):
            yield one


def _schema(path: str) -> Schema | None:
    kinds = ((scan.ITEMS, ITEM), (scan.CALLS, CALL), (scan.ISSUES, ISSUE))
    return next((schema for folder, schema in kinds if path.startswith(f"{folder}/")), None)


def _says_the_same(before: str, after: str, path: str, reader: FileReader) -> bool:
    """Whether the reader finds the same in a text as before; or more, of what it could not read."""
    was, now = (reader.parse(text.encode(), path).parsed for text in (before, after))
    old, new = (Counter(problem.code for problem in parsed.problems) for parsed in (was, now))
    schema = _schema(path)
    if was.fact is None and schema:
        return now.fact is not None or new.total() < old.total()
    unread = {re.split(r"[.\[]", problem.field)[0] for problem in was.problems} if new.total() < old.total() else set()
    unsure = {spec.attribute for name in unread if schema and (spec := schema.names.get(name))}
    same_text = (was.body_digest, was.anchors) == (now.body_digest, now.anchors)
    return same_text and not new - old and _differing(was.fact, now.fact) <= unsure


def _differing(was: Fact | None, now: Fact | None) -> set[str]:
    """Return the attributes of a fact that another has with other values; one for all where it is of another kind."""
    if was is None or now is None or type(was) is not type(now):
        return set() if was is now else {""}
    return {one.name for one in fields(was) if getattr(was, one.name) != getattr(now, one.name)}


def _front_lines(text: str, change: Callable[[str], str]) -> str:
    """Return the text with each line of its front matter changed."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return text
    first, *lines = match[0].splitlines(keepends=True)
    changed = (change(line.rstrip("\n")) + ("\n" if line.endswith("\n") else "") for line in lines)
    return "".join([first, *changed]) + text[match.end() :]


def _spaces(text: str, _schema: Schema | None) -> str:
    """Take out blanks at the ends of lines, and tabs before them."""
    return _front_lines(text, lambda line: _without_tabs(line.rstrip(_BLANKS)))


def _without_tabs(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(_BLANKS))]
    return indent.replace("\t", "  ").replace("\u3000", "  ").replace("\u00a0", " ") + line[len(indent) :]


def _colons(text: str, _schema: Schema | None) -> str:
    """Write half-width colons behind keys, with a space behind them."""
    return _front_lines(text, lambda line: _KEY.sub(_with_colon, line, count=1))


def _with_colon(match: re.Match[str]) -> str:
    before, key, _, blanks, following = match.groups()
    if key not in KEY_NAMES:
        return match[0]
    kept = blanks if following == "#" else " " if following else ""
    return f"{before}{key}:{kept}"


def _braces(text: str, _schema: Schema | None) -> str:
    """Write half-width colons and commas between the keys of entries in braces."""
    return _front_lines(text, lambda line: _IN_BRACES.sub(_in_braces, line) if re.search("[{｛]", line) else line)


def _in_braces(match: re.Match[str]) -> str:
    if match["quoted"]:
        return match[0]
    sign, key = match[1].strip(_BLANKS), match[2]
    if key not in KEY_NAMES:
        return match[0]
    return f"{', ' if sign in ',，' else match[1]}{key}: "


def _days(text: str, schema: Schema | None) -> str:
    """Write days as 2026-03-05."""
    if schema is None:
        return text
    try:
        root = place_nodes(text).root
    except Unplaceable:
        return text
    return spliced(text, _day_splices(root, schema))


def _day_splices(mapping: PlacedMapping, schema: Schema) -> Iterator[Splice]:
    for name, node in mapping.entries:
        spec = schema.names.get(name.text)
        if spec and isinstance(spec.type, Entries):
            for entry in _entries(node):
                yield from _day_splices(entry, spec.type.schema)
        elif spec and isinstance(spec.type, Day) and isinstance(node, PlacedScalar) and node.text:
            try:
                written = parse_day(node.text).isoformat()
            except BadDay:
                continue
            if written != node.text and node.style in ("", "'", '"'):
                yield Splice(node.start, node.end, node.style + written + node.style)


def _entries(node: PlacedNode) -> Iterator[PlacedMapping]:
    members = node.members if isinstance(node, PlacedList) else (node,)
    yield from (member for member in members if isinstance(member, PlacedMapping))


def _table(text: str, _schema: Schema | None) -> str:
    """Take out blanks at the ends of the lines of a table, unless a text of several lines may have them."""
    if '"""' in text or "'''" in text:
        return text
    tidy = "\n".join(line.rstrip(_BLANKS) for line in text.split("\n"))
    return f"{tidy.rstrip()}\n" if tidy.strip() else tidy


_STEPS: tuple[Step, ...] = (_spaces, _colons, _braces, _days)
