"""``log`` tells what became of an item, and who changed its file."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from bulletin import cli
from tests.support import archives
from tests.support.require import require

PATH, CALL, ISSUE = "content/items/2026/a.md", "content/calls/2026-c.md", "issues/2026/001.md"
ITEM = archives.item(
    event_date="2026-03-01",
    commission="2026-c",
    adopted_by="[{publication: 组工信息, issue: 46, date: 2026-04-02, treatment: 全文}, 东江日报]",
    sent_up="[{publication: 东江组工信息, date: 2026-03-20}]",
    endorsements="[{by: 县委书记, date: 2026-04-10, text: 可推广, follow-up: 已印发, follow-up-date: 2026-05-01},"
    " {by: 县长, date: 2026-04-11, follow-up-due: 2026-06-01}]",
    outcomes="[{title: 新办法, date: 2026-07-01}]",
    corrections="[{date: 2026-04-05, note: 数字更正}]",
)
FILES = {
    PATH: ITEM,
    CALL: "---\ntitle: 夜谈约稿\ndate: 2026-02-01\ndue: 2026-03-03\nunit: 城关镇\n---\n请报送。\n",
    ISSUE: archives.issue(items="[2026/a]"),
}
EXPECTED = [
    ("2026-03-01", "event", "事件发生"),
    ("2026-03-05", "submitted", "城关镇报送（常规）"),
    ("2026-03-05", "answered", "完成约稿“夜谈约稿”，迟2天"),
    ("2026-03-15", "printed", "编入第1期"),
    ("2026-03-20", "sent-up", "上报省委组织部《东江组工信息》"),
    ("2026-04-02", "adopted", "中组部《组工信息》采用（第46期 全文）"),
    ("2026-04-05", "corrected", "更正：数字更正"),
    ("2026-04-10", "endorsed", "县委书记批示：可推广"),
    ("2026-04-11", "endorsed", "县长批示"),
    ("2026-05-01", "feedback", "反馈县委书记批示办理情况：已印发"),
    ("2026-06-01", "feedback-due", "应当反馈县长批示办理情况"),
    ("2026-07-01", "outcome", "转化成果：新办法"),
    (None, "adopted", "《东江日报》采用"),
]


def log(root: Path, *arguments: str) -> int:
    return cli.main(["log", *arguments, "--archive", str(root), "--date", str(archives.TODAY), "--lang", "zh"])


def test_the_history_of_an_item(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = archives.write(tmp_path, FILES)
    assert log(root, "夜谈会", "--format", "json") == 0
    value = json.loads(capsys.readouterr().out)
    assert [(one["day"], one["kind"], one["text"]) for one in value["events"]] == EXPECTED
    assert value["changes"] == []
    assert log(root, "a") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "夜谈会开到家门口 (2026/a)"
    assert lines[1] == "2026-03-01  事件发生"
    assert lines[-1] == "日期不详  《东江日报》采用"


def test_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = archives.write(tmp_path, FILES)
    assert log(root, "没有这篇") == 1
    assert log(root) == 2
    archives.write(root, {PATH: "没有信息头\n"})
    assert log(root, "a") == 1
    assert PATH in capsys.readouterr().err


def git(root: Path, *arguments: str) -> None:
    day = {"GIT_AUTHOR_DATE": "2026-05-06T08:00:00", "GIT_COMMITTER_DATE": "2026-05-06T08:00:00"}
    user = ["-c", "user.name=李干事", "-c", "user.email=li@example.org", "-c", "commit.gpgSign=false"]
    subprocess.run(
        [require("git"), *user, "-C", str(root), *arguments], check=True, capture_output=True, env=os.environ | day
    )


def test_who_changed_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = archives.write(tmp_path, {PATH: archives.item()})
    git(root, "init", "-q")
    versions = [
        {},
        {PATH: archives.item(title="晚谈会", status="草稿")},
        {PATH: archives.item("全镇十二个村普遍开设夜间议事桌。", title="晚谈会", adopted_by="[东江日报]")},
        {PATH: archives.item("全镇十二个村普遍开设夜间议事桌。", title="晚谈会", adopted_by="[《东江日报》]")},
        {PATH: "---\ntitle: 晚谈会\n"},
        {PATH: archives.item("全镇十二个村普遍开设夜间议事桌。", title="晚谈会")},
    ]
    for number, files in enumerate(versions):
        archives.write(root, files)
        git(root, "add", "-A")
        git(root, "commit", "-qm", f"{number}")
    assert log(root, "a", "--format", "json") == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert {(one["day"], one["who"]) for one in changes} == {("2026-05-06", "李干事")}
    assert [one["texts"] for one in changes] == [
        ["文件新建"],
        ["标题：夜谈会开到家门口 → 晚谈会", "状态：已刊 → 草稿"],
        ["采用：增加 1 条", "状态：草稿 → 已刊", "正文，24 → 16 字"],
        ["只改了写法，内容没有变"],
        ["文件有改动，改前或者改后的内容无法识别"],
        ["文件有改动，改前或者改后的内容无法识别"],
    ]
    # By another name the file has the same versions, and one in which it got that.
    git(root, "mv", PATH, PATH.replace("a.md", "b.md"))
    git(root, "commit", "-qm", "name")
    assert log(root, "b", "--format", "json") == 0
    assert len(json.loads(capsys.readouterr().out)["changes"]) == len(changes) + 1
