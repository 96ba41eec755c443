"""Whether to install a release, by stated rules, and how its changes are counted in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from openhub.hub.plan import product_title
from openhub.kinds.post import is_open
from openhub.kinds.release import Change, KnownIssue, Release, better, is_coming, must_know
from openhub.model import Entry
from openhub.read.versions import minor, version_key
from openhub.site import Site
from openhub.views import parts
from openhub.views.shapes import Chip, Link, Verdict
from openhub.words import count, listed

RULES = (
    "Withdrawn: avoid it. A preview is for testing. Where something breaks, is removed, deprecated or "
    "known to be faulty, and where bad news came with it or was not mended yet: fine, with notes. "
    "Else: fine to install."
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
    "news": ("report of bad news", "reports of bad news"),
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


def list_title(entry: Entry, site: Site) -> str:
    """Name a release in a list: what is to come has no number yet."""
    return (
        f"What comes next in {product_title(str(entry.data.product), site)}"
        if is_coming(entry)
        else entry.title
    )


def series(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give the newest of each line of versions: 2.2.4 for all of 2.2."""
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(minor(str(entry.data.version)), entry)
    return tuple(found.values())


def troubles(entry: Entry, site: Site) -> tuple[Entry, ...]:
    """Give the bad news that came with a release, or with an earlier one and was not mended yet."""
    product = str(entry.data.product)
    causes = [site.get(ref) for ref in site.backs if ref.kind == "release"]
    found = [
        post
        for cause in causes
        if cause is not None and cause.data.product == product
        for post in site.back(cause.ref, "caused_by")
        if post.kind == "post" and (cause == entry or _still_has(entry, cause, post, site))
    ]
    return tuple({post.ref: post for post in found}.values())


def _still_has(entry: Entry, cause: Entry, post: Entry, site: Site) -> bool:
    if not entry.date or not cause.date:
        return False
    key = version_key(str(entry.data.version))
    if key < version_key(str(cause.data.version)) or site.day(entry.date) < site.day(cause.date):
        return False
    mended = [
        site.day(fix.date)
        for fix in site.back(post.ref, "resolves")
        if fix.kind == "release"
        and fix.data.product == entry.data.product
        and fix.date
        and not fix.data.yanked
    ]
    return site.day(entry.date) < min(mended) if mended else is_open(post)


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
    return "notes" if must_know(data) or data.known_issues or troubles(entry, site) else "fine"


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


def _bad_counted(entry: Entry, site: Site) -> Iterator[tuple[str, str]]:
    data: Release = entry.data
    kinds = [kind_of(change) for change in must_know(data)] + ["known"] * len(data.known_issues)
    return _counted([*kinds, *("news" for _ in troubles(entry, site))], _BAD)


def bad_counts(entry: Entry, site: Site) -> str:
    """Count what one must know: "1 breaks, 2 known problems"."""
    return ", ".join(words for _, words in _bad_counted(entry, site))


def count_links(entry: Entry, site: Site) -> tuple[Link, ...]:
    """Count what one must know, each with a link down to it."""
    return tuple(Link(words, f"#{anchor(kind)}") for kind, words in _bad_counted(entry, site))


def anchor(kind: str) -> str:
    """Give the id of a group of changes; ids of an author's text begin with a small letter."""
    return kind.capitalize()


# ── the verdict ─────────────────────────────────────────────────────────────


def instead(entry: Entry, site: Site) -> Entry | None:
    """Give what to take in place of a withdrawn release: as its authors say, else the newest that stands."""
    use = entry.data.yanked.use if entry.data.yanked else None
    named = site.get(use) if use else None
    return named or newest(str(entry.data.product), site)


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
        return Verdict(side="good", headline="Fine to install", line=_unsorted(entry, site))
    return Verdict(side="", headline="Fine to install, with notes", line=_notes(entry, site), links=links)


def _avoid(entry: Entry, site: Site) -> Verdict:
    other = instead(entry, site)
    headline = f"Avoid this version, and take {other.data.version} instead" if other else "Avoid this version"
    reason = entry.data.yanked.reason or "We have withdrawn it."
    links = (parts.link_to(other, site),) if other else ()
    return Verdict(side="bad", headline=headline, line=reason, links=(*links, *count_links(entry, site)))


def _testing(entry: Entry, links: tuple[Link, ...], site: Site) -> Verdict:
    stable = newest(str(entry.data.product), site)
    everyday = f" For everyday work take {stable.data.version}." if stable else ""
    line = f"This is {CHANNELS[entry.data.channel]}.{everyday}"
    return Verdict(side="", headline="For testing", line=line, links=links)


def _notes(entry: Entry, site: Site) -> str:
    news = troubles(entry, site)
    still = sum(is_open(post) for post in news)
    said = []
    if still:
        said.append(
            f"{count(still, 'problem')} that came with it {'is' if still == 1 else 'are'} still open."
        )
    elif news:
        said.append("What went wrong with it has been mended since.")
    if waiting := len(unfixed(entry.data)):
        said.append(f"{count(waiting, 'known problem')} {'has' if waiting == 1 else 'have'} no fix yet.")
    return " ".join(filter(None, [*said, _newer(entry, site)]))


def _unsorted(entry: Entry, site: Site) -> str:
    said = (
        ""
        if better(entry.data)
        else "Its changelog does not sort its changes into good and bad, so read it first."
    )
    return " ".join(filter(None, (said, _newer(entry, site))))


def _newer(entry: Entry, site: Site) -> str:
    latest = newest(str(entry.data.product), site)
    if latest is None or latest == entry or not _is_older(entry, latest, site):
        return ""
    return f"The newest version is {latest.data.version}."


def _is_older(entry: Entry, other: Entry, site: Site) -> bool:
    order = versions(str(entry.data.product), site)
    return entry in order and order.index(entry) > order.index(other)


def supported(name: str, site: Site) -> tuple[Entry, ...]:
    """Give the versions of a product of which somebody has said how long they are looked after."""
    return tuple(
        entry
        for entry in versions(name, site)
        if is_stable(entry) and entry.data.supported_until and entry.data.supported_until >= site.today
    )


def product_verdict(name: str, site: Site) -> Verdict | None:
    """Say which version of a product to take."""
    latest = newest(name, site)
    if latest is None:
        return None
    notes = bad_counts(latest, site)
    line = f"It is the newest that we stand behind{f'; know before you upgrade: {notes}' if notes else ''}."
    supported = _supported(name, latest, site)
    side = "good" if standing(latest, site) == "fine" else ""
    words = f"{product_title(name, site)} {latest.data.version}"
    return Verdict(
        side=side, headline=f"Take {words}", line=f"{line}{supported}", links=(parts.link_to(latest, site),)
    )


def _supported(name: str, latest: Entry, site: Site) -> str:
    found = [str(entry.data.version) for entry in series(supported(name, site)) if entry is not latest]
    return f" Still supported: {listed(found[:4])}." if found else ""
