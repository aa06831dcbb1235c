"""Signed notes: who is believed, and what is refused."""

import base64

import pytest

from fingerpost.record.ledger.algorithms import COSIGNATURE, ED25519
from fingerpost.record.ledger.notes import (
    InvalidKey,
    InvalidNote,
    SigningKey,
    VerifierKey,
    add_signatures,
    open_note,
    sign_note,
    signature_line,
    split_note,
)

# The key, text and signature that the Go project publishes with its package for signed notes.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
TEXT = "council.example/log\n3\n\nof three lines\n"


@pytest.fixture
def log():
    return SigningKey.generate("council.example/log")


@pytest.fixture
def other():
    return SigningKey.generate("library.example/log")


def test_the_published_note_comes_out_and_opens():
    note = sign_note(PETER_TEXT, [SigningKey.parse(PETER_PRIVATE)])
    assert note == f"{PETER_TEXT}\n{PETER_LINE}"
    assert open_note(note, [VerifierKey.parse(PETER)]).text == PETER_TEXT


def test_a_key_is_written_as_it_was_read(log):
    assert VerifierKey.parse(PETER).text == PETER
    assert SigningKey.parse(PETER_PRIVATE).text == PETER_PRIVATE
    assert SigningKey.parse(PETER_PRIVATE).verifier.text == PETER
    assert SigningKey.parse(log.text) == log
    assert log.text not in repr(log) and str(log.seed) not in repr(log)


def test_text_with_empty_lines_is_kept_whole(log):
    assert open_note(sign_note(TEXT, [log]), [log.verifier]).text == TEXT


def test_several_keys_may_sign_and_all_that_are_known_are_named(log, other):
    note = open_note(sign_note(TEXT, [log, other]), [other.verifier, log.verifier])
    assert [each.name for each in note.signed_by] == [log.name, other.name]
    assert note.is_signed_by(log.verifier) and note.is_signed_by(other.verifier)


def test_signatures_of_unknown_keys_are_passed_over(log, other):
    note = open_note(sign_note(TEXT, [other, log]), [log.verifier])
    assert [each.name for each in note.signed_by] == [log.name]
    assert not note.is_signed_by(other.verifier)


def test_signatures_of_a_kind_nobody_here_knows_are_passed_over(log):
    note = sign_note(TEXT, [log]) + "— council.example/log " + base64.b64encode(bytes(4 + 2420)).decode() + "\n"
    assert [each.name for each in open_note(note, [log.verifier]).signed_by] == [log.name]


def test_a_note_nobody_known_signed_is_refused(log, other):
    with pytest.raises(InvalidNote, match="no key that is known"):
        open_note(sign_note(TEXT, [other]), [log.verifier])
    with pytest.raises(InvalidNote, match="no key that is known"):
        open_note(sign_note(TEXT, [log]), [])


def test_an_altered_text_is_refused(log, other):
    for altered in (TEXT.replace("3", "4"), TEXT + "more\n", TEXT.replace("\n\n", "\n")):
        note = sign_note(TEXT, [log]).replace(TEXT, altered, 1)
        with pytest.raises(InvalidNote, match="is not of this text"):
            open_note(note, [log.verifier])


def test_one_wrong_signature_of_a_known_key_spoils_the_note(log, other):
    wrong = signature_line(other.verifier, bytes(64))
    with pytest.raises(InvalidNote, match=r"by library\.example/log is not of this text"):
        open_note(sign_note(TEXT, [log]) + wrong, [log.verifier, other.verifier])


def test_a_signature_of_the_wrong_length_is_refused(log):
    note = f"{TEXT}\n{signature_line(log.verifier, bytes(63))}"
    with pytest.raises(InvalidNote, match="is not of this text"):
        open_note(note, [log.verifier])


def test_two_keys_that_a_signature_could_not_tell_apart_are_refused(log, other, monkeypatch):
    namesake = SigningKey.generate(log.name)
    monkeypatch.setattr(VerifierKey, "key_id", property(lambda _key: b"same"))
    with pytest.raises(InvalidNote, match="one key ID"):
        open_note(f"{TEXT}\n{log.sign(TEXT)}", [log.verifier, namesake.verifier])


def test_a_key_may_be_given_twice(log):
    assert open_note(sign_note(TEXT, [log]), [log.verifier, log.verifier]).text == TEXT


