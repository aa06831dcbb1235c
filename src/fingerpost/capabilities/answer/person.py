"""What people say of themselves, and when it may change what they are shown.

Two people who ask the same get the same guidance, whoever they are, unless guidance itself speaks of such people.
"""

import re
from dataclasses import replace

from fingerpost.capabilities.answer.finding import Found, Sought, find, seek
from fingerpost.capabilities.answer.request import Question
from fingerpost.capabilities.answer.words import stems_of
from fingerpost.contract.context import Context
from fingerpost.contract.ports import Search

_SEX = "man|woman|male|female|boy|girl|lady|lad|bloke|guy|non-? ?binary|trans|transgender|transsexual|intersex"
_LOVE = "gay|lesbian|bisexual|bi|straight|queer|heterosexual|asexual"
_PEOPLE = (
    "black|white|brown|asian|african|caribbean|afro-caribbean|mixed[- ]race|of mixed race|arab|latino|chinese|indian|"
    "pakistani|bangladeshi|somali|nigerian|romany|roma|gypsy|traveller|irish traveller|romany gypsy|british asian|"
    "black british|white british|of colour|person of colour"
)
_FAITH = (
    "muslim|christian|jewish|jew|hindu|sikh|buddhist|catholic|protestant|atheist|quaker|pagan|religious|not religious|"
    "humanist|jain|rastafarian|jehovah['’]?s witness"
)
_BODY = (
    "deaf|blind|autistic|disabled|dyslexic|partially sighted|hard of hearing|neurodivergent|in a wheelchair|"
    "wheelchair user"
)
_WHO = rf"(?:{_SEX}|{_LOVE}|{_PEOPLE}|{_FAITH}|{_BODY})"
_KIND = r"(?:man|woman|person|people|family|lady|guy|bloke|faith|religion|heritage|descent|origin|background|parents)"
_MANY = rf"(?:(?:an?|of|a practising|also) )?{_WHO}(?:,? (?:and )?(?:an? )?(?:{_WHO}|{_KIND}))*"
_PLACE = r"(?:england|scotland|wales|northern ireland|ireland|britain|the uk|the north|the south|london)"
_SAYS_WHO = re.compile(
    rf"(?:(?:i am|i['’]m|im|we are|we['’]re|speaking as|i identify as) {_MANY}"
    rf"|(?:i am|i['’]m|im|we are) of \w+ {_KIND}"
    r"|i (?:use|have|am in) a wheelchair"
    rf"|i (?:was born|grew up|was raised|come|am originally) (?:in|from) {_PLACE}"
    rf"(?:,? (?:but|and)(?: i)?(?: now)? (?:live|am|am living|moved) (?:in|to) {_PLACE})?)",
    re.IGNORECASE,
)
_AS_WHO = re.compile(rf"^\W*(?:as|speaking as|being) an? {_WHO}(?: (?:{_WHO}|{_KIND}))*, *", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]*\s*")
_ASKS_NOTHING = stems_of(
    [
        "i we me my you your it is are am be do does can could will would should may might must have has get got what",
        "when where which who why how much many long often any some there for with to of in on the a an and or if not",
        "need want like help support advice benefits money entitled eligible allowed apply claim qualify",
    ]
)
_TELLS_NOTHING = _ASKS_NOTHING | stems_of(
    [
        "im i'm we're as from was were been use have person people family born grew live england scotland wales",
        "ireland northern uk so but then now this that these those he she they his her their at by up out about just",
        "only very ok",
    ]
)


def find_for_anybody(request: Question, *, context: Context, search: Search) -> tuple[Sought, Found]:
    """What is found for the question, and what was sought.

    Without what the person says they are, unless the best passage speaks of such people. And without a sentence that
    asks nothing, where the best passage speaks of nothing in it and the page is the same without it: chatter must not
    decide which part of a page comes first.
    """
    whole = _find(request, request.question, context=context, search=search)
    plain = leave_out_person(request.question)
    if plain != request.question and not _speaks_of(request.question, plain, whole[1]):
        whole = _find(request, plain, context=context, search=search)
    asking = leave_out_told(plain)
    if asking != plain and _telling(plain, asking) and not _speaks_of(plain, asking, whole[1]):
        bare = _find(request, asking, context=context, search=search)
        if _page(bare[1]) == _page(whole[1]):
            return bare
    return whole


def _find(request: Question, question: str, *, context: Context, search: Search) -> tuple[Sought, Found]:
    request = replace(request, question=question)
    sought = seek(request, language=context.language)
    return sought, find(sought, request, context=context, search=search)


def leave_out_told(question: str) -> str:
    """Only the sentences with a question mark, where there are such and others."""
    sentences = _SENTENCE.findall(question)
    asking = [sentence for sentence in sentences if "?" in sentence]
    return "".join(asking).strip() if asking and len(asking) < len(sentences) else question


def _page(found: Found) -> str:
    return found.hits[0].passage.document if found.hits else ""


def leave_out_person(question: str) -> str:
    """The question without sentences that only say which sex, people, faith or body the person has; as it stands where
    nothing telling would be left of it."""
    sentences = [sentence for sentence in _SENTENCE.findall(question) if not _only_says_who(sentence)]
    plain = _AS_WHO.sub("", "".join(sentences).strip())
    return plain if stems_of([plain]) - _ASKS_NOTHING else question


def _only_says_who(sentence: str) -> bool:
    return bool(_SAYS_WHO.fullmatch(sentence.strip(" \n\t.!?;,-")))


def _speaks_of(question: str, less: str, found: Found) -> bool:
    """Does the best passage hold a telling word that the question has and the shorter one has not?"""
    passages = [hit.matched for hit in found.hits[:1]]
    said = stems_of(text for each in passages for text in (each.text, each.title, *each.heading_path))
    return bool(_telling(question, less) & said)


def _telling(question: str, less: str) -> set[str]:
    return stems_of([question]) - stems_of([less]) - _TELLS_NOTHING
