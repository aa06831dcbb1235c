"""The staff door: who gets in, who does not, and what becomes of those who stay away too long."""

import logging
import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import URLPattern, path, reverse
from tests.accounts import PASSWORD, SIGN_IN, signed_in

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.accounts import (
    ROLES,
    add_member,
    change_password,
    keep_roles,
    list_members,
    remove_member,
)
from fingerpost.doors.entry import access, attempts, signing
from fingerpost.doors.limits.throttle import counters_over
from fingerpost.doors.staff import urls
from fingerpost.site import settings as product

pytestmark = pytest.mark.django_db

WRONG = "The name or the password is not right"


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    """Nobody has tried to sign in yet."""
    counters_over(attempts.QUARTER).clear()
    yield
    counters_over(attempts.QUARTER).clear()


@pytest.fixture
def visitor() -> Client:
    return Client()


def try_to_enter(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"name": name, "password": password, **more})


def addresses() -> list[tuple[str, URLPattern]]:
    """Every staff address, with something in the place of each part."""
    found = []
    for pattern in urls.urlpatterns:
        parts = {name: 1 if "Int" in type(kind).__name__ else "x" for name, kind in pattern.pattern.converters.items()}
        found.append((reverse(f"staff:{pattern.name}", kwargs=parts or None), pattern))
    return found


def test_every_staff_page_refuses_a_visitor(visitor: Client) -> None:
    for address, pattern in addresses():
        if pattern.callback.needs is None:
            continue
        for reply in (visitor.get(address), visitor.post(address)):
            assert reply.status_code == 303, address
            assert reply.headers["Location"].startswith(SIGN_IN)


def test_every_staff_page_refuses_one_without_its_permission(visitor: Client) -> None:
    visitor.force_login(User.objects.create_user("nobody-special", password=PASSWORD))
    session = visitor.session
    session.update({"staff_since": 2**40, "staff_seen": 2**40})
    session.save()
    for address, pattern in addresses():
        if pattern.callback.needs:
            assert visitor.get(address).status_code == 403, address
            assert visitor.post(address).status_code == 403, address


def test_a_page_that_does_not_say_who_may_open_it_stops_the_start() -> None:
    with pytest.raises(ImproperlyConfigured, match="does not say who may open it"):
        access.only_guarded(path("open", lambda request: None, name="open"))


def test_only_the_way_in_needs_nobody_to_have_signed_in() -> None:
    """Each of them looks for itself at what was shown so far."""
    on_the_way = [pattern.name for _, pattern in addresses() if pattern.callback.needs is None]
    organisation = ["organisation", "organisation-back", "organisation-sign-out"]
    assert on_the_way == ["sign-in", "code", *organisation, "set-up"]


def test_no_staff_page_is_kept_by_a_cache_or_a_search_engine() -> None:
    client = signed_in("owner")
    for address, _ in addresses():
        reply = client.get(address)
        assert reply.headers["Cache-Control"] == "no-store", address
        assert reply.headers["X-Robots-Tag"] == "noindex", address


def test_a_role_has_its_permissions_and_no_other() -> None:
    owners = Group.objects.get(name="owner")
    owners.permissions.clear()
    Group.objects.get(name="editor").permissions.set(owners.permissions.model.objects.all())
    keep_roles()
    for role, names in ROLES.items():
        held = {f"{app}.{code}" for app, code in _permissions_of(role)}
        assert held == set(names)


def _permissions_of(role: str) -> set[tuple[str, str]]:
    return set(Group.objects.get(name=role).permissions.values_list("content_type__app_label", "codename"))


def test_signing_in_leads_to_the_page_that_was_asked_for(visitor: Client) -> None:
    add_member("anna", role="editor", password=PASSWORD)
    asked = visitor.get("/staff/").headers["Location"]
    assert asked == "/staff/sign-in?next=%2Fstaff%2F"
    assert 'name="next" value="/staff/"' in visitor.get(asked).content.decode()
    reply = try_to_enter(visitor, " Anna ", next="/cy/staff/")
    assert reply.headers["Location"] == "/cy/staff/"
    assert visitor.get("/staff/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/staff/",
        "//evil.example/staff/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/about",
        "/staff/sign-in",
        "/staff/nowhere",
        "staff/",
        "",
    ],
)
def test_nobody_is_sent_anywhere_but_to_a_staff_page(visitor: Client, address: str) -> None:
    add_member("anna", role="editor", password=PASSWORD)
    assert try_to_enter(visitor, "anna", next=address).headers["Location"] == "/staff/"


