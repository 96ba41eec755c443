"""What the commands print, where, and with which exit status."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openhub import __main__, report
from openhub.cli import openhub, progress, site
from openhub.cli.wish import Run
from openhub.problems import Problem, Span

NOW = "2026-11-24T12:00"
HUB = """
=== openhub.yaml
title: Wheelhouse
timezone: Europe/Prague
=== content/posts/2026-11-20-open.md
---
title: Open on Saturdays
news: good
---
Come along.
=== content/posts/2026-11-21-closed.md
---
title: Closed on Sundays
news: bad
---
Stay away.
"""
BROKEN = """
=== content/posts/broken.md
---
title: Broken
date: soon
tag: x
---
Text.
"""
FAULT = "content/posts/broken.md:3:7: date: expected a date like 2026-11-24 or a time like 2026-11-24T17:00, got 'soon' [field-type]"
WARNING = "content/posts/broken.md:4:1: warning: tag: unknown field; did you mean 'tags'? [field-unknown]"


def run(command: str, hub: Path, *more: str, now: str | None = NOW, **env: str) -> Result:
    moment = ["--now", now] if now else []
    return CliRunner().invoke(openhub, [command, "-C", str(hub), *moment, *more], env=env)


def openhub_process(
    *arguments: str | Path, env: dict[str, str] | None = None, **options
) -> subprocess.Popen[str]:
    """Start the command as a shell does, so that signals and limits are real."""
    source = Path(sys.modules["openhub"].__path__[0]).parent
    return subprocess.Popen(
        [sys.executable, "-m", "openhub", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(source), **(env or {})},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def opened(pipe: Path, reader: subprocess.Popen[str]) -> int:
    """Open a pipe as soon as the process waits for what stands in it."""
    while reader.poll() is None:
        try:
            writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as fault:
            if fault.errno != errno.ENXIO:  # nobody reads it yet
                raise
            time.sleep(0.02)
        else:
            time.sleep(0.3)  # until it has left open() and waits in read()
            return writer
    pytest.fail(f"it ended before: {reader.communicate()[1]}")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def hub(write_hub) -> Path:
    return write_hub(HUB)


@pytest.fixture(autouse=True)
def _at_leisure(monkeypatch):
    """A busy machine takes over a second for what is short."""
    monkeypatch.setattr(progress, "_PATIENCE", 1000.0)


# ── build ───────────────────────────────────────────────────────────────────


def test_a_build_says_what_it_made_and_where(hub):
    first = run("build", hub)
    assert (first.exit_code, first.stderr) == (0, "")
    *_, built, where = first.stdout.splitlines()
    pages = len(list((hub / "public").rglob("*.html")))
    files = len(contents(hub / "public")) - 1  # without the manifest
    assert re.fullmatch(
        rf"Built 2 posts on {pages} pages: {files} files changed, 0 as before, 0 removed, in \d+\.\d s", built
    )
    assert where == f"The site is in {hub / 'public'}/"
    again = run("build", hub)
    assert f"0 files changed, {files} as before, 0 removed" in again.stdout


def test_an_error_is_told_with_its_place_and_the_site_stays(hub, write_hub):
    run("build", hub)
    before = contents(hub / "public")
    write_hub(BROKEN)
    (hub / "content/posts/2026-11-20-open.md").unlink()
    failed = run("build", hub)
    assert failed.exit_code == 1
    assert failed.stdout == ""
    assert failed.stderr.splitlines() == [
        FAULT,
        WARNING,
        "1 problem and 1 warning in 1 file; nothing was written, the site in public/ is as it was",
    ]
    assert contents(hub / "public") == before


def test_without_a_former_site_none_is_named(hub, write_hub):
    write_hub(BROKEN)
    assert (
        run("build", hub).stderr.splitlines()[-1] == "1 problem and 1 warning in 1 file; nothing was written"
    )
    assert not (hub / "public").exists()


def test_keep_going_builds_the_rest_and_fails(hub, write_hub):
    write_hub(BROKEN)
    kept = run("build", hub, "--keep-going")
    assert kept.exit_code == 1
    assert kept.stderr.splitlines()[-1] == "1 problem and 1 warning in 1 file; 1 entry was left out"
    assert (hub / "public/posts/open/index.html").exists()
    assert not (hub / "public/posts/broken").exists()


def test_keep_going_counts_links_apart(hub, write_hub):
    write_hub(BROKEN + "=== content/posts/links.md\n# Links\n\n[a](/a/) [b](/b/)\n")
    told = run("build", hub, "--keep-going").stderr.splitlines()[-1]
    assert told.endswith("; 1 entry and 2 links were left out")


@pytest.mark.parametrize(("strict", "status"), [([], 0), (["--strict"], 1)])
def test_strict_takes_warnings_for_errors(hub, write_hub, strict, status):
    write_hub(BROKEN.replace("date: soon", "date: 2026-11-22"))
    done = run("build", hub, *strict)
    assert done.exit_code == status
    assert WARNING in done.stderr.splitlines()
    assert (hub / "public").exists() != bool(strict)
    assert (
        "1 warning in 1 file, and --strict lets no warning pass; nothing was written" in done.stderr
    ) == bool(strict)


@pytest.mark.parametrize(
    ("level", "status", "mark"), [("off", 0, None), ("error", 1, ""), ("warning", 0, "warning: ")]
)
def test_the_settings_say_how_grave_a_code_is(hub, write_hub, level, status, mark):
    write_hub(BROKEN.replace("date: soon", "date: 2026-11-22"))
    with (hub / "openhub.yaml").open("a") as file:
        file.write(f"checks: {{field-unknown: '{level}'}}\n")
    done = run("check", hub)
    assert done.exit_code == status
    assert ("tag: unknown field" in done.stderr) == (mark is not None)
    if mark is not None:
        assert WARNING.replace("warning: ", mark) in done.stderr.splitlines()


def test_what_is_held_back_is_told(hub, write_hub):
    write_hub("""
