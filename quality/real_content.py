"""What became of real content: `python -m quality.real_content CORPORA [docs/real-content.md]`.

Builds a hub of each corpus with the settings in tests/corpora/ and writes a table: how many files, entries,
which problems and why each is right; for each changelog the versions found and those a person counts.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from openhub import build
from openhub.codes import level_of
from openhub.model import Entry, Output
from openhub.problems import Problem
from openhub.read import changelogs
from openhub.site import Site

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / "tests" / "corpora"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SITES = (
    "usegalaxy-eu",
    "scikit-learn-blog",
    "rust-blog",
    "kubernetes-contributor",
    "crystal",
    "numpy-org",
    "nushell",
    "opensource-guide",
    "cstate-example",
    "cstate-theme",
)
_CODE = re.compile(r"<(pre|code)\b.*?</\1>", re.DOTALL)
_LABEL = re.compile(r"\b(?:Update|Investigating|Identified|Monitoring|Resolved|Fixed) - ")
_RAW = re.compile(r"\{\{[<%]|\{%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A corpus that was built: its text files, its site, what it printed."""

    name: str
    folder: Path
    files: tuple[str, ...]
    site: Site
    outputs: tuple[Output, ...]
    problems: tuple[Problem, ...]

    @property
    def codes(self) -> Counter[str]:
        """How often each problem code was told."""
        return Counter(problem.code for problem in self.problems)

    @property
    def lost(self) -> tuple[str, ...]:
        """Text files that gave no entry and of which no error was told; there must be none."""
        checks = self.site.config.checks
        told = {problem.span.file for problem in self.problems if level_of(problem, checks) == "error"}
        shown = {entry.span.file for entry in self.site.entries.values()}
        held = {item.span.file for item in self.site.held}
        return tuple(sorted(set(self.files) - shown - held - told))

    def raw(self) -> Iterator[str]:
        """Find pages that show template syntax outside code; there must be none."""
        for output in self.outputs:
            text = output.content.decode() if output.path.endswith(".html") else ""
            if _RAW.search(_CODE.sub("", text)):
                yield output.path


def reasons() -> Mapping[str, Mapping[str, str]]:
    """Read why each problem of each corpus is right."""
    found: dict[str, dict[str, str]] = yaml.safe_load((SETTINGS / "reasons.yaml").read_text(encoding="utf-8"))
    return found


def build_corpus(corpora: Path, name: str, folder: Path) -> Built:
    """Copy a corpus into a folder, lay its settings beside it, and build it there in memory."""
    hub = folder / name
    shutil.copytree(corpora / name, hub, copy_function=shutil.copyfile)
    shutil.copyfile(SETTINGS / f"{name}.yaml", hub / "openhub.yaml")
    options = build.Options(now=NOW)
    loaded = build.load(hub, options)
    made = build.make(loaded.value, hub, options)
    return Built(
        name=name,
        folder=hub,
        files=tuple(_texts(hub, loaded.value)),
        site=loaded.value,
        outputs=made.value,
        problems=(*loaded.problems, *made.problems),
    )


def _texts(hub: Path, site: Site) -> Iterator[str]:
    folders = [rule.folder for rule in site.config.sources]
    for path in sorted(hub.rglob("*")):
        file = path.relative_to(hub).as_posix()
        if path.suffix in {".md", ".markdown"} and any(file.startswith(f"{folder}/") for folder in folders):
            yield file


def table(built: list[Built]) -> Iterator[str]:
    """Write a row for each corpus."""
    yield "| corpus | text files | entries | held back | pages | problems |"
    yield "|---|--:|---|--:|--:|---|"
    for one in built:
        kinds = Counter(entry.kind for entry in one.site.entries.values())
        entries = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
        pages = sum(output.path.endswith(".html") for output in one.outputs)
        told = ", ".join(f"`{code}` {number}" for code, number in sorted(one.codes.items()))
        yield f"| {one.name} | {len(one.files)} | {entries} | {len(one.site.held)} | {pages} | {told} |"


