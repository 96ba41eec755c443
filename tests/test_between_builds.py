"""Between two builds: what time alone changes is what `/openhub-next.json` says, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from openhub import build, outputs
from openhub.problems import level_of
from openhub.site import Site

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

    def at(self, now: datetime) -> Mapping[str, tuple[bytes, str]]:
        """Give all files but that one as of an instant."""
        made = outputs.settled(self.site.as_of(now), self.root, lambda *_: None)
        return {address(one.path): (one.content, one.copy) for one in made.value}


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
