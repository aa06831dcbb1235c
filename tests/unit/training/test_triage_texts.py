"""What triage learns from: each text once, of services and signs that there are, and none that it is measured by."""

import json
from collections import Counter
from pathlib import Path

import pytest
from training import reports
from training.reports import DATA, NONE, SIGNS, lines_of_outside, lines_of_services, read_calm, read_texts

from fingerpost.capabilities.triage import FOLDER as TRIAGE
from fingerpost.casework.services import starter_services


def plain(text: str) -> str:
    return " ".join(text.casefold().split())


def texts_of(*splits: str) -> set[str]:
    lines = [
        json.loads(line)
        for name in ("hard", "safeguarding", "ordinary", "outside")
        for line in (TRIAGE / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return {plain(each["text"]) for each in lines if each["split"] in splits}


@pytest.mark.parametrize("path", sorted(DATA.glob("*.jsonl")), ids=lambda path: path.stem)
def test_each_line_says_a_service_or_a_sign_that_there_is(path: Path) -> None:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    services, signs = {*starter_services().services, ""}, {*SIGNS, NONE}
    assert [each for each in lines if not each["text"].strip() or each["language"] not in {"en", "cy"}] == []
    assert [each for each in lines if each.get("service", "potholes") not in services] == []
    assert [each for each in lines if each.get("code", NONE) not in signs] == []
    assert [each for each in lines if ("service" in each) == ("code" in each)] == []


def test_only_what_belongs_to_no_service_has_none_and_says_whose_it_is() -> None:
    kinds = {"other-body", "firm", "private", "no-report", "general", "nothing"}
    assert {each["service"] for each in lines_of_services()} == set(starter_services().services)
    assert {each["service"] for each in lines_of_outside()} == {""}
    assert {each["kind"] for each in lines_of_outside()} == kinds


def test_no_text_is_learned_twice() -> None:
    counted = Counter(
        json.loads(line)["text"]
        for path in DATA.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    assert [text for text, times in counted.items() if times > 1] == []


def test_nothing_that_measures_is_learned_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "find_signs", lambda _text: ())  # which texts they are does not rest on it
    learned = {plain(each.text) for each in read_texts()} | {plain(each["text"]) for each in lines_of_outside()}
    assert learned & texts_of("held", "check") == set()
    assert learned & texts_of("tune")


def test_thresholds_are_chosen_on_cases_of_their_own() -> None:
    assert {plain(text) for text in read_calm()} == texts_of("check")
