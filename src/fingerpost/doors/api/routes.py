"""The addresses of the API. Each capability gets one, made from its request type."""

from collections.abc import Callable
from importlib.metadata import version

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Query
from ninja.errors import HttpError, ValidationError

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.doors.api import faults
from fingerpost.doors.api.by_get import TEXT, answer_by_get, can_be_asked_by_get, parameters_of
from fingerpost.doors.api.challenges import CHALLENGE, kept_router
from fingerpost.doors.api.challenges import router as challenge_router
from fingerpost.doors.api.documentation import PlainDocs
from fingerpost.doors.api.feedback import FEEDBACK
from fingerpost.doors.api.feedback import router as feedback_router
from fingerpost.doors.api.receipts import router as receipts_router
from fingerpost.doors.api.register import router as register_router
from fingerpost.doors.api.reports import REPORTS
from fingerpost.doors.api.reports import router as reports_router
from fingerpost.doors.api.shapes import FaultReply, Health, Reply
from fingerpost.doors.asking import ask, capabilities, capability_called, find_kept, subject_after
from fingerpost.doors.forms import form_of, problems_in, problems_of
from fingerpost.doors.installation import installation
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.record.challenges.matters import Words
from fingerpost.record.feedback.keeping import Opinion

FAULTS = {400: FaultReply, 403: FaultReply, 413: FaultReply, 422: FaultReply, 429: FaultReply, 503: FaultReply}

api = NinjaAPI(
    title="Fingerpost",
    version=version("fingerpost"),
    description="Ask about public services. Every answer shows its source, its reasons and each step on the way.",
    docs=PlainDocs(),
    urls_namespace="api",
)


AFTER = Query(  # type: ignore[type-arg]  # to type checkers it is a type, and here it is called
    "", description="The reference of the answer that this follows: both are then found, and erased, together."
)


def add_route(capability: Capability) -> None:
    """POST /api/v1/<command>: the capability's request, then nation and language."""
    command = capability.card.command
    form = form_of(capability)

    def take(request: HttpRequest, form: form, after: str = AFTER) -> HttpResponse:  # type: ignore[valid-type]
        wait = seconds_to_wait(request)
        if wait:
            return faults.too_many(wait)
        return JsonResponse(ask(command, form, door="api", subject=subject_after(after)))

    take.__doc__ = capability.card.purpose
    route: Callable[..., object] = api.post(
        f"/v1/{command}", response={200: Reply, **FAULTS}, summary=capability.card.title, operation_id=command
    )
    route(take)
    if can_be_asked_by_get(capability):
        add_get_route(capability)


def add_get_route(capability: Capability) -> None:
    """GET /api/v1/<command>: the same in an address, for gateways; replies in JSON or in a few lines of plain text."""
    command = capability.card.command

    def take(request: HttpRequest) -> HttpResponse:
        return answer_by_get(request, capability)

    take.__doc__ = f"{capability.card.purpose} Each call asks, and keeps a record. Unknown parameters are refused."
    described = {
        "parameters": parameters_of(capability),
        "responses": {200: {"content": {TEXT: {"schema": {"type": "string"}}}}},
    }
    route: Callable[..., object] = api.get(
        f"/v1/{command}",
        response={200: Reply, 403: FaultReply, 422: FaultReply, 429: FaultReply, 503: FaultReply},
        summary=f"{capability.card.title}, by its address",
        operation_id=f"{command}_by_get",
        openapi_extra=described,
    )
    route(take)


for each in capabilities().values():
    add_route(each)


@api.get(
    "/v1/runs/{reference}", response={200: Reply, 404: FaultReply, 410: FaultReply}, summary="Read an answer again"
)
def read_run(request: HttpRequest, reference: str) -> HttpResponse:
    """The reply of that reference as it was recorded. Case, spaces and hyphens do not matter."""
    kept = find_kept(reference)
    if kept is None:
        return faults.not_found("No answer has this reference. Check it, letter by letter.")
    response = JsonResponse(kept.reply) if kept.reply else faults.no_longer_shown(kept)
    response.headers["Cache-Control"] = "private, no-store"  # what is closed or erased later is so everywhere
    return response


api.add_router("/v1/runs", feedback_router)
api.add_router("/register", register_router)
api.add_router(f"/{REPORTS}", reports_router)
api.add_router("/v1/runs", challenge_router)
api.add_router("/v1/challenges", kept_router)
api.add_router("/v1/runs", receipts_router)


@api.get("/v1/health", response={200: Health, 503: Health}, summary="Is the service up?")
def read_health(request: HttpRequest) -> HttpResponse:
    """200 while questions can be answered, else 503."""
    engines = installation().build_engines()
    missing = sorted({need for each in capabilities().values() for need in each.card.needs} - set(engines.names))
    body = {"status": "degraded" if missing else "ok", "capabilities": sorted(capabilities()), "missing": missing}
    return JsonResponse(body, status=503 if missing else 200)


@api.exception_handler(ValidationError)
def tell_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Ninja's errors carry where the value stood ("body", "form"): the rest of the path is the field."""
    errors = [{**each, "loc": tuple(each["loc"])[2:]} for each in error.errors]
    last = request.path.rpartition("/")[2]
    if last == FEEDBACK:
        return faults.invalid(problems_of(errors, Opinion))
    if last == CHALLENGE:
        return faults.invalid(problems_of(errors, Words))
    if last == REPORTS:
        return faults.invalid({str(each["loc"][0]) if each["loc"] else "text": str(each["msg"]) for each in errors})
    return faults.invalid(problems_in(errors, capability_called(last)))


@api.exception_handler(InvalidRequest)
def tell_invalid_request(request: HttpRequest, error: InvalidRequest) -> HttpResponse:
    return faults.invalid(error.problems)


@api.exception_handler(FingerpostError)
def tell_foreseen(request: HttpRequest, error: FingerpostError) -> HttpResponse:
    return faults.foreseen(error)


@api.exception_handler(HttpError)
def tell_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return faults.unreadable()
