"""The tree as the database holds it: its leaves, and the hashes of its complete subtrees of every eighth level.

Whatever a proof needs between those levels is worked out from at most 256 rows of the level below. So a proof in a tree
of a million leaves reads a few hundred rows.
"""

from collections.abc import Sequence

from fingerpost.record.ledger.faults import damaged
from fingerpost.record.ledger.merkle import root_of
from fingerpost.record.ledger.models import TreeLeaf, TreeNode

STEP = 8  # levels between those that are kept
WIDTH = 1 << STEP  # hashes of one kept level that stand under one of the next
HIGHEST = 40  # more leaves than a database holds


def size_of_tree() -> int:
    """How many leaves the tree has."""
    newest = TreeLeaf.objects.order_by("-index").values_list("index", flat=True).first()
    return 0 if newest is None else newest + 1


class KeptTree:
    """Reads the kept hashes, each at most once. For one piece of work: it does not see what is added later."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], list[bytes]] = {}

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of the complete subtree of 2**level leaves at leaf index * 2**level. Raises LedgerRefused."""
        kept = level - level % STEP
        width = 1 << (level - kept)
        first = index * width
        tile = self._tile(kept, first // WIDTH)
        hashes = tile[first % WIDTH : first % WIDTH + width]
        if len(hashes) != width:
            raise damaged(f"level {kept} lacks hashes from {first + len(hashes)} on")
        return hashes[0] if width == 1 else root_of(hashes)

    def whole_tile(self, level: int, number: int) -> bytes:
        """The hash over all of a tile: what is kept of it one level higher. Raises LedgerRefused."""
        tile = self._tile(level, number)
        if len(tile) != WIDTH:
            raise damaged(f"tile {number} of level {level} holds {len(tile)} hashes")
        return root_of(tile)

    def _tile(self, level: int, number: int) -> list[bytes]:
        """Up to 256 hashes of a kept level that stand next to each other."""
        tile = self._tiles.get((level, number))
        if tile is None:
            tile = self._tiles[level, number] = _read_tile(level, number)
        return tile


def add_leaves(first: int, leaves: Sequence[tuple[int, bytes]]) -> None:
    """Append leaves (number of the entry, hash) from index `first` on, and the subtrees that they make complete."""
    TreeLeaf.objects.bulk_create(
        TreeLeaf(index=first + place, entry=entry, hash=hashed) for place, (entry, hashed) in enumerate(leaves)
    )
    tree = KeptTree()
    for level in range(STEP, HIGHEST, STEP):
        complete = range(first >> level, (first + len(leaves)) >> level)
        if not complete:
            return
        TreeNode.objects.bulk_create(
            TreeNode(level=level, index=each, hash=tree.whole_tile(level - STEP, each)) for each in complete
        )


def _read_tile(level: int, number: int) -> list[bytes]:
    between = {"index__gte": number * WIDTH, "index__lt": (number + 1) * WIDTH}
    rows = (TreeNode.objects.filter(level=level, **between) if level else TreeLeaf.objects.filter(**between)).order_by(
        "index"
    )
    hashes: list[bytes] = []
    for index, hashed in rows.values_list("index", "hash"):
        if index != number * WIDTH + len(hashes):
            break  # a hole: whoever asks for what stands behind it is told
        hashes.append(bytes(hashed))
    return hashes
