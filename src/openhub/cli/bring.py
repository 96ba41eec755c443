"""`import`: bring over once what stands elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openhub.cli.wish import Run, common, moment, settings

if TYPE_CHECKING:
    from openhub.importers.base import Brought, Fate, New

_TOLD = {"new": "wrote", "renewed": "renewed", "same": "unchanged"}
_FORETOLD = {"new": "would write", "renewed": "would renew", "same": "unchanged", "taken": "in the way"}


@click.command("import")
@common
@click.argument("name", metavar="FORMAT")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--report", is_flag=True, help="Say what would happen, and write nothing.")
@click.option("--product", metavar="ID", default="", help="The product that releases belong to.")
def bring(name: str, source: Path, report: bool, product: str, **given: Any) -> None:
    """Bring over what stands elsewhere, and say what cannot be brought.

    Nothing is overwritten; the same import twice changes nothing.
    """
    from openhub.importers.base import Wish, place, write

    run = Run(**given)
    wish = Wish(root=run.root, config=settings(run.root), now=moment(run.root, run.now), product=product)
    brought = _importer(name).read(source, wish)
    if brought.faults:
        _refuse(map(str, brought.faults))
    try:
        placed = place(run.root, brought.files)
        if not report:
            _expect_free(placed)
            write(run.root, placed)
    except OSError as fault:
        raise click.ClickException(f"{fault.filename}: cannot be used: {fault.strerror}") from None
    _tell(run, brought, placed, foretold=report)


def _importer(name: str) -> Any:
    from openhub.importers import importers
    from openhub.problems import did_you_mean

    known = importers()
    if name not in known:
        hint = did_you_mean(name, known) or f"; there are {', '.join(known)}"
        raise click.BadParameter(f"'{name}' is no format{hint}", param_hint="FORMAT")
    return known[name]


def _expect_free(placed: tuple[tuple[New, Fate], ...]) -> None:
    taken = [file.path for file, fate in placed if fate == "taken"]
    if taken:
        _refuse(f"{path}: stands there already and differs; move it away and import again" for path in taken)


def _refuse(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line, err=True)
    click.echo("nothing was written", err=True)
    sys.exit(1)


def _tell(run: Run, brought: Brought, placed: tuple[tuple[New, Fate], ...], *, foretold: bool) -> None:
    from openhub.words import count

    words = _FORETOLD if foretold else _TOLD
    for file, fate in placed:
        run.say(f"{words[fate]} {file.path}")
    for told in (*brought.losses, *brought.guesses):
        click.echo(told, err=True)
    parts = [count(len(placed), "file")]
    if brought.losses:
        parts.append(f"{count(len(brought.losses), 'thing')} left behind, told above")
    if brought.guesses:
        parts.append(f"{count(len(brought.guesses), 'guess', 'guesses')} to look at, told above")
    run.say("; ".join(parts))
