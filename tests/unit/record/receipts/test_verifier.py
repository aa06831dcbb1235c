"""The verifier: what it takes for genuine, what it refuses, and what it says. It imports nothing of ours."""

import ast
import base64
import hashlib
import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from tests.unit.record.ledger.trees import KeptTree, numbered_leaves
from tests.unit.record.receipts.logs import REPLY, SEEN_AT, MemoryLog, receipt_in, texts_and_leaf

from fingerpost.record.ledger.cosignatures import new_cosigner_key
from fingerpost.record.ledger.merkle import inclusion_proof, root_of
from fingerpost.record.ledger.notes import SigningKey
from fingerpost.record.receipts import verifier
from fingerpost.record.receipts.receipt import write_receipt
from fingerpost.record.receipts.verifier import NotGenuine, Unreadable, describe, verify

PROGRAM = Path(verifier.__file__)
REFUSED = (NotGenuine, Unreadable)


@pytest.fixture(scope="module")
def log():
    return MemoryLog()


@pytest.fixture(scope="module")
def receipt(log):
    return receipt_in(log)


def test_a_genuine_receipt_gives_the_record_and_the_words(log, receipt):
    proof = verify(receipt, log.key_file)
    assert proof.leaf["reference"] == "FP-7K2M9-QX4DA"
    assert proof.texts["reply"] == REPLY
    assert (proof.index, proof.size, proof.origin) == (3, 7, "council.example/log")
    assert [(each.witness, each.at) for each in proof.seen] == [("witness.example/w1", SEEN_AT)]
    assert proof.not_checked == ()


def test_every_place_in_every_small_log_is_proved():
    log = MemoryLog()
    leaf, _, _ = texts_and_leaf()
    for size in range(1, 34):
        log.add(leaf)
        for index in range(size):
            assert verify(write_receipt(leaf, log.prove(index), disclosed={}).encode(), log.key_file).index == index


def test_it_finds_the_same_root_as_the_ledger_does():
    """The two were written apart: see record/ledger/merkle.py."""
    leaves = numbered_leaves(257)
    kept = KeptTree(leaves)
    for size in (*range(1, 70), 128, 255, 256, 257):
        root = root_of(leaves[:size])
        for index in range(size):
            assert verifier._root(leaves[index], index, size, inclusion_proof(index, size, kept.subtree)) == root


def test_every_single_bit_of_a_receipt_counts(log, receipt):
    """Turned over one by one: nothing comes out genuine. With the log's key, and the proof with the witness's too."""
    proof_begins = receipt.index(b"\nindex ")
    for keys, begin in ((log.log_key_file, 0), (log.key_file, proof_begins)):
        assert verify(receipt, keys)
        taken = [place for place in range(begin * 8, len(receipt) * 8) if _is_taken(_flipped(receipt, place), keys)]
        assert taken == []


def test_a_digest_that_was_made_to_fit_gives_nothing_away(log, receipt):
    """The digest of the rest is there to notice damage. Without it, every bit is still held by a signature or the tree.

    But for one thing: a witness's line may be spoilt so that nobody's key fits it. Then the witness is not named.
    """
    start = receipt.index(b"\nindex ") + 1
    for place in range(start * 8, len(receipt) * 8):
        flipped = _flipped(receipt, place)
        try:
            proof = verify(_sealed_anew(flipped.decode()), log.key_file)
        except (*REFUSED, UnicodeDecodeError):
            continue
        assert proof.seen == ()
        assert len(proof.not_checked) == 1


