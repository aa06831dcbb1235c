"""Checks a receipt without a network, a database or trust in whoever made it.

    python verify.py RECEIPT --key FILE [--require-witness] [--json]

RECEIPT is a file that ends in .tlog-proof. FILE holds public keys, one a line: the log's, and those of witnesses if you
have them. Lines that begin with "# " are remarks. Get the keys by a way that you trust, and not with the receipt.

It ends with 0 when the receipt is genuine, 1 when it is not, and 2 when it could not be read.

Needs Python 3.10 or later and the package "cryptography", and nothing else: this one file is the whole program.

What is checked (specifications: c2sp.org/tlog-proof, tlog-checkpoint, signed-note, tlog-cosignature; RFC 9162 2.1):
the log's signature under its checkpoint; that the record is the leaf at that place of the log; that each disclosed
text opens the salted commitment in the record, SHA-256(salt || text); the cosignature of each witness whose key is
given. There is only one way to write a receipt: whatever is written in another way is refused.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # told in words, by whoever runs this file alone
    sys.stderr.write('This needs the Python package "cryptography". Install it with: pip install cryptography\n')
    raise SystemExit(2) from None

GENUINE, NOT_GENUINE, UNREADABLE = 0, 1, 2
FORMAT = "c2sp.org/tlog-proof@v1"
TYPE, VERSION = "fingerpost/receipt", 1
LEAF_VERSION = 1
LOG, WITNESS = 0x01, 0x04  # the kinds of key: Ed25519, and cosignature/v1 over Ed25519
KEY_ID_BYTES, PUBLIC_BYTES, HASH_BYTES, TIME_BYTES = 4, 32, 32, 8
SALT_LETTERS = 64
MOST_BYTES = 4_000_000
MOST_SIGNATURES = 100
DASH = "\u2014 "
_HEX = frozenset("0123456789abcdef")
_KEY_ID = re.compile(r"\+[0-9a-f]{8}\+")


class Unreadable(Exception):
    """What was given is no receipt or no key that this program can read. Nothing was proved either way."""


class NotGenuine(Exception):
    """The receipt does not prove what it says."""


@dataclass(frozen=True)
class Key:
    """A public key of a log or of a witness."""

    name: str
    kind: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Names the key in a signature line."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True)
class Seen:
    """A witness, and when it says it saw the log with this record in it."""

    witness: str
    at: datetime


@dataclass(frozen=True)
class Proof:
    """What a genuine receipt proves. `leaf` is the record; `texts` are the words that were disclosed, by their name.

    `not_checked` names those who signed too and whose keys were not given.
    """

    origin: str
    size: int
    index: int
    key: str
    leaf: Mapping[str, Any]
    texts: Mapping[str, str]
    seen: tuple[Seen, ...]
    not_checked: tuple[str, ...]


def verify(receipt: bytes, keys: bytes, *, needs_witness: bool = False) -> Proof:
    """Check the bytes of a receipt against those of a file of keys. Raises NotGenuine and Unreadable."""
    known = read_keys(keys)
    if needs_witness and not any(key.kind == WITNESS for key in known):
        raise Unreadable("You asked for a witness, but the file of keys holds no key of one. Add it.")
    extra, rest = _split_extra(_read_text(receipt))
    disclosed = _read_extra(extra)
    index, hashes, note = _read_proof(rest)
    text, signatures = _split_note(note)
    if hashlib.sha256(rest.encode()).hexdigest() != disclosed["rest_sha256"]:
        raise NotGenuine("The receipt was changed or damaged after it was made.")
    signed = _check_note(text, signatures, known)
    _check_inclusion(disclosed["leaf"], index=index, size=signed.size, hashes=hashes, root=signed.root)
    leaf = _read_leaf(disclosed["leaf"])
    texts = _open_commitments(leaf, disclosed["disclosed"])
    if needs_witness and not signed.seen:
        raise NotGenuine("No witness whose key you gave has signed this. The log alone vouches for it.")
    return Proof(signed.origin, signed.size, index, signed.key, leaf, texts, signed.seen, signed.not_checked)


def read_keys(file: bytes) -> tuple[Key, ...]:
    """The keys of a file. Raises Unreadable when one of its lines is neither a key nor a remark, or none is a log's."""
    if len(file) > MOST_BYTES:
        raise Unreadable("The file of keys is far too large. It is a short text with one key a line.")
    try:
        lines = file.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise Unreadable("The file of keys is not plain text. It is a short text with one key a line.") from None
    keys = tuple(
        _read_key(line, number) for number, line in enumerate(lines, 1) if line and not _is_remark(line, number)
    )
    if not any(key.kind == LOG for key in keys):
        raise Unreadable("The file of keys holds no key of a log. Get the public key from whoever runs the service.")
    if len({(key.name, key.key_id) for key in keys}) != len(set(keys)):
        raise Unreadable("Two different keys in the file cannot be told apart. Take one of them out.")
    return keys


