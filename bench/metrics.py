"""CPU of many long metrics: `python -m bench.metrics`. The whole command, then stage by stage.

200 metrics of 1,000 points in CSV are meant to build in under 5 s on one core, Python's start included.
Written into YAML it takes longer, and twice the points should take no more than twice as long: so the time
of a point is told. A page should weigh under 60 KB gzipped.
"""

from __future__ import annotations

import gzip
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LAST = date(2026, 11, 23)
CASES = {"csv 200 1000": 3, "yaml 10 1000": 1, "yaml 20 1000": 1, "yaml 40 1000": 1}


def lay(root: Path, form: str, metrics: int, points: int) -> None:
    """Write a hub of metrics that are counted daily."""
    dice = Random(1)
    folder = root / "content" / "metrics"
    folder.mkdir(parents=True)
    (root / "openhub.yaml").write_text("title: T\nurl: https://example.org/\nauthority: example.org,2026\n")
    records = []
    for number in range(metrics):
        days = [LAST - timedelta(days=points - place - 1) for place in range(points)]
        values = [(day, dice.randint(100, 999) / 10, dice.randint(5, 90)) for day in days]
        head = (
            f"title: Metric {number}\nunit: hours\ndirection: down\nobjective: Less\ndefinition: Hours\n"
            "source: Dice\ncadence: daily\n"
        )
        if form == "csv":
            rows = "".join(f"{day},{value},{n}\n" for day, value, n in values)
            (folder / f"m{number}.csv").write_text(f"at,value,n\n{rows}")
            (folder / f"m{number}.yaml").write_text(f"{head}data: m{number}.csv\n")
        else:
            series = "".join(f"  - {{at: {day}, value: {value}, n: {n}}}\n" for day, value, n in values)
            text = f"id: m{number}\n{head}series:\n{series}"
            records.append("  - " + text.replace("\n", "\n    ").rstrip() + "\n")
    if records:
        (root / "content" / "metrics.yaml").write_text("metrics:\n" + "".join(records))


def measure(name: str) -> str:
    """Build a hub and tell what the command took, and each stage, and what its heaviest page weighs."""
    from openhub import build

    form, metrics, points = name.split()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        lay(root, form, int(metrics), int(points))
        whole = _command(root)
        options = build.Options(now=NOW)
        load, made = _timed(lambda: build.load(root, options))
        rest, files = _timed(lambda: build.make(made.value, root, options))
    pages = [one.content for one in files.value if one.path.startswith("metrics/m") and "html" in one.path]
    weight = max(len(gzip.compress(page, 9)) for page in pages) / 1000
    point = load / int(metrics) / int(points) * 1e6
    return (
        f"command {whole:.2f} s; load {load:.2f} s ({point:.1f} µs a point), make {rest:.2f} s; "
        f"{len(files.value)} files, the heaviest page of a metric {weight:.1f} KB gzipped"
    )


def _command(root: Path) -> float:
    """Give the CPU time of a cold build by command, in a process of its own."""
    options = ["--no-cache", "--jobs", "1", "--quiet", "--now", NOW.isoformat()]
    command = [sys.executable, "-m", "openhub", "build", "-C", str(root), *options]
    subprocess.run(command, check=True, capture_output=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def main(arguments: list[str]) -> None:
    """Measure one case, or each of them in processes of their own."""
    if arguments:
        print(measure(arguments[0]))
        return
    for name, runs in CASES.items():
        command = [sys.executable, "-m", "bench.metrics", name]
        for _ in range(runs):
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            print(f"{name}: {done.stdout.strip()}")


if __name__ == "__main__":
    main(sys.argv[1:])
