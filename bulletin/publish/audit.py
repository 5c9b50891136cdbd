"""The audit of a finished site: every file is checked before a release becomes current."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from bulletin.checks.messages import problem_severity
from bulletin.checks.sensitive import find_sensitive
from bulletin.core import parallel
from bulletin.core.i18n import N_, Translator
from bulletin.core.problems import BulletinError, Problem, Severity
from bulletin.model.registry import Registry
from bulletin.publish import html_scan, manifest
from bulletin.publish.extract_text import file_texts, strip_drawing_coordinates, visible_text
from bulletin.publish.leak_terms import word_runs
from bulletin.publish.pdf_text import UnreadablePdf

_MIN_FILES_FOR_POOL, _FILES_PER_TASK = 2000, 50
_MARKUP_SUFFIXES = (".html", ".xml", ".svg")

FindSensitive = Callable[[str], Iterable[str]]
"""Yields, masked, what must not be published in a text."""


class AuditFinding(NamedTuple):
    """A reason not to publish a site. ``detail`` never holds the text that must not be published."""

    kind: str
    address: str
    detail: str = ""
    source: str = ""
    """The path of the text behind the page, where there is one."""


MESSAGES = {
    "leak": N_("{address}: holds words of {detail}, which is not published"),
    "secret": N_("{address}: holds what must not be published ({detail})"),
    "link": N_("{address}: leads to {detail}, which does not exist"),
    "anchor": N_("{address}: leads to {detail}, a place that does not exist"),
    "remote": N_("{address}: would fetch {detail} from another host"),
    "script": N_("{address}: holds a script that is not the theme's ({detail}…)"),
    "inline": N_("{address}: holds {detail}, which the policy of the server forbids"),
    "unexpected": N_("{address}: nothing in the archive stands behind this page"),
    "absent": N_("{address}: missing, although the archive has it"),
    "count": N_("{address}: does not hold what the archive holds ({detail})"),
    "odd": N_("{address}: not a regular file"),
    "unreadable": N_("{address}: a PDF that was not made here; nobody can say what is in it"),
}
"""The message for each kind of finding."""


class AuditFailed(BulletinError):
    """The site was built, but must not be published."""

    def __init__(self, findings: Iterable[AuditFinding]) -> None:
        super().__init__("the site must not be published")
        self.findings = tuple(sorted(set(findings)))


def format_finding(finding: AuditFinding, say: Translator) -> str:
    """Return the message of a finding in the translator's language."""
    message = say(MESSAGES[finding.kind], address=finding.address, detail=finding.detail)
    return say("{message} (from {source})", message=message, source=finding.source) if finding.source else message


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRules:
    """The site to be audited, and what is allowed in it."""

    site: Path
    base_url: str = ""
    """The address under which readers open the site, if it is known."""
    leak_terms: Mapping[str, str] = field(default_factory=dict)
    """Words that only unpublished sources hold, with the path of the source."""
    script_hashes: frozenset[str] = frozenset()
    """CSP source expressions of the theme's inline scripts."""
    find_sensitive: FindSensitive | None = None


class FileAudit(NamedTuple):
    """The result for one file."""

    address: str
    digest: str
    targets: tuple[html_scan.ResolvedLink, ...]
    findings: tuple[AuditFinding, ...]


class AuditResult(NamedTuple):
    """The result for a site."""

    manifest: dict[str, str]
    findings: tuple[AuditFinding, ...]


def sensitive_finder(registry: Registry) -> FindSensitive:
    """Return a function that finds what the archive's class does not allow and the registry does not allow by name."""
    return partial(_find_errors, public=registry.is_public, allowed=frozenset(registry.allowed))


def _find_errors(text: str, *, public: bool, allowed: Collection[str]) -> Iterator[str]:
    for finding in find_sensitive(text, public=public, allowed=allowed):
        if problem_severity(Problem(path="", code=finding.code)) is Severity.ERROR:
            yield f"{finding.code}: {finding.masked}"


def audit_site(rules: AuditRules, jobs: int = 1) -> AuditResult:
    """Audit every file of a site with up to *jobs* processes."""
    addresses = tuple(manifest.list_files(rules.site))
    digests: dict[str, str] = {}
    findings: list[AuditFinding] = []
    linked_from: dict[str, dict[str, str]] = {}
    for audited in _audit_files(rules, addresses, jobs):
        digests[audited.address] = audited.digest
        findings += audited.findings
        for target in audited.targets:
            # One page with a link to each target is enough for a message.
            linked_from.setdefault(target.address, {}).setdefault(target.anchor, audited.address)
    return AuditResult(digests, (*findings, *_broken_links(rules.site, linked_from, digests.keys())))


