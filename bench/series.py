"""CPU of long series: `python -m bench.series`. Stage by stage, three times, each in a new process.

A series of ten years, weekly with 30 exceptions, should build in well under a second; a thousand of them, on
a daily series, should cost little more.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIRST = date(2017, 1, 3)
CASES = {"weekly, 30 exceptions": (7, 30), "daily, 1,000 exceptions": (1, 1000)}
RUNS = 3


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


def measure(name: str) -> str:
    """Build a hub of one series and tell what each stage took."""
    from openhub import build
    from openhub.hub import agenda
    from openhub.outputs import icalendar

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content" / "events").mkdir(parents=True)
        settings = (
            "title: T\nurl: https://example.org/\nauthority: example.org,2026\ntimezone: Europe/Prague\n"
        )
        (root / "openhub.yaml").write_text(settings)
        (root / "content" / "events" / "series.md").write_text(series(*CASES[name]))
        options = build.Options(now=NOW)
        load, made = _timed(lambda: build.load(root, options))
        dates, found = _timed(lambda: agenda.happenings(made.value))
        calendars, _ = _timed(lambda: list(icalendar.outputs(made.value)))
        whole, files = _timed(lambda: build.make(made.value, root, options))
    return (
        f"load {load:.2f} s, {len(found)} dates {dates:.3f} s, calendars {calendars:.2f} s, "
        f"all {len(files.value)} files {whole:.2f} s"
    )


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def main(arguments: list[str]) -> None:
    """Measure one case, or each of them in processes of their own."""
    if arguments:
        print(measure(arguments[0]))
        return
    for name in CASES:
        command = [sys.executable, "-m", "bench.series", name]
        for _ in range(RUNS):
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"{name}: {done.stdout.strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
