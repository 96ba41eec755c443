"""Settings that name something of the hub: a page, a file, a theme. What they name must be there."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.hub.plan import pages
from openhub.kinds.base import all_kinds
from openhub.languages import is_english, is_installed, language_of
from openhub.problems import Problem, did_you_mean
from openhub.site import Site
from openhub.urls import is_external


def check(site: Site) -> Iterator[Problem]:
    """Find settings that lead nowhere."""
    yield from _navigation(site)
    yield from _routes(site)
    yield from _theme_files(site)
    yield from _language(site)


def _navigation(site: Site) -> Iterator[Problem]:
    known = {page.address for page in pages(site)} | {f"/{name}" for name in site.static}
    for index, item in enumerate(site.config.navigation):
        address = item.to.partition("#")[0]
        if not is_external(item.to) and address not in known:
            message = f"to: no page at '{item.to}'{did_you_mean(address, sorted(known))}"
            span = site.config.span("navigation", index, "to")
            yield Problem(code="broken-link", message=message, span=span)


def _routes(site: Site) -> Iterator[Problem]:
    known = all_kinds(site.config.kinds)
    for kind in site.config.routes:
        if kind not in known:
            message = f"routes.{kind}: there is no such kind{did_you_mean(kind, known)}"
            yield Problem(code="field-unknown", message=message, span=site.config.span("routes", kind))


def _theme_files(site: Site) -> Iterator[Problem]:
    settings = site.config.theme.settings
    named = [("logo", settings.logo), ("icon", settings.icon), *(("css", sheet) for sheet in settings.css)]
    for name, file in named:
        path = (file or "").removeprefix("static/").lstrip("/")
        if path and path not in site.static:
            hint = did_you_mean(path, sorted(site.static)) or "; put it there"
            message = f"{name}: no file at 'static/{path}'{hint}"
            span = site.config.span("theme", "settings", name)
            yield Problem(code="theme-file", message=message, span=span)


def _language(site: Site) -> Iterator[Problem]:
    name = site.config.language
    if is_english(name) or language_of(name):
        return
    lacks = (
        f"Babel knows no '{name}'" if is_installed() else "Babel is missing: pip install 'openhub-site[i18n]'"
    )
    message = f"language: numbers and dates are written as in English, since {lacks}"
    yield Problem(code="language-data", message=message, span=site.config.span("language"))
