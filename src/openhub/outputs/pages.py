"""The pages of a site: each one of the plan, rendered from its view; and the way on from old addresses."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from openhub.hub.plan import Page, pages
from openhub.model import Change, Entry, Output
from openhub.problems import Checked, Problem
from openhub.site import Site
from openhub.theme import Theme, ThemeError, static_files
from openhub.urls import absolute, alias_address, alias_fault, climbs, is_external, output_path
from openhub.views import (
    events,
    feedback,
    followups,
    home,
    jsonld,
    metrics,
    news,
    people,
    person_page,
    posts,
    release_lists,
    releases,
    topics,
    upgrades,
)
from openhub.views.frame import for_entry, frame
from openhub.views.shapes import Turn, View

VIEWS: Mapping[str, Callable[[Page, Site], View]] = {
    "home": home.home,
    "news": news.index,
    "news_month": news.month,
    "list:post": posts.index,
    "list:release": releases.index,
    "list:event": events.index,
    "list:metric": metrics.index,
    "list:person": people.index,
    "list:feedback": feedback.index,
    "entry:post": posts.post,
    "entry:release": releases.release,
    "entry:event": events.event,
    "entry:metric": metrics.metric,
    "entry:person": person_page.person,
    "entry:feedback": feedback.feedback,
    "entry:page": topics.text_page,
    "product": releases.product,
    "channel": release_lists.channel,
    "year": release_lists.year,
    "upgrade": upgrades.every_step,
    "upgrade_from": upgrades.way_from,
    "month": events.month,
    "follow_up": followups.follow_up,
    "contact": people.contact,
    "tag": topics.tag,
    "audience": topics.audience,
    "not_found": topics.not_found,
}


def rendered(
    site: Site, root: Path, progress: Callable[[int, int], None]
) -> Iterator[Checked[Output | None]]:
    """Render every page; a template that fails gives no page and its problem."""
    yield from rendered_only(pages(site), site, root, progress)


def rendered_only(
    planned: Sequence[Page], site: Site, root: Path, progress: Callable[[int, int], None]
) -> Iterator[Checked[Output | None]]:
    """Render some of the pages."""
    theme = Theme(site, root)
    for number, page in enumerate(planned, 1):
        yield _page(page, site, theme)
        progress(number, len(planned))


def _page(page: Page, site: Site, theme: Theme) -> Checked[Output | None]:
    try:
        view = _view(page, site)
        template = view.template if theme.has(view.template) else "entry"
        turns: list[Turn] = []
        values = {**frame(view, site), **view.values, "turns": turns}
        output = _output(theme.render(template, view.address, values), page.address)
        return Checked(replace(output, daily=view.asof, changes=tuple(_changes(view, turns))))
    except ThemeError as fault:
        return Checked(None, (fault.problem,))


def _view(page: Page, site: Site) -> View:
    other = topics.plain_list if page.template.startswith("list:") else topics.plain_entry
    view = VIEWS.get(page.template, other)(page, site)
    entry = getattr(page.subject, "entry", page.subject)  # a date of a series is about its event
    if not isinstance(entry, Entry):
        return view
    return for_entry(replace(view, jsonld=jsonld.about(page.subject, site)), entry, site)


def _changes(view: View, turns: Iterable[Turn]) -> Iterator[Change]:
    """Tell when another text becomes the one that the page shows without a script."""
    found = {(at, words) for turn in turns for at, words in turn.changes}
    for at, words in sorted(found):
        yield Change(at=at, because=": ".join(filter(None, (view.title, words))))


def _output(text: str, address: str) -> Output:
    return Output(path=output_path(address), content=(text.rstrip() + "\n").encode())


def redirected(site: Site, root: Path, taken: Iterable[str]) -> Iterator[Checked[Output | None]]:
    """Render the way on from each old address; `taken` are the paths of all other files of the site."""
    theme = Theme(site, root)
    paths = frozenset(path.lower() for path in taken)
    for alias, target, title in redirects(site, paths):
        yield _redirect(alias, target, title, site, theme)
    for problem in _taken_aliases(site, paths):
        yield Checked(None, (problem,))


def redirects(site: Site, taken: frozenset[str] = frozenset()) -> Iterator[tuple[str, str, str]]:
    """Give the old addresses of entries: each with the new one, and the title that stands there."""
    used = {output_path(page.address).lower() for page in pages(site)} | taken
    folders = _folders(used)
    for entry, _, address in _old_addresses(site):
        path = output_path(address).lower()
        if _is_free(path, used, folders):
            used.add(path)
            folders |= _folders([path])
            yield address, site.addresses[entry.ref], entry.title


def _old_addresses(site: Site) -> Iterator[tuple[Entry, int, str]]:
    """Give the old addresses that can be answered: each with its entry, and its number there."""
    for ref, entry in site.entries.items():
        for number, alias in enumerate(entry.data.aliases):
            strange = "aliases" in entry.places and alias_fault(alias)
            if not (strange or climbs(alias) or is_external(alias)) and site.addresses[ref] != alias_address(
                alias
            ):
                yield entry, number, alias_address(alias)


def _taken_aliases(site: Site, taken: frozenset[str]) -> Iterator[Problem]:
    """Find old addresses where a file stands that is no entry's; another entry's is told of before."""
    entries = {output_path(address).lower() for address in site.addresses.values()}
    folders = _folders(taken)
    for entry, number, address in _old_addresses(site):
        path = output_path(address).lower()
        if path not in entries and not _is_free(path, taken, folders):
            owner = "a page or file that is no entry's"
            message = f"aliases: '{address}' belongs to {owner}; delete this alias"
            yield Problem(code="alias-taken", message=message, span=entry.place(f"aliases[{number}]"))


def _is_free(path: str, taken: Container[str], folders: Container[str]) -> bool:
    return path not in taken and path not in folders and not any(above in taken for above in _folders([path]))


def _folders(paths: Iterable[str]) -> set[str]:
    """Give every folder that a path leads through."""
    return {path[:at] for path in paths for at, char in enumerate(path) if char == "/"}


def _redirect(alias: str, target: str, title: str, site: Site, theme: Theme) -> Checked[Output | None]:
    values = {
        **frame(View(address=alias, template="redirect", title=title, values={}, noindex=True), site),
        "target": target,
        "target_url": absolute(target, site.config.base) if site.config.url else "",
        "target_title": title,
    }
    try:
        return Checked(_output(theme.render("redirect", alias, values), alias))
    except ThemeError as fault:
        return Checked(None, (fault.problem,))


def files(site: Site, root: Path) -> Iterator[Output]:
    """Copy what the theme ships, the pictures beside texts, and the hub's own static files."""
    for name, path in static_files(root, site.config.theme.name):
        yield Output(path=f"assets/{name}", copy=str(path))
    for address, source in sorted(site.assets.items()):
        yield Output(path=output_path(address), copy=source)
    for name, source in sorted(site.static.items()):
        yield Output(path=name, copy=source)
