"""Where a case is: in plain columns for a street, sealed with the words for anything else."""

from collections.abc import Mapping
from typing import Any

from fingerpost.casework.models import Case, CaseVector
from fingerpost.contract.services import PlaceKind, Service


def put_place(case: Case, service: Service | None, words: Mapping[str, Any] | None) -> None:
    """Set the plain columns of a place by the service's kind of place, and whether everybody may see the case.

    A case that needs attention is never public: what it is about may tell of somebody.
    """
    is_street = service is not None and service.place is PlaceKind.STREET and words is not None
    case.latitude = words.get("latitude") if is_street and words else None
    case.longitude = words.get("longitude") if is_street and words else None
    case.is_public = bool(
        is_street and service and service.is_public and not case.attention and case.latitude is not None
    )
    if case.pk and not is_street:
        CaseVector.objects.filter(case=case).delete()
