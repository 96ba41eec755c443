"""How the balance of good and bad news is told to authors: as lines, as data. Nothing here prints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from openhub.hub import balance, ledger
from openhub.hub.balance import Pair, Run
from openhub.model import When
from openhub.site import Site
from openhub.words import clock, count, long_day


def sites(site: Site) -> Iterator[tuple[str, Site]]:
    """Give the hub, then what each audience is told of it, by name; the hub itself has none."""
    yield "", site
    for audience in site.config.audiences:
        yield audience.title or audience.id, _for(site, audience.id)


def _for(site: Site, audience: str) -> Site:
    told = tuple(
        entry for entry in site.listed if not entry.data.audiences or audience in entry.data.audiences
    )
    refs = {entry.ref for entry in told}
    kinds = {
        kind: tuple(entry for entry in entries if entry.ref in refs) for kind, entries in site.by_kind.items()
    }
    return replace(site, listed=told, by_kind=kinds)


def lines(site: Site) -> Iterator[str]:
    """Write the balance: the hub's, then each audience's."""
    for name, part in sites(site):
        found = ledger.balance(part)
        start = f"  {name}" if name else f"Since {long_day(found.since)}"
        share = (
            ", too few to judge" if found.share is None else f"; {found.share:.0%} are bad".replace("%", " %")
        )
        yield f"{start}: {found.good:,} good, {found.bad:,} bad, {found.open:,} still open{share}"
        indent = "    " if name else "  "
        run = None if found.few else balance.longest_run(part)
        if run:
            yield f"{indent}longest without any bad: {_run(run)}"
        for pair in balance.pairs(part):
            yield f"{indent}within 24 hours of big good news: {_pair(pair)}"


def _run(run: Run) -> str:
    news = count(run.news, "good one")
    if run.first == run.last:
        return f"{news}, on {long_day(run.first)}"
    return f"{news}, from {long_day(run.first)} to {long_day(run.last)}"


def _pair(pair: Pair) -> str:
    bad, good = (
        f'"{entry.title}" ({entry.ref}, {_time(at)})'
        for entry, at in ((pair.bad, pair.bad_at), (pair.good, pair.good_at))
    )
    return f"{bad} beside {good}"


def _time(at: When) -> str:
    return f"{long_day(at)}, {clock(at)}" if isinstance(at, datetime) else long_day(at)


def data(site: Site) -> list[dict[str, object]]:
    """Give the balance for another program."""
    return [{"audience": name, **_data(part)} for name, part in sites(site)]


def _data(site: Site) -> dict[str, object]:
    found, run = ledger.balance(site), balance.longest_run(site)
    return {
        "since": found.since.isoformat(),
        "good": found.good,
        "bad": found.bad,
        "open": found.open,
        "few": found.few,
        "share": None if found.share is None else round(found.share, 4),
        "longest_run": run
        and {"news": run.news, "first": run.first.isoformat(), "last": run.last.isoformat()},
        "beside_big": [
            {
                "bad": str(pair.bad.ref),
                "bad_at": pair.bad_at.isoformat(),
                "good": str(pair.good.ref),
                "good_at": pair.good_at.isoformat(),
            }
            for pair in balance.pairs(site)
        ],
    }