def _is_remark(line: str, number: int) -> bool:
    """Raises Unreadable for one that has swallowed a key, as happens when the end of its line is lost."""
    if line[:2] not in ("# ", "#"):
        return False
    if _KEY_ID.search(line):
        raise Unreadable(f"Line {number} of the file of keys is a remark and a key in one. Get the file again.")
    return True


def _read_key(line: str, number: int) -> Key:
    name, _, rest = line.partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        decoded = _decode(encoded)
    except ValueError:
        decoded = b""
    if not _is_name(name) or not decoded:
        raise Unreadable(f"Line {number} of the file of keys is not a key: it was cut or altered. Get the key again.")
    if decoded[0] not in (LOG, WITNESS):
        raise Unreadable(f"The key on line {number} is of a kind that this program does not know. Get a newer program.")
    key = Key(name, decoded[0], decoded[1:])
    if len(key.public) != PUBLIC_BYTES or key.key_id.hex() != key_id:
        raise Unreadable(f"The key on line {number} does not fit its own number: it was altered. Get the key again.")
    return key


def _read_text(receipt: bytes) -> str:
    """The text of a receipt, once it can be one."""
    if not receipt:
        raise Unreadable("The file is empty. Get the receipt again.")
    if len(receipt) > MOST_BYTES:
        raise Unreadable(
            f"The file is larger than {MOST_BYTES:,} bytes, so it is not a receipt. Check which file you chose."
        )
    try:
        text = receipt.decode()
    except UnicodeDecodeError:
        raise Unreadable(
            "The file is not plain text in UTF-8, so it is not a receipt. Check which file you chose."
        ) from None
    first = text.partition("\n")[0]
    if first != FORMAT:
        if first.startswith(FORMAT.rstrip("1")) and first.isprintable():
            raise Unreadable(
                f"The receipt has a format that this program does not know ({first}). Get a newer program."
            )
        if first.rstrip("\r") == FORMAT:
            raise Unreadable(
                "A program changed the line ends of the file. Get the receipt again, and keep it as it is."
            )
        raise Unreadable("The file is not a receipt. One begins with: " + FORMAT)
    if any(each < " " and each != "\n" for each in text):
        raise Unreadable("The receipt holds signs that do not belong in it. Get it again, and keep it as it is.")
    return text


def _split_extra(text: str) -> tuple[bytes, str]:
    """The record that the receipt carries, and all that stands after it: the proof."""
    _, _, after = text.partition("\n")
    line, newline, rest = after.partition("\n")
    if not newline:
        raise _cut()
    if not line.startswith("extra "):
        raise Unreadable("The receipt does not carry the record that it proves. Get it from the service again.")
    try:
        return _decode(line.removeprefix("extra ")), rest
    except ValueError:
        raise Unreadable("The record in the receipt was cut or altered. Get the receipt again.") from None


