"""A first hub builds as it is, on any day, and `init` and `new` never overwrite anything."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest
import yaml
from click.testing import CliRunner, Result

from openhub import build, publish, starters
from openhub.cli import openhub
from openhub.when import instant_of, zone_named

TODAY = "2026-11-24T12:00"
KINDS = {"post", "release", "event", "metric", "person", "feedback", "page"}


def run(*arguments: str | Path, **env: str) -> Result:
    return CliRunner().invoke(
        openhub, [str(argument) for argument in arguments], env={"TZ": "Europe/Prague", **env}
    )


def init(folder: Path, *more: str, now: str = TODAY) -> Result:
    return run("init", "--now", now, *more, folder)


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def load(folder: Path, now: str):
    at = instant_of(date.fromisoformat(now[:10]), zone_named("UTC"))
    return build.load(folder, build.Options(now=at)).value


@pytest.fixture
def hub(tmp_path) -> Path:
    folder = tmp_path / "wheel-house"
    assert init(folder).exit_code == 0
    return folder


@pytest.mark.parametrize(
    "now", [TODAY, "2027-01-01T00:00", "2028-02-29T23:59", "2026-03-31T06:00", "2026-12-31T12:00"]
)
def test_the_starters_build_without_a_warning_on_any_day(tmp_path, now):
    assert init(tmp_path / "hub", now=now).exit_code == 0
    done = run("build", "-C", tmp_path / "hub", "--strict", "--now", now)
    assert done.exit_code == 0, done.output
    assert "no problems" in run("check", "-C", tmp_path / "hub", "--now", now).stdout


def test_there_is_a_starter_of_each_kind_and_both_sides_are_filled(hub):
    site = load(hub, "2026-11-25")
    assert {kind for kind, entries in site.by_kind.items() if entries} == KINDS
    news = [entry.data.news.side for entry in site.of("post")]
    assert sorted(news) == ["bad", "good"]
    assert [entry.data.state for entry in site.of("post") if entry.data.news.side == "bad"] == ["identified"]
    assert site.of("event")[0].data.starts.date() == date(2026, 12, 8)
    assert [point.at.text for point in site.of("metric")[0].data.series] == ["2026-08", "2026-09", "2026-10"]


def test_the_starters_explain_themselves(hub):
    for path in (hub / "content").rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert "@" not in text, f"{path.name}: a blank was not filled"
        assert len(text.splitlines()) < 35, f"{path.name} is not short"
    commented = [
        path.name for path in (hub / "content").rglob("*.*") if "# " in path.read_text(encoding="utf-8")
    ]
    assert len(commented) >= 6


def test_empty_writes_no_content(tmp_path):
    init(tmp_path, "--empty")
    assert not (tmp_path / "content").exists()
    assert (tmp_path / "openhub.yaml").exists()
    assert run("build", "-C", tmp_path, "--strict", "--now", TODAY).exit_code == 0


FORM = ".github/ISSUE_TEMPLATE/you-said.yml"


@pytest.mark.parametrize("more", [(), ("--empty",)])
def test_the_form_stands_at_the_top_of_the_repository_and_is_kept_where_it_is(tmp_path, more):
    git(tmp_path, "init", "-q")
    said = init(tmp_path / "hub", *more).stdout
    assert (tmp_path / FORM).is_file()
    assert "gh label create you-said" in said
    (tmp_path / FORM).write_text("name: Mine\n")
    again = init(tmp_path / "hub", *more).stdout
    assert (tmp_path / FORM).read_text() == "name: Mine\n"
    assert "you-said.yml, which was there" in again
    assert "gh label create" not in again


def test_the_form_follows_the_rules_of_github(hub):
    """The rules are those of GitHub's documentation on the syntax of issue forms."""
    form = yaml.safe_load((hub / FORM).read_text(encoding="utf-8"))
    assert set(form) <= {"name", "description", "body", "assignees", "labels", "projects", "title", "type"}
    assert len(form["name"]) > 3
    assert 0 < len(form["description"]) <= 200
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert asked, "a form needs a question"
    for part in form["body"]:
        assert set(part) <= {"type", "id", "attributes", "validations"}
    ids, labels = [part["id"] for part in asked], [part["attributes"]["label"] for part in asked]
    assert len(set(ids)) == len(ids)
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in ids)
    assert {part["type"] for part in asked} == {"textarea", "checkboxes"}
    for part in form["body"]:
        attributes = part["attributes"]
        if part["type"] == "markdown":
            assert set(attributes) == {"value"}
            assert attributes["value"].strip()
        elif part["type"] == "textarea":
            assert set(attributes) <= {"label", "description", "placeholder", "value", "render"}
            assert set(part.get("validations", {})) <= {"required"}
        else:
            assert set(attributes) <= {"label", "description", "options"}
            assert all(
                set(option) <= {"label", "required"} and option["label"] for option in attributes["options"]
            )
    assert not any("required" in option for option in asked[-1]["attributes"]["options"]), "a consent is free"


