"""What each capability must declare before it may run."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.proposals import ProposalCodes
from fingerpost.contract.run import Run


def no_problems(request: Any, *, language: str, today: date, **engines: Any) -> Mapping[str, str]:
    """For a capability whose form says all there is to say about what may be sent."""
    return {}


def judge_outcome(expected: Mapping[str, Any], run: Run) -> Mapping[str, bool]:
    """The judge of a capability that brings none: did the outcome come out as the case expects?"""
    kind = run.outcome.kind.value if run.outcome else ""
    return {"outcome_as_expected": kind == str(expected["expect"]).replace("_", " ")}


@dataclass(frozen=True, kw_only=True)
class Capability:
    """One registered function of AI or rules.

    `request` is a frozen, keyword-only dataclass whose fields are made with `ask_for`; form, URL, API schema and CLI
    command come from it. `handle(request, context=..., **engines)` is handed the engines the card names under `needs`,
    by parameter name. `explain(run)` says why, in the six kinds. `folder` is where its card, cases and tests stand.
    `phrases` are all the fixed sentences it may put in an outcome's message: any other is taken out by the check, so
    that no model can speak there; the label of a fixed next step and the question of an `Ask` are among them. `reasons`
    are all the codes it may give as an outcome's reason. `judge(expected, run)` looks at one evaluation case and says
    yes or no to each of the figures that the card has thresholds for, and any others; it leaves out those that the
    case says nothing of. `problems(request, language=..., today=..., **engines)` says what is wrong with a request
    that fits its form, a sentence a field: a door tells them before anything sets out on the road. `proposes` are the
    codes of one that makes proposals for officers: none other may.
    """

    card: Card
    request: type
    handle: Callable[..., Outcome]
    explain: Callable[[Run, Card], Explanation]
    folder: Path
    phrases: frozenset[str] = frozenset()
    reasons: frozenset[str] = frozenset()
    judge: Callable[[Mapping[str, Any], Run], Mapping[str, bool]] = judge_outcome
    own_card: Path | None = None
    problems: Callable[..., Mapping[str, str]] = no_problems
    proposes: ProposalCodes | None = None

    @property
    def name(self) -> str:
        return self.card.name


def ask_for(
    label: str,
    *,
    hint: str = "",
    max_length: int | None = 1000,
    free_text: bool = True,
    default: Any = MISSING,
) -> Any:
    """A field of a request: its label, a hint, its greatest length in characters (None where it has none, as a
    date), and whether people type it freely.

    Free text is what the guard reads and masks.
    """
    metadata = {
        "label": label,
        "hint": hint,
        "max_length": max_length,
        "free_text": free_text,
    }
    if default is MISSING:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


def free_text_of(request: Any) -> dict[str, str]:
    """The free-text fields of a request by name: what the guard reads. Other types of field are left out."""
    return {
        each.name: getattr(request, each.name)
        for each in fields(request)
        if each.metadata.get("free_text") and isinstance(getattr(request, each.name), str)
    }
