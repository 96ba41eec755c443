"""What reading a long changelog costs: `python -m bench.changelog [--runs N]`.

Versions and items are found in one step, which is measured by itself at several sizes: its cost has to grow
as the file does. Rendering the Markdown of what was found is the next step, and is counted apart.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

from bench import generate
from openhub.read import changelogs, markup

MB = 1_000_000
SIZES = (MB // 2, MB, 2 * MB)
SHORT = 5_000
RENDERED = MB // 20
"""How much of a changelog is rendered: enough to tell the cost of a megabyte."""


def changelog(size: int, seed: int = 1) -> str:
    """Make a changelog of about `size` characters; the same on every machine."""
    dice = Random(seed)
    parts, length, number = ["# Changelog\n"], 0, 0
    while length < size:
        part = f"## [{number // 20}.{number % 20}.0] - 2026-01-02\n\n{generate.changes(dice)}\n"
        parts.append(part)
        length, number = length + len(part), number + 1
    return "".join(parts)


def short_versions(count: int) -> str:
    """Make a changelog of many versions that tell one thing each: what a version costs by itself."""
    return "".join(f"## 1.{number}.0 - 2026-01-02\n\n- Fixed #{number}\n\n" for number in range(count))


def cost(work: Callable[[], Any], runs: int) -> float:
    """Give the CPU seconds of the fastest of some runs."""
    times = []
    for _ in range(runs):
        gc.collect()
        before = time.process_time()
        work()
        times.append(time.process_time() - before)
    return min(times)


def reading(text: str, suffix: str = ".md") -> changelogs.Changelog:
    """Find the versions and items of a changelog."""
    return changelogs.read(text, file=f"CHANGELOG{suffix}", product="lantern", suffix=suffix).value


def rendering(read: changelogs.Changelog) -> None:
    """Render what was found: each version's text, and each item."""
    for section in read.sections:
        markup.render(section.body)
        for item in section.items:
            markup.render(item.text)


def table(found: list[tuple[int, int, int, float]], rendered: tuple[int, float]) -> str:
    """Lay out the sizes with their speeds, and how each cost compares with the one above it."""
    lines = [f"{'characters':>12} {'versions':>9} {'items':>7} {'CPU s':>8} {'MB/s':>6} {'growth':>7}"]
    former: tuple[int, float] | None = None
    for size, versions, items, seconds in found:
        growth = f"{seconds / former[1] / (size / former[0]):.2f}" if former else "–"
        lines.append(
            f"{size:>12,} {versions:>9,} {items:>7,} {seconds:>8.3f} {size / MB / seconds:>6.2f} {growth:>7}"
        )
        former = (size, seconds)
    size, seconds = rendered
    apart = f"Rendering the Markdown of {size:,} characters, counted apart"
    return "\n".join([*lines, f"{apart}: {seconds:.3f} s, {size / MB / seconds:.2f} MB/s"])


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.changelog", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    found = []
    for size in SIZES:
        text = changelog(size)
        read = reading(text)
        items = sum(len(section.items) for section in read.sections)
        seconds = cost(partial(reading, text), given.runs)
        found.append((len(text), len(read.sections), items, seconds))
    short = short_versions(SHORT)
    for suffix in (".md", ".txt"):
        seconds = cost(partial(reading, short, suffix), given.runs)
        speed = f"{seconds:.3f} s, {len(short) / MB / seconds:.2f} MB/s"
        print(f"{SHORT:,} versions of one item ({suffix}): {speed}")
    part = changelog(RENDERED)
    read = reading(part)
    print(f"Reading changelogs, fastest of {given.runs} runs; growth is cost by size, 1.00 where both double")
    print(table(found, (len(part), cost(partial(rendering, read), 1))))


if __name__ == "__main__":
    main()
