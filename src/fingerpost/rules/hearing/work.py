"""Work, hours and care: how many hours somebody works or looks after somebody, and whether they work at all."""

import re
from collections.abc import Iterator
from decimal import Decimal

from fingerpost.rules.hearing.heard import Told
from fingerpost.rules.hearing.money import hourly
from fingerpost.rules.hearing.moods import DENIED, STATED, SUPPOSED, mood_of
from fingerpost.rules.hearing.reading_text import CHILD, OTHER, PARTNER, WE, YOU, Sentence
from fingerpost.rules.households.household import Range

MOST_HOURS = 100
ENOUGH_CARE = 35  # hours a week, as the fact asks
WEEKS = 52

_HOURS = re.compile(
    r"^\s?-?(?:hours?|hrs?|awr|oriau)\b(?P<week>\s*(?:a|per|each|every|/)\s*we*k|\s*p\.?w\b|\s*yr wythnos|"
    r"\s*bob wythnos|\s*weekly)?"
)
_WORKS = re.compile(
    r"\b(?:works?|working|do|doing|contracted|part[- ]time|full[- ]time|job|shifts?|gweithio|gwneud|for|at|rota)"
    r"(?: (?:just|only|about|for|is|of|as an? [\w ]{1,25}|in [\w ]{1,25}|at [\w ]{1,20}|part[- ]time|am|a|tua))*\s*$"
)
_CARES = re.compile(
    r"\b(?:car(?:e|es|ing) for|look(?:s|ing)? after|carer (?:for|to)|gofalu am|edrych ar [oô]l)\s+"
    r"(?P<whom>(?:my|our|a|fy|ein|the)\s+[\w' -]{2,40}?)(?= (?:for|about|around|roughly|at least|over|up to|am|\d+|"
    r"who|and|because)\b|\s*[,.]|$)"
)
_ILL = re.compile(r"\b(?:disabled|severely|autistic|ill|sick|blind|elderly|frail|anabl)\b")
_YOUNG = re.compile(
    r"\b(?:kids?|child(?:ren)?|baby|toddler|grand(?:child(?:ren)?|kids?|son|daughter|baby)|nephew|niece|dogs?|"
    r"cats?|pets?|horses?|garden|house|home|plant)\b"
)
_NO_WORK = re.compile(
    r"\b(?:(?:i'm|im|i am|he's|she's|is|am|rwy'n|dw i'n|rydw i'n) (?:currently |now |still )?(?:unemployed|"
    r"out of work|retired|not working|"
    r"not in work|ddi-waith|wedi ymddeol)"
    r"|(?:i|he|she|wife|husband|partner) (?:do not|don't|dont|does not|doesn't|doesnt) work\b(?! (?:full|on|there|"
    r"weekends|in|for|at|with|\d))"
    r"|yn ddi-waith|(?:dydw i|dw i|dyw e|dydy hi|dydi) ddim yn gweithio)"
)
_STUDENT = re.compile(
    r"\b(?:i'm|im|i am|as|he's|she's|is|rwy'n|dw i'n) (?P<no>not )?(?:a |an |yn )?(?:full[- ]time (?:university |"
    r"college )?student|fyfyriwr (?:llawn amser|amser llawn)|myfyriwr (?:llawn amser|amser llawn))\b"
)


def hear_work(sentence: Sentence) -> Iterator[Told]:
    """Hours, pay for an hour times hours, care, and having no work."""
    yield from _hours(sentence)
    yield from _no_work(sentence)
    yield from _care(sentence)
    for match in _STUDENT.finditer(sentence.text):
        whose = sentence.who_at(match.start())
        if whose in {YOU, PARTNER} and mood_of(sentence.clause_before(match.start())) == STATED:
            yield _told(sentence, f"{whose}.full_time_student", not match["no"], match.start(), match.end())


