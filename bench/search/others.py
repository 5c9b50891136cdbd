"""The same texts and queries in Material's own search and in Pagefind, where installed (jieba, pagefind[bin])."""

from __future__ import annotations

import html
import importlib.util
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bulletin.search.document import Document

PAGEFIND = """
const pagefind = await import("/pagefind/pagefind.js");
await pagefind.init();
window.ask = async (typed) => {
  const begin = performance.now();
  const found = await pagefind.search(typed);
  const took = performance.now() - begin;
  const all = await Promise.all(found.results.map((one) => one.data()));
  return { took, ids: all.map((one) => one.url) };
};
window.ready = true;
"""
MATERIAL = """
const worker = new Worker("/assets/javascripts/workers/bench.js");
const heard = (wanted) => new Promise((resolve) => {
  worker.onmessage = ({ data }) => data.type === wanted && resolve(data.data);
});
const ready = heard(1);
fetch("/search/search_index.json").then((found) => found.json()).then((index) =>
  worker.postMessage({ type: 0, data: { ...index, options: { suggest: false } } }));
await ready;
window.ask = async (typed) => {
  const begin = performance.now();
  const result = heard(3);
  worker.postMessage({ type: 2, data: typed });
  const found = await result;
  return { took: performance.now() - begin, ids: found.items.map((group) => group[0].location) };
};
window.ready = true;
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of each engine, and how its site is served."""

    queries: Sequence[str]
    fragments: Sequence[tuple[str, str]]
    truth: Callable[[str], set[str]]
    served: Callable[[Path], Any]


def others(folder: Path, documents: Sequence[Document], asked: Asked) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the figures of each engine that is installed."""
    if importlib.util.find_spec("pagefind"):
        site = folder / "pagefind-site"
        took = _pagefind(site, documents)
        for name, form in (("pagefind", "{}"), ("pagefind, quoted", '"{}"')):
            yield name, took | _measure(site, PAGEFIND, form, asked)
    if importlib.util.find_spec("jieba"):
        site = folder / "material-site"
        took = _material(folder / "material", site, documents)
        yield "material", took | _measure(site, MATERIAL, "{}", asked)


def _page(document: Document) -> str:
    body = "".join(f"<p>{html.escape(block)}</p>" for block in document.blocks)
    title = html.escape(document.title)
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title>'
        f"<body><main data-pagefind-body><h1>{title}</h1>{body}</main></body></html>"
    )


def _pagefind(site: Path, documents: Sequence[Document]) -> dict[str, Any]:
    for document in documents:
        path = site / document.id / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(_page(document), "utf-8")
    return _run([sys.executable, "-m", "pagefind", "--site", str(site)], site, len(documents))


def _material(source: Path, site: Path, documents: Sequence[Document]) -> dict[str, Any]:
    for document in documents:
        path = source / "docs" / f"{document.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n\n".join([f"# {document.title}", *document.blocks]), "utf-8")
    (source / "docs/index.md").write_text("# x\n", "utf-8")
    settings = {
        "site_name": "x",
        "site_dir": str(site),
        "theme": {"name": "material", "language": "zh", "font": False},
        "plugins": [{"search": {"lang": ["zh"]}}],
        "nav": ["index.md"],
    }
    (source / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    took = _run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(source / "mkdocs.yml")], site, len(documents))
    worker = next((site / "assets/javascripts/workers").glob("search.*.js"))
    shutil.copy(worker, worker.with_name("bench.js"))
    return took


def _run(command: list[str], site: Path, items: int) -> dict[str, Any]:
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    index = site / "search/search_index.json"
    size = index.stat().st_size / 1e6 if index.exists() else 0
    return {
        "build_cpu_ms_per_item": round(1000 * cpu / items, 2),
        "build_seconds": round(time.perf_counter() - begin, 1),
        "index_mb_with_every_page": round(size, 2),
    }


def _measure(site: Path, script: str, form: str, asked: Asked) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    (site / "bench.html").write_text(f'<!doctype html><meta charset="utf-8"><script type="module">{script}</script>')
    counts, warm = {"missed": 0, "false": 0, "true": 0}, []
    with asked.served(site) as address, sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        page = browser.new_page()
        page.set_default_timeout(100_000)
        begin = time.perf_counter()
        page.goto(f"{address}bench.html")
        page.wait_for_function("window.ready")
        ready = time.perf_counter() - begin
        for query in asked.queries:
            got = set(map(_id, page.evaluate("q => ask(q)", form.format(query))["ids"]))
            warm.append(page.evaluate("q => ask(q)", form.format(query))["took"])
            right = asked.truth(query)
            counts["missed"] += len(right - got)
            counts["false"] += len(got - right)
            counts["true"] += len(right & got)
        ranks = [
            _rank(page.evaluate("q => ask(q)", form.format(text))["ids"], title) for text, title in asked.fragments
        ]
        browser.close()
    return _figures(counts, warm, ranks) | {"seconds_until_ready": round(ready, 1)}


def _id(address: str) -> str:
    return "/".join(address.split("#", maxsplit=1)[0].strip("/").removesuffix("/index.html").split("/")[:2])


def _rank(addresses: Sequence[str], identifier: str) -> float:
    ids = list(dict.fromkeys(map(_id, addresses)))[:10]
    return 1 / (ids.index(identifier) + 1) if identifier in ids else 0.0


def _figures(counts: Mapping[str, int], warm: Sequence[float], ranks: Sequence[float]) -> dict[str, Any]:
    return {
        "recall": round(counts["true"] / max(1, counts["true"] + counts["missed"]), 4),
        "precision": round(counts["true"] / max(1, counts["true"] + counts["false"]), 4),
        "warm_ms_median": round(statistics.median(warm), 1),
        "warm_ms_max": round(max(warm), 1),
        "mrr": round(statistics.mean(ranks), 3),
    }
