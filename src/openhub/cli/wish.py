"""What the user asked for: the options that commands share, and the moment that is taken for now."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

if TYPE_CHECKING:
    from openhub.config import Config

Command = TypeVar("Command", bound=Callable[..., Any])
STOPPED = 130
"""The exit status after Ctrl-C, as shells have it."""


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
common = _options(
    click.option(
        "-C",
        "root",
        type=_FOLDER,
        default=Path(),
        metavar="DIR",
        help="The hub's folder; paths count from it.  [default: .]",
    ),
    click.option(
        "--now",
        metavar="INSTANT",
        help="Take this for now, e.g. 2026-11-24T17:00; without a zone it is the hub's.",
    ),
    click.option("-v", "--verbose", is_flag=True, help="Say more."),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but problems."),
)
loading = _options(
    click.option(
        "--published",
        metavar="FILE",
        help="The hub.json that is published now: what was there, and since when.",
    ),
    click.option("--drafts", is_flag=True, help="Drafts too."),
    click.option("--future", is_flag=True, help="What is held back until a later day too."),
    click.option("--strict", is_flag=True, help="A warning is as grave as an error."),
    click.option("--json", "form", flag_value="json", help="Tell it as JSON, for another program."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What the user asked for."""

    root: Path
    now: str | None = None
    verbose: bool = False
    quiet: bool = False
    published: str | None = None
    drafts: bool = False
    future: bool = False
    strict: bool = False
    form: Literal["json", "github"] | None = None
    output: str | None = None
    url: str | None = None
    keep_going: bool = False
    jobs: int = 1
    no_cache: bool = False
    balance: bool = False

    def say(self, text: str) -> None:
        """Tell how it goes, unless that is not wanted."""
        if not self.quiet and not self.form:
            click.echo(text)


@contextmanager
def ending(told: Callable[[], str]) -> Iterator[None]:
    """Say how things stand when Ctrl-C ends what is done meanwhile."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"Stopped; {told()}", err=True)
        raise click.exceptions.Exit(STOPPED) from None


def moment(root: Path, given: str | None) -> datetime:
    """Give the moment that the user named, else the present one."""
    from openhub.when import instant_of, parse_when

    if given is None:
        return system_now()
    zone = settings(root).zone
    try:
        return instant_of(parse_when(given, zone), zone)
    except ValueError:
        raise click.BadParameter(
            f"expected an instant like 2026-11-24T17:00, got '{given}'", param_hint="--now"
        ) from None


def system_now() -> datetime:
    """Ask the clock, or the variable that reproducible builds set in its place."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH: expected seconds since 1970, got '{epoch}'") from None


def settings(root: Path) -> Config:
    """Read the hub's settings alone."""
    from openhub import build as stages

    return stages.settings(root, stages.Options(now=datetime.now(UTC))).value
