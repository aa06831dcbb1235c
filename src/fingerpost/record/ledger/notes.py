"""Signed notes: a text with the signatures under it, as C2SP `signed-note` writes them.

    the text, which ends with a newline
    (an empty line)
    — name-of-the-key base64(key ID, signature)

A note is believed only where a key that the reader already has signed it. Signatures of other keys are passed over, so
that a key can be changed and witnesses can sign beside the log.
"""

import base64
import binascii
import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fingerpost.record.ledger.algorithms import ALGORITHMS, ED25519, Algorithm

DASH = "\u2014 "
PRIVATE = "PRIVATE+KEY+"
KEY_ID_BYTES = 4
SEED_BYTES = 32
MOST_SIGNATURES = 100
MOST_CHARACTERS = 1_000_000  # 100 signatures of ML-DSA-44 take half of it


class InvalidNote(Exception):
    """A note that is not well formed, or that no known key signed, or whose signature by a known key is wrong."""


class InvalidKey(Exception):
    """A key that is not well formed, or of a kind that is not known here."""


@dataclass(frozen=True, kw_only=True)
class VerifierKey:
    """A public key: "name+key ID in hex+base64(algorithm, key)". `public` is the key alone."""

    name: str
    algorithm: Algorithm
    public: bytes

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a public key. Raises InvalidKey."""
        name, key_id, algorithm, public = _read_key(text)
        if len(public) != algorithm.public_bytes:
            raise InvalidKey(f"a public key of {algorithm.title} is {algorithm.public_bytes} bytes, not {len(public)}")
        key = cls(name=name, algorithm=algorithm, public=public)
        _check_key_id(key, key_id)
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart. They are no proof of anything."""
        encoded = self.name.encode() + b"\n" + bytes([self.algorithm.byte]) + self.public
        return hashlib.sha256(encoded).digest()[:KEY_ID_BYTES]

    @property
    def text(self) -> str:
        """The key as `parse` reads it."""
        return _write_key(self, self.public)


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A private key: "PRIVATE+KEY+name+key ID in hex+base64(algorithm, seed)". The seed is never shown by accident."""

    name: str
    algorithm: Algorithm
    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls, name: str, *, algorithm: Algorithm = ED25519) -> Self:
        """A new key. Raises InvalidKey where no key may have that name."""
        _check_name(name)
        return cls(name=name, algorithm=algorithm, seed=Ed25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a private key. Raises InvalidKey, which never repeats what was given."""
        if not text.startswith(PRIVATE):
            raise InvalidKey(f"a private key begins with {PRIVATE}")
        name, key_id, algorithm, seed = _read_key(text.removeprefix(PRIVATE))
        if len(seed) != SEED_BYTES:
            raise InvalidKey(f"a private key of {algorithm.title} is {SEED_BYTES} bytes, not {len(seed)}")
        key = cls(name=name, algorithm=algorithm, seed=seed)
        _check_key_id(key.verifier, key_id)
        return key

    @property
    def text(self) -> str:
        """The key as `parse` reads it: a secret."""
        return PRIVATE + _write_key(self.verifier, self.seed)

    @property
    def verifier(self) -> VerifierKey:
        """The public key to it."""
        public = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return VerifierKey(name=self.name, algorithm=self.algorithm, public=public)

    def sign(self, text: str) -> str:
        """The signature line, with its newline, that goes under the text. Witnesses use `cosignatures.cosign`."""
        if self.algorithm != ED25519:
            raise InvalidKey(f"a key for {self.algorithm.title} does not sign notes by itself")
        return signature_line(self.verifier, self.sign_bytes(text.encode()))

    def sign_bytes(self, message: bytes) -> bytes:
        """The bare signature of a message."""
        return self._private.sign(message)

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature line. `payload` is what follows the key ID: of a cosignature, its time and then the signature."""

    name: str
    key_id: bytes
    payload: bytes


@dataclass(frozen=True, kw_only=True)
class Note:
    """A text that known keys signed: those of `signed_by`, in the order of the note."""

    text: str
    signed_by: tuple[Signature, ...]

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Did that very key sign it?"""
        return any((each.name, each.key_id) == (key.name, key.key_id) for each in self.signed_by)


def sign_note(text: str, keys: Iterable[SigningKey]) -> str:
    """The note: the text, which must end with a newline, and a line for each key. Raises InvalidNote."""
    lines = "".join(key.sign(text) for key in keys)
    split_note(note := f"{text}\n{lines}")
    return note


def add_signatures(note: str, lines: Iterable[str]) -> str:
    """The note with further signature lines, leaving out those of keys that signed it already. Raises InvalidNote."""
    _text, present = split_note(note)
    keys = {(each.name, each.key_id) for each in present}
    for line in lines:
        added = _read_signature(line.removesuffix("\n"))
        if (added.name, added.key_id) not in keys:
            keys.add((added.name, added.key_id))
            note += line.removesuffix("\n") + "\n"
    split_note(note)
    return note


