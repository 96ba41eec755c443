"""What metrics say and how they are judged, by the tables of tests/cases/verdicts_of_metrics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openhub import build
from openhub.judging import sentence
from openhub.model import Ref

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TABLES = sorted((Path(__file__).parent / "cases" / "verdicts_of_metrics").glob("*.md"))
USUAL = {"unit": "h", "direction": "down"}


def rows() -> Iterator[object]:
    for path in TABLES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            cells = [cell.strip() for cell in line[1:-1].split("|")]
            if line.startswith("|") and not line.startswith("|---") and cells[0] != "fields":
                yield pytest.param(*cells, id=f"{path.stem}:{number}")


def point(text: str) -> str:
    at, value, *more = text.split()
    n = "".join(f", n: {word[2:]}" for word in more)
    return (
        f"{{at: {at}, value: {value.rstrip('?')}{', provisional: true' if value.endswith('?') else ''}{n}}}"
    )


@pytest.mark.parametrize(("fields", "values", "says", "judged"), list(rows()))
def test_a_metric_says_and_is_judged(fields: str, values: str, says: str, judged: str, write_hub) -> None:
    spoken = re.match(r"language: ([\w-]+)(?:, )?", fields)
    fields, language = (fields[spoken.end() :], spoken[1]) if spoken else (fields, "en")
    given = [f"{name}: {value}" for name, value in USUAL.items() if not re.search(rf"\b{name}: ", fields)]
    series = ", ".join(point(text) for text in values.split(", "))
    text = ", ".join(filter(None, ["title: Wait", *given, fields, f"series: [{series}]"]))
    loaded = build.load(
        write_hub(
            f"=== openhub.yaml\nlanguage: {language}\n=== content/metrics.yaml\nmetrics:\n  - {{{text}}}\n"
        ),
        build.Options(now=NOW),
    )
    assert {problem.code for problem in loaded.problems} <= {"metric-unsaid", "language-data"}
    data = loaded.value.entries[Ref("metric", "wait")].data
    found = data.verdict
    told = sentence(data, loaded.value.config.language)
    assert told.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ") == says
    assert (found.judgement if found else "–") == judged
