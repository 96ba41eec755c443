"""`/openhub-next.json` of small hubs; tests/test_between_builds.py proves it against what is built."""

from __future__ import annotations

import json

from openhub import outputs
from openhub.outputs import moments

POSTS = """
=== content/posts/2026-11-01-a.md
# There already
=== content/posts/2026-12-01-b.md
# Later
=== content/posts/2026-12-02-c.md
# Later still
"""


def written(site, root):
    made = outputs.make(site, root, lambda *_: None).value
    (file,) = (one for one in made if one.path == moments.PATH)
    return json.loads(file.content)


def publications(data):
    return [one["paths"] for one in data["moments"] if "due" in one["because"]]


def test_the_work_of_looking_ahead_is_bounded(site_of, tmp_path, monkeypatch):
    site = site_of(POSTS)
    near = publications(written(site, tmp_path))
    assert len(near) == 2
    assert all("*" not in paths and "/posts/" in paths for paths in near)
    monkeypatch.setattr(moments, "MOST", 0)
    assert publications(written(site, tmp_path)) == [["*", "/openhub-next.json"]] * 2


def test_at_a_midnight_what_changes_daily_is_not_repeated(site_of, tmp_path):
    data = written(site_of(POSTS), tmp_path)
    assert [set(paths) & set(data["daily"]) for paths in publications(data)] == [{"/openhub-next.json"}] * 2
    noon = written(
        site_of(POSTS.replace("# Later\n", "---\npublish_at: 2026-12-01T12:00\n---\n# Later\n")), tmp_path
    )
    assert "/" in publications(noon)[0]


def test_what_comes_is_named_by_no_address_of_its_own(site_of, tmp_path):
    text = json.dumps(written(site_of(POSTS), tmp_path))
    assert "/posts/b/" not in text
    assert "post:b" not in text


def test_unlisted_pages_are_not_in_it(site_of, tmp_path):
    data = written(
        site_of("""
=== content/events/e.md
---
starts: 2026-12-01T10:00
visibility: unlisted
---
=== content/events/f.md
---
starts: 2026-12-02T10:00
---
"""),
        tmp_path,
    )
    assert "/events/e/" not in json.dumps(data)
    assert any("/events/f/" in one["paths"] for one in data["moments"])


def test_a_hub_without_anything_has_it_too(site_of, tmp_path):
    data = written(site_of("=== content/pages/about.md\n# About\n"), tmp_path)
    assert data["moments"] == []
    assert {"/", "/openhub-next.json"} <= set(data["daily"])


def test_a_sitemap_of_the_hubs_own_does_not_change(site_of, tmp_path):
    series = "=== content/events/e.md\n---\nstarts: 2026-11-02T10:00\nrule: weekly\n---\n"
    named = [one["paths"] for one in written(site_of(series), tmp_path)["moments"]]
    assert any("/sitemap.xml" in paths for paths in named)
    own = written(site_of(series + "=== static/sitemap.xml\n<urlset/>\n"), tmp_path)
    assert not any("/sitemap.xml" in one["paths"] for one in own["moments"])
