"""`python -m openhub` is `openhub`."""

from openhub.cli import main

main()
