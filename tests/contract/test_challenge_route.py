"""Every capability has a way to challenge it that works: one is sent from a real outcome's page, and answered.

Of 152 public transparency records looked at in 2026, 16 had one that a reader could find. Ours is walked here: link,
form, reference, ledger, the officer's queue, the answer, and the resident's page.
"""

import json
import re
from dataclasses import asdict
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from fingerpost.contract.capability import Capability, free_text_of
from fingerpost.contract.claims import OutcomeKind
from fingerpost.doors.accounts import add_member
from fingerpost.doors.challenges import today
from fingerpost.evaluate.cases import read_cases
from fingerpost.record.challenges.reading import count_challenges
from fingerpost.record.models import Entry

PASSWORD = "a long walk by the river"
BODY = settings.CONFIGURATION.body


@pytest.fixture
def officer(library: object) -> Client:
    add_member("dana", role="data-protection", password=PASSWORD)
    browser = Client()
    assert browser.post("/staff/sign-in", {"name": "dana", "password": PASSWORD}).status_code == 303
    return browser


def asked(capability: Capability, **texts: str) -> dict[str, str]:
    """A form of the capability, filled in as one of its own cases says."""
    case = next(each for each in read_cases(capability) if each.expect is OutcomeKind.ANSWERED)
    return {**{name: value for name, value in asdict(case.request).items() if isinstance(value, str)}, **texts}


def asked_by_program(client: Client, capability: Capability) -> str:
    """The reference of an answer to one of its own cases."""
    case = next(each for each in read_cases(capability) if each.expect is OutcomeKind.ANSWERED)
    sent = {name: value for name, value in asdict(case.request).items() if value is not None}
    reply = client.post(
        f"/api/v1/{capability.card.command}", json.dumps(sent, default=str), content_type="application/json"
    )
    return str(reply.json()["reference"])


def outcomes(client: Client, capability: Capability) -> list[str]:
    """The pages of several outcomes: its own answer, a stop of the guard, and help for somebody in danger.

    Where nothing is written freely there is nothing for the guard to stop: its own answer alone.
    """
    first = next(iter(free_text_of(read_cases(capability)[0].request)), "")
    if not first:
        return [f"/answers/{asked_by_program(client, capability)}"]
    forms = [
        asked(capability),
        asked(capability, **{first: "I want to die"}),
        asked(capability, **{first: "Jak się masz, proszę o pomoc w sprawie mieszkania"}),
    ]
    return [str(client.post(f"/{capability.card.command}", form).headers["Location"]) for form in forms]


def test_a_challenge_is_sent_from_an_outcome_s_page_and_answered(
    client: Client, officer: Client, capability: Capability
) -> None:
    if capability.card.is_for_staff:
        pytest.skip("it has no outcome page: whoever it concerns writes to its contact, as its record says")
    for number, page in enumerate(outcomes(client, capability), start=1):
        link = re.search(r'href="([^"]+/challenge)"', client.get(page).content.decode())
        assert link, f"{page} leads to no challenge"
        check = client.post(link[1], {"kind": "wrong", "text": "It was not what I asked.", "way": "none"})
        sent = client.post(check.headers["Location"]).headers["Location"]
        reference = sent.rpartition("/")[2]
        found = officer.get("/oversight/challenges", {"reference": reference}).content.decode()
        case = re.search(r'href="(/oversight/challenges/\d+)"', found)
        assert case, "no officer finds it"
        noted = json.loads(Entry.objects.get(reference=reference, event="noted").leaf)
        assert (noted["type"], noted["capability"]) == ("challenge/received", capability.name)
        officer.post(f"{case[1]}/open")
        officer.post(f"{case[1]}/answer", {"decision": "upheld", "reasons": f"You were right, for reason {number}."})
        assert f"for reason {number}." in client.get(sent).content.decode()
        (count,) = count_challenges(body=BODY, today=today())
        assert (count.capability, count.answered) == (capability.name, number)


def test_its_card_says_by_when_a_person_answers_and_what_may_be_challenged(capability: Capability) -> None:
    assert 1 <= capability.card.challenge.days <= 60
    assert capability.card.challenge.what


def test_the_record_of_a_tool_of_staff_says_how_to_challenge_it(client: Client, capability: Capability) -> None:
    if not capability.card.is_for_staff:
        pytest.skip("its outcomes have a page each, with a link")
    page = unescape(client.get(f"/register/{capability.name}").content.decode())
    assert all(what in page for what in capability.card.challenge.what)
    assert f"{capability.card.challenge.days} working days" in page
    assert 'id="challenge"' in page
