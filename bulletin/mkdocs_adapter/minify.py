"""Minify the whitespace of templates: a third of a page of Material is whitespace."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_LINE_BREAKS = re.compile(r"[ \t]*\n\s*")


class MinifyWhitespace(Extension):
    """Reduces whitespace around line breaks in the text of templates to one line break; values are unchanged."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template."""
        for token in stream:
            yield (
                Token(token.lineno, token.type, _LINE_BREAKS.sub("\n", token.value)) if token.type == "data" else token
            )
