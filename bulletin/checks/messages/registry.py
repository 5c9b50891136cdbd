"""Rules for the files of the registry."""

from __future__ import annotations

from bulletin.checks.messages.rule import ERROR, WARNING, Rule
from bulletin.core.i18n import N_

REGISTRY = {
    "missing-file": Rule(
        ERROR,
        N_("The file is missing."),
        N_("Create it; the sample archive shows how it looks."),
    ),
    "toml-syntax": Rule(
        ERROR,
        N_("The file cannot be understood: {reason}."),
        N_('Texts stand in straight quotes, such as name = "城关镇"; lists in brackets, such as ["甲", "乙"].'),
    ),
    "unknown-setting": Rule(
        WARNING,
        N_("Nobody knows the setting “{key}”; it was passed over."),
        N_("Known are: {known}."),
    ),
    "bad-setting": Rule(
        ERROR,
        N_("“{key}” has a value of the wrong kind."),
        N_("Write it such as {example}."),
    ),
    "missing-setting": Rule(
        ERROR,
        N_("“{key}” is missing."),
        N_("Add a line such as {example}."),
    ),
    "bad-id": Rule(
        ERROR,
        N_("The id “{name}” cannot become an address."),
        N_("Use lower-case letters, digits and hyphens, such as chengguan."),
    ),
    "duplicate-id": Rule(
        ERROR,
        N_("The id “{name}” stands here for the second time."),
        N_("Give each entry an id of its own."),
    ),
    "duplicate-name": Rule(
        ERROR,
        N_("Both “{name}” and “{other}” claim the name “{shared}”."),
        N_("A name or alias belongs to one entry only."),
    ),
    "unknown-reference": Rule(
        ERROR,
        N_("“{key}” names “{name}”, which is not there."),
        N_("Write the id of an entry of this registry."),
    ),
    "reference-circle": Rule(
        ERROR,
        N_("“{key}” leads from “{name}” back to itself."),
        N_("Correct one of the entries."),
    ),
}
