"""Front matter written for other generators, in openhub's names: one table a dialect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from openhub.model import Record
from openhub.problems import Checked
from openhub.read import dialect_dates as dates
from openhub.read import dialect_incidents as incidents
from openhub.read import dialect_names as names
from openhub.read import dialect_rules as rules
from openhub.read.dialect_record import Foreign, copied


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How another generator names its fields. Of two names for one field the upper one counts.

    `foreign` are names that openhub has too, with another meaning; `parting` parts tags in one text;
    `before` and `after` are the rules that run before and after the names are changed.
    """

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ("tags", "categories", "category")
    parting: str | None = None
    foreign: frozenset[str] = frozenset()
    any_case: bool = False
    before: tuple[rules.Rule, ...] = ()
    after: tuple[rules.Rule, ...] = ()


# Names that people made up for events, whatever the generator.
_EVENT = {
    "event.start_date": "starts",
    "event.end_date": "ends",
    "event.location": "location",
    "event.event_type": "type",
    "event_start": "starts",
    "event_end": "ends",
    "event-start": "starts",
    "event-end": "ends",
    "event-duration": "duration",
    "event-location": "location",
    "eventDate": "starts",
    "start_date": "starts",
    "end_date": "ends",
    "organiser": "organizers",
    "organisers": "organizers",
    "organizer": "organizers",
}
_PICTURE = {"image.path": "image", "image.src": "image", "image.alt": "image_alt"}

_JEKYLL = Dialect(
    name="jekyll",
    fields={
        "last_modified_at": "updated",
        "excerpt": "summary",
        "description": "summary",
        "author": "authors",
        "postauthors": "authors",
        "author_name": "authors",
        "author_github": "authors",
        "redirect_from": "aliases",
        "sticky": "pin",
        **_PICTURE,
        **_EVENT,
    },
    parting=r"\s+",
    before=(rules.read_drafts_folder,),
    after=(rules.address_reader("permalink"),),
)

_HUGO = Dialect(
    name="hugo",
    fields={
        "linkTitle": "title",
        "lastmod": "updated",
        "modified": "updated",
        "publishDate": "publish_at",
        "pubdate": "publish_at",
        "expiryDate": "expire_at",
        "unpublishdate": "expire_at",
        "description": "summary",
        "author": "authors",
        "params.authors": "authors",
        "params.author": "authors",
        "cover.image": "image",
        "cover.alt": "image_alt",
        **_PICTURE,
        **_EVENT,
    },
    any_case=True,
    before=(rules.read_unlisted, rules.read_render, rules.read_weight),
    after=(rules.address_reader("url"), rules.read_params),
)

_PELICAN = Dialect(
    name="pelican",
    fields={"modified": "updated", "author": "authors", **_PICTURE, **_EVENT},
    parting=",",
    any_case=True,
    before=(rules.read_status,),
    after=(rules.address_reader("url", "save_as"),),
)

_ZOLA = Dialect(
    name="zola",
    fields={"description": "summary", "extra.author": "authors", "extra.authors": "authors", **_EVENT},
    tags=("tags", "taxonomies.tags", "taxonomies.categories"),
    before=(rules.read_render, rules.read_weight, dates.read_path_date),
    after=(rules.address_reader("path"),),
)

_DOCUSAURUS = Dialect(
    name="docusaurus",
    fields={
        "last_update.date": "updated",
        "description": "summary",
        "author": "authors",
        "author_name": "authors",
        **_EVENT,
    },
    tags=("tags",),
    before=(rules.read_unlisted,),
)

_MATERIAL = Dialect(
    name="material",
    fields={
        "date.created": "date",
        "date.updated": "updated",
        "description": "summary",
        "author": "authors",
        **_EVENT,
    },
)

_CSTATE = Dialect(
    name="cstate",
    fields={"lastmod": "updated", "description": "summary", "author": "authors"},
    foreign=frozenset({"resolved", "severity"}),
    any_case=True,
    before=(incidents.read_incident,),
)

