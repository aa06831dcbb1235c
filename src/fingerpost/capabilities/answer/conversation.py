"""Follow-ups: what to search for, given what was said before.

What people say of their situation matters more to finding the right page than any model does, so it is carried along.
"""

import re

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


def search_text(request: Question) -> str:
    """What to search for: the question, with what it leans on and the situation the person has described."""
    earlier = request.conversation[-TURNS_USED:]
    if not earlier:
        return request.question
    kept = [request.question]
    if leans_back(request.question):
        kept.extend(_last_topic(earlier))
    kept.extend(_situations(earlier, besides=kept))
    return "\n".join(kept)


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
