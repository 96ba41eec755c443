"""Changelogs to releases, and the long notes that are laid over them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Protocol

from openhub.config import Config
from openhub.kinds.base import Kind, all_kinds, listing
from openhub.kinds.release import Change, Release, Yanked, better, first_items, must_know
from openhub.model import Body, Entry, Markup, Parsed, Product, Record, Ref, Relation, Source
from openhub.parse.entry import Name, Renderers, decoding_for, entry_of, plain_body, remarks
from openhub.parse.files import has_error
from openhub.problems import Checked, Span
from openhub.read import changelogs, dialects, documents, versions
from openhub.read.rawhtml import CHANGELOG
from openhub.urls import slug


class Rendering(Protocol):
    """Renders a text of a changelog, of which a line is known; `whole` if it is all that a version has."""

    def __call__(self, text: str, line: int, *, whole: bool = False) -> Body:
        """Give the rendered text with its place."""
        ...


def changelog(source: Source, config: Config, renderers: Renderers) -> Checked[Parsed]:
    """Read a changelog into a product and one release for each of its versions."""
    suffix = posixpath.splitext(source.file)[1]
    read = changelogs.read(source.text, file=source.file, product=source.product, suffix=suffix)
    title = config.product(source.product).title or source.product

    def body(text: str, line: int, *, whole: bool = False) -> Body:
        told = read.value.alone(text, whole=whole)
        return Body(renderers.block(told, dialect=source.dialect or CHANGELOG), Span(source.file, line))

    intro = body(read.value.intro, read.value.intro_line, whole=True)
    address = f"{listing(all_kinds(config.kinds)['release'], config)}{source.product}/"
    product = Product(id=source.product, title=title, file=source.file, address=address, intro=intro)
    kept = [section for section in read.value.sections if _is_told(section)]
    entries = {section.line: _release(section, product, body) for section in kept}
    said = [problem for entry in entries.values() for problem in remarks(entry)]
    others = (_beside(entries[section.line], version) for section in kept for version in section.also)
    parsed = Parsed(entries=(*entries.values(), *others), products=(product,))
    return Checked(parsed, (*read.problems, *said))


def _is_told(section: changelogs.Section) -> bool:
    """Tell a version from the text of a group; what is coming needs a text to be told of."""
    return bool(section.version and (section.version != versions.UNRELEASED or section.body.strip()))


def _release(section: changelogs.Section, product: Product, body: Rendering) -> Entry:
    changes = tuple(_change(item, body) for item in section.items)
    data = Release(
        product=product.id,
        version=section.version,
        date=section.date,
        channel=_channel(section.version, trial=section.trial),
        yanked=_yanked(section, body),
        changes=changes,
        compare_url=section.compare_url or None,
        unreleased=section.unreleased and section.version != versions.UNRELEASED,
    )
    span = Span(product.file, section.line)
    return Entry(
        kind="release",
        id=f"{product.id}/{section.version}",
        slug=section.version,
        title=f"{product.title} {section.version}",
        span=span,
        data=data,
        body=_named_body(section, body(section.body, section.body_line, whole=True)),
        summary=_summary(section, data, body),
        date=section.date,
        relations=tuple(_answers(section, product.file)),
    )


def _named_body(section: changelogs.Section, body: Body) -> Body:
    """Put what a heading says beside its version above the text, since a page's title says the version."""
    if not section.words:
        return body
    first, *others = body.markup.parts
    parts = (f"<p>{escape(section.words, quote=False)}</p>\n{first}", *others)
    text = f"{section.words}\n{body.markup.text}"
    return replace(body, markup=replace(body.markup, parts=parts, text=text))


def _channel(version: str, *, trial: bool) -> versions.Channel | None:
    """Give the channel that a version names; a plain number that is called a pre-release is a beta."""
    named = versions.channel(version) if version != versions.UNRELEASED else None
    return "beta" if trial and named == "stable" else named


def _yanked(section: changelogs.Section, body: Rendering) -> Yanked | None:
    if not section.yanked:
        return None
    reason = section.reason[:1].upper() + section.reason[1:]
    stop = "" if reason.endswith((".", "!", "?")) else "."
    words = _unwrapped(body(f"{reason}{stop}", section.line)) if reason else None
    return Yanked(on=section.yanked_on, reason=words)


