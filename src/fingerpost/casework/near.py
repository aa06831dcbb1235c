"""Open cases about a street nearby, as they are compared with a new report: the engine `open_cases`."""

from collections.abc import Sequence
from datetime import datetime

from fingerpost.casework.models import Case
from fingerpost.casework.queues.filters import around
from fingerpost.casework.sealing import unseal_reports
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.contract.context import Context
from fingerpost.contract.places import metres_between
from fingerpost.contract.proposals import Candidate
from fingerpost.guard.before.personal_data import mask_text
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

MOST = 60


class StoredCases:
    """The cases in the database. Personal data in their words is masked before anything reads them."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys

    def near(
        self, *, latitude: float, longitude: float, metres: float, since: datetime, context: Context
    ) -> Sequence[Candidate]:
        """See `contract.proposals.OpenCases`. The nearest MOST."""
        with store_faults(NOT_READ):
            found = Case.objects.filter(around(latitude, longitude, metres), body=context.body, received_at__gte=since)
            found = found.filter(state__in=[*IS_LIVE, State.RESOLVED], merged_into=None)
            away = {case.pk: distance(latitude, longitude, case) for case in found}
            nearest = sorted((each for each in found if away[each.pk] <= metres), key=lambda each: away[each.pk])
            words = unseal_reports(nearest[:MOST], keys=self._keys)
        return [_candidate(case, said["text"]) for case in nearest[:MOST] if (said := words.get(case.pk))]


def distance(latitude: float, longitude: float, case: Case) -> float:
    """Metres from a place to a case in a street."""
    if case.latitude is None or case.longitude is None:
        return float("inf")
    return metres_between(latitude, longitude, case.latitude, case.longitude)


def _candidate(case: Case, text: str) -> Candidate:
    return Candidate(
        reference=case.reference,
        service=case.service,
        text=mask_text(text),
        at=case.received_at,
        latitude=case.latitude or 0.0,
        longitude=case.longitude or 0.0,
    )
