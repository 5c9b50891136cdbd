"""FileDigests and numbers in every disguise: a deterministic list, each with the rule that has to find it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

LEVELS = {"绝密": ("絕密", "絶密", "绝宻"), "机密": ("機密", "机宻", "機宻"), "秘密": ("祕密", "秘宻", "祕宻")}
STARS = "★☆⭐✩✪✭✮✯✰⋆✦✧✴✶✷✸✹✱✲✳※🌟﹡⁎∗٭⍟⚝＊*"
TERMS = ("5年", "6个月", "长期", "启用前", "十年", "３０年", "１年６个月", "1 年", "长 期", "20個月", "長期", "啟用前")
NOTHINGS = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u3164\u034f\u180e\u200e"
SPACES = " \u3000\u00a0\u2003\t\u2009"


def between(piece: str) -> Callable[[str], str]:
    """Put *piece* between all characters."""
    return piece.join


def entities(text: str) -> str:
    return "".join(f"&#{ord(c)};" for c in text)


def hexadecimal(text: str) -> str:
    return "".join(f"&#x{ord(c):X};" for c in text)


def escapes(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" if ord(c) < 65536 else c for c in text)


def percents(text: str) -> str:
    return "".join(f"%{b:02X}" for b in text.encode())


def spans(text: str) -> str:
    return "".join(f"<span>{c}</span>" for c in text)


def struck(text: str) -> str:
    return "".join(c + "\u0336" for c in text)


COVERS: dict[str, Callable[[str], str]] = {
    **{f"U+{ord(c):04X}": between(c) for c in NOTHINGS + SPACES},
    "two spaces": between("  "),
    "comments": between("<!-- x > y -->"),
    "a comment": lambda text: f"{text[0]}<!-- 待定 -->{text[1:]}",
    "bold": between("**"),
    "empty tags": between("<b></b>"),
    "spans": spans,
    "entities": entities,
    "hexadecimal entities": hexadecimal,
    "escapes": escapes,
    "percents": percents,
    "struck": struck,
    "backslashes": between("\\"),
    "dots": lambda text: f"{text[0]}·{text[1:]}",
    "hyphens": lambda text: f"{text[0]}-{text[1:]}",
    "line end": lambda text: f"{text[0]}\n{text[1:]}",
    "brackets": lambda text: f"{text[0]}】【{text[1:]}",
}
# Where a mark may stand: alone, in a title, in a sentence, in a cell, in a link, in a page's source.
FRAMES = (
    "{}",
    "title: {} 关于干部考察的报告",
    "全文如下：{}请阅。",
    "| 1 | {} |",
    "[{}](a.md)",
    '<p title="{}">文</p>',
    "<h1>{}</h1>",
)
BARE_FORMS = (
    "{level}",
    "【{level}】",
    "（{level}）",
    "## {level}",
    "**{level}**",
    "title: {level}",
    "关于某事的报告（{level}）",
    "密级：{level}",
    "密级: {level}",
    "密级 {level}",
    "密 级：{level}",
    "★{level}★",
    "{level}级★5年",
    "“{level}”★",
    "{level} 5年\n关于某事的报告",
    "{level}·长期",
    "{level}（5年）",
    'marking = "{level}"',
    "{level}▲6个月",
    "密级：{level}级 期限：5年",
)
LOOKALIKES = (
    "机蜜★5年",
    "秘蜜★长期",
    "几密★5年",
    "绝蜜★启用前",
    "泌密★1年",
    "木几密★5年",
    "禾必密★5年",
    "糸色密★5年",
    "机宀必山★5年",
)


def marks() -> Iterator[str]:
    """Yield texts that hold a mark."""
    dice = random.Random(11)  # noqa: S311 - the same disguises each time, no secrets
    for number, (name, cover) in enumerate(COVERS.items()):
        for level, others in LEVELS.items():
            for written in (level, *others[:1]):
                star = "★" if "E" in name and "percent" in name else STARS[number % (len(STARS) - 2)]
                mark = cover(written) + star + dice.choice(TERMS)
                yield dice.choice(FRAMES).format(mark)
                if name not in ("line end", "bold"):
                    yield dice.choice(FRAMES).format(cover(f"{written}★{dice.choice(TERMS)}"))
    for level, others in LEVELS.items():
        for star in STARS:
            for written in (level, *others):
                yield dice.choice(FRAMES[:5]).format(
                    f"{written}{dice.choice(['', ' ', '　'])}{star}{dice.choice(TERMS)}"
                )
        for form in BARE_FORMS:
            yield form.format(level=level)
            yield form.format(level=others[0])
    yield from LOOKALIKES
    yield from ("TOP SECRET", "# CONFIDENTIAL", "SECRET★", "jimi★5年", "mi mi ★")


def identity(dice: random.Random) -> str:
    """Return an invented resident number: the area does not exist, the check is right."""
    digits = (
        f"{dice.choice('123456')}0{dice.randrange(1000, 9999)}{dice.randrange(1930, 2015)}{dice.randrange(1, 13):02}"
    )
    digits += f"{dice.randrange(1, 29):02}{dice.randrange(1000):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


def card(dice: random.Random, length: int = 19) -> str:
    """Return an invented bank card: the issuer does not exist, the check is right."""
    digits = "6299" + "".join(str(dice.randrange(10)) for _ in range(length - 5))
    for check in "0123456789":
        total = sum(
            int(d) * (2 if n % 2 else 1) // 10 + int(d) * (2 if n % 2 else 1) % 10
            for n, d in enumerate(reversed(digits + check))
        )
        if total % 10 == 0:
            return digits + check
    raise AssertionError


def mobile(dice: random.Random) -> str:
    """Return an invented mobile number."""
    return f"1{dice.choice('3456789')}{dice.randrange(10**9):09}"


def _chinese(text: str) -> str:
    return "".join("〇一二三四五六七八九"[int(c)] if c.isdigit() else c for c in text)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def _groups(*sizes: int, gap: str = " ") -> Callable[[str], str]:
    def cut(text: str) -> str:
        parts, at = [], 0
        for size in sizes:
            parts.append(text[at : at + size])
            at += size
        return gap.join([*parts, text[at:]] if text[at:] else parts)

    return cut


NUMBER_COVERS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "wide": _wide,
    "Chinese": _chinese,
    "zero width": between("\u200b"),
    "spaces": between(" "),
    "wide spaces": between("\u3000"),
    "entities": entities,
    "hexadecimal": hexadecimal,
    "escapes": escapes,
    "comments": between("<!---->"),
    "tags": between("<b></b>"),
    "hyphens": _groups(4, 4, 4, 4, gap="-"),
    "dots": _groups(3, 4, 4, 4, 4, gap="·"),
    "groups": _groups(6, 8, 4),
    "mathematical": lambda text: "".join(chr(0x1D7CE + int(c)) if c.isdigit() else c for c in text),
    "mixed": lambda text: _wide(text[:5]) + text[5:9] + _chinese(text[9:]),
}
NUMBER_FRAMES = (
    "{}",
    "身份证号：{}",
    "联系人电话{}。",
    "（{}）",
    "title: 关于{}的情况",
    "| 李某 | {} |",
    "<td>{}</td>",
    '"text": "{}"',
)


def numbers() -> Iterator[tuple[str, str]]:
    """Yield rules and texts that hold a number of a person."""
    dice = random.Random(12)  # noqa: S311 - the same disguises each time, no secrets
    for name, cover in NUMBER_COVERS.items():
        for _ in range(6):
            frame = dice.choice(NUMBER_FRAMES)
            found = identity(dice)
            yield "identity-number", frame.format(cover(found))
            yield "identity-number", frame.format(cover(found).replace("X", "x"))
            yield "mobile-number", frame.format(cover(mobile(dice)))
            if name not in ("hyphens", "dots", "groups"):
                yield "mobile-number", frame.format("+86 " + cover(mobile(dice)))
            yield "bank-card", frame.format(cover(card(dice)))
            yield "bank-card", frame.format(cover(card(dice, 16)))
    yield from (
        ("identity-number", text)
        for text in ("证号 310105491231002", "110105491231002", "１１０１０５４９１２３１００２")
    )
    yield from (
        ("mobile-number", text)
        for text in (
            "138-0013-8000",
            "138 0013 8000",
            "8613800138000",
            "13800138000、13900139000",
            "13800138000，",
            "x,13800138000,y",
        )
    )
    yield from (
        ("passport-number", text)
        for text in (
            "护照 E12345678",
            "护照号码：EA1234567",
            "港澳通行证 C12345678",
            "台胞证 12345678",
            "護照：G 1234 5678",
            "passport no. P1234567",
            "E12345678（护照）",
            "护 照：Ｅ１２３４５６７８",
            "往来台湾通行证 L12345678",
            "回乡证H12345678",
        )
    )
    yield from (
        ("password", text)
        for text in (
            "密码：Abc123",
            "初始密码为123456",
            "口令:Wlmm@2026",
            "密 码 ： admin888",
            "password=hunter22",
            "pwd: Liuchuan2026",
            "用户名 admin 密码 admin123",
            "-----BEGIN RSA PRIVATE KEY-----",
            "AKIAABCDEFGHIJKLMNOP",
            'api_key = "a1b2c3d4e5f6"',
            "ghp_" + "a1" * 18,
            "密碼：abc12345",
            "token: 9f8e7d6c5b4a",
            "sk-" + "a1B2" * 8,
        )
    )
    yield from (("inner-address", text) for text in ("文件在 \\\\192.168.1.5\\干部档案\\", "http://10.1.2.3:8080/oa/"))
    yield from (("mail-address", text) for text in ("请发到 li.mou@mail.example", "<a@b.example>"))