def _read_extra(extra: bytes) -> dict[str, Any]:
    """The record, the words that open its commitments, and the digest of the rest: these and nothing else."""
    altered = Unreadable("The record in the receipt was altered. Get the receipt again.")
    try:
        text = extra.decode()
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise altered from None
    if not isinstance(values, dict) or values.get("type") != TYPE:
        raise Unreadable("This is not a receipt of Fingerpost, so this program cannot tell what it proves.")
    if type(values.get("version")) is not int or values["version"] != VERSION:
        raise Unreadable("The receipt has a version that this program does not know. Get a newer program.")
    if set(values) != {"type", "version", "leaf", "disclosed", "rest_sha256"} or not _is_canonical(text, values):
        raise altered
    leaf, disclosed, digest = values["leaf"], values["disclosed"], values["rest_sha256"]
    if not isinstance(leaf, str) or not isinstance(digest, str) or not isinstance(disclosed, dict):
        raise altered
    for each in disclosed.values():
        if not isinstance(each, dict) or set(each) != {"salt", "text"} or not isinstance(each["text"], str):
            raise altered
        if not isinstance(each["salt"], str) or len(each["salt"]) != SALT_LETTERS or not set(each["salt"]) <= _HEX:
            raise altered
    return values


def _is_canonical(text: str, values: Mapping[str, Any]) -> bool:
    """Is this the one way in which RFC 8785 writes it?"""
    try:
        written = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return written.encode() == text.encode()
    except (ValueError, RecursionError):
        return False


def _read_proof(rest: str) -> tuple[int, list[bytes], str]:
    """The place of the record, the hashes that lead from it to the root, and the signed checkpoint."""
    head, gap, note = rest.partition("\n\n")
    if not gap:
        raise _cut()
    first, *lines = head.split("\n")
    if not first.startswith("index "):
        raise Unreadable("The receipt does not say where in the log the record stands. Get it again.")
    hashes = []
    for line in lines:
        try:
            hashes.append(_decode(line))
        except ValueError:
            raise Unreadable("A line of the proof was cut or altered. Get the receipt again.") from None
    if any(len(each) != HASH_BYTES for each in hashes):
        raise Unreadable("A line of the proof was cut or altered. Get the receipt again.")
    return _read_number(first.removeprefix("index ")), hashes, note


@dataclass(frozen=True)
class _Signed:
    origin: str
    size: int
    root: bytes
    key: str
    seen: tuple[Seen, ...]
    not_checked: tuple[str, ...]


def _check_note(text: str, signatures: Sequence[tuple[str, bytes, bytes]], known: Sequence[Key]) -> _Signed:
    """What the log signed, once the key of that log has really signed it and no known key's signature is wrong."""
    origin, size, root = _read_checkpoint(text)
    keys = {(key.name, key.key_id): key for key in known}
    seen: list[Seen] = []
    signed_by: list[str] = []  # two while a log changes its key
    for name, key_id, payload in signatures:
        key = keys.get((name, key_id))
        if key is None:
            continue
        at = _check_signature(key, text, payload)
        if at is not None:
            seen.append(Seen(name, at))
        elif name == origin:
            signed_by.append(f"{name}+{key_id.hex()}")
    if not signed_by:
        raise NotGenuine(_not_signed(origin, [name for name, _, _ in signatures], known))
    unknown = tuple(f"{name}+{key_id.hex()}" for name, key_id, _ in signatures if (name, key_id) not in keys)
    return _Signed(origin, size, root, ", ".join(signed_by), tuple(seen), unknown)


