"""A resident tells of a problem once, in their own words, and follows it by a private link."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from PIL import Image

from fingerpost.casework.models import Case
from fingerpost.contract.classifying import Ranked
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.proposals import Proposal, Sign, SignKind
from fingerpost.contract.run import Signpost
from fingerpost.contract.services import Urgency
from fingerpost.doors import reporting
from fingerpost.doors.citizen.reporting import drafts, files, listing, sending, sorting, writing
from fingerpost.doors.limits.throttle import counters_over
from fingerpost.doors.maps import is_tile_template
from fingerpost.doors.reporting import Sorted
from fingerpost.doors.streets import street_at
from fingerpost.site.private_paths import hide_secrets

POTHOLE = "There is a deep hole in the road outside the school. A cyclist fell."
SURE = Proposal(
    service="potholes",
    team="highways",
    urgency=Urgency.SOON,
    services=(Ranked(label="potholes", probability=0.9), Ranked(label="drains-flooding", probability=0.06)),
)
UNSURE = replace(
    SURE,
    service="",
    team="",
    services=(Ranked(label="drains-flooding", probability=0.4), Ranked(label="potholes", probability=0.3)),
)
HOME = replace(SURE, service="housing-repairs", team="housing-repairs", urgency=Urgency.ROUTINE)

Propose = Callable[..., None]


@pytest.fixture(autouse=True)
def propose(monkeypatch: pytest.MonkeyPatch) -> Propose:
    """What the road says of the next reports; that it is sure of a pothole unless a test says otherwise."""

    def say(proposal: Proposal | None = SURE, *, signposts: tuple[Signpost, ...] = ()) -> None:
        def sort(report: object, *, door: str, subject: str = "") -> Sorted:
            return Sorted(run="", subject="", proposal=proposal, signposts=signposts)

        monkeypatch.setattr(sorting, "sort", sort)
        monkeypatch.setattr(reporting, "sort", sort)

    say()
    return say


def photo(place: bool = False) -> SimpleUploadedFile:
    into, held = io.BytesIO(), Image.Exif()
    if place:
        held.get_ifd(0x8825).update({1: "N", 2: (54.0, 30.0, 0.0), 3: "W", 4: (2.0, 15.0, 0.0)})
    Image.new("RGB", (60, 40), (9, 9, 9)).save(into, "JPEG", exif=held)
    return SimpleUploadedFile("hole.jpg", into.getvalue())


def begun(client: Client, text: str = POTHOLE, place: str = "", **more: object) -> str:
    """Send the first page; gives the address of the next."""
    response = client.post(f"{place}/report", {"text": text, **more})
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"])


def answered(client: Client, address: str, **answers: object) -> str:
    """Answer a page; gives the address of the next."""
    response = client.post(address, answers)
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"])


def passed(client: Client, address: str, *, until: str = "/check") -> str:
    """Answer whatever is asked, as shortly as one may."""
    while not address.endswith(until):
        step = address.rpartition("/")[2]
        said = {
            "contact": {},
            "nearby": {"same": "none"},
            "place": {"place": "Mill Lane"},
            "service": {"service": "none"},
        }
        address = answered(client, address, **said.get(step, {"skip": "1"}))
        if address.endswith("/place") and step == "place":  # several streets of one name
            break
    return address


def sent(client: Client, text: str = POTHOLE, **contact: str) -> str:
    """Send a report; gives the page that says so."""
    address = passed(client, begun(client, text), until="/contact")
    return answered(client, answered(client, address, **contact))


def link_on(page: str) -> str:
    """The private link on the page of what was sent, without the name of the site."""
    (found,) = re.findall(r'href="http://testserver(/follow/[\w-]+/[\w-]+)"', page)
    return str(found)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


def only_case() -> Case:
    (case,) = Case.objects.all()
    return case


def test_it_starts_from_free_text_and_asks_only_what_is_missing(client: Client) -> None:
    page = text_of(client, "/report")
    assert "What do you want to tell us?" in page
    assert "You do not need an account" in page
    address = begun(client)
    assert address.endswith("/place")  # the service is known
    assert "Where is it?" in text_of(client, address)


def test_it_is_checked_and_sent_with_a_reference_a_link_and_a_day(client: Client) -> None:
    address = sent(client, email="ann@example.org", name="Ann Example")
    page, case = text_of(client, address), only_case()
    assert case.reference in page
    assert "With this link you see where your report stands" in page
    assert "Highways and parking" in page
    assert "A computer program suggested the team" in page
    assert "a person decides" in page.lower()
    assert "We aim to deal with it by" in page
    assert (case.service, case.team, case.channel) == ("potholes", "highways", "web")
    assert case.reference in text_of(client, link_on(page))


def test_nothing_of_it_can_be_read_on_the_disk_and_nothing_stays(client: Client) -> None:
    address = begun(client, files=photo())
    folder = settings.HOME / "report-drafts"
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert held
    assert all(b"cyclist" not in path.read_bytes() and b"\xff\xd8\xff" not in path.read_bytes()[12:16] for path in held)
    secret = address.split("/")[2]
    assert all(secret not in str(path) for path in held)
    gone = client.post(f"/report/{secret}/discard").headers["Location"]
    assert "We have deleted it. Nothing was sent." in client.get(gone).content.decode()
    assert "We have deleted it" not in client.get("/report").content.decode()
    assert client.get(address).status_code == 410
    assert not list(folder.rglob("file-*"))


def test_clear_and_leave_throws_the_draft_away(client: Client) -> None:
    address = begun(client)
    secret = address.split("/")[2]
    assert f'name="draft" value="{secret}"' in text_of(client, address)
    client.post("/leave", {"draft": secret})
    assert client.get(address).status_code == 410


def test_two_presses_send_one_report(client: Client) -> None:
    check = passed(client, begun(client))
    first, second = client.post(check), client.post(check)
    assert first.headers["Location"] == second.headers["Location"]
    assert only_case().reference in text_of(client, first.headers["Location"])


def test_a_form_that_is_sent_again_later_changes_nothing(client: Client) -> None:
    address = begun(client)
    check = passed(client, address)
    client.post(check)
    again = client.post(address, {"place": "Elsewhere Road"})
    assert again.headers["Location"].endswith("/sent")
    assert Case.objects.count() == 1


def test_broken_off_after_the_case_was_opened_it_is_sent_once_all_the_same(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = passed(client, begun(client))
    close = sending.drafts.close

    def break_off(*args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(sending.drafts, "close", break_off)
    assert client.post(check).status_code >= 500
    monkeypatch.setattr(sending.drafts, "close", close)
    page = text_of(client, client.post(check).headers["Location"])
    assert only_case().reference in page


def test_where_the_machine_is_unsure_the_resident_chooses(client: Client, propose: Propose) -> None:
    propose(UNSURE)
    address = begun(client)
    assert address.endswith("/service")
    page = text_of(client, address)
    assert page.index('value="drains-flooding"') < page.index('value="potholes"')
    assert "Something else, or I am not sure" in page
    assert client.post(address, {}).status_code == 422
    assert "Show everything you can report" in page
    assert "Libraries" in text_of(client, f"{address}?all=1")
    check = passed(client, answered(client, address, service="potholes"))
    client.post(check)
    assert only_case().team == "highways"


def test_something_else_goes_to_a_person(client: Client, propose: Propose) -> None:
    propose(UNSURE)
    address = answered(client, begun(client), service="none")
    check = passed(client, answered(client, address, skip="1"))
    assert "A person finds the right team" in text_of(client, check)
    page = text_of(client, client.post(check).headers["Location"])
    assert "A person reads your report and finds the right team" in page


def test_without_any_proposal_everything_can_be_chosen(client: Client, propose: Propose) -> None:
    propose(None)
    page = text_of(client, begun(client))
    assert "Libraries" in page and "Potholes" in page


def test_a_home_asks_for_an_address_that_is_kept_sealed(client: Client, propose: Propose) -> None:
    propose(HOME)
    address = begun(client, "My boiler is broken")
    assert "It is never shown to others" in text_of(client, address)
    assert client.post(address, {"place": ""}).status_code == 422
    client.post(passed(client, answered(client, address, place="1 Long Lane\nFernby")))
    case = only_case()
    assert (case.latitude, case.is_public) == (None, False)
    assert b"Long Lane" not in bytes(case.sealed or b"")


def test_a_street_is_found_by_its_name(client: Client) -> None:
    address = begun(client)
    streets = re.findall(r'<option value="([^"]+)"', text_of(client, address))
    assert len(streets) > 20
    client.post(passed(client, answered(client, address, place=f"{streets[3]}, by the shop")))
    case = only_case()
    assert case.latitude is not None
    assert case.is_public


def test_of_several_streets_of_one_name_the_resident_chooses(client: Client) -> None:
    own = settings.HOME / "streets.csv"
    rows = "Mill Lane,Overton,54.52,-2.17\nMill Lane,Millbeck,54.50,-2.20\nbroken,,x,y\n"
    own.write_text(f"street,area,latitude,longitude\n{rows}", encoding="utf-8")
    try:
        address = begun(client)
        response = client.post(address, {"place": "outside 12 mill ln"})
        page = response.content.decode()
        assert response.status_code == 200
        assert "Which street do you mean?" in page
        chosen = answered(client, address, place="outside 12 mill ln", street="Mill Lane, Millbeck")
        client.post(passed(client, chosen))
        assert only_case().latitude == 54.5
        assert "/place" not in answered(client, begun(client), place="Mill Lane, Overton")
    finally:
        own.unlink()


def test_a_street_nobody_knows_is_taken_as_it_was_typed(client: Client) -> None:
    check = passed(client, answered(client, begun(client), place="behind the old mill wheel"))
    assert "behind the old mill wheel" in text_of(client, check)


def test_the_place_of_a_photo_is_used_only_if_asked(client: Client) -> None:
    for asked, kept in (({}, None), ({"photo": "1"}, 54.5)):
        address = begun(client, files=photo(place=True))
        assert "Use the place where my photo was taken" in text_of(client, address)
        client.post(passed(client, answered(client, address, place="behind the wheel", **asked)))
        assert Case.objects.latest("pk").latitude == kept


def test_danger_is_answered_first_on_every_page(client: Client, propose: Propose) -> None:
    found = Signpost(name="help", heading="If you may be in danger", words="Call somebody now.")
    propose(replace(SURE, needs_attention=True), signposts=(found,))
    address = begun(client)
    while True:
        page = text_of(client, address)
        assert page.index("If you may be in danger") < page.index("<h1")
        if address.endswith("/sent"):
            break
        address = answered(client, address, **({} if address.endswith(("/check", "/contact")) else {"skip": "1"}))


def test_who_may_be_in_danger_is_not_asked_about_potholes(client: Client, propose: Propose) -> None:
    propose(None, signposts=(Signpost(name="help", heading="You are not alone", words="Call somebody now."),))
    address = begun(client, "I cannot go on")
    assert address.endswith("/contact")
    assert "You are not alone" in text_of(client, address)
    client.post(answered(client, address))
    assert only_case().service == ""


def test_a_smell_of_gas_names_whom_to_call(client: Client, propose: Propose) -> None:
    propose(replace(SURE, signs=(Sign(code="gas", kind=SignKind.DANGER),), needs_attention=True))
    page = text_of(client, begun(client))
    assert "0800 111 999" in page
    assert "999" in page
    assert "Send what you have written now" in page


def test_one_like_it_nearby_is_shown_and_can_be_supported_instead(client: Client) -> None:
    street = re.findall(r'<option value="([^"]+)"', text_of(client, begun(client)))[0]
    client.post(passed(client, answered(client, begun(client), place=street)))
    case = only_case()
    address = answered(client, begun(client), place=street)
    assert address.endswith("/nearby")
    assert case.reference in text_of(client, address)
    assert client.post(address, {}).status_code == 422
    supported = answered(client, address, same=case.reference)
    assert "We count you in" in text_of(client, supported)
    case.refresh_from_db()
    assert (case.supporters, Case.objects.count()) == (1, 1)
    assert client.get(address).status_code == 410


def test_each_part_can_be_changed_and_leads_back(client: Client) -> None:
    check = passed(client, begun(client, files=photo()))
    page = text_of(client, check)
    assert "hole.jpg" in page
    words = next(each for each in re.findall(r'href="([^"]+)"', page) if each.endswith("/words"))
    assert answered(client, words, text="Two holes now", **{"without-1": "1"}) == check
    page = text_of(client, check)
    assert "Two holes now" in page
    assert "hole.jpg" not in page
    contact = words.replace("/words", "/contact")
    assert client.post(contact, {"email": "ann"}).status_code == 422
    assert answered(client, contact, email="ann@example.org") == check


def test_a_fault_in_the_form_loses_nothing_that_was_typed(client: Client) -> None:
    bad = SimpleUploadedFile("x.svg", b"<svg onload=alert(1)></svg>")
    response = client.post("/report", {"text": POTHOLE, "files": bad})
    assert response.status_code == 422
    page = response.content.decode()
    assert "A cyclist fell" in page
    assert "x is a web page or a drawing with code in it" in page


def test_it_stands_in_welsh_and_in_a_frame(client: Client) -> None:
    assert begun(client, place="/cy").startswith("/cy/report/")
    address = begun(client, place="/embed")
    assert address.startswith("/embed/report/")
    assert not client.get(address).cookies


def test_the_private_page_says_where_it_stands_and_takes_more(client: Client) -> None:
    link = link_on(text_of(client, sent(client)))
    response = client.get(link)
    page = response.content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "We have it" in page and "A cyclist fell" in page
    assert client.post(f"{link}/add", {"text": ""}).status_code == 422
    added = client.post(f"{link}/add", {"text": "It is deeper now", "files": photo()})
    page = text_of(client, added.headers["Location"])
    assert "We have what you added" in page and "It is deeper now" in page
    file = client.get(f"{link}/files/1")
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_it_can_be_taken_back_after_asking_once_more(client: Client) -> None:
    link = link_on(text_of(client, sent(client)))
    assert "Take it back" in text_of(client, f"{link}/take-back")
    page = text_of(client, client.post(f"{link}/take-back").headers["Location"])
    assert "You took it back" in page
    assert only_case().state == "withdrawn"


def test_a_wrong_secret_and_an_unknown_reference_look_alike(client: Client) -> None:
    link = link_on(text_of(client, sent(client)))
    wrong = client.get(link[:-3] + "abc")
    unknown = client.get("/follow/FP-00000-00000/abcdefghijkl")
    assert (wrong.status_code, unknown.status_code) == (404, 404)
    plain = [re.sub(r"nonce=\"[^\"]+\"|/follow/[^\"?]+", "", each.content.decode()) for each in (wrong, unknown)]
    assert plain[0] == plain[1]
    assert client.post(link[:-3] + "abc/take-back").status_code == 404


def test_guessing_links_is_slow(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, questions_a_minute=10))
    told = [
        client.get(f"/follow/FP-00000-00000/{number}", REMOTE_ADDR="192.0.2.77").status_code for number in range(12)
    ]
    assert told[0] == 404
    assert told[-1] == 429


def test_no_secret_of_an_address_is_logged() -> None:
    assert hide_secrets("Not Found: /cy/follow/FP-00000-00000/abcDEF-123_45/add") == (
        "Not Found: /cy/follow/FP-00000-00000/[secret]/add"
    )
    assert hide_secrets("Gone: /embed/report/abcDEF-123_45abcDEF-1234/place") == "Gone: /embed/report/[secret]/place"
    assert hide_secrets("Not Found: /reports/FP-00000-00000") == "Not Found: /reports/FP-00000-00000"


def public(client: Client, *, street: int = 0, **more: object) -> Case:
    """A report that everybody may see, in one of the streets of the list."""
    address = begun(client)
    name = re.findall(r'<option value="([^"]+)"', text_of(client, address))[street]
    client.post(passed(client, answered(client, address, place=name)))
    return Case.objects.latest("pk")


def test_the_list_shows_what_and_where_and_nobodys_words(client: Client) -> None:
    case = public(client)
    page = text_of(client, "/reports")
    assert case.reference in page
    assert "Potholes" in page
    one = text_of(client, f"/reports/{case.reference}")
    assert "We have it" in one
    for each in (page, one, text_of(client, "/reports/reports.csv"), text_of(client, "/reports/reports.geojson")):
        assert "cyclist" not in each


def test_what_is_about_a_home_or_needs_attention_is_in_no_list(client: Client, propose: Propose) -> None:
    propose(replace(SURE, needs_attention=True))
    hidden = public(client, street=1)
    assert hidden.reference not in text_of(client, "/reports")
    assert client.get(f"/reports/{hidden.reference}").status_code == 404
    assert client.post(f"/reports/{hidden.reference}/me-too").status_code == 404


def test_the_list_is_filtered_by_service_state_and_street(client: Client) -> None:
    case = public(client)
    street = street_at(case.latitude, case.longitude)
    for query, is_there in (
        ({"service": "potholes"}, True),
        ({"service": "street-lights"}, False),
        ({"state": "live"}, True),
        ({"state": "done"}, False),
        ({"street": street}, True),
        ({"street": "Zzqx Avenue"}, False),
        ({"service": "<script>", "state": "x", "page": "-3"}, True),
    ):
        page = client.get("/reports", query).content.decode()
        assert (case.reference in page) == is_there, query
    assert "We do not know a street of that name" in client.get("/reports", {"street": "Zzqx"}).content.decode()


def test_me_too_counts_a_visitor_once_a_day_and_sets_no_cookie(client: Client) -> None:
    case = public(client)
    first = client.post(f"/reports/{case.reference}/me-too")
    assert first.headers["Location"].endswith("counted=1")
    assert client.post(f"/reports/{case.reference}/me-too").headers["Location"].endswith("counted=0")
    other = client.post(f"/reports/{case.reference}/me-too", REMOTE_ADDR="192.0.2.9")
    assert other.headers["Location"].endswith("counted=1")
    assert not first.cookies
    case.refresh_from_db()
    assert case.supporters == 2
    assert "2 other people told us about this" in text_of(client, "/reports")


def test_whoever_calls_their_browser_by_other_names_is_no_crowd(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_OF_A_NETWORK", 3)
    case = public(client)
    for number in range(6):
        client.post(f"/reports/{case.reference}/me-too", REMOTE_ADDR="192.0.2.77", HTTP_USER_AGENT=f"browser {number}")
    case.refresh_from_db()
    assert case.supporters == 3


def test_the_feed_and_the_files_hold_the_same(client: Client) -> None:
    case = public(client)
    feed = ElementTree.fromstring(client.get("/reports/feed.atom").content)  # noqa: S314 - our own
    assert case.reference in "".join(feed.itertext())
    (row,) = csv.DictReader(io.StringIO(client.get("/reports/reports.csv").content.decode("utf-8-sig")))
    (feature,) = json.loads(client.get("/reports/reports.geojson").content)["features"]
    assert row["reference"] == feature["id"] == case.reference
    assert feature["geometry"]["coordinates"] == [case.longitude, case.latitude]
    assert (float(row["latitude"]), float(row["longitude"])) == (case.latitude, case.longitude)
    assert row["state"] == feature["properties"]["state"] == "received"


def test_ten_megabytes_of_text_are_refused_and_the_service_goes_on(client: Client) -> None:
    response = client.post("/report", {"text": "x" * 10 * 1024 * 1024})
    assert response.status_code in {400, 413}
    assert client.post("/report", {"text": "x" * 20_000}).status_code == 422
    assert client.get("/report").status_code == 200
    assert not Case.objects.exists()


def test_what_somebody_writes_is_shown_as_text_and_breaks_no_line(client: Client) -> None:
    text = "{{ 7*7 }} {% debug %} ${7*7} <script>alert(1)</script>\r\nSubject: x\u2028y"
    name = "Ann\r\nBcc: everybody@example.org\u202e"
    address = passed(client, begun(client, text), until="/contact")
    check = answered(client, address, name=name, email="ann@example.org")
    page = text_of(client, check)
    assert "{{ 7*7 }} {% debug %} ${7*7} &lt;script&gt;" in page
    assert "Ann Bcc: everybody@example.org" in page
    assert client.post(address, {"email": "ann@example.org\r\nBcc: x@example.org"}).status_code == 422
    link = link_on(text_of(client, client.post(check).headers["Location"]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text_of(client, link)


@pytest.mark.parametrize("place", ["nan", "inf", "1e400", "91", "-181", "0x10", "", "١"])
def test_a_place_that_cannot_be_is_none(client: Client, place: str) -> None:
    address = begun(client)
    response = client.post(address, {"place": "behind the wheel", "latitude": place, "longitude": place})
    assert response.status_code == 303
    client.post(passed(client, str(response.headers["Location"])))
    assert Case.objects.latest("pk").latitude in {None, 1.0}


@pytest.mark.parametrize("draft", ["x", "a" * 24, "../../../../etc/passwd-x", "a" * 23 + "%2F", "é" * 24])
def test_a_draft_that_is_none_leads_nowhere(client: Client, draft: str) -> None:
    for address in (f"/report/{draft}/place", f"/report/{draft}/check", f"/report/{draft}/sent"):
        assert client.get(address).status_code in {404, 410}
    assert client.post(f"/report/{draft}/check").status_code in {404, 410}
    assert client.get("/report/FP-00000-00000/nothing").status_code == 410


def test_a_form_from_another_site_is_refused(client: Client) -> None:
    response = client.post("/report", {"text": POTHOLE}, headers={"Origin": "https://elsewhere.example"})
    assert response.status_code == 403


def test_only_a_page_that_asks_for_a_place_may_show_tiles_and_ask_where_one_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles = "https://tiles.example.org/{z}/{x}/{y}.png"
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, map_tiles=tiles))
    start, place = client.get("/report"), client.get(begun(client))
    assert "img-src 'self';" in start.headers["Content-Security-Policy"]
    assert "img-src 'self' https://tiles.example.org;" in place.headers["Content-Security-Policy"]
    assert "geolocation=()" in start.headers["Permissions-Policy"]
    assert "geolocation=(self)" in place.headers["Permissions-Policy"]
    assert "data-fp-map" in place.content.decode()
    listed = client.get(f"/reports/{public(client, street=4).reference}")
    assert "https://tiles.example.org" in listed.headers["Content-Security-Policy"]
    assert "geolocation=()" in listed.headers["Permissions-Policy"]
    assert "data-fp-map" not in start.content.decode()


@pytest.mark.parametrize(
    "template", ["javascript:{z}{x}{y}", "https://x/{z}/{x}", "https://x/{z}/{x}/{y}.png; script-src *"]
)
def test_a_template_of_tiles_that_is_none_is_refused(template: str) -> None:
    assert not is_tile_template(template)


def test_the_menu_the_front_page_and_the_footer_lead_to_it(client: Client) -> None:
    page = text_of(client, "/")
    assert page.count('href="/report"') == 3
    assert 'href="/reports"' in page


def test_files_count_by_every_form_and_words_still_go(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends more in an hour than one person does fills no disk: also not photo by photo, nor by their link."""
    counters_over(files.HOUR).clear()
    monkeypatch.setattr(files, "FILES_AN_HOUR", 1)
    first = begun(client, files=photo())
    words = f"{first.rpartition('/')[0]}/words"
    assert client.post(words, {"text": POTHOLE, "files": photo()}).status_code == 422
    assert client.post(words, {"text": POTHOLE}).status_code == 303
    link = link_on(text_of(client, sent(client)))
    assert client.post(f"{link}/add", {"text": "More", "files": photo()}).status_code == 422
    assert client.post(f"{link}/add", {"text": "More"}).status_code == 303


