"""A first run on a bare machine: ``.venv`` beside ``build.py``, made from the lock file; later runs go straight in.

Only the standard library may be imported here, and sentences stand here in both languages: the catalogue is
read by a package that may not be installed yet. Run as a program, it completes ``.venv`` for the lock file it is given.
"""

from __future__ import annotations

import hashlib
import locale
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from subprocess import CompletedProcess

LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"

_FAILED = (
    """\
The packages could not be installed:
{detail}

Without a network: on a machine with one, same system and same Python {version}, run
    python3 -m pip download --require-hashes -r {lock} -d wheels
copy the folder wheels beside build.py, and run build.py again.""",
    """\
依赖包未能安装：
{detail}

如果本机不能上网：请在一台能上网、系统和 Python 版本（{version}）相同的机器上运行
    python3 -m pip download --require-hashes -r {lock} -d wheels
把得到的 wheels 文件夹复制到 build.py 旁边，再运行一次 build.py。""",
)
_NO_VENV = (
    """\
Python cannot make a virtual environment here: {detail}
On Debian and Ubuntu install the package python3-venv, then run build.py again.""",
    """\
此处无法建立 Python 虚拟环境：{detail}
在 Debian、Ubuntu、统信、麒麟等系统上请先安装 python3-venv，再运行一次 build.py。""",
)
_SENTENCES = {
    "first": (
        "Preparing .venv from {lock}; this takes about a minute …",
        "正在按 {lock} 准备运行环境 .venv，约需一分钟……",
    ),
    "wheels": (
        "Preparing .venv from {lock} and the folder wheels …",
        "正在用 wheels 文件夹中的安装包按 {lock} 准备运行环境 .venv……",
    ),
    "wait": ("Another run is preparing .venv; waiting for it …", "另一个进程正在准备 .venv，请稍候……"),
    "unwritable": (
        "The environment .venv cannot be prepared in {folder}: {reason}",
        "无法在 {folder} 中准备运行环境 .venv：{reason}",
    ),
    "failed": _FAILED,
    "no-venv": _NO_VENV,
    "no-lock": ("{lock} is missing; take it from the same release.", "缺少 {lock}，请从同一版本的发行包中取回。"),
}


class Unprepared(Exception):
    """The environment cannot be prepared; the message is for the user."""


def enter(home: str) -> None:
    """Return inside an up-to-date ``.venv``; anywhere else prepare it and start ``build.py`` there."""
    # The current folder may be somebody else's archive: no Python that is started is to look for modules there.
    os.environ["PYTHONSAFEPATH"] = "1"
    place = Path(home)
    try:
        if not _inside(place) or not is_ready(place, LOCK):
            prepare(place, LOCK)
            _go_on(place)
    except Unprepared as reason:
        _tell(str(reason))
        sys.exit(1)
    except OSError as reason:
        _tell(_say("unwritable", folder=home, reason=str(reason)))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def prepare(home: Path, lock: str) -> None:
    """Make ``.venv`` what *lock* says, unless it is already; raise Unprepared if that fails."""
    if is_ready(home, lock):
        return
    if not (home / lock).is_file():
        raise Unprepared(_say("no-lock", lock=lock))
    with _alone(home):
        if not is_ready(home, lock):
            _make(home, lock)


def is_ready(home: Path, lock: str) -> bool:
    """Return whether ``.venv`` was made here, completely, from this very lock."""
    try:
        return _stamp(home, lock).read_text("utf-8") == _mark(home, lock) and python(home).exists()
    except OSError:
        return False