=== content/posts/2027-06-08-later.md
---
title: In summer
---
=== content/posts/2026-11-23-draft.md
---
title: Half a thought
draft: true
---
""")
    said = run("check", hub).stdout.splitlines()
    assert 'Held back as 1 draft: "Half a thought"' in said
    assert 'Held back for later: "In summer" until 8 June 2027' in said
    assert not any("neither" in line for line in said)
    shown = run("check", hub, "--drafts", "--future").stdout
    assert "Held back" not in shown
    assert "2 posts are on neither side; say news: good or bad" in shown


def test_json_is_one_object_and_nothing_else(hub, write_hub):
    done = run("build", hub, "--json")
    told = json.loads(done.stdout)
    assert (told["errors"], told["warnings"], told["problems"], done.stderr) == (0, 0, [], "")
    assert told["written"]["changed"] == len(contents(hub / "public")) - 1
    write_hub(BROKEN)
    assert run("check", hub, "--json").stderr == ""
    failed = run("build", hub, "--json")
    told = json.loads(failed.stdout)
    assert (failed.exit_code, failed.stderr, told["written"], told["errors"]) == (1, "", None, 1)
    fault = {
        "code": "field-type",
        "level": "error",
        "message": FAULT.split(": ", 1)[1].removesuffix(" [field-type]"),
        "file": "content/posts/broken.md",
        "line": 3,
        "column": 7,
    }
    assert told["problems"][0] == fault


def test_github_gets_annotations(hub, write_hub):
    write_hub(BROKEN)
    done = run("check", hub, "--github")
    place = f"{hub}/content/posts/broken.md".replace(":", "%3A").replace(",", "%2C")
    assert done.stdout.splitlines()[0].startswith(
        f"::error file={place},line=3,col=7,title=field-type::date: expected"
    )
    assert done.stdout.splitlines()[1].startswith(f"::warning file={place},line=4,")
    assert done.exit_code == 1


def test_annotations_escape_what_would_end_them():
    problem = Problem(code="field-type", message="50 %\nof: all, it", span=Span("a,b:c.md", 2, 3))
    found = report.findings([problem], {})
    assert list(report.github(found)) == [
        "::error file=a%2Cb%3Ac.md,line=2,col=3,title=field-type::50 %25%0Aof: all, it"
    ]


def test_the_published_index_tells_what_subscribers_will_see(hub, write_hub):
    run("build", hub)
    shutil.copy(hub / "public/hub.json", hub / "published.json")
    assert (
        "Subscribers will see none new, none updated, none again"
        in run("check", hub, "--published", "published.json").stdout
    )
    write_hub("""
