"""Keys of schemes, targets and the registry may be written in Chinese: the same values, and messages that say so."""
# ruff: noqa: E501 - tables of mistakes, one a line

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bulletin.checks.messages import describe_problem
from bulletin.content import registry as registry_files
from bulletin.content.registry import read_registry
from bulletin.core.i18n import translator
from bulletin.core.toml import TomlTable
from bulletin.core.toml_keys import KeyNames, quote_chinese_keys
from bulletin.model.key_names import REGISTRY_KEYS, SCHEME_KEYS
from bulletin.schemes.parser import read_schemes
from bulletin.schemes.toml_table import SchemeTable
from tests.schemes.test_parser import ALL, HEAD, KNOWN
from tests.support.paths import ROOT

SYSTEMS = sorted((ROOT / "tests/scoring/systems").glob("*.toml"))
SAMPLES = sorted(path for folder in ("schemes", "targets") for path in (ROOT / "registry" / folder).glob("*.toml"))
REGISTRY = sorted((ROOT / "registry").glob("*.toml"))
ENTRY = '[[allowed]]\nhash = "0123456789abcdef"\npath = "content/items/2026/a.md"\nreason = "示例"\n'
ALLOWED = f'{ENTRY}approver = "主任"\ndate = 2026-11-20\n'


def translated(text: str, names: KeyNames, nth: int = 0) -> str:
    """Return a TOML text with every key in Chinese: the first name, or the *nth* where there is one."""

    def chinese(key: str) -> str:
        found = [name for name in names.names.get(key, ()) if not name.isascii()]
        return found[min(nth, len(found) - 1)] if found else key

    text = re.sub(r"^(\[\[?)([\w-]+)(?=\])", lambda m: m[1] + chinese(m[2]), text, flags=re.MULTILINE)
    return re.sub(r"^([\w-]+)(?= *=)", lambda m: chinese(m[1]), text, flags=re.MULTILINE)


