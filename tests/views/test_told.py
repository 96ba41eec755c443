"""What pages tell of people as the days pass, and of relations at both ends, by tables of small hubs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest

from openhub import build, theme
from openhub.hub import plan
from openhub.kinds.base import RELATIONS
from openhub.outputs import pages
from openhub.views.frame import frame

FOLDER = Path(__file__).parent.parent / "cases"
CASES = sorted(
    path for name in ("people", "relations") for path in (FOLDER / name).glob("*.md") if path.stem != "README"
)
MARK = "=== told\n"


def visible(html: str) -> str:
    """Give the words of a page's main part that a reader sees without a script."""
    main = html.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    shown = re.sub(r"<(span|a|p)\b[^>]* hidden[^>]*>.*?</\1>", "", main, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", shown)).split())


def moments(told: str) -> Iterator[tuple[str, str, list[str]]]:
    for part in re.split(r"^(?=\d{4}-)", told, flags=re.MULTILINE):
        head, *lines = part.splitlines() or [""]
        if head:
            yield (*head.split(" ", 1), lines)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_pages_tell(path, write_hub):
    text = path.read_text(encoding="utf-8")
    hub, _, told = text[text.index("=== ") :].partition(MARK)
    root = write_hub(hub)
    for now, address, lines in moments(told):
        site = build.load(root, build.Options(now=datetime.fromisoformat(now))).value
        page = next(page for page in plan.pages(site) if page.address == address)
        view = pages.VIEWS[page.template](page, site)
        values = {**frame(view, site), **view.values, "turns": [], "yours": []}
        said = visible(theme.Theme(site, root).render(view.template, view.address, values))
        for line in lines:
            assert (line[2:] in said) == (line[0] == "+"), f"{now} {address} {line}\n{said}"


def test_there_are_cases_of_each_state():
    assert {path.stem for path in CASES} >= {"away", "gone", "meet", "nobody-stands-in", "words"}


# ── every relation, every pair of kinds ─────────────────────────────────────

ENDS = {
    "post": "posts/{0}.md",
    "event": "events/{0}.md",
    "person": "people/{0}.md",
    "page": "pages/{0}.md",
    "metric": "metrics/{0}.md",
    "feedback": "feedback/{0}.md",
    "release": "releases/press/{0}.md",
}
OWN = {
    "event": "starts: 2026-12-05\n",
    "metric": "unit: h\ndirection: up\nobjective: a\ndefinition: b\nsource: c\nseries: [{at: 2026-09, value: 1}, {at: 2026-10, value: 2}]\n",
    "release": "date: 2026-10-01\n",
    "post": "date: 2026-10-01\n",
    "person": "name: x\n",
}
TOLD_OTHERWISE = {"release", "metric"}
"""Kinds whose pages tell some relations on a timeline or beside a chart, in words of their own."""


def pairs() -> Iterator[tuple[str, str, str]]:
    for name, rule in RELATIONS.items():
        for source in sorted(rule.sources or ENDS):
            for target in sorted(rule.targets or ENDS):
                if not rule.same_kind or source == target:
                    yield name, source, target


def entry(kind: str, name: str, fields: str = "") -> str:
    title = f"title: Title of {name}\n" if kind not in {"person", "release"} else ""
    own = OWN.get(kind, "").replace("name: x", f"name: Title of {name}")
    return f"=== content/{ENDS[kind].format(name)}\n---\n{title}{own}{fields}---\nText\n"


def ref_of(kind: str, name: str) -> str:
    return f"release:press/{name}" if kind == "release" else f"{kind}:{name}"


def hub_of_all() -> str:
    found = []
    for number, (name, source, target) in enumerate(pairs()):
        here, there = (f"{number}.0.0", f"{number}.1.0"), (f"a{number}", f"b{number}")
        one, other = (here if source == "release" else there)[0], (here if target == "release" else there)[1]
        ref = ref_of(target, other)
        value = f"[{{metric: {other}, direction: up}}]" if name == "moves" else ref
        found += [entry(source, one, f"{name}: {value}\n"), entry(target, other)]
    return "".join(found)


@pytest.fixture(scope="module")
def of_all(tmp_path_factory):
    """Build one hub that has each relation between each pair of kinds that it may join."""
    root = tmp_path_factory.mktemp("relations")
    for part in re.split(r"^=== ", hub_of_all(), flags=re.MULTILINE)[1:]:
        name, _, text = part.partition("\n")
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    now = datetime.fromisoformat("2026-11-24T12:00Z")
    loaded = build.load(root, build.Options(now=now))
    assert [str(one) for one in loaded.problems if one.code.startswith("ref-")] == []
    made = (one.value for one in pages.rendered(loaded.value, root, lambda *_: None))
    return loaded.value, {"/" + one.path.removesuffix("index.html"): one.content.decode() for one in made}


@pytest.mark.parametrize(("name", "source", "target"), tuple(pairs()))
def test_a_relation_is_told_at_both_ends(of_all, name, source, target):
    site, html = of_all
    relation = next(
        (entry, one)
        for entry in site.entries.values()
        for one in entry.relations
        if (one.name, entry.kind, one.target.kind) == (name, source, target)
    )
    here, there = relation[0], site.entries[relation[1].target]
    words = RELATIONS[name]
    for one, other, word in ((here, there, words.there), (there, here, words.back)):
        page = html[site.addresses[one.ref]]
        main = page.partition("<main")[2].partition("</main>")[0]
        assert re.search(rf'href="[^"]*/{re.escape(other.slug)}/"[^>]*>[^<]*{other.title}<', main)
        if one.kind not in TOLD_OTHERWISE:
            assert f"<dt>{word}</dt>" in main
