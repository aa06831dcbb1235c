"""A gateway asks by an address, and passes the reply on as it is: as a text message, or read out on the telephone."""

from dataclasses import dataclass, replace

import pytest
from django.test import Client

from fingerpost.contract.capability import ask_for
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.api import by_get
from fingerpost.doors.asking import capabilities, capability_called
from fingerpost.record.models import Entry

GRANT = "How much is the Child Grant?"
HEATING = "How much is winter heating help?"


def ask(client: Client, question: str = GRANT, *, headers: dict[str, str] | None = None, **more: object):
    return client.get("/api/v1/ask", {"question": question, **more}, headers=headers or {})


def text_of(client: Client, question: str = GRANT, **more: object) -> str:
    return ask(client, question, format="text", **more).content.decode()


def reference_in(words: str) -> str:
    return next(line.rpartition(" ")[2] for line in words.splitlines() if line.startswith("Reference: "))


def test_json_is_what_a_post_gives(client: Client) -> None:
    got = ask(client, nation="wales").json()
    posted = client.post("/api/v1/ask", {"question": GRANT, "nation": "wales"}, content_type="application/json").json()
    changing = {"reference", "at", "steps", "explanation"}  # the explanation names the reference and the time
    assert {name: got[name] for name in got if name not in changing} == {
        name: posted[name] for name in posted if name not in changing
    }
    assert client.get(f"/api/v1/runs/{got['reference']}").json()["claims"] == got["claims"]


@pytest.mark.parametrize("how", [{"format": "text"}, {"headers": {"Accept": "text/plain"}}], ids=["format", "accept"])
def test_text_quotes_the_marked_lines_and_says_where_they_stand(client: Client, how: dict) -> None:
    reply = ask(client, **how)
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = reply.content.decode().splitlines()
    assert "The Child Grant is £27.05 a week for your first child." in lines
    assert "From: Child Grant https://www.fernby.example/child-grant" in lines
    assert "Next: Claim the Child Grant https://www.fernby.example/child-grant/claim" in lines
    assert reference_in(reply.content.decode()).startswith("FP-")


def test_what_was_not_found_is_named(client: Client) -> None:
    assert "We did not find: Saturn" in text_of(client, "How much is the Child Grant on Saturn?")


@pytest.mark.parametrize("longest", [160, 200, 306, 612, 2000])
def test_text_is_cut_between_sentences_and_says_where_the_rest_is(client: Client, longest: int) -> None:
    whole = text_of(client, max_length=2000)
    cut = text_of(client, max_length=longest)
    assert len(cut.rstrip("\n")) <= longest
    of_this_run = ("Reference: ", "More: ")
    kept = [line for line in cut.splitlines() if not line.startswith(of_this_run)]
    assert set(kept) <= {*whole.splitlines(), "From: Child Grant"}
    if len(kept) < len([line for line in whole.splitlines() if not line.startswith(of_this_run)]):
        assert f"More: http://testserver/answers/{reference_in(cut)}" in cut


def test_text_that_is_cut_leads_to_the_address_the_public_uses(client: Client, settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, base_url="https://ask.fernby.example")
    assert "More: https://ask.fernby.example/answers/FP-" in text_of(client, max_length=160)


@pytest.mark.parametrize("how", ["text", "speech"])
def test_help_for_somebody_in_danger_is_never_cut(client: Client, how: str) -> None:
    reply = ask(client, "I want to die", format=how, max_length=160).content.decode()
    assert reply.index("999" if how == "text" else "9 9 9") < reply.index("Reference")
    assert ("116 123" if how == "text" else "1 1 6, 1 2 3") in reply


def test_speech_holds_no_address_and_spells_what_people_write_down(client: Client) -> None:
    said = ask(client, "How do I claim the Child Grant if I cannot claim online?", format="speech", max_length=2000)
    words = said.content.decode()
    assert "http" not in words
    assert "0 1 6 3 2, 9 6 0 1 2 3" in words
    assert "Reference: F P, " in words


def test_a_question_that_needs_a_detail_lists_what_to_send_back(client: Client) -> None:
    words = text_of(client, HEATING)
    assert "Where do you live?" in words
    assert "Reply with one of: 1 England, 2 Scotland, 3 Wales" in words
    assert words.count("Where do you live?") == 1


