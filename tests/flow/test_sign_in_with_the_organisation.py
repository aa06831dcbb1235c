"""Signing in with the organisation's provider: who gets in, as what, and what no token, answer or address gets past."""

import base64
import hashlib
import hmac
import json
import logging
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from joserfc import jws
from joserfc.jwk import ECKey, RSAKey
from tests.accounts import PASSWORD, SIGN_IN, Phone, enter
from tests.provider import CLIENT, DISCOVERY, SECRET, Provider, running_provider, send

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.accounts import (
    add_member,
    change_password,
    list_members,
    number_of,
    remove_member,
    restore_member,
)
from fingerpost.doors.entry import attempts, proofs
from fingerpost.doors.entry.organisation import fetching, tokens
from fingerpost.doors.entry.organisation import page as organisation
from fingerpost.doors.entry.organisation.provider import forget_provider
from fingerpost.doors.limits.throttle import counters_over
from fingerpost.site.configuration import read_configuration
from fingerpost.site.identities import Identities
from fingerpost.site.models import OutsideIdentity

pytestmark = pytest.mark.django_db

START, BACK = "/staff/sign-in/organisation", "/staff/sign-in/organisation/back"
ROLES = ("FP owners = owner", "CN=Readers,OU=Fernby=viewer", "FP editors=editor")
NOT_IN = "You are not signed in"


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture
def provider(running: Provider, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider as it should be, configured here; editors and viewers need no second factor."""
    running.__dict__.update(Provider(issuer=running.issuer, key=running.key).__dict__)
    running.person = {"sub": "e-1", "preferred_username": "Ed.Ward", "groups": ["FP editors"]}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    configured(settings, oidc_issuer=running.issuer, oidc_client_id=CLIENT, oidc_roles=ROLES)
    monkeypatch.setenv("FINGERPOST_OIDC_CLIENT_SECRET", SECRET)
    for seconds in (attempts.QUARTER, attempts.DAY):
        counters_over(seconds).clear()
    forget_provider()
    tokens.forget_keys()
    yield running
    forget_provider()
    tokens.forget_keys()


@pytest.fixture
def browser() -> Client:
    return Client()


def configured(settings, **more: object) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, **more)


def leave_for(provider: Provider, client: Client, path: str = START) -> str:
    """Go to the provider and sign in there; gives the address that it sends back to."""
    there = client.get(path)
    assert there.status_code == 303, there.content.decode()
    address = there.headers["Location"]
    assert address.startswith(f"{provider.issuer}/authorise?")
    return provider.authorise(address)


def come_back(client: Client, address: str, **changes: str | None):
    """Follow it, with parameters changed, or left out where None."""
    query = {**dict(parse_qsl(urlsplit(address).query)), **changes}
    return client.get(BACK, {name: value for name, value in query.items() if value is not None})


def sign_in(provider: Provider, client: Client, path: str = START):
    return come_back(client, leave_for(provider, client, path))


def is_in(client: Client) -> bool:
    return client.get("/staff/").status_code == 200


def refused(reply, client: Client, *, words: str, status: int) -> bool:
    """Told in plain words, and not in; nothing that was sent stands on the page."""
    page = reply.content.decode()
    assert reply.status_code == status, page
    assert NOT_IN in page
    assert words in page.replace("&#39;", "'"), page
    return not is_in(client)


# Who gets in


def test_somebody_with_a_role_is_let_in_and_has_that_role(provider: Provider, browser: Client) -> None:
    there = browser.get(f"{START}?next=/staff/feedback").headers["Location"]
    asked = dict(parse_qsl(urlsplit(there).query))
    assert (asked["response_type"], asked["scope"], asked["code_challenge_method"]) == (
        "code",
        "openid profile",
        "S256",
    )
    assert asked["redirect_uri"] == f"http://testserver{BACK}"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    reply = come_back(browser, provider.authorise(there))
    assert reply.headers["Location"] == "/staff/feedback"
    assert is_in(browser)
    assert [(each.role, each.is_outside) for each in list_members()] == [("editor", True)]
    assert re.fullmatch(r"ed\.ward\+[0-9a-f]{8}", User.objects.get().username)


def test_the_button_stands_only_where_it_is_configured(provider: Provider, browser: Client, settings) -> None:
    assert "Sign in with your organisation" in browser.get(SIGN_IN).content.decode()
    configured(settings, oidc_issuer="")
    assert "Sign in with your organisation" not in browser.get(SIGN_IN).content.decode()
    for path in (START, BACK, "/staff/sign-out/organisation"):
        assert browser.get(path).headers["Location"] == SIGN_IN


@pytest.mark.parametrize(
    "groups", [None, [], ["Others"], "fp editors", {"FP editors": 1}, [["FP editors"]], 7, "=editor"]
)
def test_nobody_gets_in_without_a_role(provider: Provider, browser: Client, groups: object) -> None:
    provider.person["groups"] = groups
    assert refused(sign_in(provider, browser), browser, words="has not said what you may do here", status=403)
    assert not User.objects.exists()


def test_the_first_role_that_fits_counts_and_a_value_may_hold_signs(provider: Provider, browser: Client) -> None:
    provider.person["groups"] = ["FP editors", "CN=Readers,OU=Fernby"]
    sign_in(provider, browser)
    assert [each.role for each in list_members()] == ["viewer"]


def test_a_claim_may_stand_within_another(provider: Provider, browser: Client, settings) -> None:
    configured(settings, oidc_claim="realm_access.roles")
    provider.person["realm_access"] = {"roles": ["FP editors"]}
    sign_in(provider, browser)
    assert is_in(browser)


def test_the_role_is_read_again_at_each_sign_in_and_lost_with_its_group(provider: Provider, browser: Client) -> None:
    sign_in(provider, browser)
    provider.person["groups"] = ["CN=Readers,OU=Fernby"]
    sign_in(provider, Client())
    assert [each.role for each in list_members()] == ["viewer"]
    assert browser.get("/staff/feedback").status_code == 403  # in the session that was open, too
    provider.person["groups"] = []
    sign_in(provider, Client())
    assert [each.role for each in list_members()] == [""]


def test_an_account_is_whom_the_provider_means_and_not_a_name(provider: Provider, browser: Client) -> None:
    """Whoever calls themselves as somebody else is called, here or there, gets another account."""
    add_member("ed.ward", role="owner", password=PASSWORD)
    sign_in(provider, browser)
    provider.person |= {"sub": "e-2", "email": "ed.ward@fernby.example"}
    sign_in(provider, Client())
    names = [each.name for each in list_members()]
    assert len(set(names)) == 3
    assert [each.role for each in list_members() if each.name == "ed.ward"] == ["owner"]
    provider.person |= {"sub": "e-1", "preferred_username": "Edwina Ward"}  # married, and the same person
    sign_in(provider, Client())
    assert [each.name for each in list_members()] == names


def test_a_name_that_was_taken_beforehand_is_not_taken_over(provider: Provider, browser: Client) -> None:
    sign_in(provider, browser)
    (taken,) = User.objects.all()
    OutsideIdentity.objects.all().delete()
    add_member("local", role="owner", password=PASSWORD)
    sign_in(provider, Client())
    assert OutsideIdentity.objects.get().user not in {taken, User.objects.get(username="local")}


@pytest.mark.parametrize("called", ["", "-=<script>", "é" * 80, "x" * 500, "a\0b", "..", "@"])
def test_whatever_the_provider_calls_them_the_name_fits(provider: Provider, browser: Client, called: str) -> None:
    provider.person["preferred_username"] = called
    sign_in(provider, browser)
    assert is_in(browser)
    assert re.fullmatch(r"[a-z0-9][a-z0-9.@_+-]{1,59}", User.objects.get().username)


def test_a_removed_account_stays_removed_until_it_is_restored(provider: Provider, browser: Client) -> None:
    sign_in(provider, browser)
    name = User.objects.get().username
    remove_member(name)
    assert not is_in(browser)
    assert refused(sign_in(provider, browser), browser, words="Your account here was taken away", status=403)
    with pytest.raises(InvalidRequest):
        restore_member("nobody")
    restore_member(name)
    sign_in(provider, browser)
    assert is_in(browser)


def test_such_an_account_never_gets_a_password(provider: Provider, browser: Client) -> None:
    sign_in(provider, browser)
    name = User.objects.get().username
    for give in (
        lambda: change_password(name, password=PASSWORD),
        lambda: number_of(name, with_password=True),
    ):
        with pytest.raises(InvalidRequest, match="has no password here"):
            give()
    remove_member(name)
    with pytest.raises(InvalidRequest, match="has no password here"):
        add_member(name, role="owner", password=PASSWORD, again=True)
    assert "Change your password" not in browser.get("/staff/").content.decode()


def test_two_first_sign_ins_at_once_make_one_account(
    provider: Provider, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(provider, Client())
    known, asked = Identities._known, []

    def too_late(self: Identities, issuer: str, subject: str) -> User | None:
        asked.append(subject)
        return None if len(asked) == 1 else known(self, issuer, subject)

    monkeypatch.setattr(Identities, "_known", too_late)
    sign_in(provider, browser)
    assert is_in(browser)
    assert User.objects.count() == 1


# The second factor, and being asked again


def test_an_owner_needs_a_second_factor_here_unless_the_provider_is_trusted_with_it(
    provider: Provider, browser: Client, settings
) -> None:
    provider.person |= {"groups": ["FP owners"], "amr": ["pwd", "mfa"], "acr": "high"}
    assert sign_in(provider, browser).headers["Location"] == "/staff/second-factor/set-up"
    assert not is_in(browser)
    configured(settings, oidc_second_factor=("mfa",))
    sign_in(provider, browser)
    assert is_in(browser)
    configured(settings, oidc_second_factor=())  # trusted no more: the session ends
    assert not is_in(browser)


@pytest.mark.parametrize("shown", [{"amr": "mfa-not"}, {"amr": {"mfa": 1}}, {"acr": ["MFA"]}, {"mfa": True}, {}])
def test_what_is_not_exactly_trusted_is_no_second_factor(
    provider: Provider, browser: Client, settings, shown: dict[str, object]
) -> None:
    configured(settings, oidc_second_factor=("mfa",))
    provider.person |= {"groups": ["FP owners"], **shown}
    assert sign_in(provider, browser).headers["Location"] == "/staff/second-factor/set-up"


def test_a_phone_that_is_set_up_here_is_asked_for(provider: Provider, browser: Client) -> None:
    provider.person["groups"] = ["FP owners"]
    phone, where = Phone(), sign_in(provider, browser).headers["Location"]
    phone.scan(browser.get(where).content.decode())
    browser.post(where, {"code": phone.code()})
    assert is_in(browser)
    other = Client()
    assert sign_in(provider, other).headers["Location"] == "/staff/sign-in/code"
    other.post("/staff/sign-in/code", {"code": phone.code()})
    assert is_in(other)


def test_being_asked_again_leads_to_the_provider_and_back(
    provider: Provider, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.claims["auth_time"] = int(time.time()) - 8 * 3600  # they signed in there this morning
    sign_in(provider, browser)
    asked = browser.get("/staff/confirm?next=/staff/feedback").content.decode()
    (again,) = re.findall(rf'href="({START}\?[^"]+)"', asked.replace("&amp;", "&"))
    assert browser.post("/staff/confirm", {"password": PASSWORD}).status_code == 200  # no password: the same page
    stale = sign_in(provider, browser, again)
    assert stale.status_code == 403  # the provider let them through without asking
    provider.claims.pop("auth_time")
    there = browser.get(again).headers["Location"]
    assert {"prompt": "login", "max_age": "0"}.items() <= dict(parse_qsl(urlsplit(there).query)).items()
    assert come_back(browser, provider.authorise(there)).headers["Location"] == "/staff/feedback"
    assert proofs.are_fresh(_request_of(browser))
    provider.person["sub"] = "e-2"
    assert "as somebody else" in sign_in(provider, browser, again).content.decode()


@pytest.mark.parametrize(("told", "fresh"), [(0, True), (-8 * 3600, False), (None, False), (3600, False)])
def test_an_old_sign_in_at_the_provider_is_not_fresh_here(
    provider: Provider, browser: Client, told: int | None, fresh: bool
) -> None:
    provider.claims["auth_time"] = None if told is None else int(time.time()) + told
    sign_in(provider, browser)
    assert is_in(browser)
    assert proofs.are_fresh(_request_of(browser)) is fresh


def _request_of(client: Client):
    return type("Request", (), {"session": client.session})()


# What does not get in


def test_a_wrong_state_is_refused_and_ends_what_was_begun(provider: Provider, browser: Client) -> None:
    for changes in ({"state": "x" * 43}, {"state": None}, {"state": ""}, {"state": "é"}):
        address = leave_for(provider, browser)
        asked = len(provider.asked)
        assert refused(come_back(browser, address, **changes), browser, words="begun in another window", status=400)
        assert len(provider.asked) == asked  # the code was not even shown to the provider
        assert come_back(browser, address).status_code == 400


def test_an_address_that_another_browser_was_sent_back_to_is_worth_nothing(provider: Provider, browser: Client) -> None:
    address = leave_for(provider, browser)
    victim = Client()
    assert refused(come_back(victim, address), victim, words="begun in another window", status=400)
    leave_for(provider, victim)
    assert refused(come_back(victim, address), victim, words="begun in another window", status=400)


def test_a_code_is_good_once(provider: Provider, browser: Client) -> None:
    address = leave_for(provider, browser)
    assert come_back(browser, address).status_code == 303
    assert (
        come_back(browser, address).headers["Location"] == "/staff/"
    )  # loaded again: they are in, and no code is shown
    assert [path for path, _ in provider.asked].count("/token") == 1
    code = dict(parse_qsl(urlsplit(address).query))["code"]
    other = Client()
    stolen = come_back(other, leave_for(provider, other), code=code)
    assert refused(stolen, other, words="does not answer", status=503)  # the provider knows it is used


def test_a_code_of_somebody_elses_sign_in_is_refused(provider: Provider, browser: Client) -> None:
    """Injected into one's own sign-in: the provider misses the word whose digest it was shown (PKCE)."""
    stolen = dict(parse_qsl(urlsplit(leave_for(provider, Client())).query))["code"]
    assert refused(come_back(browser, leave_for(provider, browser), code=stolen), browser, words="answer", status=503)


def test_whoever_is_away_too_long_begins_again(
    provider: Provider, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, now = leave_for(provider, browser), time.time()
    monkeypatch.setattr(organisation.time, "time", lambda: now + organisation.WAITS + 5)
    assert refused(come_back(browser, address), browser, words="took too long", status=400)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["x"]},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": []},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"exp": 1},
        {"exp": None},
        {"exp": "2099"},
        {"exp": True},
        {"exp": float("nan")},
        {"iat": 1},
        {"iat": None},
        {"iat": 4e9},
        {"nbf": 4e9},
        {"sub": ""},
        {"sub": None},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_is_refused(provider: Provider, browser: Client, claims: dict[str, object]) -> None:
    provider.claims = claims
    assert refused(sign_in(provider, browser), browser, words="does not hold", status=403)
    assert not User.objects.exists()


def test_a_token_for_several_is_taken_when_it_was_made_for_us(provider: Provider, browser: Client) -> None:
    provider.claims = {"aud": [CLIENT, "another"], "azp": CLIENT}
    sign_in(provider, browser)
    assert is_in(browser)


def _plain(value: object) -> str:
    return _base64(json.dumps(value).encode())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _with_secret(claims: object, secret: bytes) -> str:
    signed = f"{_plain({'alg': 'HS256', 'kid': 'one'})}.{_plain(claims)}"
    return f"{signed}.{_base64(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def _with_header(claims: object, key: RSAKey, **header: object) -> str:
    signed = f"{_plain({'alg': 'RS256', 'kid': 'one', **header})}.{_plain(claims)}"
    return f"{signed}.{_base64(key.private_key.sign(signed.encode(), PKCS1v15(), SHA256()))}"


STRANGER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})

