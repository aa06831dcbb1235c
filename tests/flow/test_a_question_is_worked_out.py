"""A question that needs a sum: what was heard in it, the questions that are left, the result, and back with it."""

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client

from fingerpost.contract.context import Nation
from fingerpost.doors.asking import find_kept
from fingerpost.engines.clock import SystemClock
from fingerpost.record.models import Entry
from fingerpost.rules.households.interview import pack_interview, unpack_interview
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.reading.files import uk_rules

QUESTION = "I earn £99,500 and get a £1,000 raise, what happens to my childcare?"
HEARD = ["you.earnings", "change you.earnings"]
ADULT: dict[str, Any] = {
    "date_of_birth": date(1985, 5, 5), "works": True, "self_employed_profit": 0, "hours_worked": 37.5,
    "pension_contributions": 0, "has_extra_income": False, "new_style_benefit": 0, "cares_35_hours": False,
    "has_health_condition": False, "full_time_student": False, "pregnant": False,
}  # fmt: skip
FAMILY: dict[str, Any] = {
    "in_couple": True, "number_of_children": 1, "no_public_funds": False, "in_london": False, "housing": "mortgage",
    "capital": 2000, "childcare_costs": 1000, "gets_universal_credit": False, "gets_child_benefit": True,
    "adults": [ADULT, {**ADULT, "earnings": 30000}],
    "children": [{"date_of_birth": date(2023, 3, 1), "disability": "none", "school": "none", "offered_place": False}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_a_day_whose_figures_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _clock: datetime(2026, 11, 23, 12, tzinfo=UTC))


def text_of(reply: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())


def asked(client: Client, question: str = QUESTION, place: str = "", **more: str) -> str:
    """The address of the answer."""
    values = {"question": question, "nation": "england", **more}
    return str(client.post(f"{place}/ask", values).headers["Location"])


def reference_in(address: str) -> str:
    return urlsplit(address).path.rsplit("/", 1)[-1]


def heard_at(address: str) -> str:
    return f"/entitlements/heard/{reference_in(address)}"


def with_the_rest(address: str) -> dict[str, str]:
    """What the form of the last page sends, once the family has answered the questions that are left."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    book = uk_rules()
    given = unpack_interview(book, query["a"])
    rest = read_household(book, FAMILY)
    whole = rest
    for path, value in given.household.answers.items():
        whole = whole.answer(path, value)
    return {**query, "a": pack_interview(book, whole, nation=given.nation)}


def worked_out(client: Client) -> tuple[str, Any]:
    """The address of the question, and the page of its result."""
    answer = asked(client)
    onwards = client.post(heard_at(answer), {"use": HEARD}).headers["Location"]
    return answer, client.post("/entitlements/result", with_the_rest(onwards), follow=True)


def test_a_question_that_needs_a_sum_leads_to_what_was_heard_in_it(client: Client) -> None:
    answer = asked(client)
    page = client.get(answer)

    assert "We can work this out with you" in text_of(page)
    assert f'href="{heard_at(answer)}"' in page.content.decode()


def test_what_was_heard_is_shown_and_asked_before_it_is_used(client: Client) -> None:
    page = client.get(heard_at(asked(client)))
    text = text_of(page)

    assert "Use these answers?" in text
    assert "Earnings from employment : £99,500 a year" in text
    assert "You said: “I earn £99,500”" in text
    assert "£1,000 a year more" in text
    assert "You said: “get a £1,000 raise”" in text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_only_what_the_person_agrees_to_goes_on(client: Client) -> None:
    at = heard_at(asked(client))
    all_of_it = client.post(at, {"use": HEARD})
    pay_alone = client.post(at, {"use": ["you.earnings"]})
    none = client.post(at)

    assert all_of_it.status_code == 303
    query = parse_qs(urlsplit(all_of_it.headers["Location"]).query)
    found = unpack_interview(uk_rules(), query["a"][0])
    assert found.nation is Nation.ENGLAND
    assert found.household.answers == {"you.earnings": 9_950_000, "you.works": True}
    assert query["then"] == ["you.earnings+100000"]
    assert "then" not in parse_qs(urlsplit(pay_alone.headers["Location"]).query)
    assert not unpack_interview(
        uk_rules(), parse_qs(urlsplit(none.headers["Location"]).query)["a"][0]
    ).household.answers


def test_the_question_and_the_change_travel_through_the_interview(client: Client) -> None:
    answer = asked(client)
    onwards = client.post(heard_at(answer), {"use": HEARD}).headers["Location"]
    page = client.get(onwards).content.decode()
    (form,) = re.findall(r'<form action="(/entitlements/question[^"]*)"', page)
    following = client.post(unescape(form), {"skip": "dont-know"}).headers["Location"]
    query = parse_qs(urlsplit(following).query)

    assert (query["after"], query["then"]) == ([reference_in(answer)], ["you.earnings+100000"])
    check = client.get(f"/entitlements/check?{urlencode(with_the_rest(following))}").content.decode()
    assert f'name="after" value="{reference_in(answer)}"' in check
    assert 'name="then" value="you.earnings+100000"' in check


def test_a_raise_over_100_000_pounds_ends_the_help_and_the_result_says_what_keeps_it(client: Client) -> None:
    _answer, result = worked_out(client)
    text = text_of(result)

    assert "you would be £1,520 a year worse off" in text
    assert "Tax-Free Childcare: you would no longer get it: £2,000 a year less" in text
    assert "Free hours a week for all your children: from 30 to 15" in text
    assert "Your Personal Allowance: from £12,570 to £12,320" in text
    assert "If you paid £500 a year more into a pension, you would keep: Tax-Free Childcare" in text
    assert "https://www.gov.uk/tax-free-childcare" in result.content.decode()


def test_the_result_leads_back_and_stands_in_the_conversation_with_its_sources(client: Client) -> None:
    answer, result = worked_out(client)
    assert f'href="{answer}"' in result.content.decode()
    back = client.get(answer)
    follow_up = client.get(asked(client, "When are bins collected?", after=reference_in(answer)))

    for page in (back, follow_up):
        assert "Worked out from your own answers" in text_of(page)
        assert "you would be £1,520 a year worse off" in text_of(page)
        assert "https://www.gov.uk/tax-free-childcare" in page.content.decode()


def test_the_result_belongs_to_the_conversation_so_that_both_are_erased_at_once(client: Client) -> None:
    answer, result = worked_out(client)
    question, worked = find_kept(reference_in(answer)), find_kept(reference_in(result.request["PATH_INFO"]))

    assert question is not None and worked is not None
    assert worked.subject == question.subject
    assert (worked.request or {})["changes"] == {"adults": [{"earnings": 100500}]}


def test_only_what_settles_the_question_is_asked_until_the_person_wants_more(client: Client) -> None:
    onwards = client.post(heard_at(asked(client)), {"use": HEARD}).headers["Location"]
    query = {name: values[0] for name, values in parse_qs(urlsplit(onwards).query).items()}
    assert "tax_free_childcare" in query["about"].split(",")
    rest = {**with_the_rest(onwards)}

    done = client.get(f"/entitlements/question?{urlencode(rest)}")
    assert done.status_code == 302
    assert done.headers["Location"].startswith("/entitlements/check?")
    check = client.get(done.headers["Location"])
    (more,) = re.findall(r'href="(/entitlements/question[^"]*)">Answer the next question', check.content.decode())
    assert "about" not in parse_qs(urlsplit(unescape(more)).query)


def test_schemes_that_are_none_are_left_out_of_an_address(client: Client) -> None:
    reply = client.get("/entitlements/question", {"about": "no_such_scheme,<b>"})

    assert reply.status_code == 200
    assert "Where do you live?" in text_of(reply)


def test_nothing_is_recorded_before_the_result_is_asked_for(client: Client) -> None:
    at = heard_at(asked(client))
    before = Entry.objects.count()
    client.get(at)
    client.get(client.post(at, {"use": HEARD}).headers["Location"])

    assert Entry.objects.count() == before


def test_changing_an_answer_of_the_result_keeps_the_question_and_the_change(client: Client) -> None:
    answer, result = worked_out(client)
    (change,) = re.findall(r'href="(/entitlements/check[^"]*)"', result.content.decode())[:1]
    query = parse_qs(urlsplit(unescape(change)).query)

    assert (query["after"], query["then"]) == ([reference_in(answer)], ["you.earnings=10050000"])


def test_a_question_in_which_nothing_was_heard_goes_straight_to_the_questions(client: Client) -> None:
    reply = client.get(heard_at(asked(client, "Am I entitled to anything?")))

    assert reply.status_code == 302
    assert reply.headers["Location"].startswith("/entitlements/question?")


def test_there_is_nothing_to_hear_in_an_answer_that_is_none(client: Client) -> None:
    assert client.get("/entitlements/heard/FP-AAAAA-AAAAA").status_code == 404


def test_a_made_up_change_in_an_address_is_left_out(client: Client) -> None:
    for then in ("you.name=1", "you.earnings+1e99", "<script>", "you.earnings=1" * 200, "children.999.x=1"):
        assert client.get("/entitlements/question", {"then": then, "after": "<b>"}).status_code == 200


def test_it_works_in_welsh(client: Client) -> None:
    question = "Rwy'n ennill £99,500. Os caf i godiad o £1,000, beth sy'n digwydd i fy ngofal plant?"
    answer = asked(client, question, place="/cy")
    page = client.get(f"/cy{heard_at(answer)}")

    assert "£99,500" in text_of(page) and "£1,000" in text_of(page)


def test_it_works_in_a_frame(client: Client) -> None:
    answer = asked(client, place="/embed")
    page = client.get(answer).content.decode()
    (at,) = re.findall(r'href="(/embed/entitlements/heard/[^"]*)"', page)

    assert client.post(at, {"use": HEARD}).headers["Location"].startswith("/embed/entitlements/question?")
