"""Who may see a case: an officer of another team is told what they would be told if there were none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.casework.conftest import BODY, Desk, proposed

from fingerpost.casework import acting, deciding, following, opened, public, queues
from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.models import Case, HistoryLine, Membership
from fingerpost.casework.viewing import viewer_of

NOTHING = "FP-00000-00000"

BY_OFFICERS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "start": (acting.start, {}),
    "plan": (acting.plan, {"on": None}),
    "resolve": (acting.resolve, {"words": "done"}),
    "reopen": (acting.reopen, {"reason": "again"}),
    "close": (acting.close, {"reason": "no"}),
    "hand_on": (acting.hand_on, {"to": "others", "words": "theirs"}),
    "ask_resident": (acting.ask_resident, {"words": "where?"}),
    "assign": (acting.assign, {"to": "mair"}),
    "route": (acting.route, {"services": None, "service": "trees"}),
    "note": (acting.note, {"words": "seen"}),
    "attach": (acting.attach, {"files": [object()]}),
    "relate": (acting.relate, {"other": NOTHING}),
    "merge": (acting.merge, {"into": NOTHING}),
    "part": (acting.part, {"reason": ""}),
    "escalate": (acting.escalate, {"reason": "now"}),
    "set_place": (acting.set_place, {"services": None, "latitude": None, "longitude": None}),
    "decide": (deciding.decide, {"verdict": "accepted", "chosen": {}, "reason": "", "services": None}),
    "publish_line": (public.publish_line, {"line": "A hole"}),
    "new_link": (following.new_link, {}),
}
READING: dict[str, Callable[..., Any]] = {
    "open_for": lambda reference, desk, who: opened.open_for(reference, viewer=who, at=desk.at, keys=desk.keys),
    "still_here": lambda reference, desk, who: opened.still_here(reference, viewer=who, at=desk.at),
    "file_of": lambda reference, desk, who: opened.file_of(reference, 1, viewer=who, keys=desk.keys),
}


@pytest.mark.parametrize("name", BY_OFFICERS)
def test_another_teams_case_is_no_case(desk: Desk, name: str) -> None:
    act, given = BY_OFFICERS[name]
    given = {key: desk.services if key == "services" else value for key, value in given.items()}
    given |= {"on": desk.at.date()} if "on" in given else {}
    there = desk.report().reference
    before = desk.case(there)
    said = []
    for reference in (there, NOTHING):
        with pytest.raises(UnknownCase) as refused:
            act(reference, viewer=desk.tom, version=1, at=desk.at, keys=desk.keys, **given)
        said.append(refused.value.public)
    assert said[0] == said[1]
    assert desk.case(there).version == before.version
    assert HistoryLine.objects.filter(case=before).count() == 1


@pytest.mark.parametrize("name", READING)
def test_another_teams_case_cannot_be_read(desk: Desk, name: str) -> None:
    there = desk.report().reference
    for reference in (there, NOTHING):
        with pytest.raises(UnknownCase):
            READING[name](reference, desk, desk.tom)


def test_every_public_function_that_an_officer_calls_stands_here() -> None:
    assert {*BY_OFFICERS} >= set(acting.__all__) - {"bulk", "escalate_late"}


def test_no_list_count_or_bulk_tells_of_another_teams_case(desk: Desk) -> None:
    there = desk.report().reference
    everything = queues.Filter(states=("received", "open"))
    assert queues.list_cases(everything, viewer=desk.tom, at=desk.at, keys=desk.keys).total == 0
    by_reference = queues.Filter(reference=there)
    assert queues.list_cases(by_reference, viewer=desk.tom, at=desk.at, keys=desk.keys).rows == ()
    by_words = queues.Filter(words="hole")
    assert queues.list_cases(by_words, viewer=desk.tom, at=desk.at, keys=desk.keys).total == 0
    near = queues.Filter(near=(54.6, -2.4, 500))
    assert queues.list_cases(near, viewer=desk.tom, at=desk.at, keys=desk.keys).total == 0
    assert queues.count_by("state", everything, viewer=desk.tom) == {}
    assert queues.workload(desk.tom, at=desk.at) == ()
    [(reference, fault)] = acting.bulk([there], acting.start, viewer=desk.tom, at=desk.at, keys=desk.keys)
    assert reference == there
    assert isinstance(fault, UnknownCase)


def test_what_no_team_has_yet_goes_to_somebody_who_works_here(desk: Desk) -> None:
    reference = desk.report(proposal=proposed("", "")).reference
    Case.objects.filter(reference=reference).update(team="")
    for stranger in ("nobody-of-that-name", "x" * 400):
        with pytest.raises(NotAllowed):
            desk.act(acting.assign, reference, to=stranger, viewer=desk.ffion)
    assert desk.act(acting.assign, reference, to="tom", viewer=desk.ffion).assigned_to == "tom"


def test_asking_for_another_teams_cases_by_name_gives_none(desk: Desk) -> None:
    desk.report()
    theirs = queues.Filter(teams=("highways",))
    assert queues.list_cases(theirs, viewer=desk.tom, at=desk.at, keys=desk.keys).total == 0


def test_whoever_leads_sees_the_workload_of_all_but_the_words_of_their_own_teams(desk: Desk) -> None:
    desk.report()
    desk.report("My house is damp", proposal=proposed("damp-and-mould", "housing-repairs"))
    loads = queues.workload(desk.ffion, at=desk.at)
    assert [(each.team, each.live) for each in loads] == [("highways", 1), ("housing-repairs", 1)]
    page = queues.list_cases(queues.Filter(), viewer=desk.ffion, at=desk.at, keys=desk.keys)
    assert [row.team for row in page.rows] == ["highways"]


def test_what_has_no_team_is_sorted_by_whoever_leads(desk: Desk) -> None:
    stray = desk.report("Something is wrong", proposal=None).reference
    assert desk.open(stray, viewer=desk.ffion).words == "Something is wrong"
    with pytest.raises(UnknownCase):
        desk.open(stray)


def test_somebody_in_no_team_sees_nothing(desk: Desk) -> None:
    desk.report()
    nobody = viewer_of("nobody", body=BODY)
    assert queues.list_cases(queues.Filter(), viewer=nobody, at=desk.at, keys=desk.keys).total == 0


def test_a_membership_of_another_body_opens_nothing(desk: Desk) -> None:
    Membership.objects.create(body="elsewhere", team="highways", account="eve")
    desk.report()
    for body in (BODY, "elsewhere"):
        eve = viewer_of("eve", body=body)
        assert queues.list_cases(queues.Filter(), viewer=eve, at=desk.at, keys=desk.keys).total == 0


def test_a_case_that_was_sent_to_another_team_is_gone_for_the_first(desk: Desk) -> None:
    there = desk.report().reference
    desk.act(acting.route, there, services=desk.services, team="waste", reason="It is rubbish")
    with pytest.raises(UnknownCase):
        desk.open(there)
    assert desk.open(there, viewer=desk.tom).words


def test_a_link_to_a_case_of_another_team_tells_only_that_there_is_one(desk: Desk) -> None:
    mine, other = desk.report().reference, desk.report("A second hole").reference
    desk.act(acting.relate, mine, other=other)
    desk.act(acting.route, other, services=desk.services, team="waste")
    [link] = desk.open(mine).links
    assert (link.may_see, link.line, link.service) == (False, None, "")


def test_opening_a_case_is_noted_once_a_day_for_each_officer(desk: Desk) -> None:
    from fingerpost.record.models import Entry  # noqa: PLC0415

    there = desk.report().reference
    for after in (timedelta(), timedelta(hours=1), timedelta(days=1)):
        desk.open(there, after=after)
    desk.open(there, viewer=desk.ffion)
    assert Entry.objects.filter(leaf__contains="case/read").count() == 3


def test_officers_see_who_else_has_it_open_for_a_minute(desk: Desk) -> None:
    there = desk.report().reference
    desk.open(there, viewer=desk.ffion)
    assert [each.name for each in desk.open(there).others] == ["ffion"]
    assert desk.open(there, after=timedelta(minutes=5)).others == ()
