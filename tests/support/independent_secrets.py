"""Secrets and look-alikes written from what docs/confidentiality.md promises, without a look at the rules.

A second opinion on the scan: the other set (``disguised_texts``, ``harmless_texts``) was written beside it.
All values are invented: area codes that no county has, numbers drawn by a fixed seed.
"""

import random
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote

SEED = 20261128


class Case(NamedTuple):
    """A text, what kind of case it is, and the code that has to be reported for it (none for a harmless one)."""

    kind: str
    text: str
    code: str | None = None


# --- Values -----------------------------------------------------------------------------------------------------------


def identity_number(draw: random.Random) -> str:
    """Return an identity number of 18 digits that passes its check."""
    area = draw.choice(("411599", "110199", "420199", "330199"))
    born = f"{draw.randint(1950, 2005)}{draw.randint(1, 12):02}{draw.randint(1, 28):02}"
    digits = f"{area}{born}{draw.randint(1, 999):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(a) * b for a, b in zip(digits, weights, strict=True)) % 11]


def mobile_number(draw: random.Random) -> str:
    """Return a mobile number."""
    return draw.choice(("138", "139", "150", "159", "186", "177", "199")) + f"{draw.randint(0, 99_999_999):08}"


def luhn_digit(digits: str) -> str:
    """Return the digit that makes a card number correct."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def card_number(draw: random.Random) -> str:
    """Return a bank card's number that passes its check."""
    start, length = draw.choice((("622202", 19), ("621700", 19), ("622848", 19), ("622588", 16), ("625912", 16)))
    digits = start + "".join(str(draw.randint(0, 9)) for _ in range(length - 7))
    return digits + luhn_digit(digits)


def password(draw: random.Random) -> str:
    """Return a password as offices choose them."""
    return draw.choice(("Zzb@", "Admin#", "Dj", "zgxx_", "Xf!")) + str(draw.randint(1000, 99999))


# --- Disguises of numbers ---------------------------------------------------------------------------------------------


def _mapped(table: str) -> Callable[[str], str]:
    return lambda number: "".join(table[int(sign)] if sign.isdigit() else sign for sign in number)


def _each(form: Callable[[str], str]) -> Callable[[str], str]:
    return lambda number: "".join(map(form, number))


def _groups(gap: str) -> Callable[[str], str]:
    return lambda number: gap.join(number[start : start + 4] for start in range(0, len(number), 4))


def _halves(gap: str) -> Callable[[str], str]:
    return lambda number: number[:8] + gap + number[8:]


