"""`python -m openhub` is `openhub`. Nothing is imported before Ctrl-C is looked after."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command that was asked for; whoever stops it while it still loads gets words, no traceback."""
    try:
        from openhub.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; nothing was written\n")
        sys.exit(130)
    finally:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done; Python alone has yet to end


if __name__ == "__main__":
    main()
