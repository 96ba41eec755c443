"""Pictures of a hub that `real_metrics` made, for the docs: `python -m quality.real_pictures HUB FOLDER`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from quality.browser import opened, take_picture
from quality.real_metrics import URL
from quality.site import Finding, Site

MOST = 80_000
"""No picture is larger than so many bytes."""
PICTURES = (
    ("metrics/", "real-metrics.png", (1040, 590), "light", "#Moved"),
    ("metrics/numpy-releases/", "real-releases.png", (780, 700), "light", "h1"),
    ("metrics/new-backers-of-crystal/", "real-backers.png", (360, 760), "dark", "h1"),
)
"""A page, the name of its picture, the size and scheme of the window, and what stands on top of it."""


def take(site: Site, folder: Path) -> Iterator[str]:
    """Take the pictures; give a line for each, and refuse one that is too large."""
    findings: list[Finding] = []
    with opened(site, findings) as context:
        tab = context.new_page()
        for page, name, (width, height), scheme, top in PICTURES:
            tab.set_viewport_size({"width": width, "height": height})
            tab.emulate_media(color_scheme=scheme)
            tab.goto(URL + page, wait_until="load")
            tab.eval_on_selector(
                top, "found => window.scrollTo(0, found.parentElement.getBoundingClientRect().top)"
            )
            take_picture(tab, folder / name, whole=False)
            size = (folder / name).stat().st_size
            if size > MOST:
                raise SystemExit(f"{name}: {size:,} bytes, more than {MOST:,}; make its window smaller")
            yield f"{folder / name}: {size:,} bytes"


def main(arguments: list[str] | None = None) -> None:
    """Take the pictures of a hub that is built below its folder."""
    parser = argparse.ArgumentParser(prog="python -m quality.real_pictures")
    parser.add_argument("hub", type=Path, help="the folder of the hub")
    parser.add_argument("folder", type=Path, help="the folder for the pictures")
    given = parser.parse_args(arguments)
    for line in take(Site(given.hub / "public", URL), given.folder):
        print(line)


if __name__ == "__main__":
    main()
