"""The template syntax of other generators: nothing of it is run, links and pictures are read out of it."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from openhub.read.draft import Draft, draft_of

PATTERN = r"\{\{<[^{}]*>\}\}|\{\{%[^{}]*%\}\}|\{\{(?![<%])[^{}]*\}\}|\{%[^{}]*%\}"
MARK = re.compile(r'<span class="foreign">[^<]*</span>')
_TAG = re.compile(PATTERN)
_NAME = re.compile(r"\{[{%][<%]?-?\s*(/?)\s*(?:/\*)?\s*([\w./:-]+|.)", re.DOTALL)
_PARAMETER = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s,)"'}]+))""")
_COMMENTED = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*(end)?(?:raw|verbatim)\s*-?%\}")
_CODE = re.compile(r"\{(?:%-?|\{[<%])\s*highlight\s+[\"']?([\w+#.-]+)[^{}]*?(?:-?%\}|[>%]\}\})")
_CODE_END = re.compile(r"\{%-?\s*endhighlight\s*-?%\}|\{\{[<%]\s*/\s*highlight\s*[>%]\}\}")
_IMPORT = re.compile(
    r"(?:import\s+(?:[\w{}*,\s]+\s+from\s+)?(['\"])[^'\"]+\1|export\s+(?:const|default)\b.*);?\s*"
)
_CLOSERS = frozenset(("else", "elsif", "elseif", "elif", "when", "break", "continue", "end"))
_PICTURE = re.compile(r"(?:figure|image|img|picture)\b", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif)(?:[?#].*)?\Z", re.IGNORECASE)
_SOURCES = ("src", "image_path", "url", "path", "image", "file", "filename", "name")
_PREFIX = re.compile(
    r"\{\{-?\s*(?:site|page|config)\.(?:base_?url|url|baseURL|github\.url)\s*(?:\|[^{}]*)?\}\}"
)
_QUOTED = re.compile(r"""\{\{-?\s*(?:"([^"]*)"|'([^']*)')\s*(?:\|[^{}]*)?\}\}""")
_REF = re.compile(r"""\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?["']?([^\s"'<>%]+)["']?[^{}]*\}\}""")
_POST_URL = re.compile(r"""\{%-?\s*post_url\s+["']?([^\s"'%]+)["']?\s*-?%\}""")
_LINK = re.compile(r"""\{%-?\s*link\s+["']?/?([^\s"'%]+)["']?\s*-?%\}""")
_GET_URL = re.compile(r"""\{\{\s*get_url\s*\(\s*path\s*=\s*["']([^"']+)["'][^{}]*\}\}""")
_MULTILINE = 40


def foreign_plugin(md: MarkdownIt) -> None:
    """Read template tags where Markdown would show them as text."""
    stops: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    md.block.ruler.before("fence", "foreign", _block, stops)
    md.inline.ruler.before("escape", "foreign", _inline)
    md.add_render_rule("foreign", lambda _self, tokens, index, *_: mark(name_of(tokens[index].content)))
    md.add_render_rule(
        "foreign_block", lambda _self, tokens, index, *_: f"<p>{mark(name_of(tokens[index].content))}</p>\n"
    )


# ── what a tag means ────────────────────────────────────────────────────────


def name_of(tag: str) -> str:
    """Find what its author calls a tag: `youtube`, `include figure.html`, `Tabs`, `import`."""
    found = _NAME.match(tag)
    if not found:
        return re.sub(r"\W+", " ", tag).split(" ")[0 if tag[:1].isalpha() else 1]
    included = re.match(r"\{%-?\s*include\s+([\w./-]+)", tag)
    if included:
        return f"include {included[1]}"
    return found[2] if found[2][0].isalnum() else "template"


def is_closing(tag: str) -> bool:
    """Tell whether a tag only ends or continues what another began."""
    found = _NAME.match(tag)
    if not found or "/*" in tag:
        return False
    return bool(found[1]) or (tag[1] == "%" and (found[2] in _CLOSERS or found[2].startswith("end")))


def commented(tag: str) -> str:
    """Give the tag that Hugo's `{{</* … */>}}` shows, or nothing."""
    found = _COMMENTED.fullmatch(tag)
    return f"{{{{{found[1]}{found[2]}{found[3]}}}}}" if found else ""


def mark(name: str) -> str:
    """Give what stands in the page for syntax that is not run."""
    return f'<span class="foreign">[{escape(name)}: not carried over]</span>'


def warn(draft: Draft, tag: str) -> None:
    """Note that a tag was not run."""
    short = " ".join(tag.split())
    short = short if len(short) <= 60 else short[:59] + "…"
    draft.warn("foreign-syntax", f"{name_of(tag)}: expected Markdown, got template syntax '{short}'", tag)


def picture(tag: str) -> dict[str, str] | None:
    """Read the picture out of `{{< figure … >}}` and `{% include figure.html … %}`."""
    name = name_of(tag).removeprefix("include ").rpartition("/")[2]
    if not _PICTURE.match(name):
        return None
    given = {key: a or b or c for key, a, b, c in _PARAMETER.findall(tag)}
    source = next((given[key] for key in _SOURCES if _SUFFIX.search(given.get(key, ""))), "")
    if not source:
        return None
    caption = given.get("caption") or given.get("title") or ""
    return {"src": source, "alt": given.get("alt", ""), "title": caption}


def target(written: str) -> str | None:
    """Give the target of a link as the linker knows it, or None where only its generator could tell."""
    if written.startswith("|"):
        written = re.sub(r"\A\|(filename|static|attach)\|", r"{\1}", written)
    if "{{" not in written and "{%" not in written:
        return written
    known = _QUOTED.sub(lambda found: found[1] or found[2] or "", _PREFIX.sub("", written))
    known = _POST_URL.sub(r"post_url:\1", _LINK.sub(r"/\1", _GET_URL.sub(r"\1", _REF.sub(r"\1", known))))
    return None if _TAG.search(known) else known or "/"


def unraw(code: str, dialect: str) -> str:
    """Take `{% raw %}` out of code, where Jekyll would have read it before Markdown."""
    return re.sub(rf"{_RAW.pattern}\n?", "", code) if dialect == "jekyll" and "{%" in code else code


# ── where a tag stands ──────────────────────────────────────────────────────


def _inline(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or draft_of(state.env).literal:
        return False
    found = _TAG.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    raw = _RAW.fullmatch(found[0])
    if not silent and not raw:
        state.push("foreign", "", 0).content = found[0]
    state.pos = found.end()
    if raw and not raw[1]:
        _literal(state, silent)
    return True


def _literal(state: StateInline, silent: bool) -> None:
    end = _RAW.search(state.src, state.pos, state.posMax)
    stop = end.start() if end else state.pos
    if not silent and stop > state.pos:
        state.push("text", "", 0).content = state.src[state.pos : stop]
    state.pos = end.end() if end else stop


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = _line(state, start)
    if line[:2] not in ("{%", "{{", "im", "ex") or state.is_code_block(start):
        return False
    return (
        _raw_line(state, start, line, silent)
        or _code(state, start, end, silent)
        or _import(state, start, line, silent)
        or _long_tag(state, start, end, silent)
    )


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _raw_line(state: StateBlock, start: int, line: str, silent: bool) -> bool:
    found = _RAW.fullmatch(line.strip())
    if not found:
        return False
    if not silent:
        draft_of(state.env).literal_from.append((start, not found[1]))
        state.line = start + 1
    return True


def _code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    opening = _CODE.match(_line(state, start))
    if not opening:
        return False
    found = _search(state, _CODE_END, start, end, opening.end())
    if found is None:
        return False
    last, closing = found
    if not silent:
        _push_code(state, start, last, opening, closing)
    return True


def _search(state: StateBlock, pattern: re.Pattern[str], start: int, end: int, skip: int) -> Any:
    for line in range(start, end):
        found = pattern.search(_line(state, line), skip if line == start else 0)
        if found:
            return line, found
    return None


def _push_code(
    state: StateBlock, start: int, last: int, opening: re.Match[str], closing: re.Match[str]
) -> None:
    if start == last:
        code = opening.string[opening.end() : closing.start()]
    else:
        first = opening.string[opening.end() :].strip()
        inner = state.getLines(start + 1, last, state.blkIndent, True)
        code = (first + "\n" if first else "") + inner + closing.string[: closing.start()].rstrip()
    token = state.push("fence", "code", 0)
    token.info, token.content, token.map = opening[1], code, [start, last + 1]
    state.line = last + 1


def _import(state: StateBlock, start: int, line: str, silent: bool) -> bool:
    if not _IMPORT.fullmatch(line):
        return False
    if not silent:
        token = state.push("foreign_block", "", 0)
        token.content, token.map = line.strip(), [start, start + 1]
        state.line = start + 1
    return True


def _long_tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Keep together a tag of several lines, which Markdown might take for a list or for code."""
    if silent or _TAG.match(_line(state, start)):
        return False
    for last in range(start + 1, min(end, start + _MULTILINE)):
        lines = state.getLines(start, last + 1, state.blkIndent, False).strip()
        if _TAG.fullmatch(lines):
            _push_paragraph(state, start, last + 1, lines)
            return True
    return False


def _push_paragraph(state: StateBlock, start: int, stop: int, content: str) -> None:
    token = state.push("paragraph_open", "p", 1)
    token.map = [start, stop]
    inline: Token = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [start, stop], []
    state.push("paragraph_close", "p", -1)
    state.line = stop
