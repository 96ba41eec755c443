"""Every address that a page, feed, index, calendar or stylesheet names leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from xml.etree import ElementTree as ET

from quality.page import Use, read_page
from quality.site import Finding, Site

CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PLAIN_URL = re.compile(r"^(?:URL(?:;[^:\n]*)?|Sitemap):[ ]*(\S+)", re.MULTILINE)
XML_NAMES = {"href", "src", "url", "xmlUrl", "htmlUrl", "{http://www.w3.org/1999/xlink}href"}
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
JSON_NAMES = {"url", "home_page_url", "feed_url", "image", "external_url"}

Named = tuple[str, Use]
"""The address that a relative one counts from, and the use."""


def check_links(site: Site) -> tuple[int, list[Finding]]:
    """Follow every address; give how many there are and which lead nowhere or load from elsewhere."""
    examined, findings = 0, []
    for file in site.files:
        try:
            for base, use in named(site, file):
                examined += 1
                findings += [Finding(file, message, use.line) for message in _faults(site, file, base, use)]
        except (ET.ParseError, ValueError) as error:
            findings.append(Finding(file, f"cannot be read: {error}"))
    return examined, findings


def named(site: Site, file: str) -> Iterator[Named]:
    """List what a file names, by the kind of file."""
    base = site.address(file)
    match file.rpartition(".")[2]:
        case "html":
            yield from ((base, use) for use in site.pages[file].uses)
        case "css":
            yield from ((base, use) for use in _in_css(site.text(file)))
        case "xml" | "svg" | "opml":
            loads = file.endswith(".svg")
            yield from _in_xml(ET.fromstring(site.text(file)), base, loads=loads)  # noqa: S314 - our own file
        case "json":
            yield from _in_json(json.loads(site.text(file)), base)
        case "ics" | "txt":
            unfolded = re.sub(r"\r?\n[ \t]", "", site.text(file))
            yield from ((base, Use(url, 0)) for url in PLAIN_URL.findall(unfolded))


def _in_css(text: str) -> Iterator[Use]:
    blank = CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for match in CSS_URL.finditer(blank):
        yield Use((match[1] or match[2]).strip(), blank.count("\n", 0, match.start()) + 1, loads=True)


def _in_xml(node: ET.Element, base: str, *, loads: bool) -> Iterator[Named]:
    base = urljoin(base, node.get(XML_BASE, ""))
    for name in sorted(XML_NAMES.intersection(node.keys())):
        yield base, Use(node.attrib[name], 0, loads)
    if node.tag.endswith("}loc"):
        yield base, Use((node.text or "").strip(), 0)
    if node.get("type") == "html":
        yield from ((base, Use(use.url, 0)) for use in read_page(node.text or "").uses)
    for child in node:
        yield from _in_xml(child, base, loads=loads)


def _in_json(value: Any, base: str) -> Iterator[Named]:
    if isinstance(value, list):
        for item in value:
            yield from _in_json(item, base)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in JSON_NAMES and isinstance(item, str):
                yield base, Use(item, 0)
            elif name == "content_html":
                yield from ((base, Use(use.url, 0)) for use in read_page(item).uses)
            else:
                yield from _in_json(item, base)


def _faults(site: Site, file: str, base: str, use: Use) -> Iterator[str]:
    address, fragment = urldefrag(urljoin(base, use.url))
    scheme = urlsplit(address).scheme
    if scheme == "javascript":
        yield f"a script as an address: {use.url}"
    elif not site.inside(address):
        if use.loads and scheme != "data":
            yield f"loads from another host: {use.url}"
    elif (target := site.file_at(address)) is not None:
        yield from _fragment_faults(site, target, fragment, use)
    elif file == "404.html" and address == base:
        # A fragment alone leads to the page itself, wherever it is shown.
        yield from _fragment_faults(site, file, fragment, use)
    else:
        yield _missing(site, address, use)


def _fragment_faults(site: Site, target: str, fragment: str, use: Use) -> Iterator[str]:
    name = unquote(fragment.partition(":~:")[0])
    if target in site.pages and name not in {"", "top"} and name not in site.pages[target].ids:
        yield f"no '#{name}' on {target}: {use.url}"


def _missing(site: Site, address: str, use: Use) -> str:
    base = urlsplit(site.url).path
    if not urlsplit(address).path.startswith(base):
        return f"leads out of {base}: {use.url}"
    if site.file_at(address + "/"):
        return f"lacks its closing slash: {use.url}"
    return f"leads nowhere: {use.url}"
