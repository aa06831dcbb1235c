"""Each subject has a key; erasing it makes the text unreadable and leaves the ledger whole."""

import secrets
import stat
from pathlib import Path

import pytest
from tests.unit.record.ledger_runs import NOON, make_run, reply_to

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.keys import Erased, KeyStore
from fingerpost.record.leaves import leaf_hash
from fingerpost.record.master_key import KEY_BYTES, name_key, read_key, read_or_make_key
from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.reading import find_run
from fingerpost.record.recorder import Recorder

pytestmark = pytest.mark.django_db


def seal(
    keys: KeyStore, text: bytes = b"secret", *, subject: str = "s1", body: str = "fernby", to: str = "run"
) -> bytes:
    return keys.seal(text, subject=subject, body=body, at=NOON, bound_to=to)


def test_what_is_sealed_opens_again_for_the_same_subject_body_and_run(keys):
    assert keys.unseal(seal(keys), subject="s1", body="fernby", bound_to="run") == b"secret"


@pytest.mark.parametrize("text", [b"", b"\x00" * 3, "gwasanaeth cyhoeddus ŵŷ".encode(), b"x" * 100_000])
def test_any_bytes_can_be_sealed(keys, text):
    assert keys.unseal(seal(keys, text), subject="s1", body="fernby", bound_to="run") == text


def test_the_same_text_never_looks_the_same(keys):
    assert seal(keys) != seal(keys)


def test_one_subject_has_one_key_in_each_body(keys):
    for body in ("fernby", "fernby", "otherby"):
        seal(keys, body=body)
    assert SubjectKey.objects.filter(subject="s1").count() == 2


def test_sealed_text_does_not_open_for_another_run(keys):
    with pytest.raises(StoreUnavailable):
        keys.unseal(seal(keys), subject="s1", body="fernby", bound_to="another run")


@pytest.mark.parametrize(("subject", "body"), [("s2", "fernby"), ("s1", "otherby")])
def test_sealed_text_does_not_open_for_another_subject_or_body(keys, subject, body):
    seal(keys, subject=subject, body=body)
    with pytest.raises(Erased):  # its key is not among theirs
        keys.unseal(seal(keys), subject=subject, body=body, bound_to="run")


@pytest.mark.parametrize("place", [20, 40, -1])
def test_one_changed_byte_is_noticed(keys, place):
    sealed = bytearray(seal(keys))
    sealed[place] ^= 1
    with pytest.raises(StoreUnavailable):
        keys.unseal(bytes(sealed), subject="s1", body="fernby", bound_to="run")


def test_text_cut_short_is_noticed(keys):
    sealed = seal(keys)
    for length in (16, 20, 30, len(sealed) - 1):
        with pytest.raises(StoreUnavailable):
            keys.unseal(sealed[:length], subject="s1", body="fernby", bound_to="run")


def test_erasing_a_subject_takes_their_words_and_leaves_the_ledger(record, keys):
    record("FP-GONE0-00000", question="erase me", subject="s1")
    record("FP-STAYS-00000", question="keep me", subject="s2")
    before = list(Entry.objects.values_list("leaf", "leaf_hash", "sealed"))
    keys.erase(subject="s1", body="fernby", at=NOON)
    gone = find_run("FP-GONE0-00000", body="fernby", keys=keys)
    stays = find_run("FP-STAYS-00000", body="fernby", keys=keys)
    assert gone is not None
    assert (gone.request, gone.reply, gone.held, gone.texts, gone.salts) == (None, None, None, {}, {})
    assert gone.leaf["outcome"]["kind"] == "answered"
    assert stays is not None
    assert stays.request == {"question": "keep me"}
    assert list(Entry.objects.values_list("leaf", "leaf_hash", "sealed")) == before
    assert all(leaf_hash(leaf) == hashed for leaf, hashed, _sealed in before)


