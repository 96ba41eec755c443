"""How far the work is, for those who wait."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

from openhub.cli.wish import Run

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_PATIENCE = 1.0
"""Seconds after which work is worth a progress bar."""


class Progress:
    """Shows how far a stage is once it takes over a second: a bar on a terminal, else one plain line."""

    def __init__(self, run: Run) -> None:
        """Show nothing yet."""
        self._silent, self._verbose = run.quiet or bool(run.form), run.verbose
        self._stage, self._started = "", time.monotonic()
        self._bar: ProgressBar[int] | None = None
        self._said = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._finish()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that `done` of `total` are done."""
        if stage != self._stage:
            self._finish()
            self._stage, self._started, self._said = stage, time.monotonic(), False
        if self._bar is not None:
            self._bar.update(done - self._bar.pos)
        elif not self._silent and not self._said and time.monotonic() - self._started > _PATIENCE:
            self._begin(stage, done, total)

    def _begin(self, stage: str, done: int, total: int) -> None:
        self._said = True
        if not sys.stderr.isatty():
            click.echo(f"{stage}: {done:,} of {total:,} so far")
            return
        bar = click.progressbar(length=total, label=stage, file=sys.stderr)
        self._bar = bar.__enter__()
        bar.update(done)

    def _finish(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None
        if self._stage and self._verbose and not self._silent:
            click.echo(f"{self._stage}: {time.monotonic() - self._started:.1f} s")
        self._stage = ""