def test_nothing_is_overwritten(tmp_path):
    mine = {
        "openhub.yaml": "title: Mine\n",
        ".gitignore": "*.tmp\n",
        "content/feedback.yaml": "feedback: []\n",
    }
    for name, text in mine.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    said = init(tmp_path).stdout.splitlines()
    for name, text in mine.items():
        assert (tmp_path / name).read_text() == text
        assert f"kept {tmp_path / name}, which was there" in said
    assert f"wrote {tmp_path}/content/people/robin.md" in said
    assert any(line.endswith("Add /public/ to .gitignore") for line in said)
    assert not [line for line in init(tmp_path).stdout.splitlines() if line.startswith("wrote")]


def test_the_end_is_what_to_do_next_in_numbered_lines(tmp_path):
    said = run("init", "-C", tmp_path, "--now", TODAY, "hub").stdout
    steps = said.partition("Next:\n")[2].splitlines()
    assert [step.split(".")[0].strip() for step in steps] == [
        str(number) for number in range(1, len(steps) + 1)
    ]
    assert steps[0].strip() == "1. cd hub"
    for command in ("openhub serve", "openhub new post", "openhub build"):
        assert any(command in step for step in steps)


# ── what the place tells ────────────────────────────────────────────────────


@pytest.mark.parametrize(("ignored", "told"), [("/public/\n", False), ("public\n", False), ("*.log\n", True)])
def test_who_ignores_the_site_is_not_told_to(tmp_path, ignored, told):
    (tmp_path / ".gitignore").write_text(ignored)
    laid = publish.init(tmp_path, date(2026, 11, 24))
    assert any("Add /public/ to .gitignore" in step for step in publish.next_steps(laid, tmp_path)) == told


def test_the_settings_know_name_and_zone(hub):
    settings = yaml.safe_load((hub / "openhub.yaml").read_text(encoding="utf-8"))
    assert settings == {"title": "Wheel house", "timezone": "Europe/Prague", "language": "en"}


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("America/Sao_Paulo", "America/Sao_Paulo"), (":Asia/Tokyo", "Asia/Tokyo"), ("Etc/UTC", "UTC")],
)
def test_the_zone_is_the_computers(monkeypatch, zone, expected):
    monkeypatch.setenv("TZ", zone)
    assert publish.system_zone() == expected


def test_a_zone_that_is_none_is_not_taken(monkeypatch):
    monkeypatch.setattr(publish, "_zones", lambda: iter(["CET-1CEST,M3.5.0", "../../etc", ""]))
    assert publish.system_zone() == "UTC"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("git@github.com:Wheels/Hub.git", "https://wheels.github.io/Hub/"),
        ("https://github.com/Wheels/Hub", "https://wheels.github.io/Hub/"),
        ("https://token@github.com/wheels/hub.git", "https://wheels.github.io/hub/"),
        ("ssh://git@github.com/wheels/wheels.github.io.git", "https://wheels.github.io/"),
        ("https://example.org/wheels/hub.git", ""),
        ("https://github.com.example.org/wheels/hub", ""),
        ("", ""),
    ],
)
def test_a_remote_at_github_tells_the_address(address, page):
    assert publish.github(address)[0] == page
    assert "token" not in publish.github(address)[1]


def test_a_repository_at_github_fills_the_settings(tmp_path):
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", "git@github.com:wheels/house.git")
    init(tmp_path)
    settings = yaml.safe_load((tmp_path / "openhub.yaml").read_text(encoding="utf-8"))
    assert settings["url"] == "https://wheels.github.io/house/"
    assert settings["authority"] == "wheels.github.io,2026"
    assert settings["repository"] == "https://github.com/wheels/house"
    assert run("build", "-C", tmp_path, "--strict", "--now", TODAY).exit_code == 0


