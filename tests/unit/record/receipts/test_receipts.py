"""Receipts of runs that the record holds: with words, without, erased, not there, not ready."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.unit.record.ledger_runs import NOON, make_run, reply_to
from tests.unit.record.receipts.logs import Found, MemoryLog

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.run import Run
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import Entry
from fingerpost.record.receipts.issuing import ReceiptNotReady, Receipts
from fingerpost.record.receipts.receipt import file_name
from fingerpost.record.receipts.verifier import NotGenuine
from fingerpost.record.recorder import Recorder

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
def find_proof(log: MemoryLog) -> Callable[[int], Found]:
    """Brings the log in step with the record first, as the ledger does."""

    def find(entry: int) -> Found:
        numbers = []
        log.leaves.clear()
        for seq, leaf in Entry.objects.order_by("seq").values_list("seq", "leaf"):
            log.add(leaf)
            numbers.append(seq)
        return log.prove(numbers.index(entry))

    return find


@pytest.fixture
def receipts(keys: KeyStore, log: MemoryLog, find_proof: Callable[[int], Found]) -> Receipts:
    return Receipts(body="fernby", keys=keys, find_proof=find_proof, read_keys=log.read_keys)


def test_a_run_has_a_receipt_of_what_was_asked_and_answered(receipts: Receipts, record: Callable[..., Run]) -> None:
    record("FP-00000-00001")
    run = record()
    record("FP-00000-00002")
    proof = receipts.check(receipts.make(run.reference) or "")
    assert proof.leaf["type"] == "run/closed"
    assert proof.leaf["reference"] == run.reference
    assert json.loads(proof.texts["request"]) == {"question": "When is my bin day?"}
    assert json.loads(proof.texts["reply"])["claims"] == [{"text": "Bins are emptied on Tuesdays."}]
    assert (proof.index, proof.size) == (3, 6)


def test_what_waits_for_a_person_is_not_in_it(receipts: Receipts, recorder: Recorder) -> None:
    run = make_run()
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run), held={"claims": ["Not for the reader yet."]})
    made = receipts.make(run.reference) or ""
    proof = receipts.check(made)
    assert "held" in proof.leaf["commitments"]
    assert set(proof.texts) == {"request", "reply"}


def test_a_receipt_without_words_proves_the_record(receipts: Receipts, record: Callable[..., Run]) -> None:
    proof = receipts.check(receipts.make(record().reference, with_words=False) or "")
    assert proof.leaf["outcome"]["kind"] == "answered"
    assert proof.texts == {}


def test_after_erasure_a_receipt_proves_the_record_and_old_receipts_still_hold(
    receipts: Receipts, record: Callable[..., Run], keys: KeyStore
) -> None:
    run = record()
    before = receipts.make(run.reference) or ""
    keys.erase(subject=run.context.subject, body="fernby", at=NOON)
    after = receipts.check(receipts.make(run.reference) or "")
    assert after.texts == {}
    assert after.leaf == receipts.check(before).leaf
    assert receipts.check(before).texts


def test_an_unknown_reference_or_that_of_another_body_has_none(receipts: Receipts, record: Callable[..., Run]) -> None:
    assert receipts.make("FP-ZZZZZ-ZZZZZ") is None
    elsewhere = record("FP-ELSEW-HERE0", body="other")
    assert receipts.make(elsewhere.reference) is None


@pytest.mark.parametrize("fault", [StoreUnavailable("The disk is full.", detail="ENOSPC"), LookupError("ENOSPC")])
def test_while_the_log_cannot_be_signed_the_receipt_is_only_not_ready(
    keys: KeyStore, record: Callable[..., Run], log: MemoryLog, fault: Exception
) -> None:
    def fail(entry: int) -> Found:
        raise fault

    waiting = Receipts(body="fernby", keys=keys, find_proof=fail, read_keys=log.read_keys)
    with pytest.raises(ReceiptNotReady, match="not ready yet") as told:
        waiting.make(record().reference)
    assert "ENOSPC" in told.value.detail


def test_no_receipt_is_given_that_its_own_check_would_refuse(
    keys: KeyStore, record: Callable[..., Run], log: MemoryLog, find_proof: Callable[[int], Found]
) -> None:
    run = record()

    def wrong(entry: int) -> Found:
        found = find_proof(entry)
        return replace(found, index=found.index + 1)

    for other in (
        Receipts(body="fernby", keys=keys, find_proof=wrong, read_keys=log.read_keys),
        Receipts(body="fernby", keys=keys, find_proof=find_proof, read_keys=MemoryLog().read_keys),
    ):
        with pytest.raises(ReceiptNotReady) as told:
            other.make(run.reference)
        assert "own check" in told.value.detail


def test_an_altered_record_has_no_receipt(
    receipts: Receipts, record: Callable[..., Run], without_triggers: Callable[..., object]
) -> None:
    """Whoever rewrites the database and every hash in it cannot make old receipts fit, nor sign new ones unnoticed."""
    run = record()
    before = receipts.make(run.reference) or ""
    entry = Entry.objects.get(reference=run.reference, event="closed")
    with without_triggers():  # type: ignore[attr-defined]
        Entry.objects.filter(pk=entry.pk).update(leaf=entry.leaf.replace("answered", "stopped!"))
    with pytest.raises(StoreUnavailable, match="altered"):
        receipts.make(run.reference)
    assert receipts.check(before).leaf["outcome"]["kind"] == "answered"


def test_a_receipt_edited_by_its_holder_is_not_genuine(receipts: Receipts, record: Callable[..., Run]) -> None:
    made = receipts.make(record().reference) or ""
    with pytest.raises(NotGenuine):
        receipts.check(made.replace("\nindex 1", "\nindex 0"))


def test_the_file_is_named_after_the_answer() -> None:
    assert file_name("FP-7K2M9-QX4DA") == "FP-7K2M9-QX4DA.tlog-proof"
