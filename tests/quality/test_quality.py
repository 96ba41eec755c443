"""Each check of `make quality` catches its fault in a tiny site, and says nothing of the site without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quality.links import check_links
from quality.page import srcset_urls
from quality.shape import check_shape
from quality.site import Site, specimens

URL = "https://example.org/hub/"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<title>Tiny</title>
<link rel="stylesheet" href="/hub/style.css">
<link rel="canonical" href="https://example.org/hub/">
</head>
<body data-page="home" data-state="">
<a href="#main">Skip</a>
<main id="main">
<h1>Tiny</h1>
<!-- here -->
</main>
</body>
</html>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.org/hub/feed.xml" rel="self"/>
<entry><link href="https://example.org/hub/posts/a/"/>
<content type="html" xml:base="https://example.org/hub/posts/a/">&lt;a href="HREF"&gt;to&lt;/a&gt;</content></entry></feed>
"""
FILES = {
    "index.html": PAGE,
    "posts/a/index.html": PAGE.replace('data-page="home"', 'data-page="post"').replace(
        "<!-- here -->", '<a href="../../#main">home</a><img src="a%20b.png" alt="" srcset="a%20b.png 1x">'
    ),
    "posts/a/a b.png": "",
    "404.html": PAGE.replace('data-page="home"', 'data-page="404"'),
    "style.css": "/* url(no.png) */ body { background: url(dot.svg) }",
    "dot.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "feed.xml": ATOM.replace("HREF", "#main"),
    "hub.json": json.dumps({"url": URL, "entries": [{"url": "posts/a/"}]}),
    "events.ics": "BEGIN:VCALENDAR\r\nURL:https://example.org/hub/\r\n posts/a/\r\nEND:VCALENDAR\r\n",
    "robots.txt": "Sitemap: https://example.org/hub/sitemap.xml\n",
    "sitemap.xml": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/hub/posts/a/</loc></url></urlset>',
    "old/index.html": PAGE.replace(
        '<link rel="canonical"',
        '<meta http-equiv="refresh" content="0; url=/hub/posts/a/">\n<link rel="canonical"',
    ).replace("<h1>Tiny</h1>", ""),
}


def site(folder: Path, **changed: str) -> Site:
    for file, text in {**FILES, **changed}.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Site(folder, URL)


def with_body(piece: str) -> str:
    return PAGE.replace("<!-- here -->", piece)


def findings(site: Site) -> list[str]:
    return [str(finding) for check in (check_links, check_shape) for finding in check(site)[1]]


def test_nothing_is_found_in_a_sound_site(tmp_path):
    assert findings(site(tmp_path)) == []


def test_what_was_examined_is_counted(tmp_path):
    sound = site(tmp_path)
    assert check_shape(sound)[0] == len([file for file in FILES if file.endswith(".html")])
    in_pages = sum(len(page.uses) for page in sound.pages.values())
    elsewhere = {
        "style.css": 1,
        "feed.xml": 3,
        "hub.json": 2,
        "events.ics": 1,
        "robots.txt": 1,
        "sitemap.xml": 1,
    }
    assert check_links(sound)[0] == in_pages + sum(elsewhere.values())


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ('<a href="nowhere/">x</a>', "index.html:14: leads nowhere: nowhere/"),
        ('<a href="/posts/a/">x</a>', "index.html:14: leads out of /hub/: /posts/a/"),
        ('<a href="posts/a">x</a>', "index.html:14: lacks its closing slash: posts/a"),
        ('<a href="posts/a/#gone">x</a>', "index.html:14: no '#gone' on posts/a/index.html: posts/a/#gone"),
        ('<a href="#gone">x</a>', "index.html:14: no '#gone' on index.html: #gone"),
        ('<a href="javascript:alert(1)">x</a>', "index.html:14: a script as an address: javascript:alert(1)"),
        ('<img src="gone.png" alt="">', "index.html:14: leads nowhere: gone.png"),
        ('<img src="dot.svg" srcset="dot.svg 1x, big.svg 2x" alt="">', "index.html:14: leads nowhere: big.svg"),
        ('<a href="webcal://example.org/hub/gone.ics">x</a>', "index.html:14: leads nowhere: webcal://example.org/hub/gone.ics"),
        *(
            (piece, "index.html:14: loads from another host: https://elsewhere.test/x")
            for piece in (
                '<img src="https://elsewhere.test/x" alt="">',
                '<picture><source srcset="https://elsewhere.test/x 2x"></picture>',
                '<script src="https://elsewhere.test/x"></script>',
                '<iframe src="https://elsewhere.test/x"></iframe>',
                '<video poster="https://elsewhere.test/x"></video>',
                '<object data="https://elsewhere.test/x"></object>',
                '<svg><image href="https://elsewhere.test/x"/></svg>',
                '<link rel="preconnect" href="https://elsewhere.test/x">',
                '<link rel="stylesheet" href="https://elsewhere.test/x">',
            )
        ),
        ('<p style="color:red">x</p>', "index.html:14: style attribute on <p>: the policy refuses it"),
        ('<p onclick="go()">x</p>', "index.html:14: onclick attribute on <p>: the policy refuses it"),
        ("<style>p {}</style>", "index.html:14: inline <style>: the policy refuses it"),
        ("<script>go()</script>", "index.html:14: inline <script>: the policy refuses it"),
        ('<script type="application/ld+json">{"a": }</script>', "index.html:14: a data block that is not JSON: Expecting value: line 1 column 7 (char 6)"),
        ("<h1>Two</h1>", "index.html: 2 h1, expected one"),
        ("<main></main>", "index.html: 2 main, expected one"),
    ],
)  # fmt: skip
def test_a_fault_in_a_page_is_found(tmp_path, piece, expected):
    assert findings(site(tmp_path, **{"index.html": with_body(piece)})) == [expected]


