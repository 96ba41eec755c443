"""A hub with many realistic posts and some of every other kind: `python -m bench.generate FOLDER`.

The same seed and number give the same bytes on every machine, so that figures can be compared.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bench import words

LAST_DAY = date(2026, 11, 24)
DAYS = 3 * 365
PEOPLE = 25
EVENTS = 60
METRICS = 12
FEEDBACK = 40
VERSIONS = 100
SIDES = ("good", "bad", "mixed", "neutral")
SIDE_WEIGHTS = (35, 25, 10, 30)

Files = Iterator[tuple[str, str]]
"""The path of each file below the hub's folder, and its text."""

SETTINGS = """\
title: A community that is measured
url: https://example.org/hub/
description: Made up, to learn what a build costs.
timezone: Europe/Berlin
authority: example.org,2026
products:
  - {id: lantern, title: Lantern, repository: https://example.org/lantern}
audiences:
  - {id: users, title: Users, description: Those who run it}
  - {id: contributors, title: Contributors, description: Those who make it}
"""


def hub(posts: int = 1000, seed: int = 1) -> Files:
    """Make every file of the hub."""
    dice = Random(seed)
    yield "openhub.yaml", SETTINGS
    yield "content/index.md", "# Welcome\n\nAll of this was written by dice.\n"
    yield from _posts(dice, posts)
    yield from _events(dice)
    yield from _people(dice)
    yield "content/metrics.yaml", "metrics:\n" + "".join(_metric(dice, number) for number in range(METRICS))
    yield (
        "content/feedback.yaml",
        "feedback:\n" + "".join(_feedback(dice, number) for number in range(FEEDBACK)),
    )
    yield "content/changelogs/lantern.md", _changelog(dice)


def write(folder: Path, posts: int = 1000, seed: int = 1) -> None:
    """Write the hub into a folder."""
    for file, text in hub(posts, seed):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


# ── posts ───────────────────────────────────────────────────────────────────


