"""The theme: a chain of templates, the Jinja environment and its filters; its errors become problems."""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup as Safe

from openhub import words
from openhub.hub.links import HELD, REMOTE
from openhub.hub.pictures import NOWHERE, without_remote
from openhub.model import Body, Entry, Ref
from openhub.problems import Problem, Span
from openhub.site import Site
from openhub.urls import absolute, relative

BASE = "base"
_TAG = re.compile(r"""<[a-zA-Z][^<>"]*(?:"[^"]*"[^<>"]*)*>""")
_NOT_WHOLE = re.compile(r"""(\s(?:href|src|poster)=")(#|//)""")
"""What is left to make whole: links to footnotes and headings of the same text, and URLs without a scheme."""


class ThemeError(Exception):
    """A template that fails; carries the problem to tell."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def themes_folder() -> Path:
    """Find the themes that come with openhub: in the installed package, else in the checkout."""
    inside = Path(__file__).parent / "themes"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "themes"


def chain(root: Path, name: str) -> tuple[Path, ...]:
    """Give the folders in which a template is looked for: the hub's own, its theme, the base theme."""
    root = root.resolve()
    folders = [root / "templates", root / "themes" / name, themes_folder() / name, themes_folder() / BASE]
    return tuple(folder for folder in dict.fromkeys(folders) if folder.is_dir())


def missing(root: Path, site: Site) -> Iterator[Problem]:
    """Find a theme that does not exist."""
    name = site.config.theme.name
    if not any((folder / name).is_dir() for folder in (root / "themes", themes_folder())):
        message = f"theme: there is no theme '{name}', neither in themes/ nor with openhub; correct its name"
        yield Problem(code="theme-missing", message=message, span=site.config.span("theme"))


