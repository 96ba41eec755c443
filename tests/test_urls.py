"""Every address that is written leads back to what it stands for."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from openhub import urls
from openhub.urls import absolute, base_path, climbs, host, is_external, output_path, relative, route, slug

BASE = "https://example.org/hub/"
STEP = st.text(
    st.characters(exclude_characters="/\\?#\0", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8
).filter(lambda step: step.strip(".") and not step.startswith(" "))
FOLDER = st.lists(STEP, max_size=4).map(lambda steps: "/" + "".join(f"{step}/" for step in steps))
FILE = st.tuples(FOLDER, STEP).map("".join)
ADDRESS = st.one_of(FOLDER, FILE)
REST = st.sampled_from(["", "#part", "?q=1", "?q=a/b#part"])


def resolved(link: str, page: str) -> str:
    """Give the URL that a browser makes of a link on a page."""
    return urljoin(absolute(page, BASE), link)


@given(ADDRESS, ADDRESS, REST)
def test_a_relative_link_leads_where_the_absolute_one_does(address: str, page: str, rest: str) -> None:
    assume(not page.startswith(f"{address}/"))  # no disk holds a file and a folder of one name
    assume(not address.endswith(";"))  # which urljoin takes for an empty parameter, and drops
    link = relative(address + rest, page)
    assert resolved(link, page) == absolute(address + rest, BASE)


@given(ADDRESS, ADDRESS)
def test_a_relative_link_stays_below_any_base_path(address: str, page: str) -> None:
    assume(not page.startswith(f"{address}/"))
    link = relative(address, page)
    assert not link.startswith("/")
    assert not is_external(link)
    assert urljoin("/deep/er" + absolute(page, "/"), link) == "/deep/er" + absolute(address, "/")


@pytest.mark.parametrize(
    ("address", "page", "expected"),
    [
        ("/posts/a/", "/posts/b/", "../a/"),
        ("/posts/a/", "/posts/a/", "./"),
        ("/posts/a/#part", "/posts/a/", "#part"),
        ("/posts/a/#part", "/", "posts/a/#part"),
        ("/", "/posts/a/", "../../"),
        ("/style.css", "/posts/a/", "../../style.css"),
        ("/posts/", "/404.html", "posts/"),
        ("#part", "/posts/", "#part"),
        ("https://example.com/", "/posts/", "https://example.com/"),
        ("//example.com/x", "/posts/", "//example.com/x"),
        ("mailto:ana@example.org", "/posts/", "mailto:ana@example.org"),
        ("/posts/žluťoučký kůň/", "/", "posts/%C5%BElu%C5%A5ou%C4%8Dk%C3%BD%20k%C5%AF%C5%88/"),
    ],
)
def test_links_as_seen_from_a_page(address: str, page: str, expected: str) -> None:
    assert relative(address, page) == expected


@given(st.text())
def test_a_slug_stays_in_its_folder_and_is_its_own_slug(text: str) -> None:
    made = slug(text)
    assert not climbs(made)
    assert "/" not in made
    assert ".." not in made
    assert slug(made) == made


@given(st.lists(st.sampled_from(["..", ".", "a", "", "b"]), max_size=6).map("/".join))
def test_a_path_climbs_when_it_leaves_the_folder_it_starts_in(path: str) -> None:
    inside = posixpath.normpath(posixpath.join("/top/hub", path.lstrip("/") or "."))
    left = not (inside == "/top/hub" or inside.startswith("/top/hub/"))
    assert climbs(path) == left


@pytest.mark.parametrize("path", ["..", "../x", "a/../../x", "/../x", "a\\..\\..\\x", "a\0b"])
def test_ways_out(path: str) -> None:
    assert climbs(path)


@pytest.mark.parametrize("path", ["", "/", "a", "a/../b", "..a", "a..", "/a/b/"])
def test_ways_that_stay(path: str) -> None:
    assert not climbs(path)


@given(ADDRESS)
def test_each_address_has_its_file(address: str) -> None:
    path = output_path(address)
    assert not path.startswith("/")
    assert path
    assert not path.endswith("/")
    assert path == address[1:] or path == address[1:] + "index.html"


@given(ADDRESS)
def test_the_absolute_url_is_below_the_base(address: str) -> None:
    url = absolute(address, BASE)
    assert url.startswith(BASE)
    assert unquote(urlsplit(url).path) == "/hub" + unquote(address)


def test_a_route_is_filled_and_a_strange_word_told() -> None:
    assert route("/{year}/{slug}/", {"year": "2026", "slug": "a"}) == "/2026/a/"
    with pytest.raises(KeyError, match="category"):
        route("/{category}/", {"slug": "a"})


@pytest.mark.parametrize(
    ("url", "path", "name"),
    [
        ("https://example.org", "/", "example.org"),
        ("https://example.org/hub", "/hub/", "example.org"),
        ("https://example.org:8000/a/b/", "/a/b/", "example.org"),
        ("http://[bad", "/", ""),
    ],
)
def test_base_path_and_host(url: str, path: str, name: str) -> None:
    assert host(url) == name
    if name:
        assert base_path(url) == path


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("/2020/01/hello%20world/", "/2020/01/hello world/"),
        ("/tag/c++", "/tag/c++/"),
        ("/old/what's-new.html", "/old/what's-new.html"),
        ("/a,b/", "/a,b/"),
        ("/%C5%99/", "/ř/"),
    ],
)
def test_old_addresses_are_kept_as_other_generators_wrote_them(alias: str, address: str) -> None:
    assert urls.alias_address(alias) == address
    assert urls.alias_fault(alias) == ""


@pytest.mark.parametrize("alias", ["/%2e%2e/x/", "/a\nb/", "/x?y=1", "/<b>/", "/" + "x" * 300 + "/"])
def test_old_addresses_that_no_file_can_answer_are_refused(alias: str) -> None:
    assert urls.alias_fault(alias)


def test_the_word_of_a_long_tag_is_short_and_its_own() -> None:
    first, second = urls.tag_word("a" * 300), urls.tag_word("a" * 301)
    assert first != second
    assert len(first) < 60
