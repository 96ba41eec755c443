"""Issues of GitHub, saved with `gh api`, as what you said: a request each, with what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openhub.importers.base import Brought, Guess, Importer, Loss, New, Wish
from openhub.importers.github_issues import place, texts
from openhub.importers.github_issues.issue import LABEL, Issue, faults, issues
from openhub.importers.github_issues.known import Known, known
from openhub.importers.github_issues.outcome import Outcome, outcome, untold_repeat
from openhub.problems import Span
from openhub.read.json_lists import JsonFault, read_items
from openhub.when import day_of

Day = Callable[[datetime], date]


def read(source: Path, wish: Wish) -> Brought:
    """Read a saved answer into a file for each request; what is no request is counted and left out."""
    file = source.name
    try:
        items = read_items(source.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _refused(file, 1, "expected JSON in UTF-8, got other bytes; save the answer again")
    except JsonFault as fault:
        return _refused(file, fault.line, f"{fault.message}; save the answer again")
    except IsADirectoryError:
        return _refused(file, 1, "expected a file, got a folder; name the saved answer in it")
    wrong = tuple(faults(items, file))
    return Brought(faults=wrong) if wrong else _brought(issues(items), file, wish)


def _refused(file: str, line: int, message: str) -> Brought:
    return Brought(faults=(Loss(Span(file, line), message),))


def _brought(found: tuple[Issue, ...], file: str, wish: Wish) -> Brought:
    hub = known(wish)
    kept, losses = _sorted(found, hub, file)
    made = list(_made(kept, hub, wish))
    told: list[Guess] = []
    files: list[New] = []
    for issue, id_, done in made:
        for one in place.files(issue, id_, {**_request(issue, wish), **done.fields}, hub, file):
            files += [one] if isinstance(one, New) else []
            told += [one] if isinstance(one, Guess) else []
            if isinstance(one, New) and done.told:
                told.append(Guess(Span(file, issue.line), f"{issue.name} was {done.told}"))
        if texts.is_long(issue.body):
            losses.append(
                Loss(Span(file, issue.line), f"{issue.name}: only the beginning of its text is quoted")
            )
    return Brought(files=tuple(files), losses=tuple(losses), guesses=tuple(told))


# ── what counts ─────────────────────────────────────────────────────────────


def _sorted(found: tuple[Issue, ...], hub: Known, file: str) -> tuple[tuple[Issue, ...], list[Loss]]:
    """Sort out what is no request of a member, and what the hub tells of already; say how much of each."""
    labelled = any(LABEL in issue.labels for issue in found if not issue.pull)
    why = {issue.url: _left_out(issue, labelled=labelled) for issue in found}
    kept = [issue for issue in found if not why[issue.url]]
    losses = [
        Loss(
            Span(file, next(one.line for one in found if why[one.url] == words)),
            f"{words}: {number} left out",
        )
        for words, number in Counter(filter(None, why.values())).items()
    ]
    for issue in kept:
        if issue.url in hub.told and issue.url not in hub.own:
            said = f"{issue.name}: {hub.told[issue.url].span.file} tells of it; that is left as it is"
            losses.append(Loss(Span(file, issue.line), said))
    return tuple(issue for issue in kept if issue.url in hub.own or issue.url not in hub.told), losses


def _left_out(issue: Issue, *, labelled: bool) -> str:
    if issue.pull:
        return "pull requests"
    if issue.bot:
        return "issues of bots"
    if issue.spam or "spam" in issue.labels:
        return "spam"
    return f"issues without the label {LABEL}" if labelled and LABEL not in issue.labels else ""


# ── what is written ─────────────────────────────────────────────────────────


def _made(kept: tuple[Issue, ...], hub: Known, wish: Wish) -> Iterator[tuple[Issue, str, Outcome]]:
    def day(at: datetime) -> date:
        return day_of(at, wish.config.zone)

    named = tuple(zip(kept, place.ids(kept, hub), strict=True))
    done = {issue.url: outcome(issue, id_, hub, day) for issue, id_ in named}
    first = {(issue.repository, issue.number): (issue.url, id_) for issue, id_ in named}
    for issue, id_ in named:
        target = _target(issue, done, first, hub)
        if done[issue.url].repeats and not target:
            yield issue, id_, untold_repeat(issue, id_, hub, day)
        elif target:
            fields = {**done[issue.url].fields, "duplicate_of": target}
            yield issue, id_, replace(done[issue.url], fields=fields)
        else:
            yield issue, id_, done[issue.url]


def _target(
    issue: Issue,
    done: Mapping[str, Outcome],
    first: Mapping[tuple[str, int], tuple[str, str]],
    hub: Known,
) -> str:
    """Give the id of the request that an issue repeats; nothing where it leads nowhere, or in a circle."""
    way, target = [issue.url], ""
    number = done[issue.url].repeats
    while number:
        url = f"{issue.repository}/issues/{number}"
        if url in way:
            return ""
        if (issue.repository, number) not in first:
            return target or (hub.told[url].id if url in hub.told else "")
        way.append(url)
        target = target or first[issue.repository, number][1]
        number = done[url].repeats
    return target


def _request(issue: Issue, wish: Wish) -> dict[str, Any]:
    named = texts.may_be_named(issue.body) and bool(issue.author)
    voice = {
        "on": day_of(issue.created, wish.config.zone),
        "by": texts.line(issue.author) if named else "one of us" if issue.ours else "a member",
        "channel": "GitHub",
        "text": texts.said(issue.body),
        "link": issue.url,
    }
    said = {name: value for name, value in voice.items() if value}
    thumbs = {"thumbs_up": issue.thumbs} if issue.thumbs else {}
    return {"title": texts.line(issue.title) or f"Issue {issue.name}", "said": [said], **thumbs}


IMPORTER = Importer(name="github-issues", title="a saved answer of GitHub's API", read=read)