def test_a_photo_that_is_asked_for_counts_too(monkeypatch: pytest.MonkeyPatch, rf: RequestFactory) -> None:
    monkeypatch.setattr(files, "FILES_AN_HOUR", 0)
    with pytest.raises(InvalidRequest, match="Too many files"):
        files.read_files(rf.post("/report", {"files": photo()}))
    assert files.read_files(rf.post("/report", {})) == ()


def test_where_drafts_hold_all_the_files_they_may_a_report_without_files_still_goes(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who fills the disk with files keeps nobody from saying that a cable is down."""
    begun(client, files=photo())
    monkeypatch.setattr(drafts, "MOST_BYTES_OF_ALL", 10)
    response = client.post("/report", {"text": POTHOLE, "files": photo()})
    assert response.status_code == 422
    assert "Send this without files" in response.content.decode()
    begun(client)


@pytest.mark.parametrize("name", ["feed.atom", "reports.csv", "reports.geojson"])
def test_files_of_what_others_reported_are_not_made_as_often_as_somebody_likes(
    client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(listing, "seconds_to_wait", lambda request, kind: 7)
    assert client.get(f"/reports/{name}").status_code == 429


def test_words_are_not_changed_more_often_than_reports_are_begun(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each change is read by the machine anew, which takes up to a second."""
    words = f"{begun(client).rpartition('/')[0]}/words"
    monkeypatch.setattr(writing, "seconds_to_wait", lambda request, kind: 7 if kind == "report" else 0)
    assert client.post(words, {"text": "Other words about a hole"}).status_code == 429
    assert client.get(words).status_code == 200
