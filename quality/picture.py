"""`python -m quality.picture FOLDER --url URL FILE`: the README's picture of a built hub's home."""

from __future__ import annotations

import argparse
from pathlib import Path

from quality.browser import opened, take_picture
from quality.site import Finding, Site


def main(arguments: list[str] | None = None) -> None:
    """Take the picture: 1280 by 1000 px, light."""
    parser = argparse.ArgumentParser(prog="python -m quality.picture")
    parser.add_argument("folder", type=Path, help="the built site")
    parser.add_argument("--url", required=True, help="the address it was built for, with a slash at its end")
    parser.add_argument("file", type=Path, help="where the picture goes")
    given = parser.parse_args(arguments)
    findings: list[Finding] = []
    with opened(Site(given.folder, given.url), findings) as context:
        tab = context.new_page()
        tab.set_viewport_size({"width": 1280, "height": 1000})
        tab.emulate_media(color_scheme="light")
        tab.goto(given.url, wait_until="load")
        take_picture(tab, given.file, whole=False)
    print(given.file)


if __name__ == "__main__":
    main()
