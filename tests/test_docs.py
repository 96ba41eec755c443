"""The reference in docs/ and the code say the same: each test reads both sides."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, datetime
from html import escape
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest

from openhub.codes import CODES
from openhub.config import Config, read_config
from openhub.hub.address import OWN, _words
from openhub.kinds.base import RELATIONS, Fields, all_kinds
from openhub.model import Markup
from openhub.problems import Span
from openhub.read import admonitions, rawhtml
from openhub.read.fields import Decoding
from openhub.read.markup import render
from openhub.read.outline import slug
from openhub.read.schema import decode
from openhub.read.tables import read_yaml
from openhub.urls import output_path
from openhub.when import Duration, parse_duration, zone_named

NOTHING = "–"
Row = dict[str, str]

# What the reader of a value is called in the docs.
WORDS = {
    "_text": "text",
    "_verbatim": "text as written",
    "_flag": "true or false",
    "_number": "number",
    "_whole": "whole number",
    "_moment": "date or time",
    "_day": "day",
    "_period": "period",
    "_duration": "length of time",
    "_percent": "share",
    "_zone": "time zone",
    "_cfp_zone": "time zone or `AoE`",
    "_address": "address",
    "_block": "Markdown",
    "_inline": "line of Markdown",
    "_reference": "reference",
    "_release": "release",
    "_next_update": "date or time, or `unknown`",
    "_who": "person",
}
# What else than its fields a mapping may be written as, by the function that reads it.
SHORT = {"_news": "side", "_yanked": "true or false", "_geo": "two numbers", "as_fields": "text"}
# Settings that are mappings of the author's own words.
MAPPINGS = {"routes": "[patterns](addresses.md#routes)", "checks": "[levels](problems.md#levels)"}


# ── reading Markdown ────────────────────────────────────────────────────────


def sections(text: str) -> dict[str, str]:
    """The text below each heading, by heading."""
    parts = re.split(r"^#{1,6} +(.+)$", without_code(text), flags=re.MULTILINE)
    return {heading.strip(): body for heading, body in zip(parts[1::2], parts[2::2], strict=True)}


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def table(text: str) -> list[Row]:
    """The rows of the tables of a text, by the names of their columns."""
    rows: list[Row] = []
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("|"):
            header = []
            continue
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if not header:
            header = cells
        elif not line.startswith("|--"):
            assert len(cells) == len(header), f"a row with another number of cells: {line}"
            rows.append(dict(zip(header, cells, strict=True)))
    return rows


def bare(cell: str) -> str:
    return cell.strip("`")


def anchors(text: str) -> set[str]:
    return {slug(re.sub(r"[`*]", "", heading)) for heading in sections(text)}


@pytest.fixture(scope="module")
def docs(root):
    return {
        path.relative_to(root / "docs").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted((root / "docs").rglob("*.md"))
    }


# ── reading annotations ─────────────────────────────────────────────────────


def names_of(hint: Any) -> Iterator[str]:
    """The functions that read a value, outermost first."""
    for extra in getattr(hint, "__metadata__", ()):
        function = getattr(extra, "func", None)
        if function is not None:
            yield (
                function.__qualname__.partition(".")[0]
                if "as_fields" in function.__qualname__
                else function.__name__
            )
            if function.__qualname__.startswith("_refers_to"):
                yield f"{function.__closure__[0].cell_contents}'s id"


def record_in(hint: Any) -> type | None:
    if isinstance(hint, type) and "__pydantic_config__" in vars(hint):
        return hint
    return next((found for part in get_args(hint) if (found := record_in(part))), None)


def is_many(hint: Any) -> bool:
    if get_origin(hint) is tuple:
        return True
    return any(is_many(part) for part in get_args(hint) if not isinstance(part, str))


def takes(hint: Any, link: str) -> str:
    """What a field takes, in the words of the docs."""
    if get_origin(hint) is Annotated:
        return next(_read_by(hint, link), None) or takes(get_args(hint)[0], link)
    if get_origin(hint) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(hint) if word)
    if get_origin(hint) is tuple:
        return f"list of {takes(get_args(hint)[0], link)}"
    if record_in(hint) is hint:
        return f"[fields](#{link})"
    parts = [part for part in get_args(hint) if part is not type(None)]
    assert len(parts) == 1, f"no words for {hint}"
    return takes(parts[0], link)


def _read_by(hint: Any, link: str) -> Iterator[str]:
    for name in names_of(hint):
        if name in SHORT:
            yield f"{SHORT[name]}, or [fields](#{link})"
        elif name in WORDS or name.endswith("'s id"):
            yield WORDS.get(name, name)


def default(item: Field[Any]) -> Any:
    if item.default is not MISSING:
        return item.default
    return item.default_factory() if item.default_factory is not MISSING else MISSING


def same_default(cell: str, value: Any) -> bool:
    if value is MISSING:
        return cell == "needed"
    if value is None or value in ((), "", {}) or (is_dataclass(value) and not isinstance(value, Duration)):
        return cell == NOTHING
    if isinstance(value, Duration):
        return parse_duration(cell) == value
    if isinstance(value, bool):
        return bare(cell) == str(value).lower()
    if isinstance(value, float):
        return bare(cell) == f"{value:g}%"
    return bare(cell) == str(value)


def schemas(
    model: type, path: str, seen: dict[type, str], own: frozenset[str] = frozenset()
) -> dict[str, type]:
    """Every record below a model, by the heading that it has in the docs: the way to it."""
    found: dict[str, type] = {}
    for name, hint in get_type_hints(model, include_extras=True).items():
        inner = record_in(hint)
        if inner is not None and inner not in seen and name not in own:
            heading = ".".join(filter(None, [path, name.rstrip("_")]))
            seen[inner] = heading
            found |= {heading: inner, **schemas(inner, heading, seen)}
    return found


def kinds_schemas() -> tuple[dict[str, type], dict[type, str]]:
    seen: dict[type, str] = {}
    found: dict[str, type] = {"Every kind": Fields, **schemas(Fields, "", seen)}
    common = frozenset(item.name for item in fields(Fields))
    for name, kind in all_kinds().items():
        found |= {name: kind.model, **schemas(kind.model, name, seen, common)}
    return found, seen


def settings_schemas() -> tuple[dict[str, type], dict[type, str]]:
    seen: dict[type, str] = {}
    return {"All settings": Config, **schemas(Config, "", seen)}, seen


FIELDS, FIELDS_SEEN = kinds_schemas()
SETTINGS, SETTINGS_SEEN = settings_schemas()
CASES = [
    *(("fields.md", "field", heading, model, FIELDS_SEEN) for heading, model in FIELDS.items()),
    *(("settings.md", "setting", heading, model, SETTINGS_SEEN) for heading, model in SETTINGS.items()),
]
NAMES = ("file", "column", "heading", "model", "seen")
each_schema = pytest.mark.parametrize(NAMES, CASES, ids=[f"{case[0]}:{case[2]}" for case in CASES])
each_schema_alone = pytest.mark.parametrize(
    NAMES[:-1], [case[:-1] for case in CASES], ids=[f"{case[0]}:{case[2]}" for case in CASES]
)


def own_fields(model: type) -> dict[str, Field[Any]]:
    """The fields that a section tells of: those of every kind are told once."""
    inherits = issubclass(model, Fields) and model is not Fields
    common = {item.name: item.default for item in fields(Fields)} if inherits else {}
    return {
        item.name.rstrip("_"): item
        for item in fields(model)
        if item.metadata.get("read", True)
        if item.name not in common or item.default is not common[item.name]
    }


# ── fields and settings ─────────────────────────────────────────────────────


@each_schema
def test_each_field_stands_in_its_section_as_it_is(docs, file, column, heading, model, seen):
    rows = {bare(row[column]): row for row in table(sections(docs[file])[heading])}
    known = own_fields(model)
    assert list(rows) == list(known)
    hints = get_type_hints(model, include_extras=True)
    for name, item in known.items():
        inner = record_in(hints[item.name])
        said = (
            takes(hints[item.name], slug(seen[inner]) if inner else "")
            if name not in MAPPINGS
            else MAPPINGS[name]
        )
        assert rows[name]["takes"] == said, name
        assert same_default(rows[name]["default"], default(item)), f"{name}: {default(item)}"


@each_schema_alone
def test_each_example_can_be_read(docs, file, column, heading, model):
    rows = table(sections(docs[file])[heading])
    for row in rows:
        assert bare(row["example"]).startswith(f"{bare(row[column])}: "), row
    text = "\n".join(bare(row["example"]) for row in rows)
    if heading == "All settings":
        assert read_config(text).problems == ()
        return
    read = read_yaml(text, Span("docs"))
    made = decode(model, read.value, PLAIN)
    assert (*read.problems, *made.problems) == ()
    assert made.value is not None
    assert not made.value.extra


def _plain(text: str) -> Markup:
    return Markup(parts=(text,), text=text)


PLAIN = Decoding(zone=zone_named("UTC"), block=_plain, inline=_plain)


@pytest.mark.parametrize(
    ("file", "column", "found"), [("fields.md", "field", FIELDS), ("settings.md", "setting", SETTINGS)]
)
def test_no_section_tells_of_fields_that_are_none(docs, file, column, found):
    told = {
        heading for heading, text in sections(docs[file]).items() if any(column in row for row in table(text))
    }
    assert told == {heading for heading, model in found.items() if own_fields(model)}


def test_settings_that_nothing_uses_yet_are_marked(root, docs):
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "src").rglob("*.py")))
    wrong = []
    for heading, row in later_rows(docs["settings.md"]):
        name = bare(row["setting"]) if heading == "All settings" else f"{heading}.{bare(row['setting'])}"
        used = re.search(rf"\b(config|settings|self)(\.value)?\.{re.escape(name)}\b", code) is not None
        if used == row["what it does"].startswith("**later**"):
            wrong.append(
                f"{name}: {'is used, but marked as later' if used else 'is not used, but not marked either'}"
            )
    assert wrong == []


def later_rows(text: str) -> Iterator[tuple[str, Row]]:
    """The settings that code can only use by their full name: of the hub, and of a mapping that is there once."""
    for heading, model in SETTINGS.items():
        hint = get_type_hints(Config, include_extras=True).get(heading)
        if model is Config or (hint is not None and not is_many(hint) and heading != "theme"):
            for row in table(sections(text)[heading]):
                if not row["takes"].startswith("[fields]") and "[fields]" not in row["takes"]:
                    yield heading, row


# ── problems, relations, dependencies ───────────────────────────────────────


def test_problems_are_those_of_the_code(docs):
    told = {
        bare(row["code"]): (row["level"], row["what is wrong"], row["what to do"])
        for row in table(docs["problems.md"])
    }
    assert told == {name: (code.level, code.meaning, code.remedy) for name, code in CODES.items()}


def test_relations_are_those_of_the_code(docs):
    told = {
        bare(row["relation"]): tuple(row.values())[1:]
        for row in table(sections(docs["content.md"])["Relations"])
    }
    assert told == {
        name: (
            _kinds(rule.sources),
            "the same kind" if rule.same_kind else _kinds(rule.targets),
            rule.there,
            rule.back,
        )
        for name, rule in RELATIONS.items()
    }


def test_relations_without_circles_are_named(docs):
    text = sections(docs["content.md"])["Relations"].rpartition("|")[2]
    assert set(re.findall(r"`(\w+)`", text)) == {name for name, rule in RELATIONS.items() if rule.acyclic}


def _kinds(names: frozenset[str] | None) -> str:
    return "any" if names is None else ", ".join(sorted(names))


def test_folders_are_those_of_the_kinds(docs):
    told = set(
        re.findall(
            r"`content/([\w.]+)",
            "".join(row["path"] for row in table(sections(docs["content.md"])["Folders"])),
        )
    )
    kinds = all_kinds().values()
    folders = {kind.folder for kind in kinds} | {f"{kind.table}.yaml" for kind in kinds if kind.table}
    assert told == folders | {"index.md", "changelogs"}


def test_each_dependency_has_its_reason(root, docs):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [text for texts in project["optional-dependencies"].values() for text in texts]
    names = sorted(re.split(r"[<>=\[;~!]", text)[0] for text in [*project["dependencies"], *extras])
    rows = table(docs["decisions/0001-dependencies.md"])
    assert [row["package"] for row in rows] == names
    assert all(len(row["why"].split()) > 1 for row in rows)


# ── Markdown ────────────────────────────────────────────────────────────────


def test_examples_of_markdown_become_what_is_told(docs):
    pairs = re.findall(
        r"^```markdown\n(.*?)^```\n\s*^```html\n(.*?)^```$", docs["markdown.md"], re.MULTILINE | re.DOTALL
    )
    assert len(pairs) == docs["markdown.md"].count("```markdown") >= 5
    for source, expected in pairs:
        made = render(source)
        urls = (*(escape(link.target) for link in made.links), "")
        html = "".join(part + url for part, url in zip(made.parts, urls, strict=True))
        assert _lines(html) == _lines(expected)


def _lines(html: str) -> list[str]:
    # The sign that keeps an arrow from becoming a picture cannot be seen in an editor.
    return [line for line in html.replace("\ufe0e", "").splitlines() if line.strip()]


def test_words_of_notes_are_those_of_the_code(docs):
    told = {
        word: bare(row["look"])
        for row in table(sections(docs["markdown.md"])["Notes"])
        for word in re.findall(r"`(\w+)`", row["words"])
    }
    assert told == {word: look or word for word, look in admonitions._MEANING.items()}


def test_elements_of_html_are_those_of_the_code(docs):
    text = sections(docs["markdown.md"])["Raw HTML"]
    kept = "".join(line for line in text.splitlines() if line.startswith(">"))
    assert set(re.findall(r"`(\w+)`", kept)) == rawhtml._KEPT
    gone = re.search(r"plain ones\.(.*?)go with all", text, re.DOTALL)
    assert gone
    assert set(re.findall(r"`(\w+)`", gone[1])) == rawhtml._WITH_CONTENT


# ── links between the docs ──────────────────────────────────────────────────


def test_links_between_the_docs_lead_somewhere(root, docs):
    broken = []
    for name, text in docs.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", without_code(text))):
            if not re.match(r"[a-z]+:", target):
                broken += _broken(root, name, target)
    assert broken == []


def _broken(root, name, target):
    path, _, fragment = target.partition("#")
    file = (root / "docs" / name).parent / path if path else root / "docs" / name
    if not file.resolve().is_file():
        return [f"{name}: no file at {target}"]
    if not fragment or fragment in anchors(file.read_text(encoding="utf-8")):
        return []
    return [f"{name}: no heading at {target}"]


def test_the_index_names_every_page(docs):
    named = set(re.findall(r"\]\(([^)#\s]+)\)", docs["README.md"]))
    assert {name for name in docs if name != "README.md"} <= named


# ── addresses ───────────────────────────────────────────────────────────────

HUB = """
=== openhub.yaml
title: All kinds
url: https://example.org/hub/
authority: example.org,2026
audiences: [writers]
channels: [{name: Forum, url: https://forum.example.org/}]
theme: {settings: {accent: "#7a1f1f"}}
=== content/posts/2026-11-01-down.md
---
news: bad
state: resolved
tags: [sync]
audiences: [writers]
aliases: [/old/]
actions: [{text: Watch it, due: 2026-12-01}]
---
It was down.

![A hall](hall.png)
=== content/posts/hall.png
not a picture
=== content/events/meetup.md
---
starts: 2026-11-03T18:00
rule: first tuesday monthly
occurrences: [{at: 2026-12-01, title: With cake}]
---
=== content/changelogs/lantern.md
# Changes

## Unreleased

- Added: a thing

## 1.1.0 - 2026-11-03

### Removed

- The other thing

## 1.1.0-rc.1 - 2026-11-02

### Removed

- The other thing

## 1.0.0 - 2026-11-02

### Added

- Another thing
=== content/metrics.yaml
metrics:
  - id: wait
    title: Wait
    unit: hours
    direction: down
    objective: Short
    definition: Hours
    source: Forum
    series: [{at: 2026-09, value: 3}, {at: 2026-10, value: 2}]
=== content/people/ana.md
---
name: Ana
---
=== content/feedback.yaml
feedback:
  - {id: F-1, title: Export, date: 2026-11-01}
=== content/pages/about/rules.md
# Rules
=== static/robots-note.txt
Hello
"""
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def site(write_hub):
    from openhub import build

    root = write_hub(HUB)
    found = build.load(root, build.Options(now=NOW))
    assert found.problems == ()
    return found.value, root


def patterns(text: str, heading: str) -> dict[str, re.Pattern[str]]:
    found = {bare(row["address"]): row for row in table(sections(text)[heading])}
    assert found
    return {address: re.compile(_as_pattern(address)) for address in found}


def _as_pattern(address: str) -> str:
    words = {"year": r"\d{4}", "month": r"\d{2}", "date": r"\d{4}-\d{2}-\d{2}", "path": ".+", "file": ".+"}
    parts = re.split(r"<(\w+)>", address)
    return "".join(
        re.escape(part) if at % 2 == 0 else words.get(part, "[^/]+") for at, part in enumerate(parts)
    )


def nearest(address: str, known: dict[str, re.Pattern[str]]) -> str:
    """The pattern that fits an address best: the one with the most letters of its own."""
    fitting = [name for name, pattern in known.items() if pattern.fullmatch(address)]
    return max(fitting, key=lambda name: len(re.sub(r"<\w+>", "", name)), default="")


def test_pages_stand_where_the_docs_say(docs, site):
    from openhub.hub.plan import pages

    known = patterns(docs["addresses.md"], "Pages")
    met = {page.address: nearest(page.address, known) for page in pages(site[0])}
    assert {address for address, name in met.items() if not name} == set()
    assert {address for address, name in met.items() if name == "/<path>/"} == {"/about/rules/"}
    assert set(known) - set(met.values()) == set()


def test_files_stand_where_the_docs_say(docs, site):
    from openhub import build
    from openhub.hub.feeds import feeds
    from openhub.hub.plan import pages
    from openhub.outputs.pages import redirects

    found, root = site
    made = build.make(found, root, build.Options(now=NOW))
    assert made.problems == ()
    addresses = [*(page.address for page in pages(found)), *(alias for alias, _, _ in redirects(found))]
    feeds_ = {address for feed in feeds(found) for address in (feed.atom, feed.json)}
    others = (
        {f"/{output.path}" for output in made.value}
        - feeds_
        - {f"/{output_path(address)}" for address in addresses}
    )
    known = patterns(docs["addresses.md"], "Files")
    met = {address: nearest(address, known) for address in others}
    static = {address for address, name in met.items() if name == "/<file>"}
    assert static == {"/robots-note.txt"}
    assert set(known) - set(met.values()) == set()


def test_feeds_stand_where_the_docs_say(docs, site, monkeypatch):
    from openhub.hub import feeds

    monkeypatch.setattr(feeds, "ENOUGH", 1)  # the hub is small
    known = patterns(docs["addresses.md"], "Feeds")
    found = feeds.feeds.__wrapped__(site[0])
    met = {feed.address: nearest(feed.address, known) for feed in found}
    assert {address for address, name in met.items() if not name} == set()
    assert set(known) - set(met.values()) == set()


def test_words_of_routes_are_those_of_the_code(docs, site):
    found, _ = site
    told = set(
        re.findall(
            r"`\{(\w+)\}`", "".join(row["word"] for row in table(sections(docs["addresses.md"])["Routes"]))
        )
    )
    assert told == set(_words(found.of("release")[0], found.config))


def test_reserved_words_are_those_of_the_code(docs):
    words, _, addresses = sections(docs["addresses.md"])["Reserved words"].partition("That is")
    assert set(re.findall(r"`(\w+)`", words)) == set().union(
        *(kind.reserved for kind in all_kinds().values()), {"datapackage"}
    )
    assert re.fullmatch(all_kinds()["metric"].reserved_ids, "datapackage")
    assert set(re.findall(r"`(/[\w-]+/)`", addresses)) == OWN
