"""The second factor: nobody is in before it, no code counts twice, none can be guessed or read from the database."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pyotp
import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import path
from tests.accounts import PASSWORD, SIGN_IN, Phone, enter, signed_in

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.accounts import add_member, change_password
from fingerpost.doors.entry import access, attempts, halfway, proofs
from fingerpost.doors.limits.throttle import counters_over
from fingerpost.record.models import Entry
from fingerpost.site import checks, models, second_factors, urls, wiring

pytestmark = pytest.mark.django_db

CODE, SET_UP, OWN = "/staff/sign-in/code", "/staff/second-factor/set-up", "/staff/second-factor"
NOT_RIGHT = "This code is not right"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh_counts(settings) -> Iterator[None]:
    """Nobody has tried yet; and passwords are hashed quickly, as others test that they are hashed slowly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for seconds in (attempts.QUARTER, attempts.DAY):
        counters_over(seconds).clear()
    yield


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def owner(phone: Phone) -> Client:
    """Anna, an owner, who has set up her phone and is signed in."""
    return signed_in("owner", name="anna", phone=phone)


def give_password(client: Client, name: str = "anna") -> str:
    return client.post(SIGN_IN, {"name": name, "password": PASSWORD}).headers["Location"]


def at_the_code() -> Client:
    client = Client()
    assert give_password(client) == CODE
    return client


def is_in(client: Client) -> bool:
    return client.get("/staff/").status_code == 200


def drafted(account: int = 1) -> tuple[second_factors.SecondFactors, str, str]:
    """The keeper of factors, a draft, and its secret."""
    keeper = wiring.build_second_factors()
    draft = keeper.draft(account)
    return keeper, draft, keeper.read_draft(account, draft)


# Nobody is in before it


def test_an_owner_sets_one_up_before_any_page_opens(phone: Phone) -> None:
    add_member("anna", role="owner", password=PASSWORD)
    client = Client()
    assert give_password(client) == SET_UP
    for page in ("/staff/", "/staff/settings", OWN, "/staff/confirm", "/staff/password", "/staff/feedback"):
        assert client.get(page).headers["Location"].startswith(SIGN_IN), page
    shown = client.get(SET_UP).content.decode()
    assert "Your account needs this" in shown
    phone.scan(shown)
    done = client.post(SET_UP, {"code": phone.code()})
    phone.keep_recovery_codes(done.content.decode())
    assert len(set(phone.recovery_codes)) == 10
    assert is_in(client)


def test_an_owner_is_not_in_until_the_code_is_given(owner: Client, phone: Phone) -> None:
    client = at_the_code()
    assert not is_in(client)
    assert "_auth_user_id" not in client.session
    assert client.get(SET_UP).headers["Location"] == CODE  # a password alone replaces no phone
    assert client.post(CODE, {"code": phone.code()}).headers["Location"] == "/staff/"
    assert is_in(client)


def test_the_page_that_was_asked_for_is_remembered_through_the_code(owner: Client, phone: Phone) -> None:
    client = Client()
    client.post(SIGN_IN, {"name": "anna", "password": PASSWORD, "next": "/staff/settings"})
    assert client.post(CODE, {"code": phone.code()}).headers["Location"] == "/staff/settings"


def test_the_session_has_another_key_after_each_step(owner: Client, phone: Phone) -> None:
    client, seen = Client(), []
    client.get(SIGN_IN)
    seen.append(client.cookies["fingerpost"].value)
    give_password(client)
    seen.append(client.cookies["fingerpost"].value)
    client.post(CODE, {"code": phone.code()})
    seen.append(client.cookies["fingerpost"].value)
    assert len(set(seen)) == 3
    thief = Client()
    thief.cookies["fingerpost"] = seen[1]
    assert not is_in(thief)


