"""Merkle trees over leaf hashes: roots, and proofs that a leaf stands in a tree or that a tree grew from another.

After RFC 9162 section 2.1. All hashes are 32 bytes of SHA-256. Nothing here reads or writes anything: whoever keeps
the tree hands in `subtree`, which gives the hash of the complete subtree of 2**level leaves that begins at leaf
index * 2**level. A proof asks for no subtree that is not complete.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()

Subtree = Callable[[int, int], bytes]


class InvalidProof(Exception):
    """A proof that does not lead from what it starts with to the root it claims."""


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 || leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two children: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes, in order; of none, the hash of nothing."""
    complete: list[tuple[int, bytes]] = []  # of the leaves so far, from the left: (level, hash), ever smaller
    for each in leaf_hashes:
        level, node = 0, each
        while complete and complete[-1][0] == level:
            node = node_hash(complete.pop()[1], node)
            level += 1
        complete.append((level, node))
    return _join([node for _level, node in complete])


def root_at(size: int, subtree: Subtree) -> bytes:
    """The root of the first `size` leaves, from its complete subtrees."""
    return _root_of_range(0, size, subtree)


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves, nearest first (section 2.1.3.1).

    Raises ValueError when there is no such leaf in that tree.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _greatest_power_below(end - start)
        if index < middle:
            proof.append(_root_of_range(middle, end, subtree))
            end = middle
        else:
            proof.append(_root_of_range(start, middle, subtree))
            start = middle
    return proof[::-1]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """The hashes that show the tree of `old` leaves to be the beginning of that of `new` (section 2.1.4.1).

    Empty where there is nothing to show: from an empty tree, or from a tree to itself. Raises ValueError when `new` is
    smaller than `old`.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves did not grow from one of {old}")
    if old in (0, new):
        return []
    proof = []
    start, end = 0, new
    while old != end:
        middle = start + _greatest_power_below(end - start)
        if old <= middle:
            proof.append(_root_of_range(middle, end, subtree))
            end = middle
        else:
            proof.append(_root_of_range(start, middle, subtree))
            start = middle
    if start:  # else what is left is the old tree itself, whose root the checker has
        proof.append(_root_of_range(start, end, subtree))
    return proof[::-1]


def root_from_inclusion(*, index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that a proof leads to (section 2.1.3.2). Raises InvalidProof where it cannot be one of that leaf."""
    if not 0 <= index < size:
        raise InvalidProof(f"a tree of {size} leaves has no leaf {index}")
    _check_lengths([leaf_hash, *proof])
    node, last = index, size - 1
    found = leaf_hash
    for sibling in proof:
        if last == 0:
            raise InvalidProof("the proof goes on above the root")
        if node % 2 or node == last:
            found = node_hash(sibling, found)
            node, last = _climb_to_right_child(node, last)
        else:
            found = node_hash(found, sibling)
        node, last = node // 2, last // 2
    if last:
        raise InvalidProof("the proof ends below the root")
    return found


def check_inclusion(*, index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """Does the leaf stand at `index` of the tree with that size and root? Raises InvalidProof where it does not."""
    found = root_from_inclusion(index=index, size=size, leaf_hash=leaf_hash, proof=proof)
    if not hmac.compare_digest(found, root):
        raise InvalidProof("the proof leads to another root")


def check_consistency(
    *, old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes
) -> None:
    """Is the old tree the beginning of the new one (section 2.1.4.2)? Raises InvalidProof where it is not."""
    if not 0 <= old_size <= new_size:
        raise InvalidProof(f"a tree of {new_size} leaves did not grow from one of {old_size}")
    _check_lengths([old_root, new_root, *proof])
    if old_size in (0, new_size):
        _check_nothing_to_show(old_size, proof, old_root, new_root)
        return
    steps = list(proof)
    if old_size & (old_size - 1) == 0:  # the old tree is complete: its root begins the proof, and is not sent
        steps.insert(0, old_root)
    if not steps:
        raise InvalidProof("the proof is empty")
    found_old, found_new = _climb_both(old_size, new_size, steps)
    if not (hmac.compare_digest(found_old, old_root) and hmac.compare_digest(found_new, new_root)):
        raise InvalidProof("the newer tree does not begin with the older one")


def _check_nothing_to_show(old_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    expected = new_root if old_size else EMPTY_ROOT
    if proof:
        raise InvalidProof("the proof shows more than there is to show")
    if not hmac.compare_digest(old_root, expected):
        raise InvalidProof("two trees of one size have two roots" if old_size else "an empty tree has another root")


def _climb_both(old_size: int, new_size: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of both trees, from the hashes of a consistency proof."""
    node, last = old_size - 1, new_size - 1
    while node % 2:
        node, last = node // 2, last // 2
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise InvalidProof("the proof goes on above the root")
        if node % 2 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            node, last = _climb_to_right_child(node, last)
        else:
            new = node_hash(new, step)
        node, last = node // 2, last // 2
    if last:
        raise InvalidProof("the proof ends below the root")
    return old, new


def _climb_to_right_child(node: int, last: int) -> tuple[int, int]:
    """Past the levels where a node at the right edge has no sibling and is its own parent."""
    while node % 2 == 0 and node:
        node, last = node // 2, last // 2
    return node, last


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise InvalidProof(f"a hash is {HASH_BYTES} bytes")


def _root_of_range(start: int, end: int, subtree: Subtree) -> bytes:
    """The root over the leaves from `start` up to `end`, where `start` is a multiple of a power of two that holds them.

    It falls into complete subtrees, ever smaller from the left.
    """
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append(subtree(level, start >> level))
        start += 1 << level
    return _join(nodes)


def _join(nodes: Sequence[bytes]) -> bytes:
    """One root over complete subtrees that stand next to each other, ever smaller from the left."""
    if not nodes:
        return EMPTY_ROOT
    joined = nodes[-1]
    for node in reversed(nodes[:-1]):
        joined = node_hash(node, joined)
    return joined


def _greatest_power_below(size: int) -> int:
    """The greatest power of two that is smaller than `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)