def why(built: list[Built]) -> Iterator[str]:
    """Write for each corpus why its problems are right."""
    for one in built:
        yield f"\n### {one.name}\n"
        for code, number in sorted(one.codes.items()):
            yield f"- `{code}` ({number}): {reasons()[one.name][code]}"


def versions(built: Built) -> Iterator[str]:
    """Write for each changelog the versions found and those that a person counts."""
    counted: dict[str, int] = yaml.safe_load(
        (ROOT / "tests/read/corpora_changelogs.yaml").read_text(encoding="utf-8")
    )
    found = versions_found(built)
    yield "| changelog | versions found | counted by a person |"
    yield "|---|--:|--:|"
    for file, number in counted.items():
        yield f"| {file} | {found.get(file, 0)} | {number} |"
    yield f"| together | {sum(found.values())} | {sum(counted.values())} |"


def versions_found(built: Built) -> Mapping[str, int]:
    """Count the versions that the reader finds in each changelog; a heading may name several."""
    found: dict[str, int] = {}
    for product in built.site.products.values():
        text = (built.folder / product.file).read_text(encoding="utf-8")
        read = changelogs.read(text, file=product.file, product=product.id, suffix=Path(product.file).suffix)
        found[product.file] = sum(1 + len(one.also) for one in read.value.sections if one.version)
    return found


def incidents(built: Built) -> Iterator[str]:
    """Write a row for each incident: what came in, and what was left behind."""
    for entry in sorted(built.site.of("post"), key=lambda entry: entry.span.file):
        data = entry.data
        if data.state:
            steps = Counter(step.state or "no state" for step in data.timeline)
            told = ", ".join(f"{number} {state}" for state, number in steps.items()) or "–"
            yield (
                f"| {built.name} | {Path(entry.span.file).name} | {data.state} | {data.severity} "
                f"| {', '.join(data.affected)} | {told} | {_left(entry)} |"
            )


def _left(entry: Entry) -> str:
    """Say what of an incident has no field: updates whose time nobody knows, and fields kept aside."""
    untimed = len(_LABEL.findall(entry.body.text))
    left = [f"{untimed} updates without a time stay in the text"] if untimed else []
    kept = [f"`{name}`" for name in entry.extra if name != "section"]
    return (
        "; ".join([*left, *([f"{', '.join(kept)} has no field, and is kept aside"] if kept else [])]) or "–"
    )


def page(corpora: Path) -> str:
    """Write docs/real-content.md."""
    with tempfile.TemporaryDirectory() as folder:
        sites = [build_corpus(corpora, name, Path(folder)) for name in SITES]
        logs = build_corpus(corpora, "changelogs", Path(folder))
        lines = [
            _HEAD,
            *table([*sites, logs]),
            "\nNo text file was lost without a word, and no page shows template syntax outside code.\n",
            "## Incidents\n",
            _INCIDENTS,
            *(row for one in sites if one.name.startswith("cstate") for row in incidents(one)),
            "\n## Changelogs\n",
            *versions(logs),
            "\n## Why each problem is right",
            *why([*sites, logs]),
        ]
    return "\n".join(lines) + "\n"


_HEAD = """# Real content

What openhub makes of content that others wrote for other generators: ten folders of posts, events and pages,
and the changelogs of 28 projects. Each was built as it is, with nothing but an `openhub.yaml` that says which
folder is which kind and which dialect it is written in (they stand in `tests/corpora/`), and with
`--keep-going` where its source has errors. The content itself is not part of this repository; with it in a
folder `CORPORA`,

    python -m quality.real_content CORPORA docs/real-content.md

writes this page anew. Numbers of such projects are shown as [metrics](metrics.md#numbers-of-others).

"""
_INCIDENTS = """Issues of cState as bad news: their state, severity, affected parts and updates.
Those that only inform are plain posts.

| corpus | file | state | severity | affected | updates | what was lost |
|---|---|---|---|---|---|---|"""


def main(arguments: list[Any]) -> None:
    """Write the page to a file, or print it."""
    text = page(Path(arguments[0]))
    if len(arguments) > 1:
        Path(arguments[1]).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
