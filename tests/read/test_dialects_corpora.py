"""Real front matter of other projects, adapted as `tests/corpora/<name>.yaml` says."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from openhub.problems import Problem
from openhub.read.dialects import DIALECTS, adapt
from openhub.read.documents import read_document

SETTINGS = Path(__file__).parent.parent / "corpora"
NAMES = sorted(path.stem for path in SETTINGS.glob("*.yaml"))

# What is wrong with them indeed; each has its reason in the settings of its corpus.
KNOWN = {
    "kubernetes-contributor": [
        ("content/en/blog/2024/k8s-book-club/k8s-book-club.md:1:1", "front-matter-fence")
    ],
    "crystal": [("_releases/2021-11-10-1.2.2-released.md:6:1", "duplicate-key")],
}


def settings(name):
    return yaml.safe_load((SETTINGS / f"{name}.yaml").read_text("utf-8"))


def documents(folder: Path, name: str):
    """Give each Markdown file below a source with the source that has the longest path to it."""
    sources = {source["folder"]: source for source in settings(name).get("sources", [])}
    for path in sorted(folder.rglob("*")):
        file = path.relative_to(folder).as_posix()
        near = [name for name in sources if file.startswith(f"{name}/")]
        if near and path.suffix in {".md", ".markdown"}:
            yield file, path.read_text("utf-8-sig"), sources[max(near, key=len)]


@pytest.mark.parametrize("name", NAMES)
def test_settings_name_what_is_there(corpora, name):
    made = settings(name)
    for source in made.get("sources", []):
        assert (corpora / name / source["folder"]).is_dir()
        assert source["dialect"] in DIALECTS
    for product in made.get("products", []):
        assert (corpora / name / product["changelog"]).is_file()


@pytest.mark.parametrize("name", [name for name in NAMES if settings(name).get("sources")])
def test_corpus_is_adapted(corpora, name):
    problems: list[Problem] = []
    count = 0
    for file, text, source in documents(corpora / name, name):
        read = read_document(text, file)
        made = adapt(read.value, dialect=source["dialect"], kind=source["kind"], file=file)
        problems += [*read.problems, *made.problems]
        count += 1
        assert source["kind"] != "event" or "starts" in made.value.data, file
    assert count
    assert [(str(found.span), found.code) for found in problems] == KNOWN.get(name, [])


def test_every_incident_has_a_life(corpora):
    for name in ("cstate-example", "cstate-theme"):
        for file, text, source in documents(corpora / name, name):
            data = adapt(
                read_document(text, file).value, dialect="cstate", kind=source["kind"], file=file
            ).value.data
            assert ("state" in data) == ("\nresolved:" in text), file
            assert ("severity" in data) == ("\nseverity:" in text), file