def _hours(sentence: Sentence) -> Iterator[Told]:
    rate = hourly(sentence)
    for each in sentence.sums:
        match = _HOURS.match(sentence.text, each.end)
        match = match or _HOURS.match(sentence.text[each.end :])
        if match is None or each.is_money or each.period:
            continue
        end = each.end + match.end()
        before = sentence.clause_before(each.start)
        whose = sentence.who_at(each.start)
        is_of_rate = rate is not None and rate[1] == whose
        if whose not in {YOU, PARTNER} or mood_of(before) not in {STATED, SUPPOSED} or _is_care(sentence, each.start):
            continue
        if not (is_of_rate or (_WORKS.search(before) and (match["week"] or _WORKS.search(before)))):
            continue
        if re.search(
            r"\b(?:more|extra|free|funded|childcare|a day|overtime|commut\w+)\b", sentence.text[each.start : end + 18]
        ):
            continue
        hours = _bounds(each.low, each.high)
        if hours is None:
            continue
        start = sentence.clause_start(
            rate[0].start if is_of_rate and rate and rate[0].start < each.start else each.start
        )
        yield _told(sentence, f"{whose}.hours_worked", hours, start, end)
        yield _told(sentence, f"{whose}.works", True, start, end)
        if is_of_rate and rate and not isinstance(hours, Range):
            pay = int(((rate[0].low or 0) * Decimal(hours) * WEEKS * 100).quantize(Decimal(1)))
            yield _told(sentence, f"{whose}.earnings", pay, start, max(end, rate[0].end))


def _bounds(low: Decimal | None, high: Decimal | None) -> int | Decimal | Range | None:
    if not 0 < (high or low or 0) <= MOST_HOURS:
        return None
    ends = [each if each is None or each != int(each) else int(each) for each in (low, high)]
    if low == high:
        return ends[0]
    return Range(ends[0], ends[1])


def _no_work(sentence: Sentence) -> Iterator[Told]:
    for match in _NO_WORK.finditer(sentence.text):
        named = [each for each in sentence.people if each.start < match.end() and not each.is_object]
        whose = named[-1].who if named else YOU
        before = sentence.clause_before(match.start())
        if whose in {YOU, PARTNER} and mood_of(before) == STATED and "if " not in before:
            yield _told(sentence, f"{whose}.works", False, match.start(), match.end())


def _is_care(sentence: Sentence, place: int) -> bool:
    before = sentence.text[:place]
    found = [match.start() for match in _CARES.finditer(before)]
    worked = [match.start() for match in re.finditer(r"\b(?:works?|working|job|gweithio|paid)\b", before)]
    return bool(found) and (not worked or worked[-1] < found[-1])


def _care(sentence: Sentence) -> Iterator[Told]:
    """Care for somebody who is not simply a child, with its hours."""
    for match in _CARES.finditer(sentence.text):
        whom = match["whom"]
        whose = sentence.who_at(match.start())
        if (
            whose == WE
            or whose in {CHILD, OTHER}
            or mood_of(sentence.clause_before(match.start())) not in {STATED, DENIED}
        ):
            continue
        if _YOUNG.search(whom) and not _ILL.search(whom):
            continue
        for each in sentence.sums:
            hours = _HOURS.match(sentence.text[each.end :])
            if each.start < match.end() or hours is None or not hours["week"] or not _is_care(sentence, each.start):
                continue
            enough = _is_enough(each.low, each.high)
            if enough is not None and mood_of(sentence.clause_before(match.start())) == STATED:
                yield _told(sentence, f"{whose}.cares_35_hours", enough, match.start(), each.end + hours.end())
            break


def _is_enough(low: Decimal | None, high: Decimal | None) -> bool | None:
    if low is not None and low >= ENOUGH_CARE:
        return True
    return False if high is not None and high < ENOUGH_CARE else None


def _told(sentence: Sentence, path: str, value: object, start: int, end: int) -> Told:
    return Told(path=path, value=value, start=sentence.at + start, end=sentence.at + end)  # type: ignore[arg-type]
