"""The text as the rules of hearing look at it: folded, cut into sentences and clauses, and who each part is about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from fingerpost.rules.hearing.sums import Sum, sums_in

YOU, PARTNER, WE, CHILD, OTHER = "you", "partner", "we", "child", "other"
PRONOUN = "pronoun"

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
MOST_SUMS = 12  # in a sentence
LONGEST_SENTENCE = 1_000  # characters, as many as a question may have: a longer one is none, and is not read
_SENTENCE = re.compile(r"(?:[^.!?;\n]|\.(?=\S))+")
_BOUNDARY = re.compile(
    r",(?!\d{3})|[:()]|\s-\s|\b(?:and|but|so|because|cos|coz|while|whereas|then|or|plus|also|ond|ac|achos|felly|neu|"
    r"tra)\b|(?P<opens>\b(?:who|which|what|when|how|if|os|pe|pan|faint|sut)\b)"
)
"""Where a clause ends. A word that opens the next one, such as "if", belongs to it."""

_PARTNERS = (
    r"(?:my|fy|me|our) (?:husband|wife|partner|hubby|missus|mrs|fianc[eé]e?|other half|civil partner|spouse|"
    r"ng[wŵ]r|gwraig|ngwraig|mhartner|partner i)"
)
_CHILDREN = (
    r"(?:my|our|fy|ein) (?:\w+ ){0,2}?(?:son|daughter|child|children|kids?|baby|toddler|little one|boy|girl|twins|"
    r"eldest|youngest|oldest|mab|merch|mhlentyn|mhlant|plant|babi|mabi|year[- ]old)"
)
_OTHERS = (
    r"(?:(?:my|our|the|a|an|her|his|their|some|fy|ein|another|this|that) (?:\w+ )?)?"
    r"(?:neighbou?rs?|friends?|mates?|brothers?|sisters?|mum|mam|mother|dad|father|parents?|cousins?|boss|colleagues?|"
    r"co-?worker|landlord|landlady|ex(?:-?\s?(?:husband|wife|partner))?|uncle|aunt(?:ie)?|nan|gran|grandad|"
    r"grandma|grandmother|grandfather|grandson|granddaughter|grandchild(?:ren)?|grandkids|flatmate|housemate|lodger|"
    r"tenant|boyfriend|girlfriend|bf|gf|in-laws?|niece|nephew|stepson|stepdaughter|employer|manager|client|"
    r"mother-in-law|father-in-law|son-in-law|daughter-in-law|"
    r"cymydog|ffrind|brawd|chwaer|mrawd|tad|rhieni|nghymydog|mam|nhad|mos)\b"
    r"|\b(?:someone|somebody|anyone|anybody|everyone|everybody|people|person|nobody|those|households?|"
    r"famil(?:y|ies)|couples?|pensioners?|workers?|parents?|mothers?|carers?|students?|tenants|landlords|rhywun|pobl)\b"
    r"|\b(?:late|ex) (?:husband|wife|partner)\b"
)
_SUBJECTS = re.compile(
    rf"(?P<gone>\b(?:my |fy )?(?:late|ex|former|cyn)[- ]?(?:husband|wife|partner|[wŵ]r|wraig|bartner)\b)"
    rf"|(?P<partner>\b{_PARTNERS}\b(?!'s (?:mum|dad|mother|father|brother|sister|ex)))"
    rf"|(?P<child>\b{_CHILDREN}\b)"
    rf"|(?P<other>\b(?:{_OTHERS}))"
    r"|(?P<we>\b(?:we|we're|we've|we'd|we'll|our|ni|gennym|rydym|rydyn|cawn|ein)\b)"
    r"|(?P<you>\b(?:i|i'm|im|i've|ive|i'd|i'll|my|me|myself|rwy|rwy'n|rwyf|dw|dwi|dwi'n|rydw|rydw i'n|gen|gyda fi|"
    r"fi|fy|"
    r"dydw|dydw i|caf|baswn|bawn)\b)"
    r"|(?P<pronoun>\b(?:he|he's|she|she's|him|her|his|who|who's|mae'n|mae o|mae hi|mae e)\b)"
    r"|(?P<any>\b(?:you|you're|your|they|they're|their|u|one|chi|eich|nhw)\b)"
)
_IS_OBJECT = re.compile(
    r"\b(?:for|with|of|after|to|from|by|about|than|like|help(?:ing)?|(?:me|i|myself) and|gofalu am|gyda|efo|at|on|"
    r"in|left|have|has|got|"
    r"am|a'r)\s*$"
)


_IS_ONESELF = re.compile(
    r"\b(?:i'm|im|i am|as|being|we're|we are)\s*\|an? |\b(?:i'm|im|i am|as|being|we're|we are) an? (?:[\w-]+ ){0,2}\|"
    r"|\b(?:we're|we are|as|being) (?:[\w-]+ ){0,2}\|(?:tenants|students|pensioners|parents)\b|"
    r"\b(?:single|lone|a|as|i'm|widowed)\s*\|(?:\w+ )?(?:mum|mam|mom|mother|dad|father|parents?) (?:of|to|i)\b"
    r"|\b(?:single|lone)\s*\||^\s*\|(?:mum|mam|mother|dad|father|parent)s? (?:of|to|sengl)\b"
    r"|\|a (?:single |lone )?(?:mum|mam|mother|dad|father|parent) (?:of|to)\b"
)
"""Where somebody says what they are themselves: a single mum, a dad of two. The bar stands before the word."""


_POSSESSIVES = frozenset({"my", "our", "fy", "ein", "me", "myself"})


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody that the text names. `is_object` where somebody else does something to, for or with them."""

    who: str
    start: int
    end: int
    is_object: bool


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence in folded letters, which stands at `at` in the text, and whom it names."""

    text: str
    at: int
    people: tuple[Person, ...]

    @cached_property
    def _boundaries(self) -> list[tuple[int, int, int]]:
        """Where clauses part: the beginning and end of each boundary, and where the clause after it begins."""
        found = _BOUNDARY.finditer(self.text)
        return [(each.start(), each.end(), each.start() if each["opens"] else each.end()) for each in found]

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Its numbers. Where there are very many it is no sentence, and none is read."""
        found = tuple(islice(sums_in(self.text), MOST_SUMS + 1))
        return found if len(found) <= MOST_SUMS else ()

    def clause_before(self, place: int) -> str:
        """What stands between the beginning of its clause and a place."""
        return self.text[self.clause_start(place) : place]

    def clause_start(self, place: int) -> int:
        """Where the clause of a place begins."""
        return max((begins for _start, end, begins in self._boundaries if end <= place), default=0)

    def clause_after(self, place: int) -> str:
        """What stands between a place and the end of its clause."""
        ends = min((start for start, _end, _begins in self._boundaries if start >= place), default=len(self.text))
        return self.text[place:ends]

    def who_at(self, place: int) -> str:
        """Who does what is said at that place; you, where the sentence names nobody before."""
        named = [each for each in self.people if each.start <= place and not each.is_object]
        return named[-1].who if named else YOU

    def names(self, who: str, *, before: int | None = None) -> bool:
        """Does it name such a person?"""
        return any(each.who == who and (before is None or each.start < before) for each in self.people)


