"""Messages about sensitive data: marks, personal numbers, passwords, addresses."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, WARNING, ProblemSpec
from bulletin.core.i18n import N_

ALLOWANCE = N_(
    "If it may be published all the same, whoever may decide so enters it into registry/allowed.toml, with "
    'reason, approver and date: path = "{path}", hash = "{hash}".'
)
"""The end of every cure about sensitive data."""

SENSITIVE = {
    "secret-mark": ProblemSpec(
        ERROR,
        N_("There is a mark of a state secret here ({shown})."),
        N_(
            "Take the whole text out of this archive, tell whoever is in charge of secrecy, and handle it by its class."
        ),
    ),
    "internal-mark": ProblemSpec(
        ERROR,
        N_("A mark of internal papers stands in a public archive ({shown})."),
        N_("Take the text out, or the mark if it does not apply; the class of the archive is set in bulletin.toml."),
    ),
    "identity-number": ProblemSpec(
        ERROR,
        N_("This is somebody's identity number ({shown})."),
        N_("Take it out, or hide its middle: 110105********002X."),
    ),
    "mobile-number": ProblemSpec(
        ERROR,
        N_("This is a mobile number ({shown})."),
        N_("Take it out, or hide its middle: 138****8000; name the number of an office instead."),
    ),
    "bank-card": ProblemSpec(
        ERROR,
        N_("This is the number of a bank card ({shown})."),
        N_("Take it out, or leave its last four digits only."),
    ),
    "passport-number": ProblemSpec(
        ERROR,
        N_("This is the number of a passport or permit ({shown})."),
        N_("Take it out, or hide its middle: E12****78."),
    ),
    "password": ProblemSpec(
        ERROR,
        N_("This is a password or a key ({shown})."),
        N_("Take it out and change it at once: whoever has this file knows it."),
    ),
    "inner-address": ProblemSpec(
        WARNING,
        N_("This is an address of the inner network ({shown})."),
        N_("Take it out if readers do not need it."),
    ),
    "mail-address": ProblemSpec(
        WARNING,
        N_("This is a mail address ({shown})."),
        N_("Take it out if it is a person's."),
    ),
    "picture-words": ProblemSpec(
        ERROR,
        N_("In what a camera or program has noted in the picture stands what must not be published ({shown})."),
        N_("Take another picture: this one seems to show a paper that does not belong here."),
    ),
}
