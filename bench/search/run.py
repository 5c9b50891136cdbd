"""Measure search in Chromium: bytes, milliseconds, recall, precision, rank of titles, and the cost of building.

python3 -m bench.search.run 10000 [--texts FOLDER] [--others]
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bench.corpus import at_least_one
from bench.search import texts
from bench.search.others import Asked, others
from bulletin.content.loader import LoadedArchive, load
from bulletin.search.document import Document, make_document
from bulletin.search.index.writer import index_files
from bulletin.search.normalize import fold
from tests.support.file_server import Plain, Ranged, served

ROOT = Path(__file__).resolve().parents[2]
_BOUND = 150_000
"""Bytes that a query may fetch at the most."""
SCRIPTS = ("fold", "query", "reader", "matching", "answer", "results")
HARNESS = """
window.fetched = [];
const fetcher = async (name, stamp, from, to) => {
  const headers = to ? { Range: `bytes=${from}-${to - 1}` } : {};
  const data = await (await fetch("data/search/" + name, { headers, cache: "no-store" })).arrayBuffer();
  window.fetched.push([name, data.byteLength]);
  return data;
};
window.start = async () => {
  window.index = await new BulletinSearch.Index(fetcher).open();
  await window.index.openAll();
};
window.ask = async (typed, most) => {
  window.fetched = [];
  const request = new BulletinSearch.SearchRequest(index, BulletinSearch.parseQuery(typed, index.folder, index.fields));
  const begin = performance.now();
  const { hits } = await request.run();
  const took = performance.now() - begin;
  const answered = window.fetched;
  window.fetched = [];
  const ids = [];
  for (const hit of hits.slice(0, most)) ids.push((await index.title(index.segments[hit.segment], hit.number))[0]);
  window.fetched = [];
  for (const hit of hits.slice(0, 10)) {
    await index.text(index.segments[hit.segment], hit.number);
  }
  return { ids, took, total: hits.length, fetched: answered, shown: window.fetched };
};
"""


def queries(documents: Sequence[Document], many: int) -> list[str]:
    """Return pieces of texts in eight classes, the same each time."""
    dice = random.Random(7)
    found: list[str] = []
    pools = [[b for d in documents for b in d.blocks]]
    words = re.compile(r"[\u4e00-\u9fff]+")
    for length in (1, 2, 3, 4, 6):
        chosen = 0
        while chosen < many // 8:
            runs = words.findall(dice.choice(pools[0]))
            run = dice.choice(runs) if runs else ""
            if len(run) >= length:
                at = dice.randrange(len(run) - length + 1)
                found.append(run[at : at + length])
                chosen += 1
    for pattern in (
        r"[\u4e00-\u9fff，、]{8,14}",
        r"[\u4e00-\u9fff]?\d+(?:\.\d+)?[\u4e00-\u9fff%]",
        r"[A-Za-z]+\d*[\u4e00-\u9fff]{0,2}",
    ):
        matches = [m[0] for b in dice.sample(pools[0], min(len(pools[0]), 4000)) for m in re.finditer(pattern, b)]
        found += dice.sample(matches, min(len(matches), many // 8))
    return list(dict.fromkeys(found))


def truth(folded: dict[str, str], query: str) -> set[str]:
    """Return which items hold a query, by plain search."""
    wanted = fold(query)
    before = "(?<![0-9])" if wanted[0].isdigit() else ""
    after = "(?![0-9])" if wanted[-1].isdigit() else ""
    pattern = re.compile(before + re.escape(wanted) + after)
    return {i for i, text in folded.items() if wanted in text and pattern.search(text)}


def build(loaded: LoadedArchive, site: Path) -> dict[str, Any]:
    """Write the index, and return what that cost."""
    begin, wall = time.process_time(), time.perf_counter()
    made = list(index_files(loaded.archive, loaded.bodies))
    cost, took = time.process_time() - begin, time.perf_counter() - wall
    for address, data in made:
        path = site / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data or b"")
    size = sum(len(data or b"") for _, data in made)
    return {
        "build_cpu_ms_per_item": round(1000 * cost / len(loaded.archive.items), 3),
        "build_seconds": round(took, 1),
        "files": len(made),
        "megabytes": round(size / 1e6, 1),
    }


def packed(site: Path, names: Sequence[str]) -> int:
    """Return the size of files as a server sends them compressed."""
    return sum(len(gzip.compress((site / name).read_bytes(), 6)) for name in names)


def fetched(page: Any, query: str, most: int) -> dict[str, Any]:  # noqa: ANN401 - Playwright is untyped here
    """Ask as a reader who has not searched yet."""
    page.evaluate("start()")
    found: dict[str, Any] = page.evaluate("([q, n]) => ask(q, n)", [query, most])
    return found


def measure(
    site: Path, asked: Sequence[str], fragments: Sequence[tuple[str, str]], folded: dict[str, str]
) -> dict[str, Any]:
    """Ask in Chromium."""
    from playwright.sync_api import sync_playwright

    with served(site, Ranged) as address, served(site, Plain) as whole, sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page, other = browser.new_page(), browser.new_page()
        page.goto(address)
        other.goto(whole)
        page.evaluate("start()")
        first = ["data/search/" + name for name, _ in page.evaluate("fetched")]
        first += [f"assets/search/{name}.js" for name in (*SCRIPTS, "box", "page")]
        sizes: dict[str, list[int]] = {"parts": [], "wholes": [], "shown": []}
        warm, cold, wrong = [], [], {"missed": 0, "false": 0, "true": 0}
        for query in asked:
            answer = fetched(page, f'"{query}"', 1_000_000)
            sizes["parts"].append(sum(size for name, size in answer["fetched"] if name.endswith(".bin")))
            sizes["shown"].append(sum(size for _, size in answer["shown"]))
            sizes["wholes"].append(sum(size for _, size in fetched(other, f'"{query}"', 0)["fetched"]))
            cold.append(answer["took"])
            warm.append(page.evaluate("([q, n]) => ask(q, n)", [f'"{query}"', 0])["took"])
            right, got = truth(folded, query), set(answer["ids"])
            wrong["missed"] += len(right - got)
            wrong["false"] += len(got - right)
            wrong["true"] += len(right & got)
        ranks = []
        for fragment, title in fragments:
            ids = page.evaluate("([q, n]) => ask(q, n)", [f'"{fragment}"', 10])["ids"]
            ranks.append(1 / (ids.index(title) + 1) if title in ids else 0)
        browser.close()
    return {
        "queries": len(asked),
        "first_kb_packed": round(packed(site, first) / 1000, 1),
        "query_kb_median": round(statistics.median(sizes["parts"]) / 1000, 1),
        "query_kb_max": round(max(sizes["parts"]) / 1000, 1),
        "query_kb_over_150": sum(size > _BOUND for size in sizes["parts"]),
        "query_kb_without_ranges_median": round(statistics.median(sizes["wholes"]) / 1000, 1),
        "query_kb_without_ranges_max": round(max(sizes["wholes"]) / 1000, 1),
        "excerpts_kb_median": round(statistics.median(sizes["shown"]) / 1000, 1),
        "recall": round(wrong["true"] / max(1, wrong["true"] + wrong["missed"]), 4),
        "precision": round(wrong["true"] / max(1, wrong["true"] + wrong["false"]), 4),
        "warm_ms_median": round(statistics.median(warm), 1),
        "warm_ms_max": round(max(warm), 1),
        "cold_ms_median": round(statistics.median(cold), 1),
        "mrr": round(statistics.mean(ranks), 3),
    }


def title_fragments(documents: Sequence[Document], many: int) -> list[tuple[str, str]]:
    """Return pieces of titles, and the item each is from."""
    dice = random.Random(9)
    found: list[tuple[str, str]] = []
    while len(found) < many:
        chosen = dice.choice(documents)
        if len(chosen.title) > 6:  # noqa: PLR2004 - shorter ones have no pieces
            length = dice.randrange(4, min(10, len(chosen.title)))
            at = dice.randrange(len(chosen.title) - length + 1)
            found.append((chosen.title[at : at + length].strip(), chosen.id))
    return [(text, i) for text, i in found if text and not set(text) & set('"“”「」')]


def main() -> None:
    """Measure, and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=at_least_one)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--queries", type=at_least_one, default=112)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root, site = Path(name) / "archive", Path(name) / "site"
        texts.write(root, args.items, args.texts)
        loaded = load(root, date(2026, 12, 31), 2)
        found = {"items": len(loaded.archive.items)} | build(loaded, site)
        found["build_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
        (site / "assets").mkdir(parents=True)
        shutil.copytree(ROOT / "theme/assets/search", site / "assets/search")
        sources = "".join(f'<script src="assets/search/{name}.js"></script>' for name in SCRIPTS)
        (site / "index.html").write_text(f"<!doctype html><meta charset=utf-8>{sources}<script src=h.js></script>")
        (site / "h.js").write_text(HARNESS)
        documents = [make_document(loaded.archive, i, loaded.bodies[i.path]) for i in loaded.archive.items]
        names = loaded.archive.registry.unit
        folded = {
            d.id: "\0".join(
                [
                    fold(d.title),
                    *map(fold, (*d.blocks, *d.notes, *d.authors, *i.topics)),
                    *(fold(names[u].name) for u in i.units),
                ]
                + [fold(loaded.archive.registry.publication[a.publication].name) for a in i.adoptions]
            )
            for d, i in zip(documents, loaded.archive.items, strict=True)
        }
        asked, fragments = queries(documents, args.queries), title_fragments(documents, 500)
        figures = {"ours": found | measure(site, asked, fragments, folded)}
        if args.others:
            bodies = {d.id: "\0".join(map(fold, (d.title, *d.blocks))) for d in documents}
            figures |= others(Path(name), documents, Asked(asked, fragments, partial(truth, bodies), served))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
