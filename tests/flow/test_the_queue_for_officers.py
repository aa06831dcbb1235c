"""The officer's queue: seen by whoever works in a team, narrowed, saved, and worked on several cases at once."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.accounts import signed_in
from tests.casefiles import POTHOLES, officer, opened, report_of

from fingerpost.casework.members import join_team
from fingerpost.casework.models import Case, Decision, HistoryLine, Membership, SavedView, Suggestion
from fingerpost.casework.states import State
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.services import Urgency
from fingerpost.doors.installation import now
from fingerpost.record.models import Entry

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def mair(client: Client) -> Client:
    """An officer of Highways and parking."""
    return officer("mair")


@pytest.fixture
def tom(client: Client) -> Client:
    """An officer of Waste and recycling."""
    return officer("tom", team="waste")


def text_of(reply: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def bin_case() -> Case:
    return opened(
        report_of("My green bin was not emptied", latitude=None, longitude=None),
        Proposal(**{**vars(POTHOLES), "service": "missed-bins", "team": "waste"}),
    )


def picked(*cases: Case, **more: str) -> dict[str, Any]:
    """What the form of the queue sends."""
    return {"case": [f"{each.reference}.{each.version}" for each in cases], "back": "/staff/cases", **more}


def bulk(who: Client, *cases: Case, act: str, **typed: str) -> Any:
    return who.post("/staff/cases/bulk", picked(*cases, act=act, do="do", **typed))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


# --- what is seen


def test_a_row_tells_everything_in_words(mair: Client) -> None:
    case = opened(proposal=Proposal(**{**vars(POTHOLES), "urgency": Urgency.URGENT, "needs_attention": True}))
    page = text_of(mair.get("/staff/cases"))
    for said in (
        case.reference,
        "There is a deep pothole",
        "Potholes",
        "Needs attention",
        "Urgent",
        "New",
        "Nobody yet",
    ):
        assert said in page, said
    assert "Due" in page
    assert "minutes ago" in page


def test_words_of_residents_are_never_markup(mair: Client) -> None:
    opened(report_of("<script>alert(1)</script> {{ 7*7 }}"))
    page = mair.get("/staff/cases").content.decode()
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page


def test_cases_of_another_team_are_not_there(mair: Client, tom: Client) -> None:
    hole, bins = opened(), bin_case()
    assert bins.reference not in mair.get("/staff/cases").content.decode()
    assert hole.reference not in tom.get("/staff/cases?state=all").content.decode()
    assert hole.reference not in tom.get(f"/staff/cases?q={hole.reference}").content.decode().split("<h2", 3)[-1]
    assert hole.reference not in tom.get("/staff/cases.csv").content.decode()


def test_what_needs_attention_stands_first_whatever_is_asked_of_it(mair: Client) -> None:
    calm = opened()
    grave = opened(proposal=Proposal(**{**vars(POTHOLES), "needs_attention": True}))
    page = mair.get("/staff/cases").content.decode()
    assert page.index(grave.reference) < page.index(calm.reference)
    page = mair.get("/staff/cases?order=oldest").content.decode()
    assert page.index(calm.reference) < page.index(grave.reference)


def test_somebody_in_no_team_is_told_what_to_do(client: Client) -> None:
    alone = officer("lone", team="")
    assert "You are not in a team yet" in text_of(alone.get("/staff/cases"))
    assert "You are not in a team yet" in text_of(alone.get("/staff/cases/teams"))


def test_an_empty_queue_and_a_filter_that_fits_nothing_are_told_apart(mair: Client) -> None:
    assert "Nothing waits" in text_of(mair.get("/staff/cases"))
    opened()
    page = text_of(mair.get("/staff/cases?urgency=emergency"))
    assert "No case fits what you chose" in page
    assert "Take something away" in page


def test_a_store_that_fails_is_never_an_empty_list(mair: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from fingerpost.contract.errors import StoreUnavailable  # noqa: PLC0415
    from fingerpost.doors.staff.cases import queue  # noqa: PLC0415

    def fail(*given: Any, **more: Any) -> None:
        raise StoreUnavailable("The cases cannot be read. Try again in a minute.")

    monkeypatch.setattr(queue, "list_cases", fail)
    mair.raise_request_exception = False
    reply = mair.get("/staff/cases")
    assert reply.status_code == 503
    assert "Nothing waits" not in text_of(reply)


# --- what it is narrowed by


def test_the_queue_is_searched_by_words_and_by_reference(mair: Client) -> None:
    hole, lamp = opened(), opened(report_of("The street lamp flickers at night"))
    page = mair.get("/staff/cases", {"q": "flickering lamps"}).content.decode()
    assert lamp.reference in page
    assert hole.reference not in page
    for typed in (hole.reference, hole.reference.lower().replace("-", " "), hole.reference[3:]):
        page = mair.get("/staff/cases", {"q": typed}).content.decode()
        assert f'data-fp-case="{hole.reference}"' in page, typed
        assert f'data-fp-case="{lamp.reference}"' not in page


def test_what_is_due_within_a_working_day_is_found_and_kept_in_a_view(mair: Client) -> None:
    due = {"late": timedelta(hours=-1), "soon": timedelta(hours=1), "far": timedelta(days=15)}
    cases = {name: opened() for name in due}
    for name, case in cases.items():
        Case.objects.filter(pk=case.pk).update(due_at=now() + due[name])
    page = mair.get("/staff/cases?due=soon").content.decode()
    assert {name for name, case in cases.items() if f'data-fp-case="{case.reference}"' in page} == {"soon"}
    assert "Due soon: a working day or less is left" in page
    assert 'href="/staff/cases?due=soon"><span class="fp-count__number">1<' in page
    mair.post("/staff/cases/views", {"name": "Nearly", "query": "due=soon"})
    page = mair.get("/staff/cases?due=soon").content.decode()
    assert 'href="/staff/cases?due=soon" aria-current="true">Nearly' in page


@pytest.mark.parametrize(
    "asked", ["", "due=late", "due=soon", "attention=yes", "assigned=nobody", "due=late&q=pothole"]
)
def test_the_number_of_cases_is_that_of_the_list(mair: Client, asked: str) -> None:
    for hours in (-1, 1, 400):
        Case.objects.filter(pk=opened().pk).update(due_at=now() + timedelta(hours=hours))
    Case.objects.filter(pk=opened().pk).update(attention=True, assigned_to="tom")
    page = mair.get(f"/staff/cases?{asked}").content.decode()
    (told,) = re.findall(r'id="cases" tabindex="-1">(\d+) case', page)
    assert int(told) == page.count("data-fp-case=")
    assert int(told) > 0


def test_a_reference_finds_a_case_that_is_over(mair: Client) -> None:
    case = opened()
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, is_live=False)
    assert f'data-fp-case="{case.reference}"' not in mair.get("/staff/cases").content.decode()
    assert f'data-fp-case="{case.reference}"' in mair.get(f"/staff/cases?q={case.reference}").content.decode()
    assert f'data-fp-case="{case.reference}"' in mair.get("/staff/cases?state=over").content.decode()


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"assigned": "me"}, {"assigned_to": "mair"}),
        ({"assigned": "nobody"}, {"assigned_to": ""}),
        ({"attention": "yes"}, {"attention": True}),
        ({"urgency": "urgent"}, {"urgency": "urgent", "rank": 2}),
        ({"service": "street-lights"}, {"service": "street-lights"}),
        ({"channel": "e-mail"}, {"channel": "e-mail"}),
        ({"state": "planned"}, {"state": "planned"}),
        ({"due": "late"}, {"due_at": now() - timedelta(days=2)} if settings.configured else {}),
    ],
)
def test_each_filter_leaves_what_fits_and_stands_as_a_chip(
    mair: Client, asked: dict[str, str], fits: dict[str, Any]
) -> None:
    wanted, other = opened(), opened()
    Case.objects.filter(pk=other.pk).update(assigned_to="somebody")
    Case.objects.filter(pk=wanted.pk).update(**fits)
    page = mair.get("/staff/cases", asked).content.decode()
    assert f'data-fp-case="{wanted.reference}"' in page
    assert f'data-fp-case="{other.reference}"' not in page
    assert page.count("fp-chip--off") == 1
    ((name, value),) = asked.items()
    assert f"{name}={value}" in page  # kept for pages, the file and saving


def test_a_day_that_is_none_is_told(mair: Client) -> None:
    reply = mair.get("/staff/cases?since=soon")
    assert reply.status_code == 422
    assert "Enter a date such as" in text_of(reply)


@pytest.mark.parametrize(
    "query", ["state=narnia&due=x&order='", "page=999999", "team=nowhere", "q=" + "x" * 5000, "q=%F0"]
)
def test_an_odd_address_is_still_a_page(mair: Client, query: str) -> None:
    opened()
    assert mair.get(f"/staff/cases?{query}").status_code == 200


def test_a_long_list_has_pages(mair: Client) -> None:
    for _each in range(27):
        opened()
    first, second = mair.get("/staff/cases").content.decode(), mair.get("/staff/cases?page=2").content.decode()
    assert (first.count("data-fp-case="), second.count("data-fp-case=")) == (25, 2)
    assert "27 cases" in first
    assert "All 27 cases of this list" in first


def test_my_cases_are_those_that_i_have(mair: Client) -> None:
    mine, other = opened(), opened()
    Case.objects.filter(pk=mine.pk).update(assigned_to="mair")
    page = mair.get("/staff/cases/mine").content.decode()
    assert f'data-fp-case="{mine.reference}"' in page
    assert f'data-fp-case="{other.reference}"' not in page


def test_the_first_page_of_staff_says_what_waits(mair: Client) -> None:
    late = opened(proposal=Proposal(**{**vars(POTHOLES), "needs_attention": True}))
    Case.objects.filter(pk=late.pk).update(due_at=now() - timedelta(days=1))
    opened()
    assert "2 wait for work, 1 is late, 1 needs attention." in text_of(mair.get("/staff/"))


# --- how much it asks of the database


@pytest.mark.parametrize(
    "path",
    [
        "/staff/cases",
        "/staff/cases?q=pothole&assigned=nobody&order=due",
        "/staff/cases?state=all&page=2",
        "/staff/cases/mine",
        "/staff/cases/teams",
        "/staff/cases/views",
        "/staff/",
    ],
)
def test_a_page_asks_the_database_twelve_times_at_most(mair: Client, path: str) -> None:
    for _each in range(30):
        opened()
    mair.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert mair.get(path).status_code == 200
    assert len(asked) <= MOST_QUERIES, "\n".join(each["sql"][:150] for each in asked)


def test_the_file_has_every_case_of_the_list_and_no_words(mair: Client) -> None:
    for _each in range(30):
        opened()
    reply = mair.get("/staff/cases.csv")
    rows = list(csv.reader(io.StringIO(reply.content.decode().removeprefix("\ufeff"))))
    assert len(rows) == 31
    assert rows[0][:2] == ["reference", "service"]
    for word in ("pothole outside", "My wife", "Long Lane", "ann@example.com", "01632"):
        assert word not in reply.content.decode()


# --- several at once


def test_nothing_is_changed_before_it_was_looked_over(mair: Client) -> None:
    case = opened()
    page = mair.post("/staff/cases/bulk", picked(case, act="close"))
    assert page.status_code == 200
    assert "1 case will be changed" in text_of(page)
    assert fresh(case).version == case.version


def test_several_are_assigned_and_taken_back(mair: Client) -> None:
    one, two = opened(), opened()
    join_team("highways", "bethan", body=settings.CONFIGURATION.body, by="test", at=now())
    Case.objects.filter(pk=two.pk).update(assigned_to="bethan")
    reply = bulk(mair, one, two, act="assign", to="mair")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/staff/cases")
    assert [fresh(each).assigned_to for each in (one, two)] == ["mair", "mair"]
    page = text_of(mair.get("/staff/cases"))
    assert "Assigned: 2" in page
    assert "Undo" in page
    assert "Assigned: 2" not in text_of(mair.get("/staff/cases"))  # told once
    mair.post("/staff/cases/bulk/undo", {"back": "/staff/cases"})
    assert [fresh(each).assigned_to for each in (one, two)] == ["", "bethan"]
    kinds = list(HistoryLine.objects.filter(case=one).values_list("kind", flat=True))
    assert kinds.count("assigned") == 2  # taking back is a line of its own: nothing is wiped out


def test_each_refused_one_is_told_with_why_before_and_after(mair: Client) -> None:
    good, over, stale = opened(), opened(), opened()
    Case.objects.filter(pk=over.pk).update(state=State.CLOSED, is_live=False)
    over.refresh_from_db()
    before = mair.post("/staff/cases/bulk", picked(good, over, act="plan"))
    assert "1 case will not be changed" in text_of(before)
    assert "It stands at: Closed" in text_of(before)
    sent = picked(good, over, stale, act="plan", do="do", on="2099-05-01")
    Case.objects.filter(pk=stale.pk).update(version=stale.version + 1)
    after = mair.post("/staff/cases/bulk", sent, follow=True)
    assert "Planned: 1. Not changed: 2." in text_of(after)
    assert "Somebody else changed this case" in text_of(after)
    assert fresh(good).state == State.PLANNED
    assert fresh(stale).state == State.RECEIVED


def test_several_are_moved_to_another_service(mair: Client) -> None:
    join_team("streets", "mair", body=settings.CONFIGURATION.body, by="test", at=now())
    case = opened()
    bulk(mair, case, act="route", service="fly-tipping", reason="It is a heap of rubbish")
    assert (fresh(case).service, fresh(case).team) == ("fly-tipping", "streets")
    mair.post("/staff/cases/bulk/undo", {})
    assert (fresh(case).service, fresh(case).team) == ("potholes", "highways")


def test_what_was_closed_is_opened_again(mair: Client) -> None:
    case = opened()
    bulk(mair, case, act="close", reason="Two lines of the same storm")
    assert fresh(case).state == State.CLOSED
    mair.post("/staff/cases/bulk/undo", {})
    assert fresh(case).state == State.OPEN


def test_taking_back_leaves_what_somebody_changed_since(mair: Client) -> None:
    case = opened()
    bulk(mair, case, act="assign", to="mair")
    Case.objects.filter(pk=case.pk).update(version=fresh(case).version + 1)
    page = mair.post("/staff/cases/bulk/undo", {}, follow=True)
    assert "Not changed: 1" in text_of(page)
    assert fresh(case).assigned_to == "mair"


@pytest.mark.parametrize(
    ("act", "typed", "told"),
    [
        ("plan", {"on": "tomorrow"}, "Enter a date such as"),
        ("route", {"reason": "x"}, "Choose a service, a team or an urgency"),
        ("route", {"service": "potholes"}, "Give the reason"),
        ("close", {"reason": " "}, "Give the reason"),
        ("resolve", {"told": ""}, "Say what was done"),
        ("close", {"reason": "x" * 2001}, "Use 2,000 characters or fewer"),
    ],
)
def test_a_form_that_does_not_fit_is_told_and_loses_nothing(
    mair: Client, act: str, typed: dict[str, str], told: str
) -> None:
    case = opened()
    reply = bulk(mair, case, act=act, **typed)
    assert reply.status_code == 422
    assert told in text_of(reply)
    page = reply.content.decode()
    assert f'value="{case.reference}.{case.version}"' in page
    assert all(value in page for value in typed.values() if value.strip())
    assert fresh(case).version == case.version


def test_choosing_no_case_or_nothing_to_do_is_told(mair: Client) -> None:
    case = opened()
    reply = mair.post("/staff/cases/bulk", {"act": "close", "back": "/staff/cases?urgency=soon"})
    assert reply.headers["Location"] == "/staff/cases?urgency=soon&problem=case&act=close"
    assert "Choose at least one case" in text_of(mair.get(reply.headers["Location"]))
    page = mair.post("/staff/cases/bulk", picked(case))
    assert "What do you want to do with 1 case?" in text_of(page)
    assert mair.post("/staff/cases/bulk", picked(case, asked="yes")).status_code == 422


def test_all_cases_of_a_list_are_chosen_at_once(mair: Client) -> None:
    cases = [opened() for _each in range(30)]
    page = mair.post("/staff/cases/bulk", {"all": "yes", "query": "", "act": "start", "back": "/staff/cases"})
    assert "30 cases will be changed" in text_of(page)
    bulk(mair, *cases, act="start")
    assert set(Case.objects.values_list("state", flat=True)) == {State.OPEN}


def test_another_teams_case_cannot_be_reached_by_a_made_up_form(tom: Client) -> None:
    case = opened()
    for act, typed in (("assign", {"to": "tom"}), ("close", {"reason": "mine"}), ("start", {})):
        bulk(tom, case, act=act, **typed)
    assert fresh(case).version == case.version
    assert case.reference not in text_of(tom.post("/staff/cases/bulk", picked(case, act="close")))


def test_whoever_comes_back_is_led_to_our_own_pages_only(mair: Client) -> None:
    case = opened()
    sent = picked(case, act="assign", do="do", to="mair") | {"back": "https://evil.example/"}
    assert mair.post("/staff/cases/bulk", sent).headers["Location"] == "/staff/cases"


# --- saved views


def test_a_view_is_saved_for_oneself_or_a_team_and_deleted(mair: Client, tom: Client) -> None:
    bethan = officer("bethan")
    mair.post("/staff/cases/views", {"name": "Urgent ones", "query": "urgency=urgent&x=1", "team": ""})
    mair.post("/staff/cases/views", {"name": "Late holes", "query": "due=late&service=potholes", "team": "highways"})
    assert SavedView.objects.get(name="Urgent ones").query == "urgency=urgent"
    assert "Urgent ones" in text_of(mair.get("/staff/cases"))
    assert "Urgent ones" not in text_of(bethan.get("/staff/cases"))
    assert "Late holes" in text_of(bethan.get("/staff/cases"))
    assert "Late holes" not in text_of(tom.get("/staff/cases/views"))
    number = SavedView.objects.get(name="Late holes").pk
    bethan.post("/staff/cases/views", {"do": f"delete-{number}"})
    assert SavedView.objects.filter(pk=number).exists()  # it is another's, and they do not lead
    mair.post("/staff/cases/views", {"do": f"delete-{number}"})
    assert not SavedView.objects.filter(pk=number).exists()


def test_words_that_were_looked_for_are_not_kept_in_a_view(mair: Client) -> None:
    """They may name somebody whose case is erased one day, and the view stays."""
    assert "they may name somebody" in text_of(mair.get("/staff/cases/views?urgency=urgent&q=Mrs+Jones"))
    mair.post("/staff/cases/views", {"name": "Urgent ones", "query": "urgency=urgent&q=Mrs+Jones"})
    assert SavedView.objects.get().query == "urgency=urgent"
    reply = mair.post("/staff/cases/views", {"name": "Hers", "query": "q=Mrs+Jones"})
    assert reply.status_code == 422
    assert SavedView.objects.count() == 1


@pytest.mark.parametrize(("name", "team"), [("", ""), ("x" * 61, ""), ("Theirs", "waste")])
def test_a_view_that_does_not_fit_is_told(mair: Client, name: str, team: str) -> None:
    reply = mair.post("/staff/cases/views", {"name": name, "query": "urgency=urgent", "team": team})
    assert reply.status_code == 422
    assert not SavedView.objects.exists()


# --- teams


def test_an_officer_sees_the_work_of_their_own_teams_and_a_lead_of_all(mair: Client) -> None:
    opened()
    bin_case()
    page = text_of(mair.get("/staff/cases/teams"))
    assert "Highways" in page
    assert "Waste" not in page
    lead = officer("ffion", team="waste", role="team-lead")
    page = lead.get("/staff/cases/teams").content.decode()
    assert "Highways" in page
    assert "Waste" in page
    assert "My wife" not in page


def test_a_lead_puts_people_into_teams_and_the_ledger_knows(client: Client, mair: Client) -> None:
    lead = officer("ffion", team="waste", role="team-lead")
    page = lead.get("/staff/cases/teams/waste").content.decode()
    assert '<option value="mair"' in page
    lead.post("/staff/cases/teams/waste", {"account": "mair", "do": "put", "lead": "yes"})
    assert Membership.objects.get(account="mair", team="waste").is_lead
    lead.post("/staff/cases/teams/waste", {"account": "mair", "do": "remove"})
    assert not Membership.objects.filter(account="mair", team="waste").exists()
    leaves = " ".join(Entry.objects.values_list("leaf", flat=True))
    assert leaves.count("membership/") >= 2
    assert lead.get("/staff/cases/teams/nowhere").status_code == 404


def test_only_accounts_that_work_on_cases_join_a_team(client: Client) -> None:
    lead = officer("ffion", team="waste", role="team-lead")
    for account in ("nobody-here", ""):
        assert lead.post("/staff/cases/teams/waste", {"account": account, "do": "put"}).status_code == 422


# --- review


def test_who_audits_finds_the_figures_of_review_and_no_case(client: Client) -> None:
    auditor = signed_in("auditor")
    assert "/staff/cases/review" in auditor.get("/oversight/").content.decode()
    page = auditor.get("/staff/cases/review")
    assert page.status_code == 200
    assert "/staff/cases/teams" not in page.content.decode()
    assert auditor.get("/staff/cases").status_code == 403


def test_review_tells_what_people_did_with_suggestions(client: Client) -> None:
    lead = officer("ffion", role="team-lead")
    assert "Nobody has decided on a suggestion" in text_of(lead.get("/staff/cases/review"))
    for number in range(6):
        suggestion = Suggestion.objects.get(case=opened())
        verdict = "changed" if number == 0 else "accepted"
        chosen = {"service": "street-lights" if number == 0 else "potholes"}
        Decision.objects.create(
            body=suggestion.body,
            suggestion=suggestion,
            verdict=verdict,
            chosen=chosen,
            by="mair",
            at=now(),
            seconds=10 * number,
        )
    Suggestion.objects.filter(decision__seconds=50).update(is_planted=True)
    page = text_of(lead.get("/staff/cases/review"))
    assert "0 of 1 were noticed" in page
    assert "How long people look" in page
    assert "80%" in page  # four of the five that were not planted
    assert "Does it know how sure it is?" in page
    assert lead.get("/staff/cases/review?since=x").status_code == 422
