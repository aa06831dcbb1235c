"""Plain text for the patterns: lower case, no apostrophes, one space, and the usual misspellings put right."""

import re

from fingerpost.guard.folding import fold_characters
from fingerpost.guard.words import words

# Long words that people in distress mistype. One letter wrong, missing, doubled or swapped is read as the word.
_OFTEN_MISSPELT = words(
    "suicide suicidal overdose overdosed unconscious homeless domestic violence violent strangled strangling myself "
    "herself himself themselves breathe breathing abusive assaulted nowhere tonight threatening threatened swallowed"
)
_OTHER_WORDS = words(
    "hopeless domestig overdone breather breathed breathes wreathe violet violets violates knowhere domestics themself"
)
_FIXED = {
    "suiside": "suicide", "sewicide": "suicide", "sueside": "suicide", "suicied": "suicide", "sucide": "suicide",
    "suisidal": "suicidal", "sucidle": "suicidal", "suisidle": "suicidal", "suicidle": "suicidal",
    "kil": "kill", "kiling": "killing", "killin": "killing", "diying": "dying", "wana": "want to", "wanna": "want to",
    "wanting": "want", "wants": "wants", "gona": "going to", "gonna": "going to", "gunna": "going to",
    "tryna": "trying to", "cannot": "cant", "carnt": "cant", "canot": "cant", "dnt": "dont", "breethe": "breathe",
    "hitin": "hitting", "hiting": "hitting", "hittin": "hitting", "beatin": "beating", "hurtin": "hurting",
    "nowere": "nowhere", "nowear": "nowhere", "hubby": "husband", "husbend": "husband", "husban": "husband",
    "boyfreind": "boyfriend", "bf": "boyfriend", "girlfreind": "girlfriend", "gf": "girlfriend", "tonite": "tonight",
    "2nite": "tonight", "2night": "tonight",
    "hart": "heart", "hert": "heart", "atack": "attack", "attak": "attack",
    "selfharm": "self harm", "selfharming": "self harming", "stroak": "stroke", "chocking": "choking",
    "bleedin": "bleeding", "lfe": "life", "lyf": "life", "childen": "children", "chidren": "children",
    "rapped": "raped",
    "im": "i am", "ive": "i have", "ill": "i will", "hes": "he is", "shes": "she is", "theyre": "they are",
    "someones": "someone is", "whats": "what is", "cuz": "because", "rn": "right now", "hav": "have",
}  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?\n;]+")
_TOKEN = re.compile(r"\[[^\]]*\]|[^\W_]+")


def plain_words(text: str) -> str:
    """Words with one space between them, and " . " between sentences. A masked word stands as "x"."""
    folded = fold_characters(text).lower().replace("'", "")
    sentences = (" ".join(_correct(token) for token in _TOKEN.findall(part)) for part in _SENTENCE_END.split(folded))
    return " . ".join(sentence for sentence in sentences if sentence)


def _correct(token: str) -> str:
    if token[0] == "[":
        return "x"
    if token in _FIXED:
        return _FIXED[token]
    if len(token) < 5 or token in _OFTEN_MISSPELT or token in _OTHER_WORDS:
        return token
    return next((_BY_SHORTER[each] for each in _one_shorter(token) if each in _BY_SHORTER), token)


def _one_shorter(word: str) -> list[str]:
    """The word, and the word with each letter left out. Two words one slip apart have one of these in common."""
    return [word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]


_BY_SHORTER = {short: word for word in sorted(_OFTEN_MISSPELT) for short in _one_shorter(word)}
