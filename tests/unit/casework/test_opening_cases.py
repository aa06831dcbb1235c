"""A report becomes a case, whole or not at all, and never for want of a proposal is it lost."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import DatabaseError, OperationalError
from tests.unit.casework.conftest import BODY, HOLE, Desk, proposed

from fingerpost.casework import acting, opening, queues
from fingerpost.casework.attachments import Cleaned
from fingerpost.casework.models import Attachment, Case, CaseVector, CaseWord, HistoryLine, Suggestion
from fingerpost.casework.near import StoredCases
from fingerpost.casework.words import stems_of
from fingerpost.contract.context import Context
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.proposals import Sign, SignKind
from fingerpost.contract.services import Team
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.record.models import Entry


def test_everything_stands_after_one_transaction(desk: Desk) -> None:
    photo = Cleaned(name="hole.png", kind="png", content=b"...", was_stripped=True, scan="none")
    opened = desk.report(files=(photo,), embedder=HashingEmbedder())
    case = desk.case(opened.reference)
    assert (case.state, case.version, case.is_live, case.is_public) == ("received", 1, True, True)
    assert len(bytes(CaseVector.objects.get(case=case).values)) % 2 == 0
    assert CaseWord.objects.filter(case=case).count() > 3
    assert (Attachment.objects.get(case=case).size, Suggestion.objects.get(case=case).run) == (3, "")
    [line] = HistoryLine.objects.filter(case=case)
    assert Entry.objects.get(reference=line.event).leaf.count(opened.reference) == 1
    assert opened.due_at == case.due_at


def test_without_a_proposal_the_case_is_opened_and_waits_for_whoever_sorts(desk: Desk) -> None:
    case = desk.report(proposal=None).case
    assert (case.service, case.team, case.state) == ("", "", "received")
    assert not Suggestion.objects.exists()


def test_a_body_with_a_front_desk_has_it_sorted_there(desk: Desk) -> None:
    with_desk = {**desk.services.teams, "front-desk": Team(slug="front-desk", name={"en": "Front desk"})}
    book = type(desk.services)(teams=with_desk, services=desk.services.services)
    other = Desk(keys=desk.keys, services=book, mair=desk.mair, tom=desk.tom, ffion=desk.ffion)
    assert other.report(proposal=None).case.team == "front-desk"


@pytest.mark.parametrize(("service", "team"), [("dragons", "wizards"), ("", "")])
def test_a_code_that_the_body_does_not_have_is_not_kept(desk: Desk, service: str, team: str) -> None:
    case = desk.report(proposal=proposed(service, team)).case
    assert (case.service, case.team) == ("", "")


def test_danger_puts_a_case_first_and_hides_it_from_the_public(desk: Desk) -> None:
    signs = (Sign(code="trapped", kind=SignKind.DANGER, words="stuck"),)
    for given in ({"proposal": proposed(signs=signs, needs_attention=True)}, {"needs_attention": True}):
        case = desk.report(**given).case
        assert case.attention
        assert not case.is_public


def test_the_place_of_a_home_is_sealed_and_has_no_vector(desk: Desk) -> None:
    opened = desk.report(proposal=proposed("damp-and-mould", "housing-repairs"), embedder=HashingEmbedder())
    case = desk.case(opened.reference)
    assert (case.latitude, case.longitude, case.is_public) == (None, None, False)
    assert not CaseVector.objects.exists()


def test_sending_a_street_case_to_a_home_service_hides_its_place_and_forgets_its_vector(desk: Desk) -> None:
    reference = desk.report(embedder=HashingEmbedder()).reference
    away = {"services": desk.services, "service": "damp-and-mould", "team": "highways"}
    case = desk.act(acting.route, reference, **away)
    assert (case.latitude, case.is_public, CaseVector.objects.exists()) == (None, False, False)
    assert desk.open(reference).latitude == 54.6
    back = desk.act(acting.route, reference, services=desk.services, service="potholes", team="highways")
    assert back.latitude == 54.6


def test_the_same_number_of_another_system_opens_one_case(desk: Desk) -> None:
    first = desk.report(outside_id="SR-1", channel="open311")
    again = desk.report(outside_id="SR-1", channel="open311")
    assert (again.reference, again.is_new, again.link_secret) == (first.reference, False, "")
    assert desk.report(outside_id="SR-1", channel="import").is_new
    assert Case.objects.count() == 2


@pytest.fixture
def full_disk(desk: Desk) -> Iterator[None]:
    """The disk fills up with the last thing that is written."""
    with patch.object(opening, "add_line", side_effect=OperationalError("database or disk is full")):
        yield


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_told_and_leaves_no_half_case(desk: Desk) -> None:
    with pytest.raises(StoreUnavailable) as told:
        desk.report()
    assert "Nothing" in told.value.public or "nothing" in told.value.public
    for table in (Case, CaseWord, Suggestion, HistoryLine, Entry):
        assert not table._default_manager.exists()


def test_a_change_that_cannot_be_kept_changes_nothing(desk: Desk) -> None:
    reference = desk.report().reference
    with (
        patch("fingerpost.casework.changing.add_line", side_effect=DatabaseError("disk full")),
        pytest.raises(StoreUnavailable),
    ):
        desk.act(acting.start, reference)
    assert (desk.case(reference).state, desk.case(reference).version) == ("received", 1)


def test_a_case_is_found_by_its_words_in_any_form_and_by_nothing_else(desk: Desk) -> None:
    desk.report("Three bins were not emptied, dripping everywhere", name="Zephyrine Jones", phone="01632 960777")
    desk.report("A dog is barking")
    for words in ("bin", "BINS emptying", "drip", "zephyrine", "960777"):
        page = queues.list_cases(queues.Filter(words=words), viewer=desk.mair, at=desk.at, keys=desk.keys)
        assert [row.line for row in page.rows] == ["Three bins were not emptied, dripping everywhere"], words
    for words in ("bin dog", "the of", "xyzzy"):
        assert queues.list_cases(queues.Filter(words=words), viewer=desk.mair, at=desk.at, keys=desk.keys).total == 0


def test_stems_join_the_forms_of_a_word() -> None:
    for one, other in (("holes", "hole"), ("leaking", "leak"), ("dripped", "drip"), ("parties", "party"), ("tŷ", "ty")):
        assert stems_of(one) == stems_of(other)
    assert stems_of("glass") != stems_of("glas")
    assert stems_of("the and of") == []


def test_open_cases_nearby_are_found_nearest_first_without_personal_data(desk: Desk) -> None:
    far = desk.report("Far", latitude=54.6009).reference
    near = desk.report("Ring me on 01632 960777 about it", latitude=54.60005).reference
    closed, old = desk.report("Closed").reference, desk.report("Old", at=desk.at - timedelta(days=90)).reference
    desk.act(acting.close, closed, reason="no")
    context = Context(body=BODY, at=desk.at)
    since = desk.at - timedelta(days=30)
    found = StoredCases(desk.keys).near(latitude=54.6, longitude=-2.4, metres=200, since=since, context=context)
    assert [each.reference for each in found] == [near, far]
    assert old not in [each.reference for each in found]
    assert "960777" not in found[0].text
    assert (
        StoredCases(desk.keys).near(latitude=54.6, longitude=-2.4, metres=20, since=since, context=context)[0].reference
        == near
    )
    elsewhere = Context(body="elsewhere", at=desk.at)
    assert not StoredCases(desk.keys).near(latitude=54.6, longitude=-2.4, metres=200, since=since, context=elsewhere)


def test_the_first_line_of_a_report_is_short_and_on_one_line(desk: Desk) -> None:
    reference = desk.report("A\n\nhole " + "x" * 500).reference
    row = queues.list_cases(queues.Filter(), viewer=desk.mair, at=desk.at, keys=desk.keys).rows[0]
    assert row.reference == reference
    assert row.line is not None
    assert len(row.line) <= 120
    assert row.line.startswith("A hole xxx")
    assert HOLE not in row.line
