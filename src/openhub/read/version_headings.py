"""What a heading of a changelog says: which version, of what date, whether it was yanked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from openhub.read.versions import UNRELEASED
from openhub.read.written_dates import find_compact, find_date

_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\(<?([^()\s<>]*)>?[^()]*\)|\[([^\[\]]*)\])")
_TAG = re.compile(r"<[^<>]*>")
_BRACKETED = re.compile(r"^\W*\[([^\[\]]+)\]")
_DOTTED = r"(?:[0-9]+!)?[0-9]+(?:\.[0-9]+)+[A-Za-z0-9]*(?:[-.+_~][A-Za-z0-9]+)*"
_VERSION = re.compile(rf"(?<![\w.])(?:[vV]\.?[ ]?)?({_DOTTED})|(?<![\w.])[vV]([0-9]+[a-z0-9]*)(?![\w.])")
_NUMBER = re.compile(r"(?:version |release )?([0-9]{1,8})")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SERIES = re.compile(
    r"(?:[\w.-]+ ){0,3}?v?[0-9]+(?:\.[0-9]+)*"
    r"(?:\.[x*](?: .*)?| (?:series|branch|line|releases|release line))|"
    r"(?:19|20)[0-9]{2}(?: releases)?",
    re.IGNORECASE,
)
_WILD = re.compile(r"\.[xX*](?![\w])")
_MORE = re.compile(rf"\s*(?:,|&|and)\s*v?({_DOTTED})")
_SEPARATORS = " \t-\u2013\u2014:/,;|()[]{}\"'\u201c\u201d.!@_*~#`"
_EDGES = " \t-\u2013\u2014:/,;|"
_QUOTES = re.compile(r"\A[\"'\u201c](.*)[\"'\u201d]\Z")
_STARTS_A_TAIL = "-\u2013\u2014:/,;|(\"\u201c'"
_COMING_ELSEWHERE = (
    "no publicado|sin publicar|no lanzado|não publicado|não lançado|unveröffentlicht|non publié|à venir|"
    "non rilasciato|niet uitgebracht|невыпущенное|未发布|未發布|未リリース|미출시"
)
_COMING = (
    rf"(?:{_COMING_ELSEWHERE}|"
    r"unreleased|upcoming|next|head|master|main|trunk|develop(?:ment)?|dev|in development|future|pending|"
    r"work in progress|wip|to be released|not (?:yet )?released|edge|nightly|tbd|tba)"
)
_IS_COMING = re.compile(
    rf"(?:the )?{_COMING}(?: {_COMING})*(?: (?:changes?|releases?|versions?|branch))*", re.IGNORECASE
)
_SAYS_COMING = re.compile(
    r"\b(?:unreleased|in development|to be released|not (?:yet )?released|upcoming|tbd|tba|next)\b",
    re.IGNORECASE,
)
_SHORTCODE = re.compile(r":[a-z][a-z0-9_+-]*:(?=\s)")
_DEBIAN = re.compile(r"^([\w.+-]+) \((?:[0-9]+:)?([^()\s]+)\) [\w -]+; *urgency=.*$")
_PLACEHOLDER = re.compile(r"\b(?:yyyy|xxxx|20xx|\?{4})-(?:mm|xx|\?\?)-(?:dd|xx|\?\?)", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:versions?|releases?|ver|v|(?:noteworthy )?changes in|what'?s new in|new in|changelog for"
    r"|changelog)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:patch|pre-?release|releases?d?|notes?|hot-? ?fix|final|lts|stable|maintenance|major|minor|latest"
    r"|current|on|vom|du|del|van|le|от)\b",
    re.IGNORECASE,
)
_TRIAL = re.compile(r"\bpre-?release\b", re.IGNORECASE)
_YANKED = re.compile(r"\byanked\b", re.IGNORECASE)
_YANKED_ON = re.compile(r"\byanked(?:\s+on)?[\s:,]+(?=\w)", re.IGNORECASE)
_WHY = re.compile(
    r"\A[\s\])}:;,.(\[\u2013\u2014-]*(?:on[\s:]*)?(?:(?:because|as|since)\b(?! of\b)[\s:,]*)?", re.IGNORECASE
)
_BROKEN_DATE = re.compile(
    r"\b[0-9]{4}-(?:[0-9]{1,3}|xx|mm|\?\?)-(?:[0-9]{1,3}\b|xx\b|dd\b|\?\?)|\b(?:19|20)[0-9]{2}-[0-9]{1,2}\b"
)
_FEW = 4
LONGEST = 200
"""Characters of a heading that may name a version; what is longer is prose, and would be slow to search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionHeading:
    """A heading that may name a version.

    `reason` and `yanked_on` say why and when it was yanked, if the heading does, and `trial` that it calls it
    a pre-release. `words` are what else stands behind its version: a name, a line about it. `prefix` holds
    words in front of the version that are not known to be the product's name, and `clear` tells that nothing
    else stands in the heading: what is not clear needs its neighbours.
    """

    version: str
    also: tuple[str, ...] = ()
    yanked_on: date | None = None
    date: date | None = None
    bad_date: str = ""
    yanked: bool = False
    reason: str = ""
    unreleased: bool = False
    trial: bool = False
    url: str = ""
    label: str = ""
    prefix: str = ""
    words: str = ""
    clear: bool = True


