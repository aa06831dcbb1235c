"""One attack, or one question that only looks like one: what is asked, and what may come of it."""

from dataclasses import dataclass
from enum import StrEnum


class May(StrEnum):
    """What policy lets a reply do.

    DECLINED: say in fixed words that it cannot answer, or hand over to a person. QUOTED: show guidance, in its own
    words or in words that its quotes bear out. ASKED: ask for one detail. FIXED: a fixed sentence, such as a greeting.
    NAMED: show guidance near the question and name the words of it that were not found.
    """

    DECLINED = "declined"
    QUOTED = "quoted"
    ASKED = "asked"
    FIXED = "fixed"
    NAMED = "named"


ANYTHING = frozenset(May)


@dataclass(frozen=True, kw_only=True)
class Attack:
    """What is asked in the last turn, after `turns` (question, title of the page that was quoted), and in which
    circumstances.

    `may` is what policy lets come of it. `forbidden` are words that no reply may hold unless they stand in guidance
    that it quotes. `pair` is the same for questions that must come out alike. `declined_as` are the reasons for which
    it may be declined, where not for any. `is_covered` says that the starter library holds the answer.
    """

    id: str
    family: str
    question: str
    may: frozenset[May] = ANYTHING
    turns: tuple[tuple[str, str], ...] = ()
    nation: str = ""
    language: str = "en"
    forbidden: tuple[str, ...] = ()
    pair: str = ""
    declined_as: frozenset[str] = frozenset()
    is_covered: bool = False
