"""Python's search for circles of objects, which much that is read at once makes costly and never needs."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_search_for_circles() -> Iterator[None]:
    """Keep Python from going through all objects again and again while many are made that form no circle.

    It would look for some each time that their number has grown by a quarter: a third of the cost of a
    changelog of 2 MB, two thirds of that of a long series in YAML.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
