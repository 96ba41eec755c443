"""The lists of a product's versions and the ways between them: which there are, and where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from openhub.hub import upgrades, verdicts, versions
from openhub.kinds.base import all_kinds, listing
from openhub.model import Entry
from openhub.site import Site

CHANNELS = ("stable", "lts", "rc", "beta", "alpha")
"""In the order in which pages name them."""


def product_address(name: str, site: Site) -> str:
    """Give the address of a product's page."""
    return f"{listing(all_kinds(site.config.kinds)['release'], site.config)}{name}/"


def channels(name: str, site: Site) -> Mapping[str, tuple[Entry, ...]]:
    """Sort the versions that are out by channel, the highest first; nothing where all are stable."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in versions.history(name, site).out:
        found[str(entry.data.channel)].append(entry)
    known = {channel: tuple(found[channel]) for channel in CHANNELS if found[channel]}
    return known if known.keys() - {"stable"} else {}


def channel_address(name: str, channel: str, site: Site) -> str:
    """Give the address of the versions of one channel."""
    return f"{product_address(name, site)}channel/{channel}/"


def years(name: str, site: Site) -> Mapping[int, tuple[Entry, ...]]:
    """Sort the versions that are out by the year of their date, the latest first."""
    found: dict[int, list[Entry]] = defaultdict(list)
    history = versions.history(name, site)
    for entry in sorted(history.out, key=versions.day, reverse=True):
        if entry.date:
            found[site.day(entry.date).year].append(entry)
    return {year: tuple(found[year]) for year in sorted(found, reverse=True)}


def year_address(name: str, year: int, site: Site) -> str:
    """Give the address of the versions of one year."""
    return f"{product_address(name, site)}year/{year}/"


def upgrade_address(name: str, site: Site) -> str:
    """Give the address of all steps of a product; empty where there is none."""
    steps = upgrades.steps(versions.history(name, site), verdicts.avoided(name, site))
    return f"{product_address(name, site)}upgrade/" if steps else ""


def way_address(name: str, start: str, site: Site) -> str:
    """Give the address of the way from a line to the newest version; empty where there is no such page."""
    if start not in upgrades.starts(name, site) or not upgrade_address(name, site):
        return ""
    return f"{product_address(name, site)}upgrade/from-{start.replace('/', '-')}/"
