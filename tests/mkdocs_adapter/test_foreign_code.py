"""An archive that comes from strangers runs no code, whatever its ``mkdocs.yml`` names, unless its user trusts it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bulletin.cli import main
from bulletin.core import config
from bulletin.mkdocs_adapter.settings import reader, trust
from tests.support import archives
from tests.support.paths import ROOT

NAME = "site_name: 某局信息\n"
ITEM: Mapping[str, str] = {"content/items/2026/a.md": archives.item(), "content/index.md": "# 首页\n\n编者的话。\n"}
TEMPLATE = "{{{{ cycler.__init__.__globals__.os.mkdir('{marker}') }}}}"
"""Jinja reaches all of Python."""
CODE = "import os\n\nos.mkdir({marker!r})\n"

TAGS = (
    "!!python/object/apply:os.mkdir ['{marker}']",
    "!!python/object/new:os.mkdir ['{marker}']",
    "!!python/object/apply:subprocess.check_call [[mkdir, '{marker}']]",
    "!!python/module:this",
    "!!python/object:pathlib.Path {{}}",
    "!!python/tuple [a]",
    "!<tag:yaml.org,2002:python/object/apply:os.mkdir> ['{marker}']",
)
FILES: dict[str, tuple[str, Mapping[str, str]]] = {
    "a hook": ("hooks: [hooks.py]\n", {"hooks.py": CODE}),
    "a hook that is called as ours": ("hooks: [build.py]\n", {"build.py": CODE}),
    "a hook that is said to be ours": ("hooks: [content/../build.py]\n", {"build.py": CODE}),
    "a hook outside": ("hooks: [../outside.py]\n", {"../outside.py": CODE}),
    "a plugin": ("plugins: [search]\n", {}),
    "a plugin with ours": ("plugins: {bulletin: {}, search: {}}\n", {}),
    "an extension in the archive": ("markdown_extensions: [evil]\n", {"evil.py": CODE}),
    "an extension of Python's": ("markdown_extensions: [toc, 'antigravity:x']\n", {}),
    "a template": ("theme: {custom_dir: looks}\n", {"looks/main.html": TEMPLATE}),
    "a template where ours are": ("theme: {custom_dir: theme}\n", {"theme/main.html": TEMPLATE}),
    "a template outside": ("theme: {custom_dir: ../looks}\n", {"../looks/main.html": TEMPLATE}),
    "another theme": ("theme: {name: windmill}\n", {}),
    "inherited settings outside": ("INHERIT: ../outside.yml\n", {"../outside.yml": "hooks: [../outside.py]\n"}),
    "a hook that is inherited": ("INHERIT: more.yml\n", {"more.yml": "hooks: [hooks.py]\n", "hooks.py": CODE}),
    "a name of Python": ("extra: {a: !!python/name:antigravity.x }\n", {}),
    "the environment": ("site_author: !ENV HOME\n", {}),
    "the environment in a list": ("nav: [!ENV [NOWHERE, index.md]]\n", {}),
    "a relative folder": ("extra: {a: !relative $config_dir}\n", {}),
    "texts outside": ("docs_dir: ../texts\n", {"../texts/index.md": "# 别处\n"}),
    "a site outside": ("site_dir: ../elsewhere\n", {}),
    "a script": ("extra_javascript: ['https://x.example/x.js']\n", {}),
    "a style sheet": ("extra_css: [x.css]\n", {}),
    "a template among the texts": ("extra_templates: [x.html]\n", {}),
    "fonts of another host": ("theme: {font: {text: Roboto}}\n", {}),
    "a logo of another host": ("theme: {logo: 'https://x.example/x.png'}\n", {}),
    "a code repository": ("repo_url: https://github.com/a/b\n", {}),
    "markup in a description": ("site_description: '\"><script>alert(1)</script>'\n", {}),
    "markup in the navigation": ("nav: [{'<img onerror=alert(1)>': [index.md]}]\n", {}),
    "markup in an option": ("markdown_extensions: [{toc: {title: '<script>'}}]\n", {}),
    "a folder to watch": ("watch: [/root]\n", {}),
    "a script in the navigation": ("nav: [x: 'javascript:alert(1)']\n", {}),
    "markup in the palette": ("theme: {palette: {scheme: '\"><script>'}}\n", {}),
    "analytics": ('extra: {analytics: {provider: google, property: "\');alert(1)//"}}\n', {}),
}
"""What stands in ``mkdocs.yml`` below the name, and other files of the archive."""


class Stranger:
    """An archive of somebody else, and what its code would make."""

    def __init__(self, folder: Path) -> None:
        self.root, self.marker = archives.write(folder / "archive", ITEM), folder / "marker"

    def brings(self, settings: str, files: Mapping[str, str] | None = None) -> None:
        """Write its settings, and files."""
        marked = {"marker": str(self.marker)}
        texts = {name: text.format(**marked) if "{marker" in text else text for name, text in (files or {}).items()}
        archives.write(self.root, {"mkdocs.yml": settings, **texts}, {})

    def codes(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
        """Run a command, and return the codes of the problems that it reports; none where it succeeded."""
        asked = ("--archive", str(self.root), "--format", "json", "--lang", "en", "--jobs", "1")
        code = main([*arguments, *asked, "--date", str(archives.TODAY)])
        said = capsys.readouterr()
        if code == 0:
            return set()
        assert (code, said.err) == (1, "")
        return {problem["code"] for problem in json.loads(said.out)["problems"]}

    def codes_apart(self, *arguments: str) -> set[str]:
        """Do the same in a process of its own: within one, MkDocs runs a hook but once."""
        asked = ("--archive", str(self.root), "--format", "json", "--lang", "en", "--jobs", "1")
        command = [sys.executable, str(ROOT / "build.py"), *arguments, *asked, "--date", str(archives.TODAY)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode in (0, 1), done.stderr) == (True, "")
        return {problem["code"] for problem in json.loads(done.stdout)["problems"]} if done.returncode else set()


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stranger:
    found = Stranger(tmp_path)
    # As an editor stands in it.
    monkeypatch.chdir(found.root)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return found


class TestUntrusted:
    @pytest.mark.parametrize("tag", TAGS)
    @pytest.mark.parametrize("where", ["site_name: {tag}\n", "site_name: a\nextra: {{a: [{tag}]}}\n", "{tag}: a\n"])
    def test_tags_run_nothing(
        self, stranger: Stranger, tag: str, where: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stranger.brings(where.format(tag=tag.format(marker=stranger.marker)))
        for trusting in ((), ("--trust",)):
            assert stranger.codes(capsys, "check", *trusting) <= {"yaml-feature", "yaml-syntax"}
            assert stranger.codes(capsys, "check", *trusting)
            assert stranger.codes(capsys, "build", *trusting)
        assert not stranger.marker.exists()

    @pytest.mark.parametrize(("settings", "files"), FILES.values(), ids=FILES)
    def test_what_is_named_is_refused(
        self, stranger: Stranger, settings: str, files: Mapping[str, str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        stranger.brings(NAME + settings, files)
        for command in ("check", "build", "publish"):
            more = ("--to", str(stranger.root.parent / "to")) if command == "publish" else ()
            assert stranger.codes(capsys, command, *more) == {"untrusted-setting"}
        assert not stranger.marker.exists()
        assert not (stranger.root / "site").exists()
        assert not (stranger.root.parent / "elsewhere").exists()
        assert not (stranger.root.parent / "to/current").exists()
        assert not (stranger.root.parent / "state").exists()

    def test_headers_and_serve_refuse_it_too(self, stranger: Stranger, capsys: pytest.CaptureFixture[str]) -> None:
        stranger.brings(f"{NAME}hooks: [hooks.py]\n", {"hooks.py": CODE})
        assert main(["headers", "--archive", str(stranger.root), "--lang", "en"]) == 1
        assert "untrusted-setting" in capsys.readouterr().err
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--archive", str(stranger.root), "--lang", "en"]
        with subprocess.Popen([*command, "--port", "18937"], stderr=subprocess.PIPE, text=True) as served:
            assert served.stderr
            assert any("untrusted-setting" in line for line in served.stderr)
            served.terminate()
        assert not stranger.marker.exists()

    @pytest.mark.parametrize("target", ["outside.yml", "../outside.yml"])
    def test_links_lead_nowhere(self, stranger: Stranger, target: str, capsys: pytest.CaptureFixture[str]) -> None:
        outside = stranger.root.parent / "outside.yml"
        outside.write_text("site_author: 别处的话\n", "utf-8")
        if target == "outside.yml":
            (stranger.root / target).symlink_to(outside)
        stranger.brings(f"{NAME}INHERIT: {target}\n")
        assert stranger.codes(capsys, "check") == {"untrusted-setting"}
        (stranger.root / "mkdocs.yml").unlink()
        outside.write_text(NAME, "utf-8")
        (stranger.root / "mkdocs.yml").symlink_to(outside)
        assert stranger.codes(capsys, "check") == {"untrusted-setting"}

    def test_the_site_is_not_written_through_a_link(
        self, stranger: Stranger, capsys: pytest.CaptureFixture[str]
    ) -> None:
        outside = stranger.root.parent / "outside"
        outside.mkdir()
        stranger.brings(NAME)
        (stranger.root / "site").symlink_to(outside)
        (stranger.root / ".cache").symlink_to(outside)
        assert stranger.codes(capsys, "check") == {"untrusted-setting"}
        assert stranger.codes(capsys, "build") == {"untrusted-setting"}
        (stranger.root / "site").unlink()
        assert stranger.codes(capsys, "build") == set()
        assert not list(outside.iterdir())

    @pytest.mark.parametrize("folder", ["content", "registry", "issues"])
    def test_a_folder_that_is_a_link_is_not_read(
        self, stranger: Stranger, folder: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (stranger.root / folder).mkdir(exist_ok=True)
        (stranger.root / folder).rename(stranger.root.parent / "outside")
        (stranger.root / folder).symlink_to(stranger.root.parent / "outside")
        assert "symlink" in stranger.codes(capsys, "check")

    def test_what_a_cache_in_the_archive_says_is_not_believed(self, stranger: Stranger) -> None:
        other = "content/items/2026/b.md"
        stranger.brings(NAME, {"content/items/2026/a.md": archives.item(), other: archives.item("乙。", title="乙")})
        forge = (
            "import sys; from pathlib import Path; from bulletin.build.cache import store; "
            "(path,) = (Path(sys.argv[1]) / '.cache').glob('archive-*'); "
            "kept = store.packed(store.load(path)).replace('夜谈会'.encode(), '伪造的'.encode()); "
            "store.save(path, store.unpacked(kept))"
        )
        surroundings = {**os.environ, "XDG_STATE_HOME": str(stranger.root.parent / "sender"), "PYTHONPATH": str(ROOT)}
        build = [sys.executable, "-m", "bulletin", "build", "--archive", str(stranger.root), "--lang", "en"]
        for command in (build, [sys.executable, "-c", forge, str(stranger.root)]):
            subprocess.run(command, cwd=ROOT, env=surroundings, check=True, capture_output=True)
        for home, is_forged in ((stranger.root.parent / "sender", True), (stranger.root.parent / "reader", False)):
            archives.write(stranger.root, {other: archives.item("乙。", title=home.name)}, {})
            subprocess.run(
                build, cwd=ROOT, env=surroundings | {"XDG_STATE_HOME": str(home)}, check=True, capture_output=True
            )
            pages = (page.read_text("utf-8") for page in stranger.root.glob("site/**/*.html"))
            assert any("伪造的" in page for page in pages) == is_forged

    def test_a_copy_of_the_launcher_is_ours(self, stranger: Stranger, capsys: pytest.CaptureFixture[str]) -> None:
        stranger.brings(f"{NAME}hooks: [build.py]\n")
        shutil.copy(ROOT / "build.py", stranger.root)
        assert stranger.codes(capsys, "build") == set()

    def test_names_of_the_archive_are_told_as_they_are(
        self, stranger: Stranger, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stranger.brings(f"{NAME}hooks: [build.py]\n", {"build.py": CODE})
        assert main(["check", "--archive", str(stranger.root), "--lang", "en"]) == 1
        assert "“hooks: build.py” is not used" in capsys.readouterr().out

    def test_of_other_files_nothing_is_told(self, stranger: Stranger, capsys: pytest.CaptureFixture[str]) -> None:
        (stranger.root.parent / "secret").write_text("root:secret\n\tx: [\n", "utf-8")
        stranger.brings(f"{NAME}INHERIT: ../secret\nhooks: [/nowhere/hook.py]\n")
        assert stranger.codes(capsys, "check") == {"untrusted-setting"}

    @pytest.mark.parametrize("name", ["click", "yaml", "babel", "numpy", "json", "mkdocs"])
    def test_modules_in_the_archive_are_not_imported(self, stranger: Stranger, name: str) -> None:
        stranger.brings(NAME, {f"{name}.py": CODE})
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "bulletin", "build", "--lang", "en"]
        done = subprocess.run(command, cwd=stranger.root, env=surroundings, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert not stranger.marker.exists()

    @pytest.mark.parametrize("name", ["multiprocessing", "pickle", "concurrent", "signal"])
    def test_processes_that_are_started_anew_import_none_either(
        self, stranger: Stranger, tmp_path: Path, name: str
    ) -> None:
        script = tmp_path / "bulletin-command"
        script.write_text(
            f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
            "from bulletin.build import workers\nfrom bulletin.core import parallel\n"
            "parallel.can_fork = workers.can_fork = lambda: False\n"
            "workers._MIN_PAGES_TO_SPAWN = 2\n"
            "from bulletin.cli import command\n"
            "if __name__ == '__main__':\n    command()\n"
        )
        stranger.brings(NAME, {f"{name}.py": CODE})
        command = [sys.executable, str(script), "build", "--jobs", "3", "--lang", "en"]
        # A pool whose processes die at once would wait for ever.
        done = subprocess.run(command, cwd=stranger.root, capture_output=True, text=True, check=False, timeout=300)
        assert (done.returncode, done.stderr) == (0, "")
        assert not stranger.marker.exists()

    def test_what_is_refused_is_told_with_its_cure(
        self, stranger: Stranger, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stranger.brings(f"{NAME}plugins:\n  - bulletin\n  - search\n")
        assert main(["check", "--archive", str(stranger.root), "--lang", "en"]) == 1
        output = capsys.readouterr().out
        assert output.startswith(
            "mkdocs.yml:2  plugins  error  untrusted-setting\n    “plugins: search” is not used: it runs"
        )
        assert "--trust" in output
        assert main(["check", "--archive", str(stranger.root), "--lang", "zh"]) == 1
        assert "没有使用“plugins: search”" in capsys.readouterr().out


HOOK = "import os\nfrom pathlib import Path\n\nimport helper\n\nPath(helper.MARKER).mkdir(exist_ok=True)\n"


class TestTrusted:
    @pytest.fixture
    def known(self, stranger: Stranger, capsys: pytest.CaptureFixture[str]) -> Stranger:
        """An archive with a hook and templates that was trusted, and built."""
        files = {"hooks.py": HOOK, "helper.py": "MARKER = {marker!r}\n", "looks/partials/logo.html": "<b>徽</b>"}
        stranger.brings(f"{NAME}hooks: [hooks.py]\ntheme: {{custom_dir: looks}}\n", files)
        assert stranger.codes(capsys, "build") == {"untrusted-setting"}
        assert stranger.codes_apart("build", "--trust") == set()
        assert stranger.marker.is_dir()
        assert "<b>徽</b>" in (stranger.root / "site/index.html").read_text("utf-8")
        return stranger

    def test_it_is_remembered(self, known: Stranger) -> None:
        for command in ("check", "build"):
            known.marker.rmdir()
            assert known.codes_apart(command) == set()
            assert known.marker.is_dir()

    def test_harmless_settings_and_texts_may_change(self, known: Stranger, capsys: pytest.CaptureFixture[str]) -> None:
        path = known.root / "mkdocs.yml"
        path.write_text(path.read_text("utf-8").replace("某局信息", "另一个名称"), "utf-8")
        archives.write(known.root, {"content/items/2026/b.md": archives.item("又一篇。", title="又一篇")}, {})
        assert known.codes(capsys, "build") == set()
        assert "另一个名称" in (known.root / "site/index.html").read_text("utf-8")

    @pytest.mark.parametrize(
        "change",
        [
            lambda root: (root / "hooks.py").write_text(f"{HOOK}\n# 改\n", "utf-8"),
            lambda root: (root / "helper.py").write_text("MARKER = '/nowhere/at/all'\n", "utf-8"),
            lambda root: (root / "looks/partials/logo.html").write_text("{{ 1 / 0 }}", "utf-8"),
            lambda root: (root / "looks/main.html").write_text("", "utf-8"),
            lambda root: (root / "mkdocs.yml").write_text(f"{NAME}hooks: [hooks.py]\nplugins: [search]\n", "utf-8"),
            lambda root: (root / "os.py").write_text("", "utf-8"),
            lambda root: archives.write(root, {"wheels/helper.py": ""}, {}),
        ],
        ids=["hook", "what it imports", "template", "new template", "plugin", "new module", "module in a folder"],
    )
    def test_what_has_changed_is_asked_for_again(
        self, known: Stranger, change: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
    ) -> None:
        known.marker.rmdir()
        change(known.root)
        for command in ("check", "build"):
            assert known.codes(capsys, command) == {"untrusted-setting"}
        assert not known.marker.exists()

    @pytest.mark.parametrize(
        ("settings", "files", "changed"),
        [
            ("plugins: [{search: {lang: en}}]\n", {}, {"mkdocs.yml": f"{NAME}plugins: [{{search: {{lang: de}}}}]\n"}),
            ("extra_templates: [x.html]\n", {"content/x.html": "a"}, {"content/x.html": TEMPLATE}),
            ("extra_javascript: [x.js]\n", {"content/x.js": "a"}, {"content/x.js": "b"}),
        ],
        ids=["options of a plugin", "a template among the texts", "a script"],
    )
    def test_what_settings_name_further_is_trusted_as_it_was(
        self, stranger: Stranger, settings: str, files: Mapping[str, str], changed: Mapping[str, str]
    ) -> None:
        stranger.brings(NAME + settings, files)
        project = config.find_project(stranger.root, trust=True)
        reader.remember_trust(reader.read_settings(project))
        project = config.find_project(stranger.root)
        assert not reader.read_settings(project).errors
        archives.write(stranger.root, dict(changed), {})
        assert {problem.code for problem in reader.read_settings(project).errors} == {"untrusted-setting"}

    def test_a_copy_is_another_archive(
        self, known: Stranger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shutil.copytree(known.root, tmp_path / "copy")
        known.root = tmp_path / "copy"
        assert known.codes(capsys, "build") == {"untrusted-setting"}

    def test_what_python_compiled_is_not_believed(self, known: Stranger) -> None:
        compiled = known.root / "__pycache__" / f"helper.{sys.implementation.cache_tag}.pyc"
        other = known.root.parent / "other.py"
        other.write_text(f"import os\nMARKER = {str(known.marker)!r}\nos.mkdir(MARKER + '-2')\n", "utf-8")
        script = "import py_compile, sys; py_compile.compile(*sys.argv[1:], doraise=True, invalidation_mode=m)"
        script = script.replace("=m)", "=py_compile.PycInvalidationMode.UNCHECKED_HASH)")
        subprocess.run([sys.executable, "-c", script, str(other), str(compiled)], check=True)
        command = [sys.executable, str(ROOT / "build.py"), "check", "--archive", str(known.root), "--lang", "en"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert not Path(f"{known.marker}-2").exists()

    def test_code_that_fails_is_told_in_one_sentence(self, known: Stranger, capsys: pytest.CaptureFixture[str]) -> None:
        for name, text in (("hooks.py", "1 / 0\n"), ("hooks.py", "def on_nav(nav, **_):\n    1 / 0\n")):
            (known.root / name).write_text(text, "utf-8")
            assert known.codes_apart("check", "--trust") == {"refused-setting"}
        (known.root / "hooks.py").write_text(HOOK, "utf-8")
        (known.root / "looks/main.html").write_text("{% if %}", "utf-8")
        assert known.codes_apart("check", "--trust") == {"refused-setting"}
        assert main(["build", "--archive", str(known.root), "--lang", "en"]) == 1
        output = capsys.readouterr().err
        assert "MkDocs cannot make its part of the site: TemplateSyntaxError" in output
        assert "Traceback" not in output

    @pytest.mark.parametrize(
        ("settings", "field"),
        [
            ("plugins: [nowhere]\n", "plugins"),
            ("markdown_extensions: [nowhere]\n", "markdown_extensions"),
            ("theme: {name: nowhere}\n", "theme"),
            ("theme: {custom_dir: nowhere}\n", "theme.custom_dir"),
            ("hooks: [nowhere.py]\n", "hooks"),
            ("extra_javascript: [3]\n", "extra_javascript"),
        ],
    )
    def test_what_is_not_there_is_told(
        self, stranger: Stranger, settings: str, field: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        stranger.brings(NAME + settings)
        for command in ("check", "build"):
            code = main([command, "--trust", "--archive", str(stranger.root), "--format", "json", "--lang", "en"])
            output = json.loads(capsys.readouterr().out)["problems"]
            assert (code, [(p["line"], p["field"]) for p in output]) == (1, [(2, field)])

    def test_the_environment_is_read(
        self, stranger: Stranger, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("BULLETIN_NAME", "环境里的名称")
        stranger.brings("site_name: !ENV [NOWHERE, BULLETIN_NAME, 信息]\nextra: {a: !!python/name:os.path.join }\n")
        assert stranger.codes(capsys, "build", "--trust") == set()
        assert "环境里的名称" in (stranger.root / "site/index.html").read_text("utf-8")


class TestStore:
    def test_damaged_it_holds_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        trust.remember(tmp_path, "a")
        assert trust.is_trusted(tmp_path, "a")
        assert not trust.is_trusted(tmp_path, "b")
        for damage in ("", "[]", "{", "\0"):
            (tmp_path / "bulletin/trusted.json").write_text(damage)
            assert not trust.is_trusted(tmp_path, "a")

    def test_folders_that_are_gone_are_forgotten(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        (tmp_path / "gone").mkdir()
        trust.remember(tmp_path / "gone", "a")
        (tmp_path / "gone").rmdir()
        trust.remember(tmp_path, "b")
        assert list(json.loads((tmp_path / "bulletin/trusted.json").read_text())) == [str(tmp_path)]

    def test_a_folder_that_cannot_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "bulletin").write_text("")
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
        trust.remember(tmp_path, "a")
        assert not trust.is_trusted(tmp_path, "a")
