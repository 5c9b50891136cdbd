"""Whatever an archive holds, the numbers on its pages are the lengths of the lists that they lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.loader import LoadedArchive
from bulletin.markdown.renderer import Body
from bulletin.model.archive import Archive
from bulletin.model.enums import Level, Treatment
from bulletin.model.records import Adoption, Endorsement, Item, Outcome
from bulletin.model.redaction import redact
from bulletin.model.registry import Category, Group, Publication, Registry, Unit
from tests.support.page_views import check_numbers, render_context_of, views_of

TODAY = date(2026, 11, 22)
REGISTRY = Registry(
    groups=(Group(id="one", name="一组"), Group(id="empty", name="空组")),
    units=(
        Unit(id="a", name="<甲>", group="one"),
        Unit(id="b", name="乙", group="one", joined=date(2026, 1, 1)),
        Unit(id="c", name="丙", left=date(2025, 12, 31), successor="b"),
        Unit(id="d", name="丁", group="unheard-of"),
    ),
    categories=(Category(id="news", name="动态"), Category(id="none", name="空类")),
    publications=(
        Publication(id="high", name="高&", level=Level.CENTRAL, headline=True),
        Publication(id="low", name="低", level=Level.TOWNSHIP),
    ),
)

days = st.integers(0, 900).map(lambda n: TODAY - timedelta(days=n))
maybe = st.one_of(st.none(), days)
adoptions = st.builds(
    Adoption,
    publication=st.sampled_from(["high", "low"]),
    date=maybe,
    treatment=st.one_of(st.none(), st.sampled_from(Treatment)),
)
items = st.builds(
    Item,
    id=st.just(""),
    path=st.just(""),
    title=st.just(""),
    category=st.just("news"),
    date=days,
    units=st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True).map(tuple),
    topics=st.lists(st.sampled_from(["党建", "AI", "ai", "a/b"]), max_size=2, unique=True).map(tuple),
    adoptions=st.lists(adoptions, max_size=3).map(tuple),
    endorsements=st.lists(st.builds(Endorsement, by=st.just("县长"), date=maybe), max_size=2).map(tuple),
    outcomes=st.lists(st.builds(Outcome, title=st.just("决定"), date=maybe), max_size=2).map(tuple),
)


@st.composite
def archives(draw: st.DrawFn) -> Archive:
    written = [
        replace(item, id=f"{item.date.year}/i{n}", path=f"i{n}", title=f"<b>第{n}篇&")
        for n, item in enumerate(draw(st.lists(items, max_size=8)))
    ]
    withheld = {item.id for item in written if draw(st.booleans())} if draw(st.booleans()) else set()
    shown = [redact(item, frozenset()) if item.id in withheld else item for item in written]
    ordered = tuple(sorted(shown, key=lambda i: (i.date, i.id)))
    return Archive(registry=REGISTRY, today=TODAY, items=ordered, withheld=frozenset(withheld))


@settings(max_examples=20)
@given(archives())
def test_every_number_leads_to_a_list_of_exactly_so_many(archive: Archive) -> None:
    bodies = {item.path: Body(html="<p></p>") for item in archive.items}
    views = views_of(render_context_of(LoadedArchive(archive=archive, bodies=bodies, problems=())))
    check_numbers(views)
    for year in archive.years:
        for cell in views[f"years/{year}/"].tree.iter("td"):
            if "b-n" in cell.get("class", "").split():
                assert cell.find("a") is not None or "".join(cell.itertext()).strip() == "0"
