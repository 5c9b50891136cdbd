"""What stands around the items of an archive: registry schemes, targets, issues with forewords, calls, pictures."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw

from bench.markup import PICTURES
from bench.plain import places
from bench.wording import DOES, RESULT, WHAT, prose, sentence

CATEGORIES = (("news", "动态", 8), ("practice", "经验", 7), ("research", "调研", 3), ("overview", "综述", 2))
PUBLICATIONS = (
    ("zugong", "组工信息", "中央", "内刊", 2),
    ("sheng", "省组织信息", "省", "内刊", 6),
    ("shengbao", "省组织人事报", "省", "报纸", 3),
    ("shi", "市组织工作信息", "市", "内刊", 24),
    ("shiwang", "市先锋网", "市", "网站", 9),
)
_SCORED = 2022  # the first year with a scheme
_NEW_SCHEME = 2026
_CALL_EVERY, _ISSUE_EVERY = 30, 7  # days
_RENAMED = 35  # units from this one on had another name
_SCHEME = """\
name = "信息工作计分办法（{first}年）"
words = "县组办〔{first}〕2号"
valid-from = {first}-01-01
valid-to = {last}-12-31

[[submission]]
words = "报送信息，每篇{submitted}分"
points = {submitted}

[[submission]]
words = "报送调研类信息，每篇1分"
categories = ["调研"]
points = 1

[[adoption]]
words = "内部刊物采用：中央40分，省20分，市5分"
kinds = ["内刊"]
points = {{ "中央" = 40, "省" = 20, "市" = 5 }}

[[adoption]]
words = "市组织工作信息：单篇、全文8分，综合4分，其余2分"
publications = ["市组织工作信息"]
points = {{ "单篇" = 8, "全文" = 8, "综合" = 4, "摘要" = 2, "简讯" = 2 }}

[[adoption]]
words = "报刊、网站采用：省10分，市1.5分"
kinds = ["报刊", "广播电视", "网站"]
points = {{ "中央" = 20, "省" = 10, "市" = 1.5 }}

[[multiplier]]
words = "调研类信息被内部刊物采用，按1.5倍计分"
kinds = ["内刊"]
categories = ["调研"]
times = 1.5

[several]
words = "同一信息被同级几家刊物采用，按最高分计一次"
take = "同级一次"

[[endorsement]]
words = "领导批示：市15分，县6分"
often = "同级一次"
points = {{ "省" = 30, "市" = 15, "县" = 6 }}

[[outcome]]
words = "转化为文件、制度的，每件5分"
points = 5

[[sent-up]]
words = "上报的信息不计分"
points = 0

[[commission]]
words = "按时完成约稿，每篇3分"
results = ["按时完成"]
points = 3

[[deadline]]
words = "信息在事发后20日内报送"
days = 20

[[lapse]]
words = "迟报的信息，得分减半"
kinds = ["迟报"]
share = "1/2"

[[lapse]]
words = "约稿逾期未报，每次扣1分"
kinds = ["约稿未报"]
points = -1

[[lapse]]
words = "信息有误需要更正的，每次扣1分"
kinds = ["误报"]
points = -1

[[limit]]
words = "扣分一季度最多扣10分"
of = ["lapse"]
min = -10
per = "季度"

[[quota]]
words = "完成月度任务，计0.5分"
target = "yue"
points = 0.5

[joint]
words = "联合报送的信息，得分由各单位平均分配"
split = "平分"

[authors]
words = "作者与单位分别计分，合作的平均分配"
split = "平分"
"""
_TARGETS = """\
[[target]]
id = "yue"
words = "每月报送信息1条"
groups = ["第1组", "第2组", "第3组"]
count = 1
per = "月"
missed = false

[[target]]
id = "nian"
words = "每年有1条信息被市级以上刊物采用"
levels = ["市", "省", "中央"]
measure = "采用条数"
count = 1
per = "年"
"""
_BULLETIN = """\
name = "组工信息"
editing-unit = "县委组织部办公室"
marking = "内部资料 注意保存"
copies = 150

