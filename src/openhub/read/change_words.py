"""What the first words of a change say of it, where neither a heading nor a mark gives its type."""

from __future__ import annotations

import re

from openhub.read.change_types import Sort

_BY_TYPE = """
breaking: breaking change, breaking changes, backward incompatible, backwards incompatible
security: security fix, security fixes, security release, security update
fixed: fix, fixes, fixed, fixing, bugfix, bugfixes, bug fix, bug fixes, hotfix, correct, corrects, corrected
removed: remove, removes, removed, removing, removal of, drop, drops, dropped
deprecated: deprecate, deprecates, deprecated, deprecating, deprecation of
added: add, adds, added, adding, introduce, introduces, introduced, implement, implements, implemented
added: new feature, new features, new option, new options, new command, new commands
added: new setting, new settings
changed: change, changes, changed, improve, improves, improved, update, updates, updated
changed: rename, renames, renamed, replace, replaces, replaced, allow, allows
"""
FIRST_WORDS = {
    words: Sort("changed", breaking=True) if type_ == "breaking" else Sort(type_)
    for type_, line in (row.split(": ") for row in _BY_TYPE.strip().splitlines())
    for words in line.split(", ")
}
"""The types by the words, in small letters, that begin a change."""
_LEAD = re.compile(r"[*_ ]*([A-Za-z]+)(?:[ -]+([A-Za-z]+))?(?![\w'\u2019])")
_ALONE = re.compile(r"[*_ ]*([A-Za-z]+)(?![\w'\u2019-])")
# "Removed files are shown again", "Fixed headers no longer jump": the first word only describes the second.
_DESCRIBES = re.compile(
    r"[*_ ]*[a-z]+ed (?:[\w`.]+ ){1,2}(?:is|are|was|were|now|no longer|can|will|must|may|should|do|does)\b",
    re.IGNORECASE,
)
_NO_CHANGE = re.compile(
    r"[*_ ]*(?:fixed (?:width|height|size|length|point|position)"
    r"|drop (?:shadow|zone|target|cap|and|in)|add to)\b",
    re.IGNORECASE,
)
_LONG = 160


def sort_by_first_words(text: str) -> Sort | None:
    """Give the type that the first words of a change name; None where they name none or might mislead."""
    head = text[:_LONG]
    pair = _LEAD.match(head)
    sort = FIRST_WORDS.get(f"{pair[1]} {pair[2]}".lower()) if pair and pair[2] else None
    single = _ALONE.match(head)
    sort = sort or (FIRST_WORDS.get(single[1].lower()) if single else None)
    return None if sort is None or _misleads(head, sort) else sort


def _misleads(head: str, sort: Sort) -> bool:
    """Tell words that begin like a change of one type and tell of another: 'Add a deprecation warning'."""
    warns = sort.type in ("added", "changed") and "deprecat" in head.lower()
    return warns or bool(_DESCRIBES.match(head) or _NO_CHANGE.match(head))
