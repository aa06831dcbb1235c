"""What becomes of all this when the words of a run are erased: it goes with them."""

from collections.abc import Sequence

from fingerpost.record.commits import committing, overwriting
from fingerpost.record.faults import store_faults
from fingerpost.record.repair.findings import NOT_KEPT
from fingerpost.record.repair.models import Alert, Finding, Quoted

AT_ONCE = 500


def forget_repairs(references: Sequence[str], *, subjects: Sequence[str], body: str) -> None:
    """Take away what these runs quoted, what was found of them, and who asked to be told.

    Within the transaction that erases their keys. `subjects` are at most AT_ONCE.
    """
    Finding.objects.filter(body=body, subject__in=subjects).delete()
    Alert.objects.filter(body=body, subject__in=subjects).delete()
    for start in range(0, len(references), AT_ONCE):
        Quoted.objects.filter(body=body, reference__in=references[start : start + AT_ONCE]).delete()


def forget_quotes(reference: str, *, body: str) -> None:
    """Take away what is left of a run that was erased already. Raises StoreUnavailable."""
    with store_faults(NOT_KEPT), overwriting(), committing():
        for table in (Quoted, Finding, Alert):
            table._default_manager.filter(body=body, reference=reference).delete()