def fold(text: str) -> str:
    """Lower case and plain quotes, letter by letter: places stay the same."""
    small = (letter.lower() if len(letter.lower()) == 1 else letter for letter in text.translate(_QUOTES))
    return "".join(small)


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of a text, whom each names, and whom "he" and "she" mean."""
    last = OTHER
    found = []
    folded = fold(text)
    for match in _SENTENCE.finditer(folded):
        if len(match[0]) > LONGEST_SENTENCE:
            continue
        people = []
        for person in _people_in(match[0]):
            last = person.who if person.who in {PARTNER, CHILD, OTHER} else last
            people.append(replace(person, who=last) if person.who == PRONOUN else person)
        found.append(Sentence(text=match[0], at=match.start(), people=tuple(people)))
    return found


def _people_in(sentence: str) -> Iterator[Person]:
    """Everybody that a sentence names. "My" in "my mum pays my rent" makes nobody the subject."""
    last: Person | None = None
    for match in _SUBJECTS.finditer(sentence):
        who = str(match.lastgroup)
        who = OTHER if who in {"gone", "any"} else who
        if who == OTHER and _IS_ONESELF.search(sentence[: match.start()] + "|" + sentence[match.start() :][:40]):
            continue
        is_object = who in {PARTNER, CHILD, OTHER} and bool(_IS_OBJECT.search(sentence[: match.start()]))
        if match[0] in _POSSESSIVES and last is not None and not _BOUNDARY.search(sentence, last.end, match.start()):
            is_object = True
        person = Person(who=who, start=match.start(), end=match.end(), is_object=is_object)
        if not is_object:
            last = person if who in {PARTNER, CHILD, OTHER, PRONOUN} else None
        yield person