FORGED: dict[str, Callable[[Provider, dict[str, object]], str]] = {
    "signed with nothing": lambda p, claims: f"{_plain({'alg': 'none'})}.{_plain(claims)}.",
    "signed with nothing, written otherwise": lambda p, claims: f"{_plain({'alg': 'nOnE'})}.{_plain(claims)}.",
    "no algorithm": lambda p, claims: f"{_plain({'typ': 'JWT'})}.{_plain(claims)}.",
    "a public key used as a secret": lambda p, claims: _with_secret(claims, p.key.as_pem(private=False)),
    "our secret used as a key": lambda p, claims: _with_secret(claims, SECRET.encode()),
    "another key": lambda p, claims: p.signed(claims, key=STRANGER),
    "another key that it brings along": lambda p, claims: p.signed(
        claims, key=STRANGER, jwk=STRANGER.as_dict(private=False)
    ),
    "another key at an address that it names": lambda p, claims: p.signed(
        claims, key=STRANGER, jku="https://evil.example/keys"
    ),
    "a key that nobody published": lambda p, claims: p.signed(claims, kid="two"),
    "a change after signing": lambda p, claims: _changed(p.signed(claims)),
    "no signature": lambda p, claims: p.signed(claims).rpartition(".")[0] + ".",
    "an unknown rule that must be known": lambda p, claims: _with_header(claims, p.key, crit=["evil"], evil=1),
    "not signed but encrypted": lambda p, claims: ".".join(["x"] * 5),
    "no token": lambda p, claims: "hello",
    "letters of no alphabet": lambda p, claims: "é.é.é",
    "a list for a header": lambda p, claims: f"{_plain([1])}.{_plain(claims)}.x",
    "a long one": lambda p, claims: p.signed(claims) + "A" * 70_000,
    "a list of claims": lambda p, claims: jws.serialize_compact({"alg": "RS256", "kid": "one"}, b"[]", p.key),
}


