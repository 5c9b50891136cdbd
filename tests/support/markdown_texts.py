"""Generated Markdown: all constructs of the dialect, mostly well formed, combined in any way."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

_WORDS = ("甲", "乙丙", "，", "。", "“双强”", "a", "B.", "12", " x ", "~", "\xa0", "”", "[1]", " & ", " < ", ">", "a_b")
_MARKED = (
    "**加粗**",
    "*斜*",
    "`码`",
    "`a*b`",
    "`x <&`",
    "**`x`&**",
    "*a `b` c*",
    "**[乙](../2025/b.md)**",
    "[乙](../2025/b.md)",
    "[**g**](/guide.md#x_y)",
    "[上](#甲)",
    "[图](p.png)",
    "[外](https://a.example/x?a=1&b=*_)",
    "<https://b.example/x_y>",
    "![图](p.png)",
    "<br>",
    "[^1]",
    "[^b]",
    "\n",
    "\n**丁**",
    " \n",
    "  \n",
)
_BROKEN = (
    *("**", "*", "***", "**a*b*c**", "* 斜*", "*斜 *", "** 粗**", "**粗 **", "*a\nb*", "**a\nb**", "`", "``"),
    *("`a``b`", "`a\\`", "` `", "\\`a`", "_", "__", "__b__", "_b_", "a_", "/_x", "[", "]", "(", ")", "]("),
    *("![", "[a][b]", "[a]:", "[a]: b", "[[乙](../2025/b.md)](p.png)", "[ 乙](p.png)", "[乙 ](p.png)"),
    *("[](p.png)", "[x](a(b).md)", "[^2]", "[^1](a)", "[^1]:", "[乙](nowhere.md)", "[乙](#nowhere)", "[x](js:a)"),
    *('[x](p.png "t")', "[x](<p.png>)", "[x](http://1.2.3.4.5/)"),
    *("[x](/q&a.md)", "[x](/guide.md#a&b)", "[x]( p.png)", "[x](http://xn--a.example)"),
    *("[x](https://b.example/&lt;)", "[a`](p.png)`", "[<https://b.example>](p.png)", "!"),
    *("[x](../2025/b.md#&quot;)", "![](p.png)", "![a](b.png)", "![`a`](p.png)", "![a&b](p.png)"),
    *('![a"b](p.png)', "![1]", "&amp;", "&#1;", "&#x1f;", "<", "<b>", "<br", "<BR/>", "<a@b.example>", "<3@b>"),
    *("<!-- -->", "<br> ", "<br>\n", "   \n", "<https://b.example/__x__>", "<https://b>", "<ftp://b.example>"),
    *("\\", "\\*", "~~~", "```", "!!!", "{:", "{#a}", "#", " #", "\u3000", "\u3000\n", "@", "|", "\\|", "＃"),
    *("｜", "···", "http://_a.example", "\t", "\n    ", "\n> ", "\n- ", "\n* ", "\n1. ", "\n| ", "\n# ", "\n:"),
    *("\n: ", "\n---", "\n===", "\n  ", "\n___", "\n一、"),
)
INLINE = (*_WORDS, *_MARKED, *_BROKEN)
"""All pieces of inline markup, whole and broken."""
_MARKERS = ("- ", "- ", "* ", "+ ", "1. ", "3. ", "10. ", "-   ")


class _Writer:
    """Draws texts with *dice*."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.faults = dice.choice([0, 0, 1, 1, 1, 2])
        """How much broken markup may be drawn; mostly one, as a second would hide what the first does."""

    def chance(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    def inline(self) -> str:
        pieces = [self.dice.choice(self.dice.choice((_WORDS, _MARKED))) for _ in range(self.dice.randrange(1, 6))]
        if self.faults and self.chance(15):
            self.faults -= 1
            pieces.insert(self.dice.randrange(len(pieces) + 1), self.dice.choice(_BROKEN))
        return "".join(pieces)

    def line(self) -> str:
        return self.inline().replace("\n", "")

    def entries(self, depth: int = 0) -> list[str]:
        marker, lines = self.dice.choice(_MARKERS), list[str]()
        for _ in range(self.dice.randrange(1, 4)):
            lines.append(marker + self.line())
            if self.chance(15):
                lines.append(self.dice.choice(["", "  ", "    "]) + self.line())
            if self.chance(15):
                lines.append("")
            if self.chance(10):
                block = self.dice.choice([self.line(), f"> {self.line()}", f"- {self.line()}", "| a |", "```", "# x"])
                lines += ["", self.dice.choice(["", "  ", "   ", "    "]) + block, ""]
            if depth < 3 and self.chance(30):
                lines += [*([""] if self.chance(20) else []), *self.entries(depth + 1)]
            if self.chance(10):
                marker = self.dice.choice(_MARKERS)
        margin = " " * self.dice.choice([0, 2, 3, 4, 4]) if depth else ""
        return [margin + line if line else line for line in lines]

    def a_list(self) -> str:
        return "\n".join(self.entries())

    def quotation(self) -> str:
        text = "\n\n".join(self.block() for _ in range(self.dice.randrange(1, 3)))
        begin = self.dice.choice(["> ", "> ", ">", "> > "])
        return "\n".join(line if self.chance(5) else begin + line for line in text.split("\n"))

    def heading(self) -> str:
        end = self.dice.choice(["", "", " ", " #", "\n" + self.inline()])
        return "#" * self.dice.randrange(1, 8) + self.dice.choice(["", " "]) + self.line() + end

    def table(self) -> str:
        columns = self.dice.randrange(1, 4)
        rows = [[self.line().replace("|", "") for _ in range(columns)] for _ in range(self.dice.randrange(1, 4))]
        rows.insert(1, [self.dice.choice([":-:", "--:", " --- ", "-", ":--"]) for _ in range(columns)])
        if self.chance(10):
            rows[-1].append("x")
        return "\n".join("|" + "|".join(row) + "|" + self.dice.choice(["", "", "", " "]) for row in rows)

    def fence(self) -> str:
        mark = self.dice.choice(["```", "~~~", "````"])
        language = self.dice.choice(["", "py", " py", "c++", ".x", "{#a}"])
        code = self.dice.choice(["a <b>\n", "\n\n", "  x\n \n", "# c\n- d\n", "&amp; \"'\n", self.inline() + "\n"])
        return f"{mark}{language}\n{code}{self.dice.choice([mark, mark, mark + ' ', mark[:3], ''])}"

    def footnote(self) -> str:
        more = self.dice.choice(["", "", f"\n[^b]: {self.line()}", f"\n    {self.line()}", f"\n\n    {self.line()}"])
        return self.dice.choice(["[^1]: ", "[^b]: ", "[^1]:"]) + self.line() + more

    def rule(self) -> str:
        return self.dice.choice(["---", "***", "----", "- - -", "___", "--- ", "===", "**", "--"])

    def other(self) -> str:
        blocks = ["    码", "  x", "\u3000\u3000甲\n\u3000\u3000乙", "[a]: http://x.example", "一、甲\n二、乙"]
        return self.dice.choice([*blocks, "甲\n: 乙", "甲\n===", "甲\n---", f"甲\n> {self.line()}", ": 甲", "|甲|"])

    def block(self) -> str:
        kinds = (self.inline, self.inline, self.inline, self.a_list, self.a_list, self.quotation, self.heading)
        others = (self.table, self.fence, self.footnote, self.rule, self.other)
        draw: Callable[[], str] = self.dice.choice([*kinds, *others])
        return draw()

    def text(self) -> str:
        blocks = [self.block() for _ in range(self.dice.randrange(1, 4))]
        for name in ("1", "b"):
            if f"[^{name}]" in "".join(blocks) and self.chance(60):
                blocks.append(f"[^{name}]: {self.line()}")
        between = ["\n\n", "\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n"]
        return "".join(block + self.dice.choice(between) for block in blocks).strip("\n")


def markdown_texts() -> st.SearchStrategy[str]:
    """Return a strategy of texts of all constructs."""
    return st.randoms(use_true_random=False).map(lambda dice: _Writer(dice).text())


# Lists, code and Word's paragraphs, as they are once they are normalised, are tried by name elsewhere.
_PIECES = (  # noqa: SIM905
    "城关镇|党员|12| |，|。|“双强”"
    "|**|**加粗**|*|#|-|- |1. |2. |## |# |a|B.|：|:|: |(|)|（一）|　|=|---|+|!|\"|'|{|}|1)|."
    "|  |    |\\|_|`|[|]|<|&|~|>|http://a.example|###### |####### |\x85|\u2028"
    "|一、|（二）|1、|···|!!!|{#|＃|｜|｀|   - |  2. |```|[^1]|[^1]: |<br>|\t"
).split("|")
_words = st.sampled_from([*_PIECES, "|", "\n", "\n", "\n\n", "\n\n", "\n- ", "\n1. ", "\n## ", "\n\n\n"])
_brackets = st.sampled_from(["[", "](", "(", ")", "> ", "\n> ", "- - ", ": ", "\n: "])
ANYTHING = st.lists(st.one_of(_words, _brackets), max_size=40).map("".join)
"""Texts of pieces in any order."""

_texts = st.one_of(
    st.lists(_words, max_size=14).map("".join),
    st.lists(_words.filter(lambda word: not set("\\_`[]<&|~>").intersection(word)), max_size=25).map("".join),
    st.text(alphabet="甲乙，。 \n#-*1.=+:　ab", max_size=60),
)
_cells = st.sampled_from(["甲", "12", "", " ", "**乙**", " 丙 ", "-", "---", ":-:", "#", "1. 丁", "a*", "：", "  戊"])
_rules = st.sampled_from(["---", "--:", " :-: ", ":--", " - ", "--- ", "-", ":", "--x"])


@st.composite
def _tables(draw: st.DrawFn) -> str:
    """Draw what is nearly a table, between other texts."""
    columns = st.integers(1, 3)
    width = draw(columns)

    def row(kind: st.SearchStrategy[str]) -> str:
        drawn = [draw(kind) for _ in range(width if draw(st.integers(0, 9)) else draw(columns))]
        return (
            draw(st.sampled_from(["|", "|", "|", "", " |"])) + "|".join(drawn) + draw(st.sampled_from(["|", "|", ""]))
        )

    rows = [row(_cells), row(_rules), *(row(_cells) for _ in range(draw(st.integers(0, 3))))]
    return (
        draw(_texts)
        + draw(st.sampled_from(["", "\n", "\n\n"]))
        + "\n".join(rows)
        + draw(st.sampled_from(["", "\n\n后"]))
    )


PLAIN_TEXTS = st.one_of(_texts, _tables())
"""Texts with little markup."""
