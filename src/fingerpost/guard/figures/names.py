"""Names of nations, places, bodies and services: words with a capital that are not merely the first of a sentence."""

import re

from fingerpost.guard.words import words

_NAME = re.compile(r"\b[A-Z][\w'’&-]*(?:\s(?:(?:of|and|for|the|in|on|to|y|yr|o|a)\s){0,2}[A-Z][\w'’&-]*)*")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;|•\n(\"“‘]\s*)$")
_CONNECTORS = re.compile(r"\s(?:of|and|for|the|in|on|to|y|yr|o|a)\s(?:the\s)?")
# Words that begin a sentence with a capital and name nothing.
_OPENERS = words(
    "a about after all also an and any apply applying are ask at be before being both but by call can check claim "
    "complete contact do each either email even every fill find for from get getting give go have he how if in it its "
    "keep make most must my no not of on once one only or other our pay people phone put read report ring say see send "
    "she should so some speak take talk tell that the their them then there these they this those to tell under until "
    "up use visit we what when where which while who will with without write you your anyone anything everyone someone "
    "something nobody nothing others another such neither here now today too just less more many unless whether whoever"
)


def names_in(text: str) -> list[str]:
    """The names of a text. A sentence's first word counts only where more of the name follows, or it is no opener."""
    found = []
    for match in _NAME.finditer(text):
        name = match[0]
        if _STARTS_SENTENCE.search(text[max(0, match.start() - 3) : match.start()]):
            name = _without_opener(name)
        if name:
            found.append(name)
    return found


def _without_opener(name: str) -> str:
    first, _, rest = name.partition(" ")
    if first.lower() not in _OPENERS:
        return name
    return re.sub(r"^(?:(?:of|and|for|the|in|on|to|y|yr|o|a)\s)+", "", rest)


def missing_names(text: str, sources: str) -> list[str]:
    """The names of `text` that do not stand in `sources`, letter for letter and as whole words."""
    return [name for name in names_in(text) if not _stands(name, sources)]


def _stands(name: str, sources: str) -> bool:
    if _is_word(name, sources):
        return True
    parts = _CONNECTORS.split(name)
    if len(parts) > 1:
        return all(_is_word(part, sources) for part in parts)
    # What opens a sentence may stand elsewhere in lower case: "Savings" and "your savings".
    return not name.isupper() and _is_word(name[0].lower() + name[1:], sources)


def _is_word(name: str, sources: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sources))
