"""What the server of a preview answers, as a function of what it shows.

The pages keep their content security policy, so what is shown here is allowed there; what is added to them
are a script and a style sheet from the same host.
"""

from __future__ import annotations

import html
import mimetypes
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from openhub.serve.building import Preview
from openhub.urls import output_path

SCRIPT, STYLE = "/livereload.js", "/openhub-preview.css"
_TYPES = {
    ".ics": "text/calendar", ".xml": "application/xml", ".json": "application/json", ".md": "text/markdown",
    ".js": "text/javascript", ".svg": "image/svg+xml", ".webp": "image/webp", ".avif": "image/avif",
    ".woff2": "font/woff2", ".yaml": "application/yaml", ".csv": "text/csv", ".txt": "text/plain",
}  # fmt: skip
_TEXTS = ("text/", "application/json", "application/xml", "application/yaml", "image/svg")
_NOTHING = (
    b"<!doctype html><title>Nothing here</title><h1>Nothing here</h1><p>No page stands at this address.</p>"
)
_CSS = b"""\
.openhub-problems {
  position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; margin: 0;
  padding: .75rem 1rem; border-top: 4px solid #ff7b72; background: #2b1113; color: #fff;
  font: 14px/1.5 ui-monospace, monospace;
}
.openhub-problems summary { cursor: pointer; font-weight: bold; }
.openhub-problems li { margin: .35rem 0; overflow-wrap: anywhere; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response of the preview's server."""

    status: int
    content: bytes = b""
    type: str = "text/html"
    location: str = ""


def answer(preview: Preview, path: str) -> Answer:
    """Answer a request as the published site would, below the base path of its URL."""
    if path == STYLE:
        return Answer(status=200, content=_CSS, type="text/css")
    if path == SCRIPT:
        return Answer(status=200, content=_client(), type="text/javascript")
    if not path.startswith(preview.base):
        return (
            Answer(status=302, location=preview.base)
            if path == "/" or f"{path}/" == preview.base
            else _missing(preview)
        )
    name = output_path(path.removeprefix(preview.base.rstrip("/")))
    if f"{name}/index.html" in preview.files:
        return Answer(status=302, location=f"{path}/")
    content = _content(preview, name)
    if content is None:
        return _missing(preview)
    kind = media_type(name)
    return Answer(
        status=200, content=_with_reload(content, preview) if kind == "text/html" else content, type=kind
    )


def _client() -> bytes:
    return files("livereload").joinpath("vendors", "livereload.js").read_bytes()


def _missing(preview: Preview) -> Answer:
    page = _content(preview, "404.html") or _NOTHING
    return Answer(status=404, content=_with_reload(page, preview))


def _content(preview: Preview, name: str) -> bytes | None:
    output = preview.files.get(name)
    if output is None or not output.copy:
        return output.content if output else None
    try:
        return Path(output.copy).read_bytes()
    except OSError:
        return None


def media_type(name: str) -> str:
    """Give the media type of a file by its name, whatever this computer believes of it."""
    suffix = Path(name).suffix.lower()
    return _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def with_charset(kind: str) -> str:
    """Say of a text that it is UTF-8, or browsers would guess."""
    return f"{kind}; charset=utf-8" if kind.startswith(_TEXTS) else kind


def _with_reload(page: bytes, preview: Preview) -> bytes:
    added = f'{_overlay(preview.problems)}<script src="{SCRIPT}" defer></script>'.encode()
    end = page.lower().rfind(b"</body>")
    return page[:end] + added + page[end:] if end >= 0 else page + added


def _overlay(problems: tuple[str, ...]) -> str:
    if not problems:
        return ""
    items = "".join(f"<li>{html.escape(problem)}</li>" for problem in problems)
    head = f"{len(problems)} problem{'s' * (len(problems) != 1)}; behind this is the last good build"
    return (
        f'<link rel="stylesheet" href="{STYLE}"><aside class="openhub-problems" role="alert">'
        f"<details open><summary>{head}</summary><ol>{items}</ol></details></aside>"
    )
