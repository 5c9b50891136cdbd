"""Shells, and what goes into them, by themselves: without an archive and without MkDocs."""

from __future__ import annotations

import pytest

from bulletin.site.page import Heading, Page, Route
from bulletin.site.shells import FOREWORD, MARKS, Shell, shell_key, values
from bulletin.site.toc import render_toc


def test_a_shell_that_shows_its_own_address_is_refused() -> None:
    with pytest.raises(ValueError, match="address"):
        Shell.parse("<a href='/items/--shell--items-text/'>")


def test_a_value_is_not_searched_for_marks() -> None:
    shell = Shell.parse(f"<{MARKS['title']}|{MARKS['content']}>")
    page = shell.splice({"title": MARKS["content"], "content": "x"})
    assert page.decode() == f"<{MARKS['content']}|x>"


def test_form_keeps_what_links_depend_on() -> None:
    nav = frozenset({"", "items/", "years/2026/"})
    route = Route(url="years/2026/03/", kind="year", section="years")
    assert shell_key(route, nav).path == "years/2026/--shell--years/"
    assert shell_key(Route(url="", kind="home", section=""), nav).source == "index.md"
    item = Route(url="items/2026/a/", kind="item", section="items")
    assert shell_key(item, nav).path == "items/--shell--items/--shell--items/"
    assert shell_key(item, nav) == shell_key(Route(url="items/2025/b/", kind="item", section="items"), nav)


def test_values() -> None:
    page = Page(title="<a>", description="", content=f"1{FOREWORD}2", toc=(Heading(level=2, anchor="二", title="&"),))
    found = values(page, Route(url="topics/夜谈/", kind="topic", section="topics"), "https://x.example/")
    assert found["title"] == found["description"] == "&lt;a&gt;"
    assert found["canonical"] == "https://x.example/topics/%E5%A4%9C%E8%B0%88/"
    assert (found["content"], found["after"], found["hidden"]) == (f"1{FOREWORD}2", "", "")
    home = values(page, Route(url="", kind="home", section=""), "")
    assert (home["content"], home["after"]) == ("1", "2")
    assert '<a href="#%E4%BA%8C"' in found["toc"]


def test_contents_nest_by_level() -> None:
    heads = [(2, "a"), (3, "b"), (3, "c"), (2, "d"), (4, "e"), (1, "f")]
    html = render_toc(tuple(Heading(level=level, anchor=name, title=name) for level, name in heads))
    opened = [html[: html.index(f'"#{name}"')] for _, name in heads]
    depth = [text.count("<ul") - text.count("</ul") for text in opened]
    assert depth == [0, 1, 1, 0, 1, 0]
    assert html.count("<li") == html.count("</li") == len(heads)
    assert render_toc(()) == ""