=== content/posts/2026-11-20-open.md
---
title: Open on Saturdays
news: good
---
Come along, and bring your own tools.
=== content/posts/2026-11-24-new.md
---
title: New
news: good
---
""")
    done = run("build", hub, "--published", "published.json", "--json")
    assert json.loads(done.stdout)["subscribers"] == {"new": 1, "updated": 1, "again": 0}


def test_an_entry_under_another_feed_id_is_seen_again(hub):
    with (hub / "openhub.yaml").open("a") as file:
        file.write("authority: example.org,2026\n")
    run("build", hub)
    shutil.copy(hub / "public/hub.json", hub / "published.json")
    settings = (hub / "openhub.yaml").read_text()
    (hub / "openhub.yaml").write_text(settings.replace("example.org,2026", "example.net,2026"))
    assert "none new, none updated, 2 again" in run("check", hub, "--published", "published.json").stdout


# ── now ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("now", "held"),
    [
        ("2026-11-19T22:59Z", True),
        ("2026-11-19T23:01Z", False),
        ("2026-11-19T23:59", True),
        ("2026-11-20", False),
    ],
)
def test_now_without_a_zone_is_the_hubs(hub, now, held):
    (hub / "content/posts/2026-11-21-closed.md").unlink()
    assert ('"Open on Saturdays" until 20 November 2026' in run("check", hub, now=now).stdout) == held


def test_the_variable_of_reproducible_builds_stands_for_the_clock(hub):
    assert (
        "until 20 November" in run("check", hub, now=None, SOURCE_DATE_EPOCH="1795000000").stdout
    )  # 18 November 2026
    assert "until 20 November" not in run("check", hub, now=None, SOURCE_DATE_EPOCH="1796000000").stdout
    wrong = run("check", hub, now=None, SOURCE_DATE_EPOCH="yesterday")
    assert (wrong.exit_code, "SOURCE_DATE_EPOCH" in wrong.stderr) == (2, True)


# ── wrong use ───────────────────────────────────────────────────────────────


def test_wrong_use_is_told_with_status_2(hub, tmp_path):
    assert run("build", hub, now="soon").exit_code == 2
    assert "expected an instant like" in run("build", hub, now="soon").stderr
    assert run("build", tmp_path / "nowhere").exit_code == 2
    assert run("build", hub, "--jobs", "0").exit_code == 2
    assert run("build", hub, "--url", "example.org/hub").exit_code == 2
    assert CliRunner().invoke(openhub, ["biuld"]).exit_code == 2


def test_a_folder_that_is_no_hub_gets_none(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    done = run("build", tmp_path)
    assert done.exit_code == 2
    assert "'openhub init' makes a first one" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt"]


def test_a_changelog_alone_is_a_hub(tmp_path):
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## 1.0.0 - 2026-11-01\n\n### Added\n\n- Light.\n")
    done = run("build", tmp_path)
    assert done.exit_code == 0, done.output
    assert "Built 1 release on" in done.stdout


def test_an_output_folder_with_others_files_is_refused(hub):
    (hub / "site").mkdir()
    (hub / "site/mine.txt").write_text("mine")
    done = run("build", hub, "--output", "site")
    assert done.exit_code == 1
    assert "holds files that openhub did not write (mine.txt)" in done.stderr
    assert contents(hub / "site") == {"mine.txt": b"mine"}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (".", "'.' holds the hub itself"),
        ("/", "'/' holds the hub itself"),
        ("..", "'..' holds the hub itself"),
        ("content/site", "is inside content/"),
    ],
)
def test_a_folder_that_holds_the_hub_or_its_sources_is_no_output(hub, name, told):
    done = run("build", hub, "--output", name)
    assert done.exit_code == 2
    assert told in done.stderr


def test_an_output_that_is_a_link_to_nowhere_is_told(hub):
    (hub / "public").symlink_to(hub / "gone")
    done = run("build", hub)
    assert done.exit_code == 1
    assert "public is a link that leads nowhere; delete it" in done.stderr


def test_a_folder_given_as_what_is_published_is_told(hub):
    done = run("check", hub, "--published", "content")
    assert done.exit_code == 1
    assert "content:1:1: this is a folder; name the hub.json in it [published-unreadable]" in done.stderr


# ── what cannot be foreseen ─────────────────────────────────────────────────


def test_a_full_disk_leaves_the_site_as_it_was(hub):
    run("build", hub)
    before = contents(hub / "public")
    with (hub / "content/posts/2026-11-20-open.md").open("a") as file:
        file.write("More than there is room for. " * 2000)

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    process = openhub_process("build", "-C", hub, "--now", NOW, preexec_fn=small_disk)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "cannot be written: File too large; the site there is as it was" in told
    assert "Traceback" not in told
    assert contents(hub / "public") == before
    assert sorted(path.name for path in hub.iterdir()) == ["content", "openhub.yaml", "public"]


def test_ctrl_c_leaves_the_site_as_it_was(hub):
    run("build", hub)
    before = contents(hub / "public")
    pipe = hub / "openhub.yaml"
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    process = openhub_process("build", "-C", hub, "--now", NOW)
    writer = opened(pipe, process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    os.close(writer)
    assert process.returncode == 130
    assert told == "Stopped; nothing was written, the site in public/ is as it was\n"
    assert contents(hub / "public") == before


def stop(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("command", ["build", "check"])
def test_ctrl_c_while_the_hub_is_read_is_told(hub, monkeypatch, command):
    monkeypatch.setattr("openhub.build.load", stop)
    done = run(command, hub)
    assert (done.exit_code, done.stderr) == (130, "Stopped; nothing was written\n")


def test_ctrl_c_after_writing_says_that_the_site_is_there(hub, monkeypatch):
    monkeypatch.setattr("openhub.report.built", stop)
    done = run("build", hub)
    assert (done.exit_code, done.stderr) == (130, f"Stopped; the site is in {hub / 'public'}/\n")


def test_ctrl_c_while_the_program_loads_is_told(monkeypatch, capsys):
    former = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr("openhub.cli.main", stop)
    try:
        with pytest.raises(SystemExit) as ended:
            __main__.main()
    finally:
        signal.signal(signal.SIGINT, former)
    assert ended.value.code == 130
    assert capsys.readouterr().err == "Stopped; nothing was written\n"


def test_ctrl_c_waits_while_files_are_put_in_place():
    former = signal.getsignal(signal.SIGINT)
    with site._undisturbed():
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is former


# ── the balance ─────────────────────────────────────────────────────────────


def test_the_balance_is_counted_for_the_hub_and_each_audience(hub, write_hub):
    with (hub / "openhub.yaml").open("a") as file:
        file.write("audiences: [{id: riders, title: Riders}, {id: crew, title: Crew}]\n")
    write_hub("""
