"""Workflows in the docs: YAML with steps that a shell reads, whose commands exist; the one that counts runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from openhub.cli import openhub

ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r'^```yaml title="\.github/workflows/([\w.-]+)"\n(.*?)^```', re.MULTILINE | re.DOTALL)
WORKFLOWS = [
    pytest.param(text, id=f"{page.stem}:{name}")
    for page in sorted((ROOT / "docs").glob("*.md"))
    for name, text in _FENCE.findall(page.read_text(encoding="utf-8"))
]


def steps(text: str) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(text)["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("text", WORKFLOWS)
def test_a_workflow_is_one_and_its_commands_exist(text: str) -> None:
    workflow = yaml.safe_load(text)
    assert workflow[True]  # YAML 1.1 takes `on` for true
    for step in steps(text):
        assert ("uses" in step) != ("run" in step)
        script = step.get("run", "")
        subprocess.run(["bash", "-n"], input=re.sub(r"\$\{\{.*?\}\}", "X", script), text=True, check=True)
        for name, rest in re.findall(r"\bopenhub ([a-z]+)(.*)", script):
            known = {option for one in openhub.commands[name].params for option in one.opts}
            assert set(re.findall(r"(?<!\S)--?[a-z][\w-]*", rest)) <= known


GH = """#!/bin/sh
case "$*" in
*/issues/comments) echo '[[]]' ;;
*/issues\\?state=all) cat "$HOME/issues.json" ;;
"workflow run pages.yml") echo started >> "$HOME/started" ;;
*) exit 1 ;;
esac
"""


@pytest.fixture
def sh(tmp_path: Path) -> Any:
    """Run a script in a hub below git as a workflow does, with openhub, and a `gh` that knows some answers."""
    hub, tools = tmp_path / "hub", tmp_path / "tools"
    hub.mkdir()
    tools.mkdir()
    openhub_ = f'#!/bin/sh\n"{sys.executable}" -m openhub "$@" --now 2026-11-24\n'
    for name, script in (("openhub", openhub_), ("pip", "#!/bin/sh\n"), ("gh", GH)):
        (tools / name).write_text(script)
        (tools / name).chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(tmp_path),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_REPOSITORY": "works/press",
        "GIT_CONFIG_NOSYSTEM": "1",
    }

    def run(script: str) -> str:
        done = subprocess.run(
            ["bash", "-e"],
            input=script,
            text=True,
            capture_output=True,
            cwd=hub,
            env=environment,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


BEGIN = (
    "git init -q -b main . && git init -q --bare ../there.git && git remote add origin ../there.git\n"
    "git add . && git -c user.name=A -c user.email=a@example.org commit -qm Begin && git push -qu origin main"
)


def test_the_workflow_that_counts_adds_a_value_and_pushes_it(tmp_path: Path, write_hub: Any, sh: Any) -> None:
    text = next(param.values[0] for param in WORKFLOWS if param.id == "metrics:count.yml")
    write_hub(
        "=== content/metrics/first-answer.yaml\n"
        "{title: A, unit: hours, direction: down, cadence: monthly, data: first-answer.csv}\n"
        "=== content/metrics/first-answer.csv\nat,value\n2026-09,31\n"
        "=== count_first_answer.py\nprint(29.5)\n",
        tmp_path / "hub",
    )
    sh(BEGIN)
    for step in steps(text):
        sh(step.get("run", ""))
    assert (
        sh("git show origin/main:content/metrics/first-answer.csv") == "at,value\n2026-09,31\n2026-10,29.5\n"
    )
    assert sh("git status --porcelain") == ""


def test_the_workflow_of_what_you_said_pushes_what_is_new_and_only_that(
    tmp_path: Path, write_hub: Any, sh: Any
) -> None:
    text = next(param.values[0] for param in WORKFLOWS if param.id == "feedback:you-said.yml")
    issue = {
        "number": 7,
        "title": "Ink",
        "html_url": "https://github.com/works/press/issues/7",
        "state": "open",
        "created_at": "2026-10-01T09:00:00Z",
    }
    # Asked for anew, a repository's issues are fetched over what was fetched before.
    answers = tmp_path / "answer"
    answers.write_text(json.dumps([[issue]]))
    (tmp_path / "tools/gh").write_text(GH.replace("issues.json", "answer"))
    write_hub("=== openhub.yaml\ntitle: Press\n=== content/index.md\n# Press\n", tmp_path / "hub")
    sh(BEGIN)
    for _ in range(2):
        for step in steps(text):
            sh(step.get("run", ""))
    assert "title: Ink" in sh("git show origin/main:content/feedback/F-0007.md")
    assert sh("git rev-list --count origin/main") == "2\n"
    assert (tmp_path / "started").read_text() == "started\n"


def test_the_first_metric_of_the_docs_goes_on_with_record(tmp_path: Path) -> None:
    text = (ROOT / "docs/metrics.md").read_text(encoding="utf-8").partition("## The values")[0]
    (commands,) = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    ((name, written),) = re.findall(r'^```yaml title="(.+?)"\n(.*?)^```$', text, re.MULTILINE | re.DOTALL)

    def run(words: list[str], now: str) -> None:
        done = CliRunner().invoke(openhub, [*words, "-C", str(tmp_path), "--now", now])
        assert done.exit_code == 0, done.output

    for line in commands.splitlines():
        run(shlex.split(line)[1:], "2026-11-24")
    assert (tmp_path / name).exists()
    (tmp_path / name).write_text(written, encoding="utf-8")
    run(["record", "first-answer", "29"], "2026-12-03")
    run(["build"], "2026-12-03")
    table = (tmp_path / "content/metrics/first-answer.csv").read_text(encoding="utf-8")
    assert table == "at,value\n2026-10,31\n2026-11,29\n"
    page = (tmp_path / "public/metrics/first-answer/index.html").read_text(encoding="utf-8")
    assert "29 hours in November 2026, down 6 % since October 2026" in page


LATE = "actions: [{text: A, due: 2026-11-01}]"


@pytest.mark.parametrize(
    ("actions", "issue", "calls"),
    [
        (LATE, "", ["issue list", "label create due --force", "issue create --title Promises are late"]),
        (LATE, "7", ["issue list", "issue edit 7"]),
        ("", "7", ["issue list", "issue close 7"]),
        ("", "", ["issue list"]),
    ],
)
def test_the_workflow_that_reminds_keeps_one_issue(tmp_path, write_hub, actions, issue, calls) -> None:
    text = next(param.values[0] for param in WORKFLOWS if param.id == "due:due.yml")
    front = f"---\nnews: bad\nstate: resolved\nresolved: 2026-10-02\n{actions}\n---\n# Pump\n"
    hub = write_hub(
        f"=== openhub.yaml\ntitle: A\n=== content/posts/2026-10-01-pump.md\n{front}", tmp_path / "hub"
    )
    tools, told = tmp_path / "tools", tmp_path / "told"
    tools.mkdir()
    for name, body in (
        ("openhub", f'"{sys.executable}" -m openhub "$@" --now 2026-11-24'),
        ("gh", f'echo "$*" >> {told}; cat body.md > {tmp_path}/body\n[ "$2" != list ] || echo "{issue}"'),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (tools / name).chmod(0o755)
    path = f"{tools}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src")}
    script = steps(text)[-1]["run"]
    subprocess.run(["bash", "-e"], input=script, text=True, cwd=hub, env=environment, check=True)
    done = told.read_text().splitlines()
    assert [line.startswith(call) for line, call in zip(done, calls, strict=True)] == [True] * len(calls)
    assert ("pump.md:5:11: promise: A" in (tmp_path / "body").read_text()) == bool(actions)
