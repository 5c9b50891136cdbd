"""Figures that do not agree: parts and wholes, percentages and their base."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from bulletin.checks.proofreading.prose import BLANK, Mistake, Prose

_REST = r"[\d,]{0,14}(?:\.\d{1,6})?"
_NUMBER = rf"\d{_REST}"
_UNIT = r"[人名个户件项条篇期次场家所村亩万元吨公里台套份支处起例只头棵株册张辆座栋间幅宗批对组位届]{1,3}"
_OUT_OF = re.compile(r"其中[:：，,]?(?P<parts>[^。；;\n）)]{3,80})")
_WHOLE = re.compile(rf"(?P<whole>\d(?<![\d.,]\d){_REST}) ?(?P<unit>{_UNIT})[^\d。；;\n]{{0,6}}[，,（(：:]?\Z")
_MAX_WHOLE = 30
_PART = re.compile(
    rf"(?P<label>[\u4e00-\u9fff]{{1,6}}?) ?(?:有|为|共)? ?(?P<number>{_NUMBER}) ?(?P<unit>{_UNIT})?"
    rf"(?=[，,、和及 ]|[^\w.%％]|\Z|[\u4e00-\u9fff]{{1,3}} ?\d)"
)
_KINDS: tuple[tuple[frozenset[str], bool], ...] = (
    (frozenset({"男", "女"}), True),
    (frozenset({"男性", "女性"}), True),
    (frozenset({"男生", "女生"}), True),
    (frozenset({"男职工", "女职工"}), True),
    (frozenset({"男党员", "女党员"}), True),
    (frozenset({"党员", "非党员"}), True),
    (frozenset({"城镇", "农村"}), True),
    (frozenset({"公办", "民办"}), True),
    (frozenset({"已完成", "未完成"}), True),
    (frozenset({"已办结", "未办结"}), True),
    (frozenset({"一等奖", "二等奖", "三等奖"}), False),
    (frozenset({"优秀", "良好", "合格", "不合格"}), False),
    (frozenset({"正科级", "副科级"}), False),
)
"""Labels of which each thing has one; whether there are no others."""
_LABELS = frozenset().union(*(labels for labels, _ in _KINDS))
_TOTAL = re.compile(rf"[共合总一](?:计|共) ?(?P<whole>{_NUMBER}) ?(?P<unit>{_UNIT})(?![\u4e00-\u9fff])")
_LISTED = re.compile(rf"(?>[\u4e00-\u9fff“”]{{1,14}} ?{_NUMBER} ?{_UNIT}[、，,和及]?){{2,12}}\Z")
_SUM_WORDS = ("共计", "合计", "总计", "总共", "一共")
_MAX_LIST = 150
_CHANGES = ("增加", "增长", "减少", "下降", "增加了", "减少了", "多", "少")
_SHARE_SAID = r"(?P<share>\d{1,4}(?:\.\d{1,2})?) ?[%％]"
_COUNT = re.compile(rf"({_NUMBER}) ?({_UNIT})")
_AMONG = re.compile(
    rf"(?P<whole>\d(?<![\d.,]\d){_REST}) ?(?P<unit>[人名户个家件])[\u4e00-\u9fff]{{0,4}}中[，,]?有 ?"
    rf"(?P<part>{_NUMBER}) ?(?P=unit)"
)
_SHARE = re.compile(
    rf"(?P<whole>\d(?<![\d.,]\d){_REST}) ?(?P<unit>[人名户个家件])[，,]其中[^，,。；;、\n]{{0,11}}?"
    rf"[^\d，,。；;、\n](?P<part>{_NUMBER}) ?(?P=unit)[，,（(]占(?:比|总数的?)? ?{_SHARE_SAID}"
)
_CHANGE = re.compile(
    rf"[由从] ?(?P<old>{_NUMBER}) ?(?P<unit>{_UNIT})"
    r"(?:增加?到|增至|增长到|提[高升][到至]|上升[到至]|减少?到|减至|下?降[到至]) ?"
    rf"(?P<new>{_NUMBER}) ?(?P=unit)"
    rf"[，,]?(?:同比)?(?:增长|增加|增幅|提高|上升|提升|下降|减少|降低|降幅)(?:了|达|为)? ?{_SHARE_SAID}"
)
_SHARES_OF_ALL = re.compile(
    r"(?:(?:合格|满意|覆盖|入户|知晓|参与|参会|到会|出勤|到课|投票|通过|优秀|优良|参保|入学|就业|办结|回复|采用|普及)[率度]"
    r"|占比|占全[县市镇乡]总?[数量]的)(?:达到?了?|为|是|高达|提高到|上升到)? ?(?P<share>\d{3,4}(?:\.\d+)?) ?[%％]"
)
_TABLE_TOTAL = re.compile(r"^[ >|*]*+(?:合计|总计|共计)[ *]*+\|.*$", re.MULTILINE)
_CELL_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ALL = 100


def find_wrong_sums(prose: Prose) -> Iterator[Mistake]:
    """Yield wholes that are not what their parts make."""
    text = prose.text
    if "其中" in text:
        for found in _OUT_OF.finditer(text):
            whole = _WHOLE.search(text, max(found.start() - _MAX_WHOLE, 0), found.start())
            if whole and not _is_of_another(text, whole):
                yield from _compared(whole, _parts(found["parts"], whole["unit"]))
    if any(word in text for word in _SUM_WORDS):
        yield from _totals(text)
    for found in _AMONG.finditer(text) if "中有" in text or "中，有" in text else ():
        if _value(found["part"]) > _value(found["whole"]):
            yield Mistake(found.start(), found[0], found["whole"], "part-above-whole")
    for found in _TABLE_TOTAL.finditer(text) if "|" in text and "计" in text else ():
        yield from _table_totals(text, found)


def _is_of_another(text: str, whole: re.Match[str]) -> bool:
    """Return whether the number before the parts may not be their whole: one of several, or a change."""
    before = re.split("[。；;\n]", text[max(whole.start() - _MAX_LIST, 0) : whole.start()])[-1]
    others = (number for number, unit in _COUNT.findall(before) if unit == whole["unit"])
    return before.endswith(_CHANGES) or any(_value(number) > _value(whole["whole"]) for number in others)


def _compared(found: re.Match[str], parts: dict[str, Fraction]) -> Iterator[Mistake]:
    whole, said = _value(found["whole"]), f"{found['whole']}{found['unit']}"
    for label, part in parts.items():
        if part > whole:
            yield Mistake(found.start(), f"{label}{_written(part)}", said, "part-above-whole")
            return
    kind = next(
        ((labels, is_all) for labels, is_all in _KINDS if len(parts.keys() & labels) > 1 and parts.keys() <= labels),
        None,
    )
    if kind and (sum(parts.values()) > whole or (sum(parts.values()) < whole and kind[1] and parts.keys() == kind[0])):
        yield Mistake(found.start(), said, f"{_written(sum(parts.values(), Fraction(0)))}{found['unit']}")


def _parts(text: str, unit: str) -> dict[str, Fraction]:
    """Return the parts that a text lists, by label, if all have the unit of the whole, or a label that needs none."""
    found: dict[str, Fraction] = {}
    for part in _PART.finditer(text):
        if part["unit"] != unit and (part["unit"] or part["label"] not in _LABELS):
            return {}
        found[part["label"]] = _value(part["number"])
    return found


def _totals(text: str) -> Iterator[Mistake]:
    for found in _TOTAL.finditer(text):
        before = re.split("[。；;：:\\n\0]", text[max(found.start() - _MAX_LIST, 0) : found.start()])[-1]
        counts = _COUNT.findall(before) if _LISTED.search(before) else []
        parts = [_value(number) for number, unit in counts if unit == found["unit"]]
        if len(parts) == len(counts) > 1 and sum(parts) != _value(found["whole"]):
            yield Mistake(
                found.start("whole"),
                f"{found['whole']}{found['unit']}",
                f"{_written(sum(parts, Fraction(0)))}{found['unit']}",
            )


def _table_totals(text: str, total: re.Match[str]) -> Iterator[Mistake]:
    """Yield sums of a table's last row that its rows do not make; other columns than counts are passed over."""
    rows: list[Sequence[str]] = []
    end = total.start() - 1
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end]
        if "|" not in line:
            break
        rows.append(_cells(line))
        if "计" in rows[-1][0]:
            return
        end = start - 1
    rows.reverse()
    rule = next(
        (at for at, row in enumerate(rows) if row and all(set(cell) <= set(":- ") and cell for cell in row)), None
    )
    if rule is None or len(rows) - rule < 3:  # noqa: PLR2004
        return
    sums, head = _cells(total[0]), rows[rule - 1] if rule else []
    for at, said in enumerate(sums):
        name = head[at] if at < len(head) else ""
        column = [row[at] for row in rows[rule + 1 :] if at < len(row)]
        if at == 0 or not _CELL_NUMBER.fullmatch(said) or re.search("[率比%％名序均]|得分|年龄", name):
            continue
        if len(column) == len(rows) - rule - 1 and all(_CELL_NUMBER.fullmatch(cell) for cell in column):
            made = sum(map(_value, column), Fraction(0))
            if made != _value(said):
                yield Mistake(total.start(), f"{name} {said}".strip(), _written(made))


