"""One case at the officer's door: read, decided on, worked on, and seen by nobody of another team."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.casefiles import AT_RISK, POTHOLES, WORDS, officer, opened, report_of

from fingerpost.casework.models import Attachment, Case, Decision, HistoryLine, Membership, Suggestion
from fingerpost.casework.states import State
from fingerpost.contract.proposals import Proposal
from fingerpost.doors.staff.cases.acts import ACTS
from fingerpost.doors.streets import all_streets

pytestmark = pytest.mark.django_db


@pytest.fixture
def mair(client: Client) -> Client:
    """An officer of Highways and parking."""
    return officer("mair")


def text_of(reply: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


def at(case: Case, more: str = "") -> str:
    return f"/staff/cases/{case.reference}{more}"


def do(who: Client, case: Case, action: str, **typed: Any) -> Any:
    """Send the form of an action, as it was made for the case as it stands now."""
    sent = {"version": Case.objects.get(pk=case.pk).version, **typed}
    return who.post(at(case, f"/do/{action}"), sent)


def test_the_words_stand_before_what_is_suggested_and_that_before_the_actions(mair: Client) -> None:
    page = mair.get(at(opened())).content.decode()
    assert page.index("What they wrote") < page.index("What is suggested") < page.index("What do you want to do?")
    assert "&lt;b&gt;My wife&lt;/b&gt; fell off her bike." in page
    assert "<b>My wife" not in page


def test_an_officer_reads_how_sure_the_machine_is_and_why(mair: Client) -> None:
    page = text_of(mair.get(at(opened())))
    for said in ("8 times in 10", "pothole", "A big hole in our road", "1 time in 10", "Drains and flooding"):
        assert said in page, said
    assert "About how wide and how deep is it?" in page  # what the report does not say
    assert "The road" in page  # the answer to a choice, in words


def test_a_place_in_the_street_is_told_by_what_was_typed_and_by_the_nearest_street(mair: Client) -> None:
    street = all_streets()[0]
    placed = opened(report_of(address="Outside the chapel", latitude=street.latitude, longitude=street.longitude))
    page = mair.get(at(placed))
    for said in ("Outside the chapel", f"Near {street.title}", f"{street.latitude:.5f}, {street.longitude:.5f}"):
        assert said in text_of(page), said
    assert "data-fp-map " not in page.content.decode()  # this body allows no tiles


def test_the_map_shows_the_place_where_the_body_allows_tiles(mair: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tiles = "https://tiles.fernby.example/{z}/{x}/{y}.png"
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, map_tiles=tiles))
    page = mair.get(at(opened()))
    assert 'data-fp-mark data-fp-latitude="54.6" data-fp-longitude="-2.4"' in page.content.decode()
    assert "https://tiles.fernby.example" in page["Content-Security-Policy"]
    assert "12 Long Lane" in text_of(page)
    nowhere = mair.get(at(opened(report_of(latitude=None, longitude=None))))
    assert "data-fp-map " not in nowhere.content.decode()
    assert "tiles.fernby.example" not in nowhere["Content-Security-Policy"]


def test_signs_are_told_first_and_in_words(mair: Client) -> None:
    risky = Proposal(**{**vars(POTHOLES), "signs": (AT_RISK,), "needs_attention": True})
    page = text_of(mair.get(at(opened(proposal=risky))))
    assert page.index("A child may be at risk") < page.index("What they wrote")
    assert "Seen in: “the child is alone”" in page


def test_the_suggestion_is_accepted_with_one_press(mair: Client) -> None:
    case = opened()
    mair.get(at(case))
    reply = do(mair, case, "accept")
    assert (reply.status_code, reply.headers["Location"]) == (303, f"{at(case)}?done=accept")
    made = Decision.objects.get()
    assert (made.verdict, made.by, made.chosen["service"]) == ("accepted", "mair", "potholes")
    page = text_of(mair.get(reply.headers["Location"]))
    assert "Accepted by mair" in page
    assert "Saved: Accept the suggestion" in page


def test_a_changed_one_wants_a_reason_and_loses_nothing_that_was_chosen(mair: Client) -> None:
    case = opened()
    chosen = {"service": "street-lights", "team": "-", "urgency": "urgent"}
    refused = do(mair, case, "change", **chosen)
    assert refused.status_code == 422
    assert "Say why, in a few words" in text_of(refused)
    assert re.search(r'<option value="street-lights" selected', refused.content.decode())
    assert do(mair, case, "change", **chosen, reason="It is a lamp").status_code == 303
    case.refresh_from_db()
    assert (case.service, case.urgency) == ("street-lights", "urgent")
    assert Decision.objects.get().verdict == "changed"
    assert Suggestion.objects.get(kind="triage").proposed["service"] == "potholes"  # it never changes


def test_a_refused_one_may_choose_nothing_at_all(mair: Client) -> None:
    case = opened()
    reply = do(mair, case, "refuse", service="", team="-", urgency="soon", reason="Not ours to sort")
    assert reply.status_code == 303, text_of(reply)
    assert Decision.objects.get().verdict == "refused"


def test_a_case_that_goes_to_another_team_is_not_theirs_to_open_any_more(mair: Client) -> None:
    case = opened()
    reply = do(mair, case, "change", service="trees", team="-", urgency="soon", reason="A tree")
    assert "is now with: Parks and trees" in text_of(reply)
    assert mair.get(at(case)).status_code == 404


def test_after_the_decision_an_officer_is_told_kindly_that_it_was_planted(mair: Client) -> None:
    case = opened(planted_rate=0.05)
    planted = Suggestion.objects.get(case=case)
    if not planted.is_planted:
        Suggestion.objects.filter(pk=planted.pk).update(is_planted=True)
    assert "wrong on purpose" not in text_of(mair.get(at(case)))
    do(mair, case, "accept")
    assert "This suggestion was wrong on purpose" in text_of(mair.get(at(case)))


def test_two_officers_see_each_other(mair: Client) -> None:
    case, huw = opened(), officer("huw")
    mair.get(at(case))
    assert "mair is reading this too." in text_of(huw.get(at(case)))
    told = mair.get(at(case, "/present")).json()
    assert told == {"words": "huw is reading this too.", "version": 1}


def test_a_later_save_shows_both_versions_and_loses_nothing(mair: Client) -> None:
    case, huw = opened(), officer("huw")
    mair.get(at(case))
    assert do(huw, case, "note", note="Huw was there <b>first</b>").status_code == 303
    late = mair.post(at(case, "/do/plan"), {"version": 1, "on": "2030-01-02", "told": "We come on Wednesday"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "Somebody else saved this case while you had it open" in page
    assert "Huw was there &lt;b&gt;first&lt;/b&gt;" in page  # theirs
    assert "We come on Wednesday" in page  # mine
    assert 'value="2030-01-02"' in page
    (version,) = re.findall(r'name="version" value="(\d+)"', page)
    again = mair.post(at(case, "/do/plan"), {"version": version, "on": "2030-01-02", "told": "We come on Wednesday"})
    assert again.status_code == 303
    case.refresh_from_db()
    assert (case.state, case.version) == (State.PLANNED, 3)


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999", "-1"])
def test_a_form_without_a_version_changes_nothing(mair: Client, version: str) -> None:
    case = opened()
    assert do(mair, case, "start", version=version).status_code == 409
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


def test_a_case_goes_from_start_to_done_and_is_opened_again(mair: Client) -> None:
    case = opened()
    for action, typed, state in (
        ("start", {}, State.OPEN),
        ("ask", {"words": "Which side?"}, State.WAITING),
        ("plan", {"on": "2030-01-02", "told": ""}, State.PLANNED),
        ("resolve", {"words": "We filled it."}, State.RESOLVED),
        ("reopen", {"reason": "It sank"}, State.OPEN),
        ("close", {"words": "No more to do."}, State.CLOSED),
    ):
        reply = do(mair, case, action, **typed)
        assert reply.status_code == 303, f"{action}: {text_of(reply)}"
        assert Case.objects.get(pk=case.pk).state == state
    assert "We filled it." in text_of(mair.get(at(case)))


def test_every_action_has_a_page_that_opens_and_says_where_it_cannot_be_done(mair: Client) -> None:
    case = opened()
    for action in ACTS:
        reply = mair.get(at(case, f"/do/{action}"))
        assert reply.status_code == 200, action
    assert "cannot be done" in text_of(mair.get(at(case, "/do/reopen")))
    assert mair.get(at(case, "/do/nonsense")).status_code == 404


def test_what_cannot_be_done_is_refused_in_a_sentence(mair: Client) -> None:
    case = opened()
    reply = do(mair, case, "reopen", reason="Why not")
    assert (reply.status_code, "There is a problem" in text_of(reply)) == (409, True)


@pytest.mark.parametrize(
    ("action", "typed", "said"),
    [
        ("note", {"note": " "}, "Write the note first"),
        ("note", {"note": "x" * 5_001}, "Use 5,000 characters or fewer here"),
        ("plan", {"on": "soon"}, "Enter a date such as"),
        ("hand-on", {"words": "Ask them"}, "Say which organisation takes it over"),
        ("place", {"latitude": "91", "longitude": "0"}, "Latitude is from -90 to 90"),
        ("place", {"latitude": "north", "longitude": "0"}, "Enter both numbers"),
        ("attach", {}, "Choose a file first"),
        ("relate", {"other": "FP-00000-00000"}, "There is no such case that you can see"),
        ("merge", {"other": "FP-00000-00000"}, "There is no such case that you can see"),
        ("change", {"service": "potholes", "urgency": "never", "reason": "x"}, "Choose an urgency from the list"),
    ],
)
def test_bad_input_is_said_in_a_sentence(mair: Client, action: str, typed: dict[str, str], said: str) -> None:
    reply = do(mair, opened(), action, **typed)
    assert reply.status_code in {409, 422}
    assert said in text_of(reply)


def test_a_file_is_kept_without_its_dangers_and_given_to_keep_only(mair: Client) -> None:
    case = opened()
    script = SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    assert do(mair, case, "attach", files=script).status_code == 422
    assert Attachment.objects.count() == 0
    assert do(mair, case, "attach", files=SimpleUploadedFile("who.txt", b"Seen it too")).status_code == 303
    given = mair.get(at(case, "/files/1"))
    assert given.content == b"Seen it too"
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert mair.get(at(case, "/files/2")).status_code == 404


def test_a_line_is_published_without_the_words(mair: Client) -> None:
    case = opened()
    assert do(mair, case, "publish", line="Deep pothole near the school gate").status_code == 303
    assert "A line was published" in text_of(mair.get(at(case)))


def test_two_cases_are_compared_merged_and_parted_again(mair: Client) -> None:
    main = opened()
    double = opened(report_of("Same hole as yesterday, Long Lane"), like=main.reference)
    page = text_of(mair.get(at(double)))
    assert "8 times in 10" in page
    assert "30 metres away" in page
    assert "Compare side by side" in page
    compared = mair.get(at(double, f"/do/merge?other={main.reference}"))
    assert f"This case goes on: {main.reference}" in text_of(compared)
    assert "My wife" in compared.content.decode()
    first = do(mair, double, "merge", other=main.reference)
    assert first.status_code == 200  # compared, and nothing done
    another = opened()
    unread = do(mair, double, "merge", other=another.reference, sure=main.reference)
    assert unread.status_code == 200  # that one was not read beside it
    assert do(mair, double, "merge", other=main.reference, sure=main.reference).status_code == 303
    assert Case.objects.get(pk=double.pk).state == State.MERGED
    assert "This case was merged into" in text_of(mair.get(at(double)))
    assert do(mair, double, "part", reason="Two holes").status_code == 303
    assert Case.objects.get(pk=double.pk).state == State.RECEIVED


def test_somebody_of_another_team_is_refused_at_every_address(mair: Client) -> None:
    case, sian = opened(), officer("sian", team="parks")
    do(mair, case, "attach", files=SimpleUploadedFile("who.txt", b"Seen it too"))
    version = Case.objects.get(pk=case.pk).version
    for more in ("", "/present", "/reply", "/reply?template=none", "/guidance", "/files/1"):
        assert sian.get(at(case, more)).status_code == 404, more
    for action in ACTS:
        assert sian.get(at(case, f"/do/{action}")).status_code == 404, action
        sent = {"version": version, "note": "x", "words": "x", "reason": "x", "to": "x", "other": case.reference}
        assert sian.post(at(case, f"/do/{action}"), sent).status_code == 404, action
    for more in ("/reply", "/guidance"):
        assert sian.post(at(case, more), {"version": version, "words": "x", "question": "x"}).status_code == 404
    assert Case.objects.get(pk=case.pk).version == version
    hers = opened(report_of("A tree fell"), Proposal(**{**vars(POTHOLES), "service": "trees", "team": "parks"}))
    stolen = do(sian, hers, "merge", other=case.reference, sure=case.reference)
    assert "There is no such case that you can see" in text_of(stolen)
    assert WORDS[:20] not in text_of(stolen)
    assert case.reference not in text_of(sian.get(at(hers)))


def test_somebody_who_leaves_the_team_sees_it_no_more(mair: Client) -> None:
    case = opened()
    assert mair.get(at(case)).status_code == 200
    Membership.objects.all().delete()
    assert mair.get(at(case)).status_code == 404


def test_an_unknown_reference_looks_the_same(mair: Client) -> None:
    assert mair.get("/staff/cases/FP-00000-00000").status_code == 404
    assert mair.get("/staff/cases/%00").status_code == 404


def test_no_cache_keeps_the_page_and_no_plain_column_holds_words(mair: Client) -> None:
    case = opened()
    assert mair.get(at(case)).headers["Cache-Control"] == "no-store"
    do(mair, case, "note", note="Ring her sister in Whitby")
    for line in HistoryLine.objects.all():
        assert "Whitby" not in str(line.facts)


def test_a_case_with_a_long_history_takes_no_more_queries(mair: Client, django_assert_max_num_queries: Any) -> None:
    case = opened(like=opened().reference)
    for number in range(12):
        do(mair, case, "note", note=f"Note {number}")
    mair.get(at(case))
    with django_assert_max_num_queries(26):
        mair.get(at(case))


def test_the_page_speaks_welsh(mair: Client) -> None:
    page = mair.get("/cy" + at(opened()))
    assert page.status_code == 200
    assert 'lang="cy"' in page.content.decode()
    assert 'lang="en"' in page.content.decode()  # the resident's own words are marked


def test_a_case_that_nothing_was_suggested_for_says_so(mair: Client) -> None:
    case = opened(proposal=None)
    desk = officer("lena", team="front-desk")
    page = text_of(desk.get(at(case)))
    assert "The machine suggests nothing for this" in page
    assert mair.get(at(case)).status_code == 404
    reply = do(desk, case, "route", service="potholes", team="-", urgency="soon", reason="")
    assert "is now with: Highways and parking" in text_of(reply)
