"""What is brought over once from elsewhere: one format is one file here, found by its name."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from openhub.importers.base import Importer


def importers() -> Mapping[str, Importer]:
    """Find every importer, by the name of its format."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if info.name != "base")
    found = [import_module(f"{__name__}.{name}").IMPORTER for name in names]
    return {importer.name: importer for importer in found}
