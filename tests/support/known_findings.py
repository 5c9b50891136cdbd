"""What the checkers say of Material's own markup and scripts, which we neither write nor change."""

from __future__ import annotations

from collections.abc import Mapping

AXE: Mapping[tuple[str, str], str] = {
    ("scrollable-region-focusable", ".md-typeset__scrollwrap"): (
        "Material's script wraps every table of a hand-written page into a box that scrolls, without a tab stop."
    ),
}
"""Rule and class of the element, and why it is so."""

NU: Mapping[tuple[str, str], str] = {
    ("Attribute “autocomplete” is only allowed", 'id="__drawer"'): "Firefox would remember whether the menu was open.",
    ("Attribute “autocomplete” is only allowed", 'id="__search"'): "The same for Material's own search, which is off.",
}
"""Beginning of the message and a piece of the markup, and why it is so."""
