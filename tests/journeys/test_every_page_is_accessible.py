"""Every page in every state, in both languages and both themes, at 1280 and at 320 pixels.

Each page is looked at twice: in English light and wide, then dark and narrow; in Welsh light and narrow, then dark and
wide. The first look is for everything, the second for what theme and width change. So each template is seen in each
theme at each width. Frames are narrow: there each is looked at once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from tests.accounts import Phone
from tests.journeys.every_page import Reply, Stop, oversight_stops, reply_to, retention_stops, staff_stops, stops_of
from tests.journeys.looking import NARROW, WIDE, Seen, look
from tests.journeys.signing import give_password, sign_in

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.citizen import information
from fingerpost.doors.citizen.asking import questions

pytestmark = pytest.mark.timeout(600)  # the walk is one fixture

PLACES = ("", "/cy", "/embed", "/cy/embed")
STAFF = ("/staff", "/cy/staff")
OVERSIGHT = ("/oversight", "/cy/oversight")
WAYS = {"en": (("light", WIDE), ("dark", NARROW)), "cy": (("light", NARROW), ("dark", WIDE))}
FAULTS = {"500": RuntimeError("as nobody foresaw"), "503": StoreUnavailable("The records are out of reach.")}

Way = tuple[str, Mapping[str, int]]
AddStaff = Callable[..., tuple[str, str]]
Phones = dict[str, Phone]
Sent = dict[tuple[str, str], Reply]  # by place and status


@pytest.fixture(scope="module")
def broken(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Sent:
    """Pages of faults that no visitor can bring about, as this process makes them, before the browser starts."""

    def failing(fault: Exception) -> Callable[..., None]:
        def fail(*_: object, **__: object) -> None:
            raise fault

        return fail

    made = {}
    client = Client(raise_request_exception=False)
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(questions, "seconds_to_wait", lambda *_: 30)
        for place in PLACES:
            made[place, "429"] = client.post(f"{place}/ask", {"question": "When?"})
            for name, fault in FAULTS.items():
                patch.setattr(information, "render", failing(fault))
                made[place, name] = client.get(f"{place}/about")
    for (_, name), reply in made.items():
        assert reply.status_code == int(name)
    return {
        key: {"status": reply.status_code, "headers": dict(reply.headers), "body": reply.content}
        for key, reply in made.items()
    }


@pytest.fixture(scope="module")
def page(broken: Sent, browser: Browser) -> Iterator[Page]:
    """One page that goes everywhere."""
    context = browser.new_context(service_workers="block", reduced_motion="reduce")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def phones() -> dict[str, Phone]:
    """By name: each is set up on the first walk of theirs and asked on the next."""
    return defaultdict(Phone)


@pytest.fixture(scope="module", params=[*PLACES, *STAFF, *OVERSIGHT], ids=lambda place: place or "/")
def walked(  # noqa: PLR0917 - fixtures are given by name
    request: pytest.FixtureRequest, page: Page, site: str, home: Path, broken: Sent, add_staff: AddStaff, phones: Phones
) -> list[Seen]:
    """Every page under one place, as it was found. No page may ask for what our own policy forbids."""
    place: str = request.param
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.context.clear_cookies()
    add_here = partial(add_staff, home=home)
    if place in STAFF:
        stops = _staff_walk(place, page, site, add_here, phones["olwen"])
    elif place in OVERSIGHT:
        stops = _oversight_walk(place, page, site, add_here, phones)
    else:
        stops = _walk(place, page, site, broken)
    seen = [_look_at(stop, reply, place, page, site) for stop, reply in stops]
    assert refused == []
    print(f"{place or '/'}: {len(seen)} pages")  # noqa: T201 - with -s, how far the walk goes
    return seen


def _walk(place: str, page: Page, site: str, broken: Sent) -> Iterator[tuple[Stop, Reply]]:
    for stop in stops_of(place, api=page.request, site=site):
        yield stop, reply_to(stop, api=page.request, site=site)
    for (where, status), reply in broken.items():
        if where == place:
            yield Stop(name=status, path=f"{place}/about"), reply


def _staff_walk(place: str, page: Page, site: str, add_staff: AddStaff, phone: Phone) -> Iterator[tuple[Stop, Reply]]:
    api = page.request
    reference = api.post(f"{site}/ask", form={"question": "How much is the Child Grant?"}).url.rpartition("/")[2]
    api.post(f"{site}/answers/{reference}/feedback", form={"useful": "no", "wanted": "next year's amount"})
    page.context.clear_cookies()
    for state in ("", "?out=1", "?away=1"):
        yield Stop(name=f"sign in {state}", path=f"{place}/sign-in{state}", kind="sign in"), {}
    _sign_in(page, f"{site}{place}", add_staff("edith", role="editor"))
    yield Stop(name="not for an editor", path=f"{place}/settings"), {}
    page.context.clear_cookies()
    page.goto(f"{site}{place}/sign-in")
    give_password(page, add_staff("olwen", role="owner"))
    path = page.url.removeprefix(site)
    yield Stop(name="the second step", path=path, kind=path.removeprefix(place)), {}
    _sign_in(page, f"{site}{place}", add_staff("olwen", role="owner"), phone=phone)
    for stop in staff_stops(place, reference=reference, api=api, site=site):
        yield stop, reply_to(stop, api=api, site=site)


def _oversight_walk(
    place: str, page: Page, site: str, add_staff: AddStaff, phones: Phones
) -> Iterator[tuple[Stop, Reply]]:
    api = page.request
    reference = api.post(f"{site}/ask", form={"question": "How much is the Child Grant?"}).url.rpartition("/")[2]
    page.context.clear_cookies()
    door = f"{site}{place}".replace("/oversight", "/staff")
    _sign_in(page, door, add_staff("olwen", role="owner"), phone=phones["olwen"])
    for stop in oversight_stops(place, reference=reference, api=api, site=site):
        yield stop, reply_to(stop, api=api, site=site)
    page.context.clear_cookies()
    _sign_in(page, door, add_staff("delyth", role="data-protection"), phone=phones["delyth"])
    for stop in retention_stops(place, reference=reference):
        yield stop, {}


def _sign_in(page: Page, address: str, account: tuple[str, str], *, phone: Phone | None = None) -> None:
    page.goto(f"{address}/sign-in")
    sign_in(page, account, phone=phone)
    page.wait_for_url(f"{address}/")


def _look_at(stop: Stop, reply: Reply, place: str, page: Page, site: str) -> Seen:
    """Open it; what a form was answered with is shown at the address that the form was sent to."""
    address = site + stop.path
    if reply:
        page.route(address, lambda route: route.fulfill(**reply), times=1)  # type: ignore[arg-type]
    page.goto(address)
    ways = WAYS["cy" if "/cy" in place else "en"]
    return look(page, name=stop.name, kind=stop.kind or stop.name, ways=_narrow(ways) if "/embed" in place else ways)


def _narrow(ways: Sequence[Way]) -> list[Way]:
    return [(theme, size) for theme, size in ways if size is NARROW]


def test_axe_finds_no_fault(walked: list[Seen]) -> None:
    assert [(each.name, each.faults) for each in walked if each.faults] == []


def test_nothing_scrolls_sideways(walked: list[Seen]) -> None:
    assert [(each.name, each.beyond) for each in walked if max(each.beyond) > 0] == []


def test_each_has_one_main_heading(walked: list[Seen]) -> None:
    assert [(each.name, each.headings) for each in walked if len(each.headings) != 1 or not each.headings[0]] == []


def test_each_has_its_landmarks(walked: list[Seen]) -> None:
    assert [(each.name, each.landmarks) for each in walked if each.landmarks != [1, 1, 1]] == []


def test_each_shows_where_the_focus_is(walked: list[Seen]) -> None:
    assert [(each.name, each.unseen_focus) for each in walked if each.unseen_focus] == []


def test_each_says_its_language(walked: list[Seen], request: pytest.FixtureRequest) -> None:
    language = "cy" if "/cy" in request.node.callspec.params["walked"] else "en"
    assert [(each.name, each.language) for each in walked if each.language != language] == []


def test_each_has_a_title_of_its_own(walked: list[Seen]) -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for each in walked:
        kinds[each.title].add(each.kind)
    assert {title: kind for title, kind in kinds.items() if len(kind) > 1} == {}
    assert "" not in {title.partition(" – ")[0].strip() for title in kinds}
