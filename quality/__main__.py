"""`python -m quality FOLDER --url URL [--pictures FOLDER]`: all checks; exit 1 if one finds something."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from quality.browser import check_in_browser
from quality.links import check_links
from quality.nu import check_markup
from quality.shape import check_shape
from quality.site import Finding, Site


def main(arguments: list[str] | None = None) -> int:
    """Run the checks and print what was examined and found."""
    parser = argparse.ArgumentParser(prog="python -m quality", description="Checks a built site.")
    parser.add_argument("folder", type=Path, help="the built site")
    parser.add_argument("--url", required=True, help="the address it was built for, with a slash at its end")
    parser.add_argument("--pictures", type=Path, help="save a picture of each template and state here")
    given = parser.parse_args(arguments)
    site = Site(given.folder, given.url)
    clean = [
        _told("shape", "pages", *check_shape(site)),
        _told("links", "addresses", *check_links(site)),
        _told("markup", "files", *check_markup(site)),
        _browser(site, given.pictures),
    ]
    return 0 if all(clean) else 1


def _browser(site: Site, pictures: Path | None) -> bool:
    begin = time.monotonic()
    seen = check_in_browser(site, pictures)
    print(
        f"browser: {seen.pages} templates and states in {seen.views} views, {time.monotonic() - begin:.0f} s"
    )
    return _told("browser", "passed rules", seen.rules, seen.findings)


def _told(check: str, what: str, examined: int, findings: Iterable[Finding]) -> bool:
    lines = list(dict.fromkeys(str(finding) for finding in findings))
    print(f"{check}: {examined} {what} examined, {len(lines)} findings")
    for line in lines:
        print(f"  {line}")
    if not examined:
        print(f"  {check} examined nothing, so it says nothing")
    sys.stdout.flush()
    return bool(examined) and not lines


if __name__ == "__main__":
    sys.exit(main())