def test_a_computer_without_git_makes_a_hub_too(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert run("init", "--now", TODAY, tmp_path / "hub", PATH=str(tmp_path / "nothing")).exit_code == 0


CHANGELOG = "# Changelog\n\n## 2.0.0 - 2026-10-01\n\n### Added\n\n- A bell.\n"


def test_a_changelog_in_the_folder_is_the_products(tmp_path):
    folder = tmp_path / "bell"
    folder.mkdir()
    (folder / "CHANGELOG.md").write_text(CHANGELOG)
    said = init(folder).stdout
    assert "Your changelog is CHANGELOG.md" in said
    assert not (folder / "content/changelogs").exists()
    assert [str(entry.ref) for entry in load(folder, TODAY).of("release")] == ["release:bell/2.0.0"]
    assert run("check", "-C", folder, "--strict", "--now", TODAY).exit_code == 0


def test_a_hub_within_a_repository_finds_its_changelog_and_the_top(tmp_path):
    top = tmp_path / "bell"
    (top / ".git").mkdir(parents=True)
    (top / "CHANGELOG.md").write_text(CHANGELOG)
    (tmp_path / "CHANGES.md").write_text("of somebody else")
    init(top / "docs" / "hub")
    assert not (top / "docs/hub/.github").exists()
    workflow = yaml.safe_load((top / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    assert any("-C docs/hub" in step.get("run", "") for step in steps)
    assert any("docs/hub/requirements.txt" in step.get("run", "") for step in steps)
    assert steps[-1]["with"]["path"] == "docs/hub/public"
    assert [entry.id.partition("/")[2] for entry in load(top / "docs/hub", TODAY).of("release")] == ["2.0.0"]


def test_a_projects_own_requirements_are_left_alone(tmp_path):
    (tmp_path / "requirements.txt").write_text("flask\n")
    init(tmp_path)
    assert (tmp_path / "requirements.txt").read_text() == "flask\n"
    assert (tmp_path / "requirements-hub.txt").read_text() == "openhub-site\n"
    assert "--requirement requirements-hub.txt" in (tmp_path / ".github/workflows/pages.yml").read_text()


def test_the_workflow_publishes_with_the_memory_of_the_hub(hub):
    workflow = yaml.safe_load((hub / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    triggers = workflow[True]  # YAML 1.1 takes `on` for true
    assert triggers["push"]["branches"] == ["main", "master"]
    assert triggers["schedule"] == [{"cron": "17 * * * *"}]
    assert workflow["permissions"] == {"contents": "read", "pages": "write", "id-token": "write"}
    jobs = workflow["jobs"]
    used = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]
    assert used == [
        "actions/configure-pages@v6", "actions/checkout@v7", "actions/setup-python@v7", "actions/configure-pages@v6",
        "actions/upload-pages-artifact@v5", "actions/deploy-pages@v5",
    ]  # fmt: skip
    # An address is data: inside a script it could run.
    assert not [step["run"] for job in jobs.values() for step in job["steps"] if "${{" in step.get("run", "")]


@pytest.mark.parametrize(("status", "expected"), [("200", 0), ("404", 0), ("503", 1)])
def test_the_workflow_fetches_what_is_published_or_stops(hub, tmp_path, status, expected):
    """A site that cannot be reached for a moment must not lose its memory."""
    workflow = yaml.safe_load((hub / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    (script,) = [
        step["run"]
        for step in workflow["jobs"]["build"]["steps"]
        if step.get("name") == "Fetch what is published"
    ]
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "curl").write_text(
        f'#!/bin/sh\nfor word; do last=$word; done\necho "$last" >"{tmp_path}/asked"\nprintf {status}\n'
    )
    (tools / "curl").chmod(0o755)
    env = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "HUB": "https://x.example/hub",
        "RUNNER_TEMP": "/t",
        "GITHUB_ENV": str(tmp_path / "env"),
    }
    done = subprocess.run(["bash", "-e", "-c", script], env=env, check=False, capture_output=True)
    assert done.returncode == expected
    assert (tmp_path / "asked").read_text().strip() == "https://x.example/hub/hub.json"
    assert (tmp_path / "env").exists() == (status == "200")


def test_the_clock_of_the_workflow_never_builds_by_itself(hub):
    """A run of the clock that waits must not take the place of a push that waits, nor publish what is older."""
    workflow = yaml.safe_load((hub / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    assert workflow["concurrency"]["group"] == "${{ github.event_name == 'schedule' && 'clock' || 'pages' }}"
    jobs = workflow["jobs"]
    assert jobs["clock"]["if"] == "github.event_name == 'schedule'"
    assert jobs["build"]["if"] == "github.event_name != 'schedule'"
    assert jobs["clock"]["steps"][-1]["if"] == "steps.ask.outputs.build == 'true'"
    assert "workflow_dispatch" in workflow[True]


@pytest.fixture
def ask(hub, tmp_path):
    """Run the step that asks the published site, and tell whether it wants a build."""
    workflow = yaml.safe_load((hub / ".github/workflows/pages.yml").read_text(encoding="utf-8"))
    (script,) = [step["run"] for step in workflow["jobs"]["clock"]["steps"] if step.get("id") == "ask"]

    def run_script(address: str) -> str:
        output, room = tmp_path / "output", tmp_path / "room"
        room.mkdir(exist_ok=True)
        env = {
            "PATH": os.environ["PATH"],
            "HUB": address,
            "RUNNER_TEMP": str(room),
            "GITHUB_OUTPUT": str(output),
        }
        output.write_text("")
        done = subprocess.run(
            ["bash", "-e", "-c", script], env=env, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return output.read_text().strip()

    return run_script


@pytest.fixture
def published(tmp_path):
    """Serve a folder on this machine, as it was published some time ago."""
    folder = tmp_path / "published" / "hub"
    folder.mkdir(parents=True)
    handler = partial(SimpleHTTPRequestHandler, directory=folder.parent)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()

    def publish(plan: str, ago: timedelta) -> str:
        file = folder / "openhub-next.json"
        if plan:
            file.write_text(plan, encoding="utf-8")
            stamp = (datetime.now(UTC) - ago).timestamp()
            os.utime(file, (stamp, stamp))
        return f"http://127.0.0.1:{server.server_port}/hub/"

    yield publish
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("asof", "daily", "moment", "built", "expected"),
    [
        pytest.param(0, ["/"], 20, 90, "true", id="a moment has passed"),
        pytest.param(0, ["/"], 85, 80, "true", id="a moment passed while it was built"),
        pytest.param(0, ["/"], 130, 80, "true", id="a moment passed while it waited to be deployed"),
        pytest.param(0, ["/"], 150, 80, "false", id="a moment was built for"),
        pytest.param(0, ["/"], -20, 90, "false", id="a moment is to come"),
        pytest.param(1, ["/"], -20, 90, "true", id="a midnight has passed"),
        pytest.param(1, [], -20, 90, "false", id="a midnight has passed and no page tells the day"),
    ],
)
def test_the_clock_builds_when_a_moment_or_a_midnight_has_passed(
    ask, published, asof, daily, moment, built, expected
):
    now = datetime.now(UTC)
    # A zone in which it is about noon, so that no test runs over a midnight.
    offset = now.hour - 12
    zone = f"Etc/GMT{offset:+d}"
    day = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=asof)
    at = now - timedelta(minutes=moment)
    plan = {
        "asof": day.isoformat(), "zone": zone, "until": "2999-01-01", "daily": daily,
        "moments": [{"at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "paths": ["/x/"], "because": "x"}],
    }  # fmt: skip
    assert ask(published(json.dumps(plan), timedelta(minutes=built))) == f"build={expected}"


def test_the_clock_builds_where_it_cannot_know(ask, published):
    assert ask(published("", timedelta())) == "build=true"
    for broken in ("{", "[]", '{"zone": "UTC"}', '{"zone": 1, "asof": "", "daily": [], "moments": []}'):
        assert ask(published(broken, timedelta())) == "build=true", broken


def test_the_clock_waits_where_the_site_cannot_be_reached(ask):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert ask(f"http://127.0.0.1:{free.getsockname()[1]}/hub/") == "build=false"


# ── new ─────────────────────────────────────────────────────────────────────


def new(hub: Path, *arguments: str) -> Result:
    return run("new", "-C", hub, "--now", TODAY, *arguments)


@pytest.mark.parametrize(
    ("arguments", "path"),
    [
        (["post", 'Kept: "yes", it\'s #1'], "content/posts/2026-11-24-kept-yes-it-s-1.md"),
        (["post", "Good one", "--good"], "content/posts/2026-11-24-good-one.md"),
        (["post", "Bad one", "--bad"], "content/posts/2026-11-24-bad-one.md"),
        (["post", "Both ways", "--mixed"], "content/posts/2026-11-24-both-ways.md"),
        (["event", "Schöne Räder"], "content/events/schöne-räder.md"),
        (["person", "Hana Nová"], "content/people/hana-nová.md"),
        (["feedback", "More stands"], "content/feedback/F-0002.md"),
        (["page", "How we decide"], "content/pages/how-we-decide.md"),
    ],
)
def test_new_writes_what_builds_without_a_warning(hub, arguments, path):
    done = new(hub, *arguments)
    assert (done.exit_code, done.stdout) == (0, f"{path}\n")
    checked = run("check", "-C", hub, "--strict", "--now", TODAY)
    assert checked.exit_code == 0, checked.output
    kind, title, *lean = arguments
    (entry,) = [entry for entry in load(hub, "2026-11-25").entries.values() if entry.span.file == path]
    assert (entry.kind, entry.title) == (kind, title)
    if lean:
        assert f"--{entry.data.news.side}" == lean[0]


def test_a_new_metric_asks_for_what_it_lacks(hub):
    assert new(hub, "metric", "Open stands").stdout == "content/metrics/open-stands.yaml\n"
    checked = run("check", "-C", hub, "--now", TODAY)
    assert "no value yet, so 'open-stands' is not shown; 'openhub record open-stands VALUE'" in checked.stderr
    assert "open-stands" not in {entry.id for entry in load(hub, "2026-11-25").of("metric")}
    assert run("record", "-C", hub, "--now", TODAY, "open-stands", "3").exit_code == 0
    (point,) = next(
        one for one in load(hub, "2026-11-25").of("metric") if one.id == "open-stands"
    ).data.series
    assert (point.at.text, point.value) == ("2026-10", 3)
    checked = run("check", "-C", hub, "--now", TODAY)
    assert checked.exit_code == 0
    lacks = [line.split("warning: ")[1].split(":")[0] for line in checked.stderr.splitlines()]
    assert lacks == ["definition", "objective", "source"]


def test_new_refuses_what_is_there(hub):
    first = new(hub, "post", "Once").stdout.strip()
    (hub / first).write_text("mine")
    again = new(hub, "post", "Once")
    assert (again.exit_code, f"{first} is there already" in again.stderr) == (1, True)
    assert (hub / first).read_text() == "mine"


def test_new_refuses_an_id_that_is_taken_on_another_day(hub):
    (hub / "content/posts/2025-01-01-once.md").write_text("# Once\n")
    (hub / "content/posts/bundle").mkdir()
    (hub / "content/posts/bundle/index.md").write_text("# Bundle\n")
    assert "2025-01-01-once.md is there already" in new(hub, "post", "Once").stderr
    assert "bundle/index.md is there already" in new(hub, "post", "Bundle").stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["pots", "x"], "did you mean 'post'?"),
        (["zebra", "x"], "there are post, event"),
        (["release", "2.0.0"], "a release is a heading in the changelog"),
        (["event", "x", "--good"], "--good is for posts"),
        (["post", "?!"], "no letter or digit"),
    ],
)
def test_new_explains_wrong_use(hub, arguments, told):
    done = new(hub, *arguments)
    assert done.exit_code == 2
    assert told in done.stderr


def test_every_blank_of_every_starter_can_be_filled(root):
    known = {**starters.days(date(2026, 11, 24)), "title_yaml": "", "id": "", "table": ""}
    folder = root / "src/openhub/starters/new"
    names = sorted(path.name for path in folder.iterdir())
    assert {name.partition(".")[0] for name in names} == {*starters.KINDS, "good", "bad", "mixed"}
    for name in names:
        assert "@" not in starters.fill(f"new/{name}", known)


def test_the_metric_of_a_first_hub_goes_on_with_record(hub):
    done = run("record", "-C", hub, "--now", "2026-12-03T12:00", "first-answer", "20")
    assert (done.exit_code, done.output) == (0, "content/metrics/first-answer.csv:5: 2026-11,20,\n")
