"""Every rule that an archive is held to: its code, how much it matters, what is said and how to mend it.

Codes are stable: other tools rely on them. Sentences are msgids of the catalogue; ``{…}`` are values of the problem.
"""

from __future__ import annotations

from dataclasses import dataclass

from bulletin.errors import Problem, Severity
from bulletin.i18n import N_, Translator

ERROR, WARNING = Severity.ERROR, Severity.WARNING
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Rule:
    """What is said when a rule is broken, and how it is mended."""

    severity: Severity
    message: str
    cure: str


FILES = {
    "stray-file": Rule(
        ERROR,
        N_("This file does not belong here."),
        N_(
            "Put items into content/items/<year>/<name>.md, issues into issues/<year>/<name>.md, pictures "
            "(PNG, JPEG, WebP) beside the item that shows them; remove the rest."
        ),
    ),
    "symlink": Rule(
        ERROR,
        N_("This is a link to another place, not a file."),
        N_("Put the file itself here."),
    ),
    "bad-name": Rule(
        ERROR,
        N_("The file name “{name}” cannot become an address."),
        N_("Use letters, digits and hyphens only, such as jinqiao-gongcheng.md, and none of Windows' reserved names."),
    ),
    "same-address": Rule(
        ERROR,
        N_("“{path}” would have the same address as “{other}”."),
        N_("Give one of the two files another name."),
    ),
    "unreadable-file": Rule(
        ERROR,
        N_("The file cannot be read: {reason}."),
        N_("Check that the file exists and that you may open it."),
    ),
    "empty-file": Rule(
        ERROR,
        N_("The file is empty."),
        N_("Write the item, or remove the file. The guide shows an example."),
    ),
    "too-large": Rule(
        ERROR,
        N_("The file is larger than {limit}."),
        N_("An item is a text of a few pages: take out what was pasted by mistake, or make several items of it."),
    ),
    "gbk": Rule(
        ERROR,
        N_("The file is not UTF-8; it looks like GBK, the older Chinese encoding."),
        N_("Open it in Notepad, choose “Save as”, set the encoding to UTF-8, and save."),
    ),
    "utf16": Rule(
        ERROR,
        N_("The file is UTF-16 (“Unicode” in Notepad), not UTF-8."),
        N_("Open it in Notepad, choose “Save as”, set the encoding to UTF-8, and save."),
    ),
    "not-utf8": Rule(
        ERROR,
        N_("The file is not UTF-8 text: byte {byte} cannot be read."),
        N_("Save the file as UTF-8."),
    ),
    "bom": Rule(
        WARNING,
        N_("The file begins with a byte order mark; it was passed over."),
        N_("Save the file as UTF-8 without BOM."),
    ),
    "mojibake": Rule(
        ERROR,
        N_("“{text}” is Chinese that was read in a wrong encoding and saved again."),
        N_("Go back to the original text and save it as UTF-8; what stands here cannot be mended."),
    ),
    "invisible-character": Rule(
        WARNING,
        N_("There are invisible characters ({character}); they were left out."),
        N_("They come along from WeChat, WPS or web pages; paste the text as plain text to be rid of them."),
    ),
    "bom-inside": Rule(
        ERROR,
        N_("There is a byte order mark in the middle of the file."),
        N_("Two files seem to have been pasted into one: delete the invisible mark at the start of this line."),
    ),
    "control-character": Rule(
        ERROR,
        N_("There is an invisible control character ({character})."),
        N_("Delete it: it usually stands beside the place where text was pasted."),
    ),
    "conflict-marker": Rule(
        ERROR,
        N_("There is a mark that git left at a conflict."),
        N_("Decide between the two versions and delete the lines <<<<<<<, ======= and >>>>>>>."),
    ),
}

