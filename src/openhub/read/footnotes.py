"""Footnotes that nothing refers to: they stay in the text where they were written, so that none vanishes."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from openhub.read.draft import draft_of

OPENS, _CLOSES = "footnote_reference_open", "footnote_reference_close"


def keep_unused(state: StateCore) -> None:
    """Turn definitions that no reference shows into text; of two for one label, the last is shown."""
    refs = state.env.get("footnotes", {}).get("refs", {})
    if not refs:
        return
    last = {token.meta["label"]: token for token in state.tokens if token.type == OPENS}
    kept: list[Token] = []
    unused: list[bool] = []
    for number, token in enumerate(state.tokens):
        if token.type == OPENS:
            label = token.meta["label"]
            unused.append(refs.get(f":{label}", -1) < 0 or last[label] is not token)
            if unused[-1]:
                _warn(state, token, label)
                kept.extend(_labelled(label, state.tokens[number + 1 :], token))
                continue
        elif token.type == _CLOSES and unused.pop():
            continue
        kept.append(token)
    state.tokens = kept


def _labelled(label: str, inside: Sequence[Token], opening: Token) -> list[Token]:
    """Write the label in front of a note's first paragraph, or as one of its own."""
    name = Token("text", "", 0, content=f"[^{label}]: ")
    if inside[0].type == "paragraph_open":
        inside[1].children = [name, *(inside[1].children or ())]
        return []
    content = Token("inline", "", 0, content=name.content, children=[name], map=opening.map)
    return [
        Token("paragraph_open", "p", 1, map=opening.map, block=True),
        content,
        Token("paragraph_close", "p", -1, block=True),
    ]


def _warn(state: StateCore, token: Token, label: str) -> None:
    draft = draft_of(state.env)
    draft.enter(token.map)
    message = f"nothing refers to the footnote [^{label}], or another one has its name; it is kept as text"
    draft.warn("note-unused", message, f"[^{label}]:")
