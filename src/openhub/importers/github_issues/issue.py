"""The issues and comments of a saved answer, as values, and what of it is no such thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openhub.importers.base import Loss
from openhub.problems import Span
from openhub.read.json_lists import Item

LABEL = "you-said"
_NEVER = datetime.min.replace(tzinfo=UTC)
_OURS = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_ADDRESS = re.compile(r"(https?://[^\s<>\"']+)/issues/([1-9][0-9]*)")
_COMMENT = re.compile(r"https?://[^\s<>\"']+?/(?:repos/)?([\w.-]+/[\w.-]+)/issues/([1-9][0-9]*)(?:#\S*)?")
_FIELDS: Mapping[str, tuple[Any, str]] = {
    "number": (int, "a number"),
    "title": (str, "a text"),
    "html_url": (str, "an address"),
    "state": (str, "open or closed"),
    "created_at": (str, "a time"),
    "closed_at": (str | None, "a time"),
    "body": (str | None, "a text"),
    "state_reason": (str | None, "a text"),
    "labels": (list | None, "a list"),
    "user": (dict | None, "a user"),
}
_OF_COMMENTS: Mapping[str, tuple[Any, str]] = {
    "body": (str | None, "a text"),
    "created_at": (str, "a time"),
    "user": (dict | None, "a user"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody said below an issue; `ours` tells that they work on the project."""

    at: datetime
    body: str
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An issue, the line where it stands, and its comments in the order of time."""

    line: int
    number: int
    title: str
    url: str
    repository: str
    body: str
    author: str
    bot: bool
    spam: bool
    pull: bool
    ours: bool
    labels: tuple[str, ...]
    closed: bool
    reason: str
    created: datetime
    ended: datetime
    milestone: str
    thumbs: int
    comments: tuple[Comment, ...] = ()

    @property
    def name(self) -> str:
        """How it is called among those who work on the project."""
        return f"#{self.number}"


def is_comment(item: Item) -> bool:
    """Tell whether this is a comment, from the list of all of a repository."""
    return isinstance(item.get("issue_url"), str)


def faults(items: Iterable[Item], file: str) -> Iterator[Loss]:
    """Say what is neither an issue nor a comment as the API gives them."""
    for item in items:
        if not isinstance(item.value, dict):
            yield Loss(Span(file, item.line), "expected an issue, an object with 'number' and 'title'")
            continue
        wanted = _OF_COMMENTS if is_comment(item) else _FIELDS
        for name, (type_, words) in wanted.items():
            if not isinstance(item.get(name), type_) or isinstance(item.get(name), bool):
                span = Span(file, item.line_of(name))
                yield Loss(span, f"{name}: expected {words}; is this the answer of /issues?")
            elif words == "a time" and item.get(name) and _instant(item.get(name)) is None:
                yield Loss(Span(file, item.line_of(name)), f"{name}: '{item.get(name)}' is no time")
        if wanted is _FIELDS and isinstance(item.get("html_url"), str) and not _is_known(item):
            said = f"html_url: '{item.get('html_url')}' is the address of no issue"
            yield Loss(Span(file, item.line_of("html_url")), said)


def _is_known(item: Item) -> bool:
    return _is_pull(item) or bool(_ADDRESS.fullmatch(item.get("html_url")))


def _is_pull(item: Item) -> bool:
    return isinstance(item.get("pull_request"), dict)


def issues(items: Iterable[Item]) -> tuple[Issue, ...]:
    """Read what `faults` found nothing against; an issue that stands there twice counts once."""
    found: dict[str, Issue] = {}
    every = tuple(items)
    said = _comments(every)
    for item in every:
        if not is_comment(item):
            made = _issue(item, said)
            found.setdefault(made.url, made)
    return tuple(sorted(found.values(), key=lambda one: (one.created, one.repository, one.number)))


def _comments(items: Iterable[Item]) -> Mapping[tuple[str, str], list[Comment]]:
    found: dict[tuple[str, str], list[Comment]] = {}
    for item in items:
        place = _COMMENT.fullmatch(item.get("issue_url") or "") if is_comment(item) else None
        if place and not _is_bot(item.value):
            found.setdefault((place[1].lower(), place[2]), []).append(_comment(item.value))
    return found


def _comment(value: Mapping[str, Any]) -> Comment:
    ours = str(value.get("author_association")) in _OURS
    at = _instant(str(value.get("created_at"))) or _NEVER
    return Comment(at=at, body=value.get("body") or "", ours=ours)


def _issue(item: Item, said: Mapping[tuple[str, str], list[Comment]]) -> Issue:
    url = _ADDRESS.fullmatch(item.get("html_url"))
    repository = url[1] if url else ""
    below = [*said.get(("/".join(repository.lower().split("/")[-2:]), str(item.get("number"))), ())]
    inside = item.get("comments")
    below += [_comment(one) for one in inside if _is_whole(one)] if isinstance(inside, list) else []
    created = _instant(item.get("created_at")) or _NEVER
    milestone = item.get("milestone")
    reactions = item.get("reactions")
    return Issue(
        line=item.line,
        number=item.get("number"),
        title=item.get("title"),
        url=item.get("html_url"),
        repository=repository,
        body=item.get("body") or "",
        author=str((item.get("user") or {}).get("login") or ""),
        bot=_is_bot(item.value),
        spam=bool(item.get("locked")) and item.get("active_lock_reason") == "spam",
        pull=_is_pull(item),
        ours=item.get("author_association") in _OURS,
        labels=tuple(_labels(item.get("labels") or ())),
        closed=item.get("state") == "closed",
        reason=item.get("state_reason") or "",
        created=created,
        ended=_instant(item.get("closed_at") or "") or created,
        milestone=str(milestone.get("title") or "") if isinstance(milestone, dict) else "",
        thumbs=_number(reactions.get("+1")) if isinstance(reactions, dict) else 0,
        comments=tuple(sorted(below, key=lambda one: one.at)),
    )


def _is_whole(value: Any) -> bool:
    is_time = isinstance(value, dict) and _instant(str(value.get("created_at"))) is not None
    return is_time and isinstance(value.get("body"), str | None) and not _is_bot(value)


def _is_bot(value: Mapping[str, Any]) -> bool:
    user = value.get("user")
    found = user if isinstance(user, dict) else {}
    return found.get("type") == "Bot" or str(found.get("login")).endswith("[bot]")


def _labels(found: Iterable[Any]) -> Iterator[str]:
    for label in found:
        name = label.get("name") if isinstance(label, dict) else label
        if isinstance(name, str):
            yield name.lower().strip()


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _instant(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