FRONT_MATTER = {
    "no-front-matter": Rule(
        ERROR,
        N_("The file does not begin with front matter."),
        N_("The very first line is ---, then lines such as “unit: 城关镇”, then again ---."),
    ),
    "unclosed-front-matter": Rule(
        ERROR,
        N_("The front matter is not closed."),
        N_("Put a line with --- between the last key and the text."),
    ),
    "yaml-syntax": Rule(
        ERROR,
        N_("This line cannot be understood: {reason}."),
        N_(
            "One key a line, such as “title: 标题”; put a value that holds : # [ ] {{ }} or begins with a "
            'special character into quotes, such as title: "…".'
        ),
    ),
    "full-width-colon": Rule(
        ERROR,
        N_("After “{key}” stands a full-width colon ：."),
        N_("Use the half-width colon and a space: “{key}: …”."),
    ),
    "no-space": Rule(
        ERROR,
        N_("After “{key}:” a space is missing."),
        N_("Write “{key}: {value}”."),
    ),
    "unquoted-hash": Rule(
        ERROR,
        N_("“{text}” would be lost: after a space, # begins a remark."),
        N_('Put the whole value into quotes, such as title: "城关镇 #1 支部"; put two spaces before a remark.'),
    ),
    "second-front-matter": Rule(
        ERROR,
        N_("Below the front matter there is more of it."),
        N_("Put all keys between the first two lines with ---."),
    ),
    "tab": Rule(
        ERROR,
        N_("The line begins with a TAB."),
        N_("Use spaces to indent."),
    ),
    "yaml-feature": Rule(
        ERROR,
        N_("Anchors, aliases and tags (& * !) are not allowed here."),
        N_("Write the value out, in quotes if it begins with & * or !."),
    ),
    "too-deep": Rule(
        ERROR,
        N_("Lists within lists are not understood here."),
        N_("A value is a text, a list of texts, or a list of entries such as - {{publication: 组工信息, issue: 146}}."),
    ),
    "duplicate-key": Rule(
        ERROR,
        N_("“{key}” stands here for the second time (first in line {first})."),
        N_("Keep one of the two."),
    ),
    "unknown-key": Rule(
        ERROR,
        N_("Nobody knows the key “{key}”."),
        N_("Known are: {known}."),
    ),
    "missing-key": Rule(
        ERROR,
        N_("“{key}” ({name}) is missing."),
        N_("Add a line such as “{example}”."),
    ),
    "empty-value": Rule(
        ERROR,
        N_("“{key}” is empty."),
        N_("Write a value, such as “{example}”, or remove the line."),
    ),
    "not-text": Rule(
        ERROR,
        N_("“{key}” has to be one text."),
        N_("Write it in one line, such as “{example}”."),
    ),
    "not-entries": Rule(
        ERROR,
        N_("“{key}” has to be a list of entries."),
        N_("Write for instance “{example}”."),
    ),
}

VALUES = {
    "unknown-unit": Rule(
        ERROR,
        N_("Nobody knows the unit “{name}”."),
        N_("Units stand in registry/units.toml; a new one is added there."),
    ),
    "unknown-category": Rule(
        ERROR,
        N_("Nobody knows the category “{name}”."),
        N_("Known are: {known}."),
    ),
    "unknown-publication": Rule(
        ERROR,
        N_("Nobody knows the publication “{name}”."),
        N_("Publications stand in registry/publications.toml; a new one is added there."),
    ),
    "unknown-term": Rule(
        ERROR,
        N_("“{name}” is no value for “{key}”."),
        N_("Known are: {known}."),
    ),
    "unreadable-date": Rule(
        ERROR,
        N_("“{text}” is no date that can be read."),
        N_("Write it as 2026-03-05 or 2026年3月5日."),
    ),
    "impossible-date": Rule(
        ERROR,
        N_("There is no day “{text}”."),
        N_("Check month and day."),
    ),
    "short-year": Rule(
        ERROR,
        N_("The year in “{text}” has fewer than four digits."),
        N_("Write the year in full, such as 2026-03-05."),
    ),
    "future-date": Rule(
        ERROR,
        N_("“{text}” lies after today ({today})."),
        N_("Check the year; if the date is right, build on that day or with --date."),
    ),
    "bad-number": Rule(
        ERROR,
        N_("“{text}” is no number that “{key}” can have."),
        N_("Write a whole number from 1, such as 146."),
    ),
    "repeated-value": Rule(
        ERROR,
        N_("“{name}” stands twice in “{key}”."),
        N_("Keep one of the two."),
    ),
    "above-class": Rule(
        ERROR,
        N_("The classification “{text}” does not belong into this archive."),
        N_("This archive holds what is {known} only. Take the item out and handle it by the rules for its class."),
    ),
    "long-title": Rule(
        ERROR,
        N_("The title has {length} characters; more than {limit} cannot be set."),
        N_("Shorten it."),
    ),
}

