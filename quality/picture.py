"""`python -m quality.picture FOLDER --url URL FILE`: a picture of a page of a built hub, for the docs."""

from __future__ import annotations

import argparse
from pathlib import Path

from quality.browser import opened, take_picture
from quality.site import Finding, Site


def main(arguments: list[str] | None = None) -> None:
    """Take the picture: of home, 1280 by 1000 px and light, where nothing else is asked for."""
    parser = argparse.ArgumentParser(prog="python -m quality.picture")
    parser.add_argument("folder", type=Path, help="the built site")
    parser.add_argument("--url", required=True, help="the address it was built for, with a slash at its end")
    parser.add_argument("--page", default="", help="the page's path below that address")
    parser.add_argument("--size", default="1280x1000", help="width and height in px")
    parser.add_argument("--scheme", default="light", choices=("light", "dark"))
    parser.add_argument("file", type=Path, help="where the picture goes")
    given = parser.parse_args(arguments)
    width, height = map(int, given.size.split("x"))
    findings: list[Finding] = []
    with opened(Site(given.folder, given.url), findings) as context:
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": height})
        tab.emulate_media(color_scheme=given.scheme)
        tab.goto(given.url + given.page, wait_until="load")
        take_picture(tab, given.file, whole=False)
    print(given.file)


if __name__ == "__main__":
    main()
