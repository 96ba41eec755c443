"""CPU and memory of a cold build, stage by stage: `python -m bench.cold [--posts N] [--runs N]`.

Each run is a process of its own, so that nothing is warm and the peak of memory is that build's alone.
CPU seconds differ between machines; a stage's share and its multiple of the yardstick hardly do.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.generate import write

NOW = "2026-11-24T12:00:00Z"

Stage = tuple[str, Callable[[Any], Any]]
"""A stage's name, and what it makes of the value of the stage before (None for the first)."""


def stages(hub: Path, public: Path) -> list[Stage]:
    """Name the stages of a build of `hub` into `public`, in their order."""
    return [
        ("import", lambda _: import_module("openhub.build")),
        ("discover", lambda build: _discover(build, hub)),
        ("parse", _parse),
        ("link", _link),
        (
            "outputs",
            lambda state: state | {"made": state["build"].make(state["site"], hub, state["options"])},
        ),
        ("write", lambda state: _write(state, public)),
    ]


def _discover(build: Any, hub: Path) -> dict[str, Any]:
    options = build.Options(now=datetime.fromisoformat(NOW))
    config = build.settings(hub, options).value
    kinds = build.all_kinds(config.kinds)
    folder = build.disk.discover(hub, config, kinds).value
    return {"build": build, "options": options, "config": config, "kinds": kinds, "folder": folder}


def _parse(state: dict[str, Any]) -> dict[str, Any]:
    sources = state["folder"].sources
    return state | {
        "parsed": state["build"].parse_all(sources, state["kinds"], state["config"], state["options"])
    }


def _link(state: dict[str, Any]) -> dict[str, Any]:
    build, config = state["build"], state["config"]
    whole = build.Whole(
        parsed=state["parsed"].value,
        folder=state["folder"],
        config=config,
        kinds=state["kinds"],
        published={},
    )
    moment = build.Moment(now=state["options"].now, zone=config.timezone)
    return state | {"site": build.link(whole, moment).value}


def _write(state: dict[str, Any], public: Path) -> None:
    # Late, so that its import is not paid by an earlier stage.
    import_module("openhub.write").write(state["made"].value, public)


def measure(todo: list[Stage]) -> dict[str, float]:
    """Run the stages one after the other; give the CPU seconds of each and the peak of memory in MiB."""
    costs: dict[str, float] = {}
    value: Any = None
    for name, stage in todo:
        begin = _cpu()
        value = stage(value)
        costs[name] = _cpu() - begin
        costs[f"{name} MiB"] = _peak()
    return costs


def _cpu() -> float:
    """Give the CPU seconds of this process and of those it waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


def yardstick() -> float:
    """Give the CPU seconds of a fixed piece of Python, to compare machines by."""
    begin = time.process_time()
    words: dict[str, int] = {}
    for number in range(1_000_000):
        word = f"{number % 9973:x}"
        words[word] = words.get(word, 0) + 1
    return time.process_time() - begin


def table(runs: list[dict[str, float]], unit: float) -> str:
    """Lay out the medians of several runs."""
    names = [name for name in runs[0] if not name.endswith(" MiB")]
    median = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    total = sum(median[name] for name in names)
    rows = [(name, median[name], median[f"{name} MiB"]) for name in names]
    rows.append(("all", total, max(row[2] for row in rows)))
    lines = [f"{'stage':<12}{'CPU s':>9}{'share':>8}{'yardsticks':>12}{'peak MiB':>10}"]
    lines += [f"{n:<12}{s:>9.3f}{s / total:>8.1%}{s / unit:>12.2f}{peak:>10.0f}" for n, s, peak in rows]
    return "\n".join(lines)


def _one_run(hub: Path, public: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.cold", "--one", str(hub), str(public)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    costs: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return costs


def main() -> None:
    """Generate the hub, build it cold a few times and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.cold")
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", type=Path, nargs=2, metavar=("HUB", "PUBLIC"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(measure(stages(*given.one))))
        return
    with tempfile.TemporaryDirectory() as folder:
        hub = Path(folder) / "hub"
        write(hub, given.posts)
        unit = min(yardstick() for _ in range(3))
        runs = [_one_run(hub, Path(folder) / f"public-{number}") for number in range(given.runs)]
    print(f"{given.posts} posts, median of {given.runs} cold builds; one yardstick is {unit:.3f} CPU s here")
    print(table(runs, unit))


if __name__ == "__main__":
    main()
