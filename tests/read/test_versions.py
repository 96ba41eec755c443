"""How versions are ordered, and what is read off them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.read.version_headings import read_heading
from openhub.read.versions import channel, minor, version_key

ORDERS = {
    "SemVer 11.4": "1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 "
    "1.0.0-rc.1 1.0.0",
    "SemVer numbers": "1.9.0 1.10.0 1.11.0 2.0.0-0 2.0.0",
    "PEP 440": "1.0.dev1 1.0a1 1.0a2 1.0b1 1.0rc1 1.0 1.0.post1 1.1 1!0.5",
    "gems": "2.0.0.alpha 2.0.0.rc1 2.0.0 2.0.0.1 2.0.1",
    "calendar": "22.12.0 23.1.0 23.10.1 2024.1.2 2024.04 2024-05-01",
    "a leading v": "v0.9 1.0 v1.1",
    "what is no version, and what is not released": "moth zebra 0.0.1 9.9.9 unreleased",
}


@pytest.mark.parametrize("versions", ORDERS.values(), ids=ORDERS.keys())
def test_order(versions: str) -> None:
    old_to_new = versions.split()
    new_to_old = old_to_new[::-1]
    assert sorted(new_to_old, key=version_key) == old_to_new


def test_trailing_zeros_make_no_difference_in_order() -> None:
    assert version_key("1.0")[:-1] == version_key("1.0.0")[:-1]
    assert version_key("1.0") < version_key("1.0.1")


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.2.0", "stable"),
        ("1.0.post1", "stable"),
        ("24.1.0", "stable"),
        ("2024-01-02", "stable"),
        ("1.0.0-rc.1", "rc"),
        ("5.0.0.rc", "rc"),
        ("1.0c1", "rc"),
        ("1.0b3", "beta"),
        ("v2.0.0-beta", "beta"),
        ("1.0a1", "alpha"),
        ("1.0.dev3", "alpha"),
        ("3.0.0-0", "alpha"),
        ("moth-beta-2", "beta"),
        ("moth", "stable"),
    ],
)
def test_channel(version: str, expected: str) -> None:
    assert channel(version) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2.4.1", "2.4"),
        ("v2.4", "2.4"),
        ("1.0.0-rc.1", "1.0"),
        ("1.0rc1", "1.0"),
        ("27", "27"),
        ("2024-01-02", "2024-01"),
        ("moth", "moth"),
    ],
)
def test_minor(version: str, expected: str) -> None:
    assert minor(version) == expected


@given(
    st.lists(
        st.one_of(st.text(max_size=30), st.from_regex(r"v?[0-9]{1,25}(\.[0-9a-z]+){0,4}", fullmatch=True))
    )
)
def test_any_words_have_one_order(versions: list[str]) -> None:
    once = sorted(versions, key=version_key)
    turned = once[::-1]
    assert sorted(turned, key=version_key) == once
    assert all(
        channel(version) in {"stable", "rc", "beta", "alpha"} and isinstance(minor(version), str)
        for version in versions
    )


@given(st.text(alphabet=st.sampled_from("0123456789.-v[]() /abJune2024,xYANKED@"), max_size=40))
def test_no_heading_raises(text: str) -> None:
    read_heading(text)
