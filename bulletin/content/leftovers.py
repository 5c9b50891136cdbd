"""Names of what other programs leave in folders: lock and swap files, backups, folders of file servers, copies."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_SILENT_NAMES = {
    ".gitkeep",
    ".gitignore",
    ".gitattributes",
    ".DS_Store",
    "Thumbs.db",
    "Thumbs.db:encryptable",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "desktop.ini",
    "Desktop.ini",
    ".directory",
    ".localized",
    ".stignore",
}
"""Files that come and go with any folder, of which nobody is told."""

_FILE = re.compile(
    r"""
    \..*\.(?:sw[a-z]|kate-swp|un~)      # swap and undo files of Vim and Kate
    | [^.].*\.sw[op]
    | \.\#.* | \#.*\# | .*~             # Emacs; backups of many editors
    | \d{4,5}                           # Vim tries whether it may write: 4913, 5036 ...
    | ~\$.* | \.~.* | ~.*\.tmp | .*\.~?tmp  # Word, WPS, LibreOffice
    | .*___jb_(?:tmp|old)___            # JetBrains
    | \._.*                             # macOS: what other file systems cannot hold
    | Icon\r
    | \.nfs[0-9a-fA-F]{8,} | \.fuse_hidden[0-9a-fA-F]+  # deleted while open
    | \.goutputstream-\w+               # GNOME, while it writes
    | \..+\.(?:md|toml|json|png|jpe?g|webp)\.\w{6}      # rsync, while it writes
    | \.syncthing\..* | ~syncthing~.* | \.stfolder | \._?sync_\w*\.db.* | \.owncloudsync\.log.* | \.csync_journal\.db.*
    | \.dropbox(?:\.attr)?
    | .*\.(?:part|partial|crdownload|download|downloading|uploading)(?:\.cfg)?  # half of a file
    | .*\.(?:lck|lock)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FOLDER = re.compile(
    r"""
    @eaDir | @tmp | \#recycle | \#snapshot | @Recycle | @Recently-Snapshot | \.@__\w+ | lost\+found  # file servers
    | \$RECYCLE\.BIN | System\ Volume\ Information | \.Trash(?:es|-\d+)? | \.trash
    | \.AppleDouble | \.Spotlight-V100 | \.fseventsd | \.TemporaryItems | \.DocumentRevisions-V100 | __MACOSX
    | \.st(?:folder|versions)(?:\.\w+)? | \.dropbox\.cache | \.sync | \.tmp\.drive(?:down|up)load
    | \.idea | \.vscode | \.obsidian | \.ipynb_checkpoints | __pycache__
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BACKUP = re.compile(r"(.+\.\w+)\.(?:bak|backup|orig|old|rej|save(?:\.\d+)?)", re.IGNORECASE)
_COPY_BEFORE = re.compile(r"(?:copy of|副本|复件|複製|拷贝)[\s_-]+", re.IGNORECASE)
_COPY_AFTER = re.compile(
    r"""
    [\s_-]*[(（\[][^()（）\[\]]*[)）\]]\Z  # x (2), x（1）, x (PC's conflicted copy), x（坚果云冲突）
    | (?:[\s_-]+copy|[\s_-]*的?(?:副本|拷贝|复件|複製))[\s_-]*\d*\Z
    | [\s._-]*(?:sync-)?(?:conflict|冲突)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_silent(name: str) -> bool:
    """Return whether a file of that name belongs to any folder, so that nobody need be told of it."""
    return name in _SILENT_NAMES


def is_leftover_file(name: str) -> bool:
    """Return whether a file of that name is what a program left behind, and cannot be what somebody wrote."""
    return name in _SILENT_NAMES or _FILE.fullmatch(name) is not None


def is_leftover_folder(name: str) -> bool:
    """Return whether a folder of that name belongs to another program."""
    return _FOLDER.fullmatch(name) is not None


def is_in_leftovers(path: str) -> bool:
    """Return whether a file or one of the folders that it is in, with ``/``, is a leftover."""
    *folders, name = path.split("/")
    return is_leftover_file(name) or any(map(is_leftover_folder, folders))


def backed_up_name(name: str) -> str:
    """Return of which file that of the name *name* is a backup by its ending, or "".

    Where there is no such file any more, the backup may be all that is left of a text.
    """
    found = _BACKUP.fullmatch(name)
    return found[1] if found else ""


def copied_name(name: str) -> str:
    """Return of which file that of the name *name* is a copy, as file managers and cloud drives name them, or ""."""
    pure = PurePosixPath(name)
    start = _COPY_BEFORE.match(pure.stem)
    stem = pure.stem[start.end() :] if start else pure.stem
    while found := _COPY_AFTER.search(stem):
        stem = stem[: found.start()]
    return "" if stem in ("", pure.stem) else stem + pure.suffix
