"""What a table of names cannot say of other generators' front matter: one plain function a rule.

A rule reads from what is left of a record, writes what it makes of it, and leaves the rest alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from openhub.read.dialect_record import Foreign, Found, listed
from openhub.read.freedates import iso_of
from openhub.read.tables import Text, kind_of

Rule = Callable[[Foreign], None]

_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_PLACE_FIELDS = ("name", "address", "city", "country", "geo", "url", "access")
_PAGE_FILE = re.compile(r"\.(?:html?|php|xml|txt|json)$", re.IGNORECASE)


# ── visibility ──────────────────────────────────────────────────────────────


def read_published(foreign: Foreign) -> None:
    """Read `published`, which is a switch to Jekyll and a date to Hugo."""
    found = foreign.take("published")
    if found is None:
        return
    shown = switch(found.value)
    if isinstance(shown, bool):
        foreign.offer("draft", not shown, found)
    elif isinstance(shown, str) and (iso := iso_of(shown)):
        foreign.offer("publish_at", iso, found)
    else:
        foreign.problem("dialect-published", _two_readings(shown), found)


def _two_readings(value: Any) -> str:
    return (
        f"published: {kind_of(value)} is neither true or false (is it shown?) nor a date (from when?); "
        "write 'draft: true' or 'publish_at: 2026-11-24'"
    )


def read_drafts_folder(foreign: Foreign) -> None:
    """Take a file below `_drafts/` for a draft, as Jekyll does."""
    if "_drafts" in PurePosixPath(foreign.file).parts:
        foreign.put("draft", True, ())


def read_status(foreign: Foreign) -> None:
    """Read Pelican's `status`: draft, hidden, skip or published."""
    found = foreign.find("status")
    word = str(found.value).lower() if found else ""
    if found and word in {"draft", "skip", "hidden", "published"}:
        foreign.drop(found)
        if word in {"draft", "skip"}:
            foreign.offer("draft", True, found)
        if word == "hidden":
            foreign.offer("visibility", "unlisted", found)


def read_unlisted(foreign: Foreign) -> None:
    """Read Docusaurus' `unlisted`, and Hugo's `build.list: never`."""
    found = foreign.find("unlisted")
    if found and switch(found.value) is True:
        foreign.drop(found)
        foreign.offer("visibility", "unlisted", found)
    for name in ("build.list", "_build.list"):
        if (found := foreign.find(name)) and found.value in ("never", "local", False):
            foreign.drop(found)
            foreign.offer("visibility", "unlisted", found)


def read_render(foreign: Foreign) -> None:
    """Read Zola's `render` and Hugo's `headless`: what is not rendered is no page."""
    for name, hidden in (("render", False), ("headless", True)):
        if (found := foreign.find(name)) and switch(found.value) is hidden:
            foreign.drop(found)
            foreign.offer("draft", True, found)


def read_weight(foreign: Foreign) -> None:
    """Read a weight below zero, which Hugo and Zola users give to what stays on top."""
    found = foreign.find("weight")
    if found and isinstance(found.value, int) and found.value < 0:
        foreign.drop(found)
        foreign.offer("pin", True, found)


def read_switches(foreign: Foreign) -> None:
    """Read the `yes` and `on` of YAML 1.1 and of Pelican's headers."""
    foreign.change(("draft", "pin"), switch)


def switch(value: Any) -> Any:
    """Give a bool for the words of one; anything else as it is."""
    return _SWITCHES.get(value.lower(), value) if isinstance(value, str) else value


# ── addresses ───────────────────────────────────────────────────────────────


def address_reader(*names: str) -> Rule:
    """Make the rule that keeps a whole old address as an alias; its last part is the slug.

    A pattern (`/:year/:title/`) or a link to another site is no address of this page.
    """

    def read_address(foreign: Foreign) -> None:
        for name in names:
            found = foreign.find(name)
            if found and isinstance(found.value, str) and not re.search(r":[a-z_]+|[{}]|://", found.value):
                foreign.drop(found)
                _keep_address(foreign, found)
                return

    return read_address


def _keep_address(foreign: Foreign, found: Found) -> None:
    old = address(found.value)
    if not old.strip("/"):
        return
    text = foreign.instead(old, found)
    aliases = listed(foreign.made.get("aliases", []))
    foreign.put("aliases", [*aliases, text], foreign.origins.get("aliases", found.path))
    if "slug" not in foreign.made and foreign.kind != "page":
        foreign.put("slug", text, found.path)


def read_aliases(foreign: Foreign) -> None:
    """Write addresses of old pages from the root of the site on."""
    if "aliases" in foreign.made:
        path = foreign.origins["aliases"]
        given = listed(foreign.made["aliases"])
        foreign.made["aliases"] = [
            Text.at(address(one), foreign.span(one, path)) if isinstance(one, str) else one for one in given
        ]


def read_slug(foreign: Foreign) -> None:
    """Take the last part of an address for the slug. A page stands at its path, so it has none."""
    if "slug" not in foreign.made:
        return
    if foreign.kind == "page":
        foreign.put_back("slug")
        return
    text = foreign.text(foreign.made["slug"], foreign.origins["slug"])
    last = _PAGE_FILE.sub("", re.sub(r"(^|/)index\.html?$", "", text).strip("/").split("/")[-1])
    foreign.made["slug"] = Text.at(last, text.span)
    if not last:
        foreign.put_back("slug")


def address(text: str) -> str:
    """Give an address from the root on; a folder ends in a slash, a file does not."""
    if "://" in text:
        return text
    path = "/" + re.sub(r"(^|/)index\.html?$", r"\1", text.strip()).strip("/")
    return path if path == "/" or _PAGE_FILE.search(path) else path + "/"


# ── the other fields ────────────────────────────────────────────────────────


def read_texts(foreign: Foreign) -> None:
    """Take a title such as `2024` for the text that it is."""
    for name in ("title", "summary", "id", "lang"):
        value = foreign.made.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            foreign.made[name] = foreign.text(value, foreign.origins[name])


def read_picture(foreign: Foreign) -> None:
    """Take a picture only with the text for those who do not see it; else it stays under `extra`."""
    image, alt = foreign.made.get("image"), foreign.made.get("image_alt")
    if image is not None and not (isinstance(image, str) and isinstance(alt, str) and alt.strip()):
        for name in ("image_alt", "image"):
            if name in foreign.made:
                foreign.put_back(name)


def read_location(foreign: Foreign) -> None:
    """Keep of a place what openhub knows; a street is its address, the rest stays under `extra`."""
    place = foreign.made.get("location")
    if not isinstance(place, dict):
        return
    path = foreign.origins["location"]
    place = {key: value for key, value in place.items() if value is not None}
    if "street" in place and "address" not in place:
        place["address"] = place.pop("street")
    rest = {key: value for key, value in place.items() if key not in _PLACE_FIELDS}
    foreign.put("location", {key: place[key] for key in _PLACE_FIELDS if key in place}, path)
    if rest:
        foreign.left["location"] = rest
    if not foreign.made["location"]:
        del foreign.made["location"], foreign.origins["location"]


def read_params(foreign: Foreign) -> None:
    """Take Hugo's `params` for what they are: further fields of the page."""
    found = foreign.find("params")
    if found and isinstance(found.value, dict):
        foreign.drop(found)
        foreign.left = {**found.value, **foreign.left}
