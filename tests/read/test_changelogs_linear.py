"""Reading a changelog costs as much as it is long: counted in calls, which are the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from openhub.read import changelogs

SHAPES: dict[str, Callable[[int], str]] = {
    "many versions": lambda count: "".join(f"## 1.{n}.0 - 2024-01-02\n\n- Fixed #{n}\n\n" for n in range(count)),
    "many items": lambda count: "## 1.0.0\n\n" + "- Fixed smoke (#12), CVE-2024-12345\n" * count,
    "many headings": lambda count: "## 1.0.0\n\n" + "### Fixed\n\n- smoke\n\n" * count,
    "many definitions": lambda count: "".join(
        f"## [1.{n}.0]\n\n- See [{n}]\n\n[{n}]: https://lantern.test/{n}\n\n" for n in range(count)
    ),
    "many groups": lambda count: "".join(f"# {n}.x\n\nwords\n\n## {n}.1.0\n\n- a\n\n" for n in range(count)),
    "lines for versions": lambda count: "".join(f"**1.{n}.0**\n\n- a\n\n" for n in range(count)),
    "lists of lists": lambda count: "## 1.0.0\n\n" + "- a\n  - b\n    - c\n" * count,
    "one long paragraph": lambda count: "## 1.0.0\n\n" + "words and words\n" * count,
    "no version": lambda count: "words\n\n" * count,
}  # fmt: skip


def calls(text: str, suffix: str) -> int:
    """Count the calls that reading takes, those of the interpreter's own functions too."""
    count = 0

    def on(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(on)
    try:
        changelogs.read(text, file="CHANGELOG", product="lantern", suffix=suffix)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_text_takes_twice_the_work(name: str, suffix: str) -> None:
    calls(SHAPES[name](10), suffix)  # what is kept from call to call is there before it is counted
    once, twice = (calls(SHAPES[name](count), suffix) for count in (150, 300))
    assert twice < 2.2 * once
