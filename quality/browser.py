"""One page of each template and state in a real browser: axe, widths, schemes, requests, errors.

No server: the browser's requests are answered from the files, and one to another host is refused and told.
"""

from __future__ import annotations

import mimetypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Route, sync_playwright
from playwright.sync_api import Page as Tab

from quality.site import Finding, Site, specimens

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
CHROMIUM = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip

# How far the page is wider than the window, and the elements that make it so. What stands in a box that
# scrolls by itself does no harm.
SIDEWAYS = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return null;
  const scrolls = element => /auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX);
  const boxed = element => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
      if (scrolls(up)) return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > root.clientWidth + 1 && !boxed(element));
  const name = element => [element.tagName.toLowerCase(), ...element.classList].join('.');
  return { by: root.scrollWidth - root.clientWidth, names: [...new Set(wide.slice(-3).map(name))] };
}"""


@dataclass(slots=True)
class Seen:
    """What was looked at in the browser, and what was found."""

    pages: int = 0
    views: int = 0
    rules: int = 0
    findings: list[Finding] = field(default_factory=list)


def check_in_browser(site: Site, pictures: Path | None = None) -> Seen:
    """Open the specimens in every width and scheme; save a picture of each where asked to."""
    seen = Seen()
    with opened(site, seen.findings) as context:
        for (template, state), file in specimens(site).items():
            seen.pages += 1
            name = "-".join(filter(None, (template, state)))
            _look(context, site, file, seen, pictures / name if pictures else None)
    return seen


@contextmanager
def opened(site: Site, findings: list[Finding]) -> Iterator[BrowserContext]:
    """Start Chromium on the site's files; what it asks of another host becomes a finding."""
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium(),
            args=list(CHROMIUM),
            reduced_motion="reduce",
            viewport={"width": WIDTHS[0], "height": 900},
        )
        context.route("**/*", lambda route: _answer(site, route, findings))
        yield context
        context.close()


def chromium() -> str:
    """Find the browser: OPENHUB_CHROMIUM, else the first that is installed."""
    given = os.environ.get("OPENHUB_CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = given or next(filter(None, found), None)
    if path is None:
        raise SystemExit("no Chromium found; install one, or name it in OPENHUB_CHROMIUM")
    return path


def _answer(site: Site, route: Route, findings: list[Finding]) -> None:
    url = route.request.url.partition("#")[0].partition("?")[0]
    page = route.request.frame.url.removeprefix(site.url)
    file = site.file_at(url) if site.inside(url) else None
    if file is not None:
        kind = mimetypes.guess_type(file)[0] or "application/octet-stream"
        kind += "; charset=utf-8" if kind.startswith("text/") else ""
        route.fulfill(body=(site.root / file).read_bytes(), content_type=kind)
    elif site.inside(url):
        findings.append(Finding(page or "(the browser)", f"asks for a file that is not there: {url}"))
        route.fulfill(status=404, body="")
    else:
        findings.append(Finding(page or "(the browser)", f"asks another host: {url}"))
        route.abort()


def _look(context: BrowserContext, site: Site, file: str, seen: Seen, picture: Path | None) -> None:
    tab = context.new_page()
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(site.url + file.removesuffix("index.html"), wait_until="load")
    tab.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    for width in WIDTHS:
        for scheme in SCHEMES:
            tab.set_viewport_size({"width": width, "height": 900})
            tab.emulate_media(color_scheme=scheme)
            seen.views += 1
            seen.findings += [Finding(file, f"{width} px {scheme}: {said}") for said in _view(tab, seen)]
            if picture:
                take_picture(tab, picture.with_name(f"{picture.name}-{width}-{scheme}.png"))
    tab.close()
    seen.findings += [Finding(file, f"the browser's console: {error}") for error in dict.fromkeys(errors)]


def _view(tab: Tab, seen: Seen) -> Iterator[str]:
    sideways = tab.evaluate(SIDEWAYS)
    if sideways:
        names = ", ".join(sideways["names"]) or "its text"
        yield f"scrolls sideways by {sideways['by']} px, because of {names}"
    result = tab.evaluate("options => axe.run(document, options)", AXE_OPTIONS)
    seen.rules += len(result["passes"])
    for violation in result["violations"]:
        yield _told(violation)


def _told(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    first = nodes[0]
    places = f"{first['target'][0]}" + (f" and {len(nodes) - 1} more" if len(nodes) > 1 else "")
    why = " ".join(first.get("failureSummary", "").split("\n")[1:2]).strip()
    return f"axe {violation['id']}: {violation['help']}: {places} ({why})"


def take_picture(tab: Tab, path: Path, *, whole: bool = True) -> None:
    """Save a picture of the page, the whole of it or what the window shows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=path, full_page=whole, animations="disabled")
