"""`build` and `check`: read the hub, say what is wrong with it, write the site."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openhub.cli.progress import Progress
from openhub.cli.wish import Run, common, ending, loading, moment

if TYPE_CHECKING:
    from openhub.config import Config
    from openhub.model import Output
    from openhub.report import Findings
    from openhub.site import Site
    from openhub.write import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A hub that was read and rendered, and what was found on the way."""

    site: Site
    outputs: tuple[Output, ...]
    found: Findings


def _expect_url(context: click.Context, param: click.Parameter, url: str | None) -> str | None:  # noqa: ARG001
    from openhub.urls import url_fault

    if url and (fault := url_fault(url)):
        raise click.BadParameter(fault)
    return url


@click.command()
@common
@loading
@click.option(
    "--output", metavar="DIR", help="Where the site goes.  [default: `output` of openhub.yaml, else public]"
)
@click.option(
    "--url", metavar="URL", callback=_expect_url, help="Where the site will stand, with the base path."
)
@click.option("--keep-going", is_flag=True, help="Leave out what is broken, build the rest, and exit 1.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes; for now there is always one."
)
@click.option("--no-cache", is_flag=True, help="Make everything anew; for now that is always so.")
def build(**given: Any) -> None:
    """Build the site: content in, public/ out.

    Nothing is written while there is an error; the site that stood there stays.
    """
    run = Run(**given)
    started = time.perf_counter()
    with ending(lambda: f"nothing was written{_former(run, run.output or 'public')}"):
        made = _make(run)
        folder = _output_folder(run, made.site.config)
        _tell_problems(run, made)
        if made.found.failed and (not run.keep_going or _has_no_output(run, made.site.config)):
            _refuse(run, made)
    written = _write(made.outputs, folder)
    with ending(lambda: f"the site is in {folder}{os.sep}"):
        _tell_built(run, made, written, folder, time.perf_counter() - started)
    sys.exit(int(made.found.failed))


@click.command()
@common
@loading
@click.option("--github", "form", flag_value="github", help="Tell it as annotations of a GitHub workflow.")
@click.option("--balance", is_flag=True, help="Count good and bad news, for the hub and for each audience.")
def check(**given: Any) -> None:
    """Find every problem, without writing anything."""
    run = Run(**given)
    with ending(lambda: "nothing was written"):
        _check(run)


def _check(run: Run) -> None:
    from openhub import report, weighing

    made = _make(run, hints=True)
    if run.form == "json":
        balance = {"balance": weighing.data(made.site)} if run.balance else {}
        click.echo(report.as_json(made.found, {**_impact(run, made), **balance}))
    _tell_problems(run, made)
    for line in weighing.lines(made.site) if run.balance else ():
        run.say(line)
    if made.found.failed:
        _close(run, report.tally(made.found))
        sys.exit(1)
    _tell_notes(run, made)
    run.say(f"Checked {report.contents(made.site)}: {report.tally(made.found)}")


def _make(run: Run, *, hints: bool = False) -> Made:
    from openhub import build as stages
    from openhub import report

    with Progress(run) as progress:
        options = stages.Options(
            now=moment(run.root, run.now),
            url=run.url or "",
            published=run.published or "",
            drafts=run.drafts,
            future=run.future,
            progress=progress,
        )
        loaded = stages.load(run.root, options)
        expect_a_hub(run.root, loaded.value)
        made = stages.make(loaded.value, run.root, options)
    problems = stages.distinct((*loaded.problems, *made.problems, *stages.hints(loaded.value)))
    found = report.findings(problems, loaded.value.config.checks, strict=run.strict, hints=hints)
    return Made(site=loaded.value, outputs=made.value, found=found)


def expect_a_hub(root: Path, site: Site) -> None:
    """Refuse a folder in which there is nothing of a hub."""
    if (
        not site.entries
        and not site.held
        and not site.products
        and not (root / "content").is_dir()
        and not (root / "openhub.yaml").exists()
    ):
        message = f"there is no hub in {root.resolve().name}/: no openhub.yaml, no content/, no changelog"
        raise click.UsageError(f"{message}; 'openhub init' makes a first one")


