"""Templates without the air between their lines: a third of a page of Material would be blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_AIR = re.compile(r"[ \t]*\n\s*")


class Squeezed(Extension):
    """Leaves one line end of the blanks around line ends in a template's own text; values are not touched."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template."""
        for token in stream:
            yield Token(token.lineno, token.type, _AIR.sub("\n", token.value)) if token.type == "data" else token
