from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

import pytest

from bulletin import cli
from tests.support import archives
from tests.support.paths import ROOT
from tests.support.waiting import PATIENCE, free_port, until

GOOD: Mapping[str, str | bytes] = {
    "content/items/2026/yetan.md": archives.item(),
    "issues/2026/001.md": archives.issue(),
}
BROKEN: Mapping[str, str | bytes] = {
    "content/items/2026/unit.md": archives.item(title="一", unit="城官镇"),
    "content/items/2026/date.md": archives.item(title="二", date="2026-02-30"),
    "content/items/2026/key.md": archives.item(title="三", titel="多余"),
    "content/items/2026/open.md": "---\ntitle: 四\nunit: 城关镇\n",
    "content/items/2026/link.md": archives.item("见[别处](gone.md)。", title="五"),
}


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return archives.write(tmp_path / "good", GOOD)


def shell(*arguments: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the whole program, as a user does."""
    command = [sys.executable, str(ROOT / "build.py"), *arguments]
    quiet = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **quiet, **environment}, capture_output=True, check=False
    )


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command line within this process."""
    code = cli.main(arguments, program="build.py")
    said = capsys.readouterr()
    return code, said.out, said.err


class TestBuild:
    def test_two_builds_say_what_they_did(self, good: Path) -> None:
        first = shell("--archive", str(good), "--lang", "en")
        assert (first.returncode, first.stderr) == (0, b"")
        lines = first.stdout.decode().splitlines()
        assert re.fullmatch(
            r"Items: 1, issues: 1; pages: \d+ written, 0 unchanged, 0 removed; \d+\.\d seconds\.", lines[0]
        )
        assert lines[1] == f"Open {good}/site/index.html"
        second = shell("--archive", str(good), "--lang", "en").stdout.decode()
        assert re.search(r"pages: 0 written, \d\d+ unchanged, 0 removed", second)

    def test_from_any_folder_and_into_any_folder(self, good: Path, tmp_path: Path) -> None:
        done = shell("build", "--archive", "good", "--site-dir", "out/site", "--lang=zh", cwd=tmp_path)
        assert done.returncode == 0
        assert "打开 out/site/index.html 即可查看" in done.stdout.decode().replace(os.sep, "/")
        assert (tmp_path / "out/site/items/2026/yetan/index.html").is_file()
        assert not (good / "site").exists()

    def test_json(self, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = ask(capsys, "--archive", str(good), "--format", "json")
        assert (code, err) == (0, "")
        found = json.loads(out)
        assert list(found) == ["issues", "items", "pages_removed", "pages_unchanged", "pages_written", "seconds"]
        assert (found["items"], found["issues"]) == (1, 1)
        assert found["pages_written"] > 0

    def test_options_before_and_after_a_command(self, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
        before = ask(capsys, "--archive", str(good), "--format", "json", "check")
        after = ask(capsys, "check", "--archive", str(good), "--format", "json")
        mixed = ask(capsys, "--format", "text", "--archive", str(good), "check", "--format", "json", "--verbose")
        assert before == after == mixed
        assert before[0] == 0

    def test_the_day_can_be_chosen(self, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = ask(capsys, "--archive", str(good), "--date", "2026-03-01", "--lang", "en")
        assert code == 1
        assert "future-date" in err

    def test_warnings_do_not_stop_it(self, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
        archives.write(good, {"content/items/2026/again.md": "\ufeff" + archives.item("另一篇正文。", title="另一篇")})
        code, out, err = ask(capsys, "--archive", str(good), "--lang", "en")
        assert code == 0
        assert "content/items/2026/again.md:1  warning  bom" in err
        assert "1 warning; “build.py check” shows it." in err
        assert out.startswith("Items: 2,")


class TestProblems:
    def test_five_errors_in_one_run_and_the_old_site_stands(self, good: Path) -> None:
        shell("--archive", str(good))
        before = {path: path.read_bytes() for path in (good / "site").rglob("*.html")}
        archives.write(good, BROKEN)
        done = shell("--archive", str(good), "--lang", "en")
        output = done.stderr.decode()
        assert (done.returncode, done.stdout) == (1, b"")
        for place in ("unit.md:3  unit", "date.md:5  date", "key.md:6", "open.md", "link.md:8"):
            assert f"content/items/2026/{place}" in output
        assert output.count("    → ") >= 5
        assert output.endswith("Nothing was built; the old site, if there is one, stands as it was.\n")
        assert {path: path.read_bytes() for path in (good / "site").rglob("*.html")} == before
        assert not list(good.glob("*.next-*"))

    def test_check_as_text(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        root = archives.write(tmp_path, {"content/items/2026/a.md": BROKEN["content/items/2026/unit.md"]})
        code, out, _ = ask(capsys, "check", "--archive", str(root), "--lang", "en")
        assert code == 1
        assert out == (
            "content/items/2026/a.md:3  unit  error  unknown-unit\n"
            "    Nobody knows the unit “城官镇”.\n"
            "    → Did you mean “城关镇”? Units stand in registry/units.toml; a new one is added there.\n"
            "\n"
            "1 error, 0 warnings, in 1 file.\n"
        )

    def test_check_as_json(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = ask(capsys, "check", "--archive", str(archives.write(tmp_path, BROKEN)), "--format", "json")
        assert (code, err) == (1, "")
        found = json.loads(out)
        assert sorted(found) == ["errors", "problems", "warnings"]
        assert found["errors"] >= len(BROKEN)
        for problem in found["problems"]:
            assert sorted(problem) == ["code", "cure", "field", "line", "message", "path", "severity", "written"]
        assert out == json.dumps(found, ensure_ascii=False, sort_keys=True, indent=2) + "\n"

    def test_build_tells_problems_as_json_too(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, out, _ = ask(capsys, "--archive", str(archives.write(tmp_path, BROKEN)), "--format", "json")
        assert code == 1
        assert json.loads(out)["errors"] >= len(BROKEN)

    def test_mkdocs_tells_them_as_well(self, tmp_path: Path) -> None:
        root = archives.write(tmp_path, BROKEN)
        hook = json.dumps(str(ROOT / "build.py"))
        (root / "mkdocs.yml").write_text(f"site_name: x\ntheme: material\ndocs_dir: content\nhooks: [{hook}]\n")
        done = subprocess.run([sys.executable, "-m", "mkdocs", "build"], cwd=root, capture_output=True, check=False)
        assert done.returncode == 1
        assert b"unknown-unit" in done.stdout + done.stderr
        assert b"Traceback" not in done.stderr
        assert not (root / "site").exists()

    @pytest.mark.skipif(os.name == "nt", reason="there is no such shell")
    def test_a_reader_may_stop_reading(self, tmp_path: Path) -> None:
        many = {f"content/items/2026/n{n}.md": archives.item(f"{n}", title=f"{n}", unit="无") for n in range(400)}
        root = archives.write(tmp_path, many)
        command = f"{sys.executable} {ROOT / 'build.py'} check --archive {root} --jobs 1 | head -1"
        done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
        assert done.stderr == b""
        assert b"unknown-unit" in done.stdout

    def test_nothing_wrong(self, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert ask(capsys, "check", "--archive", str(good), "--lang", "zh") == (0, "没有发现问题。\n", "")


class TestUsage:
    @pytest.mark.parametrize(
        "arguments",
        [["nonsense"], ["--nonsense"], ["--jobs", "0"], ["--date", "2026-13-01"], ["--archive", "no/such/folder"]],
        ids=" ".join,
    )
    def test_wrong_usage_is_2(self, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        code, out, err = (
            ask(capsys, *arguments, "--lang", "en") if arguments[0] != "nonsense" else ask(capsys, *arguments)
        )
        assert (code, out) == (2, "")
        assert err

    def test_a_folder_that_is_no_archive(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = ask(capsys, "--archive", str(tmp_path), "--lang", "en")
        assert code == 2
        assert f"“{tmp_path}” is no archive: there is no content/, registry/ in it." in err

    def test_a_folder_of_somebody_else(self, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = ask(capsys, "--archive", str(good), "--site-dir", str(good / "registry"), "--lang", "en")
        assert code == 1
        assert err.startswith(f"{good / 'registry'} holds files that were not made by build.py")
        assert len(list((good / "registry").iterdir())) == len(archives.REGISTRY)

    @pytest.mark.parametrize("command", [[], ["build"], ["check"], ["serve"], ["test"]], ids=str)
    def test_help_in_both_languages(self, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        code, english, _ = ask(capsys, "--lang", "en", *command, "--help")
        assert code == 0
        assert "Options:" in english
        code, chinese, _ = ask(capsys, "--lang", "zh", *command, "--help")
        assert code == 0
        assert chinese.startswith("用法：")
        assert "选项:" in chinese

    @pytest.mark.parametrize("encoding", ["gbk", "ascii"])
    def test_poor_consoles(self, encoding: str, tmp_path: Path) -> None:
        root = archives.write(tmp_path, {**BROKEN, "content/items/2026/a.md": archives.item(unit="𠮷镇")})
        done = shell("check", "--archive", str(root), "--lang", "zh", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
        assert done.returncode == 1
        assert done.stderr == b""
        # A console that claims ASCII gets UTF-8 from click: more often than not it was only set up badly.
        output = done.stdout.decode("utf-8" if encoding == "ascii" else encoding)
        assert "城官镇" in output
        assert ("?镇" if encoding == "gbk" else "𠮷镇") in output

    @pytest.mark.skipif(os.name == "nt", reason="Windows has no such locales")
    @pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.UTF-8", "zh_CN.UTF-8", "zh_CN.GBK"])
    def test_every_locale_reads_and_prints_chinese(self, locale: str) -> None:
        poor = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        for command in (["search", "流动党员"], ["check"], ["explain-scheme"], ["stats", "--period", "2025"]):
            done = shell(*command, cwd=ROOT, PYTHONIOENCODING="ascii", **poor)
            assert done.returncode == 0, command
            assert b"Traceback" not in done.stdout + done.stderr
            if command[0] == "search":
                assert "金桥" in done.stdout.decode("utf-8")

    @pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
    def test_an_interruption_leaves_no_trace(self, good: Path) -> None:
        for number in range(300):
            archives.write(
                good,
                {f"content/items/2026/n{number}.md": archives.item(f"第{number}篇正文。", title=f"第{number}篇")},
                {},
            )
        command = [sys.executable, str(ROOT / "build.py"), "--archive", str(good), "--jobs", "2"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as program:
            while program.poll() is None and not list(good.glob("site.next-*")):
                time.sleep(0.005)
            os.killpg(program.pid, signal.SIGINT)
            _, output = program.communicate(timeout=PATIENCE)
        assert program.returncode == 130
        assert b"Traceback" not in output
        assert not list(good.glob("site*"))


class TestServe:
    def test_it_follows_every_change(self, good: Path) -> None:
        port = free_port()
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--archive", str(good), "--port", str(port)]
        program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(port, "items/2026/yetan/", "夜谈会")
            archives.write(good, {"content/items/2026/yetan.md": archives.item(title="改过的标题")}, {})
            wait_for(port, "items/2026/yetan/", "改过的标题")
            units = archives.UNITS.replace("城关镇", "新城关镇")
            archives.write(
                good, {"registry/units.toml": units.replace('former-names = ["', 'former-names = ["城关镇", "')}, {}
            )
            wait_for(port, "units/", "新城关镇")
        finally:
            program.terminate()
            program.wait(PATIENCE)
        assert not (good / "site").exists()


def wait_for(port: int, address: str, text: str) -> None:
    """Wait until *text* is in the page."""

    def is_shown() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=PATIENCE) as answer:
                return text in answer.read().decode()
        except OSError:
            return False

    until(is_shown)
