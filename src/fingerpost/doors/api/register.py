"""The public register for programs: every system in short, and each record whole."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from fingerpost.doors.api import faults
from fingerpost.doors.api.shapes import FaultReply
from fingerpost.doors.installation import now
from fingerpost.doors.register.health import health_of
from fingerpost.doors.systems import find_public_record, list_public_records
from fingerpost.record.register.exports import as_values
from fingerpost.record.register.public import PublicRecord

router = Router()


class ListedSystem(Schema):
    """One system in short."""

    name: str = Field(description="Its name in addresses, such as /api/register/answer.")
    title: str
    summary: str
    phase: str = Field(description="pre-deployment, beta-pilot, private-beta, public-beta, production or retired.")
    kind: str = Field(description='"run here", or "declared": bought or run elsewhere, and not measured here.')
    owner: str
    state: str = Field(description="red, amber or green by its faults; declared or retired where none of these counts.")
    faults: int = Field(description="How many things are wrong with its record.")
    measured_at: str | None = Field(description="When it was last evaluated, ISO 8601; null where it never was.")
    version: int = Field(description="The number of the newest kept version of its record.")
    page: str = Field(description="Its record for people.")


class Listed(Schema):
    """Every system of the body, retired ones too."""

    at: str
    records: list[ListedSystem]


@router.get("", response={200: Listed, 503: FaultReply}, summary="List the AI systems", operation_id="register")
def list_register(request: HttpRequest) -> HttpResponse:
    """Every AI system of the body, with the state of its record."""
    records = [_in_short(request, each) for each in list_public_records()]
    return JsonResponse({"at": now().isoformat(timespec="seconds"), "records": records})


@router.get(
    "/{name}",
    response={200: dict[str, Any], 404: FaultReply, 503: FaultReply},
    summary="Read the record of an AI system",
    operation_id="register_record",
)
def read_record(request: HttpRequest, name: str) -> HttpResponse:
    """The record whole: the named fields of the transparency standard, figures with their evidence, faults, history."""
    found = find_public_record(name)
    if found is None:
        return faults.not_found("No AI system has this name. See /api/register for those there are.")
    return JsonResponse({**as_values(found), "state": health_of(found)})


def _in_short(request: HttpRequest, record: PublicRecord) -> Mapping[str, Any]:
    path = reverse("citizen:record", kwargs={"system": record.name})
    base = settings.CONFIGURATION.base_url
    return {
        **{name: getattr(record, name) for name in ("name", "title", "summary", "phase", "kind", "owner", "version")},
        "state": health_of(record),
        "faults": len(record.faults),
        "measured_at": record.evidence.at.isoformat(timespec="seconds") if record.evidence else None,
        "page": f"{base}{path}" if base else request.build_absolute_uri(path),
    }
