"""How much the scan finds, and how often it is wrong: ``python -m tests.support.recall``."""

import sys
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from bulletin.checks.sensitive import find_sensitive
from tests.support.independent_look_alikes import look_alikes
from tests.support.independent_secrets import Case, secrets


class Tally(NamedTuple):
    """How many cases of each kind there are, and those that were judged wrongly."""

    cases: Counter[str]
    wrong: list[Case]

    def share(self) -> float:
        """Return the share of cases that were judged rightly."""
        return 1 - len(self.wrong) / self.cases.total()


def judge(cases: Iterable[Case]) -> Tally:
    """Return which cases are judged otherwise than they have to be."""
    judged = list(cases)
    return Tally(Counter(case.kind for case in judged), [case for case in judged if not _is_right(case)])


def _is_right(case: Case) -> bool:
    codes = {finding.code for finding in find_sensitive(case.text, public=True)}
    return case.code in codes if case.code else not codes


def main() -> None:
    """Print the figures of the independent set, and with ``-v`` what was judged wrongly."""
    lines = []
    for name, cases in (("found", secrets()), ("left in peace", look_alikes())):
        tally = judge(cases)
        lines.append(f"{name}: {tally.cases.total() - len(tally.wrong)} of {tally.cases.total()}, {tally.share():.1%}")
        for kind, count in Counter(case.kind for case in tally.wrong).most_common():
            lines.append(f"  {kind}: {count} of {tally.cases[kind]} wrong")
        if "-v" in sys.argv:
            lines += [f"    {case.kind}: {case.text!r}" for case in tally.wrong]
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