TEXTS = {
    "empty-body": Rule(
        ERROR,
        N_("There is no text below the front matter."),
        N_("Write the item's text below the second ---."),
    ),
    "broken-link": Rule(
        ERROR,
        N_("The link “{target}” leads nowhere."),
        N_("Link to the file, such as ../2025/jinqiao.md."),
    ),
    "link-to-draft": Rule(
        ERROR,
        N_("The link leads to “{other}”, which is a draft."),
        N_("Take the link out until the draft is published."),
    ),
    "broken-anchor": Rule(
        ERROR,
        N_("The link “{target}” leads to no heading of this text."),
        N_("Link to a heading by its words, without punctuation, such as #一支部建在外."),
    ),
    "broken-image": Rule(
        ERROR,
        N_("The picture “{target}” is not there."),
        N_("Put the picture beside the item and name it, such as ![说明](photo.jpg)."),
    ),
    "remote-image": Rule(
        ERROR,
        N_("The picture “{target}” lies on another machine."),
        N_("Save it beside the item and name it, such as ![说明](photo.jpg)."),
    ),
    "link-scheme": Rule(
        ERROR,
        N_("The link “{target}” cannot be opened by readers."),
        N_("Links begin with http://, https:// or mailto:, or lead to a file of the archive."),
    ),
    "raw-html": Rule(
        WARNING,
        N_("“{text}” looks like HTML; it is shown as it is written."),
        N_("Use Markdown instead, such as **bold** or a table with |."),
    ),
    "too-nested": Rule(
        ERROR,
        N_("Brackets, lists or quotations stand more than {limit} deep within each other, or are never closed."),
        N_("Close each bracket, and indent lists by less; something seems to have been pasted by mistake."),
    ),
    "too-many-marks": Rule(
        ERROR,
        N_("Too many marks of Markdown stand together: {count}; more than {limit} cannot be read."),
        N_("Remove what was pasted by mistake; put an empty line between paragraphs."),
    ),
    "too-many-headings": Rule(
        ERROR,
        N_("The text has {count} headings; more than {limit} cannot be shown."),
        N_("Make several items of it, or lists of the headings."),
    ),
    "too-many-footnotes": Rule(
        ERROR,
        N_("The text has {count} footnotes; more than {limit} cannot be shown."),
        N_("Make several items of it, or put the remarks into the text."),
    ),
    "leftover-markup": Rule(
        WARNING,
        N_("“{text}” is shown to readers as it is written."),
        N_(
            "If it is meant to be bold, no space stands inside the marks, such as **注意：**; a heading begins with a "
            "half-width #; a table has a line |---|---| below its first, with as many columns."
        ),
    ),
    "table-row": Rule(
        WARNING,
        N_("The row has {count} cells, its table {columns} columns; the rest is not shown."),
        N_("Give the first row as many cells, or write \\| for a | that is part of the text."),
    ),
    "rule-or-heading": Rule(
        WARNING,
        N_("The line {mark} makes a heading of “{text}” above it."),
        N_("Put an empty line between them if you want a rule; write ## before it if you want a heading."),
    ),
    "unclosed-fence": Rule(
        WARNING,
        N_("A block of code begins here and never ends; it is shown as it is written."),
        N_("Put a line with the same marks (``` or ~~~) below the block."),
    ),
    "duplicate-footnote": Rule(
        ERROR,
        N_("The footnote “{name}” is written twice (first in line {first})."),
        N_("Give one of the two another name, in the text as well."),
    ),
    "unknown-footnote": Rule(
        WARNING,
        N_("There is no footnote “{name}”; the mark is shown as it is written."),
        N_("Write the footnote on a line of its own, with a half-width colon: [^{name}]: …"),
    ),
    "unused-footnote": Rule(
        WARNING,
        N_("Nothing in the text refers to the footnote “{name}”."),
        N_("Put [^{name}] where it belongs, or remove the footnote."),
    ),
    "too-short": Rule(
        WARNING,
        N_("The text has {length} characters; {category} asks for at least {limit}."),
        N_("Enlarge it, or choose another category."),
    ),
    "too-long": Rule(
        WARNING,
        N_("The text has {length} characters; {category} asks for at most {limit}."),
        N_("Shorten it, or choose another category."),
    ),
}