def _split_note(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """The text of the checkpoint, and of each signature its name, its key ID and what follows."""
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise _cut()
    signatures = [_read_signature(line) for line in lines[:-1].split("\n")]
    if len(signatures) > MOST_SIGNATURES or len({each[:2] for each in signatures}) != len(signatures):
        raise Unreadable(
            "The signatures of the receipt were altered: one stands there twice, or there are far too many."
        )
    return text + "\n", signatures


def _read_signature(line: str) -> tuple[str, bytes, bytes]:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    try:
        decoded = _decode(encoded)
    except ValueError:
        decoded = b""
    if not line.startswith(DASH) or not space or not _is_name(name) or len(decoded) <= KEY_ID_BYTES:
        raise Unreadable("A signature of the receipt was cut or altered. Get the receipt again.")
    return name, decoded[:KEY_ID_BYTES], decoded[KEY_ID_BYTES:]


def _read_checkpoint(text: str) -> tuple[str, int, bytes]:
    lines = text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise Unreadable("The checkpoint in the receipt was cut or altered. Get the receipt again.")
    try:
        root = _decode(lines[2])
    except ValueError:
        root = b""
    if len(root) != HASH_BYTES:
        raise Unreadable("The checkpoint in the receipt was cut or altered. Get the receipt again.")
    return lines[0], _read_number(lines[1]), root


def _check_signature(key: Key, text: str, payload: bytes) -> datetime | None:
    """The time of a witness, None for a log. Raises NotGenuine when it is not the signature of that key."""
    wrong = NotGenuine(f"The signature of {key.name} does not fit: what it signed was something else.")
    message, signature, at = text.encode(), payload, None
    if key.kind == WITNESS:
        seconds = int.from_bytes(payload[:TIME_BYTES], "big")
        message, signature = b"cosignature/v1\ntime %d\n" % seconds + message, payload[TIME_BYTES:]
        try:
            at = datetime.fromtimestamp(seconds, tz=timezone.utc)  # noqa: UP017 - datetime.UTC needs Python 3.11
        except (ValueError, OverflowError, OSError):
            raise wrong from None
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise wrong from None
    return at


def _check_inclusion(leaf: str, *, index: int, size: int, hashes: Sequence[bytes], root: bytes) -> None:
    wrong = NotGenuine("The record does not stand in the log that was signed: the record, or its proof, was altered.")
    if index >= size:
        raise wrong
    leaf_hash = hashlib.sha256(b"\x00" + leaf.encode()).digest()
    try:
        found = _root(leaf_hash, index, size, list(hashes))
    except IndexError:
        raise wrong from None
    if found != root:
        raise wrong


def _root(node: bytes, index: int, size: int, hashes: list[bytes]) -> bytes:
    """The root over `size` leaves. The last hash is that of the half of the tree in which the leaf does not stand.

    Raises IndexError when there are too few or too many hashes.
    """
    if size == 1:
        if hashes:
            raise IndexError("too many hashes")
        return node
    half = 1 << ((size - 1).bit_length() - 1)
    other = hashes.pop()
    if index < half:
        left, right = _root(node, index, half, hashes), other
    else:
        left, right = other, _root(node, index - half, size - half, hashes)
    return hashlib.sha256(b"\x01" + left + right).digest()


def _read_leaf(text: str) -> Mapping[str, Any]:
    """The record, which is proved by now. Raises Unreadable where this program cannot tell what it says."""
    newer = Unreadable(
        "The record is proved, but it has a version that this program does not know. Get a newer program."
    )
    try:
        leaf = json.loads(text)
    except (ValueError, RecursionError):
        raise newer from None
    if not isinstance(leaf, dict) or leaf.get("version") != LEAF_VERSION:
        raise newer
    if not all(isinstance(leaf.get(name), str) for name in ("type", "reference", "body", "capability", "at")):
        raise newer
    if not isinstance(leaf.get("commitments"), dict):
        raise newer
    return leaf


def _open_commitments(leaf: Mapping[str, Any], disclosed: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The words by their name, once each opens what the record committed to."""
    for name, each in disclosed.items():
        digest = hashlib.sha256(bytes.fromhex(each["salt"]) + each["text"].encode()).hexdigest()
        if leaf["commitments"].get(name) != digest:
            raise NotGenuine(f"The words of the {_plain(name)} are not those that were recorded.")
    return {name: each["text"] for name, each in disclosed.items()}


def _decode(text: str) -> bytes:
    """Base64 that is written in the one canonical way. Raises ValueError."""
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise ValueError("not base64") from None
    if base64.b64encode(decoded).decode() != text:
        raise ValueError("not canonical base64")
    return decoded


def _read_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18 or text != str(int(text)):
        raise Unreadable("A number in the receipt was cut or altered. Get the receipt again.")
    return int(text)


def _is_name(name: str) -> bool:
    return bool(name) and name.isprintable() and not any(each == "+" or each.isspace() for each in name)


def _not_signed(origin: str, signers: Sequence[str], known: Sequence[Key]) -> str:
    ours = ", ".join(sorted({key.name for key in known if key.kind == LOG}))
    if origin in {key.name for key in known} and origin in signers:
        return f"The log {_plain(origin)} signed it with another key than you gave. Get its keys again, older ones too."
    return f"It is from another log, {_plain(origin)}: the file of keys has the key of {ours}. Check both files."


def _cut() -> Unreadable:
    return Unreadable("The receipt is not whole: a part of it is missing. Get it again.")


def as_values(proof: Proof) -> dict[str, Any]:
    """The proof as plain JSON values."""
    return {
        "log": proof.origin,
        "key": proof.key,
        "size": proof.size,
        "index": proof.index,
        "leaf": dict(proof.leaf),
        "disclosed": dict(proof.texts),
        "witnesses": [{"name": each.witness, "at": each.at.isoformat()} for each in proof.seen],
        "not_checked": list(proof.not_checked),
    }


def describe(proof: Proof) -> str:
    """The proof in plain English."""
    return "\n".join(
        [
            "GENUINE. This record stands in the log unaltered, and every word shown here is as it was recorded.",
            "",
            *_facts(proof),
            *_words(proof),
            "",
            "What this proves",
            *(f"  - {each}" for each in _proved(proof)),
            "",
            "What it does not prove",
            *(f"  - {each}" for each in _not_proved(proof)),
        ]
    )


def _facts(proof: Proof) -> Iterator[str]:
    leaf = proof.leaf
    yield _line("Reference", leaf["reference"])
    yield _line("Recorded", _moment(leaf["at"]))
    yield _line("Body", leaf["body"])
    yield _line("System", leaf["capability"] or "none")
    yield _line("What it records", _TYPES.get(leaf["type"], leaf["type"]))
    outcome = leaf.get("outcome")
    if isinstance(outcome, dict):
        yield _line("Outcome", ", ".join(str(outcome[name]) for name in ("kind", "reason") if outcome.get(name)))
    for name in ("system", "facts"):
        values = leaf.get(name)
        if isinstance(values, dict):
            yield from (_line(str(key).capitalize(), value) for key, value in sorted(values.items()))
    yield _line("Log", proof.origin)
    yield _line("Place in the log", f"entry {proof.index + 1:,} of {proof.size:,}")
    yield _line("Signed by", proof.key)
    yield from (_line("Seen by a witness", f"{each.witness}, {_moment(each.at.isoformat())}") for each in proof.seen)
    yield from (_line("Not checked", f"{each} signed too; you gave no key for it") for each in proof.not_checked)


_TYPES = {"run/closed": "an answer, once it was given", "run/opened": "that an answer was begun"}


def _words(proof: Proof) -> Iterator[str]:
    """What was asked and answered, as far as the receipt discloses it."""
    for name, heading in (("request", "What was asked"), ("reply", "What was answered")):
        if name in proof.texts:
            yield from ("", heading, *(f"  {line}" for line in _told(name, proof.texts[name])))
    for name in sorted(set(proof.texts) - {"request", "reply"}):
        yield from ("", f"The {_plain(name)}", f"  {_plain(proof.texts[name])}")
    hidden = sorted(set(proof.leaf["commitments"]) - set(proof.texts))
    if hidden:
        yield from ("", f"Recorded, and not in this receipt: {_plain(', '.join(hidden))}.")


def _told(name: str, text: str) -> list[str]:
    """The words that people read, out of the JSON that was recorded. Whatever has another shape is shown as it is."""
    try:
        values = json.loads(text)
        lines = _request_lines(values) if name == "request" else _reply_lines(values)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        lines = []
    return [_plain(line) for each in (lines or [text]) for line in each.split("\n")]


def _request_lines(values: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {value}" for name, value in values.items() if isinstance(value, str) and value]


def _reply_lines(values: Mapping[str, Any]) -> list[str]:
    """Its message, then each claim with the quotes that it rests on, each with its source."""
    lines = [values["message"]] if values.get("message") else []
    for claim in values["claims"]:
        if claim.get("text") and claim.get("quote") and claim["text"] != claim["quote"]:
            lines.append(claim["text"] + " (written by a computer from what follows)")
        for quoted in [claim, *claim.get("beside", [])]:
            source = quoted.get("source") or {}
            lines.append(quoted.get("quote") or quoted["text"])
            lines.append("    from: " + ", ".join(str(source[key]) for key in ("title", "url") if source.get(key)))
    return lines


def _proved(proof: Proof) -> Iterator[str]:
    yield f"The owner of the log {_plain(proof.origin)} signed it with exactly this record in it."
    yield "Nothing of what is shown above was changed since. Had one letter been, this check would have failed."
    yield "If the owner now shows a log without this record, the signature in this receipt stands against them."
    for each in proof.seen:
        yield f"It was in the log by {_moment(each.at.isoformat())}. So says the witness {_plain(each.witness)}."


def _not_proved(proof: Proof) -> Iterator[str]:
    yield "That the answer was right, or that you have a right to anything."
    yield "Who asked."
    yield "The time of the record: it is by the clock of the service."
    if not proof.seen:
        yield "That others are shown the same log: for that, check it with the key of a witness (--require-witness)."


def _line(name: str, value: object) -> str:
    return f"  {_plain(name):<18} {_plain(value)}"


def _moment(text: str) -> str:
    """A time as people write it; as it was recorded where it is none."""
    with suppress(ValueError):
        at = datetime.fromisoformat(text)
        return f"{at.day} {at:%B %Y, %H:%M:%S} {at:%Z}".strip()
    return text


def _plain(value: object) -> str:
    """On one line, and without signs that could turn the terminal or the reader round."""
    return "".join(each if each.isprintable() else " " if each.isspace() else "\ufffd" for each in str(value))


def read_file(name: str, what: str) -> bytes:
    """The bytes of a file, or of what is piped in where the name is "-". Raises Unreadable."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not the name of a file"
        raise Unreadable(f"The {what} could not be opened: {_plain(name)} ({why}).") from None


def check_files(receipt: str, key: str, *, needs_witness: bool = False, as_json: bool = False) -> int:
    """Check two files, say what was found, and give the code to end with."""
    try:
        proof = verify(read_file(receipt, "receipt"), read_file(key, "file of keys"), needs_witness=needs_witness)
    except (NotGenuine, Unreadable) as error:
        code = NOT_GENUINE if isinstance(error, NotGenuine) else UNREADABLE
        result, words = {1: ("not genuine", "NOT GENUINE."), 2: ("unreadable", "COULD NOT BE CHECKED.")}[code]
        said = _as_json({"result": result, "problem": str(error)}) if as_json else f"{words} {error}"
        (sys.stdout if as_json else sys.stderr).write(said + "\n")
        return code
    sys.stdout.write((_as_json({"result": "genuine", **as_values(proof)}) if as_json else describe(proof)) + "\n")
    return GENUINE


def _as_json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=True, indent=2)


def main(arguments: Sequence[str] | None = None) -> int:
    """The program."""
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Check a receipt of Fingerpost. No network is used.",
        epilog="Ends with 0 when the receipt is genuine, 1 when it is not, 2 when it could not be read.",
    )
    parser.add_argument("receipt", metavar="RECEIPT", help='the receipt, or "-" for what is piped in')
    parser.add_argument(
        "--key", required=True, metavar="FILE", help="public keys of the log and of witnesses, one a line"
    )
    parser.add_argument("--require-witness", action="store_true", help="refuse a receipt that no known witness signed")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a letter shows another in its place
    return check_files(given.receipt, given.key, needs_witness=given.require_witness, as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
