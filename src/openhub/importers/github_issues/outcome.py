"""What became of an issue: the state, the day and the answer, as far as GitHub and the hub tell them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openhub.importers.github_issues import texts
from openhub.importers.github_issues.issue import Comment, Issue
from openhub.importers.github_issues.known import Known

_STATES: Mapping[str, tuple[str, ...]] = {
    "cannot": ("cannot", "can't fix", "cantfix"),
    "declined": ("declined", "wontfix", "won't fix", "rejected", "not planned"),
    "doing": ("doing", "in progress", "work in progress", "wip", "started"),
    "planned": ("planned", "accepted", "roadmap", "backlog"),
    "considering": ("considering", "under consideration", "needs discussion", "discussion"),
}
_BY_LABEL = {label: state for state, labels in _STATES.items() for label in labels}
_REPEATS = re.compile(r"\bduplicate\s+of:?\s+(?:(?:https?://\S+?/issues/)|#)(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Fields of the request, what is guessed or missing in words, and the number that it repeats."""

    fields: Mapping[str, Any]
    told: str = ""
    repeats: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """An issue with all that its outcome follows from."""

    issue: Issue
    id: str
    known: Known
    day: Callable[[datetime], date]
    comment: Comment | None
    answer: str = ""

    def history(self, state: str, on: date | None = None, why: str = "") -> list[dict[str, Any]]:
        heard = {"on": self.day(self.issue.created), "state": "heard"}
        last = {"on": on or self.day(self.issue.ended), "state": state}
        return [heard, {**last, "why": why} if why else last]


def outcome(issue: Issue, id_: str, known: Known, day: Callable[[datetime], date]) -> Outcome:
    """Tell what became of an issue. What it repeats is looked for among the others later."""
    comment = next((one for one in reversed(issue.comments) if one.ours and texts.cleaned(one.body)), None)
    answer = texts.cleaned(comment.body) if comment else ""
    case = _Case(issue=issue, id=id_, known=known, day=day, comment=comment, answer=answer)
    labels = {_BY_LABEL[label] for label in map(_word, issue.labels) if label in _BY_LABEL}
    state = next((state for state in _STATES if state in labels), "")
    if issue.reason == "duplicate" or "duplicate" in issue.labels:
        return _repeat(case)
    if state in {"declined", "cannot"} or (issue.closed and issue.reason == "not_planned"):
        return _refused(case, state if state == "cannot" else "declined")
    return _completed(case) if issue.closed else _open(case, state or "heard")


def _word(label: str) -> str:
    """Give the word of a label without what sorts it: `status: planned`, `state/planned`."""
    return re.sub(r"^(?:status|state|s)\s*[:/]\s*", "", label).replace("-", " ").strip()


def _open(case: _Case, state: str) -> Outcome:
    history = case.history("heard")[:1] if state == "heard" else []
    return Outcome(fields=_fields(state=state, history=history, answer=case.answer))


def _refused(case: _Case, state: str) -> Outcome:
    """Take our last word for the reason of a no; without one nothing is told before somebody gives it."""
    if not case.answer or case.comment is None:
        return _untold(
            case, "refused at GitHub without a word of ours", f"its answer, and {state} as its state"
        )
    day = None if case.issue.closed else case.day(case.comment.at)
    return Outcome(fields=_fields(state=state, history=case.history(state, day), answer=case.answer))


def _untold(case: _Case, why: str, write: str) -> Outcome:
    fields = _fields(draft=True, state="considering", answer=case.answer)
    told = f"{why}, so {case.id} is a draft; write {write}, and take draft away"
    return Outcome(fields=fields, told=told)


def _repeat(case: _Case) -> Outcome:
    said = [one.body for one in reversed(case.issue.comments)]
    found = next((match for text in (*said, case.issue.body) if (match := _REPEATS.search(text))), None)
    if found is None:
        return _untold(case, "called a duplicate, and nothing says of what", "duplicate_of and its state")
    return Outcome(fields=_fields(state="duplicate"), repeats=int(found[1]))


def untold_repeat(issue: Issue, id_: str, known: Known, day: Callable[[datetime], date]) -> Outcome:
    """Tell of an issue that repeats one which is not here."""
    case = _Case(issue=issue, id=id_, known=known, day=day, comment=None)
    return _untold(case, "a duplicate of what is not here, or of itself", "duplicate_of and its state")


def _completed(case: _Case) -> Outcome:
    release, guessed = case.known.release_of(case.issue, case.id, case.comment.body if case.comment else "")
    if release is None:
        why = "Closed at GitHub as completed."
        fields = _fields(state="doing", history=case.history("doing", why=why), answer=case.answer)
        told = "completed, but no release here tells of it, so it is being worked on"
        how = f"end the line of the changelog that did it with ({case.id}), and import again"
        return Outcome(fields=fields, told=f"{told}; {how}")
    day = max(filter(None, (case.day(case.issue.ended), release.day)))
    fields = _fields(
        state="shipped", history=case.history("shipped", day), answer=case.answer, did=[release.ref]
    )
    return Outcome(fields=fields, told=f"taken to be in {release.ref}, which our answer names" * guessed)


def _fields(**given: Any) -> Mapping[str, Any]:
    return {name: value for name, value in given.items() if value}
