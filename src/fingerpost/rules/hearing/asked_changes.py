"""What a person asks the effect of: a raise, other pay, more or fewer hours, another baby, more into a pension."""

import re
from collections.abc import Iterator
from decimal import Decimal

from fingerpost.rules.hearing.changing import BORN, BY, CHILDREN, TIMES, TO, Change
from fingerpost.rules.hearing.money import A_YEAR, LEAST_YEARLY
from fingerpost.rules.hearing.moods import DENIED, mood_of
from fingerpost.rules.hearing.reading_text import OTHER, PARTNER, YOU, Sentence
from fingerpost.rules.hearing.sums import Sum

_RAISE = r"(?:(?:pay|wage|salary)? ?-?(?:raise|rise|increase)|payrise|godiad(?: cyflog)?|godiad yn fy nghyflog)"
_GET = r"(?:get|getting|got|given|offered|take|accept|had|receive|with|caf|cael|gaf|gawn)"
_RAISE_BEFORE = re.compile(rf"\b(?P<get>{_GET}|a|any)\b[\w ]{{0,12}}? {_RAISE}(?: (?:of|by|o))?\s*$")
_RAISE_AFTER = re.compile(rf"^\s*(?:pounds? )?(?:a year )?{_RAISE}\b|^\s*(?:o )?godiad\b")
_GET_BEFORE = re.compile(rf"\b{_GET}\b(?: (?:i|a|an|another|me|of|o))*\s*$")
_PAST = re.compile(r"\b(?:have|had|'ve|has|just|already|was|were|last|recently|got|given)\b")
_MORE_AFTER = re.compile(r"^\s*(?:(?:more|extra|yn fwy|yn ychwanegol)\b|(?P<less>less\b|yn llai\b))")
_EXTRA_BEFORE = re.compile(r"\b(?:extra|another)\s*$")
_EARNED_THEN = re.compile(
    r"\b(?:earn|earned|made|make|earning|(?:was|were) (?:paid|earning|on)|got paid|be paid|ennill|enillwn|enillais|"
    r"n ennill|enilla i)(?: (?:an|another|just|only|extra|i))*\s*$"
)
_PAY = r"(?:pay|salary|wages?|earnings|income|nghyflog(?: i)?|cyflog)"
_GOES_TO = re.compile(
    rf"\b{_PAY}\b[\w ]{{0,20}}\b(?:goes up|went up|rises|rose|increases|increased|goes|went|drops|dropped|"
    rf"goes down|went down|falls|fell|changes|changed|codi|mynd i fyny|gostwng|were|"
    rf"was)(?: from [£\d,.k ]+)? (?:to |i )?\s*$"
    r"|\b(?:went|go|going|move|moved|bumped|put|drop|dropped|moving|mynd)(?: (?:me|back))? (?:up |down )?(?:to|i)\s*$"
    rf"|\b{_RAISE} to\s*$"
)
_GOES_BY = re.compile(
    rf"\b{_PAY}\b[\w ]{{0,20}}\b(?P<way>goes up|went up|rises|rose|increases|increased|drops|dropped|goes down|"
    rf"went down|falls|fell|codi|gostwng) (?:by|o)\s*$"
)
_DOWN = re.compile(r"\b(?:down|drops?|dropped|falls?|fell|cut|reduce\w*|less|fewer|gostwng|lleihau)\b")
_ASKS = re.compile(
    r"\b(?:if|suppose|supposing|say|what happens|would|what about|os|pe|pebawn|beth sy'n digwydd|faint|will i|do i|"
    r"am i|what will|how much)\b|\?"
)
_IF = re.compile(r"\b(?:if|would|petawn|suppose|supposing|say|os|pe|what about|when)\b")
_HOURS = re.compile(
    r"^\s*(?P<more>more |extra |additional |fewer |less )?(?:hours?|hrs?|awr)\b(?P<after> (?:more|extra|fewer|less|"
    r"yn fwy|yn llai|a week more|a week extra))?"
)
_HOURS_VERB = re.compile(
    r"\b(?P<verb>take on|took on|taking on|work|worked|working|do|did|doing|add|added|increase|increased|go up|"
    r"went up|cut|drop|dropped|reduce|reduced|go down|went down|gweithio)"
    r"(?: (?:up|down|back|an|a|another|extra|my hours|to|by|just|only|i|from \d+(?: hours)?))*\s*$"
)
_BABY = re.compile(
    r"\b(?:have|had|having|get|adopt|expecting|with|cael|gael|gawn ni|cawn ni|caf i|gaf i|cawn)\s+(?:a |"
    r"an )?(?:(?:another|second|third|fourth|2nd|3rd|one more|new) (?:baby|child|kid)|another one|fabi arall|"
    r"blentyn arall|babi arall|plentyn arall)\b"
    r"|\b(?:have|had) (?:a|our first|my first) (?:baby|child)\b"
)
_PENSION = re.compile(
    r"^\s*(?:more |extra |a year |a month |a year more )*(?:in)?to (?:my|a|the) (?:\w+ )?(?:pension|sipp)\b|"
    r"^\s*i(?:'m| fy| mewn) (?:m?h?pensiwn|bensiwn)\b"
)
_PAYS_IN = re.compile(
    r"\b(?:pay|paid|paying|put|putting|contribute|contributed|add|added|sacrifice|save|talu|rhoi)\b[\w ]{0,14}$"
)
_PERCENT = re.compile(
    rf"(?P<share>\d{{1,2}}(?:\.\d{{1,2}})?) ?(?:%|per ?cent|y cant)(?: (?P<raise>{_RAISE})| (?:more|extra|yn fwy))?"
)
_RENT_GOES = re.compile(
    r"\brent\b[\w ]{0,14}\b(?:goes up|went up|rises|increases|is put up|was put up|goes|went) (?P<how>to|by)\s*$"
)