def test_every_single_bit_of_the_keys_counts(log, receipt):
    """Also of the witness's, though the log's alone would do. A remark may read as it likes, and swallows no key."""
    for keys in (log.log_key_file, b"".join(log.key_file.splitlines(keepends=True)[1::2])):
        taken = [place for place in range(len(keys) * 8) if _is_taken(receipt, _flipped(keys, place))]
        assert taken == []
    proof = verify(receipt, log.key_file)
    for keys in (log.key_file, log.key_file.replace(b"\n", b"\r\n"), b"\n\n" + log.key_file):
        for place in range(len(keys) * 8):
            with suppress(*REFUSED):
                assert verify(receipt, _flipped(keys, place)) == proof


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text + "\n",
        lambda text: text + " ",
        lambda text: text + "\x00",
        lambda text: text + text,
        lambda text: text[:-1],
        lambda text: "\ufeff" + text,
        lambda text: "\n" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace("\nindex 3", "\nindex 03"),
        lambda text: text.replace("\nindex 3", "\nindex +3"),
        lambda text: text.replace("\nindex 3", "\nindex  3"),
        lambda text: text.replace("\nindex 3", "\nindex 3 "),
        lambda text: text.replace("\nindex 3", "\nindex ٣"),
        lambda text: text.replace("\nindex 3", "\nindex 3\nindex 3"),
        lambda text: text.replace("\nindex 3", "\nindex 4"),
        lambda text: text.replace("\nindex 3", "\nindex " + "9" * 5000),
        lambda text: text.replace("extra ", "extra  "),
        lambda text: text.replace("extra ", "Extra "),
        lambda text: text.replace("\nextra", "\nextra AAAA\nextra"),
        lambda text: text.replace("\n7\n", "\n8\n"),
        lambda text: text.replace("\n7\n", "\n07\n"),
        lambda text: text.replace("— witness", "—  witness"),
        lambda text: text.replace("@v1", "@v2"),
        lambda text: _twice(text, "\n— witness"),
        lambda text: _twice(text, "\n— council"),
        lambda text: _without(text, "\n— witness"),
        lambda text: _without(text, "\n— council"),
        lambda text: text.replace("\n\ncouncil", "\n\n\ncouncil"),
        lambda text: text.replace("\n\n— ", "\n— "),
        lambda text: text.replace("\n7\n", "\n7\n\n"),
    ],
)
def test_no_other_way_of_writing_it_is_taken(log, receipt, spoil):
    spoilt = spoil(receipt.decode())
    assert spoilt.encode() != receipt
    with pytest.raises(REFUSED):
        verify(spoilt.encode(), log.key_file)


def test_base64_that_could_be_written_otherwise_is_refused(log, receipt):
    """Every line of base64, with the bits turned over that mean nothing, and with its padding left out or doubled."""
    lines = receipt.decode().split("\n")
    tried = 0
    for place, line in enumerate(lines):
        if not line.endswith("="):
            continue
        body, padding = line.rstrip("="), "=" * line.count("=", len(line) - 2)
        for other in (body, body + "==", body + "===", line + "=", body[:-1] + chr(ord(body[-1]) + 1) + padding):
            spoilt = "\n".join([*lines[:place], other, *lines[place + 1 :]])
            tried += other != line
            assert other == line or not _is_taken(spoilt.encode(), log.key_file)
    assert tried > 10


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": "1"},
        {"version": True},
        {"version": 1.0},
        {"type": "another/receipt"},
        {"more": 1},
        {"leaf": ["a list"]},
        {"leaf": "{}"},
        {"disclosed": []},
        {"disclosed": {"request": {"salt": "", "text": ""}}},
        {"disclosed": {"request": {"salt": "AB" * 32, "text": "x"}}},
        {"disclosed": {"request": {"salt": "ab" * 32, "text": 3}}},
        {"disclosed": {"request": {"salt": "ab" * 32, "text": "Invented."}}},
        {"disclosed": {"more": {"salt": "ab" * 32, "text": "Invented."}}},
        {"disclosed": {"request": {"salt": "ab" * 32, "text": "x", "more": "y"}}},
        {"rest_sha256": "ab" * 32},
        {"rest_sha256": None},
    ],
)
def test_what_is_carried_in_the_line_that_nobody_signed_is_still_checked(log, receipt, change):
    with pytest.raises(REFUSED):
        verify(_carrying(receipt, json.dumps({**_carried(receipt), **change}, sort_keys=True)), log.key_file)
    if not any(isinstance(value, float) for value in change.values()):
        with pytest.raises(REFUSED):
            verify(_carrying(receipt, _compact({**_carried(receipt), **change})), log.key_file)


def test_another_order_of_the_same_values_or_a_name_given_twice_is_refused(log, receipt):
    values = _carried(receipt)
    assert verify(_carrying(receipt, _compact(values)), log.key_file)
    turned = json.dumps(dict(reversed(values.items())), ensure_ascii=False, separators=(",", ":"))
    twice = _compact(values).replace('"type":', '"type":"x","type":')
    escaped = _compact(values).replace('"type"', '"\\u0074ype"')
    for text in (turned, twice, escaped, json.dumps(values, sort_keys=True), _compact(values) + " "):
        with pytest.raises(REFUSED):
            verify(_carrying(receipt, text), log.key_file)


