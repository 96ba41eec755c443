"""Imports go down only, few modules may touch a library, and what is written stays short.

The rules are functions of a tree of sources, so that they can be shown to catch what they forbid.
"""

from __future__ import annotations

import ast
import graphlib
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

# From the bottom up. A module imports what stands on a lower line; see SIBLINGS for its own line.
LEVELS = (
    ("problems",),
    ("codes", "model"),
    ("when",),
    ("languages", "urls", "trend"),
    ("words",),
    ("read",),
    ("config", "series"),
    ("runs",),
    ("judging",),
    ("site",),
    ("kinds",),
    ("hub", "charts"),
    ("theme",),
    ("views",),
    ("disk", "write", "cache", "parse", "outputs"),
    ("build",),
    ("report", "reminder", "weighing", "starters"),
    ("serve", "publish", "importers", "recording"),
    ("", "cli"),
    ("__main__",),
)
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}

# Within a folder: any other module of it, as long as there is no circle, or the one named.
SIBLINGS = {
    "read": "*",
    "hub": "*",
    "charts": "*",
    "views": "*",
    "parse": "*",
    "theme": "*",
    "serve": "*",
    "cli": "*",
    "kinds": "base",
    "importers": "base",
}

# Who may know a library. What only one module knows can be replaced there.
IMPORTERS = {
    "markdown_it": ("read",),
    "mdit_py_plugins": ("read",),
    "nh3": ("read",),
    "jinja2": ("theme",),
    "watchdog": ("serve",),
    "livereload": ("serve",),
    "tornado": ("serve",),
    "babel": ("languages",),
}

# The clock is an argument below these, so that the same hub gives the same bytes.
CLOCK_READERS = ("cli", "serve", "publish", "importers")
CLOCK = {"now", "today", "utcnow", "time", "monotonic"}
CLOCK_OWNERS = {"datetime", "date", "time"}

LONGEST_MODULE = 350
LONGEST_FUNCTION = 40
MEDIAN_FUNCTION = 8

Sources = dict[str, str]
"""Each module's text by its name below openhub: '' is the package itself, 'read.tables' a module."""


def read_sources(package: Path) -> Sources:
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(parts).removesuffix("__init__").rstrip(".")] = path.read_text(encoding="utf-8")
    return found


def imported(module: str, tree: ast.Module, sources: Sources) -> Iterator[tuple[str, int]]:
    """List every full name that a module imports, also inside functions, and the line."""
    package = module in {name.rpartition(".")[0] for name in sources}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                above = ["openhub", *filter(None, module.split("."))]
                above = above[: len(above) - node.level + package]
                start = ".".join([*above, *filter(None, [start])])
            yield from ((f"{start}.{name.name}", node.lineno) for name in node.names)


def module_of(name: str, sources: Sources) -> str | None:
    """Give the module of openhub that a full name is or stands in."""
    if name == "openhub.__version__":
        # A constant of the package, which is imported before any of its modules anyway.
        return None
    if name.split(".", maxsplit=1)[0] != "openhub":
        return None
    inner = name.removeprefix("openhub").lstrip(".")
    while inner and inner not in sources:
        inner = inner.rpartition(".")[0]
    return inner


def edges(sources: Sources) -> Iterator[tuple[str, str, int]]:
    for module, text in sources.items():
        for name, line in imported(module, ast.parse(text), sources):
            target = module_of(name, sources)
            if target is not None and target != module:
                yield module, target, line