def _beside(first: Entry, version: str) -> Entry:
    """Make a release of a further version in a heading: the changes are its too, the text stands once."""
    product = str(first.data.product)
    said = f"The changelog tells of this version together with {first.data.version}; its text stands there."
    return replace(
        first,
        id=f"{product}/{version}",
        slug=version,
        title=first.title.removesuffix(first.data.version) + version,
        data=replace(first.data, version=version, channel=_channel(version, trial=False)),
        body=Body(_paragraph(said), first.span),
        relations=(Relation(name="about", target=first.ref, span=first.span),),
    )


def _paragraph(text: str) -> Markup:
    return Markup(parts=(f"<p>{text}</p>\n",), text=text)


def _change(item: changelogs.ChangeItem, body: Rendering) -> Change:
    return Change(
        type=item.type,
        text=_unwrapped(body(item.text, item.line)),
        breaking=item.breaking,
        scope=item.scope or None,
        refs=item.refs,
        advisories=item.advisories,
        answers=tuple(Ref("feedback", name) for name in item.answers),
    )


def _unwrapped(body: Body) -> Body:
    """Take the paragraph away around an item of one paragraph, so that it reads as a list item does."""
    parts = body.markup.parts
    whole = "".join(parts)
    if whole.count("<p>") != 1 or not whole.strip().startswith("<p>") or not whole.strip().endswith("</p>"):
        return body
    inner = (parts[0].replace("<p>", "", 1), *parts[1:])
    inner = (*inner[:-1], inner[-1].rstrip().removesuffix("</p>"))
    return replace(body, markup=replace(body.markup, parts=inner))


def _summary(section: changelogs.Section, data: Release, body: Rendering) -> Body | None:
    if section.summary.strip():
        lead = body(section.summary, section.body_line).markup.lead
        if lead:
            return plain_body(lead, Span("", 1))
    said = first_items(better(data) or must_know(data) or data.changes)
    return plain_body(said, Span("", 1)) if said else None


def _answers(section: changelogs.Section, file: str) -> Iterator[Relation]:
    for item in section.items:
        for name in item.answers:
            yield Relation(name="answers", target=Ref("feedback", name), span=Span(file, item.line))


# ── long notes ──────────────────────────────────────────────────────────────


def overlay(source: Source, kind: Kind, config: Config, renderers: Renderers) -> Checked[Parsed]:
    """Read a file of `releases/`: fields and a text to lay over a version, or a release by itself."""
    read = documents.read_document(source.text, source.file)
    if any(problem.code.startswith(("front-matter", "yaml", "toml")) for problem in read.problems):
        return Checked(Parsed(), read.problems)
    adapted = dialects.adapt(read.value, dialect=source.dialect, kind=kind.name, file=source.file)
    product, version = _product_and_version(source)
    decoding = replace(decoding_for(adapted.value, source, config, renderers), product=product)
    made = entry_of(adapted.value, kind, Name(version), decoding)
    problems = (*read.problems, *adapted.problems, *made.problems)
    if made.value is None or has_error(problems, config):
        return Checked(Parsed(lost=(Ref(kind.name, f"{product}/{version}"),)), problems)
    named = _named(made.value, product, version, config)
    told = tuple(_versions_told(named, adapted.value))
    return Checked(Parsed(overlays=(replace(named, relations=(*named.relations, *told)),)), problems)


def _versions_told(entry: Entry, record: Record) -> Iterator[Relation]:
    """Give the versions in which known problems came and went, so that each is proved to exist."""
    for number, issue in enumerate(entry.data.known_issues):
        for name in ("found_in", "fixed_in"):
            version = getattr(issue, name)
            if version:
                span = record.place(("known_issues", number, name)).value
                target = Ref("release", f"{entry.data.product}/{version}")
                yield Relation(name=f"known_issues[{number}].{name}", target=target, span=span)


def _product_and_version(source: Source) -> tuple[str, str]:
    inner = posixpath.splitext(posixpath.relpath(source.file, source.folder))[0]
    folder, name = posixpath.split(inner.removesuffix("/index"))
    return source.product or slug(folder.split("/")[0]) or slug(posixpath.basename(source.folder)), name


def _named(entry: Entry, product: str, version: str, config: Config) -> Entry:
    data: Release = entry.data
    product, version = data.product or product, data.version or version
    title = data.title or f"{config.product(product).title or product} {version}"
    channel = data.channel
    made = replace(data, product=product, version=version, channel=channel)
    return replace(entry, id=f"{product}/{version}", slug=version, title=title, data=made)