def _cells(line: str) -> list[str]:
    return [cell.strip(f" *{BLANK}") for cell in line.strip(" >").strip("|").split("|")]


def find_wrong_percentages(prose: Prose) -> Iterator[Mistake]:
    """Yield percentages that their figures do not make, and more of a thing than there is."""
    text = prose.text
    if "%" not in text and "％" not in text:
        return
    for found in _SHARE.finditer(text) if "其中" in text else ():
        whole, part = _value(found["whole"]), _value(found["part"])
        if part > whole:
            yield Mistake(found.start(), f"{found['part']}{found['unit']}", found["whole"], "part-above-whole")
        elif whole:
            yield from _wrong_share(found, part * 100 / whole)
    for found in _CHANGE.finditer(text):
        old, new = _value(found["old"]), _value(found["new"])
        if old:
            yield from _wrong_share(found, abs(new - old) * 100 / old)
    for found in _SHARES_OF_ALL.finditer(text):
        if Fraction(found["share"]) > _ALL:
            yield Mistake(found.start(), found[0], "100%", "percentage-too-large")


def _wrong_share(found: re.Match[str], exact: Fraction) -> Iterator[Mistake]:
    """Yield a percentage that is further from the exact one than rounding or cutting makes it."""
    said = found["share"]
    places = len(said.partition(".")[2])
    if abs(Fraction(said) - exact) >= Fraction(1, 10**places):
        yield Mistake(found.start("share"), f"{said}%", f"{float(round(exact, places)):.{places}f}%")


def _value(number: str) -> Fraction:
    return Fraction(number.replace(",", "") or "0")


def _written(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(float(number))
