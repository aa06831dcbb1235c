"""What is heard in people's own words: only what is sure, each with where it was said."""

from datetime import date
from decimal import Decimal

import pytest
from tests.hearing_sentences import ON, judge, read_sentences

from fingerpost.rules import Household, Range, YearsOld, uk_rules
from fingerpost.rules.hearing import Change, apply_changes, hear, read_changes, write_changes

BOOK = uk_rules()
SENTENCES = read_sentences(BOOK)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda each: each.text[:60])
def test_nothing_is_heard_that_was_not_said(sentence):
    heard = hear(BOOK, sentence.text, on=ON)

    assert judge(sentence, heard, write_changes(heard.changes))[1] == []


def test_most_of_what_was_said_is_heard():
    found = [judge(each, heard := hear(BOOK, each.text, on=ON), write_changes(heard.changes)) for each in SENTENCES]
    right, missed = sum(len(each[0]) for each in found), sum(len(each[2]) for each in found)

    assert right / (right + missed) > 0.95


def test_each_answer_names_the_words_it_came_from():
    text = "Hello. I earn £99,500 and get a £1,000 raise, what happens to my childcare?"
    heard = hear(BOOK, text, on=ON)

    assert {each.path: heard.words_of(each) for each in heard.told}["you.earnings"] == "I earn £99,500"
    assert [heard.words_of(each) for each in heard.changes] == ["get a £1,000 raise"]


def test_a_doubt_becomes_a_range_of_a_tenth_each_way():
    assert hear(BOOK, "I earn about £20,000 a year", on=ON).answers["you.earnings"] == Range(1_800_000, 2_200_000)


def test_two_answers_to_one_question_are_both_left_out():
    assert "you.earnings" not in hear(BOOK, "I earn £20,000 a year. My salary is £30,000 a year.", on=ON).answers


def test_an_absurd_answer_is_left_out():
    assert not hear(BOOK, "I earn £900,000,000 a year and my rent is £90,000 a month", on=ON).told


@pytest.mark.parametrize(
    "text", ["", " ", "£" * 5000, "1 " * 2500, "i earn " * 700, "a 3 year old and " * 300, "(" * 5000]
)
def test_odd_texts_are_read_to_the_end(text):
    hear(BOOK, text, on=date(2026, 11, 23))


def test_a_raise_is_added_to_what_is_earned():
    changed = apply_changes(BOOK, Household({"you.earnings": 9_950_000}), _changes("you.earnings+100000"))

    assert changed is not None and changed.answers["you.earnings"] == 10_050_000


def test_a_raise_of_an_unknown_wage_changes_nothing():
    assert apply_changes(BOOK, Household({}), _changes("you.earnings+100000")) is None


def test_more_hours_bring_more_pay_at_the_same_rate():
    before = Household({"you.earnings": 1_000_000, "you.hours_worked": 20})
    changed = apply_changes(BOOK, before, _changes("you.hours_worked+5"))

    assert changed is not None
    assert (changed.answers["you.hours_worked"], changed.answers["you.earnings"]) == (25, 1_250_000)


def test_another_baby_is_one_more_child_of_no_age():
    changed = apply_changes(BOOK, Household({"number_of_children": 1}), _changes("number_of_children!1"))

    assert changed is not None
    assert changed.answers == {"number_of_children": 2, "children.1.date_of_birth": YearsOld(0)}


def test_a_change_beyond_what_the_fact_allows_is_none():
    assert apply_changes(BOOK, Household({"you.hours_worked": 20}), _changes("you.hours_worked+500")) is None


def test_changes_fit_in_an_address_and_come_back():
    changes = (Change(path="you.earnings", how="times", value=Decimal("1.05")),)

    assert read_changes(BOOK, write_changes(changes)) == changes


def test_what_is_no_change_of_a_fact_is_left_out_of_an_address():
    assert read_changes(BOOK, "you.name=1,you.earnings+abc,,rm -rf,housing=1") == ()


def _changes(text):
    return read_changes(BOOK, text)
