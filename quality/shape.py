"""Each page has the parts that a reader, a screen reader and a strict policy count on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from quality.page import Page
from quality.site import Finding, Site

# What a strict policy must not let through.
LAX = ("'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:")


def check_shape(site: Site) -> tuple[int, list[Finding]]:
    """Look at the shape of every page; give how many there are and what is wrong."""
    findings = [
        Finding(file, message, line) for file, page in site.pages.items() for line, message in faults(page)
    ]
    return len(site.pages), findings


def faults(page: Page) -> Iterator[tuple[int, str]]:
    """List what is wrong with one page, each at its line (0 for the page as a whole)."""
    for line, what in page.inline:
        yield line, f"{what}: the policy refuses it"
    yield from _data_faults(page)
    yield from ((0, message) for message in _head_faults(page))
    # A page that only says where its content went has no navigation to skip.
    if not page.moved:
        yield from ((0, message) for message in _body_faults(page))


def _data_faults(page: Page) -> Iterator[tuple[int, str]]:
    for line, text in page.data_blocks:
        try:
            json.loads(text)
        except ValueError as error:
            yield line, f"a data block that is not JSON: {error}"


def _head_faults(page: Page) -> Iterator[str]:
    if not page.lang:
        yield "<html> has no lang"
    if not page.title.strip():
        yield "no title"
    if not page.policy:
        yield "no Content-Security-Policy"
    yield from (f"the policy allows {word}" for word in page.policy.replace(";", " ").split() if word in LAX)


def _body_faults(page: Page) -> Iterator[str]:
    if (headings := page.counts.get("h1", 0)) != 1:
        yield f"{headings} h1, expected one"
    if (mains := page.counts.get("main", 0)) != 1:
        yield f"{mains} main, expected one"
    if not (page.first_link or "").startswith("#"):
        yield "the first link does not skip to the content"
    if not page.template:
        yield "<body> has no data-page, so nobody can tell its template"
