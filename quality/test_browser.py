"""The checks that need Java and a browser catch their faults; `make quality` runs this before it trusts them."""

from __future__ import annotations

from quality.browser import check_in_browser
from quality.nu import check_markup
from quality.site import Site

URL = "https://example.org/hub/"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'; img-src *">
<title>Tiny</title>
<link rel="stylesheet" href="/hub/style.css">
</head>
<body data-page="home">
<main id="main">
<h1>Tiny</h1>
<!-- here -->
</main>
</body>
</html>
"""
STYLE = """\
:root { color-scheme: light dark; }
body { background: #fff; color: #111; }
@media (prefers-color-scheme: dark) { body { background: #111; color: #fff; } .ash { color: #333; } }
.box { overflow-x: auto; }
.wide { width: 600px; }
@container (width > 3px) { p { margin: 0; } }
"""


def site(folder, piece="", style=STYLE):
    (folder / "index.html").write_text(PAGE.replace("<!-- here -->", piece), encoding="utf-8")
    (folder / "style.css").write_text(style, encoding="utf-8")
    return Site(folder, URL)


def views(site, pictures=None):
    seen = check_in_browser(site, pictures)
    assert (seen.pages, seen.views) == (1, 4)
    return [finding.message for finding in seen.findings]


def test_a_sound_page_passes(tmp_path):
    sound = site(
        tmp_path, '<div class="box" tabindex="0"><div class="wide">A box that scrolls by itself.</div></div>'
    )
    assert views(sound) == []
    assert check_markup(sound) == (2, [])


def test_a_page_that_is_too_wide_is_found_at_the_width_where_it_is(tmp_path):
    assert views(site(tmp_path, '<div class="wide">Wide.</div>')) == [
        "360 px light: scrolls sideways by 248 px, because of div.wide",
        "360 px dark: scrolls sideways by 248 px, because of div.wide",
    ]


def test_a_fault_of_one_scheme_is_found_in_it(tmp_path):
    found = views(site(tmp_path, '<p class="ash">Dark on dark.</p>'))
    assert [message.partition(": Elements")[0] for message in found] == [
        "360 px dark: axe color-contrast",
        "1280 px dark: axe color-contrast",
    ]


def test_small_targets_close_together_are_found(tmp_path):
    piece = '<button class="dot" title="a"></button> <button class="dot" title="b"></button>'
    style = STYLE + ".dot { display: block; width: 10px; height: 10px; padding: 0; }"
    found = views(site(tmp_path, piece, style))
    assert ["axe target-size" in message for message in found] == [True] * 4


def test_a_request_to_another_host_is_refused_and_found(tmp_path):
    found = views(site(tmp_path, '<img src="https://elsewhere.test/x.png" alt="x">'))
    assert "asks another host: https://elsewhere.test/x.png" in found


def test_a_file_that_is_not_there_is_found(tmp_path):
    assert "asks for a file that is not there: https://example.org/hub/gone.png" in views(
        site(tmp_path, '<img src="gone.png" alt="x">')
    )


def test_what_the_policy_refuses_is_found(tmp_path):
    found = views(site(tmp_path, "<script>document.title = 'changed'</script>"))
    assert [message[:45] for message in found] == ["the browser's console: Executing inline scrip"]


def test_pictures_are_named_after_what_they_show(tmp_path):
    (tmp_path / "site").mkdir()
    views(site(tmp_path / "site"), tmp_path / "pictures")
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == [
        "home-1280-dark.png",
        "home-1280-light.png",
        "home-360-dark.png",
        "home-360-light.png",
    ]


def test_the_checker_tells_of_markup_and_styles(tmp_path):
    count, found = check_markup(site(tmp_path, "<center>x</center>", STYLE + "p { colour: red; }"))
    assert count == 2
    assert [str(finding) for finding in found] == [
        "index.html:12: error: The “center” element is obsolete. Use CSS instead.",
        "style.css:7: error: CSS: “colour”: Property “colour” doesn't exist.",
    ]
