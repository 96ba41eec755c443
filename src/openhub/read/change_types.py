"""What the headings of a changelog say of the changes below them: their type, and whether they break."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_NAMES = """
added: added, add, adds, addition, additions, feature, features, feat, new, new feature, new features
added: new functionality, new functionalities, implemented, whats new
changed: changed, changes, change, changing, improvement, improvements, improved, enhancement
changed: enhancements, minor improvements, minor changes, patch changes, whats changed, other changes
changed: updated, behavior change, behavior changes, behaviour change, behaviour changes
deprecated: deprecated, deprecate, deprecates, deprecation, deprecations, soft deprecations
removed: removed, remove, removes, removal, removals, deleted, dropped, removed deprecations
removed: removed features, deprecations removed, deprecations and removals, removals and deprecations
fixed: fixed, fix, fixes, bugfix, bugfixes, bug fix, bug fixes, bug, bugs, bugs fixed, bug fixed, hotfix
fixed: hotfixes, additional fixes, bug fixes and improvements, bug fixes and enhancements, corrections
security: security, sec, security fix, security fixes, security vulnerabilities, vulnerability
security: vulnerabilities, vulnerabilities fixed
known: known issue, known issues, known problem, known problems, known bug, known bugs, known limitations
"""
_LINES = (line.split(": ") for line in _NAMES.strip().splitlines())
_KNOWN = {name: type_ for type_, names in _LINES for name in names.split(", ")}
_BREAKS = re.compile(
    r"(?<!non )(?<!not )\b"
    r"(?:breaking|backwards? incompatible|incompatible changes?|bc breaks?|major changes)\b"
)
_MARKUP = re.compile(r"[*`~\ufe0f\u200d]|(?<!\w)_|_(?!\w)")
_LONG = 60


@dataclass(frozen=True, slots=True)
class Sort:
    """A known kind of change. `type` is one of the six of Keep a Changelog, or 'known'."""

    type: str
    breaking: bool = False


@lru_cache(maxsize=1024)
def sort_of(name: str) -> Sort | None:
    """Recognise a type of change by any of the names that changelogs give it."""
    if len(name) > _LONG:
        return None
    words = " ".join(re.sub(r"[^\w\s]|_", " ", name.replace("'", "").replace("\u2019", "")).lower().split())
    if _BREAKS.search(words):
        type_ = "removed" if "remov" in words else "changed"
        return Sort(type_, breaking=True)
    return Sort(_KNOWN[words]) if words in _KNOWN else None


def shown_name(text: str) -> str:
    """Give a heading's own name as a type: without markup, emoji and closing colon."""
    plain = re.sub(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?", r"\1", text)
    words = "".join(char for char in _MARKUP.sub("", plain) if unicodedata.category(char) != "So")
    return " ".join(words.split()).strip("-.:‼ ") or plain.strip()


@dataclass(frozen=True, slots=True)
class Context:
    """The headings above an item, outermost first."""

    names: tuple[str, ...] = ()

    @property
    def sort(self) -> Sort:
        """The type that the headings give: the innermost known one, else the outermost name."""
        return _sort(self.names)

    @property
    def scope(self) -> str:
        """The innermost heading that says where and not what: 'Admin server' below 'Fixes'."""
        return _scope(self.names)


@lru_cache(maxsize=256)
def _sort(names: tuple[str, ...]) -> Sort:
    known = [sort for name in names if (sort := sort_of(name))]
    own = shown_name(names[0]) if names else ""
    return Sort(known[-1].type if known else own, any(sort.breaking for sort in known))


@lru_cache(maxsize=256)
def _scope(names: tuple[str, ...]) -> str:
    known = [name for name in names if sort_of(name)]
    places = [name for name in names if name not in known]
    places = places if known else places[1:]
    return shown_name(places[-1]) if places else ""
