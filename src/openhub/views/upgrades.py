"""The views of upgrades: every step of a product, and the way from one line to its newest version."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openhub.hub import forges, shelves, upgrades, verdicts
from openhub.hub.aftermath import known
from openhub.hub.plan import Page, product_title
from openhub.hub.upgrade_notes import ORDER, Note, notes
from openhub.hub.upgrades import Step, Way
from openhub.hub.versions import History, history
from openhub.kinds.release import better, must_know
from openhub.model import Body, Entry, Ref
from openhub.site import Site
from openhub.urls import relative
from openhub.views import parts
from openhub.views.references import linked
from openhub.views.release_faults import reports
from openhub.views.shapes import Line, Link, Verdict, View
from openhub.words import count, listed

_HEADINGS = {
    "breaking": "What breaks",
    "removed": "What is removed",
    "upgrade": "How to upgrade",
    "deprecated": "What will go",
    "security": "What is safer",
}
_COUNTED = {
    "breaking": ("breaking change", ""),
    "removed": ("removal", ""),
    "upgrade": ("note on how to upgrade", "notes on how to upgrade"),
    "deprecated": ("deprecation", ""),
    "security": ("security fix", "security fixes"),
}
_HEADING = re.compile(r"<(/?)h[1-6]\b[^>]*>")
_ID = re.compile(r' id="[^"]*"')
_TAG = re.compile(r"<[^>]*>")
_HOLE = "\0"
_INNER = re.compile(r'<a\b[^>]*href="#[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteItem:
    """One thing to know; `version` tells it, where a step has several, and `announced` did before.

    `ended` is the line whose step tells that it is gone.
    """

    text: Line
    scope: str = ""
    version: Link | None = None
    announced: Link | None = None
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteGroup:
    """What a step asks of one kind; `block` where its items are whole texts."""

    id: str
    heading: str
    items: tuple[NoteItem, ...]
    block: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Versions to pass by for one reason."""

    versions: tuple[Link, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepItem:
    """One step of an upgrade."""

    id: str
    heading: str
    former: str
    line: str
    aside: bool
    take: Link
    lines: tuple[str, ...]
    passed: tuple[Passed, ...]
    later: tuple[Link, ...]
    brings: tuple[Link, ...]
    unsorted: tuple[Link, ...]
    groups: tuple[NoteGroup, ...]


# ── pages ───────────────────────────────────────────────────────────────────


def every_step(page: Page, site: Site) -> View:
    """Show every step of a product, the lowest line first."""
    name = str(page.subject)
    found = upgrades.steps(history(name, site), verdicts.avoided(name, site))
    lines = {entry.ref: step.line for step in found for entry in step.releases}
    values: dict[str, Any] = {
        "lead": (
            "Every step from one line of versions to the next, in the order in which you take them: what "
            "breaks, what is removed, how to upgrade, what will go and what is safer."
        ),
        "verdict": None,
        "choice": None,
        "choosable": tuple(dict.fromkeys(line for step in found for line in (step.former, step.line))),
        "steps": tuple(_step(step, site, page.address, lines) for step in found),
    }
    return _view(page, values, name, site)


def way_from(page: Page, site: Site) -> View:
    """Show the way from one line to the newest version: all that one must know, told once."""
    name, start = page.subject
    found = upgrades.way(history(name, site), start, verdicts.avoided(name, site))
    if found is None:  # the plan has no page of a way that is none
        message = f"no way from {start}"
        raise LookupError(message)
    values: dict[str, Any] = {
        "lead": "",
        "verdict": _summary(found, site),
        "choice": _version(found.target, site),
        "choosable": (),
        "steps": tuple(_step(step, site, page.address, {}) for step in found.steps),
    }
    return _view(page, values, name, site, start)


def _view(page: Page, values: dict[str, Any], name: str, site: Site, start: str = "") -> View:
    crumbs = [parts.list_crumb("release", site), parts.product_crumb(name, site)]
    whole = shelves.upgrade_address(name, site)
    if start:
        crumbs.append((f"Upgrade {product_title(name, site)}", whole))
    links = (Link(each, shelves.way_address(name, each, site)) for each in upgrades.starts(name, site))
    above = upgrades.not_taken(history(name, site), verdicts.avoided(name, site))
    others = {
        "not_taken": tuple(_passed(above, site)),
        "starts": tuple(link for link in links if link.title != start),
        "every": Link("All steps", whole) if start else None,
        "coming": tuple(_coming(history(name, site), site)),
    }
    return View(
        address=page.address,
        template="upgrade",
        title=page.title,
        values={**values, **others},
        section=crumbs[0][1],
        crumbs=tuple(crumbs),
    )


def _coming(found: History, site: Site) -> Iterator[Link]:
    for entry in found.coming:
        if must_know(entry.data):
            words = entry.data.version if entry.data.unreleased else "the next version"
            yield Link(f"what you will have to know of {words}", site.addresses[entry.ref])


def _summary(way: Way, site: Site) -> Verdict:
    """Sum up a way: how many steps, what they ask, and what the newest version is known to have."""
    found = [note.kind for step in way.steps for note in step.notes]
    first = {note.kind: step for step in reversed(way.steps) for note in step.notes}
    counts = Counter(found)
    links = [
        Link(count(counts[kind], *_COUNTED[kind]), f"#{_group_id(first[kind], kind)}")
        for kind in ORDER
        if counts[kind]
    ]
    if issues := known(way.target, site):
        words = f"{count(len(issues), 'known problem')} of {way.target.data.version}"
        links.append(Link(words, f"{site.addresses[way.target.ref]}#Known"))
    if news := reports(way.target, site):
        words = (
            f"{count(len(news), 'piece of bad news', 'pieces of bad news')} about {way.target.data.version}"
        )
        links.append(Link(words, f"{site.addresses[way.target.ref]}#News"))
    steps = count(len(way.steps), "step")
    pass_by = "".join(
        f" Pass by {listed([link.title for link in each.versions])}: {each.why}."
        for each in _passed([entry for step in way.steps for entry in step.passed], site)
    )
    nothing = "" if found else " Nothing that we know of breaks, is removed or deprecated on the way."
    return Verdict(
        side="",
        headline=f"From {way.start} to {way.target.data.version} in {steps}",
        line=f"{nothing}{pass_by}".strip(),
        links=tuple(links),
    )


# ── steps ───────────────────────────────────────────────────────────────────


def _step(step: Step, site: Site, page: str, lines: Mapping[Ref, str]) -> StepItem:
    return StepItem(
        id=step_id(step),
        heading=_heading(step),
        former=step.former,
        line=step.line,
        aside=step.aside,
        take=_version(step.target, site),
        lines=tuple(_said(step)),
        passed=tuple(_passed(step.passed, site)),
        later=tuple(_later(entry, site) for entry in step.later),
        brings=tuple(_some([each for each in step.releases[:-1] if each not in step.passed], site)),
        unsorted=tuple(_some([entry for entry in step.releases if _is_unsorted(entry)], site)),
        groups=tuple(_groups(step, site, page, lines)),
    )


def step_id(step: Step) -> str:
    """Give the anchor of a step on the page of all steps."""
    word = "Within" if step.former == step.line else "To"
    return f"{word}-{re.sub(r'[^0-9A-Za-z._-]', '-', step.line)}"


def _group_id(step: Step, kind: str) -> str:
    return f"{step_id(step)}-{kind}"


def _heading(step: Step) -> str:
    if step.former == step.line:
        return f"Within {step.line}"
    return f"From {step.former} to {step.line}"


def _said(step: Step) -> Iterator[str]:
    if step.aside:
        yield "What to take of this line came when a higher one was out, so the way onwards passes it by."
    sorted_ = not all(map(_is_unsorted, step.releases))
    if not step.notes and sorted_:
        yield "Nothing that we know of breaks or goes."


def _is_unsorted(entry: Entry) -> bool:
    return bool(entry.body) and not better(entry.data) and not must_know(entry.data)


def _some(entries: Sequence[Entry], site: Site) -> Iterator[Link]:
    for entry in entries[:_MOST]:
        yield _version(entry, site)
    if len(entries) > _MOST:
        yield Link(f"{len(entries) - _MOST} more")


def _passed(entries: Sequence[Entry], site: Site) -> Iterator[Passed]:
    """Sort versions to pass by after why one does; one that is withdrawn needs no other reason."""
    withdrawn = tuple(_version(entry, site) for entry in entries if entry.data.yanked)
    bad = tuple(_version(entry, site) for entry in entries if not entry.data.yanked)
    for found, why in ((withdrawn, "withdrawn"), (bad, "critical bad news")):
        if found:
            yield Passed(versions=found, why=why)


def _later(entry: Entry, site: Site) -> Link:
    """Name a fix for who stays on a line, with what it asks itself."""
    counts = Counter(note.kind for note in notes([entry]))
    asked = listed([count(counts[kind], *_COUNTED[kind]) for kind in ORDER if counts[kind]])
    version = _version(entry, site)
    return replace(version, title=f"{version.title} ({asked})") if asked else version


def _version(entry: Entry, site: Site) -> Link:
    return Link(str(entry.data.version), site.addresses[entry.ref])


def _groups(step: Step, site: Site, page: str, lines: Mapping[Ref, str]) -> Iterator[NoteGroup]:
    several = len(step.releases) > 1
    for kind in ORDER:
        found = [note for note in step.notes if note.kind == kind]
        if found:
            items = tuple(
                replace(
                    _note(note, site, page, several=several),
                    ended=lines[note.ended.ref] if note.ended else "",
                )
                for note in found
            )
            yield NoteGroup(
                id=_group_id(step, kind), heading=_HEADINGS[kind], items=items, block=kind == "upgrade"
            )


def _note(note: Note, site: Site, page: str, *, several: bool) -> NoteItem:
    text = _placed(_outward(note.text, site.addresses[note.entry.ref], page, site))
    return NoteItem(
        text=linked(text, forges.repository(str(note.entry.data.product), site)),
        scope=(note.change.scope or "") if note.change else "",
        version=_version(note.entry, site) if several else None,
        announced=_version(note.announced, site) if note.announced else None,
    )


def _placed(text: Body) -> Body:
    """Fit a text into a page of many: its headings stand below the step's, its ids are another page's."""
    found = _HOLE.join(text.markup.parts)
    plain = _INNER.sub(r"\1", _HEADING.sub(r"<\1h4>", _TAG.sub(_without_id, found)))
    return replace(text, markup=replace(text.markup, parts=tuple(plain.split(_HOLE))))


def _without_id(tag: re.Match[str]) -> str:
    return _ID.sub("", tag[0])


def _outward(text: Body, home: str, page: str, site: Site) -> Body:
    """Let the links into a text's own page lead there from another one."""
    parts_, links = [text.markup.parts[0]], []
    for link, part in zip(text.markup.links, text.markup.parts[1:], strict=True):
        target = site.links.get((text.span.file, link.target), "")
        if target.startswith("#"):
            parts_[-1] += html.escape(relative(home + target, page), quote=True) + part
        else:
            parts_.append(part)
            links.append(link)
    return replace(text, markup=replace(text.markup, parts=tuple(parts_), links=tuple(links)))
