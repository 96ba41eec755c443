"""`serve`: the site as its author writes."""

from __future__ import annotations

import signal
from typing import Any

import click

from openhub.cli.wish import Run, common, moment, system_now


@click.command()
@common
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any that is free."
)
@click.option("--drafts", is_flag=True, help="Drafts too.")
@click.option("--future", is_flag=True, help="What is held back until a later day too.")
def serve(host: str, port: int, **given: Any) -> None:
    """Show the site as you write: build in memory, watch the folder, reload the browser."""
    import asyncio

    from openhub.serve import Server
    from openhub.serve.building import Wish

    run = Run(**given)
    now = moment(run.root, run.now) if run.now else None
    wish = Wish(
        root=run.root,
        clock=lambda: now or system_now(),
        host=host,
        port=port,
        drafts=run.drafts,
        future=run.future,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    async def until_stopped() -> None:
        await Server(wish, click.echo).run()

    try:
        asyncio.run(until_stopped())
    except KeyboardInterrupt:
        run.say("Stopped")
    except OSError as fault:
        message = f"cannot listen at {host}:{port}: {fault.strerror}; --port 0 takes one that is free"
        raise click.UsageError(message) from None
