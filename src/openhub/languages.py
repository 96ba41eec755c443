"""How languages write numbers and dates: the signs in numbers, the months, and their order in a date.

Other languages than these write as English does. No locale is asked: a hub looks the same everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

# What parts thousands and decimals, where it is not as in English.
_COMMA = frozenset({"ca", "da", "de", "el", "es", "gl", "hr", "id", "it", "nl", "pt", "ro", "sl", "tr", "vi"})
_SPACE = frozenset(
    {"be", "bg", "cs", "et", "fi", "hu", "lt", "lv", "nb", "nn", "no", "pl", "ru", "sk", "sv", "uk"}
)


@lru_cache(maxsize=64)
def separators(language: str) -> tuple[str, str]:
    """Give what parts thousands, and decimals."""
    name = language.lower()
    main = name.partition("-")[0]
    if name in {"de-ch", "es-mx"}:
        return ("’" if name == "de-ch" else ","), "."
    if main == "fr":
        return "\N{NARROW NO-BREAK SPACE}", ","
    return (".", ",") if main in _COMMA else ("\N{NO-BREAK SPACE}", ",") if main in _SPACE else (",", ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How a language writes days and periods.

    In a form `{d}` is the day, `{n}` the month and `{m}` its name, `{q}` the quarter, `{w}` the week, `{y}`
    the year. `short` names months on an axis, `of` in a day where that is another word; `one` is the first.
    """

    months: tuple[str, ...]
    short: tuple[str, ...]
    of: tuple[str, ...] = ()
    day: str = "{d} {m} {y}"
    day_month: str = "{d} {m}"
    month: str = "{m} {y}"
    quarter: str = "Q{q} {y}"
    week: str
    quarter_sign: str = "Q"
    week_sign: str = "W"
    short_day: str = "{d} {m}"
    one: str = "1"


@lru_cache(maxsize=64)
def calendar(language: str) -> Calendar | None:
    """Give how a language writes dates; None for English and for those that write as it does here."""
    if language == "en":
        return None  # at once, since thousands of values ask
    main = language.lower().partition("-")[0]
    return _made({"no": "nb", "nn": "nb"}.get(main, main))


@lru_cache(maxsize=64)
def _made(language: str) -> Calendar | None:
    given = _CALENDARS.get(language)
    if given is None:
        return None
    names = {key: tuple(given[key].split()) for key in ("months", "short", "of") if key in given}
    forms = {key: form for key, form in given.items() if key not in names}
    return Calendar(**names, **forms)  # type: ignore[arg-type]  # texts and tuples, by their names


def month_numbers() -> dict[str, int]:
    """Give the numbers of the months by the names and short names of these languages, in small letters."""
    found: dict[str, int] = {}
    for language in _CALENDARS:
        known = calendar(language)
        for names in (known.months, known.of, known.short) if known else ():
            found |= {name.lower(): number for number, name in enumerate(names, 1) if name.isalpha()}
    return found


