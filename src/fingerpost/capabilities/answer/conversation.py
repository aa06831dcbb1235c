"""Follow-ups: what to search for, given what was said before.

What people say of their situation matters more to finding the right page than any model does, so it is carried along.
"""

import re
from dataclasses import replace

from fingerpost.capabilities.answer.request import Question, Turn
from fingerpost.capabilities.answer.words import split_words

TURNS_USED = 4
LEAST_WORDS = 3  # fewer are no question of their own
MOST_PARTS = 3
SHORT = 6  # words: a question this short, in a conversation, most likely leans on the one before

_LEANS_BACK = re.compile(
    r"^\W*(and|but|or|so|what about|how about|what if|and if|also|then|ok(ay)?|beth am|a beth)\b"
    r"|\b(it|its|that|this|they|them|those|these|there|the same|instead|otherwise|either|hynny|hwnnw)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"[?;]\s*|[,.]?\s+(?:and|also|plus|then|a)\s+(?=(?:also\s+)?(?:how|what|whats|when|where|who|which|why|can|do|does|is|are|"
    r"am|will|sut|beth|pryd|ble|pwy|faint)\b)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_SITUATION = re.compile(
    r"\b(i|im|i'm|i’m|i've|ive|i’ve|my|we|we're|our|me|us|she's|he's|rwy|rydw|fy|dwi)\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"\?|^\W*(what|how|when|where|who|which|can|do|does|is|are|am|will|should|could|why)\b", re.IGNORECASE
)


# What only calls the last answer in doubt. Guidance says what it says, however sure somebody is of something else.
_NO = r"(?:(?:no|nope|but|and|well|hmm|sorry|hang on|wait|actually|really|come on|rubbish|nonsense)\b[,.!]? *)*"
_WRONG = (
    r"(?: \w+){0,2} (?:wrong|mistaken|incorrect|false|nonsense|rubbish|lying|a lie|not (?:right|true|correct)|"
    r"out of date|misinformed|embarrassing (?:yourself|me))\b.*"
)
_IS = r"(?:['’]?(?:s|re)| is| are| was| were| must be| got it)?"
_DOUBTS = re.compile(
    rf"{_NO}(?:"
    r"(?:are|r) (?:you|u) (?:really |quite |absolutely |very |100% )?(?:sure|certain|positive)"
    r"(?: (?:about|of|that|it|this)\b.*)?"
    r"|(?:is|was) (?:that|this|it) (?:really |actually )?(?:right|true|correct|so)|really|seriously|no|nope|wrong"
    r"|rubbish|nonsense|i doubt (?:it|that)"
    r"|i (?:do not|don['’]?t) (?:believe|trust|agree with) (?:you|that|this|it)\b.*"
    rf"|(?:.{{0,60}}\b)?(?:that|you|your answer|the answer){_IS}{_WRONG}|(?:this|it){_IS}{_WRONG}"
    r"|(?:please )?(?:correct|check|fix|change|admit) (?:yourself|your (?:answer|figures?|facts|mistake)|it|that)\b.*"
    r"|(?:please )?(?:try|think|look|check|answer)(?: it| that)? again\b.*"
    r")",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"[^?]{0,60}\b(?:says?|said|tells?|told|reads?|read|saw|seen|hear|heard|looked|checked|know|thinks?|thought|believe|"
    r"found|googled|certain|sure|bet)\b[^?]{0,30}\b(?:it|this|that|they)"
    r"(?:['’]?s| is| was| are| were| costs?| (?:should|would|will|must) be)\b[^?]*",
    re.IGNORECASE,
)
_SAYS_OTHERWISE = re.compile(
    rf"{_NO}(?:it|that|this)(?:['’]s| is| was) (?!(?:for|about|because|my|not)\b).*", re.IGNORECASE
)
_YOU = re.compile(r"\b(?:you|your|u)\b", re.IGNORECASE)
_QUESTION = re.compile(r"(?:how|what|when|where|who|which|why|can|could|do|does|did|will|should)\b", re.IGNORECASE)
_SUM = re.compile(r"[£%]|\d (?:pounds|p|hours?|days?|weeks?|months?|years?|per cent)\b", re.IGNORECASE)
_BREAKS = re.compile(r"(?<=[.!?;\n])\s+|,\s+(?=(?:so )?(?:how|what|when|where|who|which|why)\b)", re.IGNORECASE)
_EDGES = " \n\t.,!?;:-–…"


def without_doubts(request: Question) -> Question:
    """The question without what only calls the last answer in doubt ("are you sure? I read it was £500"), so that it is
    answered again as it was; where nothing else is said, the question before it. Asked again in the same words, only
    what else it tells of the person is kept. As it is, where nothing was said yet.
    """
    if not request.conversation:
        return request
    asked = _ask_without_doubts(request.question)
    said_before = ((_ask_without_doubts(turn.question), turn.answer) for turn in request.conversation)
    turns = tuple(Turn(question=said, answer=page) for said, page in said_before if said)
    if not turns:
        return request
    if not asked:
        return replace(request, question=turns[-1].question, conversation=turns[:-1])
    parts = _BREAKS.split(asked)
    if any(_is_same(part, turns[-1].question) for part in parts):
        kept = [part for part in parts if _is_same(part, turns[-1].question) or _tells_of_oneself(part)]
        return replace(request, question=" ".join(kept), conversation=turns[:-1])
    return replace(request, question=asked, conversation=turns)


def _is_same(one: str, other: str) -> bool:
    return split_words(one.casefold()) == split_words(other.casefold())


def _tells_of_oneself(part: str) -> bool:
    """Does it tell of the person, and not of whoever answers?"""
    return bool(_SITUATION.search(part)) and not _YOU.search(part)


def _ask_without_doubts(text: str) -> str:
    """The text as it stands where it holds no doubt; "" where it holds nothing else."""
    parts = [part for part in _BREAKS.split(text) if part.strip(_EDGES)]
    left = [part for part in parts if not _is_doubt(part)]
    if len(left) == len(parts):
        return text
    return " ".join(part for part in left if not _says(_HEARSAY, part) and not _says(_SAYS_OTHERWISE, part))


def _is_doubt(part: str) -> bool:
    return _says(_DOUBTS, part) or bool(_says(_HEARSAY, part) and _SUM.search(part))


def _says(pattern: re.Pattern[str], part: str) -> bool:
    said = part.strip() if pattern is _HEARSAY else part.strip(_EDGES)
    return bool(pattern.fullmatch(said)) and not _QUESTION.match(said)


def search_text(request: Question) -> str:
    """What to search for: the question, with what it leans on and the situation the person has described."""
    return "\n".join(filter(None, (request.question, leaned_on(request))))


def leaned_on(request: Question) -> str:
    """What was said before that the question leans on, and the situation the person has described; "" for none."""
    earlier = request.conversation[-TURNS_USED:]
    kept = [request.question]
    if leans_back(request.question):
        kept.extend(_last_topic(earlier))
    kept.extend(_situations(earlier, besides=kept))
    return "\n".join(kept[1:])


def parts_of(question: str) -> list[str]:
    """The questions in a question: "when are bins collected and how do I get a bigger one" holds two. At most three;
    none where it asks one thing only."""
    parts = [part.strip() for part in _JOINT.split(question) if len(split_words(part)) >= LEAST_WORDS]
    asking = [part for part in parts if _ASKS.search(part)]
    return asking[:MOST_PARTS] if len(asking) > 1 else []


def leans_back(question: str) -> bool:
    """Does the question need the one before to be understood?"""
    return len(split_words(question)) <= SHORT or bool(_LEANS_BACK.search(question))


def _last_topic(earlier: tuple[Turn, ...]) -> list[str]:
    """The last question that stood on its own feet, the page that answered, and what was asked since."""
    topic: list[str] = []
    for turn in reversed(earlier):
        topic[:0] = [part for part in (turn.question, turn.answer) if part]
        if not leans_back(turn.question):
            break
    return topic


def _situations(earlier: tuple[Turn, ...], *, besides: list[str]) -> list[str]:
    """Sentences in which the person told something of themselves rather than asked."""
    told = [
        sentence.strip()
        for turn in earlier
        for sentence in _SENTENCE.findall(turn.question)
        if _SITUATION.search(sentence) and not _ASKS.search(sentence)
    ]
    return [sentence for sentence in told if not any(sentence in text for text in besides)]