def test_whoever_is_half_in_for_ten_minutes_begins_again(
    owner: Client, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = at_the_code(), halfway.time.time()
    monkeypatch.setattr(halfway.time, "time", lambda: now + halfway.WAITS + 5)
    assert client.get(CODE).headers["Location"] == SIGN_IN
    assert client.post(CODE, {"code": phone.code()}).headers["Location"] == SIGN_IN
    assert not is_in(client)


def test_a_changed_password_ends_what_was_begun_with_the_old_one(owner: Client, phone: Phone) -> None:
    client = at_the_code()
    change_password("anna", password="another walk by the sea")
    assert client.post(CODE, {"code": phone.code()}).headers["Location"] == SIGN_IN


def test_nobody_gets_to_the_code_without_a_password(owner: Client, phone: Phone) -> None:
    for page in (CODE, SET_UP):
        assert Client().get(page).headers["Location"] == SIGN_IN
        assert Client().post(page, {"code": phone.code()}).headers["Location"] == SIGN_IN


def test_a_role_that_the_operator_names_needs_one_too(settings) -> None:
    settings.CONFIGURATION = settings.CONFIGURATION.__class__(second_factor=("owner", "auditor"))
    for role, leads_to in (("auditor", SET_UP), ("viewer", "/oversight/")):
        add_member(role, role=role, password=PASSWORD)
        client = Client()
        assert give_password(client, role) == leads_to
        assert is_in(client) is (role == "viewer")


# No code counts twice, and none can be guessed


def test_a_code_is_good_once(owner: Client, phone: Phone) -> None:
    code = phone.code()
    assert at_the_code().post(CODE, {"code": code}).status_code == 303
    again = at_the_code()
    refused = again.post(CODE, {"code": code})
    assert refused.status_code == 422
    assert NOT_RIGHT in refused.content.decode()
    assert not is_in(again)


def test_the_code_of_setting_up_does_not_sign_in(phone: Phone) -> None:
    keeper, draft, secret = drafted(User.objects.create_user("ben").pk)
    account = User.objects.get().pk
    code = pyotp.TOTP(secret).at(AT)
    assert keeper.keep(account, draft=draft, code=code, at=AT)
    assert not keeper.take(account, code, at=AT)


def test_a_clock_may_be_off_by_half_a_minute_and_no_more() -> None:
    account = User.objects.create_user("ben").pk
    keeper, draft, secret = drafted(account)
    phone = pyotp.TOTP(secret)
    assert keeper.keep(account, draft=draft, code=phone.at(AT - timedelta(minutes=60)), at=AT) == ()
    assert keeper.keep(account, draft=draft, code=phone.at(AT), at=AT)
    for off, taken in ((-60, False), (60, False), (-30, True), (30, True), (0, True)):
        models.SecondFactor.objects.update(last_step=0)
        assert keeper.take(account, phone.at(AT + timedelta(seconds=off)), at=AT) is taken, off


def test_a_code_from_before_the_last_one_is_not_taken() -> None:
    account = User.objects.create_user("ben").pk
    keeper, draft, secret = drafted(account)
    phone = pyotp.TOTP(secret)
    assert keeper.keep(account, draft=draft, code=phone.at(AT), at=AT)
    assert keeper.take(account, phone.at(AT + timedelta(seconds=30)), at=AT)
    assert not keeper.take(account, phone.at(AT - timedelta(seconds=30)), at=AT)


def test_a_recovery_code_lets_in_once(owner: Client, phone: Phone) -> None:
    code = phone.recovery_codes[0]
    assert at_the_code().post(CODE, {"code": f" {code.upper()} "}).status_code == 303  # as people copy it
    assert at_the_code().post(CODE, {"code": code}).status_code == 422
    other = signed_in("owner", name="berta")
    assert other.get(OWN).status_code == 200
    stolen = Client()
    assert give_password(stolen, "berta") == CODE
    assert stolen.post(CODE, {"code": phone.recovery_codes[1]}).status_code == 422  # it is anna's


@pytest.mark.parametrize("typed", ["", " ", "000", "abcdef", "٠١٢٣٤٥", "0" * 400, "12345\u202e6", "-" * 30, "\ud7ff"])
def test_what_is_no_code_is_refused(owner: Client, typed: str) -> None:
    assert at_the_code().post(CODE, {"code": typed}).status_code == 422


def test_too_many_codes_have_to_wait_whatever_the_address_and_the_password_takes_none_off(
    owner: Client, phone: Phone
) -> None:
    for number in range(attempts.CODES):
        client = Client(REMOTE_ADDR=f"198.51.100.{number + 1}")
        give_password(client)
        assert NOT_RIGHT in client.post(CODE, {"code": "000000"}).content.decode()
    refused = at_the_code().post(CODE, {"code": phone.code()})
    assert re.search(r"Wait \d+ minutes?", refused.content.decode())


def test_there_are_only_so_many_codes_a_day(owner: Client, phone: Phone) -> None:
    client = at_the_code()
    for _ in range(attempts.CODES_A_DAY // attempts.CODES):
        counters_over(attempts.QUARTER).clear()
        for _ in range(attempts.CODES):
            client.post(CODE, {"code": "000000"})
    counters_over(attempts.QUARTER).clear()
    assert "There were too many tries" in client.post(CODE, {"code": phone.code()}).content.decode()


# What is kept


def test_neither_the_key_nor_a_recovery_code_stands_in_the_database(owner: Client, phone: Phone) -> None:
    row = models.SecondFactor.objects.get()
    kept = bytes(row.sealed) + repr(list(models.RecoveryCode.objects.values())).encode()
    kept += repr([each.get_decoded() for each in Session.objects.all()]).encode()
    for word in (phone.secret, *phone.recovery_codes, *(each.replace("-", "") for each in phone.recovery_codes)):
        assert word.encode() not in kept
    assert set(models.RecoveryCode.objects.values_list("user__username", flat=True)) == {"anna"}


def test_a_key_that_waits_in_the_session_is_sealed_there(phone: Phone) -> None:
    add_member("anna", role="owner", password=PASSWORD)
    client = Client()
    give_password(client)
    phone.scan(client.get(SET_UP).content.decode())
    assert phone.secret not in repr(dict(client.session.items()))


def test_the_key_of_one_account_opens_for_no_other_and_under_no_other_master_key(tmp_path: Path) -> None:
    keeper, draft, _secret = drafted(1)
    for reader, account in ((keeper, 2), (second_factors.SecondFactors(lambda: b"x" * 32), 1)):
        with pytest.raises(StoreUnavailable, match="reset"):
            reader.read_draft(account, draft)


def test_a_mistyped_code_leaves_the_picture_as_it_was(phone: Phone) -> None:
    add_member("anna", role="owner", password=PASSWORD)
    client = Client()
    give_password(client)
    phone.scan(client.get(SET_UP).content.decode())
    before = phone.secret
    refused = client.post(SET_UP, {"code": "000000"})
    phone.scan(refused.content.decode())
    assert (refused.status_code, phone.secret) == (422, before)


def test_the_picture_holds_what_the_letters_say_and_nothing_that_our_policy_forbids(phone: Phone) -> None:
    add_member("anna", role="owner", password=PASSWORD)
    client = Client()
    give_password(client)
    page = client.get(SET_UP).content.decode()
    (drawn,) = re.findall(r"<svg[^>]*fp-qr.*?</svg>", page, re.DOTALL)
    assert 'role="img"' in drawn
    assert "<title>QR code" in drawn
    assert not re.search(r"style=|<script|on\w+=|href", drawn)
    phone.scan(page)
    assert f"secret={phone.secret}" in page  # the link that opens the app


def test_the_ledger_says_that_it_was_set_up_renewed_and_reset_and_by_whom(owner: Client) -> None:
    assert owner.post(f"{OWN}/recovery-codes").status_code == 200
    wiring.build_second_factors().remove(User.objects.get().pk, by="operator", at=AT)
    leaves = "".join(
        Entry.objects.filter(leaf__contains="account/second-factor").order_by("pk").values_list("leaf", flat=True)
    )
    assert re.findall(r'"by":"(\w+)","did":"([\w ]+)"', leaves) == [
        ("anna", "set up"),
        ("anna", "other recovery codes"),
        ("operator", "removed"),
    ]


# Changing it


def test_a_reset_signs_out_and_leads_to_setting_up_another(owner: Client, phone: Phone) -> None:
    half = at_the_code()
    wiring.build_second_factors().remove(User.objects.get().pk, by="operator", at=AT)
    assert not is_in(owner)
    assert half.post(CODE, {"code": phone.recovery_codes[0]}).headers["Location"] == SIGN_IN
    assert give_password(Client()) == SET_UP


def test_another_phone_ends_every_other_session_and_all_that_the_old_one_made(owner: Client, phone: Phone) -> None:
    elsewhere = Client()
    enter(elsewhere, "anna", phone=phone)
    assert is_in(elsewhere)
    new = Phone()
    new.scan(owner.get(SET_UP).content.decode())
    assert "This replaces the phone" in owner.get(SET_UP).content.decode()
    new.scan(owner.get(SET_UP).content.decode())
    assert owner.post(SET_UP, {"code": new.code()}).status_code == 200
    assert is_in(owner)
    assert not is_in(elsewhere)
    assert at_the_code().post(CODE, {"code": phone.recovery_codes[0]}).status_code == 422


def test_other_recovery_codes_end_the_ones_before(owner: Client, phone: Phone) -> None:
    old = phone.recovery_codes[0]
    phone.keep_recovery_codes(owner.post(f"{OWN}/recovery-codes").content.decode())
    assert old not in phone.recovery_codes
    assert at_the_code().post(CODE, {"code": old}).status_code == 422
    assert at_the_code().post(CODE, {"code": phone.recovery_codes[0]}).status_code == 303


def test_anybody_may_have_one_and_do_without_again(phone: Phone) -> None:
    client = signed_in("editor", name="ed")
    phone.scan(client.get(SET_UP).content.decode())
    assert client.post(SET_UP, {"code": phone.code()}).status_code == 200
    assert give_password(Client(), "ed") == CODE
    assert client.post(f"{OWN}/remove").headers["Location"] == f"{OWN}?removed=1"
    assert is_in(client)
    assert give_password(Client(), "ed") == "/staff/"


def test_an_owner_cannot_do_without(owner: Client) -> None:
    assert owner.post(f"{OWN}/remove").status_code == 403
    assert models.SecondFactor.objects.count() == 1


def test_the_log_says_what_happened_and_holds_no_code(
    owner: Client, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="fingerpost.doors.entry"):
        client, code = at_the_code(), phone.code()
        client.post(CODE, {"code": "000000"})
        client.post(CODE, {"code": code})
    assert "a security code was refused" in caplog.text
    assert f"staff account {User.objects.get().pk} signed in with a second factor" in caplog.text
    assert code not in caplog.text
    assert "anna" not in caplog.text


def test_doctor_names_an_owner_without_one() -> None:
    assert checks._staff().state == "ok"
    add_member("anna", role="owner", password=PASSWORD)
    assert (checks._staff().state, "anna" in checks._staff().found) == ("warning", True)
    enter(Client(), "anna")
    assert checks._staff().state == "ok"


# Asked once more


@pytest.fixture
def careful(settings) -> str:
    """An address that asks once more; only these tests have it."""
    view = access.needs("", fresh=True)(lambda request: access.HttpResponse("done"))

    more = access.only_guarded(path("staff/careful", view, name="careful"))
    addresses = ModuleType("addresses")
    addresses.urlpatterns = [*urls.urlpatterns, *more]
    settings.ROOT_URLCONF = addresses
    return "/staff/careful"


def test_what_was_shown_counts_for_a_quarter_of_an_hour(
    owner: Client, phone: Phone, careful: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = access.time.time()
    assert owner.get(careful).content == b"done"
    monkeypatch.setattr(access.time, "time", lambda: now + proofs.FRESH + 5)
    asked = owner.get(careful).headers["Location"]
    assert asked == "/staff/confirm?next=%2Fstaff%2Fcareful"
    page = owner.get(asked).content.decode()
    assert "Confirm that it is you" in page
    assert 'name="code"' in page
    assert owner.post("/staff/confirm", {"code": "000000"}).status_code == 422
    assert owner.get(careful).status_code == 303
    confirmed = owner.post("/staff/confirm", {"code": phone.recovery_codes[0], "next": "/staff/settings"})
    assert confirmed.headers["Location"] == "/staff/settings"
    assert owner.get(careful).content == b"done"


def test_who_has_no_second_factor_is_asked_for_the_password(careful: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("editor")
    now = access.time.time()
    monkeypatch.setattr(access.time, "time", lambda: now + proofs.FRESH + 5)
    assert 'name="password"' in client.get(client.get(careful).headers["Location"]).content.decode()
    for wrong in ("", "not the password"):
        assert client.post("/staff/confirm", {"password": wrong}).status_code == 422
    before = client.cookies["fingerpost"].value
    assert (
        client.post("/staff/confirm", {"password": PASSWORD, "next": "//evil.example"}).headers["Location"] == "/staff/"
    )
    assert client.cookies["fingerpost"].value != before
    assert client.get(careful).content == b"done"


def test_a_form_that_is_sent_too_late_leads_back_to_its_page(
    owner: Client, careful: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = access.time.time()
    monkeypatch.setattr(access.time, "time", lambda: now + proofs.FRESH + 5)
    for came_from, back in (
        ("http://testserver/staff/settings", "%2Fstaff%2Fsettings"),
        ("https://evil.example/staff/settings", "%2Fstaff%2Fcareful"),
        ("http://testserver.evil.example/staff/", "%2Fstaff%2Fcareful"),
    ):
        sent = owner.post(careful, {"do": "it"}, headers={"Referer": came_from})
        assert sent.headers["Location"] == f"/staff/confirm?next={back}"


def test_a_clock_that_was_set_back_does_not_make_it_fresh(
    owner: Client, careful: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = access.time.time()
    monkeypatch.setattr(proofs.time, "time", lambda: now - 60)
    assert owner.get(careful).status_code == 303


def test_what_changes_a_second_factor_asks_once_more(
    owner: Client, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = access.time.time()
    monkeypatch.setattr(access.time, "time", lambda: now + proofs.FRESH + 5)
    for sent in (
        owner.post(f"{OWN}/recovery-codes"),
        owner.post(f"{OWN}/remove"),
        owner.get(SET_UP),
        owner.post(SET_UP),
    ):
        assert sent.headers["Location"].startswith("/staff/confirm?next=")
