"""Source to entries: choose the kind, read, decode. What one file tells is decided here."""

from __future__ import annotations

from openhub.config import Config
from openhub.kinds.base import Kind
from openhub.model import Parsed, Source
from openhub.parse.entry import Renderers
from openhub.parse.files import document, table
from openhub.parse.releases import changelog, overlay
from openhub.problems import Checked

__all__ = ["Renderers", "parse"]


def parse(source: Source, kind: Kind, config: Config, renderers: Renderers) -> Checked[Parsed]:
    """Read one file into its entries; a bad record gives none, and its neighbours go on."""
    if source.changelog:
        return changelog(source, config, renderers)
    if kind.name == "release":
        return overlay(source, kind, config, renderers)
    if source.file.endswith((".yaml", ".yml")):
        return table(source, kind, config, renderers)
    return document(source, kind, config, renderers)
