"""A reply is drafted from words that two people stand behind, traced figure by figure, and sent by a person alone."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.casefiles import officer, opened, report_of

from fingerpost.casework import replies
from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.models import Case, Decision, HistoryLine, Message, ReplyTemplate, Suggestion
from fingerpost.casework.sealing import unseal
from fingerpost.casework.viewing import Viewer
from fingerpost.doors.installation import installation, now

pytestmark = pytest.mark.django_db

MENDED = {
    "title": "Pothole: when we come",
    "subject": "Your report {reference}",
    "words": "Dear {name}\n\nWe aim to mend it in {days} working days, by {due_on}. Call 01632 960000.",
    "service": "potholes",
    "language": "en",
}


@pytest.fixture(autouse=True)
def _post_is_set_up(settings: Any) -> None:
    settings.POST_WAYS = frozenset({"email", "letter"})


@pytest.fixture
def mair(client: Client) -> Client:
    return officer("mair")


@pytest.fixture
def lena(client: Client) -> Client:
    """Who leads the team, and may approve."""
    return officer("lena", role="team-lead")


def text_of(reply: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def approved(mair: Client, lena: Client, **changes: str) -> int:
    """The number of a template that Mair wrote and Lena approved."""
    made = mair.post("/staff/cases/templates/new", {**MENDED, **changes})
    assert made.status_code == 303, text_of(made)
    number = int(made.headers["Location"].rpartition("/")[2])
    assert lena.post(f"/staff/cases/templates/{number}/act", {"do": "approve", "read": "yes"}).status_code == 303
    return number


def filled(who: Client, case: Case, number: int | str) -> dict[str, str]:
    """The form as it is drafted."""
    page = who.get(f"/staff/cases/{case.reference}/reply?template={number}").content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(version|template|run)" value="([^"]*)"', page))
    subject = re.search(r'name="subject"[^>]*value="([^"]*)"', page)
    words = re.search(r'<textarea[^>]*name="words"[^>]*>(.*?)</textarea>', page, re.S)
    assert words
    return {**hidden, "subject": subject[1] if subject else "", "words": words[1], "way": "email"}


def send(who: Client, case: Case, typed: dict[str, Any], do: str = "send") -> Any:
    return who.post(f"/staff/cases/{case.reference}/reply", {**typed, "do": do})


def test_a_template_needs_a_second_person_who_may_approve(mair: Client, lena: Client) -> None:
    made = mair.post("/staff/cases/templates/new", MENDED).headers["Location"]
    assert mair.post(f"{made}/act", {"do": "approve", "read": "yes"}).status_code == 403
    own = lena.post("/staff/cases/templates/new", MENDED).headers["Location"]
    assert lena.post(f"{own}/act", {"do": "approve", "read": "yes"}).status_code == 409
    assert lena.post(f"{made}/act", {"do": "approve"}).status_code == 422
    assert lena.post(f"{made}/act", {"do": "approve", "read": "yes"}).status_code == 303
    assert ReplyTemplate.objects.exclude(approved_by="").count() == 1


def test_only_an_approved_one_is_offered_and_a_retired_one_no_more(mair: Client, lena: Client) -> None:
    case = opened()
    waiting = int(mair.post("/staff/cases/templates/new", MENDED).headers["Location"].rpartition("/")[2])
    assert MENDED["title"] not in text_of(mair.get(f"/staff/cases/{case.reference}/reply"))
    assert mair.get(f"/staff/cases/{case.reference}/reply?template={waiting}").status_code == 404
    number = approved(mair, lena)
    assert MENDED["title"] in text_of(mair.get(f"/staff/cases/{case.reference}/reply"))
    lena.post(f"/staff/cases/templates/{number}/act", {"do": "retire", "sure": "yes"})
    assert mair.get(f"/staff/cases/{case.reference}/reply?template={number}").status_code == 404


def test_a_new_version_waits_while_the_old_one_is_used(mair: Client, lena: Client) -> None:
    number = approved(mair, lena)
    page = mair.get(f"/staff/cases/templates/new?of={number}")
    assert "Dear {name}" in page.content.decode()
    mair.post("/staff/cases/templates/new", {**MENDED, "of": number, "words": "Shorter."})
    listed = text_of(mair.get("/staff/cases/templates"))
    assert "1 template waits for a second person" in listed
    assert [(each.version, bool(each.approved_by)) for each in ReplyTemplate.objects.order_by("version")] == [
        (1, True),
        (2, False),
    ]


def test_facts_are_filled_in_with_their_source_beside_them(mair: Client, lena: Client) -> None:
    case, number = opened(), approved(mair, lena)
    typed = filled(mair, case, number)
    assert typed["subject"] == f"Your report {case.reference}"
    assert typed["words"].lstrip().startswith("Dear Ann Example")
    assert "{" not in typed["words"]
    page = text_of(mair.get(f"/staff/cases/{case.reference}/reply?template={number}"))
    assert "Ann Example The resident gave it" in page
    assert "written by mair, approved by lena" in page


def test_it_goes_only_once_a_person_sends_it(mair: Client, lena: Client) -> None:
    case, number = opened(), approved(mair, lena)
    typed = filled(mair, case, number)
    before = Message.objects.count()
    over = send(mair, case, typed, "check")
    assert (over.status_code, Message.objects.count()) == (200, before)
    assert "By email to ann@example.com" in text_of(over)
    assert "No source" not in text_of(over)
    assert send(mair, case, typed).status_code == 303
    message = Message.objects.order_by("pk").last()
    assert message is not None
    assert (message.way, message.by, message.state) == ("email", "mair", "waiting")
    line = HistoryLine.objects.get(kind="replied")
    assert (line.by, line.is_shown, line.facts["way"]) == ("mair", True, "email")
    case.refresh_from_db()
    plain = unseal(case, line.sealed, f"history/{line.number}", keys=installation().build_keys())
    assert plain is not None
    assert "We aim to mend it" in plain.decode()
    made = Decision.objects.get(suggestion__kind="reply")
    assert (made.verdict, made.by) == ("accepted", "mair")


def test_pressing_twice_sends_once(mair: Client, lena: Client) -> None:
    case, number = opened(), approved(mair, lena)
    typed = filled(mair, case, number)
    assert send(mair, case, typed).status_code == 303
    again = send(mair, case, typed)
    assert again.status_code == 409
    assert "Somebody else saved this case" in text_of(again)
    assert Suggestion.objects.filter(kind="reply").count() == 1


def test_a_figure_without_a_source_must_be_ticked(mair: Client, lena: Client) -> None:
    case, number = opened(), approved(mair, lena)
    typed = filled(mair, case, number)
    typed["words"] += " You get £25 back."
    over = send(mair, case, typed, "check")
    assert over.status_code == 200
    assert "£25 back" in text_of(over)
    assert "No source" in text_of(over)
    refused = send(mair, case, typed)
    assert refused.status_code == 422
    assert "Tick each figure that has no source" in text_of(refused)
    assert send(mair, case, {**typed, "ticked": ["£26 back"]}).status_code == 422
    assert send(mair, case, {**typed, "ticked": ["£25 back"]}).status_code == 303
    assert Decision.objects.get(suggestion__kind="reply").verdict == "changed"


def test_what_nobody_knows_stays_in_braces_and_cannot_be_sent(mair: Client, lena: Client) -> None:
    case, number = opened(report_of(name="")), approved(mair, lena)
    typed = filled(mair, case, number)
    assert typed["words"].lstrip().startswith("Dear {name}")
    refused = send(mair, case, typed)
    assert refused.status_code == 422
    assert "{name}" in text_of(refused)
    assert send(mair, case, {**typed, "words": typed["words"].replace("{name}", "neighbour")}).status_code == 303


def test_only_ways_that_they_gave_and_that_are_set_up_are_offered(mair: Client, lena: Client) -> None:
    case, number = opened(report_of(email="")), approved(mair, lena)
    page = text_of(mair.get(f"/staff/cases/{case.reference}/reply?template={number}"))
    assert "By letter to 12 Long Lane, Fernby" in page
    assert "On their own page only" in page
    assert "By email" not in page
    assert "By text message" not in page  # they gave a phone, but no text messages are set up here
    typed = filled(mair, case, number)
    assert send(mair, case, typed).status_code == 422  # by email, to nobody
    assert send(mair, case, {**typed, "way": "page"}).status_code == 303
    assert not Message.objects.filter(way="email").exists()


def test_the_draft_is_made_anew_and_no_browser_says_what_it_was(mair: Client, lena: Client) -> None:
    """A browser that leaves the template out cannot make its figures count as traced."""
    case, number = opened(), approved(mair, lena)
    typed = {**filled(mair, case, number), "template": "none"}
    over = send(mair, case, typed)
    assert over.status_code == 422
    assert "No source" in text_of(over)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("words", "", "Write the reply first"),
        ("words", "x" * 5_001, "too long"),
        ("subject", "x" * 200, "too long"),
        ("way", "pigeon", "Choose another"),
    ],
)
def test_a_reply_that_does_not_fit_keeps_what_was_typed(
    mair: Client, lena: Client, field: str, typed: str, said: str
) -> None:
    case, number = opened(), approved(mair, lena)
    refused = send(mair, case, {**filled(mair, case, number), field: typed})
    assert refused.status_code == 422
    assert said in text_of(refused)


def test_a_reply_that_somebody_saved_before_keeps_its_words(mair: Client, lena: Client) -> None:
    case, number = opened(), approved(mair, lena)
    typed = filled(mair, case, number)
    lena.post(f"/staff/cases/{case.reference}/do/note", {"version": 1, "note": "Rang her"})
    late = send(mair, case, typed)
    assert late.status_code == 409
    assert "Rang her" in text_of(late)
    assert "We aim to mend it" in text_of(late)
    (version,) = re.findall(r'name="version" value="(\d+)"', late.content.decode())
    assert send(mair, case, {**typed, "version": version}).status_code == 303


def test_guidance_is_asked_by_the_officer_and_its_figures_count_as_sourced(mair: Client) -> None:
    case = opened()
    at = f"/staff/cases/{case.reference}/guidance"
    assert "Potholes, pavements and ice: There is a deep pothole" in text_of(mair.get(at))
    asked = mair.post(at, {"question": "How much is the Child Grant a year?"})
    assert asked.status_code == 303, text_of(asked)
    page = text_of(mair.get(asked.headers["Location"]))
    assert "Read it where it stands" in page
    (run,) = re.findall(r"run=([\w-]+)", asked.headers["Location"])
    assert Suggestion.objects.get(kind="action").run == run
    figures = re.findall(r"£[\d,]+", page)
    assert figures
    over = send(
        mair,
        case,
        {"version": "1", "template": "none", "run": run, "subject": "", "words": f"It is {figures[0]}", "way": "page"},
        "check",
    )
    assert over.status_code == 200
    other = opened(report_of("Another"))
    assert "not here any more" in text_of(mair.get(f"/staff/cases/{other.reference}/guidance?run={run}"))


@pytest.mark.parametrize("name", ["", "fingerpost", "resident"])
def test_nothing_but_a_person_sends_a_reply(client: Client, name: str) -> None:
    case, contact = opened(), replies.Contact()
    with pytest.raises(NotAllowed, match="Only a person"):
        replies.send_reply(
            case.reference,
            replies.Reply(subject="", words="Hello", way="page"),
            replies.empty_draft({}),
            contact=contact,
            viewer=Viewer(body=case.body, name=name, teams=frozenset({"highways"})),
            version=1,
            at=now(),
            keys=installation().build_keys(),
        )


def test_what_was_asked_about_a_case_is_erased_with_it(mair: Client) -> None:
    case = opened()
    at = f"/staff/cases/{case.reference}/guidance"
    asked = mair.post(at, {"question": "How much is the Child Grant a year?"}).headers["Location"]
    installation().build_keys().erase(subject=case.subject, body=case.body, at=now())
    page = text_of(mair.get(asked))
    assert "not here any more" in page
    assert "Child Grant" not in page


def test_a_question_in_danger_is_answered_with_help_first(mair: Client) -> None:
    case = opened()
    at = f"/staff/cases/{case.reference}/guidance"
    reply = mair.get(mair.post(at, {"question": "I want to die"}).headers["Location"])
    assert "Search the guidance library yourself" in text_of(reply)
    assert mair.post(at, {"question": " "}).status_code == 422
    assert mair.post(at, {"question": "x" * 1_001}).status_code == 422
