"""A person who asked, and asked again, gave feedback and challenged an answer."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.record.ledger_runs import NOON, make_run, reply_to

from fingerpost.record.challenges.matters import Attached, Due, Filing, Kind, Way, Words
from fingerpost.record.challenges.receiving import Received, challenge
from fingerpost.record.feedback.keeping import Opinion, Useful, keep_feedback
from fingerpost.record.keys import KeyStore
from fingerpost.record.recorder import Recorder

FIRST, SECOND, OTHER = "FP-F1RST-00000", "FP-SEC0N-00000", "FP-0THER-00000"
DAY = timedelta(days=1)
Ask = Callable[..., str]


@pytest.fixture
def installation_home(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def ask(recorder: Recorder) -> Ask:
    """Record one run; `subject` is that of the conversation it goes on with."""

    def recorded(
        reference: str, question: str = "When is my bin day?", *, subject: str = "", at: datetime = NOON
    ) -> str:
        run = make_run(reference, question=question, subject=subject)
        run = replace(run, context=replace(run.context, at=at))
        with recorder.open(run) as entry:
            entry.close(run, reply=reply_to(run))
        return reference

    return recorded


@pytest.fixture
def conversation(ask: Ask) -> list[str]:
    """Two answers of one conversation, and one of somebody else."""
    ask(FIRST, "My landlord is Zebedee")
    ask(SECOND, "And what about Zebedee?", subject=FIRST)
    ask(OTHER, "Somebody else asks")
    return [FIRST, SECOND]


@pytest.fixture
def tell(keys: KeyStore) -> Callable[..., object]:
    """Say what one thought of an answer."""
    return lambda reference, wanted="Zebedee's roof", at=NOON: keep_feedback(
        Opinion(useful=Useful.NO, wanted=wanted), reference=reference, body="fernby", at=at, keys=keys
    )


@pytest.fixture
def contest(keys: KeyStore) -> Callable[..., Received]:
    """Challenge an answer, with a file."""

    def challenged(about: str, at: datetime = NOON) -> Received:
        return challenge(
            Words(kind=Kind.WRONG, text="Zebedee is wrong", way=Way.EMAIL, to="zebedee@example.com"),
            about=about,
            files=[Attached(name="zebedee.txt", kind="text", content=b"Zebedee's letter")],
            filing=Filing(language="en", door="citizen"),
            due=Due(on=(at + 10 * DAY).date(), working_days=10, nation="england"),
            body="fernby",
            at=at,
            keys=keys,
        )

    return challenged