ACROSS = {
    "year-folder": Rule(
        WARNING,
        N_("The date {date} does not belong to the folder {year}."),
        N_("Move the file to the folder of its year, or correct the date."),
    ),
    "date-order": Rule(
        ERROR,
        N_("{later} ({later_day}) comes before {earlier} ({earlier_day})."),
        N_("One of the two dates is wrong."),
    ),
    "unit-not-there": Rule(
        ERROR,
        N_("{unit} did not exist on {date} ({span})."),
        N_("Name the unit that existed then, or correct the date or registry/units.toml."),
    ),
    "unknown-commission": Rule(
        ERROR,
        N_("There is no call or commission “{name}”."),
        N_("Calls stand in content/calls/."),
    ),
    "not-addressed": Rule(
        WARNING,
        N_("The commission “{name}” was not addressed to {unit}."),
        N_("Add the unit to content/calls/{name}.md, or take “commission” out."),
    ),
    "duplicate-title": Rule(
        WARNING,
        N_("“{other}” has the same title."),
        N_("If it is the same item, remove one of the two."),
    ),
    "duplicate-body": Rule(
        ERROR,
        N_("“{other}” has the same text."),
        N_("It seems to have been submitted twice: remove one of the two."),
    ),
    "topic-address": Rule(
        WARNING,
        N_("The topics “{name}” and “{other}” share one page."),
        N_("Write both in the same way."),
    ),
    "unknown-item": Rule(
        ERROR,
        N_("There is no item “{name}”."),
        N_("An item is named by its folder and file name, such as 2026/jinqiao."),
    ),
    "draft-in-issue": Rule(
        ERROR,
        N_("The item “{name}” is a draft."),
        N_("Take “status: draft” out of the item, or take the item out of the issue."),
    ),
    "item-in-two-issues": Rule(
        ERROR,
        N_("The item “{name}” stands in the regular issue “{other}” already."),
        N_("Take it out of one of the two."),
    ),
    "item-after-issue": Rule(
        ERROR,
        N_("The item “{name}” is dated {date}, after the issue ({issue_date})."),
        N_("Correct one of the two dates, or put the item into a later issue."),
    ),
    "left-out": Rule(
        WARNING,
        N_("The item is older than the newest regular issue but stands in none."),
        N_("Add it to the list of an issue."),
    ),
    "number-repeat": Rule(
        ERROR,
        N_("“{other}” has the same number {number}."),
        N_("Give one of the two another number."),
    ),
    "number-gap": Rule(
        WARNING,
        N_("Before number {number}, number {missing} is missing."),
        N_("Check the number; if an issue was never printed, leave it."),
    ),
    "number-order": Rule(
        ERROR,
        N_("Number {number} is dated before “{other}” with a lower number."),
        N_("Check number and date."),
    ),
    "serial-repeat": Rule(
        ERROR,
        N_("“{other}” has the same serial number {number}."),
        N_("Give one of the two another serial number."),
    ),
    "serial-order": Rule(
        WARNING,
        N_("The serial number {number} does not follow {before} of “{other}”."),
        N_("Check the serial numbers."),
    ),
}

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

