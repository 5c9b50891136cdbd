"""How values are written for readers."""

from __future__ import annotations

import pytest

from bulletin.core.i18n import translator
from bulletin.model.enums import PublicationKind
from bulletin.model.formatters import Formatters
from bulletin.model.records import Adoption


@pytest.mark.parametrize(("kind", "where"), [("newspaper", "第4版"), ("bulletin", "第4页"), ("web", "第4页")])
def test_only_newspapers_are_counted_in_sheets(kind: str, where: str) -> None:
    adoption = Adoption(publication="x", date=None, issue="88", page="4")
    assert Formatters(translator("zh")).adoption(adoption, PublicationKind(kind)) == f"第88期 {where}"
