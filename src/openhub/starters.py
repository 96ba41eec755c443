"""The words of a first hub, and of a new content file: starters with their blanks filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files

_BLANK = re.compile(r"@(\w+)@")
FORM = ".github/ISSUE_TEMPLATE/you-said.yml"
NO_VALUE = "at,value\n"
"""The table of a new metric, to which `record` adds."""
KINDS = ("post", "event", "metric", "person", "feedback", "page")
"""What `new` can write. A release is a heading in a changelog."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a new hub can know about the place where it is made. Paths are written with slashes.

    `folder` is the hub's folder within the repository ("." at its top); `changelog` is the path, from the
    hub's folder, of one that was found near by.
    """

    name: str
    title: str
    today: date
    timezone: str = "UTC"
    url: str = ""
    authority: str = ""
    repository: str = ""
    changelog: str = ""
    folder: str = "."
    requirements: str = "requirements.txt"


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to write: its path from the hub's folder (`above`: from the repository's top), and text."""

    path: str
    text: str
    above: bool = False


def first_hub(around: Surroundings, *, empty: bool = False) -> Iterator[Draft]:
    """Give every file of a first hub."""
    blanks = {**days(around.today), **_settings(around)}
    yield Draft("openhub.yaml", _tidy(fill("openhub.yaml", blanks)))
    if not empty:
        yield from (Draft(path, fill(starter, blanks)) for path, starter in _content(around))
    yield Draft(around.requirements, "openhub-site\n")
    yield Draft(".gitignore", "/public/\n")
    yield Draft(".github/workflows/pages.yml", fill("pages.yml", blanks), above=True)
    # Not an example: the page of what you said leads to it, so a hub without content has it as well.
    yield Draft(FORM, fill("you-said.yml", blanks), above=True)


def _content(around: Surroundings) -> Iterator[tuple[str, str]]:
    today = around.today.isoformat()
    yield f"content/posts/{today}-an-answer-within-a-day.md", "good.md"
    yield f"content/posts/{today}-search-finds-nothing.md", "bad.md"
    yield f"content/events/{around.today + timedelta(days=14)}-first-open-call.md", "event.md"
    yield "content/metrics.yaml", "metrics.yaml"
    yield "content/metrics/first-answer.csv", "first-answer.csv"
    yield "content/people/robin.md", "person.md"
    yield "content/feedback.yaml", "feedback.yaml"
    yield "content/pages/about.md", "page.md"
    if not around.changelog:
        yield f"content/changelogs/{around.name}.md", "changelog.md"


def days(today: date) -> Mapping[str, str]:
    """Give the days and months, as seen from `today`, that starters name."""
    offsets = {"yesterday": -1, "today": 0, "tomorrow": 1, "in_two_days": 2, "in_two_weeks": 14}
    months = {f"month_{back}": _month(today, back) for back in (1, 2, 3)}
    return {
        **{name: (today + timedelta(days=offset)).isoformat() for name, offset in offsets.items()},
        **months,
    }


def _month(today: date, back: int) -> str:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return f"{year}-{month + 1:02}"


def _settings(around: Surroundings) -> Mapping[str, str]:
    return {
        "title_yaml": quoted(around.title),
        "url_line": _line("url", around.url, "https://example.org/hub/   # where it will stand"),
        "authority_line": _line("authority", around.authority, f"example.org,{around.today.year}"),
        "repository_line": _line("repository", around.repository, "https://github.com/OWNER/REPOSITORY"),
        "timezone": around.timezone,
        "products": _products(around),
        "folder": quoted(around.folder) if " " in around.folder else around.folder,
        "public": _below(around, "public"),
        "requirements": _below(around, around.requirements),
    }


def _line(key: str, value: str, example: str) -> str:
    return f"{key}: {value}" if value else f"# {key}: {example}"


def _below(around: Surroundings, name: str) -> str:
    return name if around.folder == "." else f"{around.folder}/{name}"


def _products(around: Surroundings) -> str:
    changelog = around.changelog or f"content/changelogs/{around.name}.md"
    lines = [
        "products:",
        f"  - id: {quoted(around.name)}",
        f"    title: {quoted(around.title)}",
        f"    changelog: {quoted(changelog)}",
    ]
    if around.repository:
        lines.append(f"    repository: {around.repository}")
    return "\n".join(lines if around.changelog else [f"# {line}" for line in lines])


def _tidy(settings: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", settings)


def content_file(
    kind: str, title: str, name: str, today: date, *, lean: str = "", about: str = "", number: str = ""
) -> Draft:
    """Give a new content file: `lean` is the side of a post, `number` the id of a piece of feedback."""
    starter = lean or kind
    suffix = ".yaml" if kind == "metric" else ".md"
    blanks = {**days(today), "title_yaml": quoted(title), "id": number, "table": quoted(f"{name}.csv")}
    text = fill(f"new/{starter}{suffix}", blanks)
    told = text.replace("\n---\n", f"\nabout: {quoted(about)}\n---\n", 1) if about else text
    return Draft(_place(kind, name, today, number) + suffix, told)


def _place(kind: str, name: str, today: date, number: str) -> str:
    if kind == "post":
        return f"content/posts/{today}-{name}"
    folder = {"event": "events", "metric": "metrics", "person": "people", "page": "pages"}.get(
        kind, "feedback"
    )
    return f"content/{folder}/{number or name}"


def quoted(text: str) -> str:
    """Write a text as a YAML string, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)


def fill(starter: str, blanks: Mapping[str, str]) -> str:
    """Read a starter and fill in its blanks; raises KeyError for one that nobody fills."""
    text = files("openhub").joinpath("starters", starter).read_text(encoding="utf-8")
    return _BLANK.sub(lambda match: blanks[match[1]], text)
