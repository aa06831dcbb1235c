"""Does one thing to many cases, each on its own: what is refused for one is done to the others."""

from collections.abc import Callable, Iterable
from typing import Any

from fingerpost.casework.faults import UnknownCase
from fingerpost.casework.models import Case
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.contract.errors import FingerpostError, StoreUnavailable
from fingerpost.contract.references import tidy_reference

MOST = 500
Act = Callable[..., Case]


def bulk(
    references: Iterable[str | tuple[str, int]], act: Act, *, viewer: Viewer, **given: Any
) -> list[tuple[str, FingerpostError | None]]:
    """Do `act`, one of `acting`, to each; gives each reference with what was wrong, or None where it was done.

    With a reference may stand the version that the officer had before them; else the one that the case has now counts.
    A store that fails ends it: what comes after is given with the same fault.
    """
    pairs = [(each, None) if isinstance(each, str) else each for each in references][:MOST]
    wanted = {tidy_reference(reference): version for reference, version in pairs}
    known = dict(Case.objects.filter(visible(viewer), reference__in=wanted).values_list("reference", "version"))
    done: list[tuple[str, FingerpostError | None]] = []
    broken: StoreUnavailable | None = None
    for reference, version in wanted.items():
        fault = broken or _do(reference, act, version or known.get(reference), viewer=viewer, given=given)
        broken = fault if isinstance(fault, StoreUnavailable) else None
        done.append((reference, fault))
    return done


def _do(
    reference: str,
    act: Act,
    version: int | None,
    *,
    viewer: Viewer,
    given: dict[str, Any],
) -> FingerpostError | None:
    if version is None:
        return UnknownCase()
    try:
        act(reference, viewer=viewer, version=version, **given)
    except FingerpostError as fault:
        return fault
    return None