NUMBER_DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda number: number,
    "full width": _mapped("０１２３４５６７８９"),
    "Chinese": _mapped("〇一二三四五六七八九"),
    "formal": _mapped("零壹贰叁肆伍陆柒捌玖"),
    "radio": _mapped("洞幺两三四五六拐八勾"),
    "Hangzhou": _mapped("〇〡〢〣〤〥〦〧〨〩"),
    "circled": _mapped("⓪①②③④⑤⑥⑦⑧⑨"),
    "black circled": _mapped("⓿❶❷❸❹❺❻❼❽❾"),
    "in brackets": _mapped("0⑴⑵⑶⑷⑸⑹⑺⑻⑼"),
    "Chinese in brackets": _mapped("〇㈠㈡㈢㈣㈤㈥㈦㈧㈨"),
    "double struck": _mapped("𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡"),
    "superscript": _mapped("⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "Arabic": _mapped("٠١٢٣٤٥٦٧٨٩"),
    "keycaps": _each(lambda sign: sign + "\ufe0f\u20e3" if sign.isdigit() else sign),
    "variation selectors": _each(lambda sign: sign + "\ufe0f"),
    "entities": _each(lambda sign: f"&#{ord(sign)};"),
    "hexadecimal entities": _each(lambda sign: f"&#x{ord(sign):x};"),
    "padded entities": _each(lambda sign: f"&#{ord(sign):07};"),
    "padded hexadecimal entities": _each(lambda sign: f"&#x{ord(sign):08X};"),
    "percent": _each(lambda sign: f"%{ord(sign):02X}"),
    "percent of full width": lambda number: quote(_mapped("０１２３４５６７８９")(number)),
    "escapes": _each(lambda sign: f"\\u{ord(sign):04x}"),
    "zero width": _each(lambda sign: sign + "\u200b"),
    "soft hyphens": _groups("\u00ad"),
    "strokes": _each(lambda sign: sign + "\u0336"),
    "spaces": _groups(" "),
    "each apart": _each(lambda sign: sign + " "),
    "thin spaces": _groups("\u2009"),
    "wide spaces": _groups("\u3000"),
    "hyphens": _groups("-"),
    "dashes": _groups("—"),
    "points": _groups("."),
    "middle dots": _groups("·"),
    "line end": _halves("\n"),
    "line end and margin": _halves("  \n    "),
    "line end of Windows": _halves("\r\n"),
    "line end in a quotation": _halves("\n> "),
    "bold inside": lambda number: f"{number[:6]}**{number[6:]}**",
    "italic inside": lambda number: f"{number[:3]}*{number[3:7]}*{number[7:]}",
    "struck inside": lambda number: f"{number[:5]}~~{number[5:]}~~",
    "code": lambda number: f"`{number}`",
    "comment": _halves("<!-- -->"),
    "tag": lambda number: f"{number[:6]}<b>{number[6:]}</b>",
    "break": _halves("<br>"),
    "backslashes": _each(lambda sign: "\\" + sign),
    "letters before": lambda number: f"ID{number}",
    "letters behind": lambda number: f"{number}abc",
    "Chinese around": lambda number: f"号码{number}为本人所有",
    "letter O": lambda number: number.replace("0", "O"),
}

IDENTITY_PLACES = (
    "身份证号：{}",
    "（身份证号{}）",
    "证件号码 {}，系某村村民。",
    "经核实，持证人{}已于上月迁出本县。",
    "| 序号 | 证件号 |\n| --- | --- |\n| 1 | {} |",
    "- 申请人：{}",
    "> 附：{}",
    "authors: {}",
)
MOBILE_PLACES = (
    "联系电话：{}",
    "手机{}，有事请联系。",
    "联系人：办公室主任（{}）",
    "请于周五前报名，电话{}。",
    "| 岗位 | 电话 |\n| --- | --- |\n| 主任 | {} |",
    "- 值班：{}",
    "微信同号 {}",
)
CARD_PLACES = (
    "卡号：{}",
    "补贴打入{}账户。",
    "开户行：某银行，账号{}",
    "| 单位 | 账号 |\n| --- | --- |\n| 某村 | {} |",
    "收款人账户 {}。",
)


def _numbers(draw: random.Random) -> Iterator[Case]:
    kinds = (
        ("identity-number", identity_number, IDENTITY_PLACES),
        ("mobile-number", mobile_number, MOBILE_PLACES),
        ("bank-card", card_number, CARD_PLACES),
    )
    for code, value, places in kinds:
        for name, disguise in NUMBER_DISGUISES.items():
            for place in draw.sample(places, 4):
                if "\n" in disguise("1" * 18) and "|" in place:
                    continue
                text = place.format(disguise(value(draw)))
                yield Case(f"{code}: {name}", in_context(draw, text), code)
    for place in ("tel:+86-{}", "+86 {}", "0086{}", "86{}", "[拨打](tel:{})"):
        yield Case("mobile-number: country", in_context(draw, place.format(mobile_number(draw))), "mobile-number")


# --- Marks ------------------------------------------------------------------------------------------------------------

