"""Page templates: escaped, strict about names, their sentences translated when they are compiled."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, UndefinedError

from bulletin.core.i18n import translator
from bulletin.site.templates import environment


def templates(folder: Path, text: str, language: str = "zh", cache: Path | None = None) -> Environment:
    (folder / "page.html").write_text(text, encoding="utf-8")
    return environment((folder,), translator(language), {"name": "n"}, {"twice": lambda text: text * 2}, cache)


def rendered(folder: Path, text: str, language: str = "zh", cache: Path | None = None, **values: object) -> str:
    return templates(folder, text, language, cache).get_template("page.html").render(values)


def test_values_are_escaped_also_when_they_come_from_filters(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ a }}{{ a | twice }}{{ name }}", a="<b>") == "&lt;b&gt;&lt;b&gt;&lt;b&gt;n"


def test_a_name_or_an_attribute_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UndefinedError):
        rendered(tmp_path, "{{ a }}")
    with pytest.raises(UndefinedError):
        rendered(tmp_path, "{{ a.b }}", a=object())


def test_sentences_without_values_are_constants_of_the_compiled_template(tmp_path: Path) -> None:
    text = '{{ _("Unit") }} {{ (_("Unit"), 1) | first }} {{ _("The year {year}", year=2026) }}'
    assert rendered(tmp_path, text, "en") == "Unit Unit The year 2026"
    assert rendered(tmp_path, text, "zh") == "报送单位 报送单位 2026年概况"
    template = templates(tmp_path, text).get_template("page.html")
    template.globals = {"_": lambda _message, **_values: "?"}
    assert template.render() == "报送单位 报送单位 ?"


def test_compiled_templates_of_one_language_are_not_taken_for_those_of_another(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    said = [rendered(tmp_path, '{{ _("Unit") }}', language, cache) for language in ("zh", "en", "zh")]
    assert said == ["报送单位", "Unit", "报送单位"]
    assert len(list(cache.iterdir())) == 2