_GALAXY = Dialect(
    name="galaxy",
    fields={
        "tease": "summary",
        "excerpt": "summary",
        "description": "summary",
        "author": "authors",
        "contact": "organizers",
        "end": "ends",
        **_PICTURE,
        **_EVENT,
    },
    tags=("tags", "categories", "category", "blog_topic"),
    after=(dates.read_days,),
)

# VuePress is a near relative of Jekyll; its tags are lists, its names are its own.
_VUEPRESS = Dialect(
    name="vuepress",
    fields={
        "lastUpdated": "updated",
        "excerpt": "summary",
        "description": "summary",
        "author": "authors",
        "sticky": "pin",
        **_PICTURE,
    },
    tags=("tags", "tag", "categories", "category"),
    parting=",",
    after=(rules.address_reader("permalink"),),
)

DIALECTS: Mapping[str, Dialect] = MappingProxyType(
    {
        one.name: one
        for one in (
            _JEKYLL,
            _HUGO,
            _PELICAN,
            _ZOLA,
            _DOCUSAURUS,
            _MATERIAL,
            _CSTATE,
            _GALAXY,
            _VUEPRESS,
        )
    }
)
"""The dialects that `sources[].dialect` may name."""

# What a foreign file may say in openhub's own words. `type` and `layout` mean a template elsewhere.
_OF_EVERY_KIND = """
    id title summary date updated publish_at expire_at draft visibility slug aliases authors tags audiences
    timezone image image_alt pin lang syndication discuss feed_id corrections news
    about follows supersedes resolves answers caused_by moves
"""
_OF_ONE_KIND = {
    "post": """
        state severity affected impact started detected resolved do_now cause timeline next_update actions
        advisories
    """,
    "release": "product version channel yanked changes upgrade known_issues supported_until compare_url",
    "event": """
        starts ends duration state state_reason state_on previous_starts mode location online_url type
        registration cfp organizers speakers attending rule rdates exdates occurrences after owes
    """,
    "metric": """
        unit direction question definition definition_url type range targets objective source cadence series
        data columns method caveats min_n revisions story voices owner retired compare steady
    """,
    "person": "name pronouns roles photo photo_alt topics languages links away until",
    "feedback": "said theme state history answer would_change_our_mind did duplicate_of",
}
_AFTER = (
    rules.read_texts,
    rules.read_switches,
    dates.read_dates,
    dates.read_event_day,
    names.read_people,
    rules.read_location,
    rules.read_picture,
)
_ADDRESSES = (rules.read_aliases, rules.read_slug)


def own_fields(kind: str) -> frozenset[str]:
    """Give the fields of openhub that an entry of `kind` may have."""
    return frozenset(f"{_OF_EVERY_KIND} {_OF_ONE_KIND.get(kind, '')}".split())


def adapt(record: Record, *, dialect: str, kind: str, file: str) -> Checked[Record]:
    """Give a record in openhub's own field names; what openhub does not know stands under `extra`.

    Places follow their values, so that a later problem points at the author's line.
    """
    if not dialect:
        return Checked(record)
    table = DIALECTS[dialect]
    foreign = Foreign(
        record=record,
        kind=kind,
        file=file,
        known=own_fields(kind),
        any_case=table.any_case,
        left=copied(record.data),
    )
    gather = names.tag_reader(table.tags, table.parting)
    for rule in (rules.read_published, *table.before):
        rule(foreign)
    _rename(foreign, table)
    for rule in (gather, *_AFTER, *table.after, *_ADDRESSES):
        rule(foreign)
    return Checked(foreign.finished(), tuple(foreign.problems))


def _rename(foreign: Foreign, table: Dialect) -> None:
    """Move fields to their openhub names; openhub's own name comes before the dialect's."""
    parted = {old.partition(".")[0] for old in table.fields if "." in old}
    for name in sorted(foreign.known - table.foreign - set(table.tags) - {"type"}):
        found = foreign.find(name)
        if found and not (name in parted and isinstance(found.value, dict)):
            foreign.move(name, name)
    for old, new in table.fields.items():
        foreign.move(old, new)
