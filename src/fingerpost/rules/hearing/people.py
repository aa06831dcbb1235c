"""People: ages, a partner or none, children and their ages, a pregnancy."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from fingerpost.rules.hearing.heard import Told
from fingerpost.rules.hearing.moods import DENIED, STATED, is_unsure, mood_of
from fingerpost.rules.hearing.reading_text import OTHER, PARTNER, WE, YOU, Sentence
from fingerpost.rules.hearing.sums import NUMBER, small_number
from fingerpost.rules.households.household import Answer, Range, YearsOld

MOST_CHILDREN = 12
OLDEST_CHILD = 15  # years: older ones are children of the household only while they learn, which nobody said
YOUNGEST, OLDEST = 16, 110
DAYS_A_MONTH = 30.44

_UNIT = (
    r"(?!\s?(?:%|hours?|hrs?|weeks?|wks?|months?|mths?|days?|minutes?|mins?|k\b|grand|thousand|percent|per\b|st\b|"
    r"nd\b|rd\b|th\b|foot|ft\b|miles?|stone|short|,\d|\.\d|/|p\b|pounds?|quid|days|awr|wythnos|mis\b|diwrnod|mil\b|"
    r"o blant|-\d|am\b|pm\b|kids|child|in (?:a|an|the)\b))"
)
_OWN_AGE = re.compile(
    rf"\b(?:i'm|im|i am|i'm now|she's|he's|is|am|rwy'n|rwyf yn|dw i'n|dwi'n|rydw i'n|yn)(?: (?:only|now|just|a|an|"
    rf"yn|aged))*\s"
    rf"(?P<age>\d{{2,3}}){_UNIT}(?:\s?-?\s?(?:years? old|yrs? old|year-old|yo\b|oed|mlwydd oed))?"
    rf"|\b(?:me|husband|wife|partner|myself)\s?(?:\(|, ?|, aged |aged |\(aged )(?P<age2>\d{{2,3}}){_UNIT}"
    rf"|\baged (?P<age3>\d{{2,3}}){_UNIT}"
    rf"|^\s*(?P<age4>\d{{2,3}})[ -](?:year[- ]old|yo)\b"
)
_SINGLE = re.compile(
    r"(?:^\s*|\b(?:i'm|im|i am|as|being|me,)\s+(?:currently |still |now )?(?:a |an )?)(?:single|"
    r"lone)(?!\s+(?:person|room|payment|occup|tax|claim|use|bed))"
    r"(?:[- ](?:mum|mam|mom|mother|dad|father|parent|man|woman))?\b"
    r"|\b(?:i live|living|i'm living|i am living|rwy'n byw|dw i'n byw|dwi'n byw) (?:alone|on my own|by myself|"
    r"ar fy mhen fy hun(?:an)?)\b"
    r"|\b(?:i'm|im|i am) (?:an? )?(?:\d{2} year old |disabled |retired )?(?:widow|widower|widowed)\b|"
    r"\bi don't have a partner\b|\b(?:i have|i've) no partner\b"
    r"|(?:^\s*|\b(?:rwy'n|dw i'n|dwi'n|rydw i'n|fel) )(?:(?:mam|fam|dad|tad|rhiant|riant) sengl|sengl|yn sengl)\b"
)
_COUPLE = re.compile(
    r"\b(?:i'm|im|i am|we're|we are) (?:both )?married\b|\b(?:i live|living|i'm living) with my (?:husband|wife|"
    r"partner|boyfriend|girlfriend)\b"
    r"|\b(?:my|fy) (?:husband|wife|hubby|missus|ng[wŵ]r|ngwraig|spouse|civil partner)\b|\bmy partner\b|\bfy mhartner\b"
)
_PARTED = re.compile(
    r"\b(?:ex|late|former|left me|split up|separat\w+|divorc\w+|died|passed away|dead|death|widow\w*|estranged|"
    r"walked out|"
    r"in prison|in jail|abroad|don't live|not live|doesn't live|lives (?:apart|elsewhere|with)|live apart|"
    r"(?:husband|wife|partner) (?:was|had|used)|roedd|care home|cyn|wedi marw|gwahanu)\b"
)
_COUNT = rf"(?P<count>{NUMBER}|a|an|no)"
_KIDS = (
    r"(?:(?:young |small |little |school[- ]age |dependent |primary[- ]age |lovely )*(?:children|child|kids?|sons?|"
    r"daughters?|boys?|girls?|little ones?|babies|baby|toddlers?|bairns|weans))"
)
_HAVE_KIDS = re.compile(
    rf"(?:\b(?:i have|i've|ive|i've got|we have|we've|we've got|have got|got|with|have|and)|,)\s+(?:got |"
    rf"just )?{_COUNT}\s+{_KIDS}\b"
)
_PARENT_OF = re.compile(
    rf"\b(?:mum|mam|mom|mother|dad|father|parent|parents|family|mam|fam|tad) (?:of|to|"
    rf"i) (?P<count>{NUMBER})\b(?!\s?(?:%|k\b|hours|months|years))"
)
_OUR_KIDS = re.compile(rf"\b(?:my|our) (?P<count>{NUMBER}) {_KIDS}\b")
_WELSH_KIDS = re.compile(
    r"\b(?:mae (?:gen i|gennym ni|gennyf i|gyda fi|gyda ni)|mae gen i|gyda)\s+(?P<count>\w+)(?: (?:o blant|blentyn|"
    r"plentyn|o fechgyn|o ferched)|(?= o blant))"
)
_NO_KIDS = re.compile(
    r"\b(?:no (?:kids|children|dependants)|(?:don't|dont|do not) have (?:any )?(?:kids|children)|"
    r"haven't (?:got )?(?:any )?(?:kids|children)|"
    r"childless|child-free|childfree|dim plant|heb blant)\b"
)
_NOT_AT_HOME = re.compile(
    r"\b(?:grown|adult|grand|step|foster|at uni\w*|in their|left home|moved out|live with (?:their|my ex|his|her))"
)
_SHARED_CARE = re.compile(r"\b(?:custody|shared care|every other weekend|left home|moved out)\b")
_AGES = re.compile(
    r"^[^.;]{0,14}?(?:\baged|\bages|\bwho are|\bwho is|\(|\bare|\bis|,|\bof|-|\byn)?\s*\(?(?:aged |"
    r"ages )?(?P<ages>\d{1,2}(?:(?:\s?,\s?|\s?(?:and|&|a|ac)\s?|,? and )\d{1,2})*)"
    r"(?!\d|\s?(?:%|k\b|hours|hrs|weeks|pounds|quid|awr|days|grand|,\d))(?P<months>\s?-?(?:months?|mths?|mis)\b)?"
)
_ARE = re.compile(
    r"\b(?:my|our|the) (?:kids|children|boys|girls|sons|daughters|two|three|twins|little ones) (?:are|is|"
    r"\() ?(?:now |aged |only )*"
    r"(?P<ages>\d{1,2}(?:(?:\s?,\s?|\s?(?:and|&)\s?|,? and )\d{1,2})+)(?!\d|\s?(?:%|k\b|hours|months|weeks|,\d))"
    r"|\b(?:mae fy mhlant(?: i)?|mae'r plant|mae ein plant) yn (?P<cages>\d{1,2}(?:(?:\s?,\s?|\s?(?:a|"
    r"ac)\s?)\d{1,2})+) oed"
)
_ONE_CHILD = re.compile(
    r"\bmy (?:only |little |oldest |eldest |youngest )?(?P<which>son|daughter|child|kid|baby|little boy|"
    r"little girl|boy|girl|toddler)(?: (?:is|has just turned|just turned|\(|, aged|, who is|aged)| \()\s?(?:now |"
    r"only |just |aged )?"
    r"(?P<age>\d{1,2})(?P<months> ?-?(?:months?|mths?)\b)?(?!\d|\s?(?:%|k\b|hours|weeks|days|,\d|st\b|nd\b|rd\b|th\b))"
)
_YEAR_OLDS = re.compile(
    r"\b(?P<lead>my|our|a|an|one|have|got|and|with|,)\s(?P<age>\d{1,2}|\w+)[ -](?P<unit>years?|yrs?|months?|"
    r"mths?)[ -]olds?\b(?! (?:car|house|boiler|dog|cat|debt|job|flat|mum|dad|mother|father|man|woman|friend|"
    r"neighbour|pensioner|niece|nephew|cousin|sister|brother|grand\w+))"
)
_PREGNANT = re.compile(
    r"\b(?:i'm|im|i am|she's|is|am|rwy'n|rydw i'n|dw i'n|dwi'n|yn)(?: (?:now|currently|also|\d+ weeks?|\d+ months?|"
    r"six months|heavily))*\s(?:not )?(?:pregnant|having (?:a baby|twins)(?= (?:in|next|soon))|(?:yn )?feichiog|"
    r"disgwyl (?:babi|plentyn))\b"
    r"|\b(?:i'm|im|i am) expecting (?:(?:a|my|our) (?:first |second |third )?(?:baby|child)|in \w+|twins)\b"
    r"|^\s*(?:\d+ (?:weeks|months) )?pregnant\b|, ?pregnant\b"
)


def hear_people(sentence: Sentence, *, on: date) -> Iterator[Told]:
    """Who lives in the home, as far as it is sure."""
    yield from _ages(sentence)
    yield from _both(sentence)
    yield from _couple(sentence)
    yield from _children(sentence, on)
    yield from _pregnancy(sentence)


def _ages(sentence: Sentence) -> Iterator[Told]:
    for match in _OWN_AGE.finditer(sentence.text):
        age = int(next(each for each in match.groups() if each))
        named = [each for each in sentence.people if each.start < match.end()]
        whose = _nearest(sentence, match.start(), match.end()) if named else YOU
        before = sentence.clause_before(match.start())
        is_plain = mood_of(before) == STATED and not is_unsure(before)
        if whose in {YOU, PARTNER} and YOUNGEST <= age <= OLDEST and is_plain:
            yield _told(sentence, f"{whose}.date_of_birth", YearsOld(age), match.start(), match.end())


def _both(sentence: Sentence) -> Iterator[Told]:
    """ "We are both 70": the age of both."""
    match = re.search(rf"\b(?:we're|we are) both (?:aged )?(?P<age>\d{{2,3}}){_UNIT}", sentence.text)
    if match and YOUNGEST <= int(match["age"]) <= OLDEST:
        for who in (YOU, PARTNER):
            yield _told(sentence, f"{who}.date_of_birth", YearsOld(int(match["age"])), match.start(), match.end())


def _nearest(sentence: Sentence, start: int, end: int) -> str:
    """Whose age it is: of whoever is named last before the figure, whatever their part in the sentence."""
    named = [each for each in sentence.people if each.start < end]
    return named[-1].who


def _couple(sentence: Sentence) -> Iterator[Told]:
    for match in _SINGLE.finditer(sentence.text):
        before = sentence.clause_before(match.start())
        if mood_of(before) == STATED and sentence.who_at(match.start()) in {YOU, WE}:
            yield _told(sentence, "in_couple", False, match.start(), match.end())
            return
    if _PARTED.search(sentence.text):
        return
    for match in _COUPLE.finditer(sentence.text):
        yield _told(sentence, "in_couple", True, match.start(), match.end())
        return


def _children(sentence: Sentence, on: date) -> Iterator[Told]:
    text = sentence.text
    none = _NO_KIDS.search(text)
    if none and _is_own(sentence, none.start()) and not re.search(r"\bif\b|\bwithout\b", text[: none.start()]):
        yield _told(sentence, "number_of_children", 0, none.start(), none.end())
        return
    for pattern in (_HAVE_KIDS, _PARENT_OF, _OUR_KIDS, _WELSH_KIDS):
        for match in pattern.finditer(text):
            count = small_number(match["count"])
            if count and _counts(sentence, match) and count <= MOST_CHILDREN:
                yield from _counted(sentence, match, count, on)
                return
    found = _ARE.search(text)
    if found and _is_own(sentence, found.start()):
        ages = [int(each) for each in re.findall(r"\d+", found["ages"] or found["cages"])]
        if max(ages) <= OLDEST_CHILD:
            yield _told(sentence, "number_of_children", len(ages), found.start(), found.end())
            yield from _born(sentence, ages, found.start(), found.end(), in_months=False, on=on)
        return
    yield from _each_old(sentence, on)


def _counts(sentence: Sentence, match: re.Match[str]) -> bool:
    """Is it said of the household's own children, of now, and of children who live at home?"""
    text, start = sentence.text, match.start()
    if _NOT_AT_HOME.search(text[start : match.end() + 30]) or _SHARED_CARE.search(text):
        return False
    if re.match(r"\s?-?(?:tax|element|benefit|limit|cap|policy)", text[match.end() :]):
        return False
    before = sentence.clause_before(start)
    if re.search(r"\b(?:another|more|want|if|when|could|would|can)\b", before):
        return False
    if re.match(r"(?:and|got|with|,) ", match[0]) and not _is_told(sentence, start):
        return False
    return _is_own(sentence, start) and mood_of(before) == STATED


