"""`due`: what is promised, late or coming."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from openhub.cli.wish import Run, common, ending, moment

if TYPE_CHECKING:
    from openhub.hub.duty import Duty
    from openhub.site import Site
    from openhub.when import Duration


def _expect_length(context: click.Context, param: click.Parameter, text: str) -> Duration:  # noqa: ARG001
    from openhub.when import parse_duration

    try:
        return parse_duration(text)
    except ValueError:
        raise click.BadParameter(f"expected a length of time like 14d or 2 weeks, got '{text}'") from None


@click.command()
@common
@click.option("--owner", metavar="ID", default="", help="Only what is theirs: a person's id, or a name.")
@click.option(
    "--within",
    metavar="TIME",
    default="7d",
    show_default=True,
    callback=_expect_length,
    help="How far ahead is soon.",
)
@click.option("--json", "form", flag_value="json", help="Tell it as JSON, for another program.")
def due(owner: str, within: Duration, **given: Any) -> None:
    """Tell what is promised, late or coming.

    Exit status 1 when something is late, so that a scheduled job can fail.
    """
    run = Run(**given)
    with ending(lambda: "nothing was written"):
        site, errors = _load(run)
        duties = _found(site, within, owner)
        _tell(run, duties, within.after(site.today), site)
        if errors:
            click.echo(f"{errors}: what is broken is not counted; 'openhub check' says what it is", err=True)
    sys.exit(int(bool(errors) or any(duty.standing == "late" for duty in duties)))


def _load(run: Run) -> tuple[Site, str]:
    """Read the hub; say how many errors it has, if any."""
    from openhub import build, report
    from openhub.cli.site import expect_a_hub

    loaded = build.load(run.root, build.Options(now=moment(run.root, run.now)))
    expect_a_hub(run.root, loaded.value)
    found = report.findings(loaded.problems, loaded.value.config.checks)
    errors = report.Findings(graded=tuple(pair for pair in found.graded if pair[1] == "error"))
    return loaded.value, report.tally(errors) if errors.graded else ""


def _found(site: Site, within: Duration, owner: str) -> tuple[Duty, ...]:
    from openhub import reminder
    from openhub.hub import due as dues

    duties = dues.due(site, within)
    if owner and (fault := reminder.owner_fault(duties, owner, site)):
        raise click.BadParameter(fault, param_hint="--owner")
    return reminder.owned(duties, owner) if owner else duties


def _tell(run: Run, duties: tuple[Duty, ...], last: date, site: Site) -> None:
    from openhub import reminder

    if run.form == "json":
        click.echo(reminder.as_json(duties, last, site))
        return
    late = tuple(duty for duty in duties if duty.standing == "late")
    for line in reminder.lines(late if run.quiet else duties, last):
        click.echo(line)
    run.say(reminder.tally(duties))
