"""Messages about texts: Markdown, links, images."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, WARNING, ProblemSpec
from bulletin.core.i18n import N_

MARKDOWN = {
    "empty-body": ProblemSpec(
        ERROR,
        N_("There is no text below the front matter."),
        N_("Write the item's text below the second ---."),
    ),
    "unwritten-text": ProblemSpec(
        WARNING,
        N_(
            "The text is still to be written; until then the item is a draft, which is not on the site and not counted."
        ),
        N_("Replace this line by the text."),
    ),
    "unwritten-line": ProblemSpec(
        ERROR,
        N_("The line that says that the text is still to be written is still in the text."),
        N_("Take this line out."),
    ),
    "moved-link": ProblemSpec(
        WARNING,
        N_("The link “{target}” names an old address; readers are led on."),
        N_("Link to the file as it is called now."),
    ),
    "wide-address": ProblemSpec(
        ERROR,
        N_("The address “{target}” has full-width signs."),
        N_("Type half-width signs : / . in it."),
    ),
    "no-protocol": ProblemSpec(
        ERROR,
        N_("The address “{target}” does not begin with http:// or https://."),
        N_("Begin it with http:// or https://."),
    ),
    "broken-link": ProblemSpec(
        ERROR,
        N_("The link “{target}” leads nowhere."),
        N_("Link to the file, such as ../2025/jinqiao.md."),
    ),
    "link-to-restricted": ProblemSpec(
        WARNING,
        N_("“{other}” is for a limited readership: the link leads to a notice."),
        N_("Take the link out, and words with it that tell what the item says."),
    ),
    "link-to-draft": ProblemSpec(
        ERROR,
        N_("The link leads to “{other}”, which is a draft."),
        N_("Take the link out until the draft is published."),
    ),
    "broken-anchor": ProblemSpec(
        ERROR,
        N_("The link “{target}” leads to no heading of this text."),
        N_("Link to a heading by its words, without punctuation, such as #一支部建在外."),
    ),
    "broken-image": ProblemSpec(
        ERROR,
        N_("The picture “{target}” is not there."),
        N_("Put the picture beside the item and name it, such as ![说明](photo.jpg)."),
    ),
    "remote-image": ProblemSpec(
        ERROR,
        N_("The picture “{target}” lies on another machine."),
        N_("Save it beside the item and name it, such as ![说明](photo.jpg)."),
    ),
    "link-scheme": ProblemSpec(
        ERROR,
        N_("The link “{target}” cannot be opened by readers."),
        N_("Links begin with http://, https:// or mailto:, or lead to a file of the archive."),
    ),
    "raw-html": ProblemSpec(
        WARNING,
        N_("“{text}” looks like HTML; it is shown as it is written."),
        N_("Use Markdown instead, such as **bold** or a table with |."),
    ),
    "too-nested": ProblemSpec(
        ERROR,
        N_("Brackets, lists or quotations stand more than {limit} deep within each other, or are never closed."),
        N_("Close each bracket, and indent lists by less; something seems to have been pasted by mistake."),
    ),
    "too-many-marks": ProblemSpec(
        ERROR,
        N_("Too many marks of Markdown stand together: {count}; more than {limit} cannot be read."),
        N_("Remove what was pasted by mistake; put an empty line between paragraphs."),
    ),
    "too-many-lines": ProblemSpec(
        ERROR,
        N_("The text has {count} lines; more than {limit} cannot be read where there is Markdown among them."),
        N_("Make several items of it; something seems to have been pasted by mistake."),
    ),
    "too-many-addresses": ProblemSpec(
        ERROR,
        N_("The addresses of {count} links stand on lines of their own; more than {limit} cannot be read."),
        N_("Put addresses into the links, such as [说明](a.md)."),
    ),
    "same-heading": ProblemSpec(
        WARNING,
        N_("The heading “{text}” stands here for the second time (first in line {first})."),
        N_("Give one of the two other words, or join what stands below them."),
    ),
    "too-many-headings": ProblemSpec(
        ERROR,
        N_("The text has {count} headings; more than {limit} cannot be shown."),
        N_("Make several items of it, or lists of the headings."),
    ),
    "too-many-footnotes": ProblemSpec(
        ERROR,
        N_("The text has {count} footnotes; more than {limit} cannot be shown."),
        N_("Make several items of it, or put the remarks into the text."),
    ),
    "leftover-markup": ProblemSpec(
        WARNING,
        N_("“{text}” is shown to readers as it is written."),
        N_(
            "If it is meant to be bold, no space stands inside the marks, such as **注意：**; a heading begins with a "
            "half-width #; a table has a line |---|---| below its first, with as many columns."
        ),
    ),
    "table-row": ProblemSpec(
        WARNING,
        N_("The row has {count} cells, its table {columns} columns; the rest is not shown."),
        N_("Give the first row as many cells, or write \\| for a | that is part of the text."),
    ),
    "rule-or-heading": ProblemSpec(
        WARNING,
        N_("The line {mark} makes a heading of “{text}” above it."),
        N_("Put an empty line between them if you want a rule; write ## before it if you want a heading."),
    ),
    "joined-lines": ProblemSpec(
        WARNING,
        N_("“{text}” is shown in one paragraph with the line above."),
        N_("Put a blank line between two paragraphs, or run “build.py check --fix”."),
    ),
    "table-of-tabs": ProblemSpec(
        WARNING,
        N_("The tabs in “{text}” are shown as spaces, not as a table."),
        N_("Write | between the columns and |---|---| below the first row, or run “build.py check --fix”."),
    ),
    "lone-tab": ProblemSpec(
        WARNING,
        N_("The tab in “{text}” is shown as spaces."),
        N_("Take it away, or run “build.py check --fix”, which makes one space of it."),
    ),
    "indented-paragraph": ProblemSpec(
        WARNING,
        N_("“{text}” begins with four spaces or a tab, and is shown as code."),
        N_("Take the spaces away: paragraphs are indented by themselves. “build.py check --fix” does so."),
    ),
    "text-below-table": ProblemSpec(
        WARNING,
        N_("“{text}” is shown as a row of the table above."),
        N_("Put a blank line below the table, or run “build.py check --fix”."),
    ),
    "topic-signs": ProblemSpec(
        WARNING,
        N_("“{text}” begins with #, and is shown as a heading."),
        N_("Put a backslash before a # that is to be shown, or run “build.py check --fix”."),
    ),
    "wide-link": ProblemSpec(
        WARNING,
        N_("The link or picture in “{text}” has full-width signs, and is shown as it is typed."),
        N_("Type half-width signs: [text](address), ![text](file); “check --fix” does so once the file is there."),
    ),
    "unshown-image": ProblemSpec(
        WARNING,
        N_("No text shows this picture."),
        N_("Write ![what is to be seen]({name}) into the text it belongs to, or take the file out."),
    ),
    "fence-words": ProblemSpec(
        WARNING,
        N_("“{text}” stands behind the marks that begin a block of code; it is not shown."),
        N_("Put it on a line of its own above the block."),
    ),
    "lost-words": ProblemSpec(
        WARNING,
        N_("“{text}” is typed here and not shown."),
        N_("Put a backslash (\\) before each * and _ that is to be seen, and blanks around words between ** or *."),
    ),
    "lost-signs": ProblemSpec(
        WARNING,
        N_("“{sign}” is taken for markup here and not shown."),
        N_("If it is to be seen, type {shown}"),
    ),
    "list-number": ProblemSpec(
        WARNING,
        N_("This entry of the list is typed as {typed} and shown as {shown}."),
        N_("Number the entries one after the other; for a number that has to stay write （3）."),
    ),
    "unclosed-fence": ProblemSpec(
        WARNING,
        N_("A block of code begins here and never ends; it is shown as it is written."),
        N_("Put a line with the same marks (``` or ~~~) below the block."),
    ),
    "duplicate-footnote": ProblemSpec(
        ERROR,
        N_("The footnote “{name}” is written twice (first in line {first})."),
        N_("Give one of the two another name, in the text as well."),
    ),
    "unknown-footnote": ProblemSpec(
        WARNING,
        N_("There is no footnote “{name}”; the mark is shown as it is written."),
        N_("Write the footnote on a line of its own, with a half-width colon: [^{name}]: …"),
    ),
    "unused-footnote": ProblemSpec(
        WARNING,
        N_("Nothing in the text refers to the footnote “{name}”."),
        N_("Put [^{name}] where it belongs, or remove the footnote."),
    ),
    "too-short": ProblemSpec(
        WARNING,
        N_("The text has {length} characters; {category} asks for at least {limit}."),
        N_("Enlarge it, or choose another category."),
    ),
    "too-long": ProblemSpec(
        WARNING,
        N_("The text has {length} characters; {category} asks for at most {limit}."),
        N_("Shorten it, or choose another category."),
    ),
}