def _is_told(sentence: Sentence, place: int) -> bool:
    return bool(
        re.search(
            r"\b(?:i|i'm|i've|we|we've|single|lone|my|mum|dad|mother|father|parent|couple|married)\b",
            sentence.text[:place],
        )
    )


def _is_own(sentence: Sentence, place: int) -> bool:
    """Is nobody else spoken of before it?"""
    named = [each for each in sentence.people if each.start <= place and not each.is_object]
    before = sentence.text[:place]
    if re.search(r"\b(?:can|could|do|does|would|will|should) an? [\w ]{0,25}$", before) or re.search(
        r"\b(?:parents|people|families|someone|anyone) with\b", before
    ):
        return False
    return not named or named[-1].who not in {OTHER}


def _counted(sentence: Sentence, match: re.Match[str], count: int, on: date) -> Iterator[Told]:
    after = _AGES.match(sentence.text[match.end() :])
    ages = [int(each) for each in re.findall(r"\d+", after["ages"])] if after else []
    end = match.end() + (after.end() if after else 0)
    if ages and (len(ages) != count or max(ages) > 19):
        ages, end = [], match.end()
        if after and max(int(each) for each in re.findall(r"\d+", after["ages"])) > OLDEST_CHILD:
            return
    if ages and max(ages) > OLDEST_CHILD and not (after and after["months"]):
        return
    if match["count"] not in {"a", "an"}:  # "I have a son" does not say that there is no daughter
        yield _told(sentence, "number_of_children", count, match.start(), end)
    yield from _born(sentence, ages, match.start(), end, in_months=bool(after and after["months"]), on=on)