def top(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


def unit(module: str) -> str:
    """What counts as one peer of a folder: 'outputs.pages' for 'outputs.pages.home' too."""
    return ".".join(module.split(".")[:2])


def allowed(module: str, target: str) -> bool:
    if top(module) != top(target):
        return LEVEL[top(target)] < LEVEL[top(module)]
    if module == top(module) or unit(module) == unit(target):
        return True
    return SIBLINGS.get(top(module)) in {"*", target.partition(".")[2]}


def bad_edges(sources: Sources) -> list[str]:
    """List modules that have no place, imports that do not go down, and circles."""
    lost = [f"{module} has no place in LEVELS" for module in sources if top(module) not in LEVEL]
    if lost:
        return lost
    found = list(edges(sources))
    bad = [f"{a}:{line} imports {b}" for a, b, line in found if not allowed(a, b)]
    return bad + circles(found)


def circles(found: list[tuple[str, str, int]]) -> list[str]:
    sorter: graphlib.TopologicalSorter[str] = graphlib.TopologicalSorter()
    for module, target, _ in found:
        sorter.add(module, target)
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        return ["a circle: " + " → ".join(reversed(error.args[1]))]
    return []


def strangers(sources: Sources) -> list[str]:
    """List imports of a library by a module that is not meant to know it."""
    return [
        f"{module}:{line} imports {name}"
        for module, text in sources.items()
        for name, line in imported(module, ast.parse(text), sources)
        if top(module) not in IMPORTERS.get(name.split(".")[0], (top(module),))
    ]


def clock_reads(sources: Sources) -> list[str]:
    return [
        f"{module}:{node.lineno} reads the clock"
        for module, text in sources.items()
        if top(module) not in CLOCK_READERS
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and _is_clock(node.func)
    ]


def _is_clock(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or called.attr not in CLOCK:
        return False
    owner = called.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return name in CLOCK_OWNERS


def function_lengths(sources: Sources) -> dict[str, int]:
    return {
        f"{module}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for module, text in sources.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def too_long(sources: Sources) -> list[str]:
    lines = {module or "__init__": text.count("\n") for module, text in sources.items()}
    lengths = function_lengths(sources)
    bad = [f"{module}: {count} lines" for module, count in lines.items() if count > LONGEST_MODULE]
    bad += [f"{name}: {count} lines" for name, count in lengths.items() if count > LONGEST_FUNCTION]
    median = statistics.median(lengths.values()) if lengths else 0
    return bad + ([f"the median function has {median} lines"] if median > MEDIAN_FUNCTION else [])


@pytest.fixture(scope="module")
def sources(root):
    found = read_sources(root / "src" / "openhub")
    assert "model" in found
    return found


def test_imports_go_down_only(sources):
    assert bad_edges(sources) == []


def test_few_modules_know_a_library(sources):
    assert strangers(sources) == []


def test_only_the_edges_read_the_clock(sources):
    assert clock_reads(sources) == []


def test_modules_and_functions_are_short(sources):
    assert too_long(sources) == []


SOUND = {
    "": "",
    "problems": "import re",
    "model": "from openhub.problems import Problem",
    "read": "",
    "read.tables": "from openhub.read.schema import decode\nfrom openhub import model",
    "read.schema": "from ..model import Record",
    "kinds": "from openhub.kinds import base, post",
    "kinds.base": "",
    "kinds.post": "from openhub.kinds.base import Kind",
    "kinds.event": "",
    "hub": "",
    "outputs": "from openhub.outputs import pages, feeds",
    "outputs.pages": "from openhub.outputs.pages.home import home",
    "outputs.pages.home": "",
    "outputs.feeds": "",
    "build": "from openhub import outputs",
    "cli": "def run():\n    from openhub.build import build",
}


def test_a_sound_tree_is_let_through():
    assert bad_edges(SOUND) == []
    assert strangers(SOUND) == []
    assert len(list(edges(SOUND))) == 12


@pytest.mark.parametrize(
    ("module", "text", "expected"),
    [
        ("problems", "import re\nfrom openhub.model import Record", ["problems:2 imports model", "a circle: problems → model → problems"]),
        ("read.tables", "from openhub.kinds import post", ["read.tables:1 imports kinds.post"]),
        ("read.tables", "from ..kinds.post import Post", ["read.tables:1 imports kinds.post"]),
        ("read", "from .tables import rows\nfrom ..hub import ledger", ["read:2 imports hub"]),
        ("hub", "def late():\n    import openhub.cli", ["hub:2 imports cli"]),
        ("kinds.post", "from openhub.kinds import event", ["kinds.post:1 imports kinds.event"]),
        ("outputs.feeds", "from openhub.outputs.pages.home import home", ["outputs.feeds:1 imports outputs.pages.home"]),
        ("outputs.feeds", "from openhub import build", ["outputs.feeds:1 imports build", "a circle: outputs → outputs.feeds → build → outputs"]),
        ("read.schema", "import openhub.read.tables", ["a circle: read.tables → read.schema → read.tables"]),
        ("utils", "", ["utils has no place in LEVELS"]),
    ],
)  # fmt: skip
def test_an_import_that_does_not_go_down_is_caught(module, text, expected):
    found = bad_edges({**SOUND, module: text})
    assert [line for line in found if "circle" not in line] == [
        line for line in expected if "circle" not in line
    ]
    assert any("circle" in line for line in found) == any("circle" in line for line in expected)


def test_a_library_in_the_wrong_place_is_caught():
    assert strangers({**SOUND, "read.schema": "import markdown_it.token"}) == []
    assert strangers({**SOUND, "cli": "from watchdog.events import X"}) == ["cli:1 imports watchdog.events.X"]
    assert strangers({**SOUND, "hub": "import nh3"}) == ["hub:1 imports nh3"]


def test_a_reader_of_the_clock_is_caught():
    assert clock_reads({"hub.agenda": "import datetime\nx = datetime.datetime.now(datetime.UTC)"})
    assert clock_reads({"hub.agenda": "today = date.today()"})
    assert clock_reads({"hub.agenda": "import time\nx = time.time()"})
    assert not clock_reads({"cli": "today = date.today()", "hub.agenda": "at = start.time()\nx = site.now"})


def test_what_is_too_long_is_caught():
    long = "def f():\n" + "    x = 1\n" * 40
    assert too_long({"hub.long": long}) == ["hub.long:1 f: 41 lines", "the median function has 41 lines"]
    assert too_long({"hub.long": "def f():\n    return 1\n" * 2 + long}) == ["hub.long:5 f: 41 lines"]
    assert too_long({"hub.long": "x = 1\n" * 351}) == ["hub.long: 351 lines"]
