"""Real numbers as metrics: `python -m quality.real_metrics CORPORA HUB`.

Makes a hub in the folder HUB of numbers that three projects published, each table brought over as `openhub
import csv` does, and builds it.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from openhub import build, write
from openhub.importers import base
from openhub.importers.csv import read
from openhub.model import Output
from openhub.problems import Problem

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
URL = "https://example.org/hub/"
_MONTHS = ("201705", "201706")
_RELEASE = re.compile(r"^- NumPy (\d+\.\d+\.\d+) .*-- _(\d{1,2} \w{3} \d{4})_", re.MULTILINE)
SETTINGS = """title: Real numbers
description: Numbers that three projects publish, shown as metrics.
timezone: UTC
authority: example.org,2026
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as somebody might have it, and what its columns mean: the fields of each metric by its id."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    fields: Mapping[str, Mapping[str, str]]

    @property
    def text(self) -> str:
        """The table as CSV."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(self.rows)
        return out.getvalue()


# ── what is published ───────────────────────────────────────────────────────


def velocity(corpora: Path) -> Table:
    """Give authors and commits of ten projects of the CNCF in two months."""
    months = [_projects(corpora / f"cncf-velocity/cncf_projects_{month}.csv") for month in _MONTHS]
    names = [name for name in months[0] if name in months[1]]
    header = ("month", *(f"{name} {what}" for name in names for what in ("authors", "commits")))
    rows = tuple(
        (month, *(found[name][what] for name in names for what in ("authors", "commits")))
        for month, found in zip(_MONTHS, months, strict=True)
    )
    common = {
        "direction": "up",
        "source": "CNCF, velocity reports (cncf/velocity)",
    }
    said = {
        "authors": "People who wrote at least one commit in the month.",
        "commits": "Commits to all repositories of the project in the month.",
    }
    fields = {
        f"{name} {what}".lower(): {
            **common,
            "definition": told,
            "unit": "people" if what == "authors" else "count",
        }
        for name in names
        for what, told in said.items()
    }
    return Table(name="velocity", rows=(header, *rows), fields=fields)


def _projects(file: Path) -> Mapping[str, Mapping[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["project"]: row for row in csv.DictReader(lines)}


def releases(corpora: Path) -> Table:
    """Count the releases of NumPy in each quarter since 2022, as its news list them."""
    text = (corpora / "numpy-org/content/en/news.md").read_text(encoding="utf-8")
    days = [
        datetime.strptime(day, "%d %b %Y").replace(tzinfo=UTC).date() for _, day in _RELEASE.findall(text)
    ]
    counted = _by_quarter(day for day in days if day.year >= 2022)
    fields = {
        "direction": "none",
        "unit": "releases",
        "type": "counter",
        "source": "numpy.org, news",
        "definition": "Versions that the project's news list with a day in the quarter.",
    }
    return Table(
        name="numpy releases",
        rows=(("quarter", "NumPy releases"), *counted),
        fields={"numpy releases": fields},
    )


def backers(corpora: Path) -> Table:
    """Count those who began to fund Crystal in each quarter, of those whom its list names."""
    people = json.loads((corpora / "crystal/_data/opencollective.json").read_text(encoding="utf-8"))
    days = (datetime.strptime(one["since"], "%b %d, %Y").replace(tzinfo=UTC).date() for one in people)
    fields = {
        "direction": "up",
        "unit": "backers",
        "type": "counter",
        "source": "crystal-lang.org, sponsors (Open Collective)",
        "definition": "Who stands on the project's list of backers, by the quarter of their first payment.",
    }
    rows = (("quarter", "New backers of Crystal"), *_by_quarter(days))
    return Table(name="crystal backers", rows=rows, fields={"new backers of crystal": fields})


def _by_quarter(days: Iterable[date]) -> tuple[tuple[str, str], ...]:
    """Count days in each quarter that is over; one without any is zero, since the list is whole."""
    found = Counter((day.year, (day.month - 1) // 3) for day in days)
    first, now = min(found), (NOW.year, (NOW.month - 1) // 3)
    places = range(first[0] * 4 + first[1], now[0] * 4 + now[1])
    return tuple((f"{place // 4}-Q{place % 4 + 1}", str(found[divmod(place, 4)])) for place in places)


# ── a hub of them ───────────────────────────────────────────────────────────


def lay_out(corpora: Path, hub: Path) -> None:
    """Write the hub: its settings, and each table as it is imported, with what its columns mean."""
    hub.mkdir(parents=True, exist_ok=True)
    (hub / "openhub.yaml").write_text(SETTINGS, encoding="utf-8")
    for table in (velocity(corpora), releases(corpora), backers(corpora)):
        source = hub / "tables" / f"{table.name}.csv"
        source.parent.mkdir(exist_ok=True)
        source.write_text(table.text, encoding="utf-8")
        wish = base.Wish(root=hub, config=build.settings(hub, build.Options(now=NOW)).value, now=NOW)
        brought = read(source, wish)
        if brought.faults or brought.losses:
            raise SystemExit("\n".join(map(str, (*brought.faults, *brought.losses))))
        base.write(hub, base.place(hub, (_completed(file, table) for file in brought.files)))


def _completed(file: base.New, table: Table) -> base.New:
    """Say what was only guessed of a metric."""
    if not file.path.endswith(".yaml"):
        return file
    kept = [line for line in file.content.decode().splitlines() if line.startswith(("title:", "data:"))]
    title = json.loads(kept[0].removeprefix("title: "))
    said = table.fields[title.lower()]
    lines = (*kept, *(f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in said.items()))
    return base.New(path=file.path, content="".join(f"{line}\n" for line in lines).encode())


def make(hub: Path) -> tuple[tuple[Output, ...], tuple[Problem, ...]]:
    """Build the hub in memory; give its files, and what was told."""
    options = build.Options(now=NOW, url=URL)
    loaded = build.load(hub, options)
    made = build.make(loaded.value, hub, options)
    return made.value, (*loaded.problems, *made.problems)


def main(arguments: list[str] | None = None) -> None:
    """Make the hub, and build it below its folder."""
    parser = argparse.ArgumentParser(prog="python -m quality.real_metrics")
    parser.add_argument("corpora", type=Path, help="where the data of the projects stands")
    parser.add_argument("hub", type=Path, help="the folder of the hub that is made")
    given = parser.parse_args(arguments)
    lay_out(given.corpora, given.hub)
    outputs, problems = make(given.hub)
    for problem in problems:
        print(f"{problem.span}: {problem.message} [{problem.code}]")
    write.write(outputs, given.hub / "public")
    print(given.hub / "public")


if __name__ == "__main__":
    main()
