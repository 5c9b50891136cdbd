"""Messages about the syntax of front matter."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, ProblemSpec
from bulletin.core.i18n import N_

FRONT_MATTER = {
    "no-front-matter": ProblemSpec(
        ERROR,
        N_("The file does not begin with front matter."),
        N_("The very first line is ---, then lines such as “unit: 城关镇”, then again ---."),
    ),
    "unclosed-front-matter": ProblemSpec(
        ERROR,
        N_("The front matter is not closed."),
        N_("Put a line with --- between the last key and the text."),
    ),
    "yaml-syntax": ProblemSpec(
        ERROR,
        N_("This line cannot be understood: {reason}."),
        N_(
            "One key a line, such as “title: 标题”; put a value that holds : # [ ] {{ }} or begins with a "
            'special character into quotes, such as title: "…".'
        ),
    ),
    "full-width-colon": ProblemSpec(
        ERROR,
        N_("After “{key}” stands a full-width colon ：."),
        N_("Use the half-width colon and a space: “{key}: …”."),
    ),
    "no-space": ProblemSpec(
        ERROR,
        N_("After “{key}:” a space is missing."),
        N_("Write “{key}: {value}”."),
    ),
    "wrong-boundary": ProblemSpec(
        ERROR,
        N_("The line “{sign}” is meant to be ---."),
        N_("Type three hyphens (half-width): ---."),
    ),
    "wrong-brackets": ProblemSpec(
        ERROR,
        N_("Around the value stand the brackets {sign}."),
        N_("Type the half-width brackets {right}."),
    ),
    "unclosed-bracket": ProblemSpec(
        ERROR,
        N_("The bracket “{sign}” is not closed on its line."),
        N_("Type a half-width “{right}” at the end, and half-width commas in between."),
    ),
    "wrong-comma": ProblemSpec(
        ERROR,
        N_("Between the fields of an entry stands “{sign}”."),
        N_("Type the half-width comma and a space: “{shown}”."),
    ),
    "list-sign": ProblemSpec(
        ERROR,
        N_("“{sign}” at the beginning makes no list here."),
        N_("Type a half-width hyphen and a space: “{shown}”."),
    ),
    "partly-quoted": ProblemSpec(
        ERROR,
        N_("Half-width quotes are around a part of the value only."),
        N_("Type Chinese quotes: {shown}"),
    ),
    "colon-in-value": ProblemSpec(
        ERROR,
        N_("The value of “{key}” holds a half-width colon."),
        N_("Type a full-width colon ：, or put the whole value into quotes: {shown}"),
    ),
    "comma-in-value": ProblemSpec(
        ERROR,
        N_("The value of “{key}” holds a half-width comma, which ends it."),
        N_("Type a full-width comma ，, or put the whole value into quotes: {shown}"),
    ),
    "unclosed-quote": ProblemSpec(
        ERROR,
        N_("The half-width quote {sign} is not closed on its line."),
        N_("Type {sign} at the end of the value as well, or Chinese quotes “ ”."),
    ),
    "stars": ProblemSpec(
        ERROR,
        N_("Asterisks make nothing bold between the lines with ---."),
        N_("Take them away: “{shown}”."),
    ),
    "special-sign": ProblemSpec(
        ERROR,
        N_("A value cannot begin with “{sign}” like this."),
        N_("Put the whole value into quotes: {shown}"),
    ),
    "several-keys": ProblemSpec(
        ERROR,
        N_("“{next}” stands on the same line as “{key}”."),
        N_("Begin a new line before “{next}”."),
    ),
    "indented-key": ProblemSpec(
        ERROR,
        N_("There are spaces before the first key."),
        N_("Begin the line with the key: “{shown}”."),
    ),
    "no-key": ProblemSpec(
        ERROR,
        N_("“{text}” has no key before it."),
        N_("Write a key, a colon and a space before it; of several values begin each line with “- ”."),
    ),
    "unquoted-hash": ProblemSpec(
        ERROR,
        N_("“{text}” would be lost: after a space, # begins a remark."),
        N_('Put the whole value into quotes, such as title: "城关镇 #1 支部"; put two spaces before a remark.'),
    ),
    "second-front-matter": ProblemSpec(
        ERROR,
        N_("Below the front matter there is more of it."),
        N_("Put all keys between the first two lines with ---."),
    ),
    "tab": ProblemSpec(
        ERROR,
        N_("The line begins with a TAB."),
        N_("Use spaces to indent."),
    ),
    "yaml-feature": ProblemSpec(
        ERROR,
        N_("Anchors, aliases and tags (& * !) are not allowed here."),
        N_("Write the value out, in quotes if it begins with & * or !."),
    ),
    "too-deep": ProblemSpec(
        ERROR,
        N_("Lists within lists are not understood here."),
        N_("A value is a text, a list of texts, or a list of entries such as {example}."),
    ),
    "duplicate-key": ProblemSpec(
        ERROR,
        N_("“{key}” stands here for the second time (first in line {first})."),
        N_("Keep one of the two."),
    ),
    "unknown-key": ProblemSpec(
        ERROR,
        N_("Nobody knows the key “{key}”."),
        N_("Known are: {known}."),
    ),
    "missing-key": ProblemSpec(
        ERROR,
        N_("“{key}” ({name}) is missing."),
        N_("Add a line such as “{example}”."),
    ),
    "empty-value": ProblemSpec(
        ERROR,
        N_("“{key}” is empty."),
        N_("Write a value, such as “{example}”, or remove the line."),
    ),
    "not-text": ProblemSpec(
        ERROR,
        N_("“{key}” has to be one text."),
        N_("Write it in one line, such as “{example}”."),
    ),
    "not-entries": ProblemSpec(
        ERROR,
        N_("“{key}” has to be a list of entries."),
        N_("Write for instance “{example}”."),
    ),
}