def _each_old(sentence: Sentence, on: date) -> Iterator[Told]:
    """ "a 3 year old and a 5 year old": their ages; how many children there are in all, only where they are listed."""
    found = [match for match in _YEAR_OLDS.finditer(sentence.text) if _is_childs(sentence, match)]
    if found:
        is_list = bool(
            re.search(
                r"\b(?:have|'ve|got|mum of|dad of|parent of|mother of|father of|with)\s*(?:got )?$",
                sentence.text[: found[0].start("lead")],
            )
            or found[0]["lead"] in {"have", "got"}
            or re.search(r"\b(?:have|'ve got|'ve|got|with) an?$", sentence.text[: found[0].end("lead")])
        )
        start, end = found[0].start(), found[-1].end()
        if is_list and len(found) > 1 and found[0]["lead"] not in {"my", "our"}:
            yield _told(sentence, "number_of_children", len(found), start, end)
        for slot, match in enumerate(found):
            age = small_number(match["age"]) or 0
            value = _months_old(age, on) if match["unit"].startswith("m") else YearsOld(age)
            yield _told(sentence, f"children.{slot}.date_of_birth", value, match.start(), match.end())
        return
    ones = [match for match in _ONE_CHILD.finditer(sentence.text) if _is_own(sentence, match.start())]
    for slot, match in enumerate(ones):
        age = int(match["age"])
        if age <= OLDEST_CHILD or match["months"]:
            value = _months_old(age, on) if match["months"] else YearsOld(age)
            yield _told(sentence, f"children.{slot}.date_of_birth", value, match.start(), match.end())


