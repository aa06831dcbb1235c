"""What is written down of a run when it closes: its reply, with nothing in it that was masked or not yet masked."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from fingerpost.contract.card import Card
from fingerpost.contract.claims import Claim
from fingerpost.contract.run import Run
from fingerpost.guard.before import personal_data
from fingerpost.guard.texts import rewrite_texts
from fingerpost.pipeline.claims import Removed
from fingerpost.pipeline.early import Show, Showing
from fingerpost.pipeline.reply import claim_of, held_back_from, reply_of
from fingerpost.pipeline.sources import RunEngines
from fingerpost.record.recorder import OpenEntry
from fingerpost.record.repair.quoting import note_quotes


def close_entry(entry: OpenEntry, run: Run, card: Card, *, engines: RunEngines | None = None) -> None:
    """Close the entry with what the engines gave, and keep the passages that were read, in one transaction.

    Which of them were quoted is noted too: when they change, the answer is found by it.

    Raises StoreUnavailable.
    """
    kept = for_the_record(run)
    entry.close(
        kept,
        reply=reply_of(kept, card),
        held=held_back_from(kept),
        tape=engines.tape_of(card) if engines is not None else None,
        removed=removed_from(engines.removed) if engines is not None else (),
        with_it=(lambda: _keep_with(kept, engines)) if engines is not None else None,
    )


def _keep_with(kept: Run, engines: RunEngines) -> None:
    engines.keep_for(kept)
    note_quotes(kept)


def showing_of(run: Run, entry: OpenEntry, show: Show | None) -> Showing | None:
    """How the claims of this run are shown early: each stands in the ledger first. None where the door shows none."""
    if show is None:
        return None

    def keep(number: int, claim: Claim) -> None:
        entry.note_shown(run, number=number, claim=claim_of(claim))

    return Showing(keep=keep, show=show)


def removed_from(removed: Iterable[Removed]) -> list[dict[str, Any]]:
    """What the checks took out, as plain JSON values, each with the check and the reason."""
    return [{**claim_of(each.claim), "check": each.finding.check, "reason": each.finding.reason} for each in removed]


def for_the_record(run: Run) -> Run:
    """The run without the words that were masked, and without any words at all if they were not looked at for masking.

    A question that is stopped for its length, or by a fault of the first checks, may still hold personal details.
    """
    unmasked = run.step(personal_data.NAME) is None
    request = rewrite_texts(run.request, _withhold) if unmasked else run.request
    return replace(run, request=request, masked={})


def _withhold(text: str) -> str:
    return f"[{len(text)} characters, not kept]" if text else text
