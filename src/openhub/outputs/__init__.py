"""The files of a site: pages, then feeds, calendars, data and indexes; each output is one file here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from openhub import theme
from openhub.model import Output
from openhub.outputs import atom, data, icalendar, indexes, jsonfeed, pages, style
from openhub.problems import Checked, Problem, Span
from openhub.site import Site

RULES: tuple[Callable[[Site], Iterable[Output]], ...] = (
    atom.outputs,
    jsonfeed.outputs,
    icalendar.outputs,
    data.outputs,
    indexes.outputs,
    style.outputs,
)


def make(site: Site, root: Path, progress: Callable[[int, int], None]) -> Checked[tuple[Output, ...]]:
    """Make every file of the site; with it come the problems of templates and of files in one place."""
    rendered = list(pages.rendered(site, root, progress))
    made = [one.value for one in rendered if one.value is not None]
    others = [*chain.from_iterable(rule(site) for rule in RULES), *pages.files(site, root)]
    old = list(pages.redirected(site, root, (output.path for output in (*made, *others))))
    problems = [problem for one in (*rendered, *old) for problem in one.problems]
    problems += [*style.problems(site), *theme.missing(root, site)]
    ways = (one.value for one in old if one.value is not None)
    kept, clashes = _one_a_path(chain(made, ways, others))
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
