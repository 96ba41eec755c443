"""CPU of long series and of many events: `python -m bench.series`, three times, each in a new process.

A series of ten years, weekly with 30 exceptions, should build in well under a second; a thousand of them, on
a daily series, should cost little more. The growth of many events, beside half as many, should stay near 2.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = date(2017, 1, 3)
SERIES = {"weekly, 30 exceptions": (7, 30), "daily, 1,000 exceptions": (1, 1000)}
MANY = {"500 events": 500, "1,000 events": 1000}
RUNS = 3
_SETTINGS = "title: T\nurl: https://example.org/\nauthority: example.org,2026\ntimezone: Europe/Prague\n"


def series(step: int, count: int) -> str:
    """Write a series of ten years with exceptions: most are left out, each fifth is moved by a day."""
    days = [FIRST + timedelta(days=step * 2 * number) for number in range(count)]
    left_out = "".join(f"  - {day}T19:00\n" for number, day in enumerate(days) if number % 5)
    moved = "".join(
        f"  - {{at: {day}T19:00, starts: {day}T21:00, title: Number {number}}}\n"
        for number, day in enumerate(days)
        if not number % 5
    )
    rule = "daily" if step == 1 else "weekly"
    return (
        f"---\ntitle: Series\nstarts: {FIRST}T19:00\nduration: 1h\nrule: {rule} until 2026-12-31\n"
        f"exdates:\n{left_out}occurrences:\n{moved}---\nText\n"
    )


def events(count: int) -> Iterator[tuple[str, str]]:
    """Write meetings of one type, over ten years before and one after now."""
    for number in range(count):
        day = FIRST + timedelta(days=number * 3900 // count)
        text = f"---\ntitle: Meeting {number}\ntype: meetup\nstarts: {day}T19:00\nduration: 2h\n"
        yield f"meeting-{number}.md", f"{text}location: Hall {number % 7}\n---\nText {number}\n"


def sources(name: str) -> Iterator[tuple[str, str]]:
    """Give the events of a case: the name of each file, and its text."""
    if name in SERIES:
        yield "series.md", series(*SERIES[name])
    else:
        yield from events(MANY[name])


def measure(name: str) -> dict[str, float]:
    """Build a hub in memory, and give the CPU seconds of each stage, and those of the command."""
    from openhub import build
    from openhub.outputs import icalendar

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content" / "events").mkdir(parents=True)
        (root / "openhub.yaml").write_text(_SETTINGS)
        for file, text in sources(name):
            (root / "content" / "events" / file).write_text(text)
        options = build.Options(now=NOW)
        load, made = _timed(lambda: build.load(root, options))
        whole, _ = _timed(lambda: build.make(made.value, root, options))
        other = made.value.as_of(NOW)  # another site, for which nothing is written yet
        calendars, _ = _timed(lambda: list(icalendar.outputs(other)))
        command = _command(root)
    return {"load": load, "make": whole, "calendars": calendars, "command": command}


def _command(root: Path) -> float:
    """Build by command, in a process of its own that starts with nothing known."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "openhub", "build", "-q", "-C", str(root), "--now", NOW.isoformat()]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def main(arguments: list[str]) -> None:
    """Measure one case, or each of them in processes of their own."""
    if arguments:
        print(json.dumps(measure(arguments[0])))
        return
    found = {name: _best(name) for name in (*SERIES, *MANY)}
    print(f"{'CPU s':30}{'load':>8}{'make':>8}{'its calendars':>15}{'command':>9}")
    for name, cost in found.items():
        print(
            f"{name:30}{cost['load']:8.3f}{cost['make']:8.3f}{cost['calendars']:15.3f}{cost['command']:9.3f}"
        )
    half, full = (found[name]["load"] + found[name]["make"] for name in MANY)
    print(f"growth from 500 to 1,000 events: {full / half:.2f}")


def _best(name: str) -> dict[str, float]:
    """Give the least of each stage, as other work on the machine only adds."""
    command = [sys.executable, "-m", "bench.series", name]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        for _ in range(RUNS)
    ]
    return {stage: min(run[stage] for run in runs) for stage in runs[0]}


if __name__ == "__main__":
    main(sys.argv[1:])