def asked_changes(sentence: Sentence) -> Iterator[Change]:
    """The changes that one sentence asks about."""
    for each in sentence.sums:
        change = _of_sum(sentence, each)
        if change is not None:
            yield change
    yield from _baby(sentence)
    yield from _percent(sentence)


def _of_sum(sentence: Sentence, each: Sum) -> Change | None:
    before, after = sentence.clause_before(each.start), sentence.clause_after(each.end)
    whose = sentence.who_at(each.start)
    if whose == "we" or mood_of(before) == DENIED or not each.is_exact:
        return None
    is_if = bool(_IF.search(before)) or bool(_IF.search(sentence.text[: each.start]))
    for find in (_raise, _hours, _pension, _rent, _pay):
        found = find(sentence=sentence, each=each, before=before, after=after, whose=whose, is_if=is_if)
        if found is not None:
            return found
    return None


def _raise(*, sentence: Sentence, each: Sum, before: str, after: str, whose: str, is_if: bool) -> Change | None:
    is_raise = _RAISE_AFTER.search(after) or _RAISE_BEFORE.search(before)
    if not is_raise or whose == OTHER or not each.is_money:
        return None
    is_past = _PAST.search(before) and not is_if
    if is_past or not (
        _GET_BEFORE.search(before) or _RAISE_BEFORE.search(before) or re.search(r"\b(?:a|with|my|an|o|of)\s*$", before)
    ):
        return None
    return _change(sentence, each, f"{_own(whose)}.earnings", BY, _yearly(each))


def _hours(*, sentence: Sentence, each: Sum, before: str, after: str, whose: str, is_if: bool) -> Change | None:
    match, verb = _HOURS.match(after), _HOURS_VERB.search(before)
    if match is None or verb is None or each.is_money or not is_if or whose == OTHER:
        return None
    value = each.low or Decimal(0)
    words = f"{verb[0]} {match['more'] or ''}{match['after'] or ''}"
    is_more = bool(
        match["more"] or match["after"] or re.search(r"\b(?:extra|another|by|take on|took on|taking on)\b", words)
    )
    end = each.end + match.end()
    if is_more:
        sign = -1 if _DOWN.search(words) else 1
        return _change(sentence, each, f"{_own(whose)}.hours_worked", BY, sign * value, end=end)
    if re.search(r"\b(?:worked|did|to)\b", words):
        return _change(sentence, each, f"{_own(whose)}.hours_worked", TO, value, end=end)
    return None


def _pension(*, sentence: Sentence, each: Sum, before: str, after: str, whose: str, is_if: bool) -> Change | None:
    if not _PENSION.search(after) or not _PAYS_IN.search(before) or not is_if or whose == OTHER:
        return None
    value = _yearly(each)
    return _change(
        sentence, each, f"{_own(whose)}.pension_contributions", BY, value, end=each.end + _ending(_PENSION, after)
    )


