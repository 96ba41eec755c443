"""Settings that would break a page, a feed or an address are told of at their own line."""

from __future__ import annotations

import pytest

from openhub.config import read_config


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ('privacy: {allow: [a.org, "x.org; script-src *"]}', "field-type", "1:26", "the name of a host"),
        ('privacy: {allow: ["*"]}', "field-type", "1:19", "the name of a host"),
        ("privacy: {allow: [https://x.org]}", "field-type", "1:19", "the name of a host"),
        ("privacy: {allow: [x.org:70000]}", "field-type", "1:19", "the name of a host"),
        ('discuss: "javascript:alert(1)"', "field-type", "1:10", "https://, http:// or mailto:"),
        ('discuss: "https://x.org/?t={titel}"', "field-type", "1:10", "{title} and {url}"),
        ('edit_url: "javascript:alert(1)"', "field-type", "1:11", "https://, http:// or mailto:"),
        ('edit_url: "https://x.org/{file}"', "field-type", "1:11", "{path}"),
        ("- title: A", "front-matter-shape", "1:1", "got a list"),
        ("ledger: {items: 0}", "field-type", "1:17", "from 1 to 100"),
        ("ledger: {items: 101}", "field-type", "1:17", "from 1 to 100"),
        ("ledger: {window: 23h}", "field-type", "1:18", "a day or more"),
        ("feeds: {items: 1001}", "field-type", "1:16", "from 1 to 1,000"),
        ("calendar: {expand: 121 months}", "field-type", "1:20", "ten years at most"),
        ("calendar: {past: 11y}", "field-type", "1:18", "ten years at most"),
        ("calendar: {cancelled: 11y}", "field-type", "1:23", "ten years at most"),
        ("theme: ../mine", "field-type", "1:8", "a folder of themes/"),
        ("sources: [{folder: /srv/notes}]", "field-type", "1:20", "seen from the hub"),
        ("authority: example.org", "field-type", "1:12", "example.org,2026"),
        ('authority: "example.org,2026-13"', "field-type", "1:12", "example.org,2026"),
        ('authority: "a b,2026"', "field-type", "1:12", "example.org,2026"),
        ('language: "en us"', "field-type", "1:11", "a language like"),
        ('language: "en\\"><script>"', "field-type", "1:11", "a language like"),
        ("output: content/site", "field-type", "1:9", "is inside content/"),
        ("{output: notes/site, sources: [{folder: notes}]}", "field-type", "1:10", "is inside notes/"),
        ("output: .", "path-outside", "1:9", "not a folder below the hub"),
        ("url: https://me:secret@example.org/", "config-url", "1:6", "names a user"),
        ('url: "https://example.org/?a=b"', "config-url", "1:6", "without '?' and '#'"),
        ('url: "https://example.org/#a"', "config-url", "1:6", "without '?' and '#'"),
        ("url: https://example.org:99999/", "config-url", "1:6", "expected a URL like"),
        ('url: "https://[::1/"', "config-url", "1:6", "expected a URL like"),
        ("url: https:///hub/", "config-url", "1:6", "expected a URL like"),
    ],
)
def test_a_setting_out_of_bounds_is_one_problem(text, code, place, words):
    read = read_config(text)
    (problem,) = read.problems
    assert (problem.code, str(problem.span)) == (code, f"openhub.yaml:{place}")
    assert words in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "privacy: {allow: [img.example.org, localhost:8000]}",
        'discuss: "mailto:us@example.org?subject={title}%20{url}"',
        'edit_url: "https://example.org/edit/{path}"',
        "{ledger: {items: 100, window: 1d}, feeds: {items: 1000}, calendar: {expand: 10 years, past: 0d}}",
        'authority: "me@example.org,2026-11-24"',
        "language: zh-Hant-TW",
        "url: http://localhost:8000/hub/",
        "url: https://example.org/~us/",
        'routes: {post: "/{year}/{slug}.html", release: "/r/{product}/{version}/", page: "{slug}/"}',
    ],
)
def test_what_keeps_within_bounds_is_taken(text):
    assert read_config(text).problems == ()


def test_defaults_stand_in_for_a_wrong_url_and_route():
    config = read_config('{url: "https://a:b@c.org/", routes: {post: "/x/", page: "/p/{slug}/"}}').value
    assert config.url is None
    assert config.routes == {"page": "/p/{slug}/"}