def test_the_session_gets_another_key_at_sign_in(visitor: Client) -> None:
    add_member("anna", role="editor", password=PASSWORD)
    visitor.get(SIGN_IN)
    planted = visitor.cookies["fingerpost"].value
    try_to_enter(visitor, "anna")
    cookie = visitor.cookies["fingerpost"]
    assert cookie.value != planted
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # it ends with the browser


def test_the_form_needs_its_token() -> None:
    add_member("anna", role="editor", password=PASSWORD)
    client = Client(enforce_csrf_checks=True)
    refused = try_to_enter(client, "anna")
    assert refused.status_code == 403
    assert "Nothing was changed" in refused.content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(SIGN_IN).content.decode())
    assert token
    assert try_to_enter(client, "anna", csrfmiddlewaretoken=token[1]).status_code == 303


def test_a_wrong_name_and_a_wrong_password_get_the_same_words(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the same work: the password is hashed once, whether there is an account or not."""
    add_member("anna", role="editor", password=PASSWORD)
    add_member("berta", role="editor", password=PASSWORD)
    remove_member("berta")
    hashed: list[str] = []
    hasher = "django.contrib.auth.hashers.ScryptPasswordHasher"
    monkeypatch.setattr(f"{hasher}.encode", lambda self, password, *rest, **more: hashed.append(password) or "scrypt$x")
    monkeypatch.setattr(f"{hasher}.verify", lambda self, password, encoded: hashed.append(password))
    monkeypatch.setattr(f"{hasher}.must_update", lambda self, encoded: False)
    monkeypatch.setattr(f"{hasher}.harden_runtime", lambda self, password, encoded: None)
    pages = []
    for name in ("anna", "nobody", "berta"):
        hashed.clear()
        reply = try_to_enter(visitor, name, "not the password")
        assert len(hashed) == 1, name
        pages.append(re.sub(r'value="\w+"', "", reply.content.decode()))
        pages[-1] = re.sub(r'nonce="[^"]+"', "", pages[-1])
    assert reply.status_code == 422
    assert WRONG in pages[0]
    assert pages[0] == pages[1] == pages[2]


def test_too_many_tries_have_to_wait_whether_there_is_such_an_account_or_not(visitor: Client) -> None:
    add_member("anna", role="editor", password=PASSWORD)
    for name in ("anna", "nobody"):
        for _ in range(attempts.FOR_ONE_NAME):
            assert try_to_enter(visitor, name, "not the password").status_code == 422
        refused = try_to_enter(visitor, name)
        assert refused.status_code == 429
        assert re.search(r"Wait \d+ minutes?, then try again", refused.content.decode())
        assert int(refused.headers["Retry-After"]) > 0


def test_one_address_that_tries_many_names_has_to_wait(visitor: Client) -> None:
    add_member("anna", role="editor", password=PASSWORD)
    for number in range(attempts.FROM_ONE_ADDRESS):
        try_to_enter(visitor, f"nobody{number}", "not the password")
    assert try_to_enter(visitor, "anna").status_code == 429
    assert try_to_enter(Client(REMOTE_ADDR="203.0.113.9"), "anna").status_code == 303


def test_the_right_password_starts_the_count_afresh(visitor: Client) -> None:
    add_member("anna", role="editor", password=PASSWORD)
    for _ in range(3):
        for _ in range(attempts.FOR_ONE_NAME - 1):
            try_to_enter(Client(), "anna", "not the password")
        assert try_to_enter(Client(), "anna").status_code == 303


def test_after_half_an_hour_without_a_request_one_must_sign_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("owner")
    now = access.time.time()
    monkeypatch.setattr(access.time, "time", lambda: now + access.IDLE - 5)
    assert client.get("/staff/").status_code == 200
    monkeypatch.setattr(access.time, "time", lambda: now + 2 * access.IDLE - 20)  # counted from the last request
    assert client.get("/staff/").status_code == 200
    monkeypatch.setattr(access.time, "time", lambda: now + 4 * access.IDLE)
    asked = client.get("/staff/").headers["Location"]
    assert "away=1" in asked
    assert "nothing was done for 30 minutes" in client.get(asked).content.decode()
    assert "_auth_user_id" not in client.session


def test_after_a_long_day_one_must_sign_in_again_however_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("owner")
    now = access.time.time()
    for passed in range(0, access.LONGEST + 1, access.IDLE - 60):
        monkeypatch.setattr(access.time, "time", lambda passed=passed: now + passed)
        reply = client.get("/staff/")
    monkeypatch.setattr(access.time, "time", lambda: now + access.LONGEST + 5)
    assert reply.status_code == 200
    assert client.get("/staff/").status_code == 303


def test_signing_out_ends_the_session() -> None:
    client = signed_in("editor")
    before = client.cookies["fingerpost"].value
    assert client.get("/staff/sign-out").status_code == 405  # a link could be hidden in any page
    assert client.post("/staff/sign-out").headers["Location"] == "/staff/sign-in?out=1"
    assert client.get("/staff/").status_code == 303
    thief = Client()
    thief.cookies["fingerpost"] = before
    assert thief.get("/staff/").status_code == 303


def test_a_removed_account_is_signed_out_at_once() -> None:
    client = signed_in("owner")
    remove_member("owner-one")
    assert client.get("/staff/").status_code == 303
    assert list_members() == []


def test_a_changed_password_signs_out_whoever_used_the_old_one() -> None:
    client = signed_in("editor")
    change_password("editor-one", password="another walk by the sea")
    assert client.get("/staff/").status_code == 303
    assert WRONG in try_to_enter(Client(), "editor-one").content.decode()
    assert try_to_enter(Client(), "editor-one", "another walk by the sea").status_code == 303


def test_one_changes_ones_own_password_and_stays_signed_in() -> None:
    client, other = signed_in("editor"), Client()
    try_to_enter(other, "editor-one")
    new = "another walk by the sea"
    for typed, told in (
        ({"old": "wrong", "new": new, "again": new}, "This is not your password now"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "too short"),
        ({"old": PASSWORD, "new": new, "again": "something else"}, "not the same"),
        ({}, "This is not your password now"),
    ):
        refused = client.post("/staff/password", typed)
        assert refused.status_code == 422
        assert told in refused.content.decode()
    before = client.cookies["fingerpost"].value
    changed = client.post("/staff/password", {"old": PASSWORD, "new": new, "again": new})
    assert changed.headers["Location"] == "/staff/password?changed=1"
    assert client.get("/staff/").status_code == 200
    assert client.cookies["fingerpost"].value != before
    assert other.get("/staff/").status_code == 303  # signed in with the old one
    assert try_to_enter(Client(), "editor-one", new).status_code == 303


def test_a_name_is_not_given_to_a_second_person() -> None:
    add_member("anna", role="editor", password=PASSWORD)
    with pytest.raises(InvalidRequest, match="already an account"):
        add_member("ANNA", role="editor", password=PASSWORD)
    remove_member("anna")
    with pytest.raises(InvalidRequest, match="--again"):
        add_member("anna", role="editor", password=PASSWORD)
    assert add_member("anna", role="editor", password=PASSWORD, again=True).role == "editor"


def test_a_very_long_password_signs_in_as_it_was_chosen() -> None:
    ann, longest = signed_in("editor"), PASSWORD * 100
    changed = ann.post("/staff/password", {"old": PASSWORD, "new": longest, "again": longest})
    assert changed.status_code == 303
    assert try_to_enter(Client(), "editor-one", longest).status_code == 303


@pytest.mark.parametrize("weak", ["short", "password1234", "123456789012", "anna-the-great"])
def test_a_weak_password_is_refused(weak: str) -> None:
    with pytest.raises(InvalidRequest):
        add_member("anna-the-greatest", role="editor", password=weak)
    assert not User.objects.exists()


@pytest.mark.parametrize("name", ["", "a", "-anna", "an na", "anna<b>", "x" * 61])
def test_a_name_that_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises(InvalidRequest):
        add_member(name, role="editor", password=PASSWORD)


def test_the_log_says_what_happened_and_not_to_whom(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    add_member("anna", role="editor", password=PASSWORD)
    with caplog.at_level(logging.INFO, logger=signing.logger.name):
        try_to_enter(visitor, "anna", "not the password")
        try_to_enter(visitor, "anna")
        visitor.post("/staff/sign-out")
    said = [each.getMessage() for each in caplog.records if each.name == signing.logger.name]
    number = User.objects.get().pk
    assert said == [
        "a sign-in was refused",
        f"staff account {number} signed in",
        f"staff account {number} signed out",
    ]


def test_a_password_is_kept_as_a_slow_hash_and_never_shown_again(visitor: Client, settings) -> None:
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS  # the other tests are in a hurry
    add_member("anna", role="editor", password=PASSWORD)
    kind, work, _, blocks, lanes, _ = User.objects.get().password.split("$")
    assert kind == "scrypt"
    assert int(work) * int(blocks) * int(lanes) >= 2**14 * 8 * 5
    assert "not the password" not in try_to_enter(visitor, "anna", "not the password").content.decode()
