"""The feeds by which readers follow a product: all of its releases, and only what breaks."""

from __future__ import annotations

from collections.abc import Iterator

from openhub.hub.feeds import feeds
from openhub.hub.plan import product_ids, product_title
from openhub.site import Site
from openhub.views.shapes import Fact, Link


def subscribe(name: str, site: Site) -> Iterator[Fact]:
    """Lead to the feeds of a product; what breaks is one feed for all products."""
    several = len(product_ids(site)) > 1
    words = {
        f"releases/{name}": f"All releases of {product_title(name, site)} (Atom)",
        "releases/breaking": f"only what breaks{', in all products' if several else ''}",
    }
    found = {feed.key: feed.atom for feed in feeds(site)}
    links = tuple(Link(said, found[key]) for key, said in words.items() if key in found)
    if links:
        yield Fact(term="Subscribe", links=links)
