"""The settings of ``[ranking]``: read from TOML, and explained."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bulletin.core.i18n import Translator
from bulletin.core.text import nearest
from bulletin.model.rankings import Ranking, RankingKey
from bulletin.model.registry import lookup_key
from bulletin.model.scheme import Scheme
from bulletin.model.scheme_enums import TieRanking
from bulletin.schemes.toml_table import SchemeTable

EXAMPLE = 'by = ["得分", "采用率"]'


class RankingSettings(NamedTuple):
    """What ``[ranking]`` says."""

    ties: TieRanking
    rankings: tuple[Ranking, ...]
    top: int | None
    words: str


def parse_ranking(table: SchemeTable) -> RankingSettings:
    """Read the table ``[ranking]``."""
    ties, top = table.term("ties", TieRanking, TieRanking.SKIP), table.whole("top", least=1)
    rankings = [found for text in table.texts("by") if (found := _ranking(table, text))]
    if len(set(rankings)) < len(rankings):
        table.note("bad-setting", "by", example=EXAMPLE)
    words = table.text_of("words")
    table.report_unknown_keys()
    return RankingSettings(ties, tuple(dict.fromkeys(rankings)), top, words)


def _ranking(table: SchemeTable, text: str) -> Ranking | None:
    registry = table.registry
    if key := RankingKey.read(text):
        return Ranking(key)
    if publication := registry.publication_names.get(lookup_key(text.strip("《》"))):
        return Ranking(None, publication, registry.publication[publication].name)
    spellings = [key.names[0] for key in RankingKey] + [p.name for p in registry.publications]
    table.note("unknown-term", "by", name=text, nearest=nearest(text, spellings), known="、".join(spellings))
    return None


def ranking_sentences(scheme: Scheme, say: Translator) -> Iterator[str]:
    """Yield what units are ranked by, how ties are ranked and how many ranks a circular names."""
    names = [ranking.name(say) for ranking in scheme.rankings]
    if names:
        yield say("Units are ranked by {ranking}.", ranking=names[0])
    if names[1:]:
        yield say("Beside it stand rankings by {rankings}.", rankings=say(", ").join(names[1:]))
    if scheme.top:
        yield say.ngettext(
            "The circular names the first of each group.",
            "The circular names the first {n} of each group.",
            scheme.top,
        )
    if scheme.ties is TieRanking.DENSE:
        yield say("After a shared rank the next number follows.")
    else:
        yield say("After a shared rank as many numbers are left out.")