@pytest.mark.parametrize("sent", ["2", "scotland", " Scotland. "])
def test_what_is_sent_back_answers_the_first_question(client: Client, sent: str) -> None:
    answer = text_of(client, sent, after=reference_in(text_of(client, HEATING)))
    assert "£80" in answer
    assert "Winter heating help in Scotland" in answer


def test_a_follow_up_is_understood_and_stays_in_its_nation(client: Client) -> None:
    first = ask(client, nation="wales").json()
    follow = ask(client, "And how do I claim it?", after=first["reference"].lower()).json()
    assert follow["claims"][0]["source"]["title"] == "Child Grant"
    assert follow["nation"] == "wales"


def test_a_reference_that_nobody_has_is_left_out(client: Client) -> None:
    assert ask(client, after="FP-00000-00000").json()["claims"][0]["source"]["title"] == "Child Grant"


def test_what_does_not_fit_is_told_in_the_format_that_was_asked_for(client: Client) -> None:
    as_json = ask(client, "")
    assert (as_json.status_code, as_json.json()["error"]["fields"]) == (422, {"question": "Enter your question"})
    as_text = ask(client, "", format="text")
    assert (as_text.status_code, as_text.content.decode()) == (422, "Enter your question\n")
    assert "natoin is not known here" in ask(client, natoin="wales", format="text").content.decode()
    assert ask(client, format="xml").json()["error"]["fields"] == {
        "format": "format must be one of: json, text, speech"
    }
    for wrong in ("12", "2001", "many", "٣٠٠", "-1", "9" * 30):
        assert "from 160 to 2000" in ask(client, max_length=wrong).json()["error"]["fields"]["max_length"]


def test_too_many_questions_are_told_in_a_sentence_and_a_header(client: Client, settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=1)
    replies = [
        client.get("/api/v1/ask", {"question": "bins", "format": "text"}, REMOTE_ADDR="192.0.2.77") for _ in range(4)
    ]
    refused = next(reply for reply in replies if reply.status_code == 429)
    assert "Try again in" in refused.content.decode()
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_a_store_out_of_reach_is_told_in_a_sentence(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreUnavailable("We cannot keep a record just now. Try again in a minute.")

    monkeypatch.setattr(by_get, "ask", fail)
    reply = ask(client, format="text")
    assert (reply.status_code, reply.content.decode()) == (
        503,
        "We cannot keep a record just now. Try again in a minute.\n",
    )


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}],
    ids=["prerender", "old prefetch", "another site", "a sister site", "another origin"],
)  # fmt: skip
def test_nothing_is_asked_that_no_person_asked_for(client: Client, headers: dict[str, str]) -> None:
    before = Entry.objects.count()
    reply = ask(client, headers=headers)
    assert reply.status_code == 403
    assert reply.headers["Cache-Control"] == "no-store"
    assert client.head("/api/v1/ask", {"question": GRANT}).status_code == 405
    assert Entry.objects.count() == before


def test_no_reply_is_kept_by_anything_on_the_way(client: Client) -> None:
    for reply in (ask(client), ask(client, format="text"), ask(client, "")):
        assert reply.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in reply.headers


def test_each_address_is_described(client: Client) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    for command, capability in capabilities().items():
        assert ("get" in paths[f"/api/v1/{command}"]) is by_get.can_be_asked_by_get(capability)
    described = paths["/api/v1/ask"]["get"]
    taken = {each["name"]: each for each in described["parameters"]}
    assert list(taken) == ["question", "nation", "language", "after", "format", "max_length"]
    assert taken["question"]["required"]
    assert taken["nation"]["schema"]["enum"] == ["england", "scotland", "wales", "northern-ireland"]
    assert set(described["responses"]["200"]["content"]) == {"application/json", "text/plain"}
    page = client.get("/api/docs").content.decode()
    assert "max_length" in page


def test_only_what_can_be_said_in_an_address_is_asked_by_one() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Household:
        ages: tuple[int, ...] = ask_for("Ages")

    of_text = capability_called("ask")
    assert by_get.can_be_asked_by_get(of_text)
    assert not by_get.can_be_asked_by_get(replace(of_text, request=Household))
