"""What a fault of a supplier's client, or of the network, means to us. Of what it says nothing is kept but codes.

Only imported once a supplier's client is used (see `connection`).
"""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models.calling import CallFault

LONGEST_REST = 86_400.0
"""Seconds: a supplier that asks for more is left alone for a day."""

_BUSY = frozenset({429, 529})  # 529: Anthropic's own for "overloaded"
_NOT_UNDERSTOOD = frozenset({400, 422})
_TOO_LARGE_A_REQUEST = 413
_PASSING = frozenset({408, 409, 425})
_SPENT = frozenset({"insufficient_quota", "billing_error", "billing_not_active"})
_TOO_LONG = (
    "context_length_exceeded",
    "prompt is too long",
    "maximum context length",
    "exceed_context_size",
    "context size",
)
_KINDS: Mapping[str, tuple[WhyNoModel, bool]] = {
    "overloaded_error": (WhyNoModel.BUSY, True),
    "rate_limit_error": (WhyNoModel.BUSY, True),
    "rate_limit_exceeded": (WhyNoModel.BUSY, True),
    "timeout_error": (WhyNoModel.SLOW, False),
    "authentication_error": (WhyNoModel.REFUSED, False),
    "permission_error": (WhyNoModel.REFUSED, False),
    "not_found_error": (WhyNoModel.REFUSED, False),
    "invalid_request_error": (WhyNoModel.REFUSED, False),
    "request_too_large": (WhyNoModel.TOO_LARGE, False),
}
"""Kinds of fault that arrive in the middle of a stream, and whether the same call may succeed later."""


def fault_of(error: BaseException, *, is_cut: bool = False, wishes: frozenset[str] = frozenset()) -> CallFault:
    """The fault, as a code. `wishes` are parameters that may be left out when a supplier does not take them: then the
    fault says so in `refused_wish` and may be retried."""
    if is_cut:
        return CallFault(WhyNoModel.SLOW, detail="closed before its end")
    for each in _chain(error):
        if isinstance(each, CallFault):
            return CallFault(each.why, retry_after=each.retry_after, may_retry=each.may_retry, detail=each.detail)
        if isinstance(each, httpx2.RequestError):
            return _of_the_network(each)
        if isinstance(response := getattr(each, "response", None), httpx2.Response):
            return _of_an_answer(each, response, wishes)
    if (body := getattr(error, "body", None)) is not None:
        return _in_mid_stream(body)
    return CallFault(WhyNoModel.UNREADABLE, detail=type(error).__name__)


class RefusedWish(CallFault):
    """A supplier does not take a parameter that it need not take. The next call leaves it out."""

    def __init__(self, wish: str) -> None:
        super().__init__(
            WhyNoModel.REFUSED,
            retry_after=0.0,
            may_retry=True,
            detail=f"{wish!r} is not taken, and left out from now on",
        )
        self.wish = wish


def _chain(error: BaseException) -> Iterator[BaseException]:
    each: BaseException | None = error
    while each is not None:
        yield each
        each = each.__cause__


def _of_the_network(error: httpx2.RequestError) -> CallFault:
    name = type(error).__name__
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.UnsupportedProtocol):
        return CallFault(WhyNoModel.UNREACHABLE, may_retry=True, detail=name)
    if isinstance(error, httpx2.TimeoutException):
        return CallFault(WhyNoModel.SLOW, detail=name)
    broke = "disconnected" in str(error) or "closed" in str(error)
    if isinstance(error, httpx2.ProtocolError | httpx2.DecodingError) and not broke:
        return CallFault(WhyNoModel.UNREADABLE, detail=name)
    return CallFault(WhyNoModel.FAILED, may_retry=True, detail=f"the connection broke ({name})")


def _of_an_answer(error: BaseException, response: httpx2.Response, wishes: frozenset[str]) -> CallFault:
    status = response.status_code
    body = getattr(error, "body", None)
    detail = f"status {status}"
    if status < httpx2.codes.BAD_REQUEST:
        return _in_mid_stream(body)
    if status in _BUSY:
        is_spent = bool(_SPENT & set(_codes_of(body)))
        why = WhyNoModel.REFUSED if is_spent else WhyNoModel.BUSY
        return CallFault(why, retry_after=_rest_asked_for(response), may_retry=not is_spent, detail=detail)
    if status >= httpx2.codes.INTERNAL_SERVER_ERROR or status in _PASSING:
        return CallFault(WhyNoModel.FAILED, retry_after=_rest_asked_for(response), may_retry=True, detail=detail)
    said = str(body).lower()
    if status == _TOO_LARGE_A_REQUEST or any(each in said for each in _TOO_LONG):
        return CallFault(WhyNoModel.TOO_LARGE, detail=detail)
    unwanted = sorted(each for each in wishes if each in said)
    if unwanted and status in _NOT_UNDERSTOOD:
        return RefusedWish(unwanted[0])
    return CallFault(WhyNoModel.REFUSED, detail=detail)


def _in_mid_stream(body: Any) -> CallFault:
    """A fault that came as an event. It is counted by its kind alone."""
    for code in _codes_of(body):
        if code in _KINDS:
            why, may_retry = _KINDS[code]
            return CallFault(why, may_retry=may_retry, detail=f"told in the stream: {code}")
    return CallFault(WhyNoModel.FAILED, may_retry=True, detail="told in the stream")


def _codes_of(body: Any) -> list[str]:
    inner = body.get("error", body) if isinstance(body, Mapping) else {}
    return [str(inner.get(name)) for name in ("type", "code")] if isinstance(inner, Mapping) else []


def _rest_asked_for(response: httpx2.Response) -> float | None:
    """Seconds, of `Retry-After` in either of its forms; None where it says nothing that can be used."""
    said = response.headers.get("retry-after", "").strip()
    try:
        seconds = float(said)
    except ValueError:
        try:
            when = parsedate_to_datetime(said)
        except (ValueError, OverflowError):  # the latter for a year or a zone of many digits
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        seconds = (when - datetime.now(tz=UTC)).total_seconds()
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_REST)
