"""The files of requests: each is an import's own until somebody changes it, and then it is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from openhub.importers.base import Guess, New
from openhub.importers.github_issues.issue import Issue
from openhub.importers.github_issues.known import Known, Own, digest
from openhub.problems import Span

_MARK = "# openhub import github-issues: {url} ({digest})\n"
_WORDS = "# The next import writes this file anew as long as nobody changes it; once you do, it is yours.\n"


def ids(issues: tuple[Issue, ...], known: Known) -> Iterator[str]:
    """Give each issue the id of its file, else one after its number; what is taken moves up by 10,000."""
    taken = set(known.ids)
    for issue in issues:
        own = known.own.get(issue.url)
        number = issue.number
        while not own and f"F-{number:04}" in taken:
            number += 10_000
        taken.add(own.id if own else f"F-{number:04}")
        yield own.id if own else f"F-{number:04}"


def files(
    issue: Issue, id_: str, fields: Mapping[str, Any], known: Known, file: str
) -> Iterator[New | Guess]:
    """Give the file of an issue, unless somebody changed it; then say if GitHub has news of it."""
    own = known.own.get(issue.url)
    content, now = _content(issue, id_, fields)
    if own is None:
        yield New(path=f"content/feedback/{id_}.md", content=content)
    elif not own.touched:
        same = own.content.replace(b"\r\n", b"\n") == content
        yield New(path=own.path, content=own.content if same else content, mark=own.mark)
    elif own.digest != now:
        yield Guess(Span(file, issue.line), _news(issue, own, fields, now))


def _news(issue: Issue, own: Own, fields: Mapping[str, Any], now: str) -> str:
    return (
        f"{issue.name} has changed at GitHub, where it would be '{fields['state']}' now; {own.path} is yours "
        f"and stays as it is. Once you have looked, write ({now}) at the end of its first comment"
    )


def _content(issue: Issue, id_: str, fields: Mapping[str, Any]) -> tuple[bytes, str]:
    text = yaml.dump(
        _keys({"id": id_, **fields}), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110
    )
    blank = f"---\n{_MARK.format(url=issue.url, digest='-')}{_WORDS}{text}---\n"
    now = digest(blank.encode())
    return blank.replace("(-)\n", f"({now})\n", 1).encode(), now


class _On(str):
    """The word `on`, which older YAML takes for true, so that it would be written with quotes."""

    __slots__ = ()


class _Plain(yaml.SafeDumper):
    """Writes texts of several lines as they stand."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


def _on(dumper: yaml.SafeDumper, word: _On) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:bool", str(word))


def _keys(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_On(key) if key == "on" else key: _keys(inner) for key, inner in value.items()}
    return [_keys(inner) for inner in value] if isinstance(value, list) else value


_Plain.add_representer(str, _text)
_Plain.add_representer(_On, _on)
