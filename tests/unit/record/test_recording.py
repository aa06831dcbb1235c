"""A run is written down before it starts and again when it ends, and what was said is sealed."""

import json
from hashlib import sha256
from unittest.mock import patch

import pytest
from django.db import OperationalError
from tests.unit.record.ledger_runs import NOON, answered, make_run, reply_to

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.keys import KeyStore
from fingerpost.record.leaves import Commitment, leaf_hash
from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.reading import find_run, list_unclosed
from fingerpost.record.recorder import Recorder

pytestmark = pytest.mark.django_db

LATER = NOON.replace(hour=13)


def test_the_entry_stands_before_anything_runs(recorder):
    with recorder.open(make_run()):
        assert [entry.event for entry in Entry.objects.all()] == ["opened"]


def test_a_closed_run_reads_back_as_it_was(record, keys):
    run = record(question="When is my bin day?")
    kept = find_run(run.reference, body="fernby", keys=keys)
    assert kept is not None
    assert (kept.reference, kept.capability, kept.at) == (run.reference, "answer", NOON)
    assert kept.request == {"question": "When is my bin day?"}
    assert kept.reply == reply_to(run)
    assert kept.held is None


def test_what_waits_for_a_person_is_kept_beside_the_reply(recorder, keys):
    run = make_run()
    with recorder.open(run) as entry:
        entry.close(run, reply={"outcome": "handed over"}, held={"claims": ["Bins are emptied on Tuesdays."]})
    kept = find_run(run.reference, body="fernby", keys=keys)
    assert kept is not None
    assert kept.reply == {"outcome": "handed over"}
    assert kept.held == {"claims": ["Bins are emptied on Tuesdays."]}
    assert set(kept.leaf["commitments"]) == {"request", "reply", "held"}


def test_the_commitments_of_the_leaf_open_with_what_is_kept(record, keys):
    kept = find_run(record().reference, body="fernby", keys=keys)
    assert kept is not None
    for name, text in kept.texts.items():
        assert Commitment(salt=kept.salts[name], digest=kept.leaf["commitments"][name]).opens_with(text)
    assert json.loads(kept.texts["request"]) == kept.request


def test_the_leaf_fits_its_hash(record):
    record()
    assert all(leaf_hash(entry.leaf) == entry.leaf_hash for entry in Entry.objects.all())


def test_each_leaf_names_what_ran(recorder):
    run = make_run()
    with recorder.open(run, system={"search": "7f" * 32}) as entry:
        entry.close(run, reply={})
    assert [json.loads(each.leaf)["system"] for each in Entry.objects.all()] == [
        {"release": "0.1.0", "search": "7f" * 32}
    ] * 2


def test_no_column_holds_the_question_or_the_reply_in_the_open(recorder):
    run = make_run(question="Xylophone lessons", outcome=answered("Zanzibar Tuesdays"))
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run), held={"also": "Quetzal feathers"})
    rows = [*Entry.objects.values(), *SubjectKey.objects.values()]
    everything = b" ".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for r in rows for v in r.values()
    )
    for word in (b"Xylophone", b"Zanzibar", b"Quetzal", b"lessons", b"Tuesdays", b"feathers"):
        assert word not in everything


def test_a_run_of_another_body_is_not_found(record, keys):
    run = record()
    assert find_run(run.reference, body="otherby", keys=keys) is None
    assert find_run("FP-00000-00000", body="fernby", keys=keys) is None


def test_a_run_that_is_under_way_is_not_found_and_is_listed_as_unclosed(recorder, record, keys):
    record("FP-CLOSE-00000")
    with recorder.open(make_run("FP-OPENX-00000")):
        assert find_run("FP-OPENX-00000", body="fernby", keys=keys) is None
        assert list_unclosed(body="fernby", before=LATER) == ["FP-OPENX-00000"]
        assert list_unclosed(body="fernby", before=NOON) == []
        assert list_unclosed(body="otherby", before=LATER) == []


def test_a_run_that_broke_between_open_and_close_stays_visible(recorder):
    with pytest.raises(KeyboardInterrupt), recorder.open(make_run()):
        raise KeyboardInterrupt
    assert list_unclosed(body="fernby", before=LATER) == ["FP-7K2M9-QX4DA"]


def test_what_belongs_to_a_run_is_written_with_it_or_not_at_all(recorder):
    def write_then_break():
        Entry.objects.create(body="fernby", reference="FP-WITH0-00000", event="opened", at=NOON, leaf="{}")
        raise OperationalError("disk I/O error")

    run = make_run()
    with recorder.open(run) as entry, pytest.raises(StoreUnavailable):
        entry.close(run, reply={}, with_it=write_then_break)
    assert [each.event for each in Entry.objects.all()] == ["opened"]
    assert not SubjectKey.objects.exists()


