"""A table as a spreadsheet saved it: its separator, its rows with their lines, and its numbers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t", "|")
_GROUPS = "[ '_\u2019\u00a0\u202f]"
_POINT = re.compile(
    rf"[-+]?(?:\d+|\d{{1,3}}(?:(?:,|{_GROUPS})\d{{3}})+)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII
)
_COMMA = re.compile(rf"[-+]?(?:\d+|\d{{1,3}}(?:(?:\.|{_GROUPS})\d{{3}})+)(?:,\d+)?", re.ASCII)
_ONE_SIGN = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}", re.ASCII)
_AROUND = re.compile(r"([^\d\s.,+()-]{1,3}\s?)?([-+]?\d.*?)(\s?[^\d\s.,()]{1,12})?", re.ASCII)
_MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the line on which it ends."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How a column writes its numbers: what stands before and behind each, and whether it writes 3,5."""

    before: str = ""
    behind: str = ""
    commas: bool = False

    def read(self, cell: str) -> str | None:
        """Write a number as openhub reads it; None for what is none."""
        bare = _bare(cell.removeprefix(self.before).removesuffix(self.behind))
        if not (_COMMA if self.commas else _POINT).fullmatch(bare):
            return None
        plain = re.sub(_GROUPS, "", bare)
        return plain.replace(".", "").replace(",", ".") if self.commas else plain.replace(",", "")

    @property
    def unit(self) -> str:
        """The unit that stands at each number."""
        return (self.behind or self.before).strip()


def separator(text: str) -> str:
    """Find what parts the columns: the sign that parts the header and the first rows into most, all alike."""
    first = [line for line in text.split("\n")[:20] if line.strip()]

    def score(sign: str) -> tuple[bool, int]:
        counts = {len(row) for row in csv.reader(first, delimiter=sign)}
        return len(counts) == 1, max(counts, default=0)

    # One column is always alike, so it counts for nothing.
    found = [sign for sign in SEPARATORS if score(sign)[1] > 1]
    return max(found, key=score) if found else ","


def rows(text: str) -> Iterator[Line]:
    """Give each row that is not blank, its cells without the space around them."""
    read = csv.reader(io.StringIO(text), delimiter=separator(text))
    for cells in read:
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped):
            yield Line(read.line_num, stripped)


def numbers_of(cells: Sequence[str], sign: str, *, commas: bool = False) -> Numbers:
    """Find how a column writes numbers: the same sign or word around all, and a comma or a point inside.

    With `commas` the table writes 3,5 elsewhere, so that 1.200 is no decimal number either.
    """
    before, behind = _around([cell for cell in cells if cell])
    stripped = (_bare(cell.removeprefix(before).removesuffix(behind)) for cell in cells)
    bare = [cell for cell in stripped if _COMMA.fullmatch(cell) or _POINT.fullmatch(cell)]
    is_told = _has_decimal_commas(bare, sign) or (commas and all(_COMMA.fullmatch(cell) for cell in bare))
    return Numbers(before=before, behind=behind, commas=is_told)


def _around(cells: Sequence[str]) -> tuple[str, str]:
    """Find what stands before and behind every number, such as "€ " or "%"; spaces aside."""
    found = [_AROUND.fullmatch(cell.replace(_MINUS, "-")) for cell in cells]
    sides = {((match[1] or "").strip(), (match[3] or "").strip()) for match in found if match}
    return next(iter(sides)) if len(sides) == 1 else ("", "")


def _has_decimal_commas(bare: Sequence[str], sign: str) -> bool:
    """Tell whether a column writes 3,5: no other way fits, or another sign parts the columns."""
    if not bare or not all(_COMMA.fullmatch(cell) for cell in bare):
        return False
    if not all(_POINT.fullmatch(cell) for cell in bare):
        return True
    return sign != "," and any("," in cell for cell in bare)


def two_meanings(cells: Iterable[str], numbers: Numbers) -> str:
    """Give a number such as 1.234 if every one that has a sign may be whole or not; empty if none may."""
    bare = [_bare(cell.removeprefix(numbers.before).removesuffix(numbers.behind)) for cell in cells if cell]
    signed = [cell for cell in bare if "." in cell or "," in cell]
    return signed[0] if signed and all(_ONE_SIGN.fullmatch(cell) for cell in signed) else ""


def _bare(cell: str) -> str:
    return cell.strip().replace(_MINUS, "-")