def name_of(text: str) -> str:
    """Give a product's name as headings are compared by it: letters and digits alone."""
    return re.sub(r"[\W_]+", "", text).lower()


def is_series(text: str) -> bool:
    """Tell whether a heading groups versions: 2.x, 1.0 series, 2024."""
    return len(text) <= LONGEST and bool(_SERIES.fullmatch(_plain(text).strip(_SEPARATORS)))


def read_heading(text: str, names: frozenset[str] = frozenset()) -> VersionHeading | None:
    """Read a heading's Markdown; `names` are the product's names as `name_of` gives them."""
    if len(text) > LONGEST or is_series(text):
        return None
    plain, yanked_on = take_withdrawal(_plain(text))
    url, label = _target(text)
    match = _VERSION.search(plain)
    while match and _WILD.search(match[0]):
        match = _VERSION.search(plain, match.end())
    found = _versioned(plain, match, names, bracketed=bool(url or label)) if match else _other(plain, names)
    return replace(found, url=url, label=label, yanked_on=yanked_on) if found else None


def _plain(text: str) -> str:
    if ":" in text:
        text = _SHORTCODE.sub("", text)
    if "urgency=" in text:
        text = _DEBIAN.sub(r"\2", text)
    return _TAG.sub("", _LINK.sub(r"[\1]", text)).replace("*", "").replace("`", "").replace("\\", "").strip()


def _target(text: str) -> tuple[str, str]:
    """Give the address and the label of the link around the version, as far as there is one."""
    if link := _LINK.search(text):
        return link[2] or "", link[3] or ("" if link[2] else link[1])
    bracketed = _BRACKETED.search(text)
    return "", bracketed[1] if bracketed else ""


def _versioned(
    plain: str, match: re.Match[str], names: frozenset[str], *, bracketed: bool
) -> VersionHeading | None:
    before, after = plain[: match.start()], plain[match.end() :]
    also, after = _further(after)
    (before, early, bad_early), (after, late, bad_late) = _take_date(before), _take_date(after)
    if not (early or late or bad_late) and (compact := find_compact(after)):
        after, late = after[: compact.start] + after[compact.end :], compact.date
    coming = bool(_SAYS_COMING.search(before) or _SAYS_COMING.search(after))
    prefix = _prefix(before, names)
    tail = _tail(after)
    dated = early or late
    yanked = bool(_YANKED.search(plain))
    known = dated or bad_late or bracketed or yanked
    if len(prefix.split()) > _FEW or (tail and not known and after.lstrip()[:1] not in _STARTS_A_TAIL):
        return None
    return VersionHeading(
        version=match[1] or match[2],
        also=also,
        date=dated,
        bad_date=bad_late or bad_early,
        yanked=yanked,
        reason=why_yanked(plain),
        trial=bool(_TRIAL.search(after)),
        unreleased=coming,
        prefix=name_of(prefix),
        words=_words(after) if tail else "",
        clear=not prefix and bool(known or not tail),
    )


