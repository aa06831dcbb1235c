"""Reading a capability's cases."""

import json
from dataclasses import replace

import pytest

from fingerpost.capabilities import discover
from fingerpost.contract.context import Nation
from fingerpost.contract.errors import InvalidCase
from fingerpost.evaluate.cases import read_cases


def capability_with(tmp_path, *lines):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return replace(discover()["answer"], folder=tmp_path)


def line(**changes):
    return json.dumps(
        {"id": "a-1", "question": "how much", "nation": "wales", "expect": "answered", "page": "x", **changes}
    )


def test_a_case_becomes_a_request_of_the_capability_s_own_type(tmp_path):
    turns = [{"question": "earlier", "answer": ""}]
    (case,) = read_cases(capability_with(tmp_path, line(conversation=turns)))

    assert case.request.question == "how much"
    assert case.request.conversation[0].question == "earlier"
    assert case.nation is Nation.WALES
    assert case.expected["page"] == "x"


def test_the_half_of_a_case_depends_on_its_id_alone(tmp_path):
    (one,) = read_cases(capability_with(tmp_path, line()))
    other = replace(one, expected={})

    assert one.half == other.half
    assert one.half in {"tune", "test"}


@pytest.mark.parametrize(
    "bad",
    [
        "{not json",
        json.dumps({"id": "a-1"}),
        line(nation="atlantis"),
        line(expect="perhaps"),
        line(conversation="yesterday"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_number(tmp_path, bad):
    with pytest.raises(InvalidCase, match=r"some\.jsonl, line 2"):
        read_cases(capability_with(tmp_path, line(), bad))


def test_two_cases_cannot_share_an_id(tmp_path):
    with pytest.raises(InvalidCase, match="a-1"):
        read_cases(capability_with(tmp_path, line(), line()))


def test_both_halves_of_the_answer_cases_hold_a_fair_share():
    cases = read_cases(discover()["answer"])

    assert len(cases) >= 260
    assert 0.4 < sum(case.half == "tune" for case in cases) / len(cases) < 0.6
