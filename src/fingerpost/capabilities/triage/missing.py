"""Which facts a service asks for that a report does not give: a resident is asked for those alone."""

import re
from collections.abc import Mapping

from fingerpost.capabilities.triage.words import listed, plain_words, unfold
from fingerpost.contract.services import Fact, Service

_NUMBER = re.compile(r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|un|dau|tri|pedwar|pump)\b")
_TIME = re.compile(
    r"\b(?:\d{1,2}(?: ?(?:am|pm))|midnight|night|morning|evening|weekend|all day|hours|every|mon|tues|wednes|thurs|fri"
    r"|satur|sun|yesterday|today|week|weeks|months?|days?|since|for (?:a|two|three)|nos|bore|dydd|wythnos)"
)
_ASKS = {
    "time": re.compile(r"\b(?:when|how long|which day|what day|how often|times)\b"),
    "amount": re.compile(r"\b(?:how (?:wide|deep|many|much|old)|number|about how)\b"),
}
_STOP = listed(
    "the a an is it of or in to and your you there what which about how did do does any are was be for on at if so who "
    "much many wide deep long when with has have been not please say should far old from this that them"
)


def find_missing(text: str, *, service: Service | None, given: Mapping[str, str], has_photo: bool) -> tuple[str, ...]:
    """Names of the service's needed facts that neither the words nor the given facts answer, in the service's order."""
    if service is None:
        return ()
    words = plain_words(text)
    return tuple(
        fact.name
        for fact in service.facts
        if fact.is_needed and not given.get(fact.name, "").strip() and not _is_told(fact, words, has_photo)
    )


def _is_told(fact: Fact, words: str, has_photo: bool) -> bool:
    if fact.kind == "photo":
        return has_photo
    if fact.kind == "choice":
        return sum(_names(choice, fact, words) for choice in fact.choices) == 1
    if fact.kind == "number":
        return bool(_NUMBER.search(words))
    if fact.kind == "yes-no":
        return False  # words can say a thing and its opposite: a person says yes or no
    return _tells_text(fact, words)


def _names(choice: str, fact: Fact, words: str) -> bool:
    """Does the text name this choice, by a telling word of it in any language, or by its code?"""
    said = " ".join([choice.replace("-", " "), *fact.choices[choice].values()])
    telling = {word for word in _tokens(said) if word not in _STOP and len(word) > 2}
    return any(re.search(rf"\b{re.escape(word)}", words) for word in telling)


def _tells_text(fact: Fact, words: str) -> bool:
    """A free text: told where the words answer what its question asks for. Where we cannot tell, several sentences or
    a dozen words are taken to hold it: it is the report itself that says what is broken."""
    question = unfold(fact.question.get("en", ""))
    if _ASKS["time"].search(question):
        return bool(_TIME.search(words))
    if _ASKS["amount"].search(question):
        return bool(_NUMBER.search(words))
    if re.search(
        r"\b(?:called|name|number plate|registration|which (?:park|school|library|licence|address))\b", question
    ):
        return False
    return len(words.split()) >= 5


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unfold(text))