MARK_PLACES = {
    "star": ("{}★", "{}★10年", "{}☆5年", "{}*3年", "{} ★ 一年", "{}★长期", "{}✩20年"),
    "alone": ("{}", "**{}**", "> {}", "- {}", "# {}", "　　{}", "{}。"),
    "term": ("{}10年", "{}　5年", "{}一年", "{}级10年"),
    "label": (
        "密级：{}",
        "密级:{}",
        "密　级：{}",
        "**密级**：{}",
        "密级（{}）",
        "定密：{}",
        "密级 {}",
        "此件密级：{}★5年",
    ),
    "sentence": ("本文密级为{}。", "本件密级为{}级，请妥善保管。", "该文件定为{}级。", "此件密级是{}"),
    "brackets": ("关于某项工作的报告（{}）", "【{}】关于某项工作的报告", "[{}] 某项工作", "关于选派干部的请示〔{}〕"),
    "number": ("组发〔2026〕5号　{}", "〔2026〕5号 {}", "某组〔2026〕12号{}★10年", "组通字〔2026〕3 号    {}"),
    "doubled": ("{}　特急", "特急　{}", "{} 加急", "{}★1年　特急", "平急 {}", "{}\n特急"),
    "table": (
        "| 文件 | 密级 |\n| --- | --- |\n| 某通知 | {} |",
        "| 密级 | 份数 |\n|:--:|--:|\n| {} | 3 |",
        "<table><tr><th>密级</th></tr><tr><td>{}</td></tr></table>",
        "| 密级 | {} |\n| --- | --- |\n| 份号 | 000012 |",
    ),
    "title": ("title: {}★关于某项工作的报告", 'title: "{}：某县干部调整方案"', "classification: {}"),
}
MARK_DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda mark: mark,
    "traditional": lambda mark: mark.translate(str.maketrans("机绝", "機絕")),
    "spaced": " ".join,
    "wide space": "　".join,
    "zero width": "\u200b".join,
    "variation selectors": _each(lambda sign: sign + "\ufe0e"),
    "entities": _each(lambda sign: f"&#{ord(sign)};"),
    "padded entities": _each(lambda sign: f"&#{ord(sign):08};"),
    "padded hexadecimal entities": _each(lambda sign: f"&#x{ord(sign):08x};"),
    "percent": quote,
    "escapes": _each(lambda sign: f"\\u{ord(sign):04x}"),
    "comment": "<!-- x -->".join,
    "tags": lambda mark: f"{mark[0]}<b>{mark[1]}</b>",
    "bold": lambda mark: f"**{mark}**",
    "bold inside": lambda mark: f"{mark[0]}**{mark[1]}**",
    "strokes": _each(lambda sign: sign + "\u0335"),
}


def _marks(draw: random.Random) -> Iterator[Case]:
    for group, places in MARK_PLACES.items():
        for place in places:
            for name in ("plain", *draw.sample(list(MARK_DISGUISES), 3)):
                mark = MARK_DISGUISES[name](draw.choice(("机密", "秘密", "绝密")))
                text = place.format(mark)
                text = text if group == "title" or "#" in place else in_context(draw, text)
                yield Case(f"secret-mark: {group}, {name}", text, "secret-mark")
    for word in ("TOP SECRET", "CONFIDENTIAL", "Ｔｏｐ　Ｓｅｃｒｅｔ"):
        yield Case("secret-mark: English", in_context(draw, word), "secret-mark")
    for phrase in (
        "内部资料 注意保存",
        "内部资料　注意保存",
        "仅供内部参考",
        "不得外传",
        "密级：内部",
        "**内部资料，注意保存**",
    ):
        yield Case("internal-mark", in_context(draw, phrase), "internal-mark")


# --- Passwords, passports ---------------------------------------------------------------------------------------------