def static_files(root: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Give the files that a theme ships, by their path; the nearest in the chain wins."""
    found: dict[str, Path] = {}
    for folder in reversed(chain(root, name)):
        for path in sorted((folder / "static").rglob("*")):
            if path.is_file():
                found[path.relative_to(folder / "static").as_posix()] = path
    yield from sorted(found.items())


class _Loader(FileSystemLoader):
    """The folders of the chain; a file there that cannot be read fails as a template does."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read a template, as UTF-8."""
        try:
            return super().get_source(environment, template)
        except TemplateNotFound:
            raise
        except UnicodeDecodeError as fault:
            line = fault.object.count(b"\n", 0, fault.start) + 1
            raise TemplateSyntaxError(
                "it is not UTF-8; save it as UTF-8", line, template, self.file(template)
            ) from fault
        except OSError as fault:
            raise TemplateSyntaxError(
                f"it cannot be read ({fault.strerror})", 1, template, self.file(template)
            ) from fault

    def file(self, template: str) -> str:
        """Find the file of a template: the first in the chain, else its bare name."""
        paths = (Path(folder) / template for folder in self.searchpath)
        return next((str(path) for path in paths if path.is_file()), template)


class _Compiled(BytecodeCache):
    """Keeps what templates were compiled to, for all sites of this process; their text is the key."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what a template was compiled to, if it was."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Theme:
    """The templates of a hub, ready to render pages of one site."""

    def __init__(self, site: Site, root: Path) -> None:
        """Make the environment; templates are read when they are first used."""
        self._site, self._root = site, root.resolve()
        self._loader = _Loader(chain(root, site.config.theme.name))
        self._env = Environment(
            loader=self._loader,
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do"],
            bytecode_cache=_COMPILED,
            auto_reload=False,  # a theme serves one site: whoever changes a template makes another
        )
        self._env.filters.update(_filters(site))
        self._env.globals["person"] = site.person

    def has(self, template: str) -> bool:
        """Tell whether the chain has a template."""
        try:
            self._env.get_template(f"{template}.html")
        except TemplateNotFound:
            return False
        except Exception as fault:  # nothing runs yet, so whatever fails is the template's text
            raise self._fails(fault, template) from fault
        return True

    def render(self, template: str, address: str, values: dict[str, Any]) -> str:
        """Render a template for the page at `address`; raises ThemeError where it fails."""
        try:
            return self._env.get_template(f"{template}.html").render(
                **{"turns": [], "yours": [], **values}, url=_url(self._site, address), address=address
            )
        except Exception as fault:
            # Whatever a template does wrong is told at its line; a fault of our own code stays what it is.
            if isinstance(fault, TemplateError) or _in_template(fault, self._root):
                raise self._fails(fault, template) from fault
            raise

    def _fails(self, fault: Exception, template: str) -> ThemeError:
        return ThemeError(_problem(fault, self._loader.file(f"{template}.html"), self._root))


def _problem(fault: Exception, file: str, root: Path) -> Problem:
    name, line = file, 1
    if isinstance(fault, TemplateSyntaxError):
        name, line = fault.filename or name, fault.lineno
    else:
        name, line = next(
            reversed([frame for frame in _frames(fault) if frame[0].endswith(".html")]), (name, 1)
        )
    path = Path(name)
    inside = path.is_absolute() and path.is_relative_to(root)
    shown = path.relative_to(root).as_posix() if inside else path.name
    return Problem(code="template", message=f"the template fails: {_said(fault)}", span=Span(shown, line))


def _said(fault: Exception) -> str:
    if isinstance(fault, TemplateNotFound):
        return f"there is no template '{fault.name}'"
    if isinstance(fault, RecursionError):
        return "it includes or calls itself without an end"
    return str(getattr(fault, "message", None) or str(fault) or type(fault).__name__)


def _in_template(fault: Exception, root: Path) -> bool:
    """Tell whether a template's code is the innermost known, or one of the hub's own runs it."""
    own = str(Path(__file__).parent)
    known = [name for name, _ in _frames(fault) if name.endswith(".html") or name.startswith(own)]
    pages = [name for name in known if name.endswith(".html")]
    if not pages:
        return False
    theirs = Path(pages[-1]).is_relative_to(root) and not pages[-1].startswith(str(themes_folder()))
    return known[-1] == pages[-1] or theirs or isinstance(fault, RecursionError)


def _frames(fault: Exception) -> list[tuple[str, int]]:
    return [(frame.filename, frame.lineno or 1) for frame in traceback.extract_tb(fault.__traceback__)]


def _url(site: Site, address: str) -> Callable[[str | Entry | Ref], str]:
    """Give the function that writes links as seen from `address`; the 404 page may stand anywhere."""

    def url(to: str | Entry | Ref) -> str:
        target = to if isinstance(to, str) else site.addresses[to.ref if isinstance(to, Entry) else to]
        return absolute(target, site.config.base) if address == "/404.html" else relative(target, address)

    return url


def joined(body: Body, site: Site, address: str) -> str:
    """Fill the holes of a text with the links that were proved, as seen from the page at `address`."""
    return _filled(body, site, _url(site, address))


def joined_away(body: Body, site: Site, address: str) -> str:
    """Fill the holes with whole URLs, for those who read the text of the page at `address` elsewhere."""
    base = site.config.base
    starts = {"#": html.escape(absolute(address, base)) + "#", "//": "https://"}
    text = _filled(body, site, lambda target: target if target.startswith("#") else absolute(target, base))
    return _TAG.sub(lambda tag: _NOT_WHOLE.sub(lambda found: found[1] + starts[found[2]], tag[0]), text)


def _filled(body: Body, site: Site, url: Callable[[str], str]) -> str:
    def write(target: str) -> str:
        if target == HELD:
            return NOWHERE
        return html.escape(target if target.startswith(REMOTE) else url(target), quote=True)

    pieces = [body.markup.parts[0]]
    for link, part in zip(body.markup.links, body.markup.parts[1:], strict=True):
        pieces += [write(site.links.get((body.span.file, link.target), HELD)), part]
    return without_remote("".join(pieces))


def _without_year(write: Callable[..., str]) -> Callable[..., str]:
    """Leave the year out where a page says as of which day it is, and the year is that one."""

    @pass_context
    def written(context: Context, when: Any, *language: str) -> str:
        asof = context["page"]["asof"]
        return write(when, asof.year if asof else None, *language)

    return written


def _row(row: Any, write: Callable[[Body | str], str]) -> str:
    """Write a row of a table of figures: long series have thousands, for which a template would take long."""
    head, *figures = map(write, row.cells)
    loose = ' <span class="chip">Provisional</span>' if row.provisional else ""
    note = f'<span class="small">{write(row.note)}</span>' if row.note else ""
    cells = "</td><td>".join(figures)
    return f'      <tr><th scope="row">{head}{loose}{note}</th><td class="align-right">{cells}</td></tr>\n'


def _filters(site: Site) -> dict[str, Callable[..., Any]]:
    @pass_context
    def to_html(context: Context, value: Body | str | None) -> Safe:
        if isinstance(value, Body):
            return Safe(joined(value, site, context["address"]))  # noqa: S704 -- cleaned when it was rendered
        return value if isinstance(value, Safe) else Safe(html.escape(str(value or ""), quote=False))  # noqa: S704

    @pass_context
    def to_rows(context: Context, rows: Iterable[Any]) -> Safe:
        def write(value: Body | str) -> str:
            if type(value) is not str:
                return to_html(context, value)
            needs = "&" in value or "<" in value or ">" in value  # figures are many, and hardly one needs it
            return html.escape(value, quote=False) if needs else value

        return Safe("".join([_row(row, write) for row in rows]))  # noqa: S704 -- escaped by `write`

    return {
        "html": to_html,
        "rows": to_rows,
        "text": lambda value: value.text if isinstance(value, Body) else str(value or ""),
        "day": words.long_day,
        "daymonth": _without_year(words.day_month),
        "weekday": words.weekday,
        "shortday": words.short_day,
        "clock": words.clock,
        "moment": _without_year(words.moment),
        "iso": lambda when: (
            when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()
        ),
        "instant": lambda when: when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "number": words.number,
        "count": words.count,
    }
