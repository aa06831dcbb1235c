"""What residents see of their own case, what they can do with it, and what everybody sees of a street's."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.casework.conftest import BODY, HOLE, Desk, proposed

from fingerpost.casework import acting, following, public
from fingerpost.casework.attachments import Cleaned
from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.models import Case
from fingerpost.casework.opening import Opened
from fingerpost.casework.public import PublicFilter, public_case, public_cases, support

PHOTO = Cleaned(name="hole.png", kind="png", content=b"a hole", was_stripped=True, scan="none")


@pytest.fixture
def opened(desk: Desk) -> Opened:
    return desk.report(name="Zephyrine", files=(PHOTO,))


def _follow(desk: Desk, opened: Opened, **given: Any) -> following.Followed:
    usual = {"body": BODY, "at": desk.at, "keys": desk.keys}
    return following.follow(opened.reference, opened.link_secret, **{**usual, **given})


def test_a_resident_sees_how_it_stands_and_what_was_said_to_them(desk: Desk, opened: Opened) -> None:
    reference = opened.reference
    desk.act(acting.note, reference, words="She rings every day")
    desk.act(acting.note, reference, words="We come on Tuesday", shown=True)
    desk.act(acting.route, reference, services=desk.services, urgency="soon", reason="She is right")
    seen = _follow(desk, opened)
    assert (seen.state, seen.words, seen.service, seen.team) == ("received", HOLE, "potholes", "highways")
    assert [line.words for line in seen.lines if line.words] == ["We come on Tuesday"]
    assert [each.name for each in seen.files] == ["hole.png"]
    told = str(seen)
    assert not [each for each in ("mair", "every day", "She is right") if each in told]


def test_a_resident_is_not_shown_files_that_officers_attached(desk: Desk, opened: Opened) -> None:
    desk.act(acting.attach, opened.reference, files=[PHOTO])
    assert len(_follow(desk, opened).files) == 1
    given = (opened.reference, opened.link_secret)
    assert following.file_of_link(*given, 1, body=BODY, keys=desk.keys) == ("hole.png", "png", b"a hole")
    assert following.file_of_link(*given, 2, body=BODY, keys=desk.keys) is None


BY_LINK: dict[str, Callable[..., Any]] = {
    "follow": following.follow,
    "withdraw": following.withdraw,
    "add": lambda *link, **given: following.add(*link, words="x", **given),
    "say_not_done": lambda *link, **given: following.say_not_done(*link, words="x", **given),
    "file_of_link": lambda *link, at, **given: following.file_of_link(*link, 1, **given),
}


@pytest.mark.parametrize("name", BY_LINK)
def test_a_wrong_secret_and_an_unknown_reference_look_alike(desk: Desk, opened: Opened, name: str) -> None:
    said = []
    links = (
        (opened.reference, "wrong"),
        (opened.reference, ""),
        (opened.reference, opened.link_secret[:-1]),
        ("FP-00000-00000", opened.link_secret),
        ("nonsense", opened.link_secret),
    )
    for link in links:
        with pytest.raises(UnknownCase) as refused:
            BY_LINK[name](*link, body=BODY, at=desk.at, keys=desk.keys)
        said.append(refused.value.public)
    with pytest.raises(UnknownCase):
        BY_LINK[name](opened.reference, opened.link_secret, body="elsewhere", at=desk.at, keys=desk.keys)
    assert len(set(said)) == 1
    assert desk.case(opened.reference).version == 1


def test_no_secret_is_kept(desk: Desk, opened: Opened) -> None:
    assert opened.link_secret not in str(Case.objects.values())


def test_a_new_link_ends_the_one_before(desk: Desk, opened: Opened) -> None:
    given = {"viewer": desk.mair, "version": 1, "at": desk.at, "keys": desk.keys}
    secret = following.new_link(opened.reference, **given)
    with pytest.raises(UnknownCase):
        _follow(desk, opened)
    assert following.follow(opened.reference, secret, body=BODY, at=desk.at, keys=desk.keys).words == HOLE


def test_what_a_resident_adds_opens_what_was_done_and_is_found_by_its_words(desk: Desk, opened: Opened) -> None:
    desk.act(acting.resolve, opened.reference, words="Filled")
    link = (opened.reference, opened.link_secret)
    seen = _follow(desk, opened)
    assert (seen.may_say_not_done, seen.may_withdraw, seen.due_at) == (True, False, None)
    given = {"body": BODY, "at": desk.at + timedelta(days=1), "keys": desk.keys}
    case = following.say_not_done(*link, words="It is as deep as before", **given)
    assert (case.state, case.closed_at) == ("open", None)
    assert _follow(desk, opened).lines[-1].words == "It is as deep as before"
    with pytest.raises(NotAllowed):
        following.say_not_done(*link, words="again", **given)


def test_adding_nothing_is_refused(desk: Desk, opened: Opened) -> None:
    with pytest.raises(NotAllowed):
        following.add(opened.reference, opened.link_secret, words="  ", body=BODY, at=desk.at, keys=desk.keys)


def test_a_withdrawn_case_can_be_opened_again_by_an_officer_alone(desk: Desk, opened: Opened) -> None:
    link = (opened.reference, opened.link_secret)
    following.withdraw(*link, body=BODY, at=desk.at, keys=desk.keys)
    with pytest.raises(NotAllowed):
        following.add(*link, words="no, wait", body=BODY, at=desk.at, keys=desk.keys)
    assert desk.act(acting.reopen, opened.reference, reason="She rang").state == "open"


def test_whose_case_was_merged_is_told_how_the_other_stands_and_not_whose_it_is(desk: Desk, opened: Opened) -> None:
    main = desk.report("Zebedee's hole").reference
    desk.act(acting.merge, opened.reference, into=main)
    seen = _follow(desk, opened)
    assert (seen.is_merged, seen.main_state) == (True, "received")
    assert main not in str(seen)
    assert "Zebedee" not in str(seen)


def test_the_public_sees_codes_and_places_and_never_a_word(desk: Desk, opened: Opened) -> None:
    page = public_cases(PublicFilter(), body=BODY, keys=desk.keys)
    assert [row.reference for row in page.rows] == [opened.reference]
    told = str(page)
    assert not [each for each in ("chemist", "Zephyrine", "mair", "highways") if each in told]


@pytest.mark.parametrize(
    "given",
    [
        {"proposal": proposed("damp-and-mould", "housing-repairs")},
        {"proposal": proposed("adult-social-care", "adults")},
        {"proposal": proposed(needs_attention=True)},
        {"proposal": None},
        {"latitude": None, "longitude": None},
    ],
)
def test_what_is_somebodys_own_affair_is_not_public(desk: Desk, given: dict[str, Any]) -> None:
    reference = desk.report(**given).reference
    assert public_cases(PublicFilter(), body=BODY, keys=desk.keys).total == 0
    with pytest.raises(UnknownCase):
        public_case(reference, body=BODY, keys=desk.keys)
    with pytest.raises(UnknownCase):
        support(reference, "someone", body=BODY, at=desk.at)


def test_a_case_that_turns_out_to_need_attention_is_hidden_at_once(desk: Desk, opened: Opened) -> None:
    desk.act(acting.route, opened.reference, services=desk.services, attention=True)
    assert public_cases(PublicFilter(), body=BODY, keys=desk.keys).total == 0


def test_merged_withdrawn_and_erased_cases_are_not_public(desk: Desk, opened: Opened) -> None:
    following.withdraw(opened.reference, opened.link_secret, body=BODY, at=desk.at, keys=desk.keys)
    mine, main = desk.report().reference, desk.report().reference
    desk.act(acting.merge, mine, into=main)
    page = public_cases(PublicFilter(), body=BODY, keys=desk.keys)
    assert [(row.reference, row.supporters) for row in page.rows] == [(main, 1)]


def test_a_visitor_supports_a_case_once(desk: Desk, opened: Opened) -> None:
    given = {"body": BODY, "at": desk.at}
    assert support(opened.reference, "a", **given) == 1
    assert support(opened.reference, "a", **given) is None
    assert support(opened.reference, "b", **given) == 2
    assert public_case(opened.reference, body=BODY, keys=desk.keys).supporters == 2
    desk.act(acting.resolve, opened.reference, words="Filled")
    with pytest.raises(NotAllowed):
        support(opened.reference, "c", **given)


def test_an_officer_publishes_a_line_and_takes_it_back(desk: Desk, opened: Opened) -> None:
    reference = opened.reference
    desk.act(public.publish_line, reference, line="Hole by the chemist, Mill Lane")
    assert public_case(reference, body=BODY, keys=desk.keys).line == "Hole by the chemist, Mill Lane"
    desk.act(public.publish_line, reference, line="")
    assert public_case(reference, body=BODY, keys=desk.keys).line == ""


def test_public_cases_are_found_by_service_state_and_place(desk: Desk, opened: Opened) -> None:
    far = desk.report(latitude=54.7).reference
    desk.act(acting.resolve, far, words="Filled")

    def found(wanted: PublicFilter) -> list[str]:
        return [row.reference for row in public_cases(wanted, body=BODY, keys=desk.keys).rows]

    assert found(PublicFilter(state="live")) == [opened.reference]
    assert found(PublicFilter(state="done")) == [far]
    assert found(PublicFilter(near=(54.6, -2.4, 100.0))) == [opened.reference]
    assert found(PublicFilter(service="trees")) == []
