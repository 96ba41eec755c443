"""Between two builds: what time alone changes is what `/openhub-next.json` says, and nothing else."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest

from openhub import build, outputs
from openhub.codes import level_of
from openhub.hub.agenda import happenings
from openhub.hub.spans import span
from openhub.site import Site
from openhub.theme import Theme
from openhub.when import end_of

SECOND = timedelta(seconds=1)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OWN = "/openhub-next.json"
DRAWN = 250
"""So many instants are drawn for each zone: 500 in all."""
ZONES = ("Europe/Berlin", "Pacific/Auckland")


@dataclass(frozen=True)
class Hub:
    """A small hub, held in memory: what it publishes at any instant, and what it says about it."""

    root: Path
    site: Site

    def next(self, now: datetime) -> Next:
        """Read the file as a build at `now` writes it."""
        made = outputs.make(self.site.as_of(now), self.root, lambda *_: None)
        (file,) = (one for one in made.value if f"/{one.path}" == OWN)
        return Next(json.loads(file.content), self.site.zone)

    def at(self, now: datetime) -> Files:
        """Give all files but that one as of an instant."""
        made = outputs.settled(self.site.as_of(now), self.root, lambda *_: None)
        return {address(one.path): (one.content, one.copy) for one in made.value}


Files: TypeAlias = Mapping[str, tuple[bytes, str]]


class Rendered:
    """What templates gave for each page the last time, and for what: most pages are the same at most instants.

    A page's text depends on nothing but the values that the template gets and what its filters look up.
    """

    def __init__(self, render: Callable[..., str]) -> None:
        self.render, self.known, self.used = render, {}, 0

    def __call__(self, theme: Theme, template: str, address: str, values: dict[str, Any]) -> str:
        site, turns = theme._site, values["turns"]
        given = {name: value for name, value in values.items() if name != "turns"}
        given |= {"the site's": (site.config, site.links, site.addresses, site.entries)}
        before = self.known.get((theme._root, address))
        if before and before[:2] == (template, given):
            self.used += 1
            turns += before[2]
            return before[3]
        text = self.render(theme, template, address, values)
        self.known[theme._root, address] = template, given, list(turns), text
        return text


@pytest.fixture(scope="module", autouse=True)
def remembered():
    """Render a page anew only where something of what it is made from has changed."""
    made = Rendered(Theme.render)

    def render(theme, template, address, values):
        return made(theme, template, address, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "render", render)
        yield made


def address(path: str) -> str:
    return f"/{path}".removesuffix("index.html")


@dataclass(frozen=True)
class Next:
    """The file of one build."""

    data: dict
    zone: ZoneInfo

    @cached_property
    def daily(self) -> set[str]:
        return set(self.data["daily"]) - {OWN}

    @cached_property
    def moments(self) -> dict[datetime, set[str]]:
        found: dict[datetime, set[str]] = {}
        for one in self.data["moments"]:
            found.setdefault(datetime.fromisoformat(one["at"]), set()).update(set(one["paths"]) - {OWN})
        return found

    @cached_property
    def midnights(self) -> list[datetime]:
        day, until = date.fromisoformat(self.data["asof"]), date.fromisoformat(self.data["until"])
        days = (day + timedelta(days=number) for number in range(1, (until - day).days))
        return [datetime.combine(one, time(), self.zone).astimezone(UTC) for one in days]

    def named(self, since: datetime, until: datetime) -> set[str]:
        """Name what changes after an instant, up to another one that is included."""
        midnight = any(since < at <= until for at in self.midnights)
        moments = (paths for at, paths in self.moments.items() if since < at <= until)
        return set().union(self.daily if midnight else (), *moments)


def differing(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


@pytest.fixture(scope="module")
def first(hub):
    """The file of the first build."""
    return hub.next(NOW)


@pytest.fixture(scope="module", params=ZONES)
def hub(request, root, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hub")
    settings = f"title: Lamps\nurl: https://lamps.example.org/\nauthority: lamps.example.org,2026\ntimezone: {request.param}\n"
    files = (root / "tests/cases/between-builds/hub.md").read_text(encoding="utf-8").split("\n=== ")
    for file in (f"openhub.yaml\n{settings}{MORE}", *files):
        name, _, text = file.removeprefix("=== ").partition("\n")
        path = folder / name.strip()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    loaded = build.load(folder, build.Options(now=NOW))
    assert [problem for problem in loaded.problems if level_of(problem, {}) == "error"] == []
    return Hub(folder, loaded.value)


MORE = """
products: [{id: lamp, title: The lamp, changelog: content/changelogs/lamp.md}]
audiences: [{id: all, title: All}]
channels: [{name: Chat, url: "https://lamps.example.org/chat", expected_answer: 3 days}]
calendar: {past: 30d, cancelled: 7d, expand: 3 months}
"""


def test_the_file_is_in_order(hub, first):
    found = first
    assert found.data["asof"] == hub.site.today.isoformat()
    assert found.data["zone"] == str(hub.site.zone)
    assert found.data["until"] == hub.site.today.replace(year=hub.site.today.year + 2).isoformat()
    assert found.data["daily"] == sorted(set(found.data["daily"]))
    assert OWN in found.data["daily"]
    keys = [(one["at"], one["because"]) for one in found.data["moments"]]
    assert keys == sorted(set(keys))
    assert all(one["paths"] == sorted(set(one["paths"])) for one in found.data["moments"])


def test_it_is_the_same_all_day_until_something_is_published(hub):
    midnight = datetime(2026, 11, 24, tzinfo=hub.site.zone).astimezone(UTC)
    publication = datetime(2026, 11, 24, 15, 30, tzinfo=hub.site.zone).astimezone(UTC)
    assert publication in {due.at for due in hub.site.as_of(midnight).dues}
    day = [midnight, publication - SECOND, publication, midnight + timedelta(hours=24) - SECOND]
    first, before, after, last = (hub.next(at).data for at in day)
    assert (first, after) == (before, last)
    assert first != after


def test_what_is_held_back_leaves_no_trace_in_it(hub, first):
    text = json.dumps(first.data)
    assert "surprise" not in text.lower()
    assert "/events/held/" not in text
    shown = hub.next(datetime(2027, 11, 1, tzinfo=UTC))
    assert "/events/held/" in json.dumps(shown.data)


def instants(found: Next, hub: Hub) -> list[datetime]:
    """Give what is to be looked at, beside what the file names: both clock changes, a year's end, what is drawn.

    Drawn are days and seconds, and of each event the beginnings and ends of some dates.
    """
    draw = random.Random(str(hub.site.zone))  # noqa: S311 -- the same on each run
    span = (found.midnights[-1] - NOW) // SECOND
    drawn = [NOW + draw.randrange(span) * SECOND for _ in range(DRAWN)]
    year = [at for at in found.midnights if at.astimezone(hub.site.zone).date() == date(2027, 1, 1)]
    nights = pairwise(found.midnights[:400])
    changes = [night for night, following in nights if following - night != timedelta(days=1)]
    assert len(year) == 1
    assert len(changes) >= 2
    return sorted({*drawn, *year, *changes, *draw.sample(found.midnights, 4)})


def turning(hub: Hub) -> list[datetime]:
    """Give the beginnings and ends of some dates of each event, by the rules and not by the file."""
    zone = hub.site.zone
    later = [hub.site, hub.site.as_of(datetime(2027, 11, 1, tzinfo=UTC))]
    ends = [(*span(item, site), end_of(item.ends, zone)) for site in later for item in happenings(site)]
    found = sorted(
        {at.astimezone(UTC) for both in ends for at in both if NOW < at < NOW + timedelta(days=700)}
    )
    return random.Random(str(zone)).sample(found, min(len(found), 12))  # noqa: S311 -- the same on each run


def test_what_time_changes_is_what_the_file_says_and_nothing_else(hub, first, remembered):
    """The file in force is that of the last build: one is made whenever something is published."""
    found, files, before = first, hub.at(NOW), NOW
    known, dues = set(files), {due.at for due in hub.site.dues}
    sharp = {*first.moments, *first.midnights, *turning(hub)}
    looked = sorted(at for at in {*first.moments, *instants(first, hub), *turning(hub)} if at > NOW)
    for number, at in enumerate(looked):
        if at in sharp:
            eve = hub.at(at - SECOND)
            compare(files, eve, found.named(before, at - SECOND), (before, at - SECOND))
            files, before = eve, at - SECOND
        now = hub.at(at)
        if not number % 25:
            remembered.known.clear()
            assert hub.at(at) == now
        if at in dues:
            # What is not there yet is not named; all else is, and the next build says the rest.
            assert differing(files, now) & known <= first.named(before, at), at
            found = hub.next(at)
        else:
            compare(files, now, found.named(before, at), (before, at))
        files, before = now, at
    assert remembered.used > 10 * len(looked)


def compare(old, new, named: set[str], span: tuple[datetime, datetime]) -> None:
    """See that exactly what is named has changed, of what is or was there."""
    changed = differing(old, new)
    assert changed <= named, (span, sorted(changed - named))
    if span[1] - span[0] == SECOND:
        missing = (named & (old.keys() | new.keys())) - changed
        assert not missing, (span, sorted(missing))