def test_words_of_one_record_do_not_pass_for_those_of_another(log, receipt):
    other = receipt_in(MemoryLog(key=log.key))
    mixed = {**_carried(receipt), "disclosed": _carried(other)["disclosed"]}
    with pytest.raises(NotGenuine, match="not those that were recorded"):
        verify(_carrying(receipt, _compact(mixed)), log.key_file)


def test_deep_or_endless_json_is_refused_in_words(log, receipt):
    for text in ("[" * 200_000, '{"a":' * 100_000, '{"type":"fingerpost/receipt","version":' + "1" * 10_000 + "}"):
        with pytest.raises(Unreadable):
            verify(_carrying(receipt, text), log.key_file)


def test_a_receipt_of_another_log_is_told_so(log, receipt):
    other = MemoryLog(key=SigningKey.generate("library.example/log"))
    with pytest.raises(NotGenuine, match=r"another log, council\.example/log: .* of library\.example/log"):
        verify(receipt, other.key_file)


def test_a_log_of_the_same_name_with_another_key_is_told_apart(log, receipt):
    imposter = MemoryLog(key=SigningKey.generate("council.example/log"))
    with pytest.raises(NotGenuine, match="with another key than you gave"):
        verify(receipt, imposter.key_file)
    with pytest.raises(NotGenuine, match="with another key than you gave"):
        verify(receipt_in(imposter), log.key_file)


def test_a_key_vouches_for_the_log_of_its_own_name_only(log):
    """Whoever holds the key of one log cannot make records of another."""
    other = MemoryLog(key=SigningKey.generate("library.example/log"))
    leaf, _, _ = texts_and_leaf()
    log_of_two = MemoryLog(key=log.key, witnesses=[])
    text = write_receipt(leaf, log_of_two.prove(log_of_two.add(leaf)), disclosed={})
    note = text.rpartition("\n\n")[0].rpartition("\n\n")[2] + "\n"
    signed_by_other = text.rpartition("\n\n")[0] + "\n\n" + other.key.sign(note)
    rest = signed_by_other.partition("\n")[2].partition("\n")[2]
    values = {**_carried(text.encode()), "rest_sha256": hashlib.sha256(rest.encode()).hexdigest()}
    forged = _carrying(signed_by_other.encode(), _compact(values))
    with pytest.raises(NotGenuine, match="another log"):
        verify(forged, log.log_key_file + other.log_key_file)


def test_after_a_change_of_keys_old_and_new_receipts_are_proved_by_one_file(log, receipt):
    later = MemoryLog(key=SigningKey.generate("council.example/log"))
    both = log.log_key_file + later.log_key_file
    assert verify(receipt, both).key != verify(receipt_in(later), both).key


def test_a_witness_is_named_only_where_its_key_was_given(log, receipt):
    proof = verify(receipt, log.log_key_file)
    assert proof.seen == ()
    assert proof.not_checked == (f"witness.example/w1+{log.witnesses[0].verifier.key_id.hex()}",)
    assert "you gave no key for it" in describe(proof)


def test_a_witness_may_be_required(log, receipt):
    assert verify(receipt, log.key_file, needs_witness=True)
    unseen = receipt_in(MemoryLog(key=log.key, witnesses=[]))
    with pytest.raises(NotGenuine, match="No witness"):
        verify(unseen, log.key_file, needs_witness=True)
    with pytest.raises(Unreadable, match="no key of one"):
        verify(receipt, log.log_key_file, needs_witness=True)
    stranger = MemoryLog(key=log.key, witnesses=[new_cosigner_key("stranger.example/w")])
    with pytest.raises(NotGenuine, match="No witness"):
        verify(receipt_in(stranger), log.key_file, needs_witness=True)


