"""Whether to install a release, by stated rules, and how its changes are counted in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from openhub.hub.plan import product_title
from openhub.kinds.post import is_open
from openhub.kinds.release import Change, KnownIssue, Release, better, is_coming, must_know
from openhub.model import Entry
from openhub.site import Site
from openhub.views import parts
from openhub.views.shapes import Chip, Link, Verdict
from openhub.words import count, listed

RULES = (
    "Withdrawn: avoid it. A preview is for testing. Where something breaks, is removed, deprecated or known to be faulty, "
    "or where bad news came of it: fine, with notes. Else: fine to install."
)
CHANNELS = {
    "stable": "stable",
    "lts": "long-term support",
    "rc": "a release candidate",
    "beta": "a beta",
    "alpha": "an alpha",
}
_GOOD = {
    "added": ("addition", ""),
    "changed": ("change", ""),
    "fixed": ("fix", "fixes"),
    "security": ("security fix", "security fixes"),
}
_BAD = {
    "breaking": ("breaks", "break"),
    "removed": ("removed", "removed"),
    "deprecated": ("deprecated", "deprecated"),
    "known": ("known problem", "known problems"),
}


def versions(name: str, site: Site) -> tuple[Entry, ...]:
    """Give the releases of a product that lists show, newest first."""
    return tuple(entry for entry in site.of("release") if entry.data.product == name)


def is_stable(entry: Entry) -> bool:
    """Tell whether a release is meant for everyday work: stable, dated and not withdrawn."""
    data: Release = entry.data
    return data.channel in {"stable", "lts"} and entry.date is not None and not data.yanked


def newest(name: str, site: Site) -> Entry | None:
    """Give the version of a product to take."""
    return next((entry for entry in versions(name, site) if is_stable(entry)), None)


def led_to(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the bad news that this release caused."""
    return tuple(source for source in site.back(entry.ref, "caused_by") if source.kind == "post")


def unfixed(data: Release) -> tuple[KnownIssue, ...]:
    """Give the known issues that no version has fixed yet."""
    return tuple(issue for issue in data.known_issues if not issue.fixed_in)


def standing(entry: Entry, site: Site) -> str:
    """Judge a release by the rules: coming, avoid, testing, notes or fine."""
    data: Release = entry.data
    if data.yanked:
        return "avoid"
    if is_coming(entry):
        return "coming"
    if data.channel in {"rc", "beta", "alpha"}:
        return "testing"
    return "notes" if must_know(data) or data.known_issues or led_to(entry, site) else "fine"


def chips(entry: Entry, site: Site) -> tuple[Chip, ...]:
    """Say in a chip whether to install it."""
    words: dict[str, Chip] = {
        "avoid": ("Withdrawn", True),
        "coming": ("Coming", False),
        "testing": ("For testing", False),
        "notes": ("Fine, with notes", False),
        "fine": ("Fine to install", False),
    }
    support = (("Long-term support", False),) if entry.data.channel == "lts" else ()
    return (words[standing(entry, site)], *support)


# ── counts ──────────────────────────────────────────────────────────────────


def kind_of(change: Change) -> str:
    """Give the heading that a change stands under on the page: what breaks comes before its type."""
    return "breaking" if change.breaking else change.type


