"""What an editor does between two builds; each is another item and another text in every run."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from bench import conversion, corpus, mixed, wording

_ANY_DAY = date(2020, 1, 1)
_SPECIAL = re.compile(r"[@`_\\\[\]<>&~\t\u200b]|[\d-]{9}| \n|\n[*>+] |\n ")
_SIGN = re.compile(r"@|[\d-]{9}")
_SENTENCES = re.compile(r"[\u4e00-\u9fff].*。")
_LINK, _FOOTNOTE = ".md)", "\n[^1]: "
_ID = re.compile(r"x(\d+)")
_NEWEST = 100  # adoptions are entered for a tenth of the items, the newest, or for so many
_CHECKED_OUT = 300
_WAITING = 1000  # more than wait for an issue


class Edited(NamedTuple):
    """What an edit leaves behind."""

    item: Path
    """An item on whose page it shows."""
    text: str
    """What the page shows afterwards."""


Edit = Callable[[Path, int], Edited]
"""Changes the archive in a folder; raises LookupError where the archive has nothing to be changed in this way."""


def any_body(root: Path, number: int) -> Edited:
    """Add a sentence to a text, whatever it holds."""
    return _insert_sentence(_item(root, f"any-{number}"), number)


def body(root: Path, number: int) -> Edited:
    """Add a sentence to a text without anything special."""
    return _insert_sentence(_item(root, f"body-{number}", _is_plain), number)


def body_with_sign(root: Path, number: int) -> Edited:
    """Add a sentence to a text with an @ or a long number, which are looked at closely."""
    return _insert_sentence(_item(root, f"sign-{number}", lambda text: _SIGN.search(_text(text))), number)


def body_with_link(root: Path, number: int) -> Edited:
    """Add a sentence to a text that links to another item."""
    return _insert_sentence(_item(root, f"link-{number}", lambda text: _LINK in text), number)


def body_with_footnote(root: Path, number: int) -> Edited:
    """Add a sentence to a text with a footnote."""
    return _insert_sentence(_item(root, f"footnote-{number}", lambda text: _FOOTNOTE in text), number)


def body_with_warning(root: Path, number: int) -> Edited:
    """Add a sentence to a text that a check warns of."""
    return _insert_sentence(_item(root, f"warned-{number}", warned=True), number)


def warning_appears(root: Path, number: int) -> Edited:
    """Add a paragraph with HTML to a text without anything special."""
    item = _item(root, f"appears-{number}", _is_plain)
    shown = f"第{number + 1}次核对"
    _write(item, f"{item.read_text('utf-8').rstrip()}\n\n以下为<font color=red>{shown}</font>的情况。\n")
    return Edited(item, shown)


def warning_goes(root: Path, number: int) -> Edited:
    """Remove the last block of a text, of which a check warns."""
    item = _item(root, f"goes-{number}", warned=True)
    _write(item, item.read_text("utf-8").rstrip().rpartition("\n\n")[0] + "\n")
    return _insert_sentence(item, number)


def title(root: Path, number: int) -> Edited:
    """Change the title of one item, which is in every list that holds it."""
    return _retitle(_item(root, f"title-{number}"), number)


def adoption(root: Path, number: int) -> Edited:
    """Enter an adoption of one of the newest items."""
    item = _item(root, f"adoption-{number}", lambda text: "\nadopted-by:" not in text, newest=True)
    text, issue = item.read_text("utf-8"), 900 + number
    line = f"adopted-by:\n  - {{publication: 市组织工作信息, issue: {issue}, date: {_day(item)}, treatment: 单篇}}"
    if "\nunits: [" in text:
        line += "\npublications: [市组织工作信息]"  # for Hugo
    _write(item, text.replace("\n---\n", f"\n{line}\n---\n", 1))
    return Edited(item, f"第{issue}期")


def new(root: Path, number: int) -> Edited:
    """Add an item on the newest day."""
    newest = max(_items(root))
    dice, shown = random.Random(f"new-{number}"), f"第{number + 1}篇新稿"
    head = (
        f"title: {shown}\nunit: {wording.PLACES[number % len(wording.PLACES)]}镇\ncategory: 动态\ndate: {_day(newest)}"
    )
    head += f"\nauthors: [王某]\ntopics: [{wording.WHAT[0]}]"
    text = f"---\n{head}\n---\n\n{wording.prose(dice, 6)}\n\n{wording.prose(dice, 6)}\n"
    item = newest.with_stem(f"x{900_000 + number}")
    _write(item, conversion.converted(text) if "\nunits: [" in newest.read_text("utf-8") else text)
    return Edited(item, shown)


def delete(root: Path, number: int) -> Edited:
    """Delete an item that no other links to, and strike it off the list of its issue."""
    needed = _linked(root) | _alone(root)
    item = _item(root, f"delete-{number}", among=lambda path: path.stem not in needed)
    item.unlink()
    name = f"{item.parent.name}/{item.stem}"
    _replace(root / "issues", re.compile(rf"\b{name}, |, {name}\b"), "")
    return Edited(item, "")


def rename(root: Path, number: int) -> Edited:
    """Rename the file of one item, in links to it and in the list of its issue as well."""
    item = _item(root, f"rename-{number}")
    renamed = item.rename(item.with_stem(f"{item.stem}-renamed"))
    for folder in ("issues", "content/items"):
        _replace(root / folder, re.compile(rf"\b{item.stem}\b"), renamed.stem)
    return Edited(renamed, "")


def issue(root: Path, number: int) -> Edited:
    """Add a sentence to the foreword of an issue."""
    path = random.Random(f"issue-{number}").choice(_issues(root))
    _write(path, f"{path.read_text('utf-8')}\n第{number + 1}次重印。\n")
    return Edited(path, "")


def new_issue(root: Path, number: int) -> Edited:
    """Add an issue with the items that wait for one."""
    last = _issues(root)[-1]
    closed, newest = _day(last), _day(max(_items(root)))
    waiting = [f"{path.parent.name}/{path.stem}" for path in _items(root)[-_WAITING:] if _day(path) > closed]
    head = f"number: {int(last.stem) + 1}\ndate: {newest}\nitems: [{', '.join(filter(_is_listed, waiting))}]"
    path = last.with_stem(f"{int(last.stem) + 1:03}")
    _write(path, f"---\n{head}\n---\n\n第{number + 1}期增印。\n")
    return Edited(path, "")


def call(root: Path, number: int) -> Edited:
    """Add a commission to three units."""
    calls = sorted((root / "content/calls").glob("*.md"))
    if not calls:
        raise LookupError
    path = calls[-1].with_stem(f"{_day(calls[-1])}-jiayao-{number}")
    units = ", ".join(f"{place}镇" for place in wording.PLACES[:3])
    head = f"title: 第{number + 1}次加约\ndate: {_day(calls[-1])}\ndue: {corpus.TODAY}\nunit: [{units}]"
    _write(path, f"---\n{head}\n---\n\n请于年底前报送。\n")
    return Edited(path, "")


def unit(root: Path, number: int) -> Edited:
    """Change the name of one unit; what it was called stays an alias."""
    place = wording.PLACES[number % len(wording.PLACES)]
    item = _item(root, f"unit-{number}", lambda text: f"\nunit: {place}镇\n" in text)
    units = root / "registry/units.toml"
    named = f'name = "{place}新镇"\naliases = ["{place}镇"]'
    _write(units, units.read_text("utf-8").replace(f'name = "{place}镇"', named, 1))
    return Edited(item, f"{place}新镇")


def scheme(root: Path, number: int) -> Edited:
    """Change what a submission is worth by the scheme in force."""
    schemes = sorted((root / "registry/schemes").glob("*.toml"))
    if not schemes:
        raise LookupError
    text = schemes[-1].read_text("utf-8")
    _write(schemes[-1], re.sub(r"^points = .*$", f"points = {number + 2}", text, count=1, flags=re.MULTILINE))
    return Edited(schemes[-1], "")


def checkout(root: Path, number: int) -> Edited:
    """Replace the files of 300 items at once, as ``git checkout`` does: a sentence more, in every tenth a new title."""
    items = [path for path in _items(root) if _is_ordinary(path)]
    dice = random.Random(f"checkout-{number}")
    for count, item in enumerate(dice.sample(items, min(_CHECKED_OUT, len(items) // 3))):
        edited = _insert_sentence(item, number)
        if count % 10 == 0:
            _retitle(item, number)
    return edited


EDITS: dict[str, Edit] = {
    "body": body,
    "body-sign": body_with_sign,
    "body-link": body_with_link,
    "body-footnote": body_with_footnote,
    "body-warned": body_with_warning,
    "warning-appears": warning_appears,
    "warning-goes": warning_goes,
    "title": title,
    "adoption": adoption,
    "new": new,
    "delete": delete,
    "rename": rename,
    "issue": issue,
    "new-issue": new_issue,
    "call": call,
    "unit": unit,
    "scheme": scheme,
    "checkout": checkout,
}
"""By the keys of their cases, in the order in which they are made."""


def _items(root: Path) -> list[Path]:
    return sorted((root / "content/items").rglob("x*.md"))


def _issues(root: Path) -> list[Path]:
    """Return the issues in order; without any, nothing about them can be edited."""
    if issues := sorted((root / "issues").rglob("*.md")):
        return issues
    raise LookupError


def _item(
    root: Path,
    key: str,
    fits: Callable[[str], object] = lambda _: True,
    *,
    warned: bool = False,
    newest: bool = False,
    among: Callable[[Path], object] = lambda _: True,
) -> Path:
    """Return one ordinary item: the same one for the same key and the same files."""
    if warned and not (root / "registry/schemes").is_dir():
        raise LookupError  # the shape plain has no warnings
    items = _items(root)
    chosen = items[-max(len(items) // 10, _NEWEST) :] if newest else items
    random.Random(key).shuffle(chosen)
    for path in chosen:
        right = _is_ordinary(path) and mixed.has_warning(_number(path.stem)) == warned and among(path)
        if right and fits(path.read_text("utf-8")):
            return path
    raise LookupError


def _number(name: str) -> int:
    return int(_ID.search(name)[1])  # type: ignore[index]  # all names of items have one


def _is_ordinary(path: Path) -> bool:
    return mixed.status(_number(path.stem), _ANY_DAY) == mixed.Status()


def _is_listed(name: str) -> bool:
    """Return whether an issue may list an item."""
    return mixed.status(_number(name), _ANY_DAY).listed


def _day(path: Path) -> str:
    return path.read_text("utf-8").partition("\ndate: ")[2].partition("\n")[0]


def _is_plain(text: str) -> bool:
    return not _SPECIAL.search(_text(text))


def _text(item: str) -> str:
    return item.partition("\n---\n")[2]


def _insert_sentence(item: Path, number: int) -> Edited:
    """Add a sentence to the last paragraph of a text that is nothing but sentences."""
    shown = f"第{number + 1}次回访，群众满意。"
    head, _, text = item.read_text("utf-8").partition("\n---\n")
    blocks = text.strip("\n").split("\n\n")
    place = max((at for at, block in enumerate(blocks) if _SENTENCES.fullmatch(block)), default=0)
    blocks[place] += shown
    _write(item, "\n".join([head, "---", "", "\n\n".join(blocks), ""]))
    return Edited(item, shown)


def _retitle(item: Path, number: int) -> Edited:
    shown = f"（第{number + 1}稿）"
    _write(item, re.sub(r'^(title: .*?)("?)$', rf"\1{shown}\2", item.read_text("utf-8"), count=1, flags=re.MULTILINE))
    return Edited(item, shown)


def _linked(root: Path) -> set[str]:
    """Return the names of all items that others link to."""
    return {name for path in _items(root) for name in re.findall(r"(x[\w-]+)\.md", path.read_text("utf-8"))}


def _alone(root: Path) -> set[str]:
    """Return the names of all items that are the only ones of their issues."""
    issues = (path.read_text("utf-8") for path in (root / "issues").rglob("*.md"))
    return {name for text in issues for name in re.findall(r"\nitems: \[\d{4}/(x[\w-]+)\]\n", text)}


def _replace(folder: Path, pattern: re.Pattern[str], by: str) -> None:
    for path in folder.rglob("*.md"):
        text = path.read_text("utf-8")
        if (changed := pattern.sub(by, text)) != text:
            _write(path, changed)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
