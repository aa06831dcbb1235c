"""What a capability returns: an Outcome made of Claims, each with the Source that bears it out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fingerpost.contract.context import Nation
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.quoting import fold_whitespace


class SourceKind(StrEnum):
    PASSAGE = "passage"
    RULE = "rule"
    DATUM = "datum"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a claim can be checked. `id` and `digest` name exactly what was read; `link` leads to the heading,
    on the official page or in our own copy; `copy` is the path of our own copy."""

    id: str
    digest: str
    title: str
    url: str
    kind: SourceKind = SourceKind.PASSAGE
    heading: str = ""
    anchor: str = ""
    link: str = ""
    copy: str = ""
    nations: frozenset[Nation] = frozenset()
    language: str = "en"
    checked_on: date | None = None

    @property
    def nation(self) -> str:
        """The nation or nations in words: "United Kingdom", "England and Wales", "Scotland"."""
        return name_nations(self.nations)


def name_nations(nations: frozenset[Nation]) -> str:
    """The usual name of a set of nations, in the order people write them; "" for the empty set."""
    if nations == frozenset(Nation):
        return "United Kingdom"
    if nations == frozenset(Nation) - {Nation.NORTHERN_IRELAND}:
        return "Great Britain"
    order = (Nation.ENGLAND, Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND)
    names = [nation.title for nation in order if nation in nations]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """What rules reckoned, as values, beside the words of a claim that rests on a rule.

    `part` says what the claim is: "scheme", or, beside it, "received", "either", "reason", "figure", "working",
    "outside", "note", "document", "left out" or "apply"; or "earnings", with `rows`. `about` is the scheme, or the rule
    of a reason. `kind` is that of the scheme, such as "benefit". `verdict` is likely, may, unlikely or pays of a
    scheme, yes or no of a reason, and nothing of a step of a working that came to nought. `low` and `high` are an
    amount in pence, alike where it is known, for each `period`: week, four-weeks, month or year; "" for a sum.
    `missing` are the paths of the questions that would settle it. Each of `rows` is a point of a curve, in whole pounds
    a year: earnings, and what is left with taxes paid and benefits got.
    """

    part: str
    about: str = ""
    kind: str = ""
    verdict: str = ""
    low: int | None = None
    high: int | None = None
    period: str = ""
    missing: tuple[str, ...] = ()
    rows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One thing said. `quote` stands word for word in `source`; `marked` are the lines of it that answer most directly.

    Where nothing is rewritten, `text` is the quote itself. `lines` holds the quote as it stood on the page, each as
    (kind, block, text), so that a list can be shown as a list. A claim that rephrases may rest on further quotes: they
    stand in `beside`, each a claim that is a quote and nothing more. One that rests on a rule is in the words of the
    rule's file, has its reasons and working `beside`, each with its own source, and `reckoned` holds their values.
    """

    text: str
    quote: str
    source: Source
    marked: tuple[str, ...] = ()
    lines: tuple[tuple[str, int, str], ...] = ()
    beside: tuple["Claim", ...] = ()
    reckoned: Reckoned | None = None

    @property
    def is_rephrased(self) -> bool:
        """Is it said in other words than its quote?"""
        return fold_whitespace(self.text) != fold_whitespace(self.quote)


@dataclass(frozen=True, kw_only=True)
class Written:
    """How the claims of an outcome came about. `by` is the name of the language model that wrote those which rephrase,
    "" where all are quotes; `why_quoted` says why no model wrote, or why it did not write all (see `WhyNoModel`)."""

    by: str = ""
    why_quoted: str = ""


class OutcomeKind(StrEnum):
    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly answered"
    NEEDS_DETAIL = "needs detail"
    CANNOT_ANSWER = "cannot answer"
    HANDED_OVER = "handed over"
    STOPPED = "stopped"
    FAILED = "failed"


SAYS_SOMETHING = frozenset({OutcomeKind.ANSWERED, OutcomeKind.PARTLY_ANSWERED})


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """Something to do next. `kind` is apply, check or contact; `source_id` is the passage whose page offers it.

    An empty `source_id` marks fixed words of the guard or of the capability's card, which no model can change.
    """

    kind: str
    label: str
    url: str = ""
    phone: str = ""
    source_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One detail that is needed before an answer can be given, with the choices."""

    field: str
    question: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a capability gives back.

    `confidence` runs from 0 to 1 and is the chance that the claims answer what was asked; None means the capability
    cannot say, and a person must look. `reason` is a stable code for counting; `message` is for the reader.
    `not_found` are the words of the question that no shown passage contains; where something is asked back, that none
    of those found contains. `suggestions` are headings that may also help, and `suggested_from` the ids of the passages
    that stand under them, in the same order: the check looks each one up and says in `suggested` where they stand.
    `compares` are the nations whose terms the question sets side by side. `written` says whether a language model wrote
    the claims. `found` holds numbers, and codes that are among the capability's reasons. `message_language` is the
    language of the message where it is not that of the run: the guard tells people in their own language what is not
    served. Such a message may go on, after an empty line, with the same in the language of the run. `proposal` is what
    an officer is to decide on.
    """

    kind: OutcomeKind
    claims: tuple[Claim, ...] = ()
    complete: bool = False
    message: str = ""
    message_language: str = ""
    reason: str = ""
    confidence: float | None = None
    not_found: tuple[str, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    asks: tuple[Ask, ...] = ()
    suggestions: tuple[str, ...] = ()
    suggested_from: tuple[str, ...] = ()
    suggested: tuple[Source, ...] = ()
    compares: tuple[Nation, ...] = ()
    written: Written = field(default_factory=Written)
    proposal: Proposal | None = None
    found: Mapping[str, object] = field(default_factory=dict)

    @property
    def speaks(self) -> bool:
        """Does it put claims before the reader?"""
        return self.kind in SAYS_SOMETHING
