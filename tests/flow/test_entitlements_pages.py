"""The interview and its result, as a resident without scripts comes through it."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.unit.rules.households import LONE_PARENT

from fingerpost.contract.context import Nation
from fingerpost.doors.asking import find_kept
from fingerpost.record.models import Entry
from fingerpost.rules.households.interview import pack_interview, unpack_interview
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.reading.files import uk_rules

FACTS: dict[str, Any] = {
    "in_couple": False,
    "number_of_children": 2,
    "no_public_funds": False,
    "adults": [{"date_of_birth": "1990-05-05", "works": True, "earnings": 18000}],
    "children": [{"date_of_birth": "2015-05-05"}, {"date_of_birth": "2020-01-01"}],
}


def packed(facts: dict[str, Any], nation: Nation = Nation.ENGLAND) -> str:
    book = uk_rules()
    return pack_interview(book, read_household(book, facts), nation=nation)


def answers_in(address: str) -> dict[str, Any]:
    (text,) = parse_qs(urlsplit(address).query)["a"]
    return dict(unpack_interview(uk_rules(), text).household.answers)


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def ask(client: Client, question: str, answer: dict[str, str], facts: dict[str, Any] = FACTS, place: str = "") -> Any:
    return client.post(f"{place}/entitlements/question?q={question}&a={packed(facts)}", answer)


def work_out(client: Client, facts: dict[str, Any] = FACTS, place: str = "", **more: Any) -> Any:
    return client.post(f"{place}/entitlements/result", {"a": packed(facts, **more)}, follow=True)


def test_the_nation_is_asked_first_and_every_answer_travels_in_the_address(client: Client) -> None:
    page = client.get("/entitlements/question")
    assert "Where do you live?" in page.content.decode()
    reply = client.post("/entitlements/question?q=nation", {"answer": "wales"})
    assert reply.status_code == 303
    (text,) = parse_qs(urlsplit(reply.headers["Location"]).query)["a"]
    assert unpack_interview(uk_rules(), text).nation is Nation.WALES
    following = client.get(reply.headers["Location"])
    assert following.status_code == 200
    assert not following.cookies
    assert following.headers["Cache-Control"] == "private, no-store"


def test_nothing_is_recorded_before_a_result_is_asked_for(client: Client) -> None:
    before = Entry.objects.count()
    ask(client, "number_of_children", {"answer": "3"})
    client.get(f"/entitlements/check?a={packed(FACTS)}")
    assert Entry.objects.count() == before
    work_out(client)
    assert Entry.objects.count() == before + 2  # opened and closed


@pytest.mark.parametrize(("skip", "words"), [("dont-know", "I don’t know"), ("rather-not", "I’d rather not say")])
def test_not_knowing_and_not_saying_are_answers(client: Client, skip: str, words: str) -> None:
    reply = ask(client, "capital", {"skip": skip})
    assert reply.status_code == 303
    check = client.get(reply.headers["Location"].replace("/question", "/check")).content.decode()
    assert re.search(rf"Savings.*?{words}", text_of(check))


@pytest.mark.parametrize(
    ("question", "posted", "words"),
    [
        ("number_of_children", {"answer": "-1"}, "It must be 0 or more"),
        ("number_of_children", {"answer": "99"}, "It must be 12 or less"),
        ("number_of_children", {"answer": "two"}, "Enter a whole number, such as 2"),
        ("number_of_children", {"answer": "1.5"}, "Enter a whole number, such as 2"),
        ("capital", {"answer": "-5"}, "It must be £0 or more"),
        ("capital", {"answer": "999999999999"}, "It must be £50,000,000 or less"),
        ("capital", {"answer": "lots"}, "Enter an amount in pounds, such as 600 or 600.50"),
        ("capital", {"answer": "1.005"}, "Enter an amount in pounds and pence, such as 600.50"),
        ("capital", {"answer": "NaN"}, "Enter an amount in pounds"),
        ("housing", {}, "Choose an answer, or say that you do not know"),
        ("housing", {"answer": "castle"}, "Choose an answer, or say that you do not know"),
        ("you.date_of_birth", {"day": "31", "month": "2", "year": "1990"}, "There is no such date"),
        ("you.date_of_birth", {"day": "x", "month": "2", "year": "1990"}, "Enter a date, such as 31 3 1980"),
        ("you.date_of_birth", {"day": "1", "month": "2", "year": "2990"}, "must be today or in the past"),
        ("you.date_of_birth", {"age": "12"}, "16"),
        ("children.0.date_of_birth", {"day": "1", "month": "2", "year": "1980"}, "Child 1 would be older than you"),
        ("children.0.date_of_birth", {"day": "1", "month": "2", "year": "2000"}, "A child here is under 20"),
        ("you.state_pension", {"answer": "200"}, "Nobody under 60 gets a State Pension"),
    ],
)
def test_an_answer_that_cannot_be_is_told_beside_its_box_and_nothing_is_lost(
    client: Client, question: str, posted: dict[str, str], words: str
) -> None:
    reply = ask(client, question, posted)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert page.count(words) >= 2, "in the summary and beside the box"
    assert "Error: " in page
    for typed in posted.values():
        assert f'value="{typed}"' in page or typed == "castle"
    (action,) = re.findall(r'<form action="([^"]+entitlements/question[^"]*)"', page)
    assert answers_in(unescape(action)) == answers_in(f"?a={packed(FACTS)}")


def test_a_changed_answer_leads_back_to_all_answers(client: Client) -> None:
    reply = client.post(f"/entitlements/question?q=capital&t=check&a={packed(FACTS)}", {"answer": "£1,200.50"})
    assert urlsplit(reply.headers["Location"]).path == "/entitlements/check"
    assert answers_in(reply.headers["Location"])["capital"] == 120050


def test_whoever_has_no_partner_any_more_has_no_answers_about_one(client: Client) -> None:
    couple = {**FACTS, "in_couple": True, "adults": [*FACTS["adults"], {"date_of_birth": "1991-01-01"}]}
    reply = ask(client, "in_couple", {"answer": "no"}, couple)
    assert not [path for path in answers_in(reply.headers["Location"]) if path.startswith("partner.")]


def test_back_goes_to_the_question_before(client: Client) -> None:
    reply = client.post(f"/entitlements/question?q=capital&t=nation,in_couple&a={packed(FACTS)}", {"answer": "5"})
    page = client.get(reply.headers["Location"]).content.decode()
    (back,) = re.findall(r'href="([^"]+)" class="govuk-back-link"', page)
    assert parse_qs(urlsplit(unescape(back)).query)["q"] == ["capital"]
    before = client.get(unescape(back)).content.decode()
    assert 'value="5"' in before
    (back,) = re.findall(r'href="([^"]+)" class="govuk-back-link"', before)
    assert parse_qs(urlsplit(unescape(back)).query)["q"] == ["in_couple"]


@pytest.mark.parametrize("text", ["1AAAA", "nonsense", "1" + "A" * 7000, "9abc"])
def test_an_address_that_is_not_whole_says_so(client: Client, text: str) -> None:
    for page in ("question", "check"):
        reply = client.get(f"/entitlements/{page}?a={text}")
        assert reply.status_code == 400
        assert "We cannot read your answers" in reply.content.decode()
    assert client.post("/entitlements/result", {"a": text}).status_code == 400


@pytest.mark.parametrize("question", ["nonsense", "children.99.date_of_birth", "you.", "you.shoe_size", "<script>"])
def test_a_question_that_is_none_leads_to_the_next_one(client: Client, question: str) -> None:
    reply = client.get("/entitlements/question", {"q": question, "a": packed(FACTS)})
    assert reply.status_code in {200, 302}
    assert "<script>alert" not in reply.content.decode()


class TestResult:
    def test_it_says_what_is_likely_with_amount_reasons_working_and_sources(self, client: Client) -> None:
        words = text_of(work_out(client).content.decode())
        assert "You are likely to get Child Benefit: £44.95 a week" in words
        assert "A child who counts for Child Benefit lives with you" in words
        assert "£27.05 + (2 − 1) × £17.90 = £44.95" in words
        assert "How to claim Child Benefit" in words

    def test_what_is_possible_says_what_would_settle_it_and_where_to_answer(self, client: Client) -> None:
        page = work_out(client).content.decode()
        assert "This would settle it:" in page
        links = [unescape(each) for each in re.findall(r'href="([^"]*entitlements/question\?[^"]*q=[^"]*)"', page)]
        assert links
        assert client.get(links[0]).status_code == 200

    def test_what_is_not_had_says_why(self, client: Client) -> None:
        words = text_of(work_out(client, {**FACTS, "number_of_children": 0, "children": []}).content.decode())
        assert re.search(r"You are unlikely to get Child Benefit Because: No child who counts", words)

    def test_whoever_gets_it_already_is_told_so_and_nothing_of_it_is_folded_away(self, client: Client) -> None:
        page = work_out(client, {**FACTS, "gets_universal_credit": True, "capital": 90000}).content.decode()
        (shown,) = re.findall(r"<details ([^>]*)>\s*<summary[^>]*><span[^>]*>You are unlikely to get Universal", page)
        assert shown.endswith(" open")
        assert page.index("get Universal Credit</span></summary>") < page.index(
            "get Attendance Allowance</span></summary>"
        )
        assert "You told us that you get it. Do not stop your claim because of this page." in text_of(page)

    def test_what_cannot_be_had_together_says_so_already_in_the_list_at_the_top(self, client: Client) -> None:
        child = {"date_of_birth": "2023-05-05", "disability": "none", "school": "none"}
        works = {"works": True, "earnings": 18000, "self_employed_profit": 0, "pension_contributions": 0}
        parent = {**LONE_PARENT["adults"][0], **works, "apprentice": False, "hours_worked": 35}
        facts = {**LONE_PARENT, "childcare_costs": 900, "adults": [parent], "children": [child, child]}
        words = text_of(work_out(client, facts).content.decode())
        assert "Tax-Free Childcare : £2,160 a year You can get this or Universal Credit, not both." in words
        assert words.count("You can get this or Tax-Free Childcare, not both.") == 2

    def test_steps_that_came_to_nothing_are_folded_away(self, client: Client) -> None:
        words = text_of(work_out(client, LONE_PARENT).content.decode())
        before, fold, after = words.partition("Steps that came to nothing : Universal Credit")
        assert fold
        assert "Carer elements: 0 × £209.34 = £0" not in before
        assert "Carer elements: 0 × £209.34 = £0" in after

    def test_the_rules_of_a_scheme_are_one_link_away(self, client: Client) -> None:
        assert '<a class="govuk-link" href="/rules/child_benefit">' in work_out(client).content.decode()
        assert client.get("/rules/child_benefit").status_code == 200

    def test_the_curve_has_its_table_and_its_words(self, client: Client) -> None:
        page = work_out(client).content.decode()
        assert "What more earnings would change" in page
        assert re.search(r'<svg class="fp-curve__picture" role="img" aria-labelledby="earn-title earn-about">', page)
        assert "Kept of each £1 more" in page

    def test_it_is_a_run_like_any_other_with_its_receipt_and_its_reasons(self, client: Client) -> None:
        reply = work_out(client)
        reference = reply.redirect_chain[-1][0].rpartition("/")[2]
        kept = find_kept(reference)
        assert kept is not None
        assert kept.capability == "entitlements"
        assert kept.request
        assert kept.request["facts"]["number_of_children"] == 2
        assert f"/answers/{reference}/receipt" in reply.content.decode()
        assert client.get(f"/answers/{reference}/how").status_code == 200

    def test_it_can_be_saved_as_text_and_as_data(self, client: Client) -> None:
        reference = work_out(client).redirect_chain[-1][0].rpartition("/")[2]
        text = client.get(f"/answers/{reference}/summary.txt")
        assert "attachment" in text.headers["Content-Disposition"]
        assert "You are likely to get Child Benefit: £44.95 a week" in text.content.decode()
        data = json.loads(client.get(f"/answers/{reference}/summary.json").content)
        assert data["answers"]["number_of_children"] == 2
        assert data["reference"] == reference

    def test_an_answer_from_guidance_has_no_such_files(self, client: Client) -> None:
        reply = client.post("/ask", {"question": "How much is the Child Grant?"}, follow=True)
        reference = reply.redirect_chain[-1][0].rpartition("/")[2]
        assert client.get(f"/answers/{reference}/summary.json").status_code == 404

    def test_in_welsh_the_rules_speak_welsh(self, client: Client) -> None:
        page = text_of(work_out(client, place="/cy", nation=Nation.WALES).content.decode())
        assert "Rydych yn debygol o gael Budd-dal Plant: £44.95 yr wythnos" in page


class TestPrograms:
    def test_facts_go_in_and_what_was_reckoned_comes_out(self, client: Client) -> None:
        sent = {"facts": FACTS, "nation": "england", "on": "2026-11-23", "schemes": ["child_benefit"]}
        reply = client.post("/api/v1/entitlements", sent, content_type="application/json").json()
        assert reply["outcome"] == "answered"
        assert reply["claims"][0]["reckoned"]["low"] == 4495

    def test_what_does_not_fit_is_told_by_field(self, client: Client) -> None:
        sent = {"facts": {"number_of_children": -1, "rent": "lots"}, "nation": "narnia"}
        reply = client.post("/api/v1/entitlements", sent, content_type="application/json")
        assert reply.status_code == 422
        assert set(reply.json()["error"]["fields"]) == {"nation"}
        reply = client.post("/api/v1/entitlements", {"facts": sent["facts"]}, content_type="application/json")
        assert reply.status_code == 422
        assert set(reply.json()["error"]["fields"]) == {"facts.number_of_children", "facts.rent"}
