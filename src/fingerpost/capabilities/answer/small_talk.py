"""Greetings, thanks and "what are you": answered in fixed words, without a search."""

import re

from fingerpost.capabilities.answer.phrases import say
from fingerpost.contract.claims import Outcome, OutcomeKind

_PATTERNS = {
    "greeting": r"(hi+|hello+|hey+|hiya|alright|good (morning|afternoon|evening)|helo|shwmae|s'?mae|bore da|"
    r"prynhawn da|noswaith dda)( (there|all|bot|fingerpost|pawb))?",
    "thanks": r"((ok|okay|great|lovely|brilliant|perfect),? )?(thanks?|thank ?you|cheers|ta|diolch)"
    r"( (very much|so much|a lot|a lot for your help|for (that|your help|the help)|you|again|yn fawr|am eich help))*",
    "goodbye": r"(bye+|goodbye|see you|that'?s all|no more questions|hwyl( fawr)?)( (bye|now|for now|thanks|"
    r"thank you))*",
    "about": r"(who|what) (are|r) (you|u)( exactly)?|what (can|do) (you|u) do|are (you|u) (a )?(real )?"
    r"(human|person|robot|bot|computer|ai|real)( person)?|am i (talking|speaking) to (a )?(real )?"
    r"(human|person|robot|bot|computer|ai)( person)?|how do (you|u) work|who made you|what is (this|fingerpost)|"
    r"can (you|u) help( me)?|help|pwy (ydych chi|wyt ti)|beth (ydych chi|wyt ti)",
    "complaint": r"(that|this) (is|was|'s)? ?(not|no|isn'?t|wasn'?t|useless|rubbish|no good|wrong|not helpful|"
    r"unhelpful)"
    r"( (right|helpful|what i asked|good|use|any use|what i meant|help))*|you('re| are) (useless|rubbish|"
    r"wrong|no help)|"
    r"(useless|rubbish)|that doesn'?t (help|answer (it|my question))",
}
_MATCHERS = {name: re.compile(rf"\W*(?:{pattern})\W*", re.IGNORECASE) for name, pattern in _PATTERNS.items()}


def reply_to_small_talk(question: str, *, language: str) -> Outcome | None:
    """The fixed reply when the whole question is small talk; None when it asks for anything more."""
    for name, matcher in _MATCHERS.items():
        if matcher.fullmatch(question.strip()):
            return Outcome(
                kind=OutcomeKind.ANSWERED,
                complete=True,
                message=say(name, language),
                reason=name,
                confidence=1.0,
                found={"small_talk": name},
            )
    return None
