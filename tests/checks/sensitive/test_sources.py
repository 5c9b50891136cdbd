"""The search for sensitive data in every source of an archive: what it finds, what it reports, and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulletin.checks import report
from bulletin.checks.sensitive import find_sensitive
from bulletin.content.loader import load
from bulletin.core.i18n import translator
from tests.support.archives import BULLETIN, TODAY, UNITS, issue, item, loaded, write

A = "content/items/2026/a.md"
NUMBER = "11010519491231002X"  # the example of GB 11643-1999
MOBILE = "13800138000"
CALL = "---\ntitle: {}\ndate: 2026-03-01\n---\n\n请报送。\n"


def found(root: Path, path: str, text: str) -> set[tuple[str, int]]:
    return {(p.code, p.line) for p in loaded(root, {A: item("另一篇。"), path: text}).problems if p.path == path}


SOURCES = {
    "a title": (A, item(title="秘密★6个月 关于干部考察"), {("secret-mark", 2)}),
    "a text": (A, item("正文。\n\n机密★5年"), {("secret-mark", 10)}),
    "a link within a number": (A, item("电话 [1380](https://a.example)0138000。"), {("mobile-number", 8)}),
    "a number over a line end": (A, item("号 1101051949\n1231002X。"), {("identity-number", 8)}),
    "a folded value": (A, item(title='"号 1101051949\\\n  1231002X"'), {("identity-number", 2)}),
    "a comment": (A, item("正文。<!-- 绝密★启用前 -->"), {("secret-mark", 8), ("raw-html", 8)}),
    "an author": (A, item(authors=f"李某{MOBILE}"), set()),
    "an author and his number": (A, item(authors=f"[李某, 电话 {MOBILE}]"), {("mobile-number", 6)}),
    "an escape": (A, item(title='"\\u673a\\u5bc6\\u26055\\u5e74"'), {("secret-mark", 2)}),
    "an endorsement": (A, item(endorsements=f"[{{by: 县委书记, text: 请联系 {MOBILE}}}]"), {("mobile-number", 6)}),
    "an unknown key": (A, item(phone=MOBILE), {("mobile-number", 6), ("unknown-key", 6)}),
    "broken front matter": (A, item(title=f'"{NUMBER}'), {("identity-number", 2), ("unclosed-quote", 2)}),
    "an issue": ("issues/2026/001.md", issue(f"编者按：{NUMBER}。"), {("identity-number", 5)}),
    "a call": ("content/calls/x.md", CALL.format("机密★1年"), {("secret-mark", 2)}),
    "a page": ("content/about.md", "# 关于\n\n电话 138-0013-8000\n", {("mobile-number", 3)}),
    "a unit": ("registry/units.toml", UNITS.replace("城关乡", "秘密★1年"), {("secret-mark", 21)}),
    "a remark of the registry": ("registry/units.toml", f"{UNITS}# 密码：Abc123\n", {("password", 34)}),
    "a scheme": ("registry/targets/x.toml", f"# {NUMBER}\n", {("identity-number", 1)}),
    "a file name": (f"content/items/2026/{NUMBER}.md", item(), {("identity-number", 0)}),
    "a page's name": (f"content/{MOBILE}.md", "# 页\n", {("mobile-number", 0)}),
    "an inner address": (A, item("见 http://10.1.2.3/oa/ 。"), {("inner-address", 8)}),
}


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_is_guarded(name: str, tmp_path: Path) -> None:
    path, text, expected = SOURCES[name]
    codes = {pair for pair in found(tmp_path, path, text) if pair[0] not in ("duplicate-title", "missing-setting")}
    if name == "an author":
        # A number that stands beside a word without a space is a number all the same.
        assert codes == {("mobile-number", 6)}
    else:
        assert codes == expected


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_message_tells_what_was_found(language: str, tmp_path: Path) -> None:
    secrets = (NUMBER, MOBILE, "Abc123xyz", "6222021234567890128", "E12345678", "机密★5年")
    words = "，".join(
        ("卡号 " if s.startswith("62") else "密码：" if s.startswith("A") else "护照 ") + s for s in secrets
    )
    files = {
        A: item(f"{words}。", unit=NUMBER, category=MOBILE, commission=NUMBER, phone=MOBILE),
        "content/items/2026/b.md": item(f"[{MOBILE}](../{NUMBER}.md) ![x](https://a.example/?tel={MOBILE})"),
        "content/items/2026/c.md": item(title="机密★5年", adopted_by=f"[{NUMBER}]"),
    }
    problems = loaded(tmp_path, files).problems
    shown = report.format_problems(problems, translator(language)) + report.problems_json(
        problems, translator(language)
    )
    assert [secret for secret in secrets if secret in shown] == []
    assert {"identity-number", "mobile-number", "bank-card", "passport-number", "password"} <= {
        p.code for p in problems
    }


def _allowance(code: str, path: str = A, approver: str = "县委保密办主任") -> str:
    return (
        f'[[allowed]]\nhash = "{code}"\npath = "{path}"\nreason = "公开的服务电话"\n'
        f'approver = "{approver}"\ndate = 2026-11-20\n'
    )


def test_what_is_allowed_is_let_be_where_it_was_allowed(tmp_path: Path) -> None:
    files = {A: item(f"电话 {MOBILE}。"), "content/items/2026/b.md": item(f"又一篇，电话 {MOBILE}。", title="又一篇")}
    (first, second) = loaded(tmp_path, files).problems
    assert first.values["hash"] == second.values["hash"]
    cure = report.format_problems([first], translator("en"))
    assert f'path = "{A}", hash = "{first.values["hash"]}"' in cure
    write(tmp_path, {"registry/allowed.toml": _allowance(first.values["hash"])}, {})
    again = load(tmp_path, TODAY)
    assert [p.path for p in again.problems] == [second.path]
    allowed = again.archive.registry.allowed
    assert list(find_sensitive(f"<p>{MOBILE}</p>", allowed=allowed)) == []
    assert [f.code for f in find_sensitive(f"<p>{NUMBER}</p>", allowed=allowed)] == ["identity-number"]


@pytest.mark.parametrize("missing", ["hash", "path", "reason", "approver", "date"])
def test_an_allowance_that_nobody_signed_allows_nothing(missing: str, tmp_path: Path) -> None:
    (problem,) = loaded(tmp_path, {A: item(f"电话 {MOBILE}。")}).problems
    lines = _allowance(problem.values["hash"]).splitlines()
    text = "\n".join(line for line in lines if not line.startswith(missing))
    codes = {p.code for p in loaded(tmp_path, {A: item(f"电话 {MOBILE}。"), "registry/allowed.toml": text}).problems}
    assert codes == {"mobile-number", "missing-setting"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (_allowance("12"), "bad-setting"),
        ("allowed = 1\n", "bad-setting"),
        (f"{_allowance('0' * 16)}x = 1\n", "unknown-setting"),
    ],
)
def test_a_bad_allowance_is_told(text: str, code: str, tmp_path: Path) -> None:
    problems = loaded(tmp_path, {A: item(), "registry/allowed.toml": text}).problems
    assert [(p.path, p.code) for p in problems] == [("registry/allowed.toml", code)]


PUBLIC = BULLETIN.replace('marking = "内部资料 注意保存"', 'classification = "公开"')
INSIDE = (
    "内部资料 注意保存",
    "【内部资料】",
    "内部文件，严禁外传",
    "仅供内部参考",
    "內部資料　不得外传",
    "内 部 资 料",
    "密级：内部",
    "内部★",
)
OUTSIDE = (
    "内部审计全覆盖",
    "《机关内部管理制度》修订完成",
    "对标注“内部资料”的文件，阅后及时归还。",
    "加强内部监督，防止信息外传。",
)


@pytest.mark.parametrize("text", INSIDE)
def test_internal_papers_do_not_belong_into_a_public_archive(text: str, tmp_path: Path) -> None:
    files = {A: item(f"正文。\n\n{text}\n"), "registry/bulletin.toml": PUBLIC}
    assert [(p.code, p.line) for p in loaded(tmp_path, files).problems] == [("internal-mark", 10)]
    files["registry/bulletin.toml"] = BULLETIN
    assert loaded(tmp_path, files).problems == ()


@pytest.mark.parametrize("text", OUTSIDE)
def test_talk_about_internal_matters_is_let_be(text: str, tmp_path: Path) -> None:
    files = {A: item(f"正文。\n\n{text}\n"), "registry/bulletin.toml": PUBLIC}
    assert loaded(tmp_path, files).problems == ()


def test_many_findings_are_told_by_a_few(tmp_path: Path) -> None:
    numbers = "、".join(f"138{n:08}" for n in range(10_000_000, 10_000_500))
    assert [p.code for p in loaded(tmp_path, {A: item(numbers)}).problems] == ["mobile-number"] * 5
