"""Sums of money: whose they are and what for. Each sum is at most one thing, and one that is unclear is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fingerpost.rules.hearing.heard import Told
from fingerpost.rules.hearing.moods import STATED, SUPPOSED, is_unsure, mood_of
from fingerpost.rules.hearing.reading_text import PARTNER, WE, YOU, Sentence
from fingerpost.rules.hearing.sums import Sum
from fingerpost.rules.households.household import Range

A_YEAR = {"week": 52, "fortnight": 26, "four-weeks": 13, "month": 12, "year": 1}
LEAST_YEARLY = 5_000  # pounds: a smaller wage without a period may as well be for a week or a month
MOST_HOURLY = 200  # pounds

_EARN = re.compile(
    r"\b(?:earn(?:s|ing)?|(?:get|gets|getting|i'm|im|am|is|are|being|he's|she's) paid|mak(?:e|es|ing)|"
    r"(?:salary|wages?|pay ?packet|(?:my|her|his|basic|gross) (?:\w+ )?pay|pay(?= (?:is|of)\b))(?: (?:is|are|of|"
    r"comes to|currently|now|at the moment))*|"
    r"ennill|(?:ngh?yflog|cyflog|gyflog)(?: i)?(?: (?:yw|ydi|ydy|o))?)"
    r"(?: (?:just|only|currently|now|a salary of|a wage of|a basic of|me|us|yn|dim ond))*\s*$"
)
_ON = re.compile(
    r"\b(?:i'm|im|am|he's|she's|is|are|we're)(?: (?:both|now|currently|only|still))? on(?: a salary of)?\s*$|^\s*on\s*$"
)
_SALARY_AFTER = re.compile(r"^\s*(?:salary|wages?|gross|before tax|cyn treth)\b")
_NOT_EARNED = re.compile(
    r"^\s*(?:in|from|of|as|on|for|extra|o)?\s*(?:my|our|a|an|the|any|child|working|state|private|work|some|mewn)?\s*"
    r"(?:interest|dividends?|rent|tips|bonus|commission|overtime|benefits?|pension|maintenance|universal|uc\b|"
    r"pip\b|dla\b|esa\b|jsa\b|"
    r"carer|allowance|credit|points|housing|savings?|debt|profit|student|grant|loan|net\b|after tax|take[- ]?home|"
    r"in (?:my|the) (?:hand|pocket)|clear|between (?:us|the)|together|combined|jointly|points|less|more|extra|"
    r"above|over the|"
    r"a child|per child|each child|gynilion|llog|log|ar [oô]l treth|rhyngom|bonws)"
)
_NET = re.compile(r"\b(?:take[- ]?home|after tax|net|bring home|clear|ar [oô]l treth|in my hand)\b")
_SHARED = re.compile(r"\b(?:household|joint|combined|total|together|between us|family|overall|rhyngom)\b")
_OWN_BUSINESS = re.compile(r"\b(?:self[- ]?employed|freelanc\w+|sole trader|my (?:own )?business|hunangyflogedig)\b")
_PROFIT = re.compile(r"\b(?:profits?(?: of| is| are)?|elw(?: o)?)\s*$")
_PROFIT_AFTER = re.compile(r"^\s*(?:in |of )?(?:profit|elw)\b")

_HAVE = re.compile(
    r"\b(?:have|having|'ve|ive|got|with|gen i|gennym|gennyf|gyda fi|mae gen i|mae gennym(?: ni)?|wedi|there's|there is)"
    r"(?: (?:got|just|only|now|currently|about|ni|i|some|cynilo|saved(?: up)?))*\s*$"
)
_SAVINGS_BEFORE = re.compile(
    r"\b(?:savings|saved(?: up)?|capital|cynilion|gynilion|cynilo)(?: (?:of|are|is|total|come to|o|yw|in total))*\s*$"
)
_SAVINGS_AFTER = re.compile(
    r"^\s*(?:in |of |o |mewn |put )?(?:my |our |a |the |joint )*(?:savings?\b|saved\b|capital\b|in the bank|bank\b|"
    r"isas?\b|"
    r"premium bonds?|gynilion|cynilion|wedi['i]* (?:ei )?(?:g|ch)ynilo|yn y banc)"
)
_NO_CAPITAL = re.compile(
    r"\b(?:pension|debts?|owe|loan|overdraft|mortgage|inherit\w*|win|won|save|saving|deposit|target|limit)\b"
)

_RENT_BEFORE = re.compile(
    r"\b(?:rent|rhent)(?: (?:is|was|of|costs?(?: me| us)?|comes to|now|currently|yw|ydi|ydy|o|yn))*:?\s*$"
)
_RENT_AFTER = re.compile(r"^\s*(?:in |on |for |of |o |mewn )?(?:my |our |the )?(?:rent|rhent)\b")
_LETS = re.compile(
    r"\b(?:rent(?:ing|ed)? (?:it |them |my \w+ |a \w+ |the \w+ |our \w+ )?out|rental|arrears|lodger|my tenants?|"
    r"landlord charges|let|share|split|only pay)\b"
)
_PAYS = re.compile(
    r"\b(?:pay|pays|paying|costs?(?: me| us)?|spend(?:ing)?|is|are|talu|costio)(?: (?:out|just|only|about|me|us))*\s*$"
)
_CARE_WORD = (
    r"(?:childcare|child care|nursery|nurseries|childminders?|after[- ]?school club|breakfast club|meithrin(?:fa)?|"
    r"feithrin(?:fa)?|gofal plant|ofal plant)"
)
_CARE_BEFORE = re.compile(rf"\b{_CARE_WORD}(?: (?:fees?|costs?|bills?|is|are|me|us|of|comes? to|yn|costio|yw))*:?\s*$")
_CARE_AFTER = re.compile(
    rf"^\s*(?:in|for|on|to|towards|am|ar|i'r)?\s*(?:a |the |my |our |his |her |their |y )?{_CARE_WORD}\b"
)
_TAX_BEFORE = re.compile(r"\b(?:council tax|treth gyngor|dreth gyngor)(?: (?:bill|is|of|comes to|costs|yw))*:?\s*$")
_TAX_AFTER = re.compile(r"^\s*(?:in |for |of )?(?:council tax|treth gyngor|dreth gyngor)\b")
_PENSION_WORDS = r"(?:private|work|workplace|occupational|company|works|nhs|teachers?'?|police|breifat|preifat)"
_STATE_BEFORE = re.compile(
    r"\b(?:state pension|old age pension|pensiwn (?:y )?wladol|pensiwn gwladol)(?: (?:is|of|pays(?: me)?|yw|o))*\s*$"
)
_STATE_AFTER = re.compile(
    r"^\s*(?:in |of |o |from )?(?:my |the )?(?:new )?(?:state pension|bensiwn (?:y )?wladol|pensiwn (?:y )?wladol)\b"
)
_PRIVATE_BEFORE = re.compile(rf"\b{_PENSION_WORDS} pensions?(?: (?:is|of|pays(?: me)?|worth))*\s*$")
_PRIVATE_AFTER = re.compile(rf"^\s*(?:in |of |from )?(?:my |the |a )?{_PENSION_WORDS} pensions?\b")
_INTO_PENSION = re.compile(
    r"^\s*(?:in)?to (?:my |a |the |her |his )?(?:\w+ )?(?:pension|sipp)\b|^\s*i(?:'m| fy| mewn) (?:m?h?pensiwn|"
    r"bensiwn)\b"
)
_PAYS_IN = re.compile(
    r"\b(?:pay|pays|paying|put|puts|putting|contribut(?:e|es|ing)|sav(?:e|es|ing)|talu)(?: (?:in|about|just|only))*\s*$"
)
_PENSION_BEFORE = re.compile(r"\bpension contributions?(?: (?:is|are|of|total|come to))*\s*$")


@dataclass(frozen=True, kw_only=True)
class Meant:
    """What a sum is for: the name of the fact, of whom, and the period the fact is told for ("" for a plain sum)."""

    fact: str
    of: str
    period: str


def hear_money(sentence: Sentence) -> Iterator[Told]:
    """What the sums of one sentence say, as far as it is sure."""
    earned_before = False
    for each in sentence.sums:
        before, after = sentence.clause_before(each.start), sentence.clause_after(each.end)
        meant = _meaning(sentence, each, before, after, follows_earnings=earned_before)
        earned_before = meant is not None and meant.fact == "earnings"
        if meant is None or mood_of(before) not in {STATED, SUPPOSED}:
            earned_before = False
            continue
        told = _tell(sentence, each, meant, is_loose=is_unsure(before))
        yield from told


def _meaning(sentence: Sentence, each: Sum, before: str, after: str, *, follows_earnings: bool) -> Meant | None:
    for find in (_pensions, _housing, _savings, _work):
        found = find(sentence, each, before, after)
        if found is not None:
            return found
    is_bare = re.fullmatch(
        r"\s*(?:my|fy) (?:husband|wife|partner|ng[wŵ]r|ngwraig|mhartner)(?: (?:is|earns|is on|yn))?\s*", before
    )
    if follows_earnings and is_bare and not _NOT_EARNED.search(after) and _is_yearly(each):
        return Meant(fact="earnings", of=PARTNER, period="year")
    return None


def _pensions(sentence: Sentence, each: Sum, before: str, after: str) -> Meant | None:
    whose = sentence.who_at(each.start)
    if whose not in {YOU, PARTNER} or not each.period or each.period == "hour":
        return None
    if _STATE_BEFORE.search(before) or _STATE_AFTER.search(after):
        return Meant(fact="state_pension", of=whose, period="week")
    if _PRIVATE_BEFORE.search(before) or _PRIVATE_AFTER.search(after):
        return Meant(fact="private_pension", of=whose, period="year")
    if (_INTO_PENSION.search(after) and _PAYS_IN.search(before)) or _PENSION_BEFORE.search(before):
        return Meant(fact="pension_contributions", of=whose, period="year")
    return None


def _housing(sentence: Sentence, each: Sum, before: str, after: str) -> Meant | None:
    whose = sentence.who_at(each.start)
    if whose not in {YOU, WE} or _LETS.search(sentence.text) or not each.period or each.period in {"hour", "day"}:
        return None
    pays = bool(_PAYS.search(before)) or not before.strip()
    if _RENT_BEFORE.search(before) or (_RENT_AFTER.search(after) and pays):
        return Meant(fact="rent", of="", period="month")
    if _CARE_BEFORE.search(before) or (_CARE_AFTER.search(after) and pays):
        return Meant(fact="childcare_costs", of="", period="month")
    is_bill = _TAX_BEFORE.search(before) or (_TAX_AFTER.search(after) and pays)
    return Meant(fact="council_tax_bill", of="", period="year") if is_bill and each.period == "year" else None


def _savings(sentence: Sentence, each: Sum, before: str, after: str) -> Meant | None:
    """Savings count for both of a couple: "I have £5,000" does not say what the two have."""
    whose = sentence.who_at(each.start)
    if whose not in {YOU, WE} or each.period or _NO_CAPITAL.search(before) or _NO_CAPITAL.search(after[:25]):
        return None
    says_so = _SAVINGS_BEFORE.search(before) or (
        _SAVINGS_AFTER.search(after) and (_HAVE.search(before) or not before.strip())
    )
    return Meant(fact="capital", of=whose, period="") if says_so and (each.is_money or "£" in sentence.text) else None


def _work(sentence: Sentence, each: Sum, before: str, after: str) -> Meant | None:
    whose = sentence.who_at(each.start)
    is_both = whose == WE and bool(re.search(r"\bboth\b", before))
    if (whose not in {YOU, PARTNER} and not is_both) or each.period in {"hour", "day"}:
        return None
    if _NOT_EARNED.search(after) or _SHARED.search(before) or _NET.search(before):
        return None
    if _PROFIT.search(before) or _PROFIT_AFTER.search(after):
        return Meant(fact="self_employed_profit", of=whose, period="year") if each.period == "year" else None
    if _OWN_BUSINESS.search(sentence.text) or not _is_yearly(each):
        return None
    is_bare = not before.strip() and not after.strip(" .!?") and each.period == "year" and each.is_money
    is_on = each.is_money and _ON.search(before)
    is_salary = _SALARY_AFTER.search(after) and _HAVE.search(before)
    named = is_bare or is_on or is_salary or _EARN.search(before)
    return Meant(fact="earnings", of=whose, period="year") if named else None


def _is_yearly(each: Sum) -> bool:
    """Is the period said, or a year by the size of the sum?"""
    if each.period:
        return each.is_money or (each.low or each.high or 0) >= 50
    return (each.low or each.high or 0) >= LEAST_YEARLY


def _tell(sentence: Sentence, each: Sum, meant: Meant, *, is_loose: bool) -> Iterator[Told]:
    start = sentence.at + sentence.clause_start(each.start)
    end = sentence.at + each.end
    value = pence(each, meant.period)
    if value is None or (is_loose and not isinstance(value, Range)):
        return
    for who in (YOU, PARTNER) if meant.of == WE and meant.fact != "capital" else (meant.of,):
        path = f"{who}.{meant.fact}" if who in {YOU, PARTNER} and meant.fact != "capital" else meant.fact
        yield Told(path=path, value=value, start=start, end=end)
        if meant.fact in {"earnings", "self_employed_profit"}:
            yield Told(path=f"{who}.works", value=True, start=start, end=end)


def pence(each: Sum, period: str) -> int | Range | None:
    """The sum in pence for another period; a Range where it is not exact; None where the periods do not fit."""
    if bool(each.period) != bool(period) and period != "year":
        return None
    times = Decimal(A_YEAR[each.period or "year"]) / A_YEAR[period] if period else Decimal(1)
    low, high = (
        None if end is None else int((end * times * 100).quantize(Decimal(1))) for end in (each.low, each.high)
    )
    if low is not None and low == high:
        return low
    return Range(low, high)


def hourly(sentence: Sentence) -> tuple[Sum, str] | None:
    """Pay for an hour, and whose, where the sentence names one and only one."""
    found = [each for each in sentence.sums if each.period == "hour" and each.is_exact]
    if len(found) != 1 or (found[0].low or 0) > MOST_HOURLY:
        return None
    rate = found[0]
    before = sentence.clause_before(rate.start)
    whose = sentence.who_at(rate.start)
    if whose not in {YOU, PARTNER} or mood_of(before) not in {STATED, SUPPOSED} or _NET.search(before):
        return None
    return rate, whose
