"""Benefits that are paid, the home, and where it is: what is said of them as a plain fact, or plainly denied."""

import re
from collections.abc import Iterator

from fingerpost.contract.context import Nation
from fingerpost.rules.hearing.heard import Told
from fingerpost.rules.hearing.moods import ASKED, DENIED, STATED, is_unsure, mood_of
from fingerpost.rules.hearing.reading_text import OTHER, PARTNER, WE, YOU, Sentence
from fingerpost.rules.households.household import Answer

_GETS = (
    r"(?:get|gets|getting|receive|receives|receiving|claim|claims|claiming|on|have|has|'ve got|been awarded|paid|"
    r"cael|derbyn|hawlio|"
    r"ar|getting paid)"
)
_LINK = (
    r"(?:\s+(?:my|the|some|any|currently|already|now|both|new|old|full|also|standard|enhanced|higher|lower|rate|and|"
    r"fy|y|gen i))*\s+"
)
_CARERS = r"(?:carer'?s allowance|carer support payment|lwfans gofalwyr?)"
_GUARANTEE = r"(?:guarantee (?:pension )?credit|pension credit guarantee(?: credit)?)"
_DISABILITY = (
    r"(?:pip|personal independence payment|adult disability payment|attendance allowance|lwfans gweini|"
    r"taliad annibyniaeth personol)"
)
_BENEFITS: tuple[tuple[str, str, tuple[tuple[str, bool], ...], bool], ...] = (
    # words, path ("*" is whoever gets it), what else a yes means, may a no be told
    (r"(?:universal credit|uc|(?:c|g|ch)redyd cynhwysol)", "gets_universal_credit", (), True),
    (r"(?:housing benefit|budd-?dal tai|fudd-?dal tai)", "gets_housing_benefit", (), True),
    (r"(?:child benefit|(?:b|f)udd-?dal plant)", "gets_child_benefit", (), True),
    (r"(?:council tax (?:reduction|support)|gostyngiad treth gyngor)", "gets_council_tax_reduction", (), True),
    (r"income[- ]related (?:esa|employment and support allowance)", "gets_income_related_esa", (), True),
    (_GUARANTEE, "gets_pension_credit_guarantee", (), True),
    (_CARERS, "*.gets_carers_allowance", (("*.cares_35_hours", True),), True),
    (_DISABILITY, "*.gets_disability_benefit", (("*.has_health_condition", True),), False),
)
_PENSION_CREDIT = re.compile(rf"\b{_GETS}{_LINK}(?:pension credit|gredyd pensiwn)\b")
_LCWRA = re.compile(
    r"\b(?:have|got|get|getting|has|gets|in the|on|on the|been given|awarded|placed in the) (?P<kind>lcwra|lcw)\b"
)
_HOUSING: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:(?:i|we|and|currently|,) (?:currently )?(?:live in|are in|am in|'m in|rent|have) an? (?:council|"
        r"housing association|social housing|ha) (?:house|flat|home|property|place|bungalow)"
        r"|(?:i|we|and|i'm|we're|im) (?:currently )?(?:rent(?:ing)?|live in (?:a|"
        r"my) \w+ rented) (?:\w+ ){0,3}?from (?:the |my |a |our )?(?:local )?(?:council|housing association|"
        r"social landlord)"
        r"|(?:i'm|im|i am|we're|we are|as|being) an? (?:council|housing association|social) tenants?)\b",
        "social_rent",
    ),
    (
        r"\b(?:(?:i|we|and|i'm|we're|im|currently) (?:currently |now )?(?:rent(?:ing)?|live in (?:a|"
        r"my) \w+ rented)(?: \w+){0,3}? (?:privately|from a (?:private )?(?:landlord|letting agen\w+))"
        r"|(?:i'm|im|i am|we're|we are|i|we) (?:privately|private) rent(?:ing)?|(?:i'm|im|i am|we're|we are|as|"
        r"being) (?:a )?private(?:ly)? (?:tenants?|renters?|renting)"
        r"|(?:i|we) (?:live in|rent|have) a (?:privately rented|private rented|private rental) (?:house|flat|home|"
        r"place|property))\b",
        "private_rent",
    ),
    (
        r"\b(?:i|we)(?: have|'ve got|'ve|ve| pay| am paying|'re paying)(?: got)? (?:a|my|our|"
        r"the) mortgage\b(?! (?:application|offer|advis\w+|free))",
        "mortgage",
    ),
    (
        r"\b(?:i|we|and) own (?:my|our|the) (?:own )?(?:home|house|flat|property) outright\b|\b(?:i|we)(?:'ve|"
        r" have) paid off (?:my|our|the) mortgage\b",
        "own_outright",
    ),
    (
        r"\b(?:i|we) (?:still )?live (?:at home )?with my (?:mum|mam|dad|parents|mother|father|mum and dad|family|"
        r"in-laws)\b|\brwy'n byw gyda fy rhieni\b",
        "with_family",
    ),
)
_NO_SAVINGS = re.compile(
    r"\b(?:(?:i|we)(?: have|'ve|'ve got|ve got| have got)? no savings|(?:i|we) (?:don't|dont|do not|haven't|"
    r"havent)(?: have| got)?(?: got)? (?:any |no )?savings|with no savings|no savings|"
    r"does gen i ddim cynilion|dim cynilion)\b(?! (?:limit|account|rule|credit))"
)
_LONDON = re.compile(
    r"\b(?:i|we|i'm|we're|im|and)(?: (?:live|living|am|are|rent|work and live|based|"
    r"currently))* in (?:\w+ )?(?:greater )?london\b"
)
_PLACE = re.compile(
    r"\b(?:i|we|i'm|we're|im|rwy'n|dw i'n|dwi'n|rydym|family|based|and|living|live|,|^)(?: (?:live|living|am|are|"
    r"based|currently|now|byw|yn byw|ni'n byw|both|all))* ?(?:here )?(?:in|yn|yng|o) "
    r"(?P<nation>england|scotland|wales|northern ireland|lloegr|nghymru|yr alban|ngogledd iwerddon)\b"
)
_BARE_PLACE = re.compile(
    r"(?:^|[,.(]\s*)(?:in|yn|yng) (?P<nation>england|scotland|wales|northern ireland|lloegr|nghymru|yr alban|"
    r"ngogledd iwerddon)\s*[,.?!)]*(?:$|\s)"
)
_NATIONS = {
    "england": Nation.ENGLAND, "lloegr": Nation.ENGLAND, "scotland": Nation.SCOTLAND, "yr alban": Nation.SCOTLAND,
    "wales": Nation.WALES, "nghymru": Nation.WALES, "northern ireland": Nation.NORTHERN_IRELAND,
    "ngogledd iwerddon": Nation.NORTHERN_IRELAND,
}  # fmt: skip
_BAND = re.compile(r"\b(?:council tax )?band (?P<band>[a-i])\b(?! (?:or|and|to|-))")
_BAND_SAID = re.compile(
    r"\b(?:i'm|im|we're|i am|we are|my|our|house is|flat is|home is|it's|is|in)(?: \w+){0,3} $|^\s*$"
)
_NO_FUNDS = re.compile(r"\b(?:i|we|visa|i've|have|has|with)(?: \w+){0,3} (?:nrpf|no recourse to public funds)\b")