PASSWORD_PLACES = {
    "plain": (
        "密码：{}",
        "密码:{}",
        "密码为{}",
        "密码是 {}。",
        "口令：{}",
        "登录密码：{}",
        "WiFi密码：{}",
        "密码={}",
        "密码 {}",
    ),
    "English": (
        "password: {}",
        "passwd={}",
        "pwd：{}",
        "PASSWORD = {}",
        '"password": "{}"',
        "token: {}",
        "Password is {}",
    ),
    "bold": ("**密码**：{}", "**密码：**{}", "密码：**{}**", "**密码：{}**", "__密码__：{}", "*密码*：{}"),
    "brackets": (
        "密码（{}）",
        "密码【{}】",
        "（密码：{}）",
        "密码（初始）：{}",
        "密码「{}」",
        "【密码】{}",
        "[密码]：{}",
    ),
    "quotes": (
        '密码"{}"',
        "密码“{}”",
        "密码：“{}”",
        "密码：'{}'",
        "“密码”：{}",
        "密码为“{}”",
        "密码：`{}`",
        "`密码`：{}",
    ),
    "full width": ("ｐａｓｓｗｏｒｄ：{}", "密码＝{}", "ｐｗｄ：{}", "密　码：{}", "密 码：{}"),
    "entities": ("密&#30721;：{}", "&#23494;&#30721;：{}", "密码&#65306;{}", "密码&#58;{}", "&#x00005bc6;码：{}"),
    "next line": (
        "密码：\n{}",
        "密码：\n\n{}",
        "密码：\n\n    {}",
        "- 密码：\n  {}",
        "密码如下：\n\n{}",
        "口令：<br>{}",
        "### 密码\n\n{}",
    ),
    "cell": (
        "| 账号 | 密码 |\n| --- | --- |\n| admin | {} |",
        "| 密码 | {} |\n| --- | --- |\n| 账号 | admin |",
        "| 系统 | 网址 |\n| --- | --- |\n| 密码 | {} |",
        "<tr><td>密码</td><td>{}</td></tr>",
        "|账号|初始密码|\n|-|-|\n|zzb|{}|\n",
        "| **密码** |\n| --- |\n| {} |",
    ),
    "sentence": (
        "账号 zzb，密码 {}，首次登录请修改。",
        "初始密码统一为{}，请及时修改。",
        "系统密码已改为{}",
        "登录名zzb密码{}",
        "密码默认{}",
    ),
}
KEYS = (
    "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA7xv0Qd0P\n-----END RSA PRIVATE KEY-----",
    "AKIA2E0A8F3B244C9986",
    "LTAI5tKq3xYz8WmN2pRs7vBd",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
)
PASSPORT_PLACES = (
    "护照号码：{}",
    "护照{}",
    "持护照 {} 出境",
    "| 姓名 | 护照 |\n| --- | --- |\n| 某同志 | {} |",
    "护照（{}）",
)


def _passwords(draw: random.Random) -> Iterator[Case]:
    for group, places in PASSWORD_PLACES.items():
        for place in places:
            for _ in range(2):
                yield Case(f"password: {group}", in_context(draw, place.format(password(draw))), "password")
    full_width = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
    for _ in range(6):
        yield Case("password: value in full width", f"密码：{password(draw).translate(full_width)}", "password")
    for key in KEYS:
        yield Case("password: key", in_context(draw, key), "password")
    for place in PASSPORT_PLACES:
        for start in ("E", "G", "EA", "D"):
            number = start + f"{draw.randint(0, 10 ** (9 - len(start)) - 1):0{9 - len(start)}}"
            yield Case("passport-number", in_context(draw, place.format(number)), "passport-number")
    for place in ("港澳通行证：C{:08}", "往来港澳通行证号码 C{:08}", "台胞证：{:08}", "回乡证 H{:08}"):
        text = place.format(draw.randint(1_000_000, 99_999_999))
        yield Case("passport-number: permits", in_context(draw, text), "passport-number")


# --- Context ----------------------------------------------------------------------------------------------------------

SENTENCES = (
    "县委组织部召开专题会议，研究部署下一步工作。",
    "各乡镇党委要认真贯彻落实，确保年底前完成任务。",
    "目前，全县已建成示范点12个，覆盖群众3400余人。",
    "截至2026年6月底，共走访党员860人次，收集意见建议57条。",
    "该镇坚持问题导向，推动资源下沉一线。",
)


def in_context(draw: random.Random, text: str) -> str:
    """Return a text as a paragraph of its own between others."""
    before = "\n".join(draw.sample(SENTENCES, draw.randint(0, 2)))
    after = "\n".join(draw.sample(SENTENCES, draw.randint(0, 2)))
    return "\n\n".join(part for part in (before, text, after) if part) + "\n"


def secrets() -> list[Case]:
    """Return the texts that have to be found, always the same ones."""
    draw = random.Random(SEED)  # noqa: S311 - the same texts each time, no secrets
    return [*_numbers(draw), *_marks(draw), *_passwords(draw)]
