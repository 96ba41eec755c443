"""The tags above a plot: numbered marks, and words where a definition changed, with lines to their days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from openhub.charts.chart import Chart, Size
from openhub.charts.plot import TAG, Plot, Tag, tag_rows, tags


def tag_lines(chart: Chart, plot: Plot, size: Size) -> Iterator[str]:
    """Draw the lines from the tags down through the plot."""
    for (day, _, words), x, middle in _placed(chart, plot, size):
        at = plot.x(day)
        name = "break" if words == chart.break_word else "mark"
        yield f'<polyline class="{name}" points="{x:.1f},{middle} {at},{plot.top} {at},{plot.bottom}"/>'


def tag_heads(chart: Chart, plot: Plot, size: Size) -> Iterator[str]:
    """Draw the tags themselves; each covers the lines that run behind it."""
    for (_, width, words), x, middle in _placed(chart, plot, size):
        if words == chart.break_word:
            left, top = x - width / 2, middle - 9
            yield f'<rect class="paper" x="{left:.1f}" y="{top}" width="{width:.1f}" height="18"/>'
            yield f'<text class="break" x="{x:.1f}" y="{middle + 4}">{escape(words)}</text>'
        else:
            yield f'<circle class="mark" cx="{x:.1f}" cy="{middle}" r="9"/>'
            yield f'<text class="mark" x="{x:.1f}" y="{middle + 4}">{words}</text>'


def _placed(chart: Chart, plot: Plot, size: Size) -> Iterator[tuple[Tag, float, int]]:
    found = tags(chart, plot, size)
    rows = tag_rows(sum(width for _, width, _ in found), plot.right - plot.left)
    for row, mine in enumerate(_dealt(found, rows)):
        middle = 12 + row * (TAG + 2)
        places = _apart([(plot.x(day), width) for day, width, _ in mine], size.width)
        yield from ((tag, x, middle) for tag, x in zip(mine, places, strict=True))


def _dealt(found: Sequence[Tag], rows: int) -> list[list[Tag]]:
    """Deal tags out to rows so that each is about equally full and neighbours stand in different ones."""
    dealt: list[list[Tag]] = [[] for _ in range(rows)]
    for tag in found:
        min(dealt, key=lambda row: sum(width for _, width, _ in row)).append(tag)
    return dealt


def _apart(places: Sequence[tuple[float, float]], room: int) -> list[float]:
    """Move tags that would touch aside, to the right and then back inside."""
    found: list[float] = []
    edge = 1.0
    for place, width in places:
        found.append(max(place, edge + width / 2))
        edge = found[-1] + width / 2
    limit = room - 1.0
    for index in range(len(found) - 1, -1, -1):
        width = places[index][1]
        found[index] = min(found[index], limit - width / 2)
        limit = found[index] - width / 2
    return found
