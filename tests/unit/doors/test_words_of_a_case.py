"""Every code that a case page may meet has words in both languages."""

import pytest
from django.utils import translation

from fingerpost.capabilities.triage.signs.patterns import load_patterns
from fingerpost.capabilities.triage.urgency import USUAL, load_reasons
from fingerpost.casework.services import starter_services
from fingerpost.casework.states import Action
from fingerpost.contract.proposals import SignKind
from fingerpost.doors.staff.cases import telling


@pytest.mark.parametrize(
    ("probability", "said"),
    [
        (0.0, "less than 1 time in 10"),
        (0.09, "1 time in 10"),
        (0.83, "8 times in 10"),
        (0.94, "9 times in 10"),
        (0.97, "97 times in 100"),
        (1.0, "more than 99 times in 100"),
    ],
)
def test_how_sure_is_said_as_people_say_it(probability: float, said: str) -> None:
    assert telling.odds_words(probability) == said


def test_every_sign_reason_and_move_has_words() -> None:
    codes = {each.code for each in load_patterns().kinds} | set(load_reasons()) | {USUAL}
    for language in ("en", "cy"):
        with translation.override(language):
            assert {code for code in codes if telling.sign_words(code) == telling.plain(code)} == set()
    assert set(SignKind) == set(telling.SIGN_KINDS)
    unsaid = {Action.MERGE, Action.PART, Action.ERASE}  # told by lines of their own
    assert {each.value for each in Action} - {each.value for each in unsaid} == set(telling.MOVES)


def test_a_line_of_the_history_says_what_changed() -> None:
    facts = {"service": {"from": "", "to": "trees"}, "attention": {"from": False, "to": True}}
    said = telling.line_words("routed", facts, book=starter_services())
    assert said == "Sent another way: service: Trees and hedges; needs attention"
    planned = telling.line_words("moved", {"action": "plan", "on": "2027-03-08"}, book=starter_services())
    assert planned == "Work was planned: 8 March 2027"


def test_a_code_that_is_not_known_is_shown_plainly() -> None:
    assert telling.line_words("some-thing", {}, book=starter_services()) == "Some thing"
    assert telling.sign_words("new_kind") == "New kind"
