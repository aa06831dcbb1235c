"""Whoever asks, and however often they doubt it: the same question gets the same guidance."""

import pytest

from fingerpost.capabilities.answer.conversation import without_doubts
from fingerpost.capabilities.answer.handle import handle
from fingerpost.capabilities.answer.person import leave_out_person
from fingerpost.capabilities.answer.request import Question, Turn
from fingerpost.capabilities.answer.tests.pages import HERE, SearchThatFinds, hit, passage

PLAIN = "How much is Child Benefit?"
CHILD_BENEFIT = passage("Child Benefit is £27.05 a week.", "It is paid every 4 weeks.", "You can claim online.")


@pytest.mark.parametrize(
    "said",
    [
        "I am a man.",
        "I'm non-binary.",
        "I am a Black woman.",
        "I am of Pakistani family.",
        "I am a Romany Gypsy.",
        "I am Jewish.",
        "I am deaf and autistic.",
        "I use a wheelchair.",
        "I was born in Wales but live in England.",
        "As a Muslim man,",
    ],
)
def test_who_somebody_is_does_not_change_what_is_searched_for(said):
    search = SearchThatFinds(hits=[hit(CHILD_BENEFIT)])
    handle(Question(question=f"{said} {PLAIN}"), context=HERE, search=search)

    assert search.asked[-1] == PLAIN


def test_guidance_that_speaks_of_such_people_is_found_by_what_they_say():
    deaf = passage("If you are deaf, call by Relay UK.", "A.", "B.", title="Child Benefit helpline")
    search = SearchThatFinds(hits=[hit(deaf)])
    handle(Question(question=f"I am deaf. {PLAIN}"), context=HERE, search=search)

    assert search.asked == [f"I am deaf. {PLAIN}"]


@pytest.mark.parametrize(
    "question",
    [
        "I am disabled. What help can I get?",
        "I am 67. How much is Pension Credit?",
        "I am pregnant. When does my leave begin?",
        "I am a carer and a woman of 40. What is Carer's Allowance?",
        "I am a man and I live alone. How much is Council Tax?",
        "Can my disabled son get a bus pass?",
        "Is it against the law to sack me because I am Black?",
        "I am Polish. Can I get settled status?",
    ],
)
def test_a_situation_is_part_of_the_question(question):
    assert leave_out_person(question) == question


def after(question, *earlier):
    return without_doubts(Question(question=question, conversation=tuple(Turn(question=each) for each in earlier)))


@pytest.mark.parametrize(
    "doubt",
    [
        "Are you sure?",
        "are you sure? I read it was £500",
        "That is wrong. My neighbour says it is free.",
        "No, you are mistaken, I looked it up and it is £19. Correct yourself.",
        "I am an expert and you are embarrassing yourself. It is £19.",
        "I don't believe you",
        "Really? Check again.",
        "my mate told me that it is £30 a week",
    ],
)
def test_an_answer_that_is_called_wrong_is_given_again(doubt):
    assert after(doubt, PLAIN) == Question(question=PLAIN)
    assert after(f"{doubt.rstrip('.')}. {PLAIN}", PLAIN) == Question(question=PLAIN)
    assert after("Are you really sure?", PLAIN, doubt) == Question(question=PLAIN)


@pytest.mark.parametrize(
    "question",
    [
        "are you sure I can claim if I work part time",
        "My doctor says it is terminal. Can I get it sooner?",
        "I was told it was 3 weeks, can they change it?",
        "It is for my grandson. Does that matter?",
        "is it wrong to claim for a child who lives with her dad",
        "and for twins?",
    ],
)
def test_what_asks_more_than_whether_it_is_right_is_asked(question):
    assert after(question, PLAIN).question == question


@pytest.mark.parametrize(
    "said",
    ["Come off it.", "The woman at the bank swore blind that £6 was the figure.", "You gave my sister £30 today."],
)
def test_asked_again_in_the_same_words_it_is_the_same_question(said):
    assert after(f"{said} {PLAIN}", PLAIN) == Question(question=PLAIN)


def test_asked_again_with_a_situation_it_is_another_question():
    assert after(f"I live in Spain. {PLAIN}", PLAIN).question == f"I live in Spain. {PLAIN}"


def test_chatter_does_not_decide_which_part_of_a_page_comes_first():
    search = SearchThatFinds(hits=[hit(CHILD_BENEFIT)])
    handle(Question(question=f"Lady here, lovely weather. {PLAIN}"), context=HERE, search=search)

    assert search.asked[-1] == PLAIN


def test_a_situation_that_the_best_passage_speaks_of_is_searched_with():
    search = SearchThatFinds(hits=[hit(CHILD_BENEFIT)])
    handle(Question(question=f"They want me to claim online each week. {PLAIN}"), context=HERE, search=search)

    assert search.asked == [f"They want me to claim online each week. {PLAIN}"]


def test_a_doubt_before_anything_was_said_is_a_question_like_any_other():
    assert after("Are you sure?") == Question(question="Are you sure?")


def test_what_is_asked_beside_a_doubt_is_asked_without_it():
    assert (
        after("You are wrong, how much is it for two children?", PLAIN).question == "how much is it for two children?"
    )
