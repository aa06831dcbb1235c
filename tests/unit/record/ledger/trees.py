"""Trees to test proofs on, and roots computed straight from the definition, one leaf at a time."""

import hashlib
from collections.abc import Sequence

from fingerpost.record.ledger.merkle import leaf_hash, node_hash

# The leaves of the reference tests of Certificate Transparency (RFC 6962, whose trees RFC 9162 keeps).
REFERENCE_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]


class KeptTree:
    """Every complete subtree over some leaf hashes, as a ledger would keep them."""

    def __init__(self, leaf_hashes: Sequence[bytes]) -> None:
        self.levels = [list(leaf_hashes)]
        while len(self.levels[-1]) > 1:
            below = self.levels[-1]
            self.levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])

    def subtree(self, level: int, index: int) -> bytes:
        return self.levels[level][index]


def numbered_leaves(count: int) -> list[bytes]:
    return [leaf_hash(b"leaf %d" % number) for number in range(count)]


def defined_root(leaf_hashes: Sequence[bytes]) -> bytes:
    """The definition of RFC 9162 section 2.1.1, word for word: split at the greatest power of two below the size."""
    if len(leaf_hashes) < 2:
        return leaf_hashes[0] if leaf_hashes else hashlib.sha256().digest()
    split = 1
    while split * 2 < len(leaf_hashes):
        split *= 2
    left, right = defined_root(leaf_hashes[:split]), defined_root(leaf_hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()
