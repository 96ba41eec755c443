"""A built site on disk, and where an address in it leads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from quality.page import Page, read_page

HTTP = {"http", "https", "webcal"}


@dataclass(frozen=True)
class Finding:
    """Something wrong, and the file it is in."""

    file: str
    message: str
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Site:
    """The files below `root`, published at `url` (which ends in a slash)."""

    root: Path
    url: str

    @cached_property
    def files(self) -> tuple[str, ...]:
        """Every file, by its path below the root."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in found))

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Every HTML page, read."""
        return {file: read_page(self.text(file)) for file in self.files if file.endswith(".html")}

    def text(self, file: str) -> str:
        """Read a file."""
        return (self.root / file).read_text(encoding="utf-8")

    def address(self, file: str) -> str:
        """Give the address at which readers see a file."""
        if file == "404.html":
            # It is shown at whatever address is missing, so what it names must not depend on the address.
            return urljoin(self.url, "no/such/page/")
        return urljoin(self.url, file.removesuffix("index.html") if file.endswith("/index.html") else file)

    def inside(self, address: str) -> bool:
        """Tell whether an absolute address is of this site's host."""
        parts = urlsplit(address)
        return parts.scheme in HTTP and parts.netloc == urlsplit(self.url).netloc

    def file_at(self, address: str) -> str | None:
        """Find the file that is served at an absolute address of this site."""
        path, base = urlsplit(address).path, urlsplit(self.url).path
        if not path.startswith(base):
            return None
        file = unquote(path[len(base) :])
        file = file + "index.html" if file == "" or file.endswith("/") else file
        return file if file in self._known else None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.files)


def specimens(site: Site) -> dict[tuple[str, str], str]:
    """Choose the first page of each template and state."""
    chosen: dict[tuple[str, str], str] = {}
    for file, page in site.pages.items():
        if page.template and not page.moved:
            chosen.setdefault((page.template, page.state), file)
    return dict(sorted(chosen.items()))