def hear_circumstances(sentence: Sentence) -> Iterator[Told]:
    """Benefits, housing, savings that there are none of, the council tax band, London, and no public funds."""
    yield from _benefits(sentence)
    yield from _home(sentence)
    for match in _NO_SAVINGS.finditer(sentence.text):
        if sentence.who_at(match.start()) in {YOU, WE} and mood_of(sentence.clause_before(match.start())) == STATED:
            yield _told(sentence, "capital", 0, match.start(), match.end())
            break
    for match in _NO_FUNDS.finditer(sentence.text):
        if sentence.who_at(match.end()) in {YOU, WE} and mood_of(sentence.clause_before(match.start())) == STATED:
            yield _told(sentence, "no_public_funds", True, match.start(), match.end())


def hear_nation(sentences: list[Sentence]) -> Nation | None:
    """The one nation in which the person says they live; None where none is said, or several are."""
    found = set()
    for sentence in sentences:
        for match in (*_PLACE.finditer(sentence.text), *_BARE_PLACE.finditer(sentence.text)):
            before = sentence.clause_before(match.start()) + match[0]
            if sentence.who_at(match.end()) != OTHER and mood_of(before) == STATED and "moving" not in before:
                found.add(_NATIONS[match["nation"]])
        if any(_is_london(sentence, match) for match in _LONDON.finditer(sentence.text)):
            found.add(Nation.ENGLAND)
    return found.pop() if len(found) == 1 else None


def _is_london(sentence: Sentence, match: re.Match[str]) -> bool:
    before = sentence.clause_before(match.start())
    return sentence.who_at(match.end()) in {YOU, WE} and mood_of(before) == STATED and "work in" not in match[0]


