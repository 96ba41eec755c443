"""`init` and `new`: a first hub, and more of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from openhub.cli.wish import Run, common, moment, settings


@click.command()
@common
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(file_okay=False, path_type=Path))
@click.option("--empty", is_flag=True, help="Settings and the workflow alone, without content.")
def init(folder: Path, empty: bool, **given: Any) -> None:
    """Begin a hub: one short example of each kind, settings, and what GitHub Pages needs."""
    from openhub import publish

    run = Run(**given)
    home = run.root / folder
    try:
        laid = publish.init(home, moment(home, run.now).astimezone().date(), empty=empty)
    except OSError as fault:
        raise click.ClickException(f"{fault.filename or home}: cannot be written: {fault.strerror}") from None
    for name in laid.written:
        run.say(f"wrote {os.path.normpath(folder / name)}")
    for name in laid.kept:
        run.say(f"kept {os.path.normpath(folder / name)}, which was there")
    for line in publish.next_steps(laid, folder):
        run.say(line)


@click.command()
@common
@click.argument("kind")
@click.argument("title")
@click.option("--good", is_flag=True, help="A post with good news.")
@click.option("--bad", is_flag=True, help="A post with bad news, which has a life until it is resolved.")
@click.option("--mixed", is_flag=True, help="A post with a line for each side.")
@click.option("--about", metavar="REF", help="What a post or event is about, as release:lantern/2.4.0.")
def new(kind: str, title: str, **given: Any) -> None:
    """Write a content file with its front matter filled in.

    KIND is post, event, metric, person, feedback or page. The file's path is printed.
    """
    from openhub import publish

    leans = [name for name in ("good", "bad", "mixed") if given.pop(name)]
    if len(leans) > 1:
        raise click.UsageError(f"--{leans[0]} and --{leans[1]} exclude each other; --mixed has both sides")
    lean, about = leans[0] if leans else None, given.pop("about") or ""
    run = Run(**given)
    _expect_kind(kind, lean)
    if about and kind not in {"post", "event", "page"}:
        raise click.UsageError("--about is for posts, events and pages")
    today = moment(run.root, run.now).astimezone(settings(run.root).zone).date()
    try:
        path = publish.new(run.root, kind, title, today, lean=lean or "", about=about)
    except publish.AlreadyThereError as fault:
        raise click.ClickException(f"{fault} is there already; edit it, or choose another title") from None
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="TITLE") from None
    click.echo(path)


def _expect_kind(kind: str, lean: str | None) -> None:
    from openhub.problems import did_you_mean
    from openhub.starters import KINDS

    if kind == "release":
        raise click.BadParameter(
            "a release is a heading in the changelog, like '## 1.2.0 - 2026-11-24'", param_hint="KIND"
        )
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"; there are {', '.join(KINDS)}"
        raise click.BadParameter(f"'{kind}' is no kind{hint}", param_hint="KIND")
    if lean and kind != "post":
        raise click.UsageError(f"--{lean} is for posts")
