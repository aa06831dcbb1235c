"""Who comes in over HTTP: by the right name, from no foreign page, with a token that is valid, and not too often."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.handlers.asgi import ASGIRequest

from fingerpost.contract.context import Access
from fingerpost.doors.installation import now
from fingerpost.doors.limits import throttle
from fingerpost.doors.mcp.callers import Caller
from fingerpost.doors.mcp.over_http import MOST_BYTES, Refusal, admit
from fingerpost.doors.tokens import LONGEST, Rights, Wish
from fingerpost.site import models
from fingerpost.site.tokens import Tokens

pytestmark = pytest.mark.django_db

WISH = Wish(name="Contact centre", days=30, rights=Rights(access=frozenset(Access) - {Access.RESTRICTED}))


@pytest.fixture(autouse=True)
def counts_of_its_own(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(throttle.time, "time", lambda: 1_800_000_000.0)  # the minute does not end meanwhile


@pytest.fixture
def token() -> str:
    return Tokens().make(WISH, by="olwen", at=now())[0]


def come(token: str = "", *, method: str = "POST", length: int = 100, **headers: str) -> Caller | Refusal:
    known = {"Host": "testserver", "Content-Length": str(length), **headers}
    if token:
        known["Authorization"] = f"Bearer {token}"
    scope = {
        "type": "http",
        "method": method,
        "path": "/mcp",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in known.items()],
        "client": ("127.0.0.1", 49152),
        "server": ("testserver", 80),
    }
    return admit(ASGIRequest(scope, io.BytesIO()))


def status_of(found: Caller | Refusal) -> int:
    assert isinstance(found, Refusal)
    assert found.words.endswith(".")
    return found.status


def test_the_holder_of_a_token_has_its_rights(token: str) -> None:
    caller = come(token)
    assert isinstance(caller, Caller)
    assert (caller.rights, caller.counted_as) == (WISH.rights, f"token {models.AccessToken.objects.get().pk}")


def test_a_token_counts_from_the_next_request_until_it_is_revoked_or_its_last_day_is_over(token: str) -> None:
    kept = models.AccessToken.objects.get()
    assert kept.last_used is None
    assert isinstance(come(token), Caller)
    kept.refresh_from_db()
    assert kept.last_used is not None
    Tokens().revoke(kept.pk, by="olwen", at=now())
    assert status_of(come(token)) == 401
    old, _ = Tokens().make(WISH, by="olwen", at=now() - timedelta(days=31))
    last_day, _ = Tokens().make(WISH, by="olwen", at=now() - timedelta(days=30))
    assert status_of(come(old)) == 401
    assert isinstance(come(last_day), Caller)


@pytest.mark.parametrize("typed", ["fp_", "fp_" + "A" * 43, "hello", "fp_☂", "fp_" + "A" * LONGEST, "x y", "'; --"])
def test_whatever_else_is_no_token(token: str, typed: str) -> None:
    found = come(Authorization=f"Bearer {typed}")
    assert status_of(found) == 401
    assert found.headers["WWW-Authenticate"].startswith("Bearer")
    assert typed not in found.words or typed == "fp_"


def test_nobody_comes_in_without_a_token_unless_the_settings_let_them(token: str, settings: LazySettings) -> None:
    assert status_of(come()) == 401
    assert status_of(come(Authorization="Basic YTpi")) == 401
    settings.CONFIGURATION = replace(settings.CONFIGURATION, open_mcp=True)
    caller = come()
    assert isinstance(caller, Caller)
    assert (caller.rights, caller.counted_as) == (Rights(), "address 127.0.0.1")
    assert status_of(come("fp_wrong")) == 401


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "", "a b"])
def test_a_name_that_is_not_ours_is_refused_whoever_sends_it(token: str, host: str) -> None:
    assert status_of(come(token, Host=host)) == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
    ],
)
def test_a_page_of_another_site_is_refused(token: str, headers: dict[str, str]) -> None:
    assert status_of(come(token, **headers)) == 403


def test_a_page_of_our_own_is_not(token: str) -> None:
    assert isinstance(come(token, Origin="http://testserver"), Caller)


def test_a_token_is_never_taken_over_plain_http_where_https_is_ours(token: str, settings: LazySettings) -> None:
    settings.IS_HTTPS = True
    assert status_of(come(token)) == 403


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "OPTIONS", "HEAD"])
def test_there_is_no_stream_to_open_and_no_session_to_end(token: str, method: str) -> None:
    found = come(token, method=method)
    assert (status_of(found), found.headers) == (405, {"Allow": "POST"})


def test_what_is_too_large_is_refused_by_what_it_says_of_its_length(token: str) -> None:
    assert isinstance(come(token, length=MOST_BYTES), Caller)
    assert status_of(come(token, length=MOST_BYTES + 1)) == 413
    assert status_of(come(token, **{"Content-Length": "lots"})) == 413


def test_one_address_comes_no_more_than_so_often_with_whatever_token(token: str, settings: LazySettings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=1)
    for _ in range(10):
        assert status_of(come("fp_wrong")) == 401
    found = come(token)
    assert status_of(found) == 429
    assert 0 < int(found.headers["Retry-After"]) <= 60
