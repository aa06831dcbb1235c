"""Reporting by the API, and reading it again with the secret of its link alone."""

import json

import pytest

from fingerpost.casework.models import Case
from fingerpost.doors.installation import installation, now
from fingerpost.doors.tokens import Wish

pytestmark = pytest.mark.django_db
REPORT = {"text": "The light outside 4 High Street is out.", "email": "mair@example.org", "address": "4 High Street"}


def send(client, token="", **more):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = json.dumps({**REPORT, **more})
    return client.post("/api/reports", body, content_type="application/json", headers=headers)


def read(client, reference, secret):
    return client.get(f"/api/reports/{reference}", headers={"Authorization": f"Bearer {secret}"})


def test_a_report_is_kept_and_read_again(client):
    response = send(client, service="street-lights")
    assert response.status_code == 201, response.content
    made = response.json()
    case = Case.objects.get(reference=made["reference"])
    assert (case.channel, case.service) == ("api", "street-lights")
    assert made["link"] == f"http://testserver/follow/{made['reference']}/{made['secret']}"
    found = read(client, made["reference"], made["secret"])
    assert found.headers["Cache-Control"] == "private, no-store"
    assert (found.json()["state"], found.json()["service"]) == ("received", "street-lights")
    assert "High Street" not in found.content.decode()


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 5_000])
def test_a_wrong_secret_and_an_unknown_reference_look_alike(client, secret):
    reference = send(client).json()["reference"]
    wrong, unknown = read(client, reference, secret), read(client, "FP-00000-00000", secret)
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.content == unknown.content


def test_a_number_of_your_own_makes_one_case(client):
    token = installation().build_tokens().make(Wish(name="An app", days=5), by="tests", at=now())[0]
    first, again = (send(client, token, outside_id="17").json() for _ in range(2))
    assert first["reference"] == again["reference"]
    assert (bool(first["secret"]), again["secret"]) == (True, "")
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"service": "unicorns"}, "service"),
        ({"email": "mair"}, "email"),
        ({"latitude": 54.6}, "latitude"),
        ({"latitude": 540, "longitude": 1}, "latitude"),
        ({"language": "fr"}, "language"),
        ({"service": "potholes", "address": ""}, "address"),
        ({"facts": {"x": "y" * 500}}, "facts"),
        ({"outside_id": "17"}, "outside_id"),
    ],
)
def test_what_does_not_fit_is_told_by_its_field_and_keeps_nothing(client, wrong, field):
    response = send(client, **wrong)
    assert response.status_code == 422
    assert field in response.json()["error"]["fields"]
    assert not Case.objects.exists()


def test_a_number_that_no_database_holds_is_told_back(client):
    token = installation().build_tokens().make(Wish(name="An app", days=5), by="tests", at=now())[0]
    response = send(client, token, outside_id="17\x00")
    assert response.status_code == 422
    assert "outside_id" in response.json()["error"]["fields"]


def test_ten_megabytes_of_text_are_refused_before_they_are_read(client):
    assert send(client, text="x" * 10_000_000).status_code == 413


def test_services_say_what_they_ask_for(client):
    codes = [each["code"] for each in client.get("/api/reports/services").json()]
    assert "potholes" in codes
