"""Another name for a topic: in items and calls, in rules that name it, and at its address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bulletin.content import scan
from bulletin.content.items import read_call, read_item
from bulletin.content.sources import Sources, read_bytes
from bulletin.core.i18n import N_
from bulletin.core.problems import BulletinError
from bulletin.core.text import collapse_spaces, nearest
from bulletin.editing.changes import Edit, FileChange, Sentence, read_text
from bulletin.editing.front_matter import FrontMatter
from bulletin.editing.links import Moves, relinked
from bulletin.editing.redirects import redirect_change, without_redirects
from bulletin.model import urls
from bulletin.model.records import Call, Item
from bulletin.model.registry import Registry
from bulletin.model.schema import CALL, ITEM

_DONE = N_("The topic “{old}” is now called “{new}”; files: {number}.")
_UNKNOWN = N_("Nothing is about the topic “{name}”.")
_NEAR = N_("Nothing is about the topic “{name}”. Did you mean “{nearest}”?")
_BAD = N_("“{name}” cannot be a topic: commas and 、 divide topics.")
_SAME = N_("The topic is called “{name}” already.")
_DIVIDES = re.compile(r"[、,，;；\[\]{}]")
_RULE = re.compile(r"""["']?(?:topics|专题|标签|主题词)["']?[ \t]*=[ \t]*(?:\[[^\]]*\]|"[^"\n]*"|'[^'\n]*')""")


def rename_topic(sources: Sources, old: str, new: str, *, leads_on: bool = True) -> Edit:
    """Return the edit that gives a topic another name; with one that there is, the two become one."""
    old, new = collapse_spaces(old), collapse_spaces(new)
    if not new or _DIVIDES.search(new):
        raise BulletinError(_BAD, name=new)
    if old == new:
        raise BulletinError(_SAME, name=new)
    topics = dict(_topics(sources))
    facts = [change for path, known in topics.items() if old in known and (change := _changed(sources, path, old, new))]
    if not facts:
        known = {topic for found in topics.values() for topic in found}
        near = nearest(old, known)
        raise BulletinError(_NEAR if near else _UNKNOWN, name=old, **({"nearest": near} if near else {}))
    addresses = {urls.topic(old): urls.topic(new)}
    changes = [*_with_links(sources, facts, Moves({}, addresses)), *_rules(sources, old, new)]
    if urls.topic(old) != urls.topic(new):
        moved = redirect_change(sources, addresses) if leads_on else without_redirects(sources, set(addresses))
        changes += [moved] if moved else []
    return Edit(Sentence(_DONE, {"old": old, "new": new, "number": str(len(facts))}), tuple(changes))


def _topics(sources: Sources) -> Iterator[tuple[str, tuple[str, ...]]]:
    for path in (*sources.files.items, *sources.files.calls):
        fact = _fact(read_bytes(f"{sources.root}/{path}"), path, sources.registry)
        if fact:
            yield path, fact.topics


def _fact(data: bytes, path: str, registry: Registry) -> Item | Call | None:
    read = read_call if path.startswith(f"{scan.CALLS}/") else read_item
    fact = read(data, path, registry).fact
    return fact if isinstance(fact, Item | Call) else None


def _changed(sources: Sources, path: str, old: str, new: str) -> FileChange | None:
    """Return the change of a file that is about the topic."""
    before = read_text(sources.root, path)
    schema = CALL if path.startswith(f"{scan.CALLS}/") else ITEM
    fact = _fact(before.encode(), path, sources.registry)
    text = FrontMatter(before, schema, path).replace_text("topics", old, new)
    now = _fact(text.encode(), path, sources.registry)
    wanted = tuple(dict.fromkeys(new if topic == old else topic for topic in fact.topics)) if fact else ()
    if now is None or now.topics != wanted or (fact and new in fact.topics):
        # Several in one line, or both names stood there: the line is written anew.
        text = FrontMatter(before, schema, path).set_value("topics", "、".join(wanted))
    return FileChange(path, before, text) if text != before else None


def _with_links(sources: Sources, facts: list[FileChange], moves: Moves) -> Iterator[FileChange]:
    """Yield the changes of facts, and those of hand-written pages that link to the page of the topic."""
    yield from facts
    for path in sources.files.pages:
        before = read_text(sources.root, path)
        after = relinked(before, path, moves)
        if after != before:
            yield FileChange(path, before, after)


def _rules(sources: Sources, old: str, new: str) -> Iterator[FileChange]:
    """Yield the changes of schemes and targets with rules that ask for the topic: points stay what they are."""
    for path, data in sources.tables.items():
        if path.startswith(("registry/schemes/", "registry/targets/")):
            before = data.decode("utf-8", "replace")
            name = re.compile(rf"""(["']){re.escape(old)}\1""")
            after = _RULE.sub(lambda match, name=name: name.sub(lambda q: f"{q[1]}{new}{q[1]}", match[0]), before)  # type: ignore[misc]
            if after != before:
                yield FileChange(path, read_text(sources.root, path), after)