def _rent(*, sentence: Sentence, each: Sum, before: str, after: str, whose: str, is_if: bool) -> Change | None:
    match = _RENT_GOES.search(before)
    if match is None or not is_if or each.period not in {"month", "week"}:
        return None
    value = (each.low or Decimal(0)) * (1 if each.period == "month" else Decimal(52) / 12) * 100
    return _change(sentence, each, "rent", TO if match["how"] == "to" else BY, value.quantize(Decimal(1)))


def _pay(*, sentence: Sentence, each: Sum, before: str, after: str, whose: str, is_if: bool) -> Change | None:
    if whose == OTHER or not (each.is_money or (each.low or 0) >= LEAST_YEARLY):
        return None
    path = f"{_own(whose)}.earnings"
    by = _GOES_BY.search(before)
    if by and _ASKS.search(sentence.text):
        return _change(sentence, each, path, BY, _yearly(each) * (-1 if _DOWN.search(by["way"]) else 1))
    is_past = _PAST.search(before) and not is_if
    if _GOES_TO.search(before) and not is_past and _ASKS.search(sentence.text) and _is_big(each):
        return _change(sentence, each, path, TO, _yearly(each))
    if not _EARNED_THEN.search(before) or not is_if:
        return None
    if _MORE_AFTER.search(after) or _EXTRA_BEFORE.search(before):
        more = _MORE_AFTER.search(after)
        sign = -1 if more and more["less"] else 1
        return _change(sentence, each, path, BY, sign * _yearly(each), end=each.end + (more.end() if more else 0))
    is_then = re.search(r"\b(?:earned|made|was|were|got paid|enillwn|pe|bawn)\b", before)
    return _change(sentence, each, path, TO, _yearly(each)) if is_then and _is_big(each) else None


def _is_big(each: Sum) -> bool:
    return bool(each.period) or (each.low or 0) >= LEAST_YEARLY


def _baby(sentence: Sentence) -> Iterator[Change]:
    for match in _BABY.finditer(sentence.text):
        before = sentence.clause_before(match.start())
        if (
            _IF.search(before + match[0])
            and sentence.who_at(match.start()) not in {OTHER}
            and mood_of(before) != DENIED
        ):
            yield Change(
                path=CHILDREN,
                how=BORN,
                value=Decimal(1),
                start=sentence.at + match.start(),
                end=sentence.at + match.end(),
            )
            return


def _percent(sentence: Sentence) -> Iterator[Change]:
    for match in _PERCENT.finditer(sentence.text):
        before = sentence.clause_before(match.start())
        whose = sentence.who_at(match.start())
        by = _GOES_BY.search(before)
        is_raise = match["raise"] and (_GET_BEFORE.search(before) or re.search(r"\b(?:a|my)\s*$", before))
        is_past = _PAST.search(before) and not _IF.search(before)
        if (
            whose in {YOU, PARTNER}
            and (by or is_raise)
            and _ASKS.search(sentence.text)
            and not is_past
            and mood_of(before) != DENIED
        ):
            share = Decimal(match["share"]) / 100 * (-1 if by and _DOWN.search(by["way"]) else 1)
            yield Change(
                path=f"{whose}.earnings", how=TIMES, value=1 + share,
                start=sentence.at + match.start(), end=sentence.at + match.end(),
            )  # fmt: skip
            return


def _own(whose: str) -> str:
    return PARTNER if whose == PARTNER else YOU


def _yearly(each: Sum) -> Decimal:
    """Pence a year. Without a period it is a year's."""
    times = A_YEAR.get(each.period, 1)
    return ((each.low or Decimal(0)) * times * 100).quantize(Decimal(1))


def _ending(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.end() if match else 0


def _change(sentence: Sentence, each: Sum, path: str, how: str, value: Decimal, *, end: int = 0) -> Change | None:
    if each.period in {"hour", "day"} or not value:
        return None
    start = sentence.clause_start(each.start)
    until = end or _raise_end(sentence, each)
    return Change(path=path, how=how, value=value, start=sentence.at + start, end=sentence.at + until)


def _raise_end(sentence: Sentence, each: Sum) -> int:
    after = sentence.clause_after(each.end)
    return each.end + _ending(_RAISE_AFTER, after)
