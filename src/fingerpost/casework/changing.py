"""How a case is changed: whoever may see it, the version they had before them, one history line, one ledger entry.

All of it stands in one transaction, or none does. Nobody's change is lost: who saves an older version is told what was
done since, and saves again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from fingerpost.casework.clocks import start_clock, stop_clock
from fingerpost.casework.faults import NOT_KEPT, NotAllowed, StaleCase, UnknownCase
from fingerpost.casework.history import Told, add_line, read_lines
from fingerpost.casework.models import Case
from fingerpost.casework.post.hooks import tell_others
from fingerpost.casework.states import BEFORE_MERGE, IS_LIVE, MOVES, Action, State, may
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.contract.references import tidy_reference
from fingerpost.record.commits import committing
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import KeyStore

Do = Callable[[Case], Told | Sequence[Told]]
"""Changes a case in memory, writes other rows of the same transaction, and tells what it did: one line, or several."""

CHANGING = (
    *("service", "team", "state", "is_live", "urgency", "rank", "attention", "due_at", "left_minutes", "target_days"),
    *("stopped_at", "waited_minutes", "closed_at", "escalated_at", "planned_on", "assigned_to", "line", "sealed"),
    *("latitude", "longitude", "is_public", "supporters", "merged_into", "link"),
)
"""The columns that a change may write."""
_SAID = {
    State.MERGED: gettext_noop("This case was merged into another. Open that one, or undo the merge first."),
    State.ERASED: gettext_noop("This case was erased. Nothing can be done with it."),
}


@contextmanager
def keeping() -> Iterator[None]:
    """One transaction on disk. Raises StoreUnavailable when it could not be kept; then nothing was changed."""
    with store_faults(NOT_KEPT), committing():
        yield


def change(
    reference: str,
    do: Do,
    *,
    viewer: Viewer,
    version: int | None,
    at: datetime,
    keys: KeyStore,
    also: Sequence[str] = (),
) -> Case:
    """Change one case as an officer; gives it as it now stands.

    `version` is that which they had before them; None where what is done cannot undo what another did. `also` are
    references of other cases that `do` changes, locked with it. Raises UnknownCase, StaleCase, NotAllowed, and
    StoreUnavailable.
    """
    with keeping():
        case = lock(reference, *also, allowed=visible(viewer))
        if version is not None and case.version != version:
            raise StaleCase(version=case.version, changes=read_lines(case, keys=keys, since_version=version))
        write(case, do, by=viewer.name, at=at, keys=keys)
    return case


def lock(reference: str, *also: str, allowed: Q) -> Case:
    """The case for whoever may see it, locked until the transaction ends. Raises UnknownCase."""
    wanted = tidy_reference(reference)
    rows = Case.objects.select_for_update().filter(allowed, reference__in=[wanted, *map(tidy_reference, also)])
    found = {row.reference: row for row in rows.order_by("pk")}  # always in the same order: no two wait for each other
    if wanted not in found:
        raise UnknownCase
    return found[wanted]


def write(case: Case, do: Do, *, by: str, at: datetime, keys: KeyStore) -> None:
    """Do it to a locked case, and keep it with its lines, within a transaction. Raises StaleCase."""
    if case.state == State.ERASED:
        raise NotAllowed(_SAID[State.ERASED])
    before = case.version
    told = do(case)
    lines = [told] if isinstance(told, Told) else list(told)
    case.version, case.changed_at = before + 1, at
    values = {name: getattr(case, name) for name in CHANGING}
    kept = Case.objects.filter(pk=case.pk, version=before).update(**values, version=case.version, changed_at=at)
    if not kept:
        raise StaleCase(version=before + 1, changes=())
    for line in lines:
        add_line(case, line, by=by, at=at, keys=keys)
    tell_others(case, lines, at=at, keys=keys)


def move(case: Case, action: Action, *, at: datetime) -> State:
    """Move the case in memory, with its clock; gives the state before. Raises NotAllowed."""
    before = State(case.state)
    if not may(action, before):
        usual = gettext_noop("This cannot be done to the case as it stands now. Look at it again to see what can.")
        raise NotAllowed(_SAID.get(before, usual))
    to = MOVES[action][before]
    if to is BEFORE_MERGE:
        raise ValueError("a merge is undone by `acting.part`, which knows how the case stood")
    set_state(case, State(str(to)), at=at)
    return before


def set_state(case: Case, state: State, *, at: datetime) -> None:
    """Put the case into a state, with all that goes with it: its clock, whether it is live, and when it was over."""
    if state == case.state:
        return
    case.state, case.is_live = state, state in IS_LIVE
    case.closed_at = None if case.is_live else (case.closed_at or at)
    if state != State.PLANNED:
        case.planned_on = None
    if state in (State.RECEIVED, State.OPEN, State.PLANNED):
        start_clock(case, at=at)
    else:
        stop_clock(case, at=at)


def find(reference: str, *, viewer: Viewer) -> Case:
    """The case for whoever may see it. Raises UnknownCase."""
    found = Case.objects.filter(visible(viewer), reference=tidy_reference(reference)).first()
    if found is None:
        raise UnknownCase
    return found
