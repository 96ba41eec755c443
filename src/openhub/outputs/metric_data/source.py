"""`/metrics.yaml`: all metrics as their authors write them, so that openhub reads them as metrics again."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from openhub.hub.links import HELD
from openhub.kinds.base import Move
from openhub.model import Body, Entry, Ref
from openhub.outputs.metric_data import points
from openhub.outputs.metric_data.told import TOLD
from openhub.outputs.metric_data.values import told, written
from openhub.site import Site
from openhub.urls import is_external

ALL = (
    *TOLD, "slug", "aliases", "summary", "date", "updated", "lang", "authors", "tags", "audiences", "pin",
    "about", "follows", "supersedes", "resolves", "answers", "caused_by", "moves", "news", "corrections",
    "syndication", "discuss", "feed_id",
)  # fmt: skip
"""All that readers see of a metric, and what keeps its addresses."""
_FILES = "/media/"


def as_yaml(metrics: Iterable[Entry], numbers: Mapping[str, tuple[str, ...]], site: Site) -> bytes:
    """Write all metrics, each value as JSON, which is YAML too; `numbers` has those of the points."""
    lines = [line for entry in metrics for line in _lines(entry, numbers[entry.id], site)]
    return ("metrics:\n" + "".join(lines)).encode()


def _lines(entry: Entry, numbers: tuple[str, ...], site: Site) -> Iterator[str]:
    yield f"  - id: {_scalar(entry.id)}\n"
    for name, value in told(entry.data, ALL, partial(_source, site=site)):
        if isinstance(value, list):
            yield f"    {name}:\n" if value else ""
            yield from (f"      - {_scalar(item)}\n" for item in value)
        elif value is not None:
            yield f"    {name}: {_scalar(value)}\n"
    yield from _series(entry, numbers, site)


def _series(entry: Entry, numbers: tuple[str, ...], site: Site) -> Iterator[str]:
    def note(text: Body) -> str:
        # The notes of points that stand in a CSV are no Markdown.
        return _scalar(_escaped(text.text) if entry.data.data else _markdown(text, site))

    yield "    series:\n" if entry.data.series else ""
    yield from (f"      - {row}\n" for row in points.rows(entry.data, numbers, note))


_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def _scalar(value: Any) -> str:
    """Write a value as JSON without what YAML takes for the end of a line."""
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _source(value: Any, site: Site) -> Any:
    """Write a value so that it is read as the same again; None for what leads to nothing published."""
    if isinstance(value, Body):
        return _markdown(value, site)
    if isinstance(value, Ref):
        return str(value) if value.kind == "person" or value in site.entries else None
    if isinstance(value, Move) and value.metric not in site.entries:
        return None
    found = written(value, partial(_source, site=site))
    if isinstance(found, list):
        return [item for item in found if item is not None]
    return (
        {name: item for name, item in found.items() if item is not None} if isinstance(found, dict) else found
    )


# ── Markdown ────────────────────────────────────────────────────────────────


def _markdown(body: Body, site: Site) -> str:
    """Give a text as it was written, its links from the root of the hub so that they hold in any file.

    One that links to what is not published, or holds a comment, is given without its markup: neither shows.
    """
    text = body.source
    if not text or "<!--" in text:
        return _escaped(body.text)
    for target in dict.fromkeys(link.target for link in body.markup.links):
        address = site.links.get((body.span.file, target), HELD)
        if address == HELD:
            return _escaped(body.text)
        if address.startswith("/") and not is_external(target):
            text, found = _led(text, target, address)
            if not found:
                return _escaped(body.text)
    return text


def _led(text: str, target: str, address: str) -> tuple[str, int]:
    """Let links lead to an address, and files be found below the folder of the content; tell how many did."""
    to = f"@/{address.removeprefix(_FILES)}" if address.startswith(_FILES) else address
    return re.subn(rf"(\]\(\s*<?|\]:\s*<?){re.escape(target)}(?=[\s)>]|$)", lambda found: found[1] + to, text)


_MEANING = re.compile(r"[\\`*_{}\[\]<>#|~$^:&]")
_START = re.compile(r"^(\d+)([.)])|^([-+=!])")


def _escaped(text: str) -> str:
    """Write a text as Markdown that means no more than itself."""
    plain = _MEANING.sub(lambda found: f"\\{found[0]}", text)
    return _START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", plain)
