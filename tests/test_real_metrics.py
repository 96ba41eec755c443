"""Numbers of other projects as metrics: every value arrives, and nothing is told but what no table says."""

from __future__ import annotations

import csv
from pathlib import Path

from openhub import build
from openhub.judging import sentence
from openhub.model import Ref
from quality import real_metrics


def test_the_numbers_of_three_projects_are_metrics(corpora: Path, tmp_path: Path) -> None:
    real_metrics.lay_out(corpora, tmp_path)
    outputs, problems = real_metrics.make(tmp_path)
    assert {problem.code for problem in problems} == {"metric-unsaid"}
    site = build.load(tmp_path, build.Options(now=real_metrics.NOW)).value
    for place, month in enumerate(("2017-05", "2017-06")):
        file = corpora / f"cncf-velocity/cncf_projects_{month.replace('-', '')}.csv"
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert len(rows) == 10
        for row in rows:
            point = site.entries[Ref("metric", f"{row['project'].lower()}-authors")].data.series[place]
            assert (point.at.text, point.value) == (month, float(row["authors"]))
    releases = site.entries[Ref("metric", "numpy-releases")].data
    news = (corpora / "numpy-org/content/en/news.md").read_text(encoding="utf-8")
    spring = [news.count(f"{month} 2026_.") for month in ("Apr", "May", "Jun")]
    assert releases.series[-1].value == sum(spring)
    pages = {output.path: output.content.decode() for output in outputs if output.path.endswith(".html")}
    for entry in site.of("metric"):
        assert sentence(entry.data) in pages[f"metrics/{entry.id}/index.html"]