def _counted(kinds: Sequence[str], words: dict[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    found = Counter(kinds)
    for kind, (one, many) in words.items():
        if found[kind]:
            yield kind, count(found[kind], one, many)


def good_counts(data: Release) -> str:
    """Count what is better: "2 additions, 5 fixes"."""
    return ", ".join(words for _, words in _counted([change.type for change in better(data)], _GOOD))


def _bad_counted(data: Release) -> Iterator[tuple[str, str]]:
    kinds = [kind_of(change) for change in must_know(data)] + ["known"] * len(data.known_issues)
    return _counted(kinds, _BAD)


def bad_counts(data: Release) -> str:
    """Count what one must know: "1 breaks, 2 known problems"."""
    return ", ".join(words for _, words in _bad_counted(data))


def count_links(data: Release) -> tuple[Link, ...]:
    """Count what one must know, each with a link down to it."""
    return tuple(Link(words, f"#{kind.capitalize()}") for kind, words in _bad_counted(data))


# ── the verdict ─────────────────────────────────────────────────────────────


def instead(entry: Entry, site: Site) -> Entry | None:
    """Give what to take in place of a withdrawn release: what its authors say, else the newest that stands."""
    use = entry.data.yanked.use if entry.data.yanked else None
    named = site.get(use) if use else None
    return named or newest(str(entry.data.product), site)


def verdict(entry: Entry, site: Site) -> Verdict:
    """Say whether to install a release, and what to know before."""
    data: Release = entry.data
    links = count_links(data)
    judged = standing(entry, site)
    if judged == "avoid":
        return _avoid(entry, site)
    if judged == "coming":
        return Verdict(side="coming", headline="Not released yet", line="This may still change.", links=links)
    if judged == "testing":
        return _testing(entry, links, site)
    if judged == "fine":
        return Verdict(side="good", headline="Fine to install", line=_newer(entry, site))
    return Verdict(side="", headline="Fine to install, with notes", line=_notes(entry, site), links=links)


def _avoid(entry: Entry, site: Site) -> Verdict:
    other = instead(entry, site)
    headline = f"Avoid this version, and take {other.data.version} instead" if other else "Avoid this version"
    reason = entry.data.yanked.reason or "We have withdrawn it."
    links = (parts.link_to(other, site),) if other else ()
    return Verdict(side="bad", headline=headline, line=reason, links=(*links, *count_links(entry.data)))


def _testing(entry: Entry, links: tuple[Link, ...], site: Site) -> Verdict:
    stable = newest(str(entry.data.product), site)
    everyday = f" For everyday work take {stable.data.version}." if stable else ""
    line = f"This is {CHANNELS[entry.data.channel]}.{everyday}"
    return Verdict(side="", headline="For testing", line=line, links=links)


def _notes(entry: Entry, site: Site) -> str:
    news = led_to(entry, site)
    still = sum(is_open(post) for post in news)
    said = []
    if still:
        said.append(
            f"{count(still, 'problem')} that came with it {'is' if still == 1 else 'are'} still open."
        )
    elif news:
        said.append("What went wrong with it is told below.")
    if waiting := len(unfixed(entry.data)):
        said.append(f"{count(waiting, 'known problem')} {'has' if waiting == 1 else 'have'} no fix yet.")
    return " ".join(filter(None, [*said, _newer(entry, site)]))


def _newer(entry: Entry, site: Site) -> str:
    latest = newest(str(entry.data.product), site)
    if latest is None or latest == entry or not _is_older(entry, latest, site):
        return ""
    return f"The newest version is {latest.data.version}."


def _is_older(entry: Entry, other: Entry, site: Site) -> bool:
    order = versions(str(entry.data.product), site)
    return entry in order and order.index(entry) > order.index(other)


def product_verdict(name: str, site: Site) -> Verdict | None:
    """Say which version of a product to take."""
    latest = newest(name, site)
    if latest is None:
        return None
    notes = bad_counts(latest.data)
    line = f"It is the newest that we stand behind{f'; know before you upgrade: {notes}' if notes else ''}."
    supported = _supported(name, latest, site)
    side = "good" if standing(latest, site) == "fine" else ""
    words = f"{product_title(name, site)} {latest.data.version}"
    return Verdict(
        side=side, headline=f"Take {words}", line=f"{line}{supported}", links=(parts.link_to(latest, site),)
    )


def _supported(name: str, latest: Entry, site: Site) -> str:
    found = [
        str(entry.data.version)
        for entry in versions(name, site)
        if entry is not latest
        and is_stable(entry)
        and (entry.data.supported_until or site.today) > site.today
    ]
    return f" Still supported: {listed(found[:4])}." if found else ""