def _words(after: str) -> str:
    """Give what a heading says behind its version, but for its date, its state and why it was yanked."""
    said = _YANKED.split(_PLACEHOLDER.sub(" ", after), maxsplit=1)[0]
    said = re.sub(r"\(\s*\)|\[\s*\]", " ", said).lstrip(_EDGES + ")]").rstrip(_EDGES + "([")
    said = re.sub(r"\A([(\[])[\s,;:]+", r"\1", said)
    while said[-1:] in (")", "]") and said.count("(") + said.count("[") < _closing(said):
        said = said[:-1].strip(_EDGES)
    said = " ".join(_QUOTES.sub(r"\1", said).split())
    return said if _tail(said) else ""


def take_withdrawal(text: str) -> tuple[str, date | None]:
    """Cut the day out that stands right behind the word 'yanked': it is no day of a release."""
    match = _YANKED_ON.search(text)
    written = find_date(text[match.end() :]) if match else None
    if match is None or written is None or written.start or written.date is None:
        return text, None
    return text[: match.end()] + text[match.end() + written.end :], written.date


def why_yanked(text: str) -> str:
    """Give the reason that a text names after the word 'yanked', else nothing."""
    match = _YANKED.search(text)
    said = _take_date(text[match.end() :])[0] if match else ""
    reason = _WHY.sub("", said, count=1).strip() if name_of(said) else ""
    while reason[-1:] in (")", "]") and reason.count("(") + reason.count("[") < _closing(reason):
        reason = reason[:-1].rstrip()
    return reason


def _closing(text: str) -> int:
    return text.count(")") + text.count("]")


def _further(after: str) -> tuple[tuple[str, ...], str]:
    """Take the versions that share the heading: `[1.1.6, 1.2.8, 1.3.10]`."""
    found: list[str] = []
    while match := _MORE.match(after):
        found.append(match[1])
        after = after[match.end() :]
    return tuple(found), after


def _take_date(text: str) -> tuple[str, date | None, str]:
    """Cut a date out: what is left, the date, and what looks like one and is none."""
    written = find_date(text)
    if written:
        rest = text[: written.start] + text[written.end :]
        return rest, written.date, "" if written.date else written.text
    broken = _BROKEN_DATE.search(text)
    return (_BROKEN_DATE.sub("", text), None, broken[0]) if broken else (text, None, "")


def _prefix(before: str, names: frozenset[str]) -> str:
    """Give the words before a version that are neither the product's name nor said of any version."""
    words = before.strip(_SEPARATORS)
    if name_of(words) in names or (before.endswith("@") and " " not in before.strip()):
        return ""
    words = _BEFORE.sub(" ", _SAYS_COMING.sub(" ", words)).strip(_SEPARATORS)
    return "" if not name_of(words) or name_of(words) in names else words


def _tail(after: str) -> str:
    said = _AFTER.sub(" ", _SAYS_COMING.sub(" ", _PLACEHOLDER.sub(" ", _YANKED.sub(" ", after))))
    return name_of(said)


def _other(plain: str, names: frozenset[str]) -> VersionHeading | None:
    """Read a heading without a dotted version: what is coming, a whole number, a date alone."""
    rest, day, bad = _take_date(_PLACEHOLDER.sub("", plain))
    yanked = bool(_YANKED.search(rest))
    words = " ".join(re.sub(r"[^\w]+", " ", _YANKED.sub("", rest)).split())
    if _IS_COMING.fullmatch(_without_name(words, names)):
        return VersionHeading(version=UNRELEASED, date=day, bad_date=bad, yanked=yanked, unreleased=True)
    number = _NUMBER.fullmatch(_without_name(words, names).lower())
    if number and not _YEAR.fullmatch(words):
        clear = bool(day) or number[0] != number[1]
        reason = why_yanked(plain)
        return VersionHeading(
            version=number[1], date=day, bad_date=bad, yanked=yanked, reason=reason, clear=clear
        )
    if day and not _AFTER.sub("", words).strip():
        return VersionHeading(version=day.isoformat(), date=day, yanked=yanked, clear=False)
    return None


def _without_name(words: str, names: frozenset[str]) -> str:
    first, _, rest = words.partition(" ")
    return rest if rest and name_of(first) in names else words
