"""Plain words of a report, as the patterns of this folder read them."""

import re
import unicodedata
from functools import lru_cache

_SENTENCE_END = re.compile(r"[.!?\n;]+")
_TOKEN = re.compile(r"\[[^\]]*\]|[^\W_]+")
_APOSTROPHES = str.maketrans({"'": "", "\u2019": "", "\u2018": "", "\u02bc": "", "`": ""})
MASKED = "x"
SHORTEST_MENDED = 6  # letters: a shorter word has too many others one slip away


def listed(words: str) -> frozenset[str]:
    """The words of a text that is a list of them."""
    return frozenset(words.split())


# Long words that people in distress mistype. One letter wrong, missing, doubled or swapped is read as the word.
OFTEN_MISSPELT = listed(
    "suicide suicidal overdose homeless domestic violence violent strangled strangling himself herself themselves "
    "breathing abusive assaulted nowhere tonight threatening threatened threaten bruises bruised children daughter "
    "manhole missing exposed electric collapsed collapsing frightened terrified evicted eviction bailiffs landlord "
    "pneumonia dementia alzheimers wheelchair oxygen ventilator dialysis neglected neglect hoarding trapped "
    "unconscious machete stabbed trafficked prostitute passport sparking leaking smelling heating "
    "boiler radiators freezing pregnant toddler newborn elderly disabled refuge boyfriend girlfriend husband"
)
_OTHER_WORDS = listed(
    "hopeless overdone breather leaning beating heaving seating treating healing hearing heading smiling spelling "
    "swelling dwelling sparkling parking marking barking refuse refuses boiled broiler toddlers bruiser leading "
    "peeling meeting reading tapped wrapped strapped snapped mapped threading domestics children's missed messing "
    "missive kissing hissing landlords passports husbands daughters"
)
_FIXED = {
    "suiside": "suicide", "sucide": "suicide", "suisidal": "suicidal", "kil": "kill", "kiling": "killing",
    "wanna": "want to", "gonna": "going to", "gunna": "going to", "gona": "going to", "cannot": "cant",
    "dnt": "dont", "hitin": "hitting", "hiting": "hitting", "hittin": "hitting", "beatin": "beating",
    "hurtin": "hurting", "nowere": "nowhere", "hubby": "husband", "bf": "boyfriend", "gf": "girlfriend",
    "tonite": "tonight", "2nite": "tonight", "2night": "tonight", "childen": "children", "chidren": "children",
    "smel": "smell", "smeling": "smelling", "gass": "gas", "wirers": "wires", "nife": "knife",
    "exausted": "exhausted",
    "somthing": "something", "summat": "something", "owt": "anything", "nowt": "nothing", "int": "isnt",
    "aint": "isnt",
    "babby": "baby", "bby": "baby", "preggers": "pregnant", "elec": "electric", "leccy": "electric",
    "lecky": "electric", "lectric": "electric",
    "gunshot": "gun shot", "drs": "doctors", "mams": "mums", "nanna": "nan", "grandma": "gran",
    "cos": "because", "cuz": "because", "rn": "right now", "hav": "have", "thier": "their", "ther": "there",
}  # fmt: skip


@lru_cache(maxsize=512)
def plain_words(text: str) -> str:
    """Small letters, no accents, no apostrophes, one space between words and " . " between sentences. What the guard
    masked stands as "x"; a long word that is one slip away from one that matters is read as that word."""
    folded = unfold(text).translate(_APOSTROPHES)
    sentences = (" ".join(_mend(token) for token in _TOKEN.findall(part)) for part in _SENTENCE_END.split(folded))
    return " . ".join(sentence for sentence in sentences if sentence)


def unfold(text: str) -> str:
    """In small letters and without accents: "Tŷ" is "ty", as many people type it."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _mend(token: str) -> str:
    if token[0] == "[":
        return MASKED
    if token in _FIXED:
        return _FIXED[token]
    if len(token) < SHORTEST_MENDED or token in OFTEN_MISSPELT or token in _OTHER_WORDS:
        return token
    return next((_BY_SHORTER[each] for each in _one_shorter(token) if each in _BY_SHORTER), token)


def _one_shorter(word: str) -> list[str]:
    """The word, and the word with each letter left out. Two words one slip apart have one of these in common."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


_BY_SHORTER = {short: word for word in sorted(OFTEN_MISSPELT) for short in _one_shorter(word)}