def _broken_links(
    site: Path, linked_from: Mapping[str, Mapping[str, str]], addresses: Collection[str]
) -> Iterator[AuditFinding]:
    """Yield links to missing files and anchors; *linked_from* has a page for each address and anchor."""
    for address, pages in sorted(linked_from.items()):
        if address not in addresses:
            yield AuditFinding("link", next(iter(pages.values())), address)
        elif pages.keys() - {""}:
            anchors = html_scan.page_anchors((site / address).read_text("utf-8"))
            for anchor in sorted(pages.keys() - anchors - {""}):
                yield AuditFinding("anchor", pages[anchor], f"{address}#{anchor}")


def audit_file(rules: AuditRules, address: str) -> FileAudit:
    """Audit one file."""
    path = rules.site / address
    if not stat.S_ISREG(path.lstat().st_mode):
        return FileAudit(address, "", (), (AuditFinding("odd", address),))
    data = path.read_bytes()
    try:
        findings = list(_text_findings(rules, address, data))
    except UnreadablePdf:
        findings = [AuditFinding("unreadable", address)]
    targets: set[html_scan.ResolvedLink] = set()
    if address.endswith((".html", ".xml")):
        page = data.decode()
        tags = html_scan.scan_tags(html_scan.tags_with_attributes(page))
        for link in tags.links:
            if target := html_scan.resolve_link(link.href, address, rules.base_url):
                targets.add(target)
            elif link.is_script:
                findings.append(AuditFinding("inline", address, "javascript:"))
            elif link.is_fetched and not link.href.startswith("data:") and not _is_site_root(link.href, rules.base_url):
                findings.append(AuditFinding("remote", address, link.href.partition("?")[0]))
        if address.endswith(".html"):
            findings += _unknown_scripts(rules, address, page)
            findings += [AuditFinding("inline", address, what) for what in tags.active]
    return FileAudit(address, sha256(data).hexdigest(), tuple(targets), tuple(findings))


def _is_site_root(href: str, base_url: str) -> bool:
    return bool(base_url) and href == base_url.rstrip("/")


def _unknown_scripts(rules: AuditRules, address: str, page: str) -> Iterator[AuditFinding]:
    for script in html_scan.inline_scripts(page):
        if html_scan.script_hash(script) not in rules.script_hashes:
            yield AuditFinding("script", address, script.strip()[:20])


def _text_findings(rules: AuditRules, address: str, data: bytes) -> Iterator[AuditFinding]:
    """Yield the leaks and sensitive data in every text that a file holds."""
    for name, whole in file_texts(address, data):
        lines = tuple(_lines_around_article(whole)) if name.endswith(".html") else ()
        clean = _clean_lines.setdefault(rules.site, set())
        # The lines around the article are the same on thousands of pages: each is checked once.
        text = "\n".join([_article(whole), *(line for line in lines if line not in clean)]) if lines else whole
        if not (found := list(_findings_in(rules, name, address, text))):
            clean.update(lines)
        yield from found


_clean_lines: dict[Path, set[str]] = {}
"""Lines without findings, by the site they were checked for."""


def _article(page: str) -> str:
    return page[page.find("<article") : page.rfind("</article>") + 1]


def _lines_around_article(page: str) -> Iterator[str]:
    """Yield the lines of a page before and after its article; all lines where it has none."""
    start, end = page.find("<article"), page.rfind("</article>") + 1
    yield from page[:start].splitlines() if start >= 0 else page.splitlines()
    yield from page[end:].splitlines() if start >= 0 else ()


def _findings_in(rules: AuditRules, name: str, address: str, text: str) -> Iterator[AuditFinding]:
    if name.endswith(_MARKUP_SUFFIXES):
        text = strip_drawing_coordinates(text)
    for path in _leaking_sources(rules.leak_terms, name, text) if rules.leak_terms else ():
        yield AuditFinding("leak", address, path)
    for found in rules.find_sensitive(text) if rules.find_sensitive else ():
        yield AuditFinding("secret", address, found)


def _leaking_sources(leak_terms: Mapping[str, str], name: str, text: str) -> set[str]:
    """Return the paths of the unpublished sources whose words *text* holds."""
    runs = word_runs(text)
    if name.endswith(_MARKUP_SUFFIXES):
        runs |= word_runs(visible_text(text))
    return {leak_terms[run] for run in runs & leak_terms.keys()}


def _audit_files(rules: AuditRules, addresses: Sequence[str], jobs: int) -> Iterator[FileAudit]:
    if jobs == 1 or len(addresses) < _MIN_FILES_FOR_POOL:
        yield from (audit_file(rules, address) for address in addresses)
        return
    with parallel.process_pool(jobs, _set_worker_rules, rules) as pool:
        yield from pool.map(_audit_in_worker, addresses, chunksize=_FILES_PER_TASK)


_worker_rules: list[AuditRules] = []


def _set_worker_rules(rules: AuditRules) -> None:
    _worker_rules[:] = [rules]


def _audit_in_worker(address: str) -> FileAudit:
    return audit_file(_worker_rules[0], address)