@pytest.mark.parametrize(
    "piece",
    [
        '<a href="https://elsewhere.test/">out</a>',
        '<link rel="license" href="https://elsewhere.test/">',
        '<script type="application/ld+json">{"a": 1}</script>',
        '<svg><title>a drawing</title><use href="#main"/></svg>',
        '<a href="mailto:us@example.org">write</a>',
        '<a href="posts/a/#:~:text=home">quote</a>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
    ],
)
def test_what_is_no_fault_is_not_found(tmp_path, piece):
    assert findings(site(tmp_path, **{"index.html": with_body(piece)})) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (' lang="en"', "", "<html> has no lang"),
        ("<title>Tiny</title>", "<title> </title>", "no title"),
        (
            '<meta http-equiv="Content-Security-Policy" content="default-src \'self\'">',
            "",
            "no Content-Security-Policy",
        ),
        (
            "default-src 'self'",
            "default-src 'self'; style-src 'unsafe-inline'",
            "the policy allows 'unsafe-inline'",
        ),
        ("<h1>Tiny</h1>", "", "0 h1, expected one"),
        ('<a href="#main">Skip</a>', "", "the first link does not skip to the content"),
        (' data-page="home"', "", "<body> has no data-page, so nobody can tell its template"),
    ],
)
def test_a_missing_part_of_a_page_is_found(tmp_path, old, new, expected):
    assert old in PAGE
    assert findings(site(tmp_path, **{"index.html": PAGE.replace(old, new)})) == [f"index.html: {expected}"]


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("style.css", "a {}\nb { background: url('gone.png') }", "style.css:2: leads nowhere: gone.png"),
        ("style.css", '@import "https://elsewhere.test/x.css";', "style.css:1: loads from another host: https://elsewhere.test/x.css"),
        ("dot.svg", '<svg xmlns="http://www.w3.org/2000/svg"><image href="https://elsewhere.test/x"/></svg>', "dot.svg: loads from another host: https://elsewhere.test/x"),
        ("feed.xml", ATOM.replace("HREF", "#gone"), "feed.xml: no '#gone' on posts/a/index.html: #gone"),
        ("feed.xml", "<feed>", "feed.xml: cannot be read: no element found: line 1, column 6"),
        ("hub.json", '{"entries": [{"url": "posts/b/"}]}', "hub.json: leads nowhere: posts/b/"),
        ("feed.json", '{"items": [{"content_html": "<img src=\'/hub/gone.png\'>"}]}', "feed.json: leads nowhere: /hub/gone.png"),
        ("events.ics", "URL:https://example.org/hub/po\r\n sts/b/\r\n", "events.ics: leads nowhere: https://example.org/hub/posts/b/"),
        ("robots.txt", "Sitemap: https://example.org/hub/map.xml", "robots.txt: leads nowhere: https://example.org/hub/map.xml"),
        ("sitemap.xml", FILES["sitemap.xml"].replace("posts/a/", "posts/b/"), "sitemap.xml: leads nowhere: https://example.org/hub/posts/b/"),
        ("404.html", PAGE.replace("/hub/style.css", "style.css"), "404.html:7: leads nowhere: style.css"),
        ("old/index.html", FILES["old/index.html"].replace("posts/a/", "posts/b/"), "old/index.html:8: leads nowhere: /hub/posts/b/"),
    ],
)  # fmt: skip
def test_a_fault_in_another_file_is_found(tmp_path, file, text, expected):
    assert findings(site(tmp_path, **{file: text})) == [expected]


def test_one_page_of_each_template_and_state_is_looked_at(tmp_path):
    late = PAGE.replace('data-state=""', 'data-state="late"')
    chosen = specimens(site(tmp_path, **{"b/index.html": late, "c/index.html": late}))
    assert chosen == {
        ("404", ""): "404.html",
        ("home", ""): "index.html",
        ("home", "late"): "b/index.html",
        ("post", ""): "posts/a/index.html",
    }


def test_srcset_keeps_commas_inside_an_address():
    assert srcset_urls("a,b.png 1x, c.png 2x") == ["a,b.png", "c.png"]
