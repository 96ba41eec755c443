"""`openhub.yaml` to settings, by the same decoder as content."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import field, replace
from typing import Annotated, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from openhub import urls
from openhub.codes import CODES
from openhub.model import Markup, Record
from openhub.problems import Checked, Problem, Span, did_you_mean
from openhub.read.fields import (
    Address,
    Decoding,
    Duration,
    Flag,
    Many,
    Person,
    Text,
    Verbatim,
    Zone,
    as_fields,
)
from openhub.read.schema import decode, record
from openhub.read.setting_fields import (
    Authority,
    DayOrMore,
    DiscussPattern,
    EditPattern,
    EntryCount,
    Host,
    Language,
    RowCount,
    SourceFolder,
    TenYears,
    ThemeName,
)
from openhub.read.tables import read_yaml
from openhub.when import Duration as Length
from openhub.when import parse_duration, zone_named

FILE = "openhub.yaml"
Dialect: TypeAlias = Literal[
    "", "jekyll", "hugo", "pelican", "zola", "docusaurus", "material", "cstate", "galaxy", "vuepress"
]


@record
class ThemeSettings:
    """What a hub may change of its theme without touching a template."""

    logo: Text | None = None
    icon: Text | None = None
    accent: Text | None = None
    css: Many[Text] = ()


@record
class Theme:
    """The theme's name, and its settings."""

    name: ThemeName = "base"
    settings: ThemeSettings = field(default_factory=ThemeSettings)


@record
class Product:
    """Something that is released: its changelog, and where its source lives."""

    id: Verbatim
    title: Text | None = None
    changelog: Text | None = None
    repository: Address | None = None
    tag: Text = "v{version}"


@record
class Audience:
    """A group of members that is spoken to."""

    id: Verbatim
    title: Text | None = None
    description: Text | None = None


@record
class Component:
    """A part of what the hub tells of, that bad news can affect."""

    id: Verbatim
    title: Text | None = None


@record
class Channel:
    """A place where members and makers meet."""

    name: Text
    url: Address | None = None
    purpose: Text | None = None
    expected_answer: Text | None = None


@record
class SourceRule:
    """Content that stands elsewhere, or was written for another generator."""

    folder: SourceFolder
    kind: Text | None = None
    dialect: Dialect = ""


@record
class NavItem:
    """An entry of the navigation."""

    title: Text
    to: Address


@record
class Ledger:
    """How many rows home shows on each side, and how far back the balance looks."""

    items: RowCount = 8
    window: DayOrMore = parse_duration("90d")


@record
class Feeds:
    """What feeds carry."""

    items: EntryCount = 30
    full_text: Flag = True


@record
class Calendar:
    """How long calendars keep what is over, and how far they look ahead."""

    past: TenYears = parse_duration("180d")
    cancelled: TenYears = parse_duration("7d")
    expand: TenYears = parse_duration("24 months")


@record
class FollowUp:
    """After how long an unanswered request is listed."""

    unanswered: Duration = parse_duration("30d")


@record
class Balance:
    """Whether home tells the balance of good and bad news."""

    public: Flag = True


@record
class MarkdownSettings:
    """What becomes of raw HTML in Markdown."""

    html: Literal["sanitize", "trusted", "escape"] = "sanitize"


@record
class Privacy:
    """Hosts whose pictures and frames may be loaded by a page."""

    allow: Many[Host] = ()


@record
class Config:
    """The settings of a hub."""

    title: Text | None = None
    url: Address | None = None
    description: Text | None = None
    notice: Text | None = None
    language: Language = "en"
    timezone: Zone = "UTC"
    authority: Authority | None = None
    theme: Annotated[Theme, as_fields("name")] = field(default_factory=Theme)
    authors: Many[Person] = ()
    products: Many[Annotated[Product, as_fields("id")]] = ()
    audiences: Many[Annotated[Audience, as_fields("id")]] = ()
    components: Many[Annotated[Component, as_fields("id")]] = ()
    channels: Many[Channel] = ()
    sources: Many[SourceRule] = ()
    repository: Address | None = None
    edit_url: EditPattern | None = None
    discuss: DiscussPattern | None = None
    navigation: Many[NavItem] = ()
    routes: Annotated[dict[str, Text], BeforeValidator(lambda value: value or {})] = field(
        default_factory=dict
    )
    ledger: Ledger = field(default_factory=Ledger)
    feeds: Feeds = field(default_factory=Feeds)
    calendar: Calendar = field(default_factory=Calendar)
    follow_up: FollowUp = field(default_factory=FollowUp)
    balance: Balance = field(default_factory=Balance)
    markdown: MarkdownSettings = field(default_factory=MarkdownSettings)
    privacy: Privacy = field(default_factory=Privacy)
    search: Literal["titles", "pagefind"] = "titles"
    kinds: Many[Text] = ()
    checks: dict[str, Literal["error", "warning", "hint", "off"]] = field(default_factory=dict)
    output: Text = "public"
    origin: Any = field(default=None, metadata={"read": False})

    def span(self, *path: str | int) -> Span:
        """Give the place of a setting in the file."""
        return self.origin.place(path).value if self.origin else Span(FILE)

    def with_(self, *, title: str, url: str | None) -> Config:
        """Give the same settings with another title and URL."""
        return replace(self, title=title, url=url)

    @property
    def zone(self) -> ZoneInfo:
        """The hub's time zone."""
        return zone_named(self.timezone)

    @property
    def window(self) -> Length:
        """How far back the balance looks."""
        return self.ledger.window

    @property
    def base(self) -> str:
        """The hub's URL with a slash at its end; a placeholder where none is set."""
        return (self.url or "http://localhost/").rstrip("/") + "/"

    @property
    def feed_authority(self) -> str:
        """The authority of every feed id (RFC 4151): as set, else the host of the URL."""
        return self.authority or f"{urls.host(self.base) or 'localhost'},2026"

    def product(self, name: str) -> Product:
        """Find a product; one that is not declared is named after its id."""
        return next((product for product in self.products if product.id == name), Product(id=name))


