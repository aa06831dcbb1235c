"""What is named as not found beside an answer, and what is not worth naming."""

from dataclasses import replace

import pytest

from fingerpost.capabilities.answer.missing import asks_beyond, find_missing
from fingerpost.capabilities.answer.missing.common_words import COUNTRIES, PEOPLE_SAY, PLACES
from fingerpost.capabilities.answer.tests.pages import passage

FEES = passage(
    "A permit costs £52 a year.", "You must show proof of address.", title="Permits", heading="What it costs"
)
NATIONAL = replace(FEES, url="https://www.gov.uk/permits")
WAITING = passage("Send the form to your council.", title="Permits", heading="How to apply")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What was the permit fee last year?", "last year"),
        ("How much did a permit cost five years ago?", "five years ago"),
        ("What did a permit cost under the old rules?", "under the old rules"),
        ("How much was a permit before it went up?", "before it went up"),
        ("What will a permit cost from next April?", "next April"),
        ("How much will permits be in two years' time?", "in two years' time"),
        ("What was the permit fee in 1997?", "1997"),
    ],
)
def test_a_time_that_the_guidance_does_not_speak_of_is_named(question: str, named: str):
    assert named in find_missing(question, [FEES])


@pytest.mark.parametrize(
    "question",
    [
        "I moved here last year. How much is a permit?",
        "My permit ran out two years ago, do I pay for another?",
        "Will I pay for a permit next year if I move now?",
        "When was I meant to show proof of address?",
    ],
)
def test_the_story_of_the_person_may_lie_in_the_past(question: str):
    assert not {"last year", "two years ago", "next year"} & set(find_missing(question, [FEES]))


def test_a_time_that_the_guidance_speaks_of_is_not_named():
    told = passage("Last year a permit cost £48.", title="Permits")
    assert find_missing("What was the permit fee last year?", [told, FEES]) == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Do I need a permit in Ireland?", ["Ireland"]),
        ("Do I need a permit in the Republic of Ireland?", ["Republic of Ireland"]),
        ("How do I get a US permit?", ["US"]),
        ("Can I use the permit in Spain?", ["Spain"]),
    ],
)
def test_another_country_is_named(question: str, named: list[str]):
    assert find_missing(question, [FEES]) == named


@pytest.mark.parametrize("question", ["Do I need a permit in Northern Ireland?", "Can you tell us about permits?"])
def test_northern_ireland_and_us_are_no_other_countries(question: str):
    assert find_missing(question, [FEES]) == []


def test_a_country_that_the_guidance_says_is_not_named():
    assert find_missing("Do I need a permit in Ireland?", [FEES, passage("Not in Ireland.", title="Permits")]) == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Can my limited company have a permit?", "limited company"),
        ("I'm self-employed. Can I have a permit?", "self-employed"),
        ("I run a café. Do I need a permit?", "café"),
        ("Do I pay business rates and a permit?", "business rates"),
    ],
)
def test_one_whose_rules_are_seldom_those_of_everybody_is_named(question: str, named: str):
    assert named in find_missing(question, [FEES])


def test_one_of_whom_the_guidance_speaks_is_not_named():
    told = passage("A charity or a limited company pays £80.", title="Permits")
    assert find_missing("Can my limited company have a permit?", [told]) == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How many weeks does a permit take?", "how many weeks"),
        ("How long does it take to get a permit?", "how long"),
        ("What is the phone number for permits?", "phone number"),
        ("What are the opening hours of the permit office?", "opening hours"),
        ("Which day do permits start?", "which day"),
        ("How much is a permit?", "how much"),
        ("What does a permit cost?", "what does a permit cost"),
    ],
)
def test_a_kind_of_answer_that_no_passage_gives_is_named(question: str, named: str):
    assert find_missing(question, [WAITING]) == [named]


def test_a_kind_of_answer_that_a_passage_gives_is_not_named():
    told = passage("We reply within 10 working days. Phone 01632 960001, Monday to Friday.", title="Permits")
    for question in ("How many weeks does a permit take?", "What is the phone number for permits?"):
        assert find_missing(question, [WAITING, told]) == []