def test_a_wrong_signature_of_a_known_witness_spoils_the_receipt(log):
    false = new_cosigner_key("witness.example/w1")
    mixed = MemoryLog(key=log.key, witnesses=[false])
    text = receipt_in(mixed).decode()
    own = log.witnesses[0].verifier
    line = next(each for each in text.split("\n") if each.startswith("— witness"))
    payload = base64.b64decode(line.split(" ")[2])[4:]
    altered = text.replace(line, f"— {own.name} {base64.b64encode(own.key_id + payload).decode()}")
    with pytest.raises(NotGenuine):
        verify(_sealed_anew(altered), log.key_file)


def test_a_receipt_without_words_proves_the_record_alone(log):
    proof = verify(receipt_in(MemoryLog(key=log.key), disclosed=()), log.log_key_file)
    assert proof.texts == {}
    told = describe(proof)
    assert "Recorded, and not in this receipt: reply, request." in told
    assert "What was asked" not in told


def test_it_says_in_plain_words_what_is_proved_and_what_is_not(log, receipt):
    told = describe(verify(receipt, log.key_file))
    for words in (
        "GENUINE",
        "FP-7K2M9-QX4DA",
        "22 November 2026, 12:30:15 UTC",
        "question: When is my bin day?",
        "Bins are emptied on Tuesdays.",
        "from: Bin days",
        "answer 1",
        "entry 4 of 7",
        "witness.example/w1, 22 November 2026, 13:00:00 UTC",
        "What this proves",
        "What it does not prove",
        "That the answer was right",
        "Who asked.",
    ):
        assert words in told
    assert "That others are shown the same log" not in told
    assert "That others are shown the same log" in describe(verify(receipt, log.log_key_file))


def test_recorded_words_cannot_turn_the_terminal_round(log):
    nasty = '{"question": "\\u001b[31mred\\u202e \\u0000\\ttab"}'
    leaf, commitments, texts = texts_and_leaf(request=nasty, reply="no JSON \x1b[2J")
    mine = MemoryLog(key=log.key)
    shown = {name: {"salt": commitments[name].salt, "text": texts[name]} for name in texts}
    told = describe(verify(write_receipt(leaf, mine.prove(mine.add(leaf)), disclosed=shown).encode(), log.key_file))
    assert all(each.isprintable() or each == "\n" for each in told)
    assert "no JSON" in told


def test_a_record_of_a_later_version_is_proved_and_not_guessed_at(log):
    for leaf in ('{"version":2}', "no JSON", "[]", '{"version":1,"type":"x"}', "[" * 100_000):
        mine = MemoryLog(key=log.key)
        with pytest.raises(Unreadable, match="Get a newer program"):
            verify(write_receipt(leaf, mine.prove(mine.add(leaf)), disclosed={}).encode(), log.key_file)


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "is empty"),
        (b"Dear Sir or Madam", "is not a receipt"),
        (b"c2sp.org/tlog-proof@v2\nindex 0\n", "a format that this program does not know"),
        (b"c2sp.org/tlog-proof@v1", "not whole"),
        (b"c2sp.org/tlog-proof@v1\r\nindex 0\r\n", "line ends"),
        (b"c2sp.org/tlog-proof@v1\nindex 0\n\n", "does not carry the record"),
        (b"c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\n", "was cut or altered"),
        (b"c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\n", "not a receipt of Fingerpost"),
        ("c2sp.org/tlog-proof@v1\n".encode("utf-16"), "not plain text"),
        (b"\x89PNG\r\n\x1a\n", "not plain text"),
        (b"x" * 4_000_001, "larger than 4,000,000"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(log, file, says):
    with pytest.raises(Unreadable, match=says):
        verify(file, log.key_file)


def test_a_receipt_cut_anywhere_is_not_whole(log, receipt):
    """Cut between two signatures it looks whole, and is not genuine."""
    between = receipt.rindex("— ".encode())
    for length in range(len(receipt)):
        with pytest.raises(NotGenuine if length == between else Unreadable):
            verify(receipt[:length], log.key_file)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (b"", "no key of a log"),
        (b"# only a remark\n\n", "no key of a log"),
        (b"hello", "Line 1"),
        (b"\xff\xfe", "not plain text"),
        (b"x" * 4_000_001, "far too large"),
        (b"council.example/log+00000000+AQ==\n", "does not fit"),
        (b"council.example/log+00000000+Bg==\n", "of a kind that this program does not know"),
    ],
)
def test_a_file_of_keys_that_cannot_be_read_says_what_to_do(receipt, keys, says):
    with pytest.raises(Unreadable, match=says):
        verify(receipt, keys)


