"""How a build is told: problems as text, JSON or annotations, and the closing lines. Nothing here prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openhub.codes import level_of
from openhub.hub import ledger
from openhub.model import Held, Output
from openhub.problems import Level, Problem
from openhub.site import Site
from openhub.words import count, listed, long_day
from openhub.write import Written

_FEW_NAMES = 4
_MANY = {"person": "people", "feedback": "requests"}
_ONE = {"feedback": "request"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The problems of a hub, each with its level, in the order of their places."""

    graded: tuple[tuple[Problem, Level], ...]
    strict: bool = False

    def of(self, level: Level) -> tuple[Problem, ...]:
        """Give the problems of one level."""
        return tuple(problem for problem, found in self.graded if found == level)

    @property
    def failed(self) -> bool:
        """Whether nothing may be written."""
        return bool(self.of("error")) or (self.strict and bool(self.of("warning")))


def findings(
    problems: Iterable[Problem], checks: Mapping[str, Level], *, strict: bool = False, hints: bool = False
) -> Findings:
    """Grade problems as the hub's settings say, and drop what they switch off; hints are kept on request."""
    graded = [(problem, level_of(problem, checks)) for problem in problems]
    graded.sort(key=lambda pair: (pair[0].span, pair[0].code))
    dropped = {"off"} if hints else {"off", "hint"}
    return Findings(graded=tuple(pair for pair in graded if pair[1] not in dropped), strict=strict)


# ── problems ────────────────────────────────────────────────────────────────


def line(problem: Problem, level: Level) -> str:
    """Write a problem as compilers do, so that editors find its place."""
    mark = "" if level == "error" else f"{level}: "
    return f"{problem.span}: {mark}{problem.message} [{problem.code}]"


def lines(found: Findings) -> Iterator[str]:
    """Write every problem; hints are none."""
    return (line(problem, level) for problem, level in found.graded if level != "hint")


def hint_lines(found: Findings) -> Iterator[str]:
    """Write every hint."""
    return (line(problem, "hint") for problem in found.of("hint"))


def github(found: Findings, folder: str = "") -> Iterator[str]:
    """Write every problem as a workflow command of GitHub; `folder` leads to the hub, with a slash."""
    for problem, level in found.graded:
        span = problem.span
        place = {"file": f"{folder}{span.file}", "line": span.line, "col": span.column, "title": problem.code}
        given = ",".join(f"{name}={_property(str(value))}" for name, value in place.items())
        yield f"::{'notice' if level == 'hint' else level} {given}::{_data(problem.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(found: Findings, more: Mapping[str, Any]) -> str:
    """Write the problems, and what else there is to tell, for another program."""
    problems = [
        {"code": problem.code, "level": level, "message": problem.message, "file": problem.span.file,
         "line": problem.span.line, "column": problem.span.column}
        for problem, level in found.graded
    ]  # fmt: skip
    told = {
        "errors": len(found.of("error")),
        "warnings": len(found.of("warning")),
        "hints": len(found.of("hint")),
        **more,
        "problems": problems,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def tally(found: Findings) -> str:
    """Count the problems: "3 problems and 1 warning in 2 files"."""
    words: Mapping[Level, str] = {"error": "problem", "warning": "warning", "hint": "hint"}
    levels = Counter(level for _, level in found.graded)
    amounts = [count(levels[level], word) for level, word in words.items() if levels[level]]
    files = len({problem.span.file for problem, _ in found.graded})
    return f"{listed(amounts)} in {count(files, 'file')}" if amounts else "no problems"


def refused(found: Findings, untouched: str) -> str:
    """Say why nothing was written; `untouched` tells of the site that stands there."""
    strict = "" if found.of("error") else ", and --strict lets no warning pass"
    return f"{tally(found)}{strict}; {untouched}"


def left_out(found: Findings, site: Site) -> str:
    """Say what a site lacks that was built in spite of problems: entries, links, pages."""
    codes = Counter(problem.code for problem in found.of("error"))
    amounts = [
        (len(site.lost) + codes["id-taken"], "entry", "entries"),
        (codes["broken-link"], "link", ""),
        (codes["template"], "page", ""),
        (codes["version-duplicate"], "version", ""),
        (codes["release-unknown"], "long note", ""),
        (codes["file-unreadable"] + codes["file-encoding"], "file", ""),
    ]
    told = [count(number, one, many) for number, one, many in amounts if number]
    total = sum(number for number, _, _ in amounts)
    return f"{listed(told)} {'was' if total == 1 else 'were'} left out" if told else "nothing was left out"


# ── closing lines ───────────────────────────────────────────────────────────


def contents(site: Site) -> str:
    """Count what the hub tells of: "31 posts, 12 releases and 1 event"."""
    counted = Counter(entry.kind for entry in site.entries.values())
    order = ("post", "release", "event", "metric", "person", "feedback", "page")
    kinds = sorted(counted, key=lambda kind: (order.index(kind) if kind in order else len(order), kind))
    return (
        listed([count(counted[kind], _ONE.get(kind, kind), _MANY.get(kind, "")) for kind in kinds])
        or "an empty hub"
    )


def built(site: Site, outputs: Sequence[Output], written: Written, seconds: float) -> str:
    """Say what was built: entries by kind, pages, files, time."""
    pages = count(sum(output.path.endswith(".html") for output in outputs), "page")
    files = (
        f"{count(written.changed, 'file')} changed, {written.same:,} as before, {written.removed:,} removed"
    )
    return f"Built {contents(site)} on {pages}: {files}, in {seconds:.1f} s"


def notes(site: Site) -> Iterator[str]:
    """Say what was held back, and how many posts are on neither side."""
    yield from held_back(site.held)
    neither = sum(entry.kind == "post" for entry in ledger.neutral(site))
    if neither:
        yield f"{count(neither, 'post is', 'posts are')} on neither side; say news: good or bad"


def held_back(held: Sequence[Held]) -> Iterator[str]:
    """Say what was held back, and until when."""
    drafts = [_named(one) for one in held if one.why == "draft"]
    if drafts:
        yield f"Held back as {count(len(drafts), 'draft')}: {_some(drafts)}"
    later = sorted((one for one in held if one.why == "future"), key=lambda one: (str(one.until), one.ref))
    if later:
        yield f"Held back for later: {_some([_named(one) for one in later])}"
    expired = [_named(one) for one in held if one.why == "expired"]
    if expired:
        yield f"Expired: {_some(expired)}"


def _named(held: Held) -> str:
    until = f" until {long_day(held.until)}" if held.until else ""
    return f'"{held.title}"{until}'


def _some(names: list[str]) -> str:
    more = len(names) - _FEW_NAMES
    return ", ".join(names[:_FEW_NAMES]) + (f" and {more:,} more" if more > 0 else "")
