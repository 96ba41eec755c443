"""The pages of a site: each one of the plan, rendered from its view; and the way on from old addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from openhub.hub.plan import Page, pages
from openhub.model import Entry, Output
from openhub.problems import Checked
from openhub.site import Site
from openhub.theme import Theme, ThemeError, static_files
from openhub.urls import absolute, output_path
from openhub.views import events, feedback, followups, home, metrics, news, people, posts, releases, topics
from openhub.views.frame import for_entry, frame
from openhub.views.shapes import View

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
    "entry:person": people.person,
    "entry:feedback": feedback.feedback,
    "entry:page": topics.text_page,
    "product": releases.product,
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
    theme = Theme(site, root)
    planned = pages(site)
    for number, page in enumerate(planned, 1):
        yield _page(page, site, theme)
        progress(number, len(planned))
    for alias, target, title in redirects(site):
        yield _redirect(alias, target, title, site, theme)


def _page(page: Page, site: Site, theme: Theme) -> Checked[Output | None]:
    try:
        view = _view(page, site)
        template = view.template if theme.has(view.template) else "entry"
        return _output(
            theme.render(template, view.address, {**frame(view, site), **view.values}), page.address
        )
    except ThemeError as fault:
        return Checked(None, (fault.problem,))


def _view(page: Page, site: Site) -> View:
    other = topics.plain_list if page.template.startswith("list:") else topics.plain_entry
    view = VIEWS.get(page.template, other)(page, site)
    entry = getattr(page.subject, "entry", page.subject)  # a date of a series is about its event
    return for_entry(view, entry, site) if isinstance(entry, Entry) else view


def _output(text: str, address: str) -> Checked[Output | None]:
    return Checked(Output(path=output_path(address), content=(text.rstrip() + "\n").encode()))


def redirects(site: Site) -> Iterator[tuple[str, str, str]]:
    """Give the old addresses of entries: each with the new one, and the title that stands there."""
    taken = {page.address for page in pages(site)}
    for ref, entry in site.entries.items():
        for alias in entry.data.aliases:
            address = alias_address(alias)
            if address not in taken:
                taken.add(address)
                yield address, site.addresses[ref], entry.title


def alias_address(alias: str) -> str:
    """Give the address that answers an alias: a file as it is, a folder with a slash at its end."""
    path = "/" + alias.strip().lstrip("/")
    return path if path.endswith("/") or "." in path.rsplit("/", 1)[-1] else path + "/"


def _redirect(alias: str, target: str, title: str, site: Site, theme: Theme) -> Checked[Output | None]:
    values = {
        **frame(View(address=alias, template="redirect", title=title, values={}, noindex=True), site),
        "target": target,
        "target_url": absolute(target, site.config.base) if site.config.url else "",
        "target_title": title,
    }
    try:
        return _output(theme.render("redirect", alias, values), alias)
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
