"""What a verification may find, and the kinds of tampering by name."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was done. The words of each fault say where."""

    EDITED = "edited"  # the leaf of an entry
    ROW_ALTERED = "row altered"  # a column beside the leaf
    WORDS_ALTERED = "words altered"  # the sealed text, or what opens it
    DELETED = "deleted"  # an entry, or a leaf of the tree
    SWAPPED = "swapped"  # the order of entries
    SLIPPED_IN = "slipped in"  # an entry among older ones
    REWRITTEN = "rewritten"  # entries and tree together
    ROLLED_BACK = "rolled back"  # fewer entries than were signed
    FORKED = "forked"  # another history than the signer or somebody else saw
    KEY_SWAPPED = "key swapped"  # a checkpoint that another key signed
    CHECKPOINT_ALTERED = "checkpoint altered"
    TREE_ALTERED = "tree altered"  # kept hashes only
    COSIGNATURE_ALTERED = "cosignature altered"
    ROW_GONE = "row gone"  # what an event of the ledger did is not in its table
    EVENT_GONE = "row without event"  # a row that nothing in the ledger tells of
    ROW_DIFFERS = "row differs"  # a row says something else than its event
    UNGUARDED = "unguarded"  # the triggers are gone


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong. `index` is the place in the tree, `entry` the number of the row, where there is one."""

    kind: Kind
    words: str
    index: int | None = None
    entry: int | None = None
    reference: str = ""

    @property
    def order(self) -> tuple[bool, int]:
        """The earliest in the log first; what concerns all of it last."""
        return self.index is None, self.index or self.entry or 0
