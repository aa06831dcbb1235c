"""The body's own settings: what may be saved, what residents see of it, and how it is undone."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings as installed
from django.contrib.auth.models import User
from django.db import OperationalError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from tests.accounts import enter

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.accounts import add_member
from fingerpost.doors.asking import ask, find_kept
from fingerpost.doors.circumstances import NONE, collections_on
from fingerpost.doors.profile import BodyProfile, pack_profile
from fingerpost.doors.profile.checks import is_origin, problems_of
from fingerpost.doors.staff.settings.form import form_of
from fingerpost.doors.staff.settings.times import tidy_time
from fingerpost.knowledge.models import Collection
from fingerpost.site import profiles
from fingerpost.site.models import ProfileVersion

pytestmark = pytest.mark.django_db

PASSWORD = "a long walk by the river"
SETTINGS = "/staff/settings"


@pytest.fixture
def owner(client: Client) -> Client:
    """Signed in with every permission, in front of the small library."""
    add_member("anna", role="owner", password=PASSWORD)
    assert enter(client, "anna", PASSWORD).status_code == 200
    return client


@pytest.fixture
def save(owner: Client) -> Callable[..., object]:
    """Fills the form in as it stands, but for what a test changes, and sends it."""

    def send(**changes: object):
        profile = profiles.read_profile()
        form = form_of(profile, ["tests"])
        newest = ProfileVersion.objects.order_by("-id").first()
        typed = {
            **form.fields,
            "on": ["tests"],
            "shown": ["tests"],
            "version": newest.pk if newest else 0,
            "do": "save",
        }
        return owner.post(SETTINGS, {**typed, **changes})

    return send


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def body(**more: object) -> BodyProfile:
    return replace(profiles.configured(), **more)


def test_an_editor_may_not_open_them(client: Client) -> None:
    add_member("ed", role="editor", password=PASSWORD)
    client.post("/staff/sign-in", {"name": "ed", "password": PASSWORD})
    assert client.get(SETTINGS).status_code == 403
    assert SETTINGS not in page(client, "/staff/")


def test_what_is_saved_is_what_residents_see(owner: Client, save: Callable[..., object]) -> None:
    reply = save(
        service_name="Ask Millbeck",
        body_name="Millbeck Council",
        colour="#5A2D82",
        contact_phone="01632 960 999",
        contact_url="www.millbeck.example/contact",
        contact_address="Town Hall\n High Street\n\nMillbeck",
    )
    assert reply.headers["Location"] == f"{SETTINGS}?saved=1"
    assert "Saved. Residents see it" in page(owner, f"{SETTINGS}?saved=1")
    start = page(owner, "/")
    assert "Ask Millbeck" in start
    assert "5a2d82" in start
    contact = page(owner, "/contact")
    assert "tel:01632960999" in contact
    assert 'href="https://www.millbeck.example/contact"' in contact
    assert "Town Hall\nHigh Street\nMillbeck" in contact
    newest = ProfileVersion.objects.get()
    assert (newest.by, newest.body) == ("anna", installed.CONFIGURATION.body)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("service_name", "", "Enter the name of the service"),
        ("service_name", "x" * 81, "80 letters or fewer"),
        ("body_name", "", "Enter the name of your organisation"),
        ("colour", "", "Enter a colour"),
        ("colour", "red", "Enter a colour"),
        ("colour", "#12345;x", "Enter a colour"),
        ("colour", "#ffd700", "The nearest shade that works is #"),
        ("contact_phone", "call me", "Enter a phone number"),
        ("contact_phone", "12", "Enter a phone number"),
        ("contact_email", "anna", "Enter an email address"),
        ("contact_email", "a@b.example?bcc=c@d.example", "Enter an email address"),
        ("contact_url", "javascript:alert(1)", "begins with https://"),
        ("contact_url", "https://", "begins with https://"),
        ("contact_url", 'https://a.example/" onclick=x', "begins with https://"),
        ("contact_address", "x" * 501, "500 letters or fewer"),
        ("opens-0", "", "Enter both times"),
        ("opens-0", "6pm", "Closing must be later than opening"),
        ("opens-0", "half nine", "Enter both times"),
        ("closes-0", "9am", "Closing must be later than opening"),
        ("holidays_of", "mars", "Choose whose bank holidays"),
        ("embed_on", "https://a.example/page", "with nothing after it"),
        ("embed_on", "*", "with nothing after it"),
        ("embed_on", "https://*.example", "with nothing after it"),
        ("embed_on", "https://a.example; script-src *", "with nothing after it"),
        ("embed_on", "http://a.example", "with nothing after it"),
        ("on", [], "Leave at least one collection on"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field_and_nothing_is_saved(
    save: Callable[..., object], field: str, typed: object, told: str
) -> None:
    reply = save(**{field: typed})
    shown = reply.content.decode()
    assert reply.status_code == 422
    assert told in shown
    assert "There is a problem" in shown
    assert f'href="#{field.replace("closes", "opens")}"' in shown
    assert not ProfileVersion.objects.exists()


def test_a_body_without_any_contact_is_not_taken(save: Callable[..., object]) -> None:
    assert "at least one of phone" in save(contact_email="", contact_phone="", contact_url="").content.decode()


def test_what_was_typed_stays_when_something_else_does_not_fit(save: Callable[..., object]) -> None:
    shown = save(body_name="", contact_phone="01632 960 999").content.decode()
    assert 'value="01632 960 999"' in shown


def test_a_colour_is_checked_and_nothing_is_saved(save: Callable[..., object]) -> None:
    good = save(do="check", colour="#7a1f5c", service_name="Typed before").content.decode()
    assert "Nothing is saved yet" in good
    assert 'value="Typed before"' in good
    assert "preview.css?colour=7a1f5c" in good
    poor = save(do="check", colour="#ffd700").content.decode()
    assert "cannot be read, it must be 4.5 to 1" in poor
    nearest = re.search(r"Use (#[0-9a-f]{6}), the nearest", poor)
    assert nearest
    taken = save(do="nearest", colour="#ffd700").content.decode()
    assert f'name="colour" type="text" value="{nearest[1]}"' in taken
    assert not ProfileVersion.objects.exists()


def test_the_preview_holds_the_shades_of_any_colour_and_nothing_else(owner: Client) -> None:
    sheet = page(owner, f"{SETTINGS}/preview.css?colour=7a1f5c")
    assert "--fp-brand:#7a1f5c" in sheet
    odd = page(owner, f"{SETTINGS}/preview.css?colour=7a1f5c}}body{{display:none")
    assert "display" not in odd


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "x", "\u0661"])
def test_a_number_that_no_version_has_is_no_fault(save: Callable[..., object], number: str) -> None:
    save()
    assert save(version=number).status_code == 422


def test_a_version_is_put_back_and_none_is_lost(owner: Client, save: Callable[..., object]) -> None:
    save(service_name="First")
    save(service_name="Second", colour="#7a1f5c")
    first, second = ProfileVersion.objects.order_by("id")
    history = page(owner, SETTINGS)
    assert "Name of the service, Colour" in history
    reply = owner.post(f"{SETTINGS}/versions/{first.pk}/put-back")
    assert reply.status_code == 303
    assert profiles.read_profile().service_name == "First"
    assert ProfileVersion.objects.count() == 3
    assert "First" in page(owner, "/")
    assert owner.post(f"{SETTINGS}/versions/{second.pk + 9}/put-back").status_code == 404


def test_the_second_of_two_who_save_at_once_is_told(owner: Client, save: Callable[..., object]) -> None:
    profiles.save_profile(body(service_name="From Berta"), by="berta")
    reply = save(service_name="From Anna", version=0)
    assert reply.status_code == 422
    assert "berta saved other settings while you were here" in reply.content.decode()
    assert profiles.read_profile().service_name == "From Berta"
    assert save(service_name="From Anna").status_code == 303  # having looked, she may


def test_what_is_switched_off_is_neither_searched_nor_shown(owner: Client, save: Callable[..., object]) -> None:
    Collection.objects.create(body=installed.CONFIGURATION.body, name="other", title="Another")
    question = {"question": "How much is the Child Grant?"}
    assert ask("ask", question, door="test")["claims"]
    assert owner.get("/guidance/tests/child-grant").status_code == 200
    save(on=["other"], shown=["tests", "other"])
    assert profiles.read_profile().collections_off == {"tests"}
    assert not ask("ask", question, door="test")["claims"]
    assert owner.get("/guidance/tests/child-grant").status_code == 404
    assert "Child Grant" not in page(owner, "/guidance?words=child+grant")


def test_a_collection_that_came_in_meanwhile_is_on(owner: Client, save: Callable[..., object]) -> None:
    Collection.objects.create(body=installed.CONFIGURATION.body, name="late", title="Late")
    save(on=["tests"], shown=["tests"])
    assert collections_on() == frozenset()


def test_all_switched_off_is_none_and_never_all(owner: Client) -> None:
    """As when the last one that was on is taken away."""
    profiles.save_profile(body(collections_off=frozenset({"tests"})), by="anna")
    assert collections_on() == NONE
    assert not ask("ask", {"question": "How much is the Child Grant?"}, door="test")["claims"]


def test_replies_and_records_carry_the_contacts_of_the_body(client: Client) -> None:
    profiles.save_profile(body(contact_phone="01632 960 999", body_name="Millbeck Council"), by="anna")
    reply = ask("ask", {"question": "Who will win the football on Saturday?"}, door="test")
    assert (reply["contact"]["team"], reply["contact"]["phone"]) == ("Millbeck Council", "01632 960 999")
    assert "Millbeck Council" in reply["explanation"]["responsibility"]
    kept = find_kept(reply["reference"])
    assert kept is not None
    assert kept.reply["contact"] == reply["contact"]
    shown = page(client, f"/answers/{reply['reference']}")
    assert "Talk to a person at Millbeck Council" in shown
    assert "tel:01632960999" in shown
    assert re.search(r"(Open|Closed) (now|on)", shown)


def test_a_wrong_row_never_breaks_the_site(client: Client) -> None:
    profiles.save_profile(body(service_name="Good"), by="anna")
    wrong = (
        {"colour": "#ffffff"},
        {"hours": {"0": ["17:00", "09:00"]}},
        {"hours": [1, 2]},
        {"embed_on": ["https://a.example; script-src *"]},
        {"service_name": ""},
        {"contact_url": "javascript:alert(1)"},
        ["not", "a", "mapping"],
        "words",
        7,
    )
    for values in wrong:
        kept = {**pack_profile(body()), **values} if isinstance(values, dict) else values
        ProfileVersion.objects.create(body=installed.CONFIGURATION.body, at=timezone.now(), by="nobody", values=kept)
        profiles.forget_profile()
        assert profiles.read_profile().service_name == "Good", values
    assert client.get("/").status_code == 200


def test_a_row_of_a_later_release_is_read_as_far_as_it_is_known() -> None:
    packed = {**pack_profile(body(service_name="Later")), "songs": ["one"]}
    del packed["embed_on"]
    ProfileVersion.objects.create(body=installed.CONFIGURATION.body, at=timezone.now(), by="x", values=packed)
    assert profiles.read_profile().service_name == "Later"
    assert profiles.read_profile().embed_on == profiles.configured().embed_on


def test_pages_still_show_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    profiles.save_profile(body(service_name="Kept"), by="anna")
    assert profiles.read_profile().service_name == "Kept"

    def away() -> None:
        raise OperationalError("no such host")

    monkeypatch.setattr(profiles, "_newest", away)
    now = profiles.time.monotonic()
    monkeypatch.setattr(profiles.time, "monotonic", lambda: now + 60)
    assert profiles.read_profile().service_name == "Kept"  # the last that was known
    profiles.forget_profile()
    assert profiles.read_profile() == profiles.configured()


def test_another_process_sees_a_change_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert profiles.read_profile() == profiles.configured()
    values = pack_profile(body(service_name="From elsewhere"))
    ProfileVersion.objects.create(body=installed.CONFIGURATION.body, at=timezone.now(), by="x", values=values)
    assert profiles.read_profile() == profiles.configured()
    now = profiles.time.monotonic()
    monkeypatch.setattr(profiles.time, "monotonic", lambda: now + profiles.REMEMBERED)
    assert profiles.read_profile().service_name == "From elsewhere"


def test_another_body_in_the_same_database_keeps_its_own_face() -> None:
    values = pack_profile(body(service_name="Theirs"))
    ProfileVersion.objects.create(body="elsewhere", at=timezone.now(), by="x", values=values)
    assert profiles.read_profile() == profiles.configured()
    assert profiles.list_profiles() == []


def test_nothing_that_does_not_fit_can_be_saved_past_the_form() -> None:
    with pytest.raises(InvalidRequest):
        profiles.save_profile(body(colour="#ffffff"), by="anna")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9am", "09:00"),
        ("9", "09:00"),
        ("9.30", "09:30"),
        ("9:30 PM", "21:30"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("midday", "12:00"),
        ("17:00", "17:00"),
        ("24:00", "24:00"),
        ("", ""),
        ("25:00", "25:00"),
        ("13pm", "13pm"),
        ("9:75", "9:75"),
    ],
)
def test_times_are_read_as_people_type_them(typed: str, kept: str) -> None:
    assert tidy_time(typed) == kept


def test_midnight_at_the_end_of_a_day_is_its_end() -> None:
    assert tidy_time("midnight", is_end=True) == "24:00"
    assert tidy_time("00:00", is_end=True) == "24:00"


@pytest.mark.parametrize(
    ("origin", "fits"),
    [
        ("https://www.fernby.example", True),
        ("https://fernby.example:8443", True),
        ("http://localhost:8000", True),
        ("https://www.fernby.example/", False),
        ("https://user@fernby.example", False),
        ("https://fernby.example:99999", False),
        ("https://FERNBY.example", False),
        ("https://fern by.example", False),
        ("data:text/html,x", False),
        ("'self'", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_an_origin_is_a_scheme_and_a_host_and_nothing_else(origin: str, fits: bool) -> None:
    assert is_origin(origin) is fits


def test_the_configuration_itself_fits() -> None:
    assert problems_of(profiles.configured()) == {}


def test_the_html_to_copy_names_this_site(owner: Client) -> None:
    profiles.save_profile(body(service_name="A & B"), by="anna")
    shown = unescape(page(owner, SETTINGS))  # as it is seen in its box, and copied
    assert '<a href="http://testserver/">A &amp; B</a>' in shown
    assert '<iframe title="A &amp; B" src="http://testserver/embed/"' in shown


def test_a_name_with_signs_in_it_is_shown_as_signs(owner: Client, save: Callable[..., object]) -> None:
    save(service_name='A & B "<script>alert(1)</script>')
    for address in ("/", SETTINGS, "/contact", "/staff/"):
        assert "<script>alert(1)" not in page(owner, address), address


def test_what_is_posted_by_hand_is_read_without_a_fault(owner: Client) -> None:
    for typed in ({}, {"do": "save"}, {"do": "check"}, {"do": "nearest"}, {"version": "٣", "do": "save"}):
        assert owner.post(SETTINGS, typed).status_code in {200, 422}
    assert QueryDict("").getlist("on") == []


def test_the_log_says_that_settings_were_saved_and_not_what(
    save: Callable[..., object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="fingerpost.doors.staff"):
        save(contact_email="anna.private@millbeck.example")
    said = " ".join(each.getMessage() for each in caplog.records)
    assert f"staff account {User.objects.get().pk} saved version" in said
    assert "anna" not in said


def test_versions_are_listed_newest_first() -> None:
    for name in ("One", "Two", "Three"):
        profiles.save_profile(body(service_name=name), by="anna")
    listed = profiles.list_profiles()
    assert [each.profile.service_name for each in listed] == ["Three", "Two", "One"]
    assert all(timezone.now() - each.at < timedelta(minutes=5) for each in listed)
