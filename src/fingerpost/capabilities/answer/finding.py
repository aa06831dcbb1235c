"""Finding what may answer: the hits for a question, and the words by which to judge them."""

from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.capabilities.answer.confidence import is_on_topic
from fingerpost.capabilities.answer.conversation import parts_of, search_text
from fingerpost.capabilities.answer.missing import asks_beyond, find_missing, share_of_words_found
from fingerpost.capabilities.answer.request import Question
from fingerpost.capabilities.answer.welsh.english import in_english, is_understood
from fingerpost.capabilities.answer.welsh.missing import WELSH, find_missing_of_welsh, share_of_welsh_found
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Hit, Search

LOOKED_AT = 20
READ = 2  # hits whose words count
ENOUGH_WELSH = 0.75  # of the telling words of a Welsh question: then a page that exists in Welsh only is about it


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is searched for.

    `asked` is the question as it was asked. `question` is the same in English, which is what the search and the fits
    know, and `text` is what is looked for: the question in English, with what it leans on. `told` is all that the
    person wrote, where what they say of themselves was left out of the question.
    """

    asked: str
    question: str
    text: str
    language: str
    told: str = ""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found, best first, and whether it is on the topic of the question."""

    hits: Sequence[Hit]
    on_topic: bool


def seek(request: Question, *, language: str) -> Sought:
    """What to search for, given the language of the question."""
    text = search_text(request)
    if language != WELSH:
        return Sought(asked=request.question, question=request.question, text=text, language=language)
    return Sought(
        asked=request.question,
        question=in_english(request.question),
        text=in_english(text),
        language=language,
    )


def find(sought: Sought, request: Question, *, context: Context, search: Search) -> Found:
    """The hits for what is sought. The search gives a translation of each passage where a person has made one.

    What stands in Welsh alone is found by its own words, and preferred where it holds more of those that were asked.
    """
    hits = search.find(sought.text, context=context, limit=LOOKED_AT)
    on_topic = is_on_topic(hits, question=sought.question)
    if sought.language != WELSH:
        return Found(hits=hits, on_topic=on_topic)
    on_topic = on_topic and is_understood(sought.asked)
    own = [
        hit
        for hit in search.find(search_text(request), context=context, limit=LOOKED_AT)
        if hit.passage.language == WELSH and hit.original is None
    ]
    held = share_of_welsh_found(sought.asked, _read(own))
    if held < ENOUGH_WELSH or (on_topic and held <= share_of_words_found(sought.question, _read(hits))):
        return Found(hits=hits, on_topic=on_topic)
    return Found(hits=own, on_topic=True)


def find_each_part(sought: Sought, *, context: Context, search: Search) -> list[Hit]:
    """The best hit for each part of a question that asks several things; none for a question that asks one."""
    parts = [in_english(part) if sought.language == WELSH else part for part in parts_of(sought.asked)]
    found = [(part, search.find(part, context=context, limit=LOOKED_AT)) for part in parts]
    return [hits[0] for part, hits in found if is_on_topic(hits, question=part)]


def what_is_missing(sought: Sought, passages: Sequence[Passage]) -> list[str]:
    """The words of the question, as typed, that no passage contains."""
    if sought.language == WELSH:
        return find_missing_of_welsh(sought.asked, passages)
    return find_missing(sought.asked, passages, told=sought.told)


def is_out_of_reach(sought: Sought, hits: Sequence[Hit]) -> bool:
    """Does the question ask of a year, a time or a country that nothing that was found speaks of?"""
    return sought.language != WELSH and asks_beyond(sought.asked, [hit.passage for hit in hits])


def _read(hits: Sequence[Hit]) -> list[Passage]:
    return [hit.matched for hit in hits[:READ]]