@pytest.mark.parametrize(
    "fault",
    [OperationalError("database is locked"), OperationalError("database or disk is full"), OSError(28, "No space")],
)
def test_when_nothing_can_be_written_the_reader_is_told_and_the_next_try_works(recorder, keys, fault):
    run = make_run()
    cursor = "django.db.backends.utils.CursorWrapper.execute"
    with patch(cursor, side_effect=fault), pytest.raises(StoreUnavailable) as refused, recorder.open(run):
        pytest.fail("nothing may run without an entry")
    assert "have not answered" in refused.value.public
    assert not Entry.objects.exists()
    with recorder.open(run) as entry:
        with patch(cursor, side_effect=fault), pytest.raises(StoreUnavailable):
            entry.close(run, reply={"said": "once"})
        entry.close(run, reply={"said": "again"})
    kept = find_run(run.reference, body="fernby", keys=keys)
    assert kept is not None
    assert kept.reply == {"said": "again"}


def test_when_nothing_can_be_read_the_reader_is_told(record, keys):
    run = record()
    with patch("django.db.backends.utils.CursorWrapper.execute", side_effect=OperationalError("database is locked")):
        with pytest.raises(StoreUnavailable, match="could not read"):
            find_run(run.reference, body="fernby", keys=keys)
        with pytest.raises(StoreUnavailable, match="could not read"):
            list_unclosed(body="fernby", before=LATER)


def test_a_reply_that_is_not_plain_json_is_a_fault_and_leaves_nothing_behind(recorder):
    run = make_run()
    with recorder.open(run) as entry:
        with pytest.raises(ValueError, match="JSON"):
            entry.close(run, reply={"confidence": float("nan")})
        with pytest.raises(TypeError):
            entry.close(run, reply={"at": NOON})
    assert [each.event for each in Entry.objects.all()] == ["opened"]


@pytest.mark.parametrize(
    "alter",
    [
        {"leaf": '{"reference":"FP-7K2M9-QX4DA"}'},
        {"leaf_hash": "00" * 32},
        {"sealed": b"0" * 80},
        {"sealed": None},
        {"reference": "FP-OTHER-00000"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_row_that_was_altered_behind_the_triggers_is_not_shown(record, keys, without_triggers, alter):
    record()
    with without_triggers():
        Entry.objects.filter(event="closed").update(**alter)
    reference = alter.get("reference", "FP-7K2M9-QX4DA")
    with pytest.raises(StoreUnavailable, match="altered"):
        find_run(reference, body="fernby", keys=keys)


def test_other_words_under_the_right_key_do_not_open_the_commitments_of_the_leaf(record, keys, without_triggers):
    run = record()
    entry = Entry.objects.get(event="closed")
    kept = json.loads(keys.unseal(entry.sealed, subject=run.reference, body="fernby", bound_to=run.reference))
    kept["texts"]["reply"] = '{"claims": [{"text": "Bins are emptied never."}]}'
    sealed = keys.seal(json.dumps(kept).encode(), subject="s", body="fernby", at=NOON, bound_to=run.reference)
    leaf = entry.leaf.replace(sha256(entry.sealed).hexdigest(), sha256(sealed).hexdigest())
    with without_triggers():
        Entry.objects.filter(event="closed").update(sealed=sealed, leaf=leaf, leaf_hash=leaf_hash(leaf), subject="s")
    with pytest.raises(StoreUnavailable, match="altered") as refused:
        find_run(run.reference, body="fernby", keys=keys)
    assert "commitment to the reply" in refused.value.detail


def test_sealed_text_cannot_be_moved_to_another_run_of_the_same_person(record, keys, without_triggers):
    record("FP-FIRST-00000", question="My own question", subject="one person")
    record("FP-SECND-00000", question="My other question", subject="one person")
    first = Entry.objects.get(reference="FP-FIRST-00000", event="closed")
    with without_triggers():
        Entry.objects.filter(reference="FP-SECND-00000", event="closed").update(
            sealed=first.sealed, leaf=first.leaf, leaf_hash=first.leaf_hash
        )
    with pytest.raises(StoreUnavailable):
        find_run("FP-SECND-00000", body="fernby", keys=keys)


def test_another_recorder_on_the_same_keys_reads_what_one_wrote(record, keys, tmp_path):
    run = record()
    other = KeyStore(tmp_path / "keys" / "record-master")
    assert find_run(run.reference, body="fernby", keys=other) is not None
    assert Recorder(keys=other) is not None