=== content/posts/2026-11-22-pump.md
---
title: The pump is gone
news: bad
state: identified
next_update: 2026-11-30
audiences: [crew]
---
=== content/posts/2026-01-22-old.md
---
title: Too old to count
news: bad
---
""")
    said = run("check", hub, "--balance").stdout.splitlines()
    assert said[:3] == [
        "Since 26 August 2026: 1 good, 2 bad, 1 still open, too few to judge",
        "  Riders: 1 good, 1 bad, 0 still open, too few to judge",
        "  Crew: 1 good, 2 bad, 1 still open, too few to judge",
    ]
    told = json.loads(run("check", hub, "--balance", "--json").stdout)["balance"]
    assert told[2] == {
        "audience": "Crew",
        "since": "2026-08-26",
        "good": 1,
        "bad": 2,
        "open": 1,
        "few": True,
        "share": None,
        "longest_run": {"news": 1, "first": "2026-11-20", "last": "2026-11-20"},
        "beside_big": [],
    }


# ── progress ────────────────────────────────────────────────────────────────


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def show_progress(monkeypatch, **wish) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    with progress.Progress(Run(root=Path(), **wish)) as show:
        for stage in ("Reading", "Rendering"):
            for number in range(1, 1201):
                show(stage, number, 1200)


def test_long_work_is_one_plain_line_where_nobody_watches(monkeypatch, capsys):
    show_progress(monkeypatch)
    said = capsys.readouterr()
    assert said.out.splitlines() == ["Reading: 1 of 1,200 so far", "Rendering: 1 of 1,200 so far"]
    assert said.err == ""


def test_long_work_is_a_bar_on_a_terminal(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    show_progress(monkeypatch)
    assert "Reading  [####" in terminal.getvalue()
    assert "100%" in terminal.getvalue()


@pytest.mark.parametrize("wish", [{"quiet": True}, {"form": "json"}])
def test_who_wants_no_words_gets_none(monkeypatch, capsys, wish):
    show_progress(monkeypatch, **wish)
    assert capsys.readouterr() == ("", "")


def test_short_work_shows_nothing(hub):
    assert run("build", hub).stderr == ""


def test_quiet_says_nothing_but_problems(hub, write_hub):
    assert run("build", hub, "-q").output == ""
    write_hub(BROKEN)
    assert run("build", hub, "-q").stderr.splitlines()[0] == FAULT


# ── help ────────────────────────────────────────────────────────────────────


def test_help_loads_click_and_little_else():
    code = "import sys; sys.argv[1:] = ['--help']\nfrom openhub.cli import main\ntry:\n    main()\nfinally:\n    print(sorted(sys.modules))"
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(sys.modules["openhub"].__path__[0]).parent)},
    )  # fmt: skip
    assert "Commands:" in process.stdout
    heavy = "pydantic jinja2 markdown_it yaml icalendar tornado watchdog pygments slugify".split()
    assert not [name for name in heavy if f"'{name}'" in process.stdout]


def test_every_command_and_option_is_documented(root):
    text = (root / "docs/commands.md").read_text(encoding="utf-8")
    common, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    documented = {section.split("\n", 1)[0]: section + common for section in sections}
    assert documented.keys() == openhub.commands.keys()
    for name, command in openhub.commands.items():
        there = set(re.findall(r"`(--?[\w-]+)", documented[name].split("|", 1)[1]))
        options = {option for param in command.params for option in param.opts if option.startswith("-")}
        assert options - there == set(), f"{name}: not in docs/commands.md"
        own = set(re.findall(r"^\| `(--[\w-]+)", documented[name], re.MULTILINE))
        assert own - options == set(), f"{name}: documented, but not there"


UNTOLD = """
=== content/changelogs/lantern.md
## 2.5.0 - 2026-11-01

- Added: a lamp that dims

## 2.4.0 - 2025-11-01

- Added: a lamp
"""


def test_a_hint_is_given_by_check_alone_and_fails_nothing(hub, write_hub):
    write_hub(UNTOLD)
    done = run("check", hub, "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "hint: no event within 30 days" in done.stdout
    assert "1 hint in 1 file" in done.stdout
    told = json.loads(run("check", hub, "--json").stdout)
    assert (told["hints"], [problem["level"] for problem in told["problems"]]) == (1, ["hint"])
    assert "::notice file=" in run("check", hub, "--github").stdout
    built = run("build", hub, "--strict")
    assert (built.exit_code, "hint:" in built.stderr + built.stdout) == (0, False)


def test_the_command_of_a_hint_makes_the_event_that_was_missing(hub, write_hub):
    write_hub(UNTOLD)
    hint = run("check", hub).stdout
    command = shlex.split(hint.partition("openhub ")[2].partition(" [release-untold]")[0])
    assert run(*command[:1], hub, *command[1:]).exit_code == 0
    assert "hint:" not in run("check", hub).stdout