[distribution]
superior = ["市委组织部", "县委常委"]
same-level = ["县人大常委会、县政府、县政协办公室", "县委各部委"]
subordinate = ["各镇党委", "县直各单位党组（党委）"]
"""


def write_registry(root: Path, first: int) -> None:
    """Write the registry of an archive whose items begin in the year *first*, with schemes and targets."""
    folder = root / "registry"
    for name in ("schemes", "targets"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    begin = max(first, _SCORED)
    scheme = _SCHEME.format(first=begin, last=_NEW_SCHEME - 1, submitted="0.5")
    tables = {
        "units": "\n".join(_units()),
        "categories": "\n".join(f'[[category]]\nid = "{i}"\nname = "{name}"\n' for i, name, _ in CATEGORIES),
        "publications": "\n".join(
            f'[[publication]]\nid = "{i}"\nname = "{name}"\nlevel = "{level}"\nkind = "{kind}"\n'
            for i, name, level, kind, _ in PUBLICATIONS
        ),
        "bulletin": _BULLETIN,
        f"schemes/{begin}": scheme,
        f"schemes/{_NEW_SCHEME}": _SCHEME.format(first=_NEW_SCHEME, last=_NEW_SCHEME, submitted="0.6"),
        **{f"targets/{year}": _TARGETS for year in range(begin, _NEW_SCHEME + 1)},
    }
    for name, text in tables.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8", newline="\n")


def _units() -> Iterator[str]:
    for number in range(3):
        yield f'[[group]]\nid = "g{number}"\nname = "第{number + 1}组"\n'
    for number, place in enumerate(places()):
        former = f'former-names = ["{place[:-1]}公社"]\n' if number >= _RENAMED else ""
        yield f'[[unit]]\nid = "u{number:02}"\nname = "{place}镇"\ngroup = "g{number % 3}"\n{former}'


def call_units(number: int) -> list[str]:
    """Return the units that have to answer a call: three, or none where it is a call to all."""
    all_units = places()
    return [] if number % 4 == 0 else [f"{all_units[(number * 7 + k * 13) % len(all_units)]}镇" for k in range(3)]


def write_calls(root: Path, days: list[date], dice: random.Random) -> list[tuple[date, str, list[str]]]:
    """Write a call every month and return the day, id and units of each."""
    folder = root / "content/calls"
    folder.mkdir(parents=True, exist_ok=True)
    calls = []
    for number in range((days[-1] - days[0]).days // _CALL_EVERY + 1):
        day = days[0] + timedelta(days=number * _CALL_EVERY)
        name, units, what = f"{day}-yaodian", call_units(number), dice.choice(WHAT)
        lines = ["---", f"title: 关于{what}{dice.choice(DOES)}情况的约稿（{day.year}年{day.month}月）", f"date: {day}"]
        lines += [f"due: {day + timedelta(days=25)}", *([f"unit: [{', '.join(units)}]"] if units else [])]
        lines += [f"topics: [{what}]", "---", "", prose(dice, 2), ""]
        lines += [f"{n}. {sentence(dice)}" for n in range(1, 4)]
        (folder / f"{name}.md").write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
        calls.append((day, name, units))
    return calls


def write_issues(root: Path, items: list[tuple[date, str]], dice: random.Random) -> None:
    """Write an issue a week that lists its *items*, every third with a foreword; those of the last two weeks wait."""
    first, last = items[0][0], items[-1][0]
    serial = number = year = 0
    for week, group in groupby(items, lambda item: (item[0] - first).days // _ISSUE_EVERY):
        day = first + timedelta(days=week * _ISSUE_EVERY + _ISSUE_EVERY - 1)
        if day > last - timedelta(days=_ISSUE_EVERY):
            break
        serial, number, year = serial + 1, number + 1 if day.year == year else 1, day.year
        path = root / f"issues/{year}/{number:03}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        listed = ", ".join(name for _, name in group)
        head = ["---", f"number: {number}", f"serial: {serial}", f"date: {day}", f"items: [{listed}]", "---", ""]
        path.write_text("\n".join([*head, *_foreword(serial, dice)]), encoding="utf-8", newline="\n")


def _foreword(serial: int, dice: random.Random) -> list[str]:
    if serial % 3:
        return []
    return [f"本期几篇都写{dice.choice(WHAT)}。{prose(dice, 2)}**{dice.choice(RESULT)}**，{sentence(dice)}", ""]


def write_pictures(root: Path, years: list[int]) -> None:
    """Write the pictures of each year's folder: two photographs and a drawing."""
    for year in years:
        folder = root / f"content/items/{year}"
        folder.mkdir(parents=True, exist_ok=True)
        for number, name in enumerate(PICTURES):
            (folder / name).write_bytes(_picture(name, year * 10 + number))


def _picture(name: str, seed: int) -> bytes:
    """Return a picture of coloured rectangles, with grain as a photograph has where it is one."""
    dice, data = random.Random(seed), io.BytesIO()
    image = Image.new("RGB", (480, 320), (235, 235, 230))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        left, top = dice.randrange(440), dice.randrange(280)
        colour = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
        draw.rectangle((left, top, left + dice.randrange(20, 160), top + dice.randrange(20, 120)), fill=colour)
    if name.endswith(".png"):
        image.save(data, "PNG")
    else:
        grain = Image.frombytes("RGB", image.size, dice.randbytes(480 * 320 * 3))
        Image.blend(image, grain, 0.08).save(data, "JPEG", quality=70)
    return data.getvalue()
