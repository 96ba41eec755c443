"""Saved issues of GitHub become requests that say what became of them, and what authors change stays theirs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openhub import build, starters
from openhub.cli import openhub
from openhub.config import Config
from openhub.importers.base import Brought, Wish
from openhub.importers.github_issues import read, texts

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CASES = Path(__file__).parent / "github_issues"
PAGE = "https://github.com/works/press/issues/"


def issue(number: int, **more: Any) -> dict[str, Any]:
    """An issue as the API gives it, but for the fields that nothing reads."""
    return {
        "html_url": f"{PAGE}{number}",
        "number": number,
        "title": "Blue ink",
        "state": "closed" if "closed_at" in more else "open",
        "state_reason": None,
        "created_at": "2026-10-01T09:00:00Z",
        "closed_at": None,
        "body": "Blue, please.",
        "user": {"login": "ola", "type": "User"},
        "labels": [],
        "author_association": "NONE",
        "comments": 0,
        **more,
    }


def comment(number: int, body: str, at: str = "2026-11-02T09:00:00Z", by: str = "MEMBER") -> dict[str, Any]:
    return {
        "issue_url": f"https://api.github.com/repos/works/press/issues/{number}",
        "body": body,
        "created_at": at,
        "user": {"login": "mei", "type": "User"},
        "author_association": by,
    }


def full(short: dict[str, Any]) -> dict[str, Any]:
    """Fill in what a case leaves out: `comment` stands for the number of the issue that it is below of."""
    if "comment" in short:
        rest = {name: value for name, value in short.items() if name not in {"comment", "body"}}
        return {**comment(short["comment"], short["body"]), **rest}
    return issue(**{**short, "labels": [{"name": name} for name in short.get("labels", [])]})


def brought(answer: Any, hub: Path, **wish: Any) -> Brought:
    file = hub / "issues.json"
    file.write_text(answer if isinstance(answer, str) else json.dumps(answer, indent=1), encoding="utf-8")
    config = build.settings(hub, build.Options(now=NOW)).value
    return read(file, Wish(root=hub, config=config, now=NOW, **wish))


def sections(text: str) -> dict[str, str]:
    parts = re.split(r"^=== (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def without_sums(text: str) -> str:
    return re.sub(r"\([0-9a-f]{12}\)", "(sum)", text)


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.glob("[!R]*.md")))
def test_case(case: str, write_hub: Any, tmp_path: Path) -> None:
    parts = sections((CASES / case).read_text(encoding="utf-8"))
    given = "".join(
        f"=== {name}\n{text}"
        for name, text in parts.items()
        if name not in {"issues", "told"} and not name.startswith("written ")
    )
    hub = write_hub(given, tmp_path) if given else tmp_path
    made = brought([full(one) for one in json.loads(parts["issues"])], hub)
    assert made.faults == ()
    written = {f"written {one.path}": without_sums(one.content.decode()) for one in made.files}
    told = "".join(f"{one.message}\n" for one in (*made.losses, *made.guesses))
    assert {**written, "told": told} == {
        name: text for name, text in parts.items() if name == "told" or name.startswith("written ")
    }
    for one in made.files:
        (hub / one.path).parent.mkdir(parents=True, exist_ok=True)
        (hub / one.path).write_bytes(one.content)
    problems = build.load(hub, build.Options(now=NOW, drafts=True)).problems
    assert [str(one) for one in problems if one.code not in {"authority-missing", "ref-held"}] == []


# ── the answer as it is saved ───────────────────────────────────────────────

TWO = [issue(1), issue(2, closed_at="2026-11-03T09:00:00Z", state_reason="not_planned")]
WORD = [comment(2, "Too dear.")]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param(json.dumps([TWO[:1], TWO[1:], WORD, []]), id="pages in a list"),
        pytest.param(json.dumps(TWO) + "\n" + json.dumps([WORD]), id="comments behind the issues"),
        pytest.param(json.dumps(WORD) + json.dumps(TWO[::-1]), id="comments first, newest first"),
        pytest.param("\ufeff" + json.dumps([*TWO, *TWO, *WORD]), id="a byte order mark, and pages that overlap"),
    ],
)  # fmt: skip
def test_pages_of_an_answer_are_one(form: str, tmp_path: Path) -> None:
    assert brought(form, tmp_path).files == brought([*TWO, *WORD], tmp_path).files


def test_nothing_said_yet_is_no_fault(tmp_path: Path) -> None:
    assert brought("[]", tmp_path) == Brought()


@pytest.mark.parametrize(
    ("answer", "line", "words"),
    [
        ("", 1, "expected a list in JSON, got an empty file"),
        ("[\n {\n", 3, "is no JSON"),
        ('{"message": "Not Found"}', 1, "the API answered 'Not Found'"),
        ("[\n1]", 2, "expected an issue"),
        (json.dumps([issue(1, title=7)], indent=1), 5, "title: expected a text; is this the answer of /issues?"),
        (json.dumps([{**issue(1), "number": True}], indent=1), 4, "number: expected a number"),
        (json.dumps([issue(1, created_at="soon")], indent=1), 8, "created_at: 'soon' is no time"),
        (json.dumps([issue(1, html_url="javascript:x")], indent=1), 3, "is the address of no issue"),
        (json.dumps([comment(1, "x", at="soon")], indent=1), 5, "created_at: 'soon' is no time"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(
    answer: str, line: int, words: str, tmp_path: Path
) -> None:
    made = brought(answer, tmp_path)
    assert made.files == ()
    assert (made.faults[0].span.line, words in made.faults[0].message) == (line, True), made.faults[0]


def test_a_folder_and_other_bytes_are_refused(tmp_path: Path) -> None:
    wish = Wish(root=tmp_path, config=Config(), now=NOW)
    assert "got a folder" in read(tmp_path, wish).faults[0].message
    (tmp_path / "x").write_bytes(b"\xff")
    assert "got other bytes" in read(tmp_path / "x", wish).faults[0].message


def test_a_product_limits_what_ships_it(write_hub: Any) -> None:
    hub = write_hub(
        "=== content/changelogs/pen.md\n# Pen\n\n## 1.0 - 2026-11-01\n\n### Added\n\n- Ink (#1)\n"
    )
    done = issue(1, closed_at="2026-11-01T09:00:00Z", state_reason="completed")
    assert b"release:pen/1.0" in brought([done], hub).files[0].content
    assert b"state: doing" in brought([done], hub, product="press").files[0].content


def test_a_long_text_is_quoted_in_part(tmp_path: Path) -> None:
    body = "One.\n\n" + "Two. " * 500
    made = brought([issue(1, body=body)], tmp_path)
    fields = yaml.safe_load(made.files[0].content.decode().strip("-\n"))
    assert fields["said"][0]["text"] == "One.\n\n…"
    assert [loss.message for loss in made.losses] == ["#1: only the beginning of its text is quoted"]


# ── again ───────────────────────────────────────────────────────────────────


@pytest.fixture
def run(tmp_path: Path) -> Any:
    hub = tmp_path / "hub"
    hub.mkdir()
    source = tmp_path / "issues.json"

    def bring(answer: list[dict[str, Any]], *options: str) -> Any:
        source.write_text(json.dumps(answer), encoding="utf-8")
        return CliRunner().invoke(
            openhub, ["import", "github-issues", str(source), "-C", str(hub), "--now", "2026-11-24", *options]
        )

    bring.folder = hub / "content/feedback"  # type: ignore[attr-defined]
    return bring


PLANNED = issue(1, labels=[{"name": "planned"}])


def test_a_report_writes_nothing(run: Any) -> None:
    assert "would write content/feedback/F-0001.md" in run(TWO, "--report").output
    assert not run.folder.exists()


def test_twice_changes_nothing_and_news_renew_what_nobody_changed(run: Any) -> None:
    assert run([issue(1)]).exit_code == 0
    file = run.folder / "F-0001.md"
    first = file.read_bytes()
    assert "unchanged content/feedback/F-0001.md" in run([issue(1)]).output
    assert file.read_bytes() == first
    assert "renewed content/feedback/F-0001.md" in run([PLANNED]).output
    assert b"state: planned" in file.read_bytes()


def test_what_an_author_changed_stays_and_news_are_told_until_they_are_seen(run: Any) -> None:
    run([issue(1)])
    file = run.folder / "F-0001.md"
    mine = file.read_text().replace("title: Blue ink", "title: Blue ink for all")
    file.write_text(mine)
    quiet = run([issue(1)])
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, "0 files\n", "")
    told = run([PLANNED])
    assert "#1 has changed at GitHub, where it would be 'planned' now" in told.stderr
    assert file.read_text() == mine
    sum_ = re.search(r"write \((\w{12})\)", told.stderr)
    assert sum_
    file.write_text(re.sub(r"\(\w{12}\)", f"({sum_[1]})", mine, count=1))
    assert run([PLANNED]).stderr == ""
    assert "where it would be 'heard' now" in run([issue(1)]).stderr
    assert "title: Blue ink for all" in file.read_text()


def test_without_its_first_comment_a_file_is_told_apart_by_its_link(run: Any) -> None:
    run([issue(1)])
    file = run.folder / "F-0001.md"
    file.write_text("".join(line for line in file.read_text().splitlines(True) if not line.startswith("#")))
    mine = file.read_bytes()
    assert "#1: content/feedback/F-0001.md tells of it; that is left as it is" in run([PLANNED]).stderr
    assert file.read_bytes() == mine


def test_a_renamed_file_is_renewed_where_it_stands_and_keeps_its_id(run: Any) -> None:
    run([issue(1)])
    (run.folder / "F-0001.md").rename(run.folder / "blue.md")
    assert "renewed content/feedback/blue.md" in run([PLANNED]).output
    assert [path.name for path in run.folder.iterdir()] == ["blue.md"]
    assert "id: F-0001" in (run.folder / "blue.md").read_text()


def test_other_line_ends_are_no_change(run: Any) -> None:
    run([issue(1)])
    file = run.folder / "F-0001.md"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert "unchanged content/feedback/F-0001.md" in run([issue(1)]).output
    assert "renewed content/feedback/F-0001.md" in run([PLANNED]).output


def test_a_file_of_somebody_else_in_the_way_stops_the_import(run: Any) -> None:
    run.folder.mkdir(parents=True)
    (run.folder / "F-0001.md").write_text("---\nid: F-9\ntitle: Mine\n---\n")
    assert run([issue(1)]).exit_code == 1
    assert "F-9" in (run.folder / "F-0001.md").read_text()


def test_a_changelog_line_ships_it_at_the_next_import(run: Any) -> None:
    done = issue(1, closed_at="2026-11-10T09:00:00Z", state_reason="completed")
    log = run.folder.parent / "changelogs/press.md"
    log.parent.mkdir(parents=True)
    log.write_text("# Press\n\n## 1.0 - 2026-11-04\n\n### Added\n\n- Ink\n")
    assert "end the line of the changelog that did it with (F-0001)" in run([done]).stderr
    log.write_text(log.read_text().replace("- Ink", "- Ink (F-0001)"))
    assert run([done]).stderr == ""
    assert "did:\n- release:press/1.0\n" in (run.folder / "F-0001.md").read_text()


# ── the form and the importer know each other ───────────────────────────────


def test_the_form_asks_what_the_importer_reads() -> None:
    form = yaml.safe_load(starters.fill("you-said.yml", {}))
    asked = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
    assert asked == [texts.WANT, texts.WHY, texts.TODAY, texts.QUOTE]
    assert form["labels"] == ["you-said"]


# ── any text ────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    "# T|### What do you want?|### May we quote you?|- [x] Yes|```|~~~|    code|<!--|-->|<script>|<b|</b>|![a](b)|[a](b.md)|[a]: b"
    "|[a](javascript:x)|[^1]|[^1]: x|::: note|:::|> [!NOTE]|| a | b ||---|===|{#id}|{.class}|$$x$$|[[wiki]]|@ana|#12|1. x|- y|\\|&amp;"
    "|post:x|<http://a.test>|http://a.test|---\ntitle: x\n---|'on': x|: x|*a*|`|\t|\r|\x85|\u2028|\ud800".split(
        "|"
    )
)
BODIES = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=8).map("\n".join),
    st.lists(PIECES, max_size=5).map("".join),
)


@settings(max_examples=150)
@given(BODIES, st.text(max_size=20), st.sampled_from(["trusted", "sanitize"]))
@example("<script>alert(1)</script>\n\n<!--", "", "trusted")
def test_no_text_breaks_the_hub(tmp_path_factory: Any, body: str, title: str, html: str) -> None:
    hub = tmp_path_factory.mktemp("hub")
    (hub / "openhub.yaml").write_text(f"authority: example.org,2026\nmarkdown: {{html: {html}}}\n")
    (file,) = brought([issue(1, body=body, title=title), comment(1, body)], hub).files
    (hub / file.path).parent.mkdir(parents=True)
    (hub / file.path).write_bytes(file.content)
    loaded = build.load(hub, build.Options(now=NOW))
    assert [str(one) for one in loaded.problems] == []
    (entry,) = loaded.value.of("feedback")
    shown = "".join(entry.data.said[0].text.markup.parts) if entry.data.said[0].text else ""
    assert "<script" not in shown
    assert "<!--" not in shown
    assert (hub / file.path).read_bytes() == brought(
        [issue(1, body=body, title=title), comment(1, body)], hub
    ).files[0].content
