"""Which runs were asked about a case: guidance that an officer looked up for it, kept as a suggestion of what to do."""

from datetime import datetime

from fingerpost.casework.changing import keeping
from fingerpost.casework.models import Case, Suggestion
from fingerpost.record.faults import NOT_READ, store_faults

ACTION = Suggestion.Kind.ACTION


def note_guidance(case: Case, *, run: str, at: datetime) -> None:
    """Keep that the run was asked about the case. What was asked and answered stands with the run. Raises
    StoreUnavailable."""
    with keeping():
        Suggestion.objects.create(body=case.body, case=case, kind=ACTION, run=run, proposed={"run": run}, at=at)


def is_guidance_of(case: Case, run: str) -> bool:
    """Was that run asked about this case? Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return Suggestion.objects.filter(body=case.body, case=case, kind=ACTION, run=run).exists()
