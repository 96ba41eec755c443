"""Bytes to text: UTF-8, lines that end in a line feed, and nothing that does not belong in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openhub.problems import Checked, Problem, Span

LONGEST_LINE = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_text(data: bytes, file: str) -> Checked[str | None]:
    """Decode a file; gives None where it is not a text that can be used."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _refused("file-encoding", "the file is UTF-16; save it as UTF-8", Span(file))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        before = data[: fault.start]
        span = Span(file, before.count(b"\n") + 1, len(before) - before.rfind(b"\n"))
        return _refused(
            "file-encoding", f"the byte 0x{data[fault.start]:02x} is not UTF-8; save the file as UTF-8", span
        )
    if match := _CONTROL.search(text):
        line, column = (
            text.count("\n", 0, match.start()) + 1,
            match.start() - text.rfind("\n", 0, match.start()),
        )
        message = f"the control character U+{ord(match[0]):04X} cannot be published; delete it"
        return _refused("control-character", message, Span(file, line, column))
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return Checked(plain, tuple(_remarks(text, plain, file)))


def _refused(code: str, message: str, span: Span) -> Checked[str | None]:
    return Checked(None, (Problem(code=code, message=message, span=span),))


def _remarks(text: str, plain: str, file: str) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        message = "the file begins with a byte order mark; it is passed over, save the file without it"
        yield Problem(code="file-bom", message=message, span=Span(file))
    if "\r" in text and text.count("\r\n") not in {0, text.count("\n")}:
        message = "some lines end in CR LF and some in LF; all are read as LF, let the editor write one kind"
        yield Problem(code="file-line-ends", message=message, span=Span(file))
    for number, line in enumerate(plain.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            message = f"a line of {len(line):,} characters; was a file pasted by mistake?"
            yield Problem(code="line-too-long", message=message, span=Span(file, number))
