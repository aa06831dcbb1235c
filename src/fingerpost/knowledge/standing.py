"""How a passage stands today, as one mark that is another as soon as it may be quoted otherwise than before."""

from collections.abc import Iterable
from datetime import date

from fingerpost.knowledge.models import StoredPassage
from fingerpost.knowledge.store_faults import store_faults

GONE = ""
OUT_OF_FORCE = "out:"
AT_ONCE = 500


def marks_of(ids: Iterable[str], *, body: str, on: date) -> dict[str, str]:
    """For each id: the digest of the passage where it is in force on that day, that digest after OUT_OF_FORCE where it
    is not, and GONE where there is none. Raises StoreUnavailable."""
    wanted = list(dict.fromkeys(ids))
    found = dict.fromkeys(wanted, GONE)
    with store_faults():
        for start in range(0, len(wanted), AT_ONCE):
            rows = StoredPassage.objects.filter(id__in=wanted[start : start + AT_ONCE])
            for key, of, digest, first, last in rows.values_list("id", "body", "digest", "valid_from", "valid_to"):
                if of == body:
                    in_force = (first is None or first <= on) and (last is None or on <= last)
                    found[key] = digest if in_force else OUT_OF_FORCE + digest
    return found


def digest_in(mark: str) -> str:
    """The digest of the passage that a mark stands for; "" where it is gone."""
    return mark.removeprefix(OUT_OF_FORCE)
