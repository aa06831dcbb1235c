"""Checkpoints, and the cosignatures of witnesses under them."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fingerpost.record.ledger.checkpoints import Checkpoint, InvalidCheckpoint, parse_checkpoint
from fingerpost.record.ledger.cosignatures import cosign, cosigned_at, new_cosigner_key
from fingerpost.record.ledger.notes import (
    InvalidKey,
    InvalidNote,
    SigningKey,
    VerifierKey,
    add_signatures,
    decode_base64,
    open_note,
    sign_note,
)

ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
TEXT = f"example.com/behind-the-sofa\n20852163\n{ROOT}\n"
AT = datetime(2026, 11, 22, 12, 30, 15, tzinfo=UTC)


@pytest.fixture
def log():
    return SigningKey.generate("example.com/behind-the-sofa")


@pytest.fixture
def witness():
    return new_cosigner_key("witness.example/w1")


def test_a_checkpoint_is_read_and_written_as_the_specification_shows_it():
    checkpoint = parse_checkpoint(TEXT)
    assert checkpoint == Checkpoint(
        origin="example.com/behind-the-sofa", size=20852163, root=decode_base64(ROOT), extensions=()
    )
    assert checkpoint.text == TEXT


def test_extension_lines_of_other_logs_are_read_and_given_back():
    checkpoint = parse_checkpoint(TEXT + "one\ntwo words\n")
    assert checkpoint.extensions == ("one", "two words")
    assert checkpoint.text == TEXT + "one\ntwo words\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace("20852163", "020852163"),
        TEXT.replace("20852163", "+20852163"),
        TEXT.replace("20852163", "-1"),
        TEXT.replace("20852163", "٣"),
        TEXT.replace("20852163", "1e3"),
        TEXT.replace("20852163", "9223372036854775808"),
        TEXT.replace("20852163", " 20852163"),
        TEXT.replace("example.com/behind-the-sofa", ""),
        TEXT.replace(ROOT, ROOT[:-1]),
        TEXT.replace(ROOT, "AAAA"),
        TEXT.replace("q2I=", "q2J="),
        "example.com/behind-the-sofa\n20852163\n",
        TEXT + "one\n\ntwo\n",
    ],
)
def test_a_text_that_is_no_checkpoint_is_refused(text):
    with pytest.raises(InvalidCheckpoint):
        parse_checkpoint(text)


def test_a_witness_signs_the_checkpoint_with_the_time_it_saw_it(log, witness):
    note = add_signatures(sign_note(TEXT, [log]), [cosign(TEXT, key=witness, at=AT)])
    opened = open_note(note, [log.verifier, witness.verifier])
    assert cosigned_at(opened, witness.verifier) == AT
    assert cosigned_at(opened, log.verifier) is None


def test_a_cosignature_covers_its_own_header_its_time_and_the_checkpoint(witness):
    line = cosign(TEXT, key=witness, at=AT)
    payload = decode_base64(line.split(" ")[2].removesuffix("\n"))
    assert payload[:4] == witness.verifier.key_id
    assert payload[4:12] == int(AT.timestamp()).to_bytes(8, "big")
    signed = f"cosignature/v1\ntime {int(AT.timestamp())}\n{TEXT}"
    Ed25519PublicKey.from_public_bytes(witness.verifier.public).verify(payload[12:], signed.encode())


def test_a_cosignature_with_another_time_or_under_another_checkpoint_is_refused(log, witness):
    line = cosign(TEXT, key=witness, at=AT)
    other = TEXT.replace("20852163", "20852164")
    with pytest.raises(InvalidNote, match="is not of this text"):
        open_note(add_signatures(sign_note(other, [log]), [line]), [log.verifier, witness.verifier])
    payload = bytearray(decode_base64(line.split(" ")[2].removesuffix("\n")))
    for time in (0, 2**63, 2**64 - 1):
        payload[4:12] = time.to_bytes(8, "big")
        with pytest.raises(InvalidNote, match="is not of this text"):
            open_note(f"{TEXT}\n{_line(witness, payload)}", [witness.verifier])


def test_a_key_of_a_log_does_not_cosign_and_one_of_a_witness_has_another_key_id(log, witness):
    with pytest.raises(InvalidKey, match="not for cosignatures"):
        cosign(TEXT, key=log, at=AT)
    same_seed = SigningKey(name=witness.name, algorithm=log.algorithm, seed=witness.seed)
    assert same_seed.verifier.key_id != witness.verifier.key_id
    assert VerifierKey.parse(witness.verifier.text) == witness.verifier
    assert SigningKey.parse(witness.text) == witness


def test_a_witness_whose_key_is_not_given_is_passed_over(log, witness):
    note = add_signatures(sign_note(TEXT, [log]), [cosign(TEXT, key=witness, at=AT)])
    opened = open_note(note, [log.verifier])
    assert opened.text == TEXT
    assert cosigned_at(opened, witness.verifier) is None


def _line(key, payload):
    return f"— {key.name} {base64.b64encode(bytes(payload)).decode()}\n"
