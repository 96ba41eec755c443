"""Whether to install a release, by stated rules, and how its changes are counted in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from openhub.hub.aftermath import closes_hole, known, troubles, unfixed
from openhub.hub.plan import product_title
from openhub.hub.verdicts import critical, instead, newest, standing
from openhub.hub.versions import history, of
from openhub.kinds.post import is_open
from openhub.kinds.release import Change, Release, better, must_know
from openhub.model import Entry
from openhub.read.versions import UNRELEASED
from openhub.site import Site
from openhub.views.release_faults import reports
from openhub.views.shapes import Chip, Link, Verdict
from openhub.words import count

RULES = (
    "Withdrawn, or with critical bad news that is open, or that another version mended: avoid it, and "
    "take what we name, else a later version of the same line, else the newest. A preview is for "
    "testing. Where something breaks, is removed, deprecated or known to be faulty, where other bad "
    "news came with it or was not mended yet, and where a later version closes a security hole: fine, "
    "with notes. Critical bad news that ended without a release is such a note too. Where the changelog "
    "does not sort its changes and nothing is known against it, we do not judge. Else: fine to install."
)
_UNJUDGED = "This changelog does not say which of them are good or bad, so we do not judge it."
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
    "breaking": ("breaking change", "breaking changes"),
    "removed": ("removal", "removals"),
    "deprecated": ("deprecation", "deprecations"),
    "known": ("known problem", "known problems"),
    "news": ("piece of bad news", "pieces of bad news"),
}


def versions(name: str, site: Site) -> tuple[Entry, ...]:
    """Give the releases of a product that lists show: what is coming, then the highest version first."""
    return history(name, site).ordered


def list_title(entry: Entry, site: Site) -> str:
    """Name a release in a list: what is to come has no number yet."""
    return (
        f"What comes next in {product_title(str(entry.data.product), site)}"
        if entry.data.version == UNRELEASED
        else entry.title
    )


def series(entries: Iterable[Entry], site: Site) -> tuple[Entry, ...]:
    """Give the newest of each line of versions: 2.2.4 for all of 2.2."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(of(entry, site).line(entry), entry)
    return tuple(found.values())


