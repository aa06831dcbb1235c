"""What is written down of a run when it closes: its reply, with nothing in it that was masked or not yet masked."""

from dataclasses import replace

from fingerpost.contract.card import Card
from fingerpost.contract.run import Run
from fingerpost.guard.before import personal_data
from fingerpost.guard.texts import rewrite_texts
from fingerpost.pipeline.reply import held_back_from, reply_of
from fingerpost.pipeline.sources import RunEngines
from fingerpost.record.recorder import OpenEntry


def close_entry(entry: OpenEntry, run: Run, card: Card, *, engines: RunEngines | None = None) -> None:
    """Close the entry with what the engines gave, and keep the passages that were read, in one transaction.

    Raises StoreUnavailable.
    """
    kept = for_the_record(run)
    entry.close(
        kept,
        reply=reply_of(kept, card),
        held=held_back_from(kept),
        tape=engines.tape_of(card) if engines is not None else None,
        with_it=(lambda: engines.keep_for(kept)) if engines is not None else None,
    )


def for_the_record(run: Run) -> Run:
    """The run without the words that were masked, and without any words at all if they were not looked at for masking.

    A question that is stopped for its length, or by a fault of the first checks, may still hold personal details.
    """
    unmasked = run.step(personal_data.NAME) is None
    request = rewrite_texts(run.request, _withhold) if unmasked else run.request
    return replace(run, request=request, masked={})


def _withhold(text: str) -> str:
    return f"[{len(text)} characters, not kept]" if text else text
