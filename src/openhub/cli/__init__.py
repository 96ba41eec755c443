"""The commands. Only this package prints and sets exit codes: 0 done, 1 problems, 2 wrong use.

A command imports what it needs when it runs, so that `--help` pays for click alone.
"""

from __future__ import annotations

import sys

import click

from openhub.cli.bring import bring
from openhub.cli.due import due
from openhub.cli.first import init, new
from openhub.cli.numbers import record
from openhub.cli.preview import serve
from openhub.cli.site import build, check
from openhub.cli.wish import STOPPED


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="openhub-site", prog_name="openhub", message="%(prog)s %(version)s")
def openhub() -> None:
    """Turn text files into a community hub that shows good and bad news side by side."""


for _command in (init, new, build, check, serve, due, bring, record):
    openhub.add_command(_command)


def main() -> None:
    """Run the command that was asked for, and exit with its status."""
    try:
        status = openhub.main(standalone_mode=False)
    except click.ClickException as fault:
        fault.show()
        status = fault.exit_code
    except (click.Abort, KeyboardInterrupt):  # those who write say more, see `ending`
        click.echo("Stopped", err=True)
        status = STOPPED
    sys.exit(status)
