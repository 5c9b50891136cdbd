"""Messages about the settings of a site, ``mkdocs.yml``."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, ProblemSpec
from bulletin.core.i18n import N_

SETTINGS = {
    "missing-path": ProblemSpec(
        ERROR,
        N_("“{key}” names “{name}”, which does not exist."),
        N_("Correct the name; paths begin at the folder of mkdocs.yml. Or remove the line."),
    ),
    "unfit-theme": ProblemSpec(
        ERROR,
        N_("The pages of the archive cannot be shown in the theme “{name}”: it has no {part}."),
        N_("Remove “name”, so that the theme is Material; looks are changed by templates in a custom_dir."),
    ),
    "refused-setting": ProblemSpec(
        ERROR,
        N_("MkDocs cannot use “{key}”: {reason}."),
        N_("Correct the value, or remove it; only site_name is needed."),
    ),
    "untrusted-setting": ProblemSpec(
        ERROR,
        N_("“{key}: {name}” is not used: {reason}."),
        N_(
            "Remove it. If you know where it comes from and what it does, run the command once with --trust: this "
            "machine remembers that until it changes."
        ),
    ),
}

UNTRUSTED = {
    "code": N_("it runs code that is not part of the program"),
    "page": N_("it puts code or addresses of other hosts into the pages"),
    "read": N_("it reads what is not part of the archive"),
    "write": N_("it writes outside the archive"),
}
"""Why a setting needs the user's trust."""