def _changed(token: str) -> str:
    head, claims, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=="))
    return ".".join((head, _plain({**told, "groups": ["FP owners"]}), signature))


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_token_is_refused(provider: Provider, browser: Client, name: str) -> None:
    provider.sign = lambda claims: FORGED[name](provider, claims)
    assert refused(sign_in(provider, browser), browser, words="does not hold", status=403)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [("ES256", ECKey.generate_key("P-256", {"kid": "e"})), ("PS256", RSAKey.generate_key(2048, {"kid": "p"}))],
)
def test_other_sound_algorithms_are_taken(
    provider: Provider, browser: Client, algorithm: str, key: RSAKey | ECKey
) -> None:
    provider.algorithm, provider.key, before = algorithm, key, provider.key
    sign_in(provider, browser)
    provider.key = before
    assert is_in(browser)


def test_a_key_of_another_kind_or_use_or_one_that_is_too_short_is_not_taken(
    provider: Provider, browser: Client
) -> None:
    public = provider.key.as_dict(private=False)
    short = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it is to be refused
    modulus = _base64(short.public_key().public_numbers().n.to_bytes(128, "big"))
    for keys, sign in (
        ([{**public, "use": "enc"}], None),
        ([{**public, "alg": "PS256"}], None),
        ([{**public, "kty": "oct", "k": "AAAA"}], None),
        ([], None),
        ([public, public], None),  # two of one name: which?
        ([{**public, "n": modulus}], None),
        ([ECKey.generate_key("P-384", {"kid": "one"}).as_dict(private=False)], None),
    ):
        tokens.forget_keys()
        provider.published, provider.sign = keys, sign
        assert refused(sign_in(provider, browser), browser, words="does not hold", status=403)


