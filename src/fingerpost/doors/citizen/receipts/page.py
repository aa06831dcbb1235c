"""What a receipt proves and what it does not, how to check one, and a form that checks one here."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.citizen.contact import reference_in
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.installation import installation
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.receipts import HEADERS, verifier_digest
from fingerpost.record.receipts.verifier import NotGenuine, Proof, Unreadable

FIELD = "receipt"

log = logging.getLogger(__name__)


@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: HttpRequest) -> HttpResponse:
    """`?reference=`, which stands in the QR code of an answer, offers the receipt of that answer."""
    if request.method != "POST":
        return _show(request, reference=reference_in(request.GET.get("reference", "")))
    if wait := seconds_to_wait(request, "feedback"):
        return too_many(request, wait)
    pasted = request.POST.get(FIELD, "").replace("\r\n", "\n").strip()
    if not pasted:
        return _show(request, problems={FIELD: _("Paste the whole text of a receipt")}, status=422)
    return _check(request, f"{pasted}\n")


def _check(request: HttpRequest, pasted: str) -> HttpResponse:
    """Browsers change the ends of the lines of a form: they were put right, and all else is taken as it came."""
    try:
        proof = installation().build_receipts().check(pasted)
    except Unreadable as error:
        problem = _("We could not read this receipt. Open the file, copy all of it, and paste it here again.")
        return _show(request, problems={FIELD: problem}, why=str(error), pasted=pasted, status=422)
    except NotGenuine as error:
        return _show(request, found="not genuine", why=str(error))
    return _show(request, found="genuine", proof=_told(proof))


def _show(request: HttpRequest, *, status: int = 200, **told: Any) -> HttpResponse:
    context = {"problems": {}, "keys": _keys(), "digest": verifier_digest(), **told}
    response = render(request, "citizen/receipts/page.html", context, status=status)
    for name, value in HEADERS.items() if request.method == "POST" else ():
        response.headers[name] = value
    return response


def _keys() -> list[str]:
    """The public keys; none where they cannot be read: the page explains receipts all the same."""
    try:
        key_file = installation().build_receipts().key_file()
    except FingerpostError as error:
        log.error("The public keys cannot be shown: %s", error.detail or error.public)
        return []
    return [line for line in key_file.splitlines() if line and not line.startswith("#")]


def _told(proof: Proof) -> dict[str, Any]:
    """What the page shows of a genuine receipt. The words are those in the receipt itself."""
    outcome = proof.leaf.get("outcome")
    return {
        "reference": proof.leaf["reference"],
        "at": _moment(proof.leaf["at"]),
        "outcome": _outcome(outcome.get("kind", "") if isinstance(outcome, dict) else ""),
        "place": f"{proof.index + 1:,}",
        "size": f"{proof.size:,}",
        "key": proof.key,
        "seen": [{"witness": each.witness, "at": each.at} for each in proof.seen],
        "not_checked": proof.not_checked,
        "asked": _values(proof.texts.get("request")).get("question", ""),
        "quotes": [
            words
            for each in _values(proof.texts.get("reply")).get("claims", ())
            for words in dict.fromkeys((each.get("text"), each.get("quote")))
            if words
        ],
        "has_words": bool(proof.texts),
    }


def _outcome(kind: str) -> str:
    """What came of it; as it was recorded where a later release has another word."""
    words: dict[str, str] = {
        OutcomeKind.ANSWERED: _("An answer was given"),
        OutcomeKind.PARTLY_ANSWERED: _("An answer was given to part of it"),
        OutcomeKind.NEEDS_DETAIL: _("One more detail was asked for"),
        OutcomeKind.CANNOT_ANSWER: _("No answer could be given"),
        OutcomeKind.HANDED_OVER: _("It was handed over to a person"),
        OutcomeKind.STOPPED: _("The question was not taken"),
        OutcomeKind.FAILED: _("Something went wrong"),
    }
    return words.get(kind, kind)


def _values(text: str | None) -> Mapping[str, Any]:
    """What was recorded, as the road writes it: a JSON object."""
    values = json.loads(text) if text else {}
    return values if isinstance(values, dict) else {}


def _moment(text: str) -> datetime | str:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
