"""The sets that triage is measured on: whole, marked, and in keeping with the starter services."""

import json
from collections import Counter
from typing import Any

import pytest
from rapidfuzz import fuzz

from fingerpost.capabilities import FOLDER
from fingerpost.casework.services import starter_services
from fingerpost.contract.proposals import SignKind
from fingerpost.contract.services import Urgency

SIZES = {
    "hard": {"tune": 400, "held": 200},
    "safeguarding": {"tune": 300, "held": 150},
    "ordinary": {"tune": 1_000, "check": 1_000, "held": 500},
    "outside": {"held": 294},
}
RIGHT = ("hard", "safeguarding", "ordinary")  # say which service is right; for the others none is


def lines_of(name: str) -> list[dict[str, Any]]:
    path = FOLDER / "triage" / "cases" / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", SIZES)
def test_set_is_whole_and_in_its_parts(name: str) -> None:
    lines = lines_of(name)
    assert Counter(each["split"] for each in lines) == SIZES[name]
    assert len({each["id"] for each in lines}) == len({each["text"] for each in lines}) == len(lines)


@pytest.mark.parametrize("name", RIGHT)
def test_right_answers_stand_in_the_services(name: str) -> None:
    book = starter_services()
    for each in lines_of(name):
        right = each["right"]
        if right["service"]:  # of a planted sign the last writers said no service: it is for whoever acts on the sign
            assert right["team"] == book.team_of(right["service"]), each["id"]
        assert set(right["also"]) <= set(book.teams) - {right["team"]}, each["id"]
        assert right["urgency"], each["id"]
        assert set(right["urgency"]) <= set(Urgency), each["id"]
        assert set(right["signs"]) <= set(SignKind), each["id"]


def test_only_planted_reports_ask_for_attention() -> None:
    assert all(each["right"]["signs"] and each["right"]["attention"] for each in lines_of("safeguarding"))
    assert not [each["id"] for each in lines_of("ordinary") if each["right"]["signs"] or each["right"]["attention"]]


def test_ordinary_ones_hold_words_that_sound_like_signs() -> None:
    assert len([each for each in lines_of("ordinary") if each["why"]]) >= 80


def test_no_held_out_report_stands_among_the_examples() -> None:
    """The half for tuning is learned from: only the held half measures anything."""
    examples = [each.casefold() for service in starter_services().services.values() for each in service.examples]
    near = [
        (each["id"], example)
        for each in lines_of("hard")
        if each["split"] == "held"
        for example in examples
        if fuzz.ratio(each["text"].casefold(), example) > 75
    ]
    assert not near