def _posts(dice: Random, count: int) -> Files:
    written: list[str] = []
    for number in range(count):
        day = LAST_DAY - timedelta(days=DAYS - DAYS * number // count)
        links = [f"../{file}" for file in dice.sample(written, min(3, len(written)))]
        file = f"{day.year}/{day}-{dice.choice(words.THINGS)}-{number:04}.md"
        yield f"content/posts/{file}", _post(dice, day, links)
        written.append(file)


def _post(dice: Random, day: date, links: list[str]) -> str:
    side = dice.choices(SIDES, SIDE_WEIGHTS)[0]
    matter = [
        f"title: {words.title(dice)}",
        f"date: {day}",
        f"authors: [{_person(dice.randrange(PEOPLE))}]",
        f"tags: [{', '.join(sorted(dice.sample(words.THINGS, dice.randint(1, 4))))}]",
    ]
    if dice.random() < 0.3:
        matter.append(f"audiences: [{dice.choice(('users', 'contributors'))}]")
    if dice.random() < 0.7:
        matter.append(f"summary: {_plain(words.sentence(dice))}")
    matter += _news(dice, side)
    if side == "bad" and dice.random() < 0.3:
        matter += _resolved(dice, day)
    return "---\n" + "\n".join(matter) + "\n---\n\n" + _body(dice, links)


def _news(dice: Random, side: str) -> list[str]:
    if side == "mixed":
        return ["news:", *(f"  {one}: {_plain(words.sentence(dice))}" for one in ("good", "bad"))]
    return [f"news: {side}"]


def _resolved(dice: Random, day: date) -> list[str]:
    started = f"{day}T{dice.randint(6, 12):02}:15:00Z"
    ended = f"{day}T{dice.randint(13, 21):02}:40:00Z"
    return [
        "state: closed",
        f"severity: {dice.choice(('notice', 'minor', 'major', 'critical'))}",
        f"started: {started}",
        f"impact: {_plain(words.sentence(dice))}",
        f"cause: {_plain(words.sentence(dice))}",
        "timeline:",
        f"  - {{at: {started}, state: investigating, text: We are looking.}}",
        f"  - {{at: {ended}, state: resolved, text: It works again.}}",
    ]


def _body(dice: Random, links: list[str]) -> str:
    # Many short ones and a few long ones, about 500 words on average.
    blocks = max(2, round(dice.lognormvariate(1.62, 0.55)))
    pieces: list[str] = []
    for number in range(blocks):
        if number and number % 3 == 0:
            pieces.append(f"## {dice.choice(words.THINGS).capitalize()} and {dice.choice(words.THINGS)}")
        pieces.append(words.paragraph(dice, links))
        if dice.random() < 0.4:
            pieces.append(dice.choice(BLOCKS)(dice))
    return "\n\n".join(pieces) + "\n"


def _list(dice: Random) -> str:
    return "\n".join(f"- {words.sentence(dice)}" for _ in range(dice.randint(3, 7)))


def _steps(dice: Random) -> str:
    return "\n".join(f"{number}. {words.sentence(dice)}" for number in range(1, dice.randint(4, 6)))


def _table(dice: Random) -> str:
    rows = [
        f"| {dice.choice(words.THINGS)} | {dice.randint(1, 900)} | {dice.choice(words.DID)} |"
        for _ in range(dice.randint(3, 8))
    ]
    return "\n".join(("| what | how many | state |", "|---|---:|---|", *rows))


def _code(dice: Random) -> str:
    language = dice.choice(tuple(words.CODE))
    return f"```{language}\n{words.CODE[language]}```"


def _note(dice: Random) -> str:
    return f"> [!{dice.choice(('NOTE', 'TIP', 'WARNING'))}]\n> {words.sentence(dice)}"


def _quote(dice: Random) -> str:
    return f"> {words.sentence(dice)}\n>\n> {words.sentence(dice)}"


BLOCKS: tuple[Callable[[Random], str], ...] = (_list, _list, _steps, _table, _code, _code, _note, _quote)


# ── the other kinds ─────────────────────────────────────────────────────────


def _person(number: int) -> str:
    return f"member-{number:02}"


def _people(dice: Random) -> Files:
    for number in range(PEOPLE):
        topics = ", ".join(dice.sample(words.THINGS, 3))
        matter = f"name: Member {number:02}\nroles: [{dice.choice(words.THINGS)}]\ntopics: [{topics}]\n"
        yield f"content/people/{_person(number)}.md", f"---\n{matter}---\n\n{words.paragraph(dice, [])}\n"


def _events(dice: Random) -> Files:
    for number in range(EVENTS):
        day = LAST_DAY + timedelta(days=dice.randint(-600, 200))
        matter = [
            f"title: Meeting about the {dice.choice(words.THINGS)}, number {number}",
            f"starts: {day}T{dice.randint(8, 19):02}:00",
            "duration: 1h30m",
            f"mode: {dice.choice(('online', 'in_person', 'hybrid'))}",
            "location: Market hall, Exampleton",
            f"organizers: [{_person(dice.randrange(PEOPLE))}]",
        ]
        if number % 10 == 0:
            matter.append("rule: FREQ=MONTHLY;COUNT=6")
        if number % 7 == 3:
            matter += ["state: cancelled", "state_reason: Nobody had the time.", f"state_on: {day}"]
        text = "\n\n".join(words.paragraph(dice, []) for _ in range(2))
        yield f"content/events/meeting-{number:02}.md", "---\n" + "\n".join(matter) + f"\n---\n\n{text}\n"


def _metric(dice: Random, number: int) -> str:
    value, rows = dice.uniform(20, 80), []
    for month in range(36):
        value = max(1.0, value * dice.uniform(0.93, 1.07))
        rows.append(
            f"      - {{at: {2023 + (month + 11) // 12}-{(month + 11) % 12 + 1:02}, value: {value:.1f}}}\n"
        )
    thing = words.THINGS[number]
    return (
        f"  - id: {thing}-hours\n    title: Hours spent on the {thing}\n    unit: hours\n"
        f"    direction: {dice.choice(('up', 'down'))}\n    objective: Know what it costs us\n"
        f"    definition: {_plain(words.sentence(dice))}\n    source: Our own notes\n"
        f"    owner: {_person(dice.randrange(PEOPLE))}\n    series:\n{''.join(rows)}"
    )


def _feedback(dice: Random, number: int) -> str:
    day = LAST_DAY - timedelta(days=dice.randint(30, 700))
    state = dice.choice(("heard", "considering", "planned", "declined"))
    answer = f"    answer: {_plain(words.sentence(dice))}\n" if state == "declined" else ""
    return (
        f"  - id: F-{number:04}\n    title: Please repair the {dice.choice(words.THINGS)}\n"
        f"    said: [{{on: {day}, by: Somebody, channel: chat}}]\n    state: {state}\n"
        f"    history: [{{on: {day + timedelta(days=9)}, state: {state}}}]\n{answer}"
    )


def _changelog(dice: Random) -> str:
    versions = []
    for number in reversed(range(VERSIONS)):
        day = LAST_DAY - timedelta(days=7 + 10 * (VERSIONS - 1 - number))
        versions.append(f"## [{number // 20}.{number % 20}.0] - {day}\n\n{changes(dice)}")
    return "# Changelog\n\nWhat changed in Lantern.\n\n" + "\n".join(versions)


def changes(dice: Random) -> str:
    """Write the changes of one version, below their types."""
    groups = sorted(
        dice.sample(("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"), dice.randint(1, 4))
    )
    return "\n".join(f"### {group}\n\n{_list(dice)}\n" for group in groups)


def _plain(text: str) -> str:
    """Quote a text for YAML."""
    return "'" + text.replace("'", "''") + "'"


def main() -> None:
    """Write a hub where the command line says."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--posts", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.folder, given.posts, given.seed)


if __name__ == "__main__":
    main()