SCHEMES = {
    "unknown-scheme-key": Rule(
        ERROR,
        N_("Nobody knows the key “{key}” here."),
        N_("Known are: {known}."),
    ),
    "unknown-group": Rule(
        ERROR,
        N_("Nobody knows the group “{name}”."),
        N_("Known are: {known}."),
    ),
    "unknown-points": Rule(
        ERROR,
        N_("“{name}” is no level, publication, treatment or category that points can be given for."),
        N_('Use the names of the registry, such as {{ "市" = 5, "省" = 10 }}.'),
    ),
    "unknown-target": Rule(
        ERROR,
        N_("There is no target “{name}” while this scheme is in force."),
        N_("Targets stand in registry/targets/, each with an id."),
    ),
    "not-tables": Rule(
        ERROR,
        N_("“{key}” has to stand in double brackets."),
        N_("Write [[{key}]] above each of its rules."),
    ),
    "never-applies": Rule(
        ERROR,
        N_("None of the publications in “{key}” has that level or kind: the rule never applies."),
        N_("Remove the level or kind, or name other publications."),
    ),
    "setting-conflict": Rule(
        ERROR,
        N_("“{key}” and “{other}” contradict each other."),
        N_("docs/scoring.md shows which settings go together; change or remove one of the two."),
    ),
    "rules-overlap": Rule(
        ERROR,
        N_("“{words}” and “{other}” (line {line}) can both apply to one event, and neither is narrower."),
        N_("Narrow one of the two, or give the one that shall win a higher priority, such as priority = 1."),
    ),
    "rule-twice": Rule(
        ERROR,
        N_("“{words}” and “{other}” (line {line}) are for the same events."),
        N_("Remove one of the two."),
    ),
    "publication-without-points": Rule(
        ERROR,
        N_("No rule says what an adoption by {name} ({level}) is worth."),
        N_("Add a rule for it or for its level; write points = 0 if it shall earn nothing."),
    ),
    "adoption-without-points": Rule(
        WARNING,
        N_("No rule of {scheme} fits this adoption by {name}: it earns nothing."),
        N_("Add its treatment here, or a rule to the scheme; write points = 0 there if it shall earn nothing."),
    ),
    "schemes-overlap": Rule(
        ERROR,
        N_("From {first} to {last} “{other}” is in force as well."),
        N_("Set valid-from and valid-to so that one scheme ends before the next begins."),
    ),
}

RULES = FILES | FRONT_MATTER | VALUES | TEXTS | ACROSS | REGISTRY | SCHEMES


REASONS = (
    N_("mapping values are not allowed in this context"),
    N_("could not find expected ':'"),
    N_("did not find expected key"),
    N_("did not find expected ',' or ']'"),
    N_("did not find expected ',' or '}'"),
    N_("did not find expected node content"),
    N_("found unexpected end of stream"),
    N_("found unexpected document indicator"),
    N_("found character that cannot start any token"),
    N_("found undefined tag handle"),
    N_("block sequence entries are not allowed in this context"),
    N_("two documents in one"),
    N_("no keys"),
    N_("a key has to be a word"),
    N_("Invalid value"),
    N_("Unclosed array"),
    N_("Expected '=' after a key in a key/value pair"),
    N_("Illegal character '\\n'"),
    N_("Cannot overwrite a value"),
    N_("the number is too long"),
)
"""What PyYAML and tomllib give as reasons, for the catalogue."""


def severity(problem: Problem) -> Severity:
    """Return how much *problem* matters."""
    return RULES[problem.code].severity


def describe(problem: Problem, say: Translator) -> tuple[str, str]:
    """Return what is wrong and how to mend it, in the translator's language."""
    rule = RULES[problem.code]
    values = {key: say(value) if key == "reason" else _short(key, value) for key, value in problem.values.items()}
    cure = say(rule.cure, **values)
    if near := problem.values.get("nearest", ""):
        cure = say("Did you mean “{nearest}”? {cure}", nearest=near, cure=cure)
    return say(rule.message, **values), cure


def _short(key: str, value: str) -> str:
    """Return *value* as it fits into a sentence; what is offered is given in full."""
    return value if key in ("known", "example") or len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
