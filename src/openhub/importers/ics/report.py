"""What an import leaves behind, gathered file by file."""

from __future__ import annotations

from dataclasses import dataclass, field

from openhub.importers.base import Loss
from openhub.problems import Span


@dataclass(slots=True, kw_only=True)
class Report:
    """The losses of one source file; the one value of an import that grows."""

    file: str
    losses: list[Loss] = field(default_factory=list)

    def lose(self, line: int, message: str) -> None:
        """Say that something of a line is not brought over."""
        loss = Loss(Span(self.file, max(line, 1)), message)
        if loss not in self.losses:
            self.losses.append(loss)