def test_a_new_key_is_asked_for_when_its_name_is_new_and_no_more_than_once_a_minute(
    provider: Provider, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(provider, browser)
    old, provider.key = provider.key, RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    assert sign_in(provider, Client()).status_code == 403  # within the minute
    now = time.monotonic()
    monkeypatch.setattr(tokens.time, "monotonic", lambda: now + tokens.MINUTE + 1)
    other = Client()
    sign_in(provider, other)
    provider.key = old
    assert is_in(other)
    assert [path for path, _ in provider.asked].count("/keys") == 2


def test_an_answer_of_another_provider_is_refused(provider: Provider, browser: Client) -> None:
    """Two providers mixed up: each answer carries the name of its own (RFC 9207)."""
    for issuer in ("https://evil.example", None, ""):
        reply = come_back(browser, leave_for(provider, browser), iss=issuer)
        assert refused(reply, browser, words="does not hold", status=403)


def test_whoever_stops_at_the_provider_is_told_so(provider: Provider, browser: Client) -> None:
    reply = come_back(browser, leave_for(provider, browser), code=None, error="access_denied", error_description="<b>x")
    assert refused(reply, browser, words="or you stopped on the way", status=403)
    assert "<b>" not in reply.content.decode()
    for code in ("", "x" * 5000):
        assert come_back(browser, leave_for(provider, browser), code=code).status_code == 403


# A provider that is down, slow or wrong


def _hangs(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RD)
    time.sleep(0.3)


def _drips(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(20):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.02)


def _huge(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b'{"issuer": "' + b"x" * fetching.MOST_BYTES + b'"}')


def _elsewhere(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "/keys")
    handler.end_headers()


WRONG: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {
    "hangs": _hangs,
    "drips": _drips,
    "huge": _huge,
    "sends elsewhere": _elsewhere,
    "no JSON": lambda handler: send(handler, 200, b"<html>"),
    "deep": lambda handler: send(handler, 200, b"[" * 100_000),
    "a list": lambda handler: send(handler, 200, []),
    "an error": lambda handler: send(handler, 500, {}),
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("path", [DISCOVERY, "/token", "/keys"])
def test_a_provider_that_answers_badly_is_not_waited_for_nor_believed(
    provider: Provider, browser: Client, monkeypatch: pytest.MonkeyPatch, name: str, path: str
) -> None:
    address = "" if path == DISCOVERY else leave_for(provider, browser)
    if name in {"hangs", "drips"}:
        monkeypatch.setattr(fetching, "SILENCE", 0.2)
        monkeypatch.setattr(fetching, "PATIENCE", 0.2)
    provider.answers[path] = WRONG[name]
    reply = come_back(browser, address) if address else browser.get(START)
    assert refused(reply, browser, words="does not answer", status=503)
    assert "Traceback" not in reply.content.decode()


def test_a_provider_that_is_down_leaves_passwords_as_they_are(provider: Provider, browser: Client, settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        configured(settings, oidc_issuer=f"http://127.0.0.1:{free.getsockname()[1]}")
        assert refused(browser.get(START), browser, words="does not answer", status=503)
    add_member("ed", role="editor", password=PASSWORD)
    enter(browser, "ed")
    assert is_in(browser)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": ["x"]},
    ],
    ids=str,
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    provider: Provider, browser: Client, described: dict[str, object]
) -> None:
    provider.described = described
    assert refused(browser.get(START), browser, words="not set up as it should be", status=503)


def test_no_more_than_a_few_wait_for_the_provider(
    provider: Provider, browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(fetching.AT_ONCE):
        fetching._turns.acquire()
    with monkeypatch.context() as patch:
        patch.setattr(fetching, "SILENCE", 0.05)
        assert browser.get(START).status_code == 503
    for _ in range(fetching.AT_ONCE):
        fetching._turns.release()
    assert browser.get(START).status_code == 303


# Addresses, words and the way back


@pytest.mark.parametrize(
    "address", ["https://evil.example/staff/", "//evil.example", "/\\evil.example", "/about", "/staff/nowhere", BACK]
)
def test_nobody_is_led_anywhere_but_to_a_staff_page(provider: Provider, browser: Client, address: str) -> None:
    assert sign_in(provider, browser, f"{START}?{urlencode({'next': address})}").headers["Location"] == "/staff/"


def test_the_session_has_another_key_once_they_are_in(provider: Provider, browser: Client) -> None:
    address = leave_for(provider, browser)
    before = browser.cookies["fingerpost"].value
    come_back(browser, address)
    assert browser.cookies["fingerpost"].value != before
    assert not (set(browser.session.keys()) & {organisation._ON_THE_WAY})


def test_too_many_have_to_wait(provider: Provider, browser: Client) -> None:
    for _ in range(attempts.FROM_ONE_ADDRESS):
        assert Client().get(START).status_code == 303
    assert browser.get(START).status_code == 429


def test_the_page_speaks_the_language_it_was_begun_in(provider: Provider, browser: Client) -> None:
    there = browser.get(f"/cy{START}").headers["Location"]
    assert dict(parse_qsl(urlsplit(there).query))["redirect_uri"] == f"http://testserver{BACK}"
    assert come_back(browser, provider.authorise(there)).headers["Location"] == "/cy/staff/"


def test_signing_out_here_offers_to_sign_out_there(provider: Provider, browser: Client) -> None:
    sign_in(provider, browser)
    out = browser.post("/staff/sign-out").headers["Location"]
    page = browser.get(out).content.decode()
    assert 'href="/staff/sign-out/organisation"' in page
    there = urlsplit(browser.get("/staff/sign-out/organisation").headers["Location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.issuer}/end"
    assert dict(parse_qsl(there.query))["post_logout_redirect_uri"] == f"http://testserver{SIGN_IN}"
    assert not is_in(browser)


def test_the_secret_may_stand_in_a_file_and_goes_to_nobody_else(
    provider: Provider, browser: Client, settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FINGERPOST_OIDC_CLIENT_SECRET")
    file = tmp_path / "secret"
    configured(settings, oidc_client_secret_file=str(file))
    assert refused(sign_in(provider, browser), browser, words="not set up as it should be", status=503)
    file.write_text(SECRET + "\n", encoding="utf-8")
    sign_in(provider, browser)
    assert is_in(browser)
    assert all("client_secret" not in form for _, form in provider.asked)


def test_the_log_says_why_and_holds_nothing_that_was_sent(
    provider: Provider, browser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="fingerpost.doors.entry"):
        sign_in(provider, browser)
        provider.claims = {"nonce": "another"}
        address = leave_for(provider, Client())
        other = Client()
        sign_in(provider, other)
    assert f"staff account {User.objects.get().pk} signed in" in caplog.text
    assert "a sign-in by the organisation was refused: not believed: the token's nonce" in caplog.text
    for word in ("ward", "e-1", SECRET, dict(parse_qsl(urlsplit(address).query))["code"]):
        assert word not in caplog.text.casefold()


def test_passwords_can_be_switched_off_and_opened_again_for_an_hour(
    provider: Provider, browser: Client, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_member("ed", role="editor", password=PASSWORD)
    configured(settings, password_sign_in=False)
    assert 'name="password"' not in browser.get(SIGN_IN).content.decode()
    assert browser.post(SIGN_IN, {"name": "ed", "password": PASSWORD}).status_code == 422
    now = timezone.now()
    Identities().open_password(number_of("ed"), until=now + timedelta(hours=1), at=now)
    assert 'name="password"' in browser.get(f"{SIGN_IN}?password").content.decode()
    assert browser.post(SIGN_IN, {"name": "ed", "password": PASSWORD}).status_code == 303
    Identities().open_password(number_of("ed"), until=now, at=now)
    assert Client().post(SIGN_IN, {"name": "ed", "password": PASSWORD}).status_code == 422


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"PASSWORD_SIGN_IN": "false"}, "only where 'oidc_issuer' is set"),
        ({"OIDC_ISSUER": "http://login.fernby.example"}, "must begin with https://"),
        ({"OIDC_ISSUER": "http://localhost.evil.example"}, "must begin with https://"),
        ({"OIDC_ISSUER": "https://login.fernby.example?x"}, "no \\? or #"),
        ({"OIDC_ISSUER": "https://login.fernby.example"}, "needs 'oidc_client_id' and 'oidc_roles'"),
        ({"OIDC_ROLES": "FP owners=king"}, "VALUE=ROLE"),
        ({"OIDC_ROLES": "owner"}, "VALUE=ROLE"),
        ({"SECOND_FACTOR": "editor"}, "must name owner"),
        ({"SECOND_FACTOR": "owner,king"}, "may name others of"),
        ({"SECOND_FACTOR": ""}, "must name owner"),
    ],
    ids=str,
)
def test_a_setting_that_lets_nobody_or_anybody_in_stops_the_start(
    tmp_path: Path, variables: dict[str, str], told: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=told):
        read_configuration(tmp_path, {f"FINGERPOST_{name}": value for name, value in variables.items()})