_DOTTED = {"day": "{d}. {m} {y}", "day_month": "{d}. {m}", "short_day": "{d}. {m}"}
_CJK = {"months": "1 2 3 4 5 6 7 8 9 10 11 12"}
_CALENDARS: dict[str, dict[str, str]] = {
    "cs": {
        "months": "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
        "of": "ledna února března dubna května června července srpna září října listopadu prosince",
        "short": "led úno bře dub kvě čvn čvc srp zář říj lis pro",
        "quarter": "{q}. čtvrtletí {y}",
        "week": "{w}. týden {y}",
        **_DOTTED,
    },
    "da": {
        "months": "januar februar marts april maj juni juli august september oktober november december",
        "short": "jan feb mar apr maj jun jul aug sep okt nov dec",
        "quarter": "{q}. kvartal {y}",
        "week": "uge {w} {y}",
        "quarter_sign": "K",
        "week_sign": "U",
        **_DOTTED,
    },
    "de": {
        "months": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        "short": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
        "quarter": "{q}. Quartal {y}",
        "week": "KW {w} {y}",
        "week_sign": "KW",
        **_DOTTED,
    },
    "es": {
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "short": "ene feb mar abr may jun jul ago sep oct nov dic",
        "day": "{d} de {m} de {y}",
        "day_month": "{d} de {m}",
        "month": "{m} de {y}",
        "quarter": "{q}.º trimestre de {y}",
        "week": "semana {w} de {y}",
        "quarter_sign": "T",
        "week_sign": "S",
    },
    "fi": {
        "months": "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu "
        "marraskuu joulukuu",
        "of": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta "
        "syyskuuta lokakuuta marraskuuta joulukuuta",
        "short": "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
        "quarter": "{q}. neljännes {y}",
        "week": "viikko {w}/{y}",
        "week_sign": "vk ",
        **_DOTTED,
    },
    "fr": {
        "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "short": "janv févr mars avr mai juin juil août sept oct nov déc",
        "quarter": "T{q} {y}",
        "one": "1er",
        "week": "semaine {w} de {y}",
        "quarter_sign": "T",
        "week_sign": "S",
    },
    "it": {
        "months": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        "short": "gen feb mar apr mag giu lug ago set ott nov dic",
        "quarter": "{q}º trimestre {y}",
        "one": "1º",
        "week": "settimana {w} del {y}",
        "quarter_sign": "T",
        "week_sign": "S",
    },
    "ja": {
        **_CJK,
        "short": "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        "day": "{y}年{n}月{d}日",
        "day_month": "{n}月{d}日",
        "month": "{y}年{n}月",
        "quarter": "{y}年第{q}四半期",
        "week": "{y}年第{w}週",
        "short_day": "{n}/{d}",
    },
    "ko": {
        **_CJK,
        "short": "1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월",
        "day": "{y}년 {n}월 {d}일",
        "day_month": "{n}월 {d}일",
        "month": "{y}년 {n}월",
        "quarter": "{y}년 {q}분기",
        "week": "{y}년 {w}주",
        "short_day": "{n}/{d}",
    },
    "nb": {
        "months": "januar februar mars april mai juni juli august september oktober november desember",
        "short": "jan feb mar apr mai jun jul aug sep okt nov des",
        "quarter": "{q}. kvartal {y}",
        "week": "uke {w} {y}",
        "quarter_sign": "K",
        "week_sign": "U",
        **_DOTTED,
    },
    "nl": {
        "months": "januari februari maart april mei juni juli augustus september oktober november december",
        "short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
        "quarter": "{q}e kwartaal {y}",
        "week": "week {w} van {y}",
        "quarter_sign": "K",
    },
    "pl": {
        "months": "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad "
        "grudzień",
        "of": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
        "grudnia",
        "short": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
        "quarter": "{q}. kwartał {y}",
        "week": "{w}. tydzień {y}",
        "quarter_sign": "K",
        "week_sign": "T",
    },
    "pt": {
        "months": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        "short": "jan fev mar abr mai jun jul ago set out nov dez",
        "day": "{d} de {m} de {y}",
        "day_month": "{d} de {m}",
        "month": "{m} de {y}",
        "quarter": "{q}.º trimestre de {y}",
        "week": "semana {w} de {y}",
        "quarter_sign": "T",
        "week_sign": "S",
    },
    "ru": {
        "months": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "of": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "short": "янв фев мар апр май июн июл авг сен окт ноя дек",
        "quarter": "{q}-й квартал {y}",
        "week": "{w}-я неделя {y}",
        "quarter_sign": "К",
        "week_sign": "Н",
    },
    "sv": {
        "months": "januari februari mars april maj juni juli augusti september oktober november december",
        "short": "jan feb mar apr maj jun jul aug sep okt nov dec",
        "quarter": "kvartal {q} {y}",
        "week": "vecka {w} {y}",
        "quarter_sign": "K",
        "week_sign": "v",
    },
    "uk": {
        "months": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад "
        "грудень",
        "of": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        "short": "січ лют бер кві тра чер лип сер вер жов лис гру",
        "quarter": "{q}-й квартал {y}",
        "week": "{w}-й тиждень {y}",
        "quarter_sign": "К",
        "week_sign": "Т",
    },
    "zh": {
        **_CJK,
        "short": "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
        "day": "{y}年{n}月{d}日",
        "day_month": "{n}月{d}日",
        "month": "{y}年{n}月",
        "quarter": "{y}年第{q}季度",
        "week": "{y}年第{w}周",
        "short_day": "{n}/{d}",
    },
}
