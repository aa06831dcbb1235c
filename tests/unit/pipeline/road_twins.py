"""A page, a capability that says what it is told to, and a road to take it along: for the tests of this folder."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from fingerpost.contract.capability import Capability, ask_for
from fingerpost.contract.card import Card, Contact, Review
from fingerpost.contract.claims import Claim, Outcome, OutcomeKind, Source
from fingerpost.contract.context import ALL_NATIONS, Access, Context
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.passages import Line, LineKind, NextStepLink, Passage
from fingerpost.contract.run import Run

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = Context(body="fernby", at=NOON)
FIXED = "We can help with that."
FIXED_LABEL = "Talk to an adviser"
FIXED_LINK = "https://www.citizensadvice.org.uk/"


class Colour(StrEnum):
    GREEN = "green"
    BROWN = "brown"


@dataclass(frozen=True, kw_only=True)
class Turn:
    question: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    question: str = ask_for("Your question")
    colour: Colour | None = ask_for("The colour of your bin", free_text=False, default=None)
    conversation: tuple[Turn, ...] = ask_for("Before", free_text=False, default=())


BINS = Passage(
    id="fernby/starter/bins#days",
    document="bins",
    collection="starter",
    body="fernby",
    title="Bin collection days",
    heading_path=("Which day",),
    anchor="which-day",
    lines=(
        Line(text="Bins are emptied on Tuesdays."),
        Line(text="You are not entitled to a second bin."),
        Line(text="A garden bin costs £58.50 a year from 1 April 2026:", block=1),
        Line(text="call 01632 960123", kind=LineKind.BULLET, block=1),
        Line(text="or see www.fernby.example/garden", kind=LineKind.BULLET, block=1),
    ),
    url="https://www.fernby.example/bins",
    copy="/guidance/starter/bins",
    language="en",
    nations=ALL_NATIONS,
    audience=frozenset({"residents"}),
    access=Access.PUBLIC,
    digest="ab" * 32,
    checked_on=date(2026, 11, 1),
    next_steps=(NextStepLink(kind="apply", label="Order a bin", url="https://www.fernby.example/order"),),
)
MISSED = replace(
    BINS,
    id="fernby/starter/bins#missed",
    heading_path=("If your bin was missed",),
    anchor="if-your-bin-was-missed",
    lines=(Line(text="Tell us within two days."),),
    digest="cd" * 32,
    next_steps=(),
)


@dataclass
class PassagesInMemory:
    """The port `Passages`, from a list. `fetched` counts how often it was asked."""

    held: Iterable[Passage] = (BINS, MISSED)
    fetched: int = 0

    def fetch(self, ids: Iterable[str], *, context: Context) -> Mapping[str, Passage]:
        self.fetched += 1
        wanted = set(ids)
        return {each.id: each for each in self.held if each.id in wanted and each.body == context.body}


def claim_from(passage: Passage, *lines: int, **changes: Any) -> Claim:
    """A true claim: these lines of the passage, all of them where none is named, the first one marked."""
    shown = [passage.lines[number] for number in lines] if lines else list(passage.lines)
    words = "\n".join(line.text for line in shown)
    claim = Claim(
        text=words,
        quote=words,
        source=Source(
            id=passage.id,
            digest=passage.digest,
            title=passage.title,
            url=passage.url,
            heading=passage.heading,
            anchor=passage.anchor,
            link=passage.link,
            copy=passage.copy,
            nations=passage.nations,
            language=passage.language,
            checked_on=passage.checked_on,
        ),
        marked=(shown[0].text,),
        lines=tuple((line.kind.value, line.block, line.text) for line in shown),
    )
    return replace(claim, **changes)


def answer(*claims: Claim, **changes: Any) -> Outcome:
    """An answer that is sure of itself."""
    whole = Outcome(kind=OutcomeKind.ANSWERED, claims=claims or (claim_from(BINS),), complete=True, confidence=0.9)
    return replace(whole, **changes)


def explain(run: Run, card: Card) -> Explanation:
    return Explanation(
        rationale="The page was closest to what you asked.",
        responsibility=f"{card.owner} is responsible. See {card.contact.url} and quote {run.reference}.",
        data="Your question was used.",
        fairness="Nothing about you was judged.",
        safety_and_performance="Each quote was looked up again.",
        impact="This is information.",
    )


CARD = Card(
    name="bins",
    command="bins",
    title="Answer about bins",
    version="1",
    phase="pre-deployment",
    owner="Head of Waste",
    purpose="Say when bins are emptied.",
    legal_basis="Environmental Protection Act 1990, section 45",
    contact=Contact(team="Waste team", email="waste@fernby.example", url="https://www.fernby.example/contact"),
    data=(),
    risks=(),
    limits=(),
    needs=(),
    review=Review(),
)


@dataclass
class Said:
    """A capability's `handle` that says what it was given, and remembers what it was handed."""

    outcome: Any = None
    handed: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, request: Any, **handed: Any) -> Any:
        self.handed.append({"request": request, **handed})
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome if self.outcome is not None else answer()


def make_capability(says: Callable[..., Any] | Any = None, **changes: Any) -> Capability:
    """A capability that answers about bins. Fields of its card may be changed by `card`, a mapping."""
    capability = Capability(
        card=replace(CARD, **changes.pop("card", {})),
        request=Question,
        handle=says if callable(says) else Said(says),
        explain=explain,
        folder=Path("/nowhere"),
        phrases=frozenset({FIXED, FIXED_LABEL, "Which colour is it?", "Where do you live?", "Green", "Brown"}),
        reasons=frozenset({"greeting", "off topic"}),
    )
    return replace(capability, **changes)
