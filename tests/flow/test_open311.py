"""The Open311 door: read by somebody else's client, written to by a plain one, and closed to what is not public."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings
from django.test import Client
from georeport import GeoReport
from lxml import etree as ET

from fingerpost.casework.models import Case
from fingerpost.casework.sealing import unseal_words
from fingerpost.contract.run import Signpost
from fingerpost.doors.installation import installation, now
from fingerpost.doors.open311 import receiving
from fingerpost.doors.reporting import Reported
from fingerpost.doors.streets import all_streets
from fingerpost.doors.tokens import PUBLIC_ONLY, Rights, Wish

pytestmark = pytest.mark.django_db
BASE = "/open311/v2"
POTHOLE = {"service_code": "potholes", "description": "A deep hole by the bus stop.", "lat": "54.61", "long": "-2.41"}


@pytest.fixture
def token(client: Client) -> str:
    return make_token()


def make_token(*tools: str) -> str:
    rights = Rights(access=PUBLIC_ONLY, tools=frozenset(tools or {"report"}))
    return installation().build_tokens().make(Wish(name="An app", days=5, rights=rights), by="tests", at=now())[0]


def send(client: Client, token: str, form: str = "json", headers: dict[str, str] | None = None, **more: str):
    given = {**POTHOLE, **needed("potholes"), "api_key": token, **more}
    return client.post(f"{BASE}/requests.{form}", {k: v for k, v in given.items() if v}, headers=headers or {})


def needed(code: str) -> dict[str, str]:
    """The attributes that the service asks for, each with a value that it takes."""
    facts = installation().build_services().book.services[code].facts
    return {
        f"attribute[{each.name}]": next(iter(each.choices), "yes" if each.kind == "yes-no" else "1")
        for each in facts
        if each.is_needed and each.kind != "photo"
    }


def make_public(reference: str) -> Case:
    case = Case.objects.get(reference=reference)
    Case.objects.filter(pk=case.pk).update(is_public=True, service="potholes", latitude=54.61, longitude=-2.41)
    return case


def code_of(response) -> tuple[int, str]:
    error = json.loads(response.content)[0]
    return error["code"], error["description"]


def test_services_and_what_they_ask_for_in_both_formats(client):
    book = installation().build_services().book
    listed = json.loads(client.get(f"{BASE}/services.json").content)
    assert [each["service_code"] for each in listed] == list(book.services)
    root = ET.fromstring(client.get(f"{BASE}/services.xml").content)
    assert root.tag == "services"
    assert [each.findtext("service_code") for each in root] == list(book.services)
    asking = next(each for each in listed if each["metadata"])
    told = json.loads(client.get(f"{BASE}/services/{asking['service_code']}.json").content)
    assert told["attributes"][0]["code"]
    assert told["attributes"][0]["datatype"] in {"text", "number", "singlevaluelist"}


def test_discovery_says_where_and_in_which_formats(client):
    told = json.loads(client.get(f"{BASE}/discovery.json").content)
    assert told["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    root = ET.fromstring(client.get(f"{BASE}/discovery.xml").content)
    assert [each.text for each in root.iter("format")] == ["text/xml", "application/json"]


def test_a_report_opens_a_case_of_the_service_that_was_chosen(client, token):
    response = send(client, token, email="mair@example.org", first_name="Mair", last_name="Jones", phone="01632 960001")
    assert response.status_code == 201
    case = Case.objects.get(reference=json.loads(response.content)[0]["service_request_id"])
    assert (case.channel, case.service, case.team) == ("open311", "potholes", "highways")
    assert f"http://testserver/follow/{case.reference}/" in json.loads(response.content)[0]["service_notice"]
    words = unseal_words(case, keys=installation().build_keys())
    assert (words["text"], words["name"], words["email"]) == (POTHOLE["description"], "Mair Jones", "mair@example.org")
    assert (words["latitude"], words["longitude"]) == (54.61, -2.41)


def test_xml_answers_xml(client, token):
    root = ET.fromstring(send(client, token, "xml").content)
    assert root.tag == "service_requests"
    assert Case.objects.filter(reference=root.findtext("request/service_request_id")).exists()


@pytest.mark.parametrize("key", ["", "fp_wrong", "x" * 5_000])
def test_no_report_without_a_key(client, key):
    response = send(client, key)
    assert (response.status_code, code_of(response)[0]) == (403, 403)
    assert not Case.objects.exists()


def test_a_token_for_something_else_may_not_report(client):
    assert code_of(send(client, make_token("ask")))[0] == 403
    assert send(client, make_token("*")).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "status", "says"),
    [
        ({"service_code": "unicorns"}, 404, "service_code"),
        ({"service_code": ""}, 400, "service_code"),
        ({"description": ""}, 400, "description"),
        ({"description": "x" * 10_001}, 400, "10,000"),
        ({"lat": "north"}, 400, "lat"),
        ({"lat": "91"}, 400, "lat"),
        ({"lat": "nan"}, 400, "lat"),
        ({"long": ""}, 400, "together"),
        ({"lat": "", "long": ""}, 400, "address_string"),
        ({"attribute[colour]": "red"}, 400, "colour"),
        ({"jurisdiction_id": "elsewhere.gov"}, 404, "jurisdiction_id"),
    ],
)
def test_what_does_not_fit_is_told_and_keeps_nothing(client, token, wrong, status, says):
    response = send(client, token, **wrong)
    assert response.status_code == status
    assert code_of(response)[0] == status
    assert says in code_of(response)[1]
    assert not Case.objects.exists()


def test_an_attribute_that_is_needed_is_asked_for(client, token):
    book = installation().build_services().book
    found = [(each, fact) for each in book.services.values() for fact in each.facts if fact.is_needed]
    service, fact = next((each, fact) for each, fact in found if fact.kind != "photo")
    place = {"address_string": "1 High Street", "lat": "", "long": ""}
    missing = send(client, token, service_code=service.slug, **{**place, f"attribute[{fact.name}]": ""})
    assert f"attribute[{fact.name}]" in code_of(missing)[1]


def test_a_place_is_told_by_its_street_and_never_by_what_somebody_wrote(client, token):
    street = all_streets()[0]
    placed = {"lat": str(street.latitude), "long": str(street.longitude), "address_string": "Flat 3, 12 Secret Row"}
    made = json.loads(send(client, token, **placed).content)[0]["service_request_id"]
    Case.objects.filter(reference=made).update(is_public=True)
    (listed,) = json.loads(client.get(f"{BASE}/requests.json").content)
    assert listed["address"] == street.title
    root = ET.fromstring(client.get(f"{BASE}/requests/{made}.xml").content)
    assert root.findtext("request/address") == street.title
    Case.objects.filter(reference=made).update(latitude=54.9, longitude=-2.9)
    (far,) = json.loads(client.get(f"{BASE}/requests/{made}.json").content)
    assert far["address"] == ""
    assert b"Secret" not in client.get(f"{BASE}/requests.xml").content


@pytest.mark.parametrize(("typed", "is_found"), [("Outside 4 {}", True), ("Somewhere by the river", False)])
def test_a_street_that_is_named_alone_gives_the_place(client, token, typed, is_found):
    street = all_streets()[0]
    response = send(client, token, lat="", long="", address_string=typed.format(street.title))
    case = Case.objects.get(reference=json.loads(response.content)[0]["service_request_id"])
    assert (case.latitude, case.longitude) == ((street.latitude, street.longitude) if is_found else (None, None))


def test_a_picture_elsewhere_is_never_fetched_and_passed_on_as_words(client, token):
    response = send(client, token, media_url="http://169.254.169.254/<script>")
    told = json.loads(response.content)[0]
    assert "do not fetch" in told["service_notice"]
    words = unseal_words(Case.objects.get(reference=told["service_request_id"]), keys=installation().build_keys())
    assert words["text"].endswith("[media_url, not fetched: http://169.254.169.254/<script>]")


def test_one_idempotency_key_is_one_case(client, token):
    first = send(client, token, headers={"Idempotency-Key": "app-17"})
    again = send(client, token, headers={"Idempotency-Key": "app-17"})
    assert json.loads(first.content)[0]["service_request_id"] == json.loads(again.content)[0]["service_request_id"]
    assert Case.objects.count() == 1


def test_only_public_cases_are_read_and_never_a_word_of_them(client, token):
    private, public = (json.loads(send(client, token).content)[0]["service_request_id"] for _ in range(2))
    Case.objects.filter(reference=private).update(is_public=False)
    make_public(public)
    listed = json.loads(client.get(f"{BASE}/requests.json").content)
    assert [each["service_request_id"] for each in listed] == [public]
    assert (listed[0]["status"], listed[0]["description"], listed[0]["lat"]) == ("open", "", 54.61)
    assert b"bus stop" not in client.get(f"{BASE}/requests.xml").content
    assert client.get(f"{BASE}/requests/{private}.json").status_code == 404
    assert client.get(f"{BASE}/tokens/{private}.json").status_code == 404
    assert json.loads(client.get(f"{BASE}/tokens/{public}.json").content)[0]["service_request_id"] == public


def test_requests_are_filtered_as_the_standard_says(client, token):
    first, second = (json.loads(send(client, token).content)[0]["service_request_id"] for _ in range(2))
    make_public(first)
    make_public(second)
    old = now() - timedelta(days=30)
    Case.objects.filter(reference=second).update(state="resolved", is_live=False, received_at=old)

    def numbers(query: str) -> list[str]:
        response = client.get(f"{BASE}/requests.json?{query}")
        assert response.status_code == 200, response.content
        return [each["service_request_id"] for each in json.loads(response.content)]

    since = (now() - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert numbers("") == [first, second]
    assert numbers("status=open") == [first]
    assert numbers("status=closed") == [second]
    assert numbers("status=open,closed&service_code=potholes,trees") == [first, second]
    assert numbers("service_code=trees") == []
    assert numbers(f"start_date={since}") == [first]
    assert numbers(f"end_date={since}") == [second]
    assert numbers(f"service_request_id={second},{first}&status=open") == [first, second]
    assert numbers("page=2&page_size=1") == [second]
    assert numbers("page=3&page_size=1") == []


@pytest.mark.parametrize(
    "query",
    [
        "status=done",
        "start_date=yesterday",
        "start_date=9999-12-31T23:59:59Z",
        "end_date=0001-01-01T00:00:00Z",
        "start_date=0001-01-01T00:00:00%2B14:00&end_date=0001-01-02T00:00:00Z",
        "start_date=2020-01-01T00:00:00Z&end_date=2026-01-01T00:00:00Z",
        "page=x",
        "page_size=-1",
    ],
)
def test_a_filter_that_does_not_fit_is_told(client, query):
    response = client.get(f"{BASE}/requests.json?{query}")
    assert (response.status_code, code_of(response)[0]) == (400, 400)


def test_faults_are_in_the_format_that_was_asked_for(client):
    root = ET.fromstring(client.get(f"{BASE}/services/unicorns.xml").content)
    assert (root.tag, root.findtext("error/code")) == ("errors", "404")
    assert client.delete(f"{BASE}/requests.json").status_code == 405


def test_words_that_no_xml_can_hold_break_nothing(client, token):
    response = send(client, token, description="A hole\x0b\x01 \U0001f600 <b>&")
    assert response.status_code == 201


def test_somebody_in_danger_is_told_where_to_get_help(client, token, monkeypatch):
    help_now = Signpost(name="emergency", heading="Call 999", words="If you are in danger now.")
    made = Reported(reference="FP-00000-00000", link="", due_at=None, signposts=(help_now,))
    monkeypatch.setattr(receiving, "report", lambda *given, **more: made)
    told = json.loads(send(client, token).content)[0]
    assert told["service_notice"].startswith("Call 999. If you are in danger now.")


class Quiet(WSGIRequestHandler):
    def log_message(self, *given: object) -> None:
        """Says nothing."""


@contextmanager
def served(client: Client) -> Iterator[tuple[str, Callable[[Callable[[], Any]], Any]]]:
    """The addresses behind a real port, for a client that knows nothing of Django. Gives what calls it: the client runs
    in a thread, and requests are answered in this one, where the rows of the test can be seen."""

    def answer(environ: dict[str, str], start: Callable[..., Any]) -> list[bytes]:
        query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
        found = client.get(environ["PATH_INFO"] + query)
        start(f"{found.status_code} X", [("Content-Type", found.headers["Content-Type"])])
        return [found.content]

    server: WSGIServer = make_server("127.0.0.1", 0, answer, handler_class=Quiet)
    server.timeout = 10

    def call(ask: Callable[[], Any]) -> Any:
        with ThreadPoolExecutor(max_workers=1) as one:
            asked = one.submit(ask)
            server.handle_request()
            return asked.result(timeout=10)

    yield f"http://127.0.0.1:{server.server_port}{BASE}", call
    server.server_close()


@pytest.mark.parametrize("form", ["json", "xml"])
def test_somebody_elses_client_reads_it(client, form):
    number = json.loads(send(client, make_token()).content)[0]["service_request_id"]
    make_public(number)
    with served(client) as (url, call):
        city = GeoReport(url, output_format=form, jurisdiction=settings.CONFIGURATION.body)
        services = call(city.get_service_list)
        assert services[0]["service_code"] == "potholes"
        asked = call(lambda: city.get_service_definition("potholes"))
        assert asked["service_code"] == "potholes"
        found = call(lambda: city.get_service_request(number))
        assert (found["service_request_id"], found["status"], found["service_code"]) == (number, "open", "potholes")
        listed = call(lambda: city.get_service_requests(status="open", service_code="potholes"))
        assert number in str(listed)
