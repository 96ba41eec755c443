"""A saved answer of GitHub's API becomes a changelog that says the same, and only what cannot be kept is told."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openhub import build
from openhub.cli import openhub
from openhub.config import Config
from openhub.importers.base import Brought, Wish
from openhub.importers.github_releases import MARK, read
from openhub.read import changelogs

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGE = "https://github.com/works/lantern/releases/tag/"


def release(tag: str, day: str, body: str | None = "", **more: Any) -> dict[str, Any]:
    return {
        "tag_name": tag,
        "name": tag,
        "html_url": f"{PAGE}{tag}",
        "draft": False,
        "prerelease": False,
        "created_at": f"{day}T08:00:00Z",
        "published_at": f"{day}T09:00:00Z",
        "body": body,
        **more,
    }


ANSWER = [
    release(
        "v1.1.0",
        "2026-10-01",
        "## What's Changed\r\n\r\n- Two lamps (#12)\r\n\r\n### Fixed\r\n\r\n- Smoke\r\n",
    ),
    release("v1.0.0", "2026-09-01", "First light.", name="1.0.0: The lamp_that *glows*"),
    release("v1.1.0-rc.1", "2026-09-20", None, prerelease=True),
]


def brought(answer: Any, folder: Path, product: str = "", config: Config | None = None) -> Brought:
    file = folder / "releases.json"
    file.write_text(answer if isinstance(answer, str) else json.dumps(answer, indent=1), encoding="utf-8")
    return read(file, Wish(root=folder, config=config or Config(), now=NOW, product=product))


def text_of(made: Brought) -> str:
    assert made.faults == ()
    (file,) = made.files
    return file.content.decode()


def sections(text: str) -> tuple[changelogs.Section, ...]:
    checked = changelogs.read(text, file="lantern.md", product="lantern")
    assert checked.problems == ()
    return checked.value.sections


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def test_the_changelog_that_is_written(tmp_path: Path) -> None:
    assert text_of(brought(ANSWER, tmp_path)) == (
        f"# lantern changelog\n\n{MARK}\n\n"
        "## [1.1.0] - 2026-10-01\n\n"
        "### What's Changed\n\n- Two lamps (#12)\n\n#### Fixed\n\n- Smoke\n\n"
        "## [1.1.0-rc.1] - 2026-09-20\n\n"
        "## [1.0.0] - 2026-09-01\n\n1.0.0: The lamp\\_that \\*glows\\*\n\nFirst light.\n\n"
        "[1.1.0]: <https://github.com/works/lantern/compare/v1.0.0...v1.1.0>\n"
        "[1.1.0-rc.1]: <https://github.com/works/lantern/compare/v1.0.0...v1.1.0-rc.1>\n"
        f"[1.0.0]: <{PAGE}v1.0.0>\n"
    )


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(lambda found: json.dumps([found[:2], found[2:], []]), id="pages in a list"),
        pytest.param(lambda found: json.dumps(found[:2]) + "\n" + json.dumps(found[2:]), id="lists in a row"),
        pytest.param(lambda found: "\ufeff" + json.dumps(found), id="a byte order mark"),
        pytest.param(lambda found: json.dumps(found[::-1]), id="oldest first"),
    ],
)
def test_pages_of_an_answer_are_one(form: Any, tmp_path: Path) -> None:
    assert text_of(brought(form(ANSWER), tmp_path)) == text_of(brought(ANSWER, tmp_path))


def test_the_reader_finds_what_was_published(tmp_path: Path) -> None:
    found = sections(text_of(brought(ANSWER, tmp_path)))
    assert [(one.version, str(one.date)) for one in found] == [
        ("1.1.0", "2026-10-01"),
        ("1.1.0-rc.1", "2026-09-20"),
        ("1.0.0", "2026-09-01"),
    ]
    assert [item.type for item in found[0].items] == ["changed", "fixed"]
    assert found[0].compare_url == "https://github.com/works/lantern/compare/v1.0.0...v1.1.0"


def test_days_are_those_of_the_hub(tmp_path: Path) -> None:
    (tmp_path / "openhub.yaml").write_text("timezone: Pacific/Auckland\n")
    config = build.settings(tmp_path, build.Options(now=NOW)).value
    found = sections(
        text_of(
            brought(
                [release("1.0", "2026-09-01", published_at="2026-09-01T20:00:00Z")], tmp_path, config=config
            )
        )
    )
    assert found[0].date == date(2026, 9, 2)


@pytest.mark.parametrize(
    ("release_", "told"),
    [
        (release("v2", "2026-01-01", draft=True, published_at=None), "'v2' is a draft, so it is left out"),
        (release("nightly", "2026-01-01"), "'nightly' is left out: it names no version"),
        (release("v1.0.0", "2026-01-01", published_at=None), "'v1.0.0' is left out: it says no day of publishing"),
        (release("1.1.0", "2026-01-01"), "'1.1.0' is left out: its version 1.1.0 is told in line 2 already"),
        (release("v3.0", "2026-01-01", assets=[{"name": "a"}]), "'v3.0': its file to download stays at GitHub"),
        (release("v3.0", "2026-01-01", "a\x00b"), "'v3.0': characters that no page can show are left out"),
    ],
)  # fmt: skip
def test_what_is_left_behind_is_told_with_its_line(
    release_: dict[str, Any], told: str, tmp_path: Path
) -> None:
    made = brought([ANSWER[0], release_], tmp_path)
    (loss,) = made.losses
    assert loss.message == told
    assert 13 <= loss.span.line <= 24
    assert made.files


def test_labels_that_clash_are_told(tmp_path: Path) -> None:
    answer = [
        release("v2.0", "2026-02-01", "[a]\n\n[a]: /x"),
        release("v1.0", "2026-01-01", "[a]\n\n[a]: /y"),
    ]
    assert [loss.message for loss in brought(answer, tmp_path).losses] == [
        "'v1.0' defines [a] otherwise than a newer one, whose link counts"
    ]


@pytest.mark.parametrize(
    ("answer", "line", "words"),
    [
        ("", 1, "expected a list in JSON, got an empty file"),
        ("[\n {\n", 3, "is no JSON"),
        ('{"message": "Not Found"}', 1, "the API answered 'Not Found'"),
        ("[]", 1, "holds no release"),
        ('[\n1,\n{"tag_name": "v1"}]', 2, "expected a release"),
        ('[{"name": "x",\n"tag_name": 7}]', 2, "tag_name: expected a text"),
        ('[{"tag_name": "v1",\n\n"body": []}]', 3, "body: expected a text"),
        ('[{"tag_name": "v1",\n"published_at": "soon"}]', 2, "published_at: 'soon' is no time"),
        ('[{"tag_name": "v1"}]', 1, "name it with --product"),
        ("[" * 100_000, 1, "nested too deep"),
        ('[{"a": 1} 2]', 1, "expected a comma"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(
    answer: str, line: int, words: str, tmp_path: Path
) -> None:
    made = brought(answer, tmp_path)
    assert made.files == ()
    assert (made.faults[0].span.line, words in made.faults[0].message) == (line, True), made.faults[0]


def test_a_product_with_a_changelog_of_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "openhub.yaml").write_text("products: [{id: lantern, changelog: NEWS.md}]\n")
    config = build.settings(tmp_path, build.Options(now=NOW)).value
    assert "has its changelog at NEWS.md" in brought(ANSWER, tmp_path, config=config).faults[0].message


def test_tags_follow_the_pattern_of_the_product(tmp_path: Path) -> None:
    (tmp_path / "openhub.yaml").write_text("products: [{id: lantern, tag: 'lamp-{version}-final'}]\n")
    config = build.settings(tmp_path, build.Options(now=NOW)).value
    found = sections(text_of(brought([release("lamp-1.2-final", "2026-01-01")], tmp_path, config=config)))
    assert [one.version for one in found] == ["1.2"]


def test_a_plain_number_that_is_a_prerelease_is_for_trial(tmp_path: Path) -> None:
    found = sections(text_of(brought([release("v1.0", "2026-01-01", prerelease=True)], tmp_path)))
    assert found[0].trial


# ── the command ─────────────────────────────────────────────────────────────


def run(hub: Path, answer: list[dict[str, Any]], *options: str) -> Any:
    source = hub.parent / "releases.json"
    source.write_text(json.dumps(answer), encoding="utf-8")
    return CliRunner().invoke(openhub, ["import", "github-releases", str(source), "-C", str(hub), *options])


def test_again_changes_nothing_and_a_newer_answer_only_its_own_file(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    hub.mkdir()
    file = hub / "content/changelogs/lantern.md"
    assert run(hub, ANSWER[1:]).exit_code == 0
    first = file.read_bytes()
    assert "unchanged content/changelogs/lantern.md" in run(hub, ANSWER[1:]).output
    assert file.read_bytes() == first
    assert "renewed content/changelogs/lantern.md" in run(hub, ANSWER).output
    assert b"## [1.1.0]" in file.read_bytes()
    file.write_text("# My own changelog\n")
    assert run(hub, ANSWER).exit_code == 1
    assert file.read_text() == "# My own changelog\n"


def test_the_hub_shows_it(tmp_path: Path) -> None:
    hub = tmp_path / "hub"
    hub.mkdir()
    run(hub, ANSWER, "--product", "torch")
    loaded = build.load(hub, build.Options(now=NOW))
    assert [str(entry.ref) for entry in loaded.value.of("release")] == [
        "release:torch/1.1.0",
        "release:torch/1.1.0-rc.1",
        "release:torch/1.0.0",
    ]
    assert not [problem for problem in loaded.problems if problem.code != "authority-missing"]


def test_the_docs_tell_a_workflow_that_is_one(root: Path) -> None:
    section = (root / "docs/moving-in.md").read_text(encoding="utf-8").partition("## github-releases\n")[2]
    steps, whole = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", section, re.DOTALL))
    assert [step["name"] for step in steps] == ["Fetch the releases", "Write the changelog"]
    assert "published" in whole[True]["release"]["types"]  # YAML 1.1 reads the word `on` so
    assert "gh workflow run pages.yml" in whole["jobs"]["rebuild"]["steps"][0]["run"]
    saved = re.search(r"gh api --paginate --slurp \S+", section)
    assert saved
    assert steps[0]["run"].startswith(saved[0].rpartition(" ")[0])


# ── any text ────────────────────────────────────────────────────────────────

LINES = st.sampled_from(
    """
    # 1.0.0|## [2.0.0](https://forge.test/compare/1...2) (2024-01-02)|### Fixed|# Unreleased|# 1.x|# Words|## 9.9.9
    - item|  - nested|1. first|```|~~~~|    code|<!-- note|-->|<div>|<pre>|<script>|<?php|<![CDATA[|<!X
    text|===|---|> quote|> ```|[a]: /b|**1.5.0**|1.4.0 (2020-01-01)|- # 3.0.0||| || a | b ||##|#hash|\\
    """.replace("\n    ", "|")
    .strip("|\n ")
    .split("|")
)
BODIES = st.one_of(st.text(max_size=120), st.lists(LINES, max_size=14).map("\n".join))


@settings(max_examples=300)
@given(st.lists(BODIES, min_size=1, max_size=3), st.text(max_size=30))
@example(["<!--", "```"], "")
@example(["# 9.9.9\n\n# 8.0.0\n\n- a"], "9.9.9")
def test_no_body_breaks_out_of_its_version(tmp_path_factory: Any, bodies: list[str], name: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    answer = [
        release(f"v9.9.{9 - number}", f"2026-09-{20 - number}", body, name=name)
        for number, body in enumerate(bodies)
    ]
    text = text_of(brought(answer, folder))
    found = changelogs.read(text, file="l.md", product="lantern")
    assert [problem.code for problem in found.problems] == []
    assert [one.version for one in found.value.sections] == [f"v9.9.{9 - n}"[1:] for n in range(len(bodies))]
    for body, section in zip(bodies, found.value.sections, strict=True):
        # Definitions of links that stand alone are no text of a version.
        kept = letters(section.body or text)
        lines = shown(body).lstrip("\n").split("\n")
        # A first heading that only repeats the version is not written twice; it has one line, or two when underlined.
        own = letters(section.version) in letters("".join(lines[:2]))
        assert letters(shown(body)) in kept or (
            own and any(letters("".join(lines[n:])) in kept for n in (1, 2))
        )


def shown(body: str) -> str:
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\x85\ufeff\ufffe\uffff]", "", text)
