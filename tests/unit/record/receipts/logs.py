"""A log in memory, in the place of the ledger's tree, and receipts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.unit.record.ledger.trees import KeptTree
from tests.unit.record.ledger_runs import make_run

from fingerpost.record.leaves import Commitment, closed_leaf, commit_to
from fingerpost.record.ledger.checkpoints import Checkpoint
from fingerpost.record.ledger.cosignatures import cosign, new_cosigner_key
from fingerpost.record.ledger.merkle import inclusion_proof, leaf_hash, root_of
from fingerpost.record.ledger.notes import SigningKey, add_signatures, sign_note
from fingerpost.record.receipts.receipt import write_receipt

SEEN_AT = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Found:
    index: int
    hashes: Sequence[bytes]
    checkpoint_note: str


@dataclass
class MemoryLog:
    """Leaves in order, the key that signs them, and witnesses that cosign."""

    key: SigningKey = field(default_factory=lambda: SigningKey.generate("council.example/log"))
    witnesses: list[SigningKey] = field(default_factory=lambda: [new_cosigner_key("witness.example/w1")])
    leaves: list[bytes] = field(default_factory=list)

    def add(self, leaf: str) -> int:
        self.leaves.append(leaf_hash(leaf.encode()))
        return len(self.leaves) - 1

    def prove(self, index: int) -> Found:
        size = len(self.leaves)
        text = Checkpoint(origin=self.key.name, size=size, root=root_of(self.leaves)).text
        lines = [cosign(text, key=each, at=SEEN_AT) for each in self.witnesses]
        note = add_signatures(sign_note(text, [self.key]), lines)
        return Found(index, inclusion_proof(index, size, KeptTree(self.leaves).subtree), note)

    @property
    def key_file(self) -> bytes:
        """The log's key and those of its witnesses, as they would be published."""
        keys = [self.key, *self.witnesses]
        return "# Keys of the tests\n".join(["", *(f"{each.verifier.text}\n" for each in keys)]).encode()

    def read_keys(self) -> str:
        """The same as text, as an installation gives it."""
        return self.key_file.decode()

    @property
    def log_key_file(self) -> bytes:
        return f"{self.key.verifier.text}\n".encode()


REQUEST = '{"question": "When is my bin day?"}'
REPLY = '{"message": "", "claims": [{"quote": "Bins are emptied on Tuesdays.", "source": {"title": "Bin days"}}]}'


def texts_and_leaf(**texts: str) -> tuple[str, Mapping[str, Commitment], Mapping[str, str]]:
    """A leaf that commits to a request and a reply, or to these texts; the commitments; the texts."""
    said = texts or {"request": REQUEST, "reply": REPLY}
    commitments = {name: commit_to(text) for name, text in said.items()}
    digests = {name: each.digest for name, each in commitments.items()}
    system = {"release": "0.1.0", "capability": "answer 1"}
    leaf = closed_leaf(make_run(), system=system, commitments=digests, sealed_sha256="ab" * 32)
    return leaf, commitments, said


def receipt_in(log: MemoryLog, *, others: int = 6, disclosed: Sequence[str] = ("request", "reply")) -> bytes:
    """A receipt of one leaf among others."""
    leaf, commitments, texts = texts_and_leaf()
    for number in range(others // 2):
        log.add(f"before {number}")
    index = log.add(leaf)
    for number in range(others - others // 2):
        log.add(f"after {number}")
    shown = {name: {"salt": commitments[name].salt, "text": texts[name]} for name in disclosed}
    return write_receipt(leaf, log.prove(index), disclosed=shown).encode()
