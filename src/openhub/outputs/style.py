"""Style sheets that are made: the colours of code, and the hub's accent, checked for contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openhub.model import Output
from openhub.problems import Problem
from openhub.read.markup import stylesheet
from openhub.site import Site

Colour = tuple[int, int, int]
PAPER = "#fbfaf6"
"""The theme's paper in light; with its ink, what an accent must be read on."""
PAPER_DARK = "#15161a"
ENOUGH = 4.5
"""The contrast of WCAG 2.2, success criterion 1.4.3."""
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def outputs(site: Site) -> Iterator[Output]:
    """Give the colours of code and, where the hub has an accent, the tokens that it changes."""
    yield Output(path="assets/highlight.css", content=stylesheet().encode())
    if site.config.theme.settings.accent:
        yield Output(path="assets/tokens.css", content=tokens(site).encode())


def tokens(site: Site) -> str:
    """Write the accent as CSS: focus, notes and the lines under links; none where it cannot be used."""
    accent = site.config.theme.settings.accent or ""
    if any(problems(site)):
        return "/* the accent cannot be used */\n"
    light = parse(accent)
    return (
        f":root {{ --accent: {_write(light)}; --focus: var(--accent); }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {_write(for_dark(light))}; }} }}\n"
        "a { text-decoration-color: var(--accent); }\n"
    )


def problems(site: Site) -> Iterator[Problem]:
    """Find an accent that is no colour, or too pale to be seen on paper."""
    accent = site.config.theme.settings.accent
    if not accent:
        return
    span = site.config.span("theme", "settings", "accent")
    if not _HEX.fullmatch(accent):
        message = f"theme.settings.accent: expected a colour like '#5b2bd1', got '{accent}'"
        yield Problem(code="accent-colour", message=message, span=span)
        return
    measured = contrast(parse(accent), parse(PAPER))
    if measured < ENOUGH:
        # Cut, not rounded: 4.49 must not be told as 4.5.
        told = int(measured * 10) / 10
        need = f"{ENOUGH}:1 is needed; choose a darker colour"
        message = f"theme.settings.accent: {accent} has a contrast of {told}:1 on paper, {need}"
        yield Problem(code="accent-contrast", message=message, span=span)


def parse(text: str) -> Colour:
    """Read `#rgb` or `#rrggbb`."""
    digits = text.removeprefix("#")
    wide = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    return int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)


def _write(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour)


def contrast(one: Colour, other: Colour) -> float:
    """Measure the contrast of two colours, from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def for_dark(colour: Colour) -> Colour:
    """Mix a colour with white, no more than it takes to be read on dark paper."""
    mixed = (_mixed(colour, step) for step in range(101))
    return next(one for one in mixed if contrast(one, parse(PAPER_DARK)) >= ENOUGH)


def _mixed(colour: Colour, percent: int) -> Colour:
    red, green, blue = (part + round((255 - part) * percent / 100) for part in colour)
    return red, green, blue