def test_a_private_key_in_the_file_is_refused(log, receipt):
    with pytest.raises(Unreadable):
        verify(receipt, log.key.text.encode())


def test_a_file_of_keys_may_have_been_through_an_editor(log, receipt):
    keys = b"\xef\xbb\xbf" + log.key_file.replace(b"\n", b"\r\n") + b"\r\n# a remark\r\n#\r\n"
    assert verify(receipt, keys) == verify(receipt, log.key_file)


def test_a_key_that_only_a_witness_has_is_no_key_of_a_log(log, receipt):
    with pytest.raises(Unreadable, match="no key of a log"):
        verify(receipt, f"{log.witnesses[0].verifier.text}\n".encode())


def test_the_program_imports_only_the_standard_library_and_cryptography():
    imported = set()
    for node in ast.walk(ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 10))):
        if isinstance(node, ast.Import):
            imported |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).partition(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_it_runs_as_a_program_of_its_own(log, receipt, tmp_path):
    files = _files(tmp_path, log, receipt)
    done = _run(tmp_path, *files)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("GENUINE. ")
    told = json.loads(_run(tmp_path, *files, "--json").stdout)
    assert told["result"] == "genuine"
    assert told["leaf"]["reference"] == "FP-7K2M9-QX4DA"
    assert told["disclosed"]["reply"] == REPLY


def test_its_codes_tell_not_genuine_from_unreadable(log, receipt, tmp_path):
    path, *key = _files(tmp_path, log, receipt)
    Path(path).write_bytes(receipt.replace(b"\n7\n", b"\n8\n"))
    done = _run(tmp_path, path, *key)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("NOT GENUINE. ")
    assert json.loads(_run(tmp_path, path, *key, "--json").stdout)["result"] == "not genuine"
    Path(path).write_bytes(receipt[: len(receipt) // 2])
    done = _run(tmp_path, path, *key)
    assert done.returncode == 2
    assert done.stderr.startswith("COULD NOT BE CHECKED. ")
    assert _run(tmp_path, "nowhere.tlog-proof", *key).returncode == 2
    assert _run(tmp_path, str(tmp_path), *key).returncode == 2
    assert _run(tmp_path).returncode == 2


def test_a_huge_file_is_refused_without_being_read(log, tmp_path):
    path, *key = _files(tmp_path, log, b"")
    with Path(path).open("wb") as file:
        file.truncate(200_000_000)
    done = _run(tmp_path, path, *key)
    assert done.returncode == 2
    assert "larger than" in done.stderr


def _is_taken(receipt, keys):
    try:
        verify(receipt, keys)
    except REFUSED:
        return False
    return True


def _flipped(whole, place):
    altered = bytearray(whole)
    altered[place // 8] ^= 1 << (place % 8)
    return bytes(altered)


def _carried(receipt):
    line = receipt.decode().split("\n")[1]
    return json.loads(base64.b64decode(line.removeprefix("extra ")))


def _carrying(receipt, text):
    first, _, rest = receipt.decode().split("\n", 2)
    return f"{first}\nextra {base64.b64encode(text.encode()).decode()}\n{rest}".encode()


def _compact(values):
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _sealed_anew(text):
    """As somebody would write it who also makes the digest of the rest fit."""
    rest = text.split("\n", 2)[2]
    values = {**_carried(text.encode()), "rest_sha256": hashlib.sha256(rest.encode()).hexdigest()}
    return _carrying(text.encode(), _compact(values))


def _twice(text, start):
    line = text[text.index(start) :].removeprefix("\n").partition("\n")[0]
    return text + line + "\n"


def _without(text, start):
    before, _, after = text.partition(start)
    return before + "\n" + after.partition("\n")[2]


def _files(folder, log, receipt):
    (folder / "r.tlog-proof").write_bytes(receipt)
    (folder / "keys.txt").write_bytes(log.key_file)
    return str(folder / "r.tlog-proof"), "--key", str(folder / "keys.txt")


def _run(folder, *arguments):
    """Isolated: no environment, no site of ours on the path but for the package it needs, no working folder."""
    return subprocess.run(
        [sys.executable, "-I", str(PROGRAM), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={},
    )
