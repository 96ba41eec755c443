"""Mistakes in a hub as values: where, what was expected, what was found, one thing to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
Level = Literal["error", "warning", "hint", "off"]
"""A hint is no mistake: `check` alone prints it, and nothing fails for it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file of the hub: its path from the hub's folder, line and column from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def below(self, inner: Span) -> Span:
        """Give the place of `inner`, which counts from this place, in the whole file."""
        column = inner.column + self.column - 1 if inner.line == 1 else inner.column
        return Span(self.file, self.line + inner.line - 1, column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake; `code` is permanent and documented in docs/problems.md."""

    code: str
    message: str
    span: Span

    def at(self, span: Span) -> Problem:
        """Give the same problem at another place."""
        return replace(self, span=span)


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """What a stage made, and the problems that it met."""

    value: T
    problems: tuple[Problem, ...] = ()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the one of `known` that a person most likely meant by `word`."""
    matches = get_close_matches(word, tuple(known), n=1, cutoff=0.72)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give '; did you mean …?' for a near miss, else nothing."""
    match = nearest(word, known)
    return f"; did you mean '{match}'?" if match else ""