def _benefits(sentence: Sentence) -> Iterator[Told]:
    for words, path, more, may_deny in _BENEFITS:
        for match in re.finditer(
            rf"\b(?P<verb>{_GETS}){_LINK}(?P<what>{words})\b(?!\s+(?:if|limit|rate|rules|form|application|claim|"
            rf"office|calculator|cap|helpline|advisor|adviser|interview|journal|for my|for our|for him|for her))",
            sentence.text,
        ):
            mood, whose = _said_of(sentence, match)
            if mood not in {STATED, DENIED} or whose is None or (mood == DENIED and not may_deny):
                continue
            if (
                mood == STATED
                and match["verb"] in {"claim", "have"}
                and re.search(r"\b(?:to|can|could)\s*$", sentence.text[: match.start()])
            ):
                continue
            for who in _each_of(sentence, match, whose, path):
                yield _told(sentence, path.replace("*", who), mood == STATED, match.start(), match.end())
                for other, value in more if mood == STATED else ():
                    yield _told(sentence, other.replace("*", who), value, match.start(), match.end())
            break
    for match in _PENSION_CREDIT.finditer(sentence.text):
        if _said_of(sentence, match)[0] == DENIED:
            for part in ("guarantee", "savings"):
                yield _told(sentence, f"gets_pension_credit_{part}", False, match.start(), match.end())
    for match in _LCWRA.finditer(sentence.text):
        mood, whose = _said_of(sentence, match)
        if mood == STATED and whose is not None:
            yield _told(sentence, f"{whose}.work_capability", match["kind"], match.start(), match.end())
            yield _told(sentence, f"{whose}.has_health_condition", True, match.start(), match.end())


def _each_of(sentence: Sentence, match: re.Match[str], whose: str, path: str) -> tuple[str, ...]:
    """Whose benefit it is: of "we", both where that is said, and else nobody's where it is one person's benefit."""
    if "*" not in path or sentence.who_at(match.start()) != WE:
        return (whose,)
    return (YOU, PARTNER) if re.search(r"\bboth\b", sentence.clause_before(match.start())) else ()


def _said_of(sentence: Sentence, match: re.Match[str]) -> tuple[str, str | None]:
    """How a benefit is spoken of, and who gets it; nobody where it is somebody else, or is only supposed."""
    before = sentence.clause_before(match.start())
    whose = sentence.who_at(match.start())
    if whose not in {YOU, PARTNER, WE} or is_unsure(before) or not _has_subject(sentence, match.start()):
        return ASKED, None
    return mood_of(before), YOU if whose == WE else whose


def _has_subject(sentence: Sentence, place: int) -> bool:
    """Somebody must do it: "on Universal Credit" at the start of a sentence counts too."""
    before = sentence.text[:place]
    if not before.strip(" ,-\"'"):
        return True
    if re.search(r"\b(?:to|can|how|should|for|of|about|applying|start|starting|keep|if i|people|from)\s*$", before):
        return False
    follows_on = bool(re.search(r"(?:,|\band|\ba|\bac)\s*$", before)) and not sentence.names(OTHER)
    return follows_on or any(each.start < place and each.who != OTHER for each in sentence.people)


def _home(sentence: Sentence) -> Iterator[Told]:
    found = [
        (value, match)
        for words, value in _HOUSING
        for match in re.finditer(words, sentence.text)
        if sentence.who_at(match.start() + 4) in {YOU, WE, PARTNER}
        and mood_of(sentence.clause_before(match.start())) == STATED
    ]
    if len({value for value, _ in found}) == 1:
        value, match = found[0]
        yield _told(sentence, "housing", value, match.start(), match.end())
    for match in _BAND.finditer(sentence.text):
        before = sentence.clause_before(match.start())
        is_said = "council tax" in sentence.text and (_BAND_SAID.search(before) or match[0].startswith("council"))
        if is_said and mood_of(before) == STATED and sentence.who_at(match.start()) in {YOU, WE}:
            yield _told(sentence, "council_tax_band", match["band"], match.start(), match.end())
    for match in _LONDON.finditer(sentence.text):
        if _is_london(sentence, match):
            yield _told(sentence, "in_london", True, match.start(), match.end())
            break


def _told(sentence: Sentence, path: str, value: Answer, start: int, end: int) -> Told:
    return Told(path=path, value=value, start=sentence.at + start, end=sentence.at + end)
