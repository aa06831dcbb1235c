"""What is not a run stands in the ledger too: its facts in the clear, a person's words only as a commitment."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fingerpost.record.events import note_event
from fingerpost.record.keys import KeyStore
from fingerpost.record.leaves import leaf_hash
from fingerpost.record.models import Entry

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_facts_stand_in_the_leaf_and_words_do_not(tmp_path: Path) -> None:
    keys = KeyStore(tmp_path / "master")
    reference = note_event(
        "challenge/received",
        body="fernby",
        at=AT,
        capability="answer",
        facts={"about": "FP-00000-00000", "days": 20},
        texts={"why": "You got my rent wrong"},
        subject="somebody",
        keys=keys,
    )
    entry = Entry.objects.get(reference=reference)
    leaf = json.loads(entry.leaf)
    assert (leaf["type"], leaf["facts"]["days"]) == ("challenge/received", 20)
    assert entry.leaf_hash == leaf_hash(entry.leaf)
    assert "rent" not in entry.leaf
    opened = keys.unseal(bytes(entry.sealed or b""), subject="somebody", body="fernby", bound_to=reference)
    assert json.loads(opened)["texts"] == {"why": "You got my rent wrong"}


def test_words_without_a_key_are_refused() -> None:
    with pytest.raises(ValueError, match="sealed"):
        note_event("challenge/received", body="fernby", at=AT, facts={}, texts={"why": "words"})
    assert not Entry.objects.exists()