def chips(entry: Entry, site: Site) -> tuple[Chip, ...]:
    """Say in a chip whether to install it."""
    words: dict[str, Chip] = {
        "avoid": ("Withdrawn" if entry.data.yanked else "Avoid", True),
        "coming": ("Coming", False),
        "testing": ("For testing", False),
        "notes": ("Fine, with notes", False),
        "fine": ("Fine to install", False),
        "unjudged": ("Not judged", False),
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


def _bad_counted(entry: Entry, site: Site) -> Iterator[tuple[str, str]]:
    data: Release = entry.data
    kinds = [kind_of(change) for change in must_know(data)] + ["known" for _ in known(entry, site)]
    return _counted([*kinds, *("news" for _ in reports(entry, site))], _BAD)


def bad_counts(entry: Entry, site: Site) -> str:
    """Count what one must know: "1 breaking change, 2 known problems"."""
    return ", ".join(words for _, words in _bad_counted(entry, site))


def count_links(entry: Entry, site: Site) -> tuple[Link, ...]:
    """Count what one must know, each with a link down to it."""
    return tuple(Link(words, f"#{anchor(kind)}") for kind, words in _bad_counted(entry, site))


def anchor(kind: str) -> str:
    """Give the id of a group of changes; ids of an author's text begin with a small letter."""
    return kind.capitalize()


# ── the verdict ─────────────────────────────────────────────────────────────


def verdict(entry: Entry, site: Site) -> Verdict:
    """Say whether to install a release, and what to know before."""
    links = count_links(entry, site)
    judged = standing(entry, site)
    if judged == "avoid":
        return _avoid(entry, site)
    if judged == "coming":
        return Verdict(side="coming", headline="Not released yet", line="This may still change.", links=links)
    if judged == "testing":
        return _testing(entry, links, site)
    if judged == "fine":
        return Verdict(side="good", headline="Fine to install", line=_newer(entry, site))
    if judged == "unjudged":
        line = " ".join(filter(None, (_UNJUDGED, _newer(entry, site))))
        return Verdict(side="", headline="Read the changes first", line=line, links=_hole(entry, site))
    return Verdict(
        side="",
        headline="Fine to install, with notes",
        line=_notes(entry, site),
        links=(*links, *_hole(entry, site)),
    )


def choice(entry: Entry, site: Site) -> Link | None:
    """Link to the version that the verdict names, by the number that stands in its sentence."""
    avoided = standing(entry, site) == "avoid"
    named = instead(entry, site) if avoided else newest(str(entry.data.product), site)
    return Link(str(named.data.version), site.addresses[named.ref]) if named and named != entry else None


def _avoid(entry: Entry, site: Site) -> Verdict:
    other = instead(entry, site)
    headline = f"Avoid this version, and take {other.data.version} instead" if other else "Avoid this version"
    counts = count_links(entry, site)
    if entry.data.yanked:
        reason = entry.data.yanked.reason or "We have withdrawn it."
        return Verdict(side="bad", headline=headline, line=reason, links=counts)
    news = tuple(Link(post.title, site.addresses[post.ref]) for post in critical(entry, site))
    line = "It has critical bad news that is not mended in it:"
    return Verdict(side="bad", headline=headline, line=line, links=(*news, *counts))


def _testing(entry: Entry, links: tuple[Link, ...], site: Site) -> Verdict:
    stable = newest(str(entry.data.product), site)
    everyday = f" For everyday work take {stable.data.version}." if stable else ""
    line = f"This is {CHANNELS[entry.data.channel]}.{everyday}"
    return Verdict(side="", headline="For testing", line=line, links=links)


def _notes(entry: Entry, site: Site) -> str:
    return " ".join(filter(None, (_still_wrong(entry, site), _newer(entry, site))))


def _hole(entry: Entry, site: Site) -> tuple[Link, ...]:
    """Point to the version that closes a hole which this one may have."""
    fix = closes_hole(entry, site)
    words = f"{fix.data.version} closes a security hole" if fix else ""
    return (Link(words, site.addresses[fix.ref]),) if fix else ()


def _still_wrong(entry: Entry, site: Site) -> str:
    """Count what has no end yet, a known problem and the post that tells of it once."""
    news = [post for post in reports(entry, site) if is_open(post)]
    issues = unfixed(entry, site)
    number = len(news) + len(issues)
    if not number:
        went_wrong = troubles(entry, site) or known(entry, site)
        return "What went wrong with it has been mended since." if went_wrong else ""
    version = entry.data.version
    own = all(entry.ref in post.data.caused_by for post in news)
    own = own and all(each.issue.found_in == version for each in issues)
    came = " that came with it" if own else ""
    return f"{count(number, 'problem')}{came} {'is' if number == 1 else 'are'} not mended yet."


def _newer(entry: Entry, site: Site) -> str:
    latest = newest(str(entry.data.product), site)
    if latest is None or latest == entry or not _is_older(entry, latest, site):
        return ""
    return f"The newest version is {latest.data.version}."


def _is_older(entry: Entry, other: Entry, site: Site) -> bool:
    found = of(entry, site)
    return entry.ref in found.places and found.place(entry) > found.place(other)


def product_verdict(name: str, site: Site) -> Verdict | None:
    """Say which version of a product to take."""
    latest = newest(name, site)
    if latest is None:
        return None
    notes = bad_counts(latest, site)
    judged = standing(latest, site)
    line = f"It is the newest that we stand behind{f'; know before you upgrade: {notes}' if notes else ''}."
    if judged == "unjudged":
        line = "It is the newest. Its changelog does not say what is good or bad, so we do not judge it."
    verb = "Read the changes of" if judged == "unjudged" else "Take"
    headline = f"{verb} {product_title(name, site)} {latest.data.version}"
    return Verdict(
        side="good" if judged == "fine" else "",
        headline=f"{headline} first" if judged == "unjudged" else headline,
        line=line,
    )
