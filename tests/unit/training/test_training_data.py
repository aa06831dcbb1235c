"""The training set is what its card says, every row can be read, and no question that measures us stands in it."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process
from training.corpus import (
    ANSWER,
    COLUMNS,
    NEAR_MISSES,
    TrainingPage,
    TrainingQuestion,
    WrongTrainingData,
    read_pages,
    read_questions,
)
from training.examples import Example, split_by_page

from fingerpost.capabilities import discover
from fingerpost.evaluate.cases import read_cases

ALIKE = 88  # of 100: the same question with a word changed
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def pages() -> dict[str, TrainingPage]:
    return read_pages()


@pytest.fixture(scope="module")
def questions(pages: dict[str, TrainingPage]) -> Sequence[TrainingQuestion]:
    return list(read_questions(pages))


def test_at_least_six_thousand_questions_name_the_lines_that_answer_them(questions: Sequence[TrainingQuestion]) -> None:
    assert sum(each.kind == ANSWER for each in questions) >= 6_000
    assert all(bool(each.places) == (each.kind == ANSWER) for each in questions)


def test_near_misses_of_every_kind_are_there(questions: Sequence[TrainingQuestion]) -> None:
    assert {each.kind for each in questions} == {ANSWER, *NEAR_MISSES}


def test_no_question_that_measures_the_answer_capability_stands_in_it(questions: Sequence[TrainingQuestion]) -> None:
    cases = [case.request.question.lower() for case in read_cases(discover()["answer"])]
    alike = process.cdist(cases, [each.question.lower() for each in questions], scorer=fuzz.ratio)
    closest = alike.argmax(axis=1)
    assert [
        (case, questions[at].question)
        for case, at, row in zip(cases, closest, alike, strict=True)
        if len(case.split()) > 3 and row[at] >= ALIKE
    ] == []


def test_everyday_messages_say_their_page_or_what_they_were_shown_and_measure_nothing() -> None:
    answerable, judged = (
        [
            json.loads(line)
            for line in (ROOT / "training" / "data" / "everyday" / f"{name}.jsonl")
            .read_text(encoding="utf-8")
            .splitlines()
        ]
        for name in ("answerable", "judged")
    )
    measured = {case.request.question.casefold() for case in read_cases(discover()["answer"])}
    pages = {path.stem for path in (ROOT / "library").rglob("*.md")}
    assert {each["page"] for each in answerable} <= pages
    assert {each["shown"] for each in judged} == {"to the point", "near", "beside the point"}
    texts = [each["text"].casefold() for each in (*answerable, *judged)]
    assert len(texts) == len(set(texts)) >= 750
    assert set(texts) & measured == set()


def test_pages_are_held_out_whole() -> None:
    examples = [
        Example(question=f"Question {at}?", situation="", section=(f"page-{page}", at))
        for page in range(20)
        for at in (0, 1)
    ]
    learnt, held = split_by_page(examples, held_out=0.2, seed=1)
    assert len(held) == 8
    assert {each.section[0] for each in learnt}.isdisjoint(each.section[0] for each in held)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1\tanswer\tplain", "expected 5 cells"),
        ("99999\tanswer\tplain\tHow much is it?\t", ".* and no line 99999"),
        ("-\tanswer\tplain\tHow much is it?\t", "a question that is answered names its lines"),
        ("1\tguess\tplain\tHow much is it?\t", "the kind 'guess' is none of"),
        ("1\tanswer\tplain\t\t", "there is no question"),
    ],
)
def test_a_wrong_row_is_told_with_its_file_and_number(
    tmp_path: Path, pages: dict[str, TrainingPage], row: str, said: str
) -> None:
    name = next(iter(pages))
    (tmp_path / f"{name}.tsv").write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(WrongTrainingData, match=f"{name}.tsv, row 2: {said}"):
        list(read_questions(pages, folder=tmp_path))
