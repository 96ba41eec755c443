"""The codes of problems: how grave each is, what is wrong, what to do. docs/problems.md is the same table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openhub.problems import Level, Problem


@dataclass(frozen=True, slots=True)
class Code:
    """What a problem code stands for: how grave it is unless the settings say otherwise, and what to do."""

    level: Level
    meaning: str
    remedy: str


def _error(meaning: str, remedy: str) -> Code:
    return Code("error", meaning, remedy)


def _warning(meaning: str, remedy: str) -> Code:
    return Code("warning", meaning, remedy)


def _hint(meaning: str, remedy: str) -> Code:
    return Code("hint", meaning, remedy)


CODES: Mapping[str, Code] = {
    # files
    "file-encoding": _error("A file is not UTF-8.", "Save it as UTF-8."),
    "file-bom": _warning("A file begins with a byte order mark.", "Save it as UTF-8 without one."),
    "file-line-ends": _warning("A file mixes two kinds of line ends.", "Let the editor write one kind."),
    "file-unread": _warning("A file of this type is not read.", "Write it in Markdown, as .md."),
    "file-unreadable": _error("A file or folder cannot be read.", "Mend its permissions."),
    "file-unplaced": _warning(
        "A Markdown file lies in no kind's folder.", "Move it, or name its folder under `sources`."
    ),
    "control-character": _error("A text holds a character that cannot be published.", "Delete it."),
    "line-too-long": _warning(
        "A line is over 100,000 characters long.", "Look whether a file was pasted by mistake."
    ),
    "path-outside": _error(
        "An address, link or file leads out of the hub.", "Keep it below the hub's folder."
    ),
    # front matter and tables
    "front-matter-fence": _error("Front matter opens with a wrong line.", "Write exactly `---`."),
    "front-matter-unclosed": _error(
        "Front matter is not closed.", "Add the closing line below its last field."
    ),
    "front-matter-shape": _error("Front matter or a table holds no fields.", "Write `name: value` lines."),
    "yaml-syntax": _error(
        "A text is not YAML.", "Look at quotes, colons, indentation and tabs at that place."
    ),
    "yaml-aliases": _error(
        "YAML aliases go round in a circle, or expand to too much.", "Write the values out."
    ),
    "yaml-merge": _error("YAML `<<` merges are not read.", "Write the fields out."),
    "toml-syntax": _error("A text is not TOML.", "Mend it at that place."),
    "duplicate-key": _error("A field is written twice.", "Keep one of them."),
    "table-empty": _warning("A table holds no records.", "Add one, or delete the file."),
    "csv-row": _error(
        "A row of a CSV does not fit its header.", "Give each row as many cells as the header has."
    ),
    "csv-column": _error(
        "A CSV lacks a column that the metric needs.", "Add it, or name the column under `columns`."
    ),
    # fields
    "field-missing": _error("A field that is needed is missing.", "Add it."),
    "field-type": _error("A value is not what its field takes.", "Write it as the message says."),
    "field-unknown": _warning(
        "A field is not known, but nearly.", "Correct its name; unknown fields are kept as `extra`."
    ),
    "time-order": _error(
        "Something ends before it begins, or opens too late.", "Correct one of the two times."
    ),
    "time-skipped": _warning(
        "Clocks skip a time on that night, so it is shown as one after the gap.",
        "Write the time that is meant.",
    ),
    "zone-fixed": _warning(
        "A series starts with an offset and names no zone, so it does not follow any clocks.",
        "Leave the offset out, or name its `timezone`.",
    ),
    "zone-twice": _warning(
        "A time of an event has an offset that its `timezone` has not at that time.",
        "Leave the offset out, or write the time of that zone.",
    ),
    "image-alt-missing": _error(
        "A picture field has no words for those who cannot see it.", "Add `image_alt` or `photo_alt`."
    ),
    "news-undated": _warning("News has no day, so it stands nowhere in the ledger.", "Add `date`."),
    "state-without-bad-news": _error(
        "A state is given for news that is not bad.", "Add `news: bad`, or leave `state` out."
    ),
    "because-missing": _error("The next word is unknown and nobody says why.", "Add `because`."),
    "next-update-missing": _warning(
        "Open bad news does not say when the next word comes.", "Add `next_update`."
    ),
    "next-update-old": _warning(
        "The next word was to come before the last item of the timeline, which came.",
        "Say when the next one comes.",
    ),
    "detected-early": _hint("Bad news was noticed before it began.", "Correct `started`."),
    "life-ahead": _warning(
        "A step of bad news, or the day on which a promise was kept, lies in the future.",
        "Write what has happened, when it has.",
    ),
    "closed-unfinished": _error(
        "Bad news is closed without a cause, or with open commitments.", "Say `resolved` until all is done."
    ),
    "action-reason": _error("A promise was dropped without a reason.", "Add `reason`."),
    "action-twice": _error("Two actions of a post have one id.", "Give one of them another `id`."),
    "action-undated": _warning("A promise was kept on no day.", "Add `done_on`."),
    "action-early": _warning(
        "A promise is due before it was made, or was kept before anything happened.", "Correct the day."
    ),
    "action-moved": _warning(
        "The moves of a due date do not lead from one to the next, and to `due`.",
        "Write them in their order, each from the day to which it was moved before.",
    ),
    "state-reason-missing": _warning(
        "An event was cancelled or postponed without a reason.", "Add `state_reason`."
    ),
    "event-rule": _error(
        "A recurrence rule cannot be read, or comes too often.",
        "Write an RRULE, or words such as `first tuesday monthly`, that have one meaning.",
    ),
    "event-date": _error(
        "An exception of a series, or a date beside its rule, fits no date of it.",
        "Name one of its dates; the message tells the nearest.",
    ),
    "event-start": _warning(
        "A series starts on a day that its rule does not give.", "Start it with the first date of its rule."
    ),
    "event-twice": _warning(
        "A date of a series is named twice, or moved onto another one.", "Keep one of the two."
    ),
    "answer-missing": _error("A request was declined without an answer.", "Add `answer`."),
    "duplicate-of-missing": _error(
        "A request repeats another, but does not say which.", "Add `duplicate_of`."
    ),
    "history-state": _warning("The history of a request does not end with its state.", "Add the last step."),
    "history-ahead": _error(
        "A step of a request lies in the future.", "Write what has happened, when it has."
    ),
    "metric-unsaid": _warning(
        "A metric lacks what its readers need to trust it.",
        "Add the field; the page says that it is missing.",
    ),
    "metric-empty": _warning("A metric has no value yet.", "Record one, or delete the metric."),
    "metric-ahead": _error("A value or an end lies in the future.", "Correct it, or make it `provisional`."),
    "metric-cadence": _warning("A cadence is a word that we do not know.", "Write `monthly` or such."),
    "metric-story-old": _hint(
        "A story is older than the newest value, or does not say of which period it tells.",
        "Say what the newest value means, or give the story its period under `for`.",
    ),
    "metric-numbers-only": _hint(
        "A metric's last two values have no story, voice, note or mark.",
        "Say what they mean under `story`, or let somebody speak under `voices`.",
    ),
    "metric-jump": _hint(
        "A value jumps and nothing says why.",
        "Name the metric under `moves` of what moved it, or add a note or a story.",
    ),
    "metric-without-n": _hint("A share stands without its number of cases.", "Add `n` to the values."),
    "metric-few": _hint(
        "Values that rest on fewer cases than `min_n` are shown.",
        "Leave them out if few people can be known by them.",
    ),
    "metric-claim": _hint(
        "A metric went the other way than an entry's `moves` says.", "Say why, or correct the direction."
    ),
    "metric-unit-changed": _warning(
        "A metric was published in another unit.", "Give what is counted otherwise an id of its own."
    ),
    "changed-in-silence": _warning(
        "A post was published in other words, and nothing on it says that it changed.",
        "Tell it under `corrections` or in the `timeline`, or give the day in `updated`.",
    ),
    "metric-redefined": _warning(
        "A definition changed without a revision since it was published.", "Add one under `revisions`."
    ),
    "metric-target-changed": _warning(
        "A target that was published is gone or another, or a new one is to hold for published values.",
        "Keep it, and write the new one below it.",
    ),
    "metric-judged-otherwise": _warning(
        "What decides whether a metric's values are good changed without a revision since it was published.",
        "Add one under `revisions`.",
    ),
    "metric-values-changed": _warning(
        "Final values changed without a revision since they were published.", "Add one under `revisions`."
    ),
    "metric-revision-changed": _warning(
        "A revision that was published is gone, or on another day.", "Keep it, and add another one below it."
    ),
    "metric-vanished": _warning(
        "A metric that was published is gone or hidden.",
        "Bring it back with `retired`, or keep its address under `aliases` of what replaces it.",
    ),
    "series-twice": _error("A metric has both a series and a CSV.", "Keep one of them."),
    "series-duplicate": _error("A period stands twice in a series.", "Keep one of the two points."),
    "series-band": _warning("A value is outside its `low` and `high`.", "Give both, around the value."),
    "series-mixed": _warning(
        "A series mixes periods of different lengths.", "Count all by one, or make two metrics of it."
    ),
    "target-order": _error(
        "Targets stand in the wrong order, or one is to be reached before it holds.",
        "Write them in the order of `from`.",
    ),
    "series-order": _error("A series runs backwards.", "Write it in the order of time."),
    "data-missing": _error(
        "The CSV that a metric names does not exist, or is none.",
        "Correct the path; it counts from the metric's file, and ends in .csv.",
    ),
    # Markdown
    "broken-link": _error(
        "A link or picture leads nowhere.", "Correct it; the message names the nearest match."
    ),
    "link-held": _warning(
        "A link leads to what is not published yet.", "Nothing; its text stands without a link until then."
    ),
    "link-unsafe": _warning("A link would run a program.", "Link to a page."),
    "picture-remote": _warning(
        "A picture stands on another host, which would learn who reads.",
        "Copy it into the hub, or allow the host.",
    ),
    "image-alt": _warning(
        "A picture has no words for those who cannot see it.", "Write them between the brackets."
    ),
    "html-dropped": _warning(
        "Raw HTML was left out because it is not allowed.", "Write it in Markdown, or see `markdown.html`."
    ),
    "note-unused": _warning(
        "Nothing refers to a footnote, so it is shown as text.", "Write `[^name]` where it belongs."
    ),
    "foreign-syntax": _warning("Template syntax of another generator is not run.", "Write it in Markdown."),
    # entries and how they belong together
    "id-taken": _error("Two entries have one id.", "Give one of them another `id`."),
    "id-lengthened": _warning(
        "An entry of another generator shares its name with one more.", "Give it an `id` of its own."
    ),
    "address-moved": _warning(
        "An entry of another generator wants an address that is taken.", "Give it a `slug` of its own."
    ),
    "address-taken": _error("Two pages would stand at one address.", "Give one of them another `slug`."),
    "alias-taken": _warning(
        "An old address belongs to another entry, or to openhub itself.",
        "Delete the alias, or the other one.",
    ),
    "slug-shape": _error(
        "A slug, id or alias holds what an address cannot.", "Write letters, digits and - _ . ~ alone."
    ),
    "slug-reserved": _error("A slug is a word that openhub needs.", "Choose another `slug`."),
    "route-word": _error(
        "A route cannot give each entry an address of its own.", "Write it as the message says."
    ),
    "ref-unknown": _error(
        "A reference names nothing of this hub.", "Correct it; the message names the nearest match."
    ),
    "ref-kind": _error("A relation joins kinds that it does not fit.", "Refer to what the message names."),
    "ref-cycle": _error("A relation goes round in a circle.", "Take one of the references away."),
    "ref-held": _warning(
        "A reference names what is not published yet.",
        "Nothing; pages do not name it until then, or show its id without a link.",
    ),
    "person-near-miss": _warning("A name is nearly a person's id.", "Correct it, or write the full name."),
    "owner-gone": _hint(
        "Somebody who left still owns a promise or a metric.", "Name who looks after it now under `owner`."
    ),
    "standin-absent": _hint(
        "Who stands in for somebody is not there then.", "Name somebody who is, or take `standin` away."
    ),
    "discuss-missing": _hint(
        "No page of the hub says where to answer.", "Set `discuss`, `channels` or `repository`."
    ),
    "audience-unknown": _warning(
        "An audience is not declared.", "Add it to `audiences`, or correct the name."
    ),
    "kind-unknown": _error(
        "A source names a kind that does not exist.", "Use one of the kinds that the message names."
    ),
    # releases
    "changelog-missing": _error("A product names a changelog that does not exist.", "Correct the path."),
    "changelog-empty": _warning("A changelog holds no version.", "Write a heading for each version."),
    "changelog-heading": _warning(
        "A heading of a changelog cannot be understood as a version.", "Write `## 1.2.0 - 2026-11-24`."
    ),
    "changelog-link": _warning(
        "A changelog links to a file that is no part of the hub.", "Name the product's `repository`."
    ),
    "changelog-date": _warning("The date of a version is no date.", "Write it as 2026-11-24."),
    "version-duplicate": _error("A version stands twice in a changelog.", "Join the two sections."),
    "release-unknown": _error(
        "Long notes stand for a version that no changelog has.", "Add its heading there, or a `date` here."
    ),
    "release-replaced": _warning(
        "What to use in place of a withdrawn version is not out, or withdrawn too.",
        "Name a version that stands, or take `use` away.",
    ),
    "release-untold": _hint(
        "A minor or major release has no event about it within 30 days.",
        "Make one with the command that the message names.",
    ),
    "release-slipped": _hint(
        "An event about a release takes place before the release is out.",
        "Move one of the two, or tell when the release comes.",
    ),
    # other generators' content
    "dialect-date": _error("A date of another generator cannot be read.", "Write it as 2026-11-24."),
    "dialect-published": _error(
        "`published` is neither true, false nor a date.", "Write `draft: true` or `publish_at`."
    ),
    "dialect-severity": _error("A severity of cState is not known.", "Write down, disrupted or notice."),
    # the whole hub
    "config-url": _error("The hub's URL is none.", "Write it with https:// and its base path."),
    "authority-missing": _warning(
        "Feed ids depend on the hub's URL.", "Set `authority` once, and never change it."
    ),
    "source-missing": _error(
        "A folder of `sources` does not exist.", "Correct the path; it counts from the hub's folder."
    ),
    "kind-module": _error("A module of `kinds` cannot be used.", "Correct its name, or give it a `KIND`."),
    "language-data": _warning(
        "Numbers and dates are written as in English, for want of the language's data.",
        "Install the extra `i18n`, or name a language that Babel knows.",
    ),
    "theme-missing": _error("The theme does not exist.", "Correct its name, or add `themes/<name>/`."),
    "theme-file": _error("A file that the theme's settings name does not exist.", "Put it into `static/`."),
    "accent-colour": _error("The accent is not a colour.", "Write it as #rrggbb."),
    "accent-contrast": _error("The accent is too pale to be read on paper.", "Choose a darker colour."),
    "template": _error("A template fails.", "Mend it at that place."),
    "published-unreadable": _error(
        "The published hub.json cannot be read.", "Fetch it again, or leave `--published` out."
    ),
    "published-vanished": _warning(
        "What was published is gone.", "Bring it back, or keep its address under `aliases`."
    ),
}


def level_of(problem: Problem, checks: Mapping[str, Level]) -> Level:
    """Say how grave a problem is: as the settings say, else as its code does."""
    return checks.get(problem.code, CODES[problem.code].level)