def _plain(text: str) -> Markup:
    return Markup(parts=(text,), text=text)


def read_config(text: str) -> Checked[Config]:
    """Read the settings; with a problem in them the defaults stand in, so that the rest can be checked."""
    read = read_yaml(text, Span(FILE))
    decoding = Decoding(zone=zone_named("UTC"), block=_plain, inline=_plain)
    made = decode(Config, read.value, decoding)
    problems = [*read.problems, *made.problems]
    if made.value is None:
        return Checked(Config(), tuple(problems))
    config = replace(made.value.data, origin=read.value)
    problems += [*_not_fields(read.value), *_addresses(config), *_names(config)]
    return Checked(_usable(config), tuple(problems))


def _usable(config: Config) -> Config:
    """Put defaults where a wrong URL or route would only make further faults."""
    routes = {kind: way for kind, way in config.routes.items() if not urls.route_fault(kind, way)}
    url = None if config.url and urls.url_fault(config.url) else config.url
    return replace(config, url=url, routes=routes)


def without_authority(config: Config) -> Iterator[Problem]:
    """Say that feed ids would change with the address, where one is known and no authority is set."""
    here = urls.host(config.url or "") in {"localhost", "127.0.0.1", "::1"}
    if config.url and not config.authority and not here:
        reason = "authority: not set, so feed ids would change with the address"
        message = f"{reason}; add 'authority: {urls.host(config.url)},YYYY' with the year of today"
        yield Problem(code="authority-missing", message=message, span=config.span("url"))


def _not_fields(record: Record) -> list[Problem]:
    """Find a list where settings belong; records of a table stand under an empty name."""
    if "" not in record.data:
        return []
    message = "expected settings such as 'title: …', got a list; delete the '-' before them"
    return [Problem(code="front-matter-shape", message=message, span=record.span)]


def _addresses(config: Config) -> Iterator[Problem]:
    if config.url and (fault := urls.url_fault(config.url)):
        yield Problem(code="config-url", message=f"url: {fault}", span=config.span("url"))
    for kind, pattern in config.routes.items():
        if fault := urls.route_fault(kind, pattern):
            message = f"routes.{kind}: {fault}"
            yield Problem(code="route-word", message=message, span=config.span("routes", kind))
    if fault := output_fault(config.output, config):
        code = "field-type" if "is inside" in fault else "path-outside"
        yield Problem(code=code, message=f"output: {fault}", span=config.span("output"))


def _names(config: Config) -> Iterator[Problem]:
    for name in ("products", "audiences", "components"):
        ids = [one.id for one in getattr(config, name)]
        for index, one in enumerate(ids):
            if one in ids[:index]:
                message = f"id: '{one}' stands twice under {name}; keep one"
                yield Problem(code="id-taken", message=message, span=config.span(name, index, "id"))
    for code in config.checks:
        if code not in CODES:
            message = f"checks.{code}: there is no such problem code{did_you_mean(code, CODES)}"
            yield Problem(code="field-unknown", message=message, span=config.span("checks", code))


def output_fault(output: str, config: Config) -> str:
    """Say why a site cannot be written to a folder, named as seen from the hub; empty where it can."""
    folder = posixpath.normpath(output)
    if urls.climbs(output) or output.strip("/.") == "":
        return f"'{output}' is not a folder below the hub"
    sources = [posixpath.normpath(rule.folder.strip("/")) for rule in config.sources]
    for name in ("content", "static", "templates", "themes", *sources):
        if name != "." and f"{folder}/".startswith(f"{name}/"):
            return f"'{output}' is inside {name}/, where your own files are; choose a folder like public"
    return ""
