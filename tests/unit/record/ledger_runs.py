"""Runs and a ledger of their own, for the tests of this folder."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from fingerpost.contract.capability import ask_for
from fingerpost.contract.claims import Claim, Outcome, OutcomeKind, Source
from fingerpost.contract.context import ALL_NATIONS, Context
from fingerpost.contract.run import Run, Step

NOON = datetime(2026, 11, 22, 12, 30, 15, 250_000, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Question:
    question: str = ask_for("Your question")


def make_run(
    reference: str = "FP-7K2M9-QX4DA", *, question: str = "When is my bin day?", subject: str = "", **more: Any
) -> Run:
    """A run that has answered, with one claim."""
    return Run(
        reference=reference,
        capability="answer",
        request=Question(question=question),
        context=Context(body=more.pop("body", "fernby"), at=NOON, subject=subject or reference),
        outcome=more.pop("outcome", answered()),
        steps=more.pop("steps", (Step(name="size"), Step(name="capability", reason="said", found={"hits": 3}))),
        **more,
    )


def answered(words: str = "Bins are emptied on Tuesdays.", digest: str = "ab" * 32) -> Outcome:
    source = Source(
        id="fernby/starter/bins#days",
        digest=digest,
        title="Bin collection days",
        url="https://www.fernby.example/bins",
        nations=ALL_NATIONS,
        checked_on=date(2026, 11, 22),
    )
    claim = Claim(text=words, quote=words, source=source)
    return Outcome(kind=OutcomeKind.ANSWERED, claims=(claim,), complete=True, confidence=0.87)


def reply_to(run: Run) -> dict[str, Any]:
    """As much of a reply as the ledger needs to keep."""
    claims = run.outcome.claims if run.outcome else ()
    return {"reference": run.reference, "claims": [{"text": claim.text} for claim in claims]}