def python(home: Path) -> Path:
    """Return the Python of ``.venv``."""
    return home / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _make(home: Path, lock: str) -> None:
    wheels = any((home / "wheels").glob("*.whl"))
    _tell(_say("wheels" if wheels else "first", lock=lock))
    _stamp(home, lock).unlink(missing_ok=True)
    if not _is_sound(home):
        _renew(home)
    source = ["--no-index", "--find-links", str(home / "wheels")] if wheels else []
    command = [str(python(home)), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--require-hashes", *source, "-r", str(home / lock)]
    done = _run(command)
    if done.returncode:
        detail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-6:])
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise Unprepared(_say("failed", lock=lock, detail=detail, version=version))
    # As pip does with what it installs: else every run pays for it where Python may not keep what it compiled.
    _run([str(python(home)), "-m", "compileall", "-q", str(home / "bulletin")])
    _stamp(home, lock).write_text(_mark(home, lock), "utf-8")


def _renew(home: Path) -> None:
    import shutil

    folder = home / ".venv"
    base = getattr(sys, "_base_executable", "") or sys.executable
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    done = _run([base, "-m", "venv", str(folder)])
    if done.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        detail = " ".join((done.stderr or done.stdout).split())
        raise Unprepared(_say("no-venv", detail=detail[:300]))


def _is_sound(home: Path) -> bool:
    """Whether ``.venv`` has a Python of ours that runs, is new enough, has pip, and was not moved here."""
    question = "import sys, pip; print(sys.version_info >= (3, 11), sys.prefix)"
    try:
        done = _run([str(python(home)), "-c", question])
        config = (home / ".venv" / "pyvenv.cfg").read_text("utf-8", "replace")
    except OSError:
        return False
    made_here = "command = " not in config or config.rstrip().endswith(str(home / ".venv"))
    return done.returncode == 0 and done.stdout.startswith("True ") and made_here


def _mark(home: Path, lock: str) -> str:
    digest = hashlib.sha256((home / lock).read_bytes()).hexdigest()
    # Scripts in .venv hold its path, and a Python that was replaced does not see the packages of the old one.
    inside = f"{sys.version_info[0]}.{sys.version_info[1]}" if _inside(home) else _version(home)
    return f"{digest}\n{home / '.venv'}\n{inside}\n"


def _version(home: Path) -> str:
    """Return the version for which packages are installed in ``.venv``, as far as can be seen from outside."""
    found = sorted((home / ".venv" / "lib").glob("python3.*"))
    if found:
        return found[-1].name.removeprefix("python")
    config = (home / ".venv" / "pyvenv.cfg").read_text("utf-8", "replace")
    line = next((line for line in config.splitlines() if line.startswith("version")), "")
    return ".".join(line.partition("=")[2].strip().split(".")[:2])


def _stamp(home: Path, lock: str) -> Path:
    return home / ".venv" / f".{lock}.stamp"


def _inside(home: Path) -> bool:
    return os.path.realpath(sys.prefix) == os.path.realpath(home / ".venv")


def _go_on(home: Path) -> NoReturn:
    command = [str(python(home)), str(home / "build.py"), *sys.argv[1:]]
    if os.name == "nt":
        import subprocess

        try:
            sys.exit(subprocess.call(command))
        except KeyboardInterrupt:
            sys.exit(130)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)  # noqa: S606 - no shell is wanted


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold a lock that the system lets go of whatever becomes of this process."""
    with (home / ".venv.lock").open("a+b") as file:
        if not _lock(file.fileno(), wait=False):
            _tell(_say("wait"))
            _lock(file.fileno(), wait=True)
        yield


def _lock(number: int, *, wait: bool) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _run(command: list[str]) -> CompletedProcess[str]:
    # Not where everything is ready, as it is nearly always.
    import subprocess

    return subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")


def _tell(text: str) -> None:
    # A console that lacks a character shows it escaped, as Python's stderr does by itself.
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _say(key: str, **values: str) -> str:
    english, chinese = _SENTENCES[key]
    return (chinese if _is_chinese() else english).format(**values)


def _is_chinese() -> bool:
    """Whether the user's terminal is Chinese; as ``user_language`` of the package, which may not be imported yet."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    named = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return named.lower().startswith(("zh", "chinese"))


if __name__ == "__main__":
    try:
        prepare(Path(__file__).resolve().parent, sys.argv[1])
    except Unprepared as reason:
        _tell(str(reason))
        sys.exit(1)
