"""`/metrics.yaml` as the metrics of a hub: it gives the same pages and files as the sources it was made from."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import yaml

from openhub import build

OPTIONS = build.Options(now=datetime(2026, 11, 24, 12, tzinfo=UTC))
ROOT = Path(__file__).parents[2]
HUB = """
=== openhub.yaml
title: Test hub
url: https://example.org/hub/
authority: example.org,2026
audiences: [{id: writers, title: Writers}]
=== content/people/ann.md
---
name: Ann
---
=== content/people/bea.md
---
name: Bea
publish_at: 2027-01-01
---
=== content/posts/2026-05-02-rota.md
---
title: A rota
moves: {metric: wait, direction: down, note: Five *people*}
---
Text.

## Why
=== content/posts/2026-12-24-secret.md
---
title: Too early to tell
---
Text.
=== content/metrics/sky.svg
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><title>Sky</title></svg>
=== content/metrics/wait.yaml
title: Waiting
unit: hours
direction: down
slug: waiting-time
aliases: /stats/waiting/
tags: [answers]
audiences: writers
owner: ann
objective: Nobody waits
definition: |
  Hours until *somebody* answers:

  1. a person, [not a bot](../posts/2026-05-02-rota.md#why)
  2. **once**

  ![The sky](sky.svg)

  See [the list][there].

  [there]: ../posts/2026-05-02-rota.md
method: See [what is planned](../posts/2026-12-24-secret.md), *soon*. <!-- ask Tom -->
caveats: A [site](https://example.org/a_b) and `code`, <https://example.org/>.
about: [post:rota, post:secret]
corrections: [{on: 2026-11-01, text: It said *days*., by: ann}]
data: wait.csv
=== content/metrics/wait.csv
at,value,n,note
2026-03,20,9,
2026-04,22.5,8,"not *Markdown*, [at all](x) <b>"
2026-09,30,7,
=== content/metrics/gone.yaml
title: Gone
unit: people
direction: up
steady: 2.5%
compare: 1 year
owner: bea
retired: {on: 2026-10-01, because: Nobody asked, replaced_by: wait}
series:
  - {at: 2026-W07, value: 3, low: 2, high: 4, note: "A *note* with a [link](../posts/2026-05-02-rota.md)"}
  - {at: 2026-W08, value: 0.5, provisional: true}
revisions: [{on: 2026-02-20, what: Bots are out, why: "You [asked](/posts/rota/)."}]
story: [{for: 2026-W08, text: "Nothing.\\n\\n- at all", by: ann}]
"""


def built(hub: Path) -> dict[str, str]:
    """Build a hub, and give its files that show metrics."""
    loaded = build.load(hub, OPTIONS)
    assert {problem.code for problem in loaded.problems} <= {"metric-unsaid", "link-held", "ref-held"}
    made = build.make(loaded.value, hub, OPTIONS)
    assert made.problems == ()
    return {output.path: output.content.decode() for output in made.value if "metric" in output.path}


def round_trip(hub: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Build, take the metrics' sources away, put what was published in their place, and build again."""
    before = built(hub)
    pictures = {path: path.read_bytes() for path in hub.glob("content/metrics/*.svg")}
    shutil.rmtree(hub / "content/metrics", ignore_errors=True)
    for path, content in pictures.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    (hub / "content/metrics.yaml").write_text(before["metrics.yaml"], encoding="utf-8")
    return before, built(hub)


def test_what_is_published_gives_the_same_pages_again(write_hub):
    before, after = round_trip(write_hub(HUB))
    assert sorted(after) == sorted(before)
    # The plain text of what links to something held back stands there in place of the Markdown.
    page = "metrics/waiting-time/index.html"
    plain = before[page].replace("<em>soon</em>. </p>", "soon.</p>")
    assert (after.pop(page), after) == (plain, {path: text for path, text in before.items() if path != page})


def test_texts_keep_their_markdown_and_nothing_hidden_is_told(write_hub):
    hub = write_hub(HUB)
    told = {one["id"]: one for one in yaml.safe_load(built(hub)["metrics.yaml"])["metrics"]}
    wait, gone = told["wait"], told["gone"]
    assert (
        "Hours until *somebody* answers:\n\n1. a person, [not a bot](/posts/rota/#why)" in wait["definition"]
    )
    assert "![The sky](@/metrics/sky.svg)" in wait["definition"]
    assert wait["caveats"] == "A [site](https://example.org/a_b) and `code`, <https://example.org/>."
    assert wait["method"] == "See what is planned, soon."
    assert (wait["about"], wait["owner"]) == (["post:rota"], "person:ann")
    assert gone["owner"] == "person:bea"  # whose page is held back; readers see the name alone
    assert gone["retired"]["replaced_by"] == "metric:wait"
    assert "secret" not in str(told)


def test_the_sample_comes_back_too(tmp_path):
    hub = tmp_path / "hub"
    shutil.copytree(ROOT / "content", hub / "content")
    shutil.copytree(ROOT / "docs", hub / "docs")
    for name in ("openhub.yaml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, hub / name)
    before, after = round_trip(hub)
    assert after == before
