"""Code in colours: Pygments' tokens in eight groups, each a CSS variable with a light and a dark value."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Any

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token
from pygments.util import ClassNotFound

PALETTE: dict[str, tuple[str, str]] = {
    "keyword": ("#8a2a7c", "#e3a1d9"),
    "string": ("#1b6b35", "#97d59f"),
    "comment": ("#5d6470", "#a3a9b5"),
    "name": ("#1f56a8", "#93bdf6"),
    "number": ("#8f4a00", "#f0b47a"),
    "tag": ("#0b6670", "#7fd3da"),
    "added": ("#1b6b35", "#97d59f"),
    "removed": ("#a5292c", "#f5a3a0"),
}
"""The group of a token, its colour on a light surface and on a dark one."""

_GROUPS: dict[Any, str] = {
    Token.Keyword: "k",
    Token.Operator.Word: "k",
    Token.Literal.String: "s",
    Token.Comment: "c",
    Token.Generic.Heading: "n",
    Token.Generic.Subheading: "n",
    Token.Name.Function: "n",
    Token.Name.Class: "n",
    Token.Name.Builtin: "n",
    Token.Name.Decorator: "t",
    Token.Name.Tag: "t",
    Token.Name.Attribute: "t",
    Token.Name.Variable: "t",
    Token.Generic.Prompt: "c",
    Token.Literal.Number: "m",
    Token.Keyword.Constant: "m",
    Token.Generic.Inserted: "a",
    Token.Generic.Deleted: "d",
    Token.Generic.Error: "d",
}
_CLASSES = dict(zip("kscnmtad", PALETTE, strict=True))
_LIMIT = 100_000
_LANGUAGE = re.compile(r"[\w+#.-]+")


def highlight(code: str, info: str) -> str:
    """Give a code block as HTML; `info` is what stands behind the fence."""
    language = language_of(info)
    lexer = _lexer(language) if language and len(code) <= _LIMIT else None
    body = _spans(lexer, code) if lexer else escape(code)
    label = f' class="language-{escape(language)}"' if language else ""
    return f'<div class="hl"><pre tabindex="0"><code{label}>{body}</code></pre></div>\n'


def language_of(info: str) -> str:
    """Find the language in `python`, `{.python}`, `rust,ignore` or `js title="x"`."""
    word = re.split(r"[\s,{}]+", info.strip().lstrip("{."), maxsplit=1)[0].lower()
    return word if _LANGUAGE.fullmatch(word) else ""


@lru_cache(maxsize=128)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


def _spans(lexer: Lexer, code: str) -> str:
    grouped = groupby(lexer.get_tokens(code), key=lambda token: _group(token[0]))
    return "".join(_span(group, "".join(text for _, text in tokens)) for group, tokens in grouped)


def _span(group: str, text: str) -> str:
    return f'<span class="{group}">{escape(text)}</span>' if group else escape(text)


@lru_cache(maxsize=512)
def _group(token: Any) -> str:
    while token is not None and token not in _GROUPS:
        token = token.parent
    return _GROUPS.get(token, "")


def stylesheet() -> str:
    """Give the colours of code as CSS, light and dark."""
    rules = (f".hl .{letter} {{ color: var(--hl-{group}); }}" for letter, group in _CLASSES.items())
    light, dark = (_variables(side) for side in (0, 1))
    return "\n".join(
        (
            f":root {{\n{light}\n}}",
            f"@media (prefers-color-scheme: dark) {{\n:root {{\n{dark}\n}}\n}}",
            *rules,
            ".hl .c { font-style: italic; }",
            "",
        )
    )


def _variables(side: int) -> str:
    return "\n".join(f"  --hl-{group}: {colours[side]};" for group, colours in PALETTE.items())