def _is_childs(sentence: Sentence, match: re.Match[str]) -> bool:
    age = small_number(match["age"])
    limit = 36 if match["unit"].startswith("m") else OLDEST_CHILD
    before = sentence.text[: match.start()]
    is_asked = bool(re.search(r"\b(?:for|can|does|do|would|should|if|when|is|as|like|than) $", before + " ")) or bool(
        re.search(r"\bfor\s*$", before)
    )
    if match["lead"] in {"a", "an", "one", ","} and not re.search(
        r"\b(?:have|'ve|got|of|and|with|my|mum|dad|parent)\b", before
    ):
        return False
    if re.search(r"\b(?:is|was|turned|i'm|im|am) an?$", sentence.text[: match.end("lead")]):
        return False
    return age is not None and 0 < age <= limit and not is_asked and _is_own(sentence, match.start())


def _born(sentence: Sentence, ages: list[int], start: int, end: int, *, in_months: bool, on: date) -> Iterator[Told]:
    for slot, age in enumerate(ages):
        value = _months_old(age, on) if in_months else YearsOld(age)
        yield _told(sentence, f"children.{slot}.date_of_birth", value, start, end)


def _months_old(months: int, on: date) -> Range:
    """The days on which a child so many months old was born, to within the month."""
    return Range(
        on - timedelta(days=round((months + 1) * DAYS_A_MONTH)), on - timedelta(days=round(months * DAYS_A_MONTH))
    )


def _pregnancy(sentence: Sentence) -> Iterator[Told]:
    for match in _PREGNANT.finditer(sentence.text):
        named = [each for each in sentence.people if each.start < match.end() and not each.is_object]
        whose = named[-1].who if named else YOU
        before = sentence.clause_before(match.start())
        mood = DENIED if "not " in match[0] else mood_of(before)
        if whose in {YOU, PARTNER} and mood in {STATED, DENIED} and not is_unsure(before + match[0]):
            yield _told(sentence, f"{whose}.pregnant", mood == STATED, match.start(), match.end())
            return


def _told(sentence: Sentence, path: str, value: Answer, start: int, end: int) -> Told:
    return Told(path=path, value=value, start=sentence.at + start, end=sentence.at + end)
