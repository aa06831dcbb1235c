"""The fixed words around what the rule files say, in English and Welsh, and how money is written."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from fingerpost.rules.figures import write_day, write_money, write_value
from fingerpost.rules.results import Possible
from fingerpost.rules.saying.earnings import Earnings
from fingerpost.rules.saying.sweep import WEEKS

ENGLISH = "en"
WELSH_VOWELS = "aeiouwyâêîôûŵŷ"
MOST_NAMED = 6  # of the schemes a fall is due to, or that were left out: more than that nobody reads

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "likely": {"en": "You are likely to get {title}", "cy": "Rydych yn debygol o gael {title}"},
    "may": {"en": "You may get {title}", "cy": "Mae'n bosibl y gallwch gael {title}"},
    "unlikely": {"en": "You are unlikely to get {title}", "cy": "Rydych yn annhebygol o gael {title}"},
    "pays": {"en": "{title}", "cy": "{title}"},
    "pays nothing": {"en": "{title}: nothing to pay", "cy": "{title}: dim i'w dalu"},
    "pays unknown": {
        "en": "{title}: your answers do not settle how much",
        "cy": "{title}: nid yw eich atebion yn setlo faint",
    },
    "received": {"en": "You told us that you get this.", "cy": "Dywedoch wrthym eich bod yn cael hyn."},
    "keep": {
        "en": "You told us that you get it. Do not stop your claim because of this page.",
        "cy": "Dywedoch wrthym eich bod yn ei gael. Peidiwch ag atal eich cais oherwydd y dudalen hon.",
    },
    "either": {
        "en": "You can get this or {title}, not both.",
        "cy": "Gallwch gael hwn neu'r canlynol, nid y ddau: {title}.",
    },
    "outside": {
        "en": "The figures held here for this run from {first} to {last}, so it is not worked out for the day asked.",
        "cy": "Mae'r ffigurau sydd yma ar gyfer hyn o {first} i {last}, felly nid yw wedi'i gyfrifo ar gyfer y dydd.",
    },
    "between": {"en": "between {low} and {high}", "cy": "rhwng {low} a {high}"},
    "up to": {"en": "up to {high}", "cy": "hyd at {high}"},
    "week": {"en": "{money} a week", "cy": "{money} yr wythnos"},
    "four-weeks": {"en": "{money} every 4 weeks", "cy": "{money} bob 4 wythnos"},
    "month": {"en": "{money} a month", "cy": "{money} y mis"},
    "year": {"en": "{money} a year", "cy": "{money} y flwyddyn"},
    "": {"en": "{money}", "cy": "{money}"},
    "and": {"en": "{before} and {last}", "cy": "{before} a {last}"},
    "and before a vowel": {"en": "{before} and {last}", "cy": "{before} ac {last}"},
    "more": {"en": "{count} more", "cy": "{count} arall"},
    "earnings": {"en": "If your earnings change", "cy": "Os bydd eich enillion yn newid"},
    "earnings from": {
        "en": "From {first} to {last} of earnings a year, what you have left goes from {low} to {high}.",
        "cy": "O {first} i {last} o enillion y flwyddyn, mae'r hyn sydd gennych ar ôl yn mynd o {low} i {high}.",
    },
    "one pound": {
        "en": "If you earn £1 a week more than now, you keep {kept} of it.",
        "cy": "Os enillwch £1 yr wythnos yn fwy na nawr, byddwch yn cadw {kept} ohoni.",
    },
    "one pound loses": {
        "en": "If you earn £1 a week more than now, you end up {lost} a year worse off.",
        "cy": "Os enillwch £1 yr wythnos yn fwy na nawr, byddwch {lost} y flwyddyn ar eich colled.",
    },
    "thousand": {
        "en": "If you earn £1,000 a year more than now, you keep {kept} of it.",
        "cy": "Os enillwch £1,000 y flwyddyn yn fwy na nawr, byddwch yn cadw {kept} ohono.",
    },
    "thousand loses": {
        "en": "If you earn £1,000 a year more than now, you end up {lost} a year worse off.",
        "cy": "Os enillwch £1,000 y flwyddyn yn fwy na nawr, byddwch {lost} y flwyddyn ar eich colled.",
    },
    "without": {"en": "Without {schemes}: {words}", "cy": "Heb {schemes}: {words}"},
    "fall": {
        "en": "At {at} of earnings a year you would lose {lost} a year at once: {schemes}.",
        "cy": "Ar {at} o enillion y flwyddyn byddech yn colli {lost} y flwyddyn ar unwaith: {schemes}.",
    },
    "end": {
        "en": "From {at} of earnings a year you would no longer get this: {schemes}.",
        "cy": "O {at} o enillion y flwyddyn ni fyddech yn cael hyn mwyach: {schemes}.",
    },
    "may end": {
        "en": "From {at} of earnings a year you may no longer get this: {schemes}.",
        "cy": "O {at} o enillion y flwyddyn efallai na fyddech yn cael hyn mwyach: {schemes}.",
    },
    "partly": {
        "en": "Your answers do not settle these for all earnings, and there the least is counted: {schemes}.",
        "cy": "Nid yw eich atebion yn setlo'r rhain ar gyfer pob enillion, ac yno cyfrifir y lleiaf: {schemes}.",
    },
    "counted": {"en": "Counted here: {schemes}.", "cy": "Wedi'u cyfrif yma: {schemes}."},
    "not counted": {
        "en": "Left out, because your answers do not settle how much: {schemes}.",
        "cy": "Wedi'u gadael allan, am nad yw eich atebion yn setlo faint: {schemes}.",
    },
    "assumed": {
        "en": "It takes for granted that you claim all you can, and that only your own earnings change. What you pay "
        "for childcare, rent and the like stays as it is now.",
        "cy": "Mae'n cymryd eich bod yn hawlio popeth y gallwch, ac mai dim ond eich enillion eich hun sy'n newid. "
        "Mae'r hyn rydych yn ei dalu am ofal plant, rhent ac ati yn aros fel y mae nawr.",
    },
}


def of(name: str, language: str) -> str:
    """The words of that name, to be filled in; in English where there are no others."""
    texts = _TEXTS[name]
    return texts.get(language, texts[ENGLISH])


def money(pence: int) -> str:
    """£1,234.50; £20 where there are no pence."""
    return write_money(pence).replace("-", "−")


def amount(low: int, high: int, period: str, language: str) -> str:
    """£44.95 a week; between £120 and £340 a month; up to £50 a week. Both bounds are pence."""
    if low == high:
        said = money(low)
    elif low <= 0:
        said = of("up to", language).format(high=money(high))
    else:
        said = of("between", language).format(low=money(low), high=money(high))
    return of(period, language).format(money=said)


def working(label: str, formula: str, value: Possible, language: str) -> str:
    """One step: "Child Benefit a week: £27.05 + 1 × £17.90 = £44.95"."""
    low, high = (write_value(each, value.unit, language=language) for each in (value.low, value.high))
    came_to = low if value.is_known else of("between", language).format(low=low, high=high)
    steps = f"{formula} = " if formula and formula != came_to else ""
    return f"{label}: {steps}{came_to}"


def outside(first: date, last: date | None, language: str) -> str:
    """That the figures do not cover the day asked about."""
    return of("outside", language).format(
        first=write_day(first, language=language), last=write_day(last, language=language) if last else "…"
    )


def listed(names: list[str], language: str) -> str:
    """A, B and C; beyond a few, how many more there are."""
    if len(names) > MOST_NAMED:
        names = [*names[:MOST_NAMED], of("more", language).format(count=len(names) - MOST_NAMED)]
    if len(names) < 2:
        return "".join(names)
    last = names[-1]
    words = of("and before a vowel" if last[:1].lower() in WELSH_VOWELS else "and", language)
    return words.format(before=", ".join(names[:-1]), last=last)


def earnings(found: Earnings, named: Mapping[str, str], language: str) -> str:
    """What the curve shows, in one sentence."""
    (first, low), (last, high) = found.points[0], found.points[-1]
    figures = {"first": first, "last": last, "low": low, "high": high}
    said = {name: money(100 * pounds) for name, pounds in figures.items()}
    return of("earnings from", language).format(**said)


def about_earnings(
    found: Earnings, named: Mapping[str, str], language: str
) -> Iterator[tuple[str, str, str, int | None, int | None]]:
    """What to know of the curve: (part, words, about, earnings in pence, loss in pence)."""
    for name, kept in (("one pound", found.one_pound), ("thousand", found.thousand)):
        if kept is not None:
            left = round(kept / WEEKS) if name == "one pound" and kept >= 0 else kept
            words = of(name if kept >= 0 else f"{name} loses", language).format(kept=_kept(left), lost=money(-kept))
            yield "step", _without(words, found, named, language), name, found.now, kept
    for fall in found.falls:
        schemes = listed([named[each] for each in fall.schemes], language)
        name = "fall" if fall.lost else "end" if fall.is_sure else "may end"
        words = of(name, language).format(at=money(fall.at), lost=money(fall.lost), schemes=schemes)
        yield "fall", words, " ".join(fall.schemes), fall.at, fall.lost
    yield "note", of("assumed", language), "", None, None
    if found.schemes:
        yield "note", of("counted", language).format(schemes=_all(found.schemes, named)), "", None, None
    if found.partly:
        yield "note", of("partly", language).format(schemes=_all(found.partly, named)), "", None, None
    if found.left_out:
        yield "left out", of("not counted", language).format(schemes=_all(found.left_out, named)), "", None, None


def _without(words: str, found: Earnings, named: Mapping[str, str], language: str) -> str:
    """What is not settled changes the sentence too: it says so."""
    if not found.left_out:
        return words
    schemes = listed([named[each] for each in found.left_out], language)
    return of("without", language).format(schemes=schemes, words=words[:1].lower() + words[1:])


def _kept(pence: int) -> str:
    return f"{pence}p" if pence < 100 else money(pence)


def _all(schemes: Iterable[str], named: Mapping[str, str]) -> str:
    return ", ".join(named[each] for each in schemes)
