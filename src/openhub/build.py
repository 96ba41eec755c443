"""The stages in order: discover, parse, link, outputs, write."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from openhub import disk, outputs
from openhub.config import FILE, Config, read_config, without_authority
from openhub.hub import faces, honesty, impact, pairing, silence, wording
from openhub.hub.hold import Moment
from openhub.hub.link import Whole, link, read_published
from openhub.kinds.base import Kind, KindError, all_kinds
from openhub.model import Output, Parsed, Ref, Source
from openhub.parse import Renderers, parse
from openhub.problems import Checked, Problem, Span
from openhub.read import markup
from openhub.read.texts import read_text
from openhub.site import Published, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a build depends on beside the sources."""

    now: datetime
    url: str = ""
    published: str = ""
    drafts: bool = False
    future: bool = False
    progress: Callable[[str, int, int], None] | None = None

    def tell(self, stage: str, done: int, total: int) -> None:
        """Tell how far a stage has come, if somebody wants to know."""
        if self.progress:
            self.progress(stage, done, total)


def settings(root: Path, options: Options) -> Checked[Config]:
    """Read `openhub.yaml`; a hub without one has the name of its folder, and defaults."""
    data = disk.read_file(root, FILE)
    text = read_text(data.value or b"", FILE)
    read = read_config(text.value or "")
    config = read.value.with_(
        title=read.value.title or root.resolve().name, url=options.url or read.value.url
    )
    usable = _with_kinds(config, root)
    told = (*without_authority(config), *data.problems, *text.problems, *read.problems, *usable.problems)
    return Checked(usable.value, told)


def _with_kinds(config: Config, root: Path) -> Checked[Config]:
    """Import the kinds that a hub adds, from its own folder too; without them where they cannot be used."""
    sys.path.insert(0, str(root.resolve()))
    try:
        all_kinds(config.kinds)
    except KindError as fault:
        problem = Problem(code="kind-module", message=f"kinds: {fault}", span=config.span("kinds"))
        return Checked(replace(config, kinds=()), (problem,))
    finally:
        sys.path.pop(0)
    return Checked(config)


def load(root: Path, options: Options) -> Checked[Site]:
    """Read a hub's folder and link it, as of `options.now`; every problem is found at once."""
    config = settings(root, options)
    kinds = all_kinds(config.value.kinds)
    found = disk.discover(root, config.value, kinds)
    parsed = parse_all(found.value.sources, kinds, config.value, options)
    published = _published(root, options.published)
    whole = Whole(
        parsed=parsed.value, folder=found.value, config=config.value, kinds=kinds, published=published.value
    )
    moment = Moment(now=options.now, zone=config.value.timezone, drafts=options.drafts, future=options.future)
    linked = link(whole, moment)
    vanished = (
        *impact.vanished_problems(linked.value, options.published),
        *silence.silent_changes(linked.value, options.published),
        *wording.silent_changes(linked.value),
    )
    read = (*config.problems, *found.problems, *parsed.problems, *published.problems)
    return Checked(linked.value, distinct((*read, *linked.problems, *vanished)))


def distinct(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Put problems in the order of their places; what is said twice of one line is said once.

    The items of a changelog are rendered in its text and again by themselves, so both find the same faults.
    """
    found: dict[tuple[str, int, str, str], Problem] = {}
    for problem in sorted(problems, key=lambda one: (one.span, one.code, one.message)):
        found.setdefault((problem.span.file, problem.span.line, problem.code, problem.message), problem)
    return tuple(found.values())


def parse_all(
    sources: tuple[Source, ...], kinds: Mapping[str, Kind], config: Config, options: Options
) -> Checked[tuple[Parsed, ...]]:
    """Parse each source by itself."""
    render = Renderers(
        block=partial(markup.render, html=config.markdown.html),
        inline=partial(markup.inline, html=config.markdown.html),
    )
    made = []
    for number, source in enumerate(sources, 1):
        made.append(_parse_one(source, kinds, config, render))
        options.tell("Reading", number, len(sources))
    return Checked(
        tuple(one.value for one in made), tuple(problem for one in made for problem in one.problems)
    )


def _parse_one(
    source: Source, kinds: Mapping[str, Kind], config: Config, render: Renderers
) -> Checked[Parsed]:
    if source.kind in kinds:
        return parse(source, kinds[source.kind], config, render)
    message = f"sources: '{source.kind}' is no kind; there are {', '.join(kinds)}"
    index = next((at for at, rule in enumerate(config.sources) if rule.kind == source.kind), 0)
    span = config.span("sources", index, "kind")
    return Checked(Parsed(), (Problem(code="kind-unknown", message=message, span=span),))


def _published(root: Path, file: str) -> Checked[Mapping[Ref, Published]]:
    if not file:
        return Checked({})
    if (root / file).is_dir():
        return Checked({}, (_unpublished("this is a folder; name the hub.json in it", file),))
    data = disk.read_file(root, file)
    if data.value is None:
        return Checked({}, data.problems or (_unpublished("there is no such file", file),))
    return read_published(data.value.decode("utf-8", "replace"), file)


def _unpublished(message: str, file: str) -> Problem:
    return Problem(code="published-unreadable", message=message, span=Span(file))


def hints(site: Site) -> tuple[Problem, ...]:
    """Say what would help the members of a hub, and the readers of its metrics, though nothing is wrong."""
    return (*pairing.hints(site), *honesty.hints(site), *faces.hints(site))


def make(site: Site, root: Path, options: Options) -> Checked[tuple[Output, ...]]:
    """Make every file of the site."""
    return outputs.make(site, root, lambda done, total: options.tell("Rendering", done, total))
