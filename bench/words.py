"""Sentences of a community that does not exist, for a generator that is given its dice."""

from __future__ import annotations

from random import Random

THINGS = (
    "workflow",
    "runner",
    "quota",
    "archive",
    "dashboard",
    "mirror",
    "installer",
    "importer",
    "notebook",
    "scheduler",
    "queue",
    "gateway",
    "search",
    "catalogue",
    "tutorial",
    "handbook",
    "mentor",
    "sponsor",
    "working-group",
    "meetup",
    "release-train",
    "mailing-list",
    "chatroom",
    "translation",
    "licence",
    "registry",
    "benchmark",
    "dataset",
    "cluster",
    "login",
    "backup",
    "certificate",
    "parser",
    "plugin",
    "theme",
)
PEOPLE = (
    "maintainers",
    "reviewers",
    "newcomers",
    "the night shift",
    "our translators",
    "two volunteers",
    "the release crew",
    "teachers in three countries",
    "the people on call",
    "long-time members",
    "a student group",
)
DID = (
    "moved",
    "rewrote",
    "repaired",
    "measured",
    "documented",
    "retired",
    "tested",
    "postponed",
    "simplified",
    "doubled",
    "reviewed",
    "lost",
    "rebuilt",
    "explained",
    "delayed",
    "halved",
)
HOW = (
    "after a long discussion",
    "within two days",
    "without a single complaint",
    "more slowly than we had promised",
    "with help from outside",
    "for the third time this year",
    "in public and with notes",
    "before anybody noticed",
    "because the old one had worn out",
    "at half the cost",
    "on a rainy weekend",
    "although nobody had asked for it",
)
SO = (
    "that is the whole story so far",
    "we will measure again in spring",
    "the details are further down",
    "nobody has to do anything",
    "please tell us where it hurts",
    "we should have said so earlier",
    "the next step needs more hands",
    "it costs us about a day a month",
    "that was worth the trouble",
    "the numbers agree with what people told us",
)
CODE = {
    "bash": 'openhub build --strict\nfor file in public/*.html; do\n  wc -c "$file"\ndone\n',
    "python": "def share(good: int, bad: int) -> float:\n    return good / max(1, good + bad)\n",
    "yaml": "queue:\n  workers: 12\n  retry: [1, 5, 25]\n  owner: night-shift\n",
    "json": '{"answered": 41, "open": 7, "median_hours": 18.5}\n',
    "": "queued     12\nrunning     4\nfailed      0\n",
}


def sentence(dice: Random) -> str:
    """Say one thing that somebody did."""
    who = dice.choice(PEOPLE)
    text = f"{who[0].upper()}{who[1:]} {dice.choice(DID)} the {dice.choice(THINGS)} {dice.choice(HOW)}"
    return f"{text}; {dice.choice(SO)}." if dice.random() < 0.5 else f"{text}."


def title(dice: Random) -> str:
    """Head a post."""
    return (
        f"{dice.choice(PEOPLE)} {dice.choice(DID)} the {dice.choice(THINGS)} {dice.choice(HOW)}".capitalize()
    )


def paragraph(dice: Random, links: list[str]) -> str:
    """Write three to six sentences, with emphasis, code and a link here and there."""
    sentences = [sentence(dice) for _ in range(dice.randint(3, 6))]
    spot = dice.randrange(len(sentences))
    mark = dice.choice(("**", "*", "`", "~~", ""))
    sentences[spot] += f" Remember {mark}{dice.choice(THINGS)}{mark}."
    if links and dice.random() < 0.3:
        sentences.append(f"More in [what we wrote then]({dice.choice(links)}).")
    return " ".join(sentences)
