"""Messages about what is printed: faces and signs that are missing on this machine."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, ProblemSpec
from bulletin.core.i18n import N_

PRINTING = {
    "absent-faces": ProblemSpec(
        ERROR,
        N_("None of these faces is on this machine: {families}."),
        N_("Install one of them ({source}), or name another one; without the key the usual ones are taken."),
    ),
    "absent-official-faces": ProblemSpec(
        ERROR,
        N_("None of these faces is on this machine: {families}."),
        N_(
            "Install one of them as its vendor provides it, or name a free one after them, such as “Noto Serif CJK SC” "
            "(apt install fonts-noto-cjk); without the key the usual ones are taken."
        ),
    ),
    "text-lost": ProblemSpec(
        ERROR,
        N_("A table of “{title}” does not fit its sheets: text is lost from “{words}” on."),
        N_("Divide the table, or shorten the text of this cell."),
    ),
    "not-set": ProblemSpec(
        ERROR,
        N_("“{title}” cannot be printed; the program that sets it says: {reason}"),
        N_("Simplify the text in question, or send this message to whoever looks after the program."),
    ),
    "missing-glyph": ProblemSpec(
        ERROR,
        N_("No face on this machine has the sign “{sign}” ({code}), so “{title}” cannot be printed."),
        N_(
            "Write it in words; rare characters of Chinese are in fonts-noto-cjk and fonts-hanazono, "
            "pictographs in no face for print."
        ),
    ),
}