def test_a_key_that_signed_twice_is_refused(log):
    with pytest.raises(InvalidNote, match="signed it twice"):
        sign_note(TEXT, [log, log])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note[:-1],
        lambda note: note + "\n",
        lambda note: note + " ",
        lambda note: note.replace("\n\n—", "\n—"),
        lambda note: note.replace("\n", "\r\n"),
        lambda note: note.replace("— ", "- "),
        lambda note: note.replace("— ", "—"),
        lambda note: note.replace("council.example/log b", "council.example/log  b"),
        lambda note: note.replace("— council.example/log", "— council+example/log"),
        lambda note: note.replace("three", "th\tree"),
        lambda note: note.replace("three", "th\x00ree"),
        lambda note: note.replace("three", "th\ud800ree"),
        lambda note: note.rstrip("\n") + "*\n",
        lambda note: note.rstrip("\n") + "A===\n",
        lambda note: note + "— somebody.example/log AAAA\n",
        lambda note: "",
        lambda note: "\n\n",
        lambda note: note + "a" * 1_000_001,
        lambda note: note + "".join(f"— witness{n} AAAAAAAA\n" for n in range(100)),
    ],
)
def test_a_note_that_is_not_well_formed_is_refused(spoil):
    log = SigningKey(name="council.example/log", algorithm=ED25519, seed=SigningKey.parse(PETER_PRIVATE).seed)
    note = sign_note(TEXT, [log])
    assert split_note(note)
    assert spoil(note) != note
    with pytest.raises(InvalidNote):
        split_note(spoil(note))


def test_base64_that_could_be_written_otherwise_is_refused(log):
    note = sign_note(TEXT, [log])  # 68 bytes: two of the bits of its last letter before the = mean nothing
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = note[-3]
    other = note[:-3] + letters[letters.index(last) ^ 1] + note[-2:]
    with pytest.raises(InvalidNote, match="canonical"):
        open_note(other, [log.verifier])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (PETER.replace("PeterNeumann", "PeterNeumanm"), "key ID"),
        (PETER.replace("c74f20a3", "c74f20a2"), "key ID"),
        (PETER.replace("c74f20a3", "C74F20A3"), "key ID"),
        (PETER.replace("ARpc", "ARpd"), "key ID"),
        (PETER[:-4], "32 bytes"),
        (PETER + "\n", "base64"),
        (PETER.replace("+c74f20a3", ""), "name"),
        (PETER.replace("PeterNeumann", ""), "name"),
        (PETER.replace("PeterNeumann", "Peter Neumann"), "name"),
        ("", "name"),
        ("PeterNeumann+c74f20a3+", "not known here"),
        ("PeterNeumann+c74f20a3+" + base64.b64encode(b"\x06" + bytes(1312)).decode(), r"Ed25519 \(0x01\)"),
    ],
)
def test_a_key_that_was_altered_cut_or_is_of_another_kind_is_refused(text, says):
    with pytest.raises(InvalidKey, match=says):
        VerifierKey.parse(text)


def test_every_single_bit_of_a_key_counts():
    whole = PETER.encode()
    for place in range(len(whole) * 8):
        altered = bytearray(whole)
        altered[place // 8] ^= 1 << (place % 8)
        with pytest.raises((InvalidKey, UnicodeDecodeError)):
            VerifierKey.parse(altered.decode())


def test_a_private_key_is_never_repeated_in_a_fault():
    with pytest.raises(InvalidKey) as fault:
        SigningKey.parse(PETER_PRIVATE[:-8])
    assert "AYEK" not in str(fault.value)
    with pytest.raises(InvalidKey, match="begins with"):
        SigningKey.parse(PETER)


def test_a_key_for_cosignatures_signs_no_note_by_itself():
    key = SigningKey.generate("witness.example/w", algorithm=COSIGNATURE)
    with pytest.raises(InvalidKey, match="cosignature/v1"):
        key.sign(TEXT)
    assert SigningKey.generate("witness.example/w").algorithm is ED25519


def test_a_signature_is_added_once(log, other):
    note = sign_note(TEXT, [log])
    line = other.sign(TEXT)
    added = add_signatures(note, [line])
    assert added == note + line
    assert add_signatures(added, [line, log.sign(TEXT)]) == added
    with pytest.raises(InvalidNote):
        add_signatures(note, ["no signature"])
