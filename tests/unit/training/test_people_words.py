"""The words that people use for what pages say in others: a list made from the training set, and from nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest
from training.corpus import TrainingPage, TrainingQuestion, read_page, read_pages, read_questions
from training.people_words import LIST, absent_words, people_words

PAGE = """---
title: Parking permits
nations: [england]
---
A permit lets you park near your home.

## What it costs
The fee is £52 a year.
"""


@pytest.fixture
def page(tmp_path: Path) -> TrainingPage:
    path = tmp_path / "parking-permits.md"
    path.write_text(PAGE, encoding="utf-8")
    return read_page(path)


def ask(
    question: str, *, page: str = "parking-permits", kind: str = "answer", voice: str = "colloquial"
) -> TrainingQuestion:
    places = ((1, 0),) if kind == "answer" else ()
    return TrainingQuestion(page=page, kind=kind, voice=voice, question=question, situation="", places=places)


def test_a_word_is_absent_where_neither_the_opening_nor_the_answer_says_it(page: TrainingPage) -> None:
    assert list(absent_words(ask("what dosh is a permit in Leeds in 2019"), page)) == ["dosh"]


def test_a_misspelt_word_of_the_page_is_not_absent(page: TrainingPage) -> None:
    assert list(absent_words(ask("what does a permitt cost"), page)) == []


def test_a_word_of_several_pages_that_answer_without_it_stands_in_the_list(page: TrainingPage) -> None:
    pages = {name: replace(page, name=name) for name in ("one", "two", "three")}
    asked = [ask("how much dosh is it", page=name) for name in pages]
    assert people_words(pages, asked) == ["dosh"]
    assert people_words(pages, asked[:2]) == []


def test_a_word_of_plain_questions_must_stand_in_more_of_them(page: TrainingPage) -> None:
    pages = {name: replace(page, name=name) for name in "abcdef"}
    asked = [ask("how much for a lorry", page=name, voice="plain") for name in pages]
    assert people_words(pages, asked) == ["lorri"]
    assert people_words(pages, asked[:5]) == []


def test_a_word_that_near_misses_lack_as_well_may_be_the_very_thing(page: TrainingPage) -> None:
    pages = {name: replace(page, name=name) for name in ("one", "two", "three")}
    asked = [ask("how much for a hovercraft", page=name) for name in pages]
    assert people_words(pages, [*asked, ask("can I park a hovercraft", page="one", kind="product")]) == []


def test_the_list_is_in_step_with_the_training_set() -> None:
    pages = read_pages()
    made = people_words(pages, read_questions(pages))
    assert LIST.read_text(encoding="utf-8").split() == made, "Run: python -m training.people_words"
