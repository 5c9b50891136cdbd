"""The files of the index: the same bytes for the same archive, and no more of them made anew than have to be."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.loader import LoadedArchive
from bulletin.model import urls
from bulletin.search import index_format
from bulletin.search.index import arrays
from bulletin.search.index.writer import index_files
from tests.support.archives import TODAY, item, loaded

YEARS = {
    f"content/items/{year}/x{n}.md": item(
        f"{year} 年第 {n} 篇，共 {n * 7} 户。", title=f"标题{n}", date=f"{year}-0{n}-05"
    )
    for year in (2023, 2024, 2025)
    for n in range(1, 7)
}
CHANGED = YEARS | {"content/items/2025/x3.md": item("改过的一篇。", title="标题3", date="2025-03-05")}


def built(read: LoadedArchive, jobs: int = 1) -> dict[str, bytes]:
    assert read.errors == ()
    return {address: data for address, data in index_files(read.archive, read.bodies, jobs=jobs) if data is not None}


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = loaded(tmp_path, YEARS, TODAY)
    once = built(read)
    monkeypatch.setattr("bulletin.search.index.writer._MIN_ITEMS_FOR_POOL", 1)
    assert built(read, jobs=2) == once
    backwards = dict(reversed(YEARS.items()))
    assert built(loaded(tmp_path / "again", backwards, TODAY)) == once


def test_shards_are_the_same_whether_a_few_or_all_are_merged_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {
        f"content/items/2025/y{n}.md": item(
            f"第 {n} 篇，共 {n * 977} 户，{'甲乙丙丁'[n % 4]}乡。\n\n{'又一段。' * (n % 5)}",
            title=f"标题{n}" * (n % 9 + 1),
            date=f"2025-0{n % 9 + 1}-05",
        )
        for n in range(200)
    }
    read = loaded(tmp_path, many, TODAY)
    monkeypatch.setattr("bulletin.search.index.postings._BATCH_BYTES", 1 << 24)
    together = built(read)
    monkeypatch.setattr("bulletin.search.index.postings._BATCH_BYTES", 1 << 12)
    assert built(read) == together


def test_an_edit_of_this_year_leaves_the_years_before_alone(tmp_path: Path) -> None:
    before = built(loaded(tmp_path / "before", YEARS, TODAY))
    read = loaded(tmp_path / "after", CHANGED, TODAY)
    after = built(read)
    differ = {address for address in before.keys() | after.keys() if before.get(address) != after.get(address)}
    assert differ
    folder = index_format.FOLDER
    assert all(a.startswith(f"{folder}2025/") or a.endswith((".bin", "/start.json")) for a in differ)
    again = dict(index_files(read.archive, read.bodies, old=before.get, has=before.__contains__))
    assert {address: data if data is not None else before[address] for address, data in again.items()} == after
    kept = {address for address, data in again.items() if data is None}
    assert {f"{folder}{year}/head.json" for year in (2023, 2024)} <= kept


def test_a_file_that_was_lost_is_made_again(tmp_path: Path) -> None:
    read = loaded(tmp_path, YEARS, TODAY)
    whole = built(read)
    lost = f"{index_format.FOLDER}0.bin"
    left = {address: data for address, data in whole.items() if address != lost}
    assert dict(index_files(read.archive, read.bodies, old=left.get, has=left.__contains__))[lost] == whole[lost]


def test_an_index_of_another_kind_is_made_anew(tmp_path: Path) -> None:
    read = loaded(tmp_path, YEARS, TODAY)
    whole = built(read)
    for start in (b"", b"{", b"[]", b'{"version": 0, "segments": []}', b'{"version": 1}'):

        def old(_: str, start: bytes = start) -> bytes:
            return start

        assert None not in dict(index_files(read.archive, read.bodies, old=old, has=lambda _: True)).values()
    assert json.loads(whole[index_format.FOLDER + index_format.START])["version"] == index_format.VERSION


def test_today_is_not_in_the_index(tmp_path: Path) -> None:
    one = built(loaded(tmp_path / "one", YEARS, date(2026, 1, 1)))
    assert one == built(loaded(tmp_path / "other", YEARS, date(2026, 12, 31)))


def test_the_index_lies_among_the_data() -> None:
    assert f"{urls.DATA}search/" == index_format.FOLDER


UNITS = st.integers(0, 0xFFFF)


@given(UNITS, UNITS)
def test_numbers_of_pairs_are_the_same_by_arrays(first: int, second: int) -> None:
    by_arrays = arrays.pair_numbers(np.array([first], dtype=np.uint32), second)
    assert int(by_arrays[0]) == index_format.pair_number(first, second)


def varint(number: int) -> bytes:
    """Return a number as bytes of seven bits each, the lowest first."""
    return bytes([number]) if number < 128 else bytes([number & 127 | 128]) + varint(number >> 7)


@given(st.lists(st.integers(0, 2**28 - 1), max_size=40))
@settings(max_examples=50)
def test_numbers_come_back_from_bytes(numbers: list[int]) -> None:
    from bulletin.search.index.codec import read_varint
    from bulletin.search.index.codec import varint as encoded

    data, sizes = arrays.encode_varints(np.array(numbers, dtype=np.uint32))
    assert sizes.tolist() == [len(varint(number)) for number in numbers]
    assert data.tobytes() == b"".join(map(varint, numbers))
    at = 0
    for number in numbers:
        assert encoded(number) == varint(number)
        found, at = read_varint(data.tobytes(), at)
        assert found == number


@given(st.integers(1, 4096), st.integers(0, 2**32 - 1))
def test_every_number_has_one_shard(shards: int, number: int) -> None:
    place = index_format.shard_of(number, shards)
    assert 0 <= place < shards
    assert index_format.shard_start(place, shards) <= number < index_format.shard_start(place + 1, shards)
    assert number - index_format.shard_start(place, shards) < 1 << 8 * index_format.number_width(shards)