def test_erasing_in_one_body_leaves_the_other_alone(record, keys):
    record("FP-HERE0-00000", subject="s1")
    record("FP-THERE-00000", subject="s1", body="otherby")
    keys.erase(subject="s1", body="otherby", at=NOON)
    here = find_run("FP-HERE0-00000", body="fernby", keys=keys)
    assert here is not None
    assert here.request is not None


def test_somebody_who_comes_back_after_erasing_is_given_another_key(record, keys):
    record("FP-OLD00-00000", question="before", subject="s1")
    keys.erase(subject="s1", body="fernby", at=NOON)
    record("FP-NEW00-00000", question="after", subject="s1")
    old = find_run("FP-OLD00-00000", body="fernby", keys=keys)
    new = find_run("FP-NEW00-00000", body="fernby", keys=keys)
    assert old is not None
    assert old.request is None
    assert new is not None
    assert new.request == {"question": "after"}


def test_a_key_row_that_is_deleted_outright_counts_as_erased(record, keys):
    run = record()
    SubjectKey.objects.all().delete()
    kept = find_run(run.reference, body="fernby", keys=keys)
    assert kept is not None
    assert kept.reply is None


def test_the_key_file_can_be_read_by_its_owner_only(tmp_path):
    path = tmp_path / "new" / "keys" / "record-master"
    key = read_or_make_key(path)
    assert len(key) == KEY_BYTES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["record-master"]


def test_a_key_once_made_stays(tmp_path):
    path = tmp_path / "record-master"
    assert read_or_make_key(path) == read_or_make_key(path) == read_key(path)


def test_the_name_of_a_key_tells_keys_apart_and_not_what_they_are():
    one, other = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(KEY_BYTES)
    assert name_key(one) != name_key(other)
    assert name_key(one) not in one.hex()


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * (KEY_BYTES + 1)])
def test_a_damaged_master_key_is_noticed_before_anything_is_sealed(keys, tmp_path, damage):
    path = tmp_path / "keys" / "record-master"
    path.parent.mkdir()
    path.write_bytes(damage)
    with pytest.raises(StoreUnavailable, match="is damaged") as refused:
        seal(keys)
    assert not SubjectKey.objects.exists()
    assert str(path) not in refused.value.public


def replace_key(path: Path, key: bytes) -> None:
    path.unlink()
    path.write_bytes(key)


def test_another_master_key_in_its_place_is_noticed_before_anything_is_sealed(record, keys, tmp_path):
    record()
    path = tmp_path / "keys" / "record-master"
    replace_key(path, secrets.token_bytes(KEY_BYTES))
    run = make_run("FP-SECND-00000")
    restarted = KeyStore(path)
    with Recorder(keys=restarted).open(run) as entry, pytest.raises(StoreUnavailable, match="not the one"):
        entry.close(run, reply=reply_to(run))
    assert SubjectKey.objects.count() == 1
    with pytest.raises(StoreUnavailable, match="not the one"):
        find_run("FP-7K2M9-QX4DA", body="fernby", keys=restarted)


def test_a_missing_master_key_is_noticed_and_not_made_anew_beside_text_it_protects(record, keys, tmp_path):
    record()
    path = tmp_path / "keys" / "record-master"
    key = path.read_bytes()
    path.unlink()
    restarted = KeyStore(path)
    with pytest.raises(StoreUnavailable, match="is missing"):
        seal(restarted, subject="new subject")
    assert not path.exists()
    path.write_bytes(key)
    assert find_run("FP-7K2M9-QX4DA", body="fernby", keys=restarted) is not None


def test_a_key_that_cannot_be_read_stops_the_reply_with_a_sentence(tmp_path):
    run = make_run()
    (tmp_path / "record-master").mkdir()  # a folder in its place: unreadable for root too
    recorder = Recorder(keys=KeyStore(tmp_path / "record-master"))
    with recorder.open(run) as entry, pytest.raises(StoreUnavailable, match="could not keep a record"):
        entry.close(run, reply={})
    assert [each.event for each in Entry.objects.all()] == ["opened"]
