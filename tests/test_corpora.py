"""Real content of other projects: nothing is lost without a word, and every problem has its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from quality.real_content import SITES, build_corpus, reasons, versions_found


@pytest.mark.parametrize("name", SITES)
def test_a_site_of_another_generator_is_built(name: str, corpora: Path, tmp_path: Path) -> None:
    built = build_corpus(corpora, name, tmp_path)
    assert len(built.files) > 3
    assert built.lost == ()
    assert list(built.raw()) == []
    assert set(built.codes) == set(reasons()[name])


def test_every_version_of_28_changelogs_has_its_page(corpora: Path, tmp_path: Path, root: Path) -> None:
    built = build_corpus(corpora, "changelogs", tmp_path)
    counted = yaml.safe_load((root / "tests/read/corpora_changelogs.yaml").read_text(encoding="utf-8"))
    assert versions_found(built) == counted
    assert len(counted) == 28
    assert set(built.codes) == set(reasons()["changelogs"])
    pages = {output.path for output in built.outputs}
    for entry in built.site.of("release"):
        assert f"releases/{entry.data.product}/{entry.slug}/index.html" in pages
