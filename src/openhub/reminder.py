"""How what is due is told: as lines for people, as JSON for another program. Nothing here prints."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from openhub.hub.duty import STANDINGS, Duty, Standing
from openhub.model import Ref, Who
from openhub.problems import did_you_mean
from openhub.site import Site
from openhub.words import listed, long_day

_WORDS: Mapping[Standing, str] = {
    "late": "late",
    "soon": "due soon",
    "coming": "coming",
    "undated": "without a day",
}


def owned(duties: Sequence[Duty], owner: str) -> tuple[Duty, ...]:
    """Give what is somebody's."""
    return tuple(duty for duty in duties if owner in duty.owners)


def owner_fault(duties: Sequence[Duty], owner: str, site: Site) -> str:
    """Say what is wrong with an owner: it is no person of the hub, and nothing is theirs."""
    named = {name for duty in duties for name in duty.owners} | {who.name for who in _bylines(site)}
    people = sorted(ref.id for ref in site.entries if ref.kind == "person")
    if owner in named or Ref("person", owner) in site.entries:
        return ""
    return f"nobody has the id '{owner}'{did_you_mean(owner, [*people, *sorted(named)])}"


def _bylines(site: Site) -> Iterator[Who]:
    for entry in site.entries.values():
        yield from entry.data.authors


def lines(duties: Sequence[Duty], last: date) -> Iterator[str]:
    """Write each duty below how it stands, with its place as compilers write it; `last` ends what is soon."""
    headings: dict[Standing, str] = {**_HEADINGS, "soon": f"Due by {long_day(last)}"}
    for standing, group in groupby(duties, key=lambda duty: duty.standing):
        yield f"{headings[standing]}:"
        for duty in group:
            yield from _lines(duty)


_HEADINGS: Mapping[Standing, str] = {"late": "Late", "coming": "Coming", "undated": "Without a day"}


def _lines(duty: Duty) -> Iterator[str]:
    owners = f" ({listed(list(duty.owners))})" if duty.owners else ""
    yield f"  {duty.span}: {duty.what}: {duty.text}{owners}"
    if duty.settle:
        yield f"    if it is done, this line in it settles it: {duty.settle}"


def tally(duties: Sequence[Duty]) -> str:
    """Count what is due: "2 late, 1 due soon and 3 coming"."""
    found = Counter(duty.standing for duty in duties)
    told = [f"{found[standing]:,} {_WORDS[standing]}" for standing in STANDINGS if found[standing]]
    return listed(told) or "Nothing is due"


def as_json(duties: Sequence[Duty], last: date, site: Site) -> str:
    """Write what is due for another program."""
    found = Counter(duty.standing for duty in duties)
    told: dict[str, object] = {
        "asof": site.today.isoformat(),
        "until": last.isoformat(),
        **{standing: found[standing] for standing in STANDINGS},
        "duties": [_data(duty) for duty in duties],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _data(duty: Duty) -> dict[str, object]:
    return {
        "what": duty.what,
        "standing": duty.standing,
        "ref": str(duty.ref),
        "text": duty.text,
        "by": duty.by.isoformat() if duty.by else None,
        "days_late": duty.days,
        "owners": list(duty.owners),
        "settle": duty.settle or None,
        "file": duty.span.file,
        "line": duty.span.line,
        "column": duty.span.column,
    }
