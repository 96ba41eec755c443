"""`record`: one more value of a metric."""

from __future__ import annotations

from typing import Any

import click

from openhub.cli.wish import Run, common, moment


@click.command(context_settings={"ignore_unknown_options": True})
@common
@click.argument("metric")
@click.argument("value")
@click.option("--at", metavar="PERIOD", help="What it stands for.  [default: the last full period]")
@click.option("--n", metavar="COUNT", help="How many cases it rests on.")
@click.option("--note", metavar="TEXT", help="What was special.")
def record(metric: str, value: str, **given: Any) -> None:
    """Add a value to a metric's CSV.

    METRIC is the metric's id. A period that has a value already is refused.
    """
    from openhub import build, recording

    cells = {name: text for name in ("at", "n", "note") if (text := given.pop(name))}
    run = Run(**given)
    options = build.Options(now=moment(run.root, run.now))
    try:
        made = recording.record(run.root, metric, {"value": value, **cells}, options)
    except recording.RefusedError as fault:
        raise click.ClickException(str(fault)) from None
    except OSError as fault:
        raise click.ClickException(f"{fault.filename}: cannot be written: {fault.strerror}") from None
    run.say(f"{made.file}:{made.line}: {made.text}")
