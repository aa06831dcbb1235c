"""Why the signer of the ledger refuses to sign. Runs are still recorded meanwhile; receipts wait."""

from fingerpost.contract.errors import FingerpostError

NOT_SIGNED = "The ledger could not be signed just now. What was recorded is safe. Try again in a minute."


class LedgerRefused(FingerpostError):
    """The ledger cannot be signed as it stands. `kind` is one of the names below; `public` says what to do."""

    def __init__(self, kind: str, public: str, *, detail: str = "") -> None:
        super().__init__(public, detail=detail)
        self.kind = kind


def rolled_back(detail: str) -> LedgerRefused:
    """The tree is smaller than one that was signed."""
    return LedgerRefused(
        "rolled back",
        "The ledger holds fewer entries than it did when it was last signed: an older copy of the database was put in "
        "its place, or entries were taken away. Nothing is signed until the newer database is back. If it is lost "
        "for good, see `fingerpost ledger begin-again`.",
        detail=detail,
    )


def forked(detail: str) -> LedgerRefused:
    """The tree does not begin with one that was signed."""
    return LedgerRefused(
        "forked",
        "The ledger does not begin with what was signed before: its history was changed. Nothing is signed. Keep this "
        "database as evidence, and run `fingerpost ledger verify` to see where it begins to differ.",
        detail=detail,
    )


def key_lost(detail: str) -> LedgerRefused:
    """There is a signed log, and no key."""
    return LedgerRefused(
        "key lost",
        "The key that signs the ledger is missing, and this ledger was signed before. Restore the folder keys/ledger "
        "from your backup. No new key is made beside a log that another one signed.",
        detail=detail,
    )


def wrong_key(detail: str) -> LedgerRefused:
    """The last checkpoint does not bear the signature of any key here."""
    return LedgerRefused(
        "wrong key",
        "The key that signs the ledger is not the one that signed it before, or a checkpoint was forged. Restore the "
        "folder keys/ledger from your backup.",
        detail=detail,
    )


def memory_lost(detail: str) -> LedgerRefused:
    """What was signed last is not known: nothing may be signed that could contradict it."""
    return LedgerRefused(
        "memory lost",
        "The signer no longer knows what it signed last. Put the newest checkpoint that anybody kept (your backup, a "
        "witness, an auditor) back as keys/ledger/last-checkpoint.",
        detail=detail,
    )


def damaged(detail: str) -> LedgerRefused:
    """The rows of the tree have holes."""
    return LedgerRefused(
        "damaged",
        "Rows of the ledger's tree are missing. Nothing is signed. Run `fingerpost ledger verify` to see which.",
        detail=detail,
    )


def nothing_lost() -> LedgerRefused:
    """The ledger can simply be signed."""
    return LedgerRefused("nothing lost", "The ledger holds all that was signed. There is no need to begin again.")


def busy() -> LedgerRefused:
    """Another process signs, and did not come to an end in time."""
    return LedgerRefused("busy", "Another process is signing the ledger. Try again in a few seconds.")
