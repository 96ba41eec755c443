"""The files of a site: pages, then feeds, calendars, data and indexes; each output is one file here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from openhub import theme
from openhub.model import Output
from openhub.outputs import atom, data, icalendar, indexes, jsonfeed, metric_data, moments, pages, style
from openhub.problems import Checked, Problem, Span
from openhub.site import Site

RULES: tuple[Callable[[Site], Iterable[Output]], ...] = (
    atom.outputs,
    jsonfeed.outputs,
    icalendar.outputs,
    data.outputs,
    metric_data.outputs,
    indexes.outputs,
    style.outputs,
)


Progress: TypeAlias = Callable[[int, int], None]


def make(site: Site, root: Path, progress: Progress) -> Checked[tuple[Output, ...]]:
    """Make every file of the site; with it come the problems of templates and of files in one place."""
    made = settled(site, root, progress)
    ahead = moments.Makers(
        all=lambda then: settled(then, root, _silent).value,
        some=lambda then, planned: _rendered(pages.rendered_only(planned, then, root, _silent)),
    )
    following = moments.output(site, made.value, ahead)
    kept, clashes = _one_a_path((*made.value, following))
    return Checked(tuple(kept), (*made.problems, *clashes))


def _silent(done: int, total: int) -> None:
    """Tell nobody how far it has come."""


def _rendered(found: Iterable[Checked[Output | None]]) -> tuple[Output, ...]:
    return tuple(one.value for one in found if one.value is not None)


def settled(site: Site, root: Path, progress: Progress) -> Checked[tuple[Output, ...]]:
    """Make every file but the one that tells when they change."""
    rendered = list(pages.rendered(site, root, progress))
    made = _rendered(rendered)
    others = [*chain.from_iterable(rule(site) for rule in RULES), *pages.files(site, root)]
    old = list(pages.redirected(site, root, (output.path for output in (*made, *others))))
    problems = [problem for one in (*rendered, *old) for problem in one.problems]
    problems += [*style.problems(site), *theme.missing(root, site)]
    kept, clashes = _one_a_path(chain(made, _rendered(old), others))
    return Checked(tuple(kept), (*problems, *clashes))


def _one_a_path(outputs: Iterable[Output]) -> tuple[list[Output], list[Problem]]:
    found: dict[str, Output] = {}
    clashes = []
    for output in outputs:
        other = found.setdefault(output.path, output)
        if other is not output:
            clashes.append(_clash(output))
    clashes += [_clash(found[path]) for path in _files_as_folders(found)]
    return list(found.values()), clashes


def _files_as_folders(found: dict[str, Output]) -> Iterator[str]:
    folders = {"/".join(path.split("/")[:depth]) for path in found for depth in range(1, path.count("/") + 1)}
    yield from sorted(folders & found.keys())


def _clash(output: Output) -> Problem:
    message = f"two files of the site would stand at /{output.path}; rename one"
    return Problem(
        code="address-taken",
        message=message,
        span=Span(f"static/{output.path}" if output.copy else output.path),
    )