@pytest.mark.parametrize("question", ["How much notice must I give?", "How much longer must I wait for a permit?"])
def test_how_much_may_ask_for_something_other_than_money(question: str):
    assert "how much" not in find_missing(question, [WAITING])


def test_a_town_need_not_be_said_by_guidance_for_its_whole_nation():
    assert find_missing("How much is a permit in Grimsby?", [NATIONAL]) == []
    assert find_missing("How much is a permit in Grimsby?", [FEES]) == ["Grimsby"]


def test_words_that_people_use_for_what_pages_say_in_others_are_not_named():
    assert "abl" in PEOPLE_SAY
    assert find_missing("wen shud i aply for a permit and wot is payable", [FEES]) == []


def test_a_thing_that_people_ask_for_is_named_however_they_spell_the_rest():
    assert find_missing("wot does a permit for a hovercraft cost", [FEES]) == ["hovercraft"]


def test_a_name_within_a_sentence_is_named_though_its_word_is_an_everyday_one():
    assert "University" in find_missing("How much is a permit for Oxford University?", [NATIONAL])


def test_letters_in_the_wrong_order_are_no_other_word():
    assert find_missing("how do i recieve a permit with a veiw", [FEES]) == []


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("How much is the Bank of England rate?", ["Bank of England"]),
        ("Do I need a permit on the Isle of Man?", ["Isle of Man"]),
        ("How much is Maternity Allowance?", ["Maternity Allowance"]),
        ("How much is Scotland's Funeral Support Payment?", ["Funeral Support Payment"]),
    ],
)
def test_a_name_of_several_words_is_named_whole(question: str, named: list[str]):
    told = passage(
        "In England a bank has a permit, a rate, support and a funeral payment at £10.", title="Maternity and allowance"
    )
    assert find_missing(question, [told]) == named


@pytest.mark.parametrize(
    "question",
    [
        "Do I need a permit on Boxing Day?",
        "Do I need a permit from Monday to Friday?",
        "What Proof must I show for Parking Permits?",
        "I live with Mrs Pugh, do I need a permit?",
    ],
)
def test_days_and_people_of_the_story_are_no_names_of_things(question: str):
    named = find_missing(question, [FEES, passage("Parking permits are for boxing day too.", title="Permits")])
    assert named == []


@pytest.mark.parametrize("word", ["recepshun", "resepshun", "holidys", "nashonal", "heeting", "condishun", "meels"])
def test_a_word_of_the_guidance_is_heard_however_it_is_spelt(word: str):
    told = passage("Reception, holidays, a national heating condition and meals.", title="Permits")
    assert find_missing(f"what is the {word} for a permit", [told]) == []


@pytest.mark.parametrize("word", ["ferret", "hotel", "piano", "nation"])
def test_another_word_is_not_taken_for_a_misspelling(word: str):
    told = passage("Reception, holidays, forest heating and a meal.", title="Permits")
    assert find_missing(f"what is the {word} for a permit", [told]) == [word]


def test_a_name_in_two_capitals_is_named_as_it_was_typed():
    assert find_missing("How much is a TV permit?", [FEES]) == ["TV"]
    assert find_missing("HOW MUCH IS A TV PERMIT", [FEES]) == []


@pytest.mark.parametrize(
    "question", ["What was the permit fee in 1997?", "Do I need a permit in Ireland?", "What was the fee last year?"]
)
def test_no_detail_would_help_where_nothing_speaks_of_the_year_or_country(question: str):
    assert asks_beyond(question, [FEES])


@pytest.mark.parametrize("question", ["How much is a permit for a hovercraft?", "How much is a permit in Grimsby?"])
def test_a_detail_may_help_where_only_a_word_is_missing(question: str):
    assert not asks_beyond(question, [FEES])


def test_no_country_and_no_town_of_ours_is_an_everyday_word():
    assert not PEOPLE_SAY & (PLACES | COUNTRIES)
    assert not PLACES & COUNTRIES
