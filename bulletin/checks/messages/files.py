"""Messages about files: names, folders, encoding, images."""

from __future__ import annotations

from bulletin.checks.messages.spec import ERROR, WARNING, ProblemSpec
from bulletin.core.i18n import N_

FILES = {
    "stray-file": ProblemSpec(
        ERROR,
        N_("This file does not belong here."),
        N_(
            "Put items into content/items/<year>/<name>.md, issues into issues/<year>/<name>.md, pictures "
            "(PNG, JPEG, WebP) beside the item that shows them. Copy the text out of Word or PDF files. Remove the "
            "rest."
        ),
    ),
    "stray-table": ProblemSpec(
        ERROR,
        N_("Nobody reads this file of the registry."),
        N_("Known are {known}; rename it, or remove it."),
    ),
    "folder-not-file": ProblemSpec(
        ERROR,
        N_("This is a folder, with the name of a file."),
        N_("Put the file in its place, from the version history if it was there, or give the folder another name."),
    ),
    "left-open": ProblemSpec(
        WARNING,
        N_("A program has left this file or folder behind; it was passed over."),
        N_("Close the program that made it, and delete it if it is still there."),
    ),
    "copied-file": ProblemSpec(
        ERROR,
        N_("By its name this file is a copy of “{original}”, made by a file manager or a cloud drive."),
        N_("Compare the two, take what is newer into “{original}”, and delete this one."),
    ),
    "perhaps-copied": ProblemSpec(
        WARNING,
        N_("By its name this file may be a copy of “{original}”; what is in both counts twice."),
        N_("If it is one, take what is newer into “{original}” and delete this one; if not, give it another name."),
    ),
    "symlink": ProblemSpec(
        ERROR,
        N_("This is a link to another place, not a file."),
        N_("Put the file itself here."),
    ),
    "wrong-suffix": ProblemSpec(
        ERROR,
        N_("The file name “{name}” does not end as it has to."),
        N_("Rename the file to {right}; Windows shows the end of names by View, File name extensions."),
    ),
    "office-file": ProblemSpec(
        ERROR,
        N_("“{name}” is no text file."),
        N_("Take it out, and bring its text in by the command “import”, or copy it into a file that ends in .md."),
    ),
    "bad-name": ProblemSpec(
        ERROR,
        N_("The file name “{name}” cannot become an address."),
        N_("Use letters, digits and hyphens only, such as jinqiao-gongcheng.md, and none of Windows' reserved names."),
    ),
    "circular-name": ProblemSpec(
        ERROR,
        N_("“{name}” is the name of no period that has a circular."),
        N_("Name the text of a circular after its period: 2026-Q3.md, 2026-H1.md or 2026.md."),
    ),
    "circular-not-shown": ProblemSpec(
        WARNING,
        N_("There is no circular of {name} yet, so this text is not shown."),
        N_("It will be, as soon as the period has begun and something was submitted in its year."),
    ),
    "unknown-figure": ProblemSpec(
        ERROR,
        N_("There is no figure “{name}”."),
        N_("The guide lists the figures, such as {{报送条数}} or {{submitted}}; for plain braces write ( and )."),
    ),
    "plain-braces": ProblemSpec(
        WARNING,
        N_("“{name}” in braces is no figure, and stays as it is."),
        N_("The guide lists the figures, such as {{报送条数}} or {{submitted}}; for plain braces write ( and )."),
    ),
    "empty-braces": ProblemSpec(
        ERROR,
        N_("There is no figure in these braces."),
        N_("The guide lists the figures, such as {{报送条数}} or {{submitted}}; for plain braces write ( and )."),
    ),
    "unpaired-brace": ProblemSpec(
        ERROR,
        N_("One of the two braces is missing: {name}"),
        N_("The name of a figure stands between two braces in one line; for plain braces write ( and )."),
    ),
    "figure-not-published": ProblemSpec(
        WARNING,
        N_("“{name}” is about points, which are not published: readers see “none” in its place."),
        N_("Take the sentence out, or let [publish] in registry/bulletin.toml publish points."),
    ),
    "figure-without-scheme": ProblemSpec(
        WARNING,
        N_("“{name}” is about points, and no scheme is in force in this period: readers see “none” in its place."),
        N_("Take the sentence out, or write a scheme for this period in registry/schemes/."),
    ),
    "figure-without-pass": ProblemSpec(
        WARNING,
        N_("“{name}” says nothing, as no scheme of this period has a [pass]: readers see “none” in its place."),
        N_("Take the sentence out, or say in the scheme how many points units need: [pass] points = 6."),
    ),
    "figure-without-targets": ProblemSpec(
        WARNING,
        N_("“{name}” says nothing, as no target has to be met in this period: readers see “none” or 0 in its place."),
        N_("Take the sentence out, or write a target in registry/targets/ whose periods are not longer than this."),
    ),
    "figure-without-earlier": ProblemSpec(
        WARNING,
        N_("“{name}” says nothing, as the year has no period before this one: readers see “none” in its place."),
        N_("Take the sentence out."),
    ),
    "figure-without-group": ProblemSpec(
        WARNING,
        N_("“{name}” is the name of a group, and none is asked for: readers see “none” in its place."),
        N_("Write the group after a colon, such as {{组别:乡镇}}, or its name itself."),
    ),
    "figure-without-groups": ProblemSpec(
        ERROR,
        N_("The figure “{name}” cannot be asked for one group."),
        N_("Take the colon and the group out."),
    ),
    "same-address": ProblemSpec(
        ERROR,
        N_("“{path}” would have the same address as “{other}”."),
        N_("Give one of the two files another name."),
    ),
    "unreadable-file": ProblemSpec(
        ERROR,
        N_("The file cannot be read: {reason}."),
        N_("Check that the file exists and that you may open it."),
    ),
    "empty-file": ProblemSpec(
        ERROR,
        N_("The file is empty."),
        N_("Write the item, or remove the file. The guide shows an example."),
    ),
    "too-large": ProblemSpec(
        ERROR,
        N_("The file is larger than {limit}."),
        N_("An item is a text of a few pages: take out what was pasted by mistake, or make several items of it."),
    ),
    "picture-too-large": ProblemSpec(
        ERROR,
        N_("The picture is larger than {limit}."),
        N_("Make it smaller (in any program for pictures, or by sending it through WeChat without “original”)."),
    ),
    "huge-picture": ProblemSpec(
        ERROR,
        N_("The picture has more than {limit} million pixels."),
        N_("Make it smaller: 2,000 pixels in width are enough."),
    ),
    "no-picture": ProblemSpec(
        ERROR,
        N_("The file is named as a picture but is none that can be shown."),
        N_("Open it in a program for pictures and save it as PNG, JPEG or WebP; renaming a file is not enough."),
    ),
    "other-picture": ProblemSpec(
        ERROR,
        N_("The picture is of another kind than its name says."),
        N_("Open it in a program for pictures and save it as what its name says, or give it the right ending."),
    ),
    "moving-picture": ProblemSpec(
        ERROR,
        N_("The picture moves; only still ones can be printed."),
        N_("Save one frame of it as PNG or JPEG."),
    ),
    "broken-picture": ProblemSpec(
        ERROR,
        N_("The picture is damaged and cannot be opened."),
        N_("Copy it again from where it came from."),
    ),
    "gbk": ProblemSpec(
        ERROR,
        N_("The file is not UTF-8; it looks like GBK, the older Chinese encoding."),
        N_("Run “build.py check --fix”, or open it in Notepad, choose “Save as”, set the encoding to UTF-8, and save."),
    ),
    "utf16": ProblemSpec(
        ERROR,
        N_("The file is UTF-16 (“Unicode” in Notepad), not UTF-8."),
        N_("Run “build.py check --fix”, or open it in Notepad, choose “Save as”, set the encoding to UTF-8, and save."),
    ),
    "not-utf8": ProblemSpec(
        ERROR,
        N_("The file is not UTF-8 text: byte {byte} cannot be read."),
        N_("Save the file as UTF-8."),
    ),
    "bom": ProblemSpec(
        WARNING,
        N_("The file begins with a byte order mark; it was passed over."),
        N_("Run “build.py check --fix”, or save the file as UTF-8 without BOM."),
    ),
    "mojibake": ProblemSpec(
        ERROR,
        N_("“{text}” is Chinese that was read in a wrong encoding and saved again."),
        N_("Go back to the original text and save it as UTF-8; what stands here cannot be mended."),
    ),
    "invisible-character": ProblemSpec(
        WARNING,
        N_("There are invisible characters ({character}); they were left out."),
        N_("They come along from WeChat, WPS or web pages; paste the text as plain text to be rid of them."),
    ),
    "pictograph": ProblemSpec(
        WARNING,
        N_(
            "The sign “{sign}” ({code}) is in no face for print: in PDF files of the site 〓 stands in its place, "
            "and “print” refuses it."
        ),
        N_("Write it in words."),
    ),
    "nonstandard-character": ProblemSpec(
        WARNING,
        N_("There is {character}, which only some fonts show, instead of “{instead}”."),
        N_("Write “{instead}”."),
    ),
    "private-character": ProblemSpec(
        WARNING,
        N_("There is {character}, a character of somebody’s own; most readers see an empty box."),
        N_("Write another sign or word: it comes from the symbols of Word, or was drawn on one computer."),
    ),
    "bom-inside": ProblemSpec(
        ERROR,
        N_("There is a byte order mark in the middle of the file."),
        N_("Two files seem to have been pasted into one: delete the invisible mark at the start of this line."),
    ),
    "control-character": ProblemSpec(
        ERROR,
        N_("There is an invisible control character ({character})."),
        N_("Delete it: it usually stands beside the place where text was pasted."),
    ),
    "conflict-marker": ProblemSpec(
        ERROR,
        N_("There is a mark that git left at a conflict."),
        N_("Decide between the two versions and delete the lines <<<<<<<, ======= and >>>>>>>."),
    ),
    "pushed-too-large": ProblemSpec(
        ERROR,
        N_("The file is larger than {limit}: it cannot be looked into, and no such file is taken."),
        N_("Take it out of the commit; keep such files elsewhere."),
    ),
    "pushed-bomb": ProblemSpec(
        ERROR,
        N_("The file holds far more than its size shows: it cannot be looked into."),
        N_("Take it out of the commit, or unpack it and commit what is needed."),
    ),
    "pushed-locked": ProblemSpec(
        WARNING,
        N_("Nobody can look into this file: it is locked, damaged, or packed in a way that is not known."),
        N_("Make sure yourself that it holds nothing that must not be here."),
    ),
    "pushed-name": ProblemSpec(
        ERROR,
        N_("No file or folder may be called “{name}”."),
        N_("Give it another name in the commit that brings it."),
    ),
    "no-archive": ProblemSpec(
        ERROR,
        N_("This branch holds no archive: there is no {parts} in it."),
        N_("Push an archive; branches that hold something else are named by the hook's BRANCHES."),
    ),
}