def open_note(note: str, verifiers: Iterable[VerifierKey]) -> Note:
    """The text of a note and which of the known keys signed it, at least one.

    Raises InvalidNote when the note is not well formed, when a signature that bears a known key's name and key ID is
    not its signature, and when no known key signed.
    """
    known = _by_name_and_id(verifiers)
    text, signatures = split_note(note)
    signed_by = [each for each in signatures if (each.name, each.key_id) in known]
    for each in signed_by:
        key = known[each.name, each.key_id]
        whole = len(each.payload) == key.algorithm.payload_bytes
        if not whole or not key.algorithm.fits(key.public, text.encode(), each.payload):
            raise InvalidNote(f"the signature by {each.name} is not of this text")
    if not signed_by:
        raise InvalidNote("no key that is known here signed it")
    return Note(text=text, signed_by=tuple(signed_by))


def split_note(note: str) -> tuple[str, list[Signature]]:
    """The text and the signatures of a note, none of them checked. Raises InvalidNote where it is not well formed."""
    if len(note) > MOST_CHARACTERS:
        raise InvalidNote("it is too long")
    _check_characters(note)
    text, gap, lines = note.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise InvalidNote("it lacks the empty line before its signatures, or the newline after them")
    signatures = [_read_signature(line) for line in lines.removesuffix("\n").split("\n")]
    if len(signatures) > MOST_SIGNATURES:
        raise InvalidNote(f"it bears more than {MOST_SIGNATURES} signatures")
    if len({(each.name, each.key_id) for each in signatures}) != len(signatures):
        raise InvalidNote("one key signed it twice")
    return text + "\n", signatures


def signature_line(key: VerifierKey, payload: bytes) -> str:
    """The line that stands under a note, with its newline."""
    return f"{DASH}{key.name} {base64.b64encode(key.key_id + payload).decode()}\n"


def decode_base64(text: str) -> bytes:
    """The bytes of canonical base64: one way to write each. Raises ValueError for any other."""
    try:
        decoded = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise ValueError("not base64") from error
    if base64.b64encode(decoded).decode() != text:
        raise ValueError("not canonical base64")
    return decoded


def _read_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not space or not _is_name(name):
        raise InvalidNote("a signature line is not well formed")
    try:
        decoded = decode_base64(encoded)
    except ValueError as error:
        raise InvalidNote(f"the signature by {name} is {error}") from error
    if len(decoded) <= KEY_ID_BYTES:
        raise InvalidNote(f"the signature by {name} is cut")
    return Signature(name=name, key_id=decoded[:KEY_ID_BYTES], payload=decoded[KEY_ID_BYTES:])


def _check_characters(note: str) -> None:
    if any(character < " " and character != "\n" for character in note):
        raise InvalidNote("it holds a control character")
    try:
        note.encode()
    except UnicodeEncodeError as error:
        raise InvalidNote("it holds half a surrogate pair") from error


def _by_name_and_id(verifiers: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    """The keys as signatures name them. Two keys that a signature could not tell apart are refused."""
    known: dict[tuple[str, bytes], VerifierKey] = {}
    for key in verifiers:
        if known.setdefault((key.name, key.key_id), key) != key:
            raise InvalidNote(f"two different keys of {key.name} have one key ID")
    return known


def _read_key(text: str) -> tuple[str, str, Algorithm, bytes]:
    parts: Sequence[str] = text.split("+", 2)  # base64 may hold plus signs; a name may not
    if len(parts) != 3:
        raise InvalidKey("a key is written as name+key ID+base64")
    name, key_id, encoded = parts
    _check_name(name)
    try:
        decoded = decode_base64(encoded)
    except ValueError as error:
        raise InvalidKey(f"the key of {name} is {error}") from error
    algorithm = ALGORITHMS.get(decoded[0]) if decoded else None
    if algorithm is None:
        known = ", ".join(f"{each.title} (0x{each.byte:02x})" for each in ALGORITHMS.values())
        raise InvalidKey(f"the key of {name} is of a kind that is not known here; known are {known}")
    return name, key_id, algorithm, decoded[1:]


def _write_key(key: VerifierKey, material: bytes) -> str:
    encoded = base64.b64encode(bytes([key.algorithm.byte]) + material).decode()
    return f"{key.name}+{key.key_id.hex()}+{encoded}"


def _check_key_id(key: VerifierKey, key_id: str) -> None:
    if key.key_id.hex() != key_id:
        raise InvalidKey(f"the key ID of {key.name} does not fit its key: it was altered or badly copied")


def _check_name(name: str) -> None:
    if not _is_name(name):
        raise InvalidKey("the name of a key holds no space, plus sign or control character, and is not empty")


def _is_name(name: str) -> bool:
    return bool(name) and not any(each == "+" or each.isspace() or unicodedata.category(each) == "Cc" for each in name)
