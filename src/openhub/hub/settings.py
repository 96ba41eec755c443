"""Settings that name something of the hub: a page, a file, a theme. What they name must be there."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.hub.plan import pages
from openhub.problems import Problem, did_you_mean
from openhub.site import Site
from openhub.urls import is_external


def check(site: Site) -> Iterator[Problem]:
    """Find settings that lead nowhere."""
    yield from _navigation(site)
    yield from _theme_files(site)


def _navigation(site: Site) -> Iterator[Problem]:
    known = {page.address for page in pages(site)} | {f"/{name}" for name in site.static}
    for index, item in enumerate(site.config.navigation):
        address = item.to.partition("#")[0]
        if not is_external(item.to) and address not in known:
            message = f"to: no page at '{item.to}'{did_you_mean(address, sorted(known))}"
            span = site.config.span("navigation", index, "to")
            yield Problem(code="broken-link", message=message, span=span)


def _theme_files(site: Site) -> Iterator[Problem]:
    settings = site.config.theme.settings
    named = [("logo", settings.logo), ("icon", settings.icon), *(("css", sheet) for sheet in settings.css)]
    for name, file in named:
        path = (file or "").removeprefix("static/").lstrip("/")
        if path and path not in site.static:
            message = f"{name}: no file at 'static/{path}'{did_you_mean(path, sorted(site.static))}"
            span = site.config.span("theme", "settings", name)
            yield Problem(code="theme-file", message=message, span=span)
