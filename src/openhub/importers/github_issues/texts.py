"""The words of an issue as words of this hub: the answers of the form, and harmless Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from openhub.read import markup

WANT, WHY, TODAY, QUOTE = (
    "What do you want?",
    "Why do you want it?",
    "How do you get along today?",
    "May we quote you?",
)
"""The questions of the form that `openhub init` writes."""
LONGEST = 2_000
"""So much of a text is quoted, in characters; the link leads to the rest."""
_NOTHING = "_No response_"
_QUESTION = re.compile(rf"^### ({'|'.join(map(re.escape, (WANT, WHY, TODAY, QUOTE)))})[ \t]*$", re.MULTILINE)
_YES = re.compile(r"^\s*[-*] \[[xX]\] ", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_FENCED = re.compile(
    r"^( {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:\n {0,3}\2[`~]*[ \t]*$|\Z))", re.MULTILINE | re.DOTALL
)
_NOTE = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PICTURE = re.compile(r"!\[([^\]\n]*)\]\(<?(https?://[^\s)>]+)>?[^)\n]*\)")
_IMG = re.compile(r"<img\b[^<>]*?\bsrc=[\"']?(https?://[^\s\"'<>]+)[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_INNER = re.compile(r"\[([^\]\[\n]+)\]\((?!https?://)[^)\n]*\)")
_URL = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]]")
_SPECIAL = re.compile(r"([\\`*_\[\]{}<>&|~$^=:@/!#])")
_START = re.compile(r"^(\s*)([+-]|\d+(?=[.)]))")


def line(text: str) -> str:
    """Give a text on one line, without what no page may hold."""
    return " ".join(_CONTROL.sub(" ", text).split())


def answers(body: str) -> Mapping[str, str]:
    """Give what was written below each question of the form; nothing where the text is of no form."""
    parts = _QUESTION.split(body.replace("\r\n", "\n").replace("\r", "\n"))
    found = dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
    return {ask: "" if said == _NOTHING else said for ask, said in found.items()} if WANT in found else {}


def may_be_named(body: str) -> bool:
    """Tell whether the form says that we may quote with the name."""
    return bool(_YES.search(answers(body).get(QUOTE, "")))


def said(body: str) -> str:
    """Give what a member said: the answers of the form, each below its question, else the whole text."""
    found = answers(body)
    if not found:
        return cleaned(body)
    parts = [cleaned(found[WANT])]
    more = [(ask, cleaned(found.get(ask, ""))) for ask in (WHY, TODAY)]
    parts += [f"**{ask}**\n\n{words}" for ask, words in more if words]
    return "\n\n".join(filter(None, parts))


def is_long(body: str) -> bool:
    """Tell whether a text is quoted in part."""
    return any(len(_plain_text(part)) > LONGEST for part in (answers(body) or {"": body}).values())


def cleaned(body: str) -> str:
    """Give a text as Markdown that asks nothing of this hub: no pictures, headings, HTML or inner links."""
    text = _shortened(_plain_text(body))
    for candidate in (text, _simplified(text)):
        if _is_harmless(candidate):
            return candidate
    return _escaped(text)


def _plain_text(body: str) -> str:
    text = _CONTROL.sub("", body.replace("\r\n", "\n").replace("\r", "\n"))
    return _outside_code(text, lambda part: _NOTE.sub("", part)).strip()


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts = _FENCED.split(text)  # text, whole block, its fence, text, …
    made = [change(part) if at % 3 == 0 else part for at, part in enumerate(parts) if at % 3 != 2]
    return "".join(made)


def _shortened(text: str) -> str:
    """Keep the first paragraphs, as many as there is room for; cut the first at a word if it must be."""
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rpartition("\n\n")[0]
    whole = kept or text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]
    return f"{whole}\n\n…"


def _simplified(text: str) -> str:
    def simpler(part: str) -> str:
        for pattern, to in (
            (_PICTURE, lambda found: f"[{found[1] or 'picture'}]({found[2]})"),
            (_IMG, lambda found: f"[picture]({found[1]})"),
            (_TAG, lambda _: ""),
            (_HEADING, lambda found: f"**{found[1]}**"),
            (_INNER, lambda found: found[1]),
        ):
            part = pattern.sub(to, part)
        return part

    return _outside_code(text, simpler).strip()


def _is_harmless(text: str) -> bool:
    """Tell whether this can stand on any page: what it needs, it has, and all links lead elsewhere."""
    shown = markup.render(text, html="trusted")
    return (
        shown.parts == markup.render(text, html="escape").parts
        and not (shown.headings or shown.ids or shown.title or shown.problems)
        and all(link.target.startswith(("http://", "https://")) and not link.picture for link in shown.links)
    )


def _escaped(text: str) -> str:
    """Write a text so that it reads as it stands; its addresses become links."""
    blocks = re.split(r"\n[ \t]*\n\s*", text)
    return "\n\n".join("\\\n".join(_escaped_line(one) for one in block.split("\n")) for block in blocks)


def _escaped_line(text: str) -> str:
    text = " ".join(text.split())
    parts, at = [], 0
    for found in _URL.finditer(text):
        parts += [_SPECIAL.sub(r"\\\1", text[at : found.start()]), f"<{found[0]}>"]
        at = found.end()
    parts.append(_SPECIAL.sub(r"\\\1", text[at:]))
    return _START.sub(
        lambda found: f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}",
        "".join(parts),
    )