@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize("path", [*SYSTEMS, *SAMPLES], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_scheme_in_chinese_is_the_same_scheme(path: Path, nth: int) -> None:
    folder = "targets" if "targets" in str(path) else "schemes"
    text = path.read_text("utf-8")
    chinese = translated(text, SCHEME_KEYS, nth)
    assert not re.search(r"^\[*[a-z-]+(?: *=|\])", chinese, re.MULTILINE)
    name = f"registry/{folder}/2026.toml"
    schemes, targets, problems = read_schemes({name: text}, KNOWN)
    found = read_schemes({name: chinese}, KNOWN)
    assert found[:2] == (schemes, targets)
    assert [(p.code, p.line) for p in found[2]] == [(p.code, p.line) for p in problems]


def test_a_registry_in_chinese_is_the_same_registry() -> None:
    texts = {f"registry/{path.name}": path.read_text("utf-8") for path in REGISTRY}
    texts["registry/allowed.toml"] = ALLOWED
    english, problems = read_registry({path: text.encode() for path, text in texts.items()})
    chinese, others = read_registry({path: translated(text, REGISTRY_KEYS).encode() for path, text in texts.items()})
    assert problems == others == []
    assert chinese == english


TABLE_METHODS = frozenset(
    name
    for kind in (TomlTable, SchemeTable)
    for name, method in vars(kind).items()
    if callable(method) and "key" in getattr(method, "__annotations__", {}) and not name.startswith("_")
) - {"note", "line", "spelled"}


def keys_in_code() -> Iterator[tuple[str, str]]:
    """Yield module and key of each setting that the program reads from a TOML table."""
    for path in sorted((ROOT / "bulletin").rglob("*.py")):
        source = path.read_text("utf-8")
        if not re.search(r"core\.toml\b|toml_table", source):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                first = node.args[0]
                if node.func.attr in TABLE_METHODS and isinstance(first, ast.Constant):
                    yield path.name, str(first.value)


def keys_when_read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the keys that are looked for in files with each table that there is, and nothing in it."""
    found: set[str] = set()
    finish = TomlTable.finish

    def record(table: TomlTable, code: str = "unknown-setting") -> None:
        found.update(table.known)
        finish(table, code)

    monkeypatch.setattr(TomlTable, "finish", record)
    paths = [value for value in vars(registry_files).values() if str(value).endswith(".toml")]
    for heads in ("", *(form.format(name) for name in SCHEME_KEYS.names for form in ("[[{}]]\n", "[{}]\n"))):
        read_schemes({f"registry/{folder}/2026.toml": heads for folder in ("schemes", "targets")}, KNOWN)
    for heads in ("", *(form.format(name) for name in REGISTRY_KEYS.names for form in ("[[{}]]\n", "[{}]\n"))):
        read_registry({path: heads.encode() for path in paths})
    return found


def test_every_key_has_a_chinese_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new key is declared in bulletin/model/key_names.py, with what the office calls it."""
    known = {key for names in (SCHEME_KEYS, REGISTRY_KEYS) for key in names.names}
    assert {key for _, key in keys_in_code()} - known == set()
    assert keys_when_read(monkeypatch) - known == set()


@pytest.mark.parametrize("names", [SCHEME_KEYS, REGISTRY_KEYS], ids=["schemes", "registry"])
def test_a_name_stands_for_one_key(names: KeyNames) -> None:
    written = [name for key, also in names.names.items() for name in (key, *also)]
    assert sorted(written) == sorted(set(written))
    assert all(not names.chinese(key).isascii() for key in names.names)


RULE = '[[采用]]\n规则 = "采用1分"\n分值 = 1\n'


@pytest.mark.parametrize(
    ("code", "field", "line", "text", "said"),
    [
        ("missing-setting", "分值", 2, '名称 = "办法"\n[[采用]]\n规则 = "采用"\n', "分值 = 10"),
        ("missing-setting", "规则", 2, '名称 = "办法"\n[[采用]]\n分值 = 1\n', "规则 = "),
        ("missing-setting", "名称", 1, RULE, "名称 = "),
        ("bad-setting", "分值", 4, '名称 = "办法"\n[[采用]]\n规则 = "采用"\n分值 = "多"\n', "分值 = 2.5"),
        ("bad-setting", "points", 4, '名称 = "办法"\n[[采用]]\n规则 = "采用"\npoints = "多"\n', "points = 2.5"),
        ("duplicate-key", "points", 5, f'名称 = "办法"\n{RULE}points = 1\n', "第 4 行"),
        ("names-of-one-table", "adoption", 5, f'名称 = "办法"\n{RULE}[[adoption]]\nwords = "另"\npoints = 1\n', "第 2 行"),
        ("duplicate-key", "min_chars", 6, f"{HEAD}{ALL}min-chars = 1\nmin_chars = 2\n", "第 5 行"),
        ("unknown-scheme-key", "采用形试", 5, f'名称 = "办法"\n{RULE}采用形试 = ["单篇"]\n', "采用形式"),
        ("unknown-scheme-key", "treatmnts", 5, f'名称 = "办法"\n{RULE}treatmnts = ["单篇"]\n', "treatments"),
        ("unknown-scheme-key", "约搞", 5, f'名称 = "办法"\n{RULE}[[约搞]]\n规则 = "约稿"\n', "约稿"),
        ("unknown-scheme-key", "天数", 5, f'名称 = "办法"\n{RULE}天数 = 3\n', "天数"),
        ("unknown-scheme-key", "排名根据", 3, '名称 = "办法"\n[排名]\n排名根据 = ["得分"]\n', "可用的字段：并列、公布前几名、排名依据"),
        ("setting-conflict", "最高几次", 6, f'名称 = "办法"\n{RULE}[多次采用]\n最高几次 = 2\n', "取法"),
        ("rule-twice", "规则", 5, f'名称 = "办法"\n{RULE}{RULE}', "采用1分"),
        ("not-tables", "采用", 2, '名称 = "办法"\n[采用]\n规则 = "采用"\n', "[[采用]]"),
        ("unknown-term", "包括", 7, f'{HEAD}{ALL}[[限额]]\n规则 = "封顶"\n包括 = ["采样"]\n最高 = 1\n每 = "年"\n', "采用"),
        ("toml-syntax", "", 4, '名称 = "办法"\n[[采用]]\n规则 = "采用"\n组别 = 乡镇\n', ""),
    ],
)  # fmt: skip
def test_messages_name_keys_as_the_file_writes_them(code: str, field: str, line: int, text: str, said: str) -> None:
    found = read_schemes({"registry/schemes/2026.toml": text}, KNOWN)[2]
    assert (code, field, line) in {(p.code, p.field, p.line) for p in found}, found
    problem = next(p for p in found if (p.code, p.field) == (code, field))
    assert said in "".join(describe_problem(problem, translator("zh")))


@pytest.mark.parametrize(
    ("code", "field", "line", "text"),
    [
        ("bad-setting", "撤销日期", 4, '[[单位]]\n编号 = "a"\n名称 = "甲"\n撤销日期 = "去年"\n'),
        ("missing-setting", "名称", 1, '[[单位]]\n编号 = "a"\n'),
        ("unknown-setting", "曾用各", 4, '[[单位]]\n编号 = "a"\n名称 = "甲"\n曾用各 = "乙"\n'),
        ("unknown-reference", "接续单位", 8, '[[单位]]\n编号 = ""\n名称 = "空"\n\n[[单位]]\n编号 = "a"\n名称 = "甲"\n接续单位 = "b"\n'),
        ("duplicate-name", "名称", 6, '[[单位]]\n编号 = "a"\n名称 = "甲"\n[[单位]]\n编号 = "b"\n名称 = "甲"\n'),
        ("names-of-one-table", "unit", 4, '[[单位]]\n编号 = "a"\n名称 = "甲"\n[[unit]]\nid = "b"\nname = "乙"\n'),
    ],
)  # fmt: skip
def test_messages_about_the_registry(code: str, field: str, line: int, text: str) -> None:
    found = read_registry({"registry/units.toml": text.encode(), "registry/categories.toml": b""})[1]
    assert (code, field, line) in {(p.code, p.field, p.line) for p in found}, found


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("分值 = 1", '"分值" = 1'),
        ("[[采用]] # 采用 = 1", '[["采用"]] # 采用 = 1'),
        ('规则 = "甲 = 1"', '"规则" = "甲 = 1"'),
        ('a = """\n甲 = 1\n"""\n乙 = 1', 'a = """\n甲 = 1\n"""\n"乙" = 1'),
        ("a = '''\n[甲]\n'''", "a = '''\n[甲]\n'''"),
        ("a = { 市 = 5, 省 = 10 }", 'a = { "市" = 5, "省" = 10 }'),
        ("a = 市", "a = 市"),
        ("a = [市, 省]", "a = [市, 省]"),
        ('"甲" = 1', '"甲" = 1'),
        ("限额.正文 = 1", '"限额"."正文" = 1'),
        ('a = "\\"甲" # "乙\n丙 = 1', 'a = "\\"甲" # "乙\n"丙" = 1'),
    ],
)
def test_bare_chinese_keys_are_quoted_and_nothing_else(text: str, quoted: str) -> None:
    assert quote_chinese_keys(text) == quoted


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("规则 = “采用”", '引号要用英文半角的 "'),
        ("分值 ＝ 1", "等号要用英文半角的 ="),
        ('类别 = ["调研"，"动态"]', "逗号要用英文半角的 ,"),
        ('类别 = 【"调研"】', "方括号要用英文半角的 [ ]"),
        ('分值 = ｛ "市" = 5 ｝', "花括号要用英文半角的"),
        ("分值 = —2", "负号要用英文半角的 -"),
        ("分值 = 4分", "值后面有多余的内容：文字要加引号，数字后面不写单位"),
        ("[采用]\n分值 = 1\n[采用]", "单方括号的名称只能出现一次；同一种规则有几条的，每条都用双方括号 [[ ]]"),
        ('类别 = ["调研"', "括号没有配对"),
        ('规则 = "采用', "引号没有配对"),
        ("规 则 = 1", "一行应当是“名称 = 值”，或者方括号里的表名"),
        ("日期 = 2026-02-30", "没有这个日期"),
        ('规则 = "省，市：“采用”" # 说明，＝\n组别 = 乡镇', "值不合格式"),
    ],
)
def test_what_is_mistyped_is_said_in_chinese(line: str, said: str) -> None:
    found = read_schemes({"registry/schemes/2026.toml": f'名称 = "办法"\n{line}\n'}, KNOWN)[2]
    assert found[0].code == "toml-syntax"
    message, _ = describe_problem(found[0], translator("zh"))
    assert message == f"文件无法理解：{said}。"