def _tell_problems(run: Run, made: Made) -> None:
    from openhub import report

    if run.form == "github":
        for line in report.github(made.found, "" if run.root == Path() else f"{run.root.as_posix()}/"):
            click.echo(line)
    elif run.form is None:
        for line in report.lines(made.found):
            click.echo(line, err=True)
        for line in report.hint_lines(made.found):
            run.say(line)


def _close(run: Run, text: str) -> None:
    """Say how it ended badly; who asked for JSON finds it there."""
    if run.form != "json":
        click.echo(text, err=True)


def _former(run: Run, folder: str) -> str:
    return f", the site in {folder.rstrip('/')}/ is as it was" if (run.root / folder).is_dir() else ""


def _refuse(run: Run, made: Made) -> None:
    from openhub import report

    if run.form == "json":
        click.echo(report.as_json(made.found, {"written": None}))
    else:
        stays = _former(run, run.output or made.site.config.output)
        click.echo(report.refused(made.found, f"nothing was written{stays}"), err=True)
    sys.exit(1)


def _has_no_output(run: Run, config: Config) -> bool:
    """Tell whether the settings name an output that must not be written, and the command no other."""
    from openhub.config import output_fault

    return run.output is None and bool(output_fault(config.output, config))


def _output_folder(run: Run, config: Config) -> Path:
    """Give the folder to write; one that holds the hub, or its sources, is none."""
    from openhub.config import output_fault

    name = run.output or config.output
    folder, root = run.root / name, run.root.resolve()
    if run.output is not None and root.is_relative_to(folder.resolve()):
        message = f"'{name}' holds the hub itself; choose a folder of its own, like public"
        raise click.BadParameter(message, param_hint="--output")
    if _has_no_output(run, config):
        return folder  # the setting's own problem is told at its place, and nothing is written
    inside = os.path.relpath(folder.resolve(), root)
    if not inside.startswith("..") and (fault := output_fault(inside, config)):
        raise click.BadParameter(fault, param_hint="--output")
    if folder.is_symlink() and not folder.exists():
        message = f"{folder} is a link that leads nowhere; delete it, or make the folder that it names"
        raise click.ClickException(message)
    return folder


def _write(outputs: tuple[Output, ...], folder: Path) -> Written:
    from openhub.write import HalfWrittenError, OutputRefusedError, write

    try:
        with _undisturbed():
            return write(outputs, folder)
    except OutputRefusedError as fault:
        raise click.ClickException(str(fault)) from None
    except HalfWrittenError as fault:
        message = (
            f"{folder}{os.sep} is written in part only: {fault}; mend that and build again, which finishes it"
        )
        raise click.ClickException(message) from None
    except OSError as fault:
        message = (
            f"{folder}{os.sep} cannot be written: {fault.strerror or fault}; the site there is as it was"
        )
        raise click.ClickException(message) from None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait until all is written: half a site is neither the old one nor the new one."""
    former = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _tell_built(run: Run, made: Made, written: Written, folder: Path, seconds: float) -> None:
    from openhub import report

    if run.form == "json":
        files = {"changed": written.changed, "same": written.same, "removed": written.removed}
        click.echo(
            report.as_json(made.found, {"output": str(folder), "written": files, **_impact(run, made)})
        )
    if made.found.failed:
        _close(run, f"{report.tally(made.found)}; {report.left_out(made.found, made.site)}")
    elif made.found.graded:
        run.say(report.tally(made.found))
    run.say(report.built(made.site, made.outputs, written, seconds))
    _tell_notes(run, made)
    run.say(f"The site is in {folder}{os.sep}")


def _tell_notes(run: Run, made: Made) -> None:
    from openhub import report
    from openhub.hub import impact

    for line in report.notes(made.site):
        run.say(line)
    if run.published is not None:
        run.say(f"Subscribers will see {impact.sentence(impact.impact(made.site))}")


def _impact(run: Run, made: Made) -> dict[str, Any]:
    from openhub.hub.impact import impact

    if run.published is None:
        return {}
    seen = impact(made.site)
    return {"subscribers": {"new": seen.new, "updated": seen.updated, "again": seen.again}}
