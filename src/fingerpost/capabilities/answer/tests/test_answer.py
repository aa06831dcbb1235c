"""What a resident gets back, from the question alone: the specification of the capability."""

from dataclasses import replace

import pytest

from fingerpost.capabilities.answer import capability
from fingerpost.capabilities.answer.declining import CITIZENS_ADVICE
from fingerpost.capabilities.answer.handle import handle
from fingerpost.capabilities.answer.phrases import say
from fingerpost.capabilities.answer.request import Question, Turn
from fingerpost.capabilities.answer.tests.pages import HERE, SearchThatFinds, hit, passage
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.contract.passages import NextStepLink
from fingerpost.contract.quoting import is_quoted

CHILD_BENEFIT = passage(
    "Child Benefit is £27.05 a week for the eldest child.",
    "It is £17.90 a week for each other child.",
    "It is usually paid every 4 weeks.",
    next_steps=(NextStepLink(kind="apply", label="Claim", url="https://www.example.org/claim"),),
)


def ask(question, *hits, context=HERE, conversation=()):
    search = SearchThatFinds(hits=hits)
    return handle(Question(question=question, conversation=conversation), context=context, search=search), search


def test_an_answer_is_the_section_s_own_words():
    outcome, _ = ask("how much is child benefit", hit(CHILD_BENEFIT, lines=(0.8, 0.5, 0.3)))

    assert outcome.kind is OutcomeKind.ANSWERED
    assert outcome.complete
    (claim,) = outcome.claims
    assert is_quoted(claim.quote, CHILD_BENEFIT.text)
    assert claim.marked == ("Child Benefit is £27.05 a week for the eldest child.",)
    assert claim.source.title == "Child Benefit"
    assert claim.source.heading == "How much you get"


def test_an_answer_never_stands_on_one_bare_sentence():
    long = passage(*(f"Sentence number {n} says something about weekly rates of benefit money." for n in range(20)))
    outcome, _ = ask("weekly rates of benefit", hit(long, lines=[0.1] * 10 + [0.9] + [0.1] * 9))

    assert len(outcome.claims[0].lines) >= 3
    assert outcome.claims[0].marked == (long.lines[10].text,)


def test_the_page_s_next_step_is_offered_with_its_source():
    outcome, _ = ask("how much is child benefit", hit(CHILD_BENEFIT))

    (step,) = outcome.next_steps
    assert (step.kind, step.url, step.source_id) == ("apply", "https://www.example.org/claim", CHILD_BENEFIT.id)


def test_what_no_shown_passage_mentions_is_named():
    outcome, _ = ask("how much is child benefit for my hamster", hit(CHILD_BENEFIT))

    assert outcome.kind is OutcomeKind.PARTLY_ANSWERED
    assert not outcome.complete
    assert outcome.not_found == ("hamster",)


def test_another_year_than_the_page_s_is_named():
    outcome, _ = ask("how much was child benefit in 1998", hit(CHILD_BENEFIT))

    assert "1998" in outcome.not_found


@pytest.mark.parametrize("question", ["how much is child benfit", "im 34 and get child benefit, how much is it"])
def test_a_misspelt_word_or_an_age_is_not_called_missing(question):
    outcome, _ = ask(question, hit(CHILD_BENEFIT))

    assert outcome.not_found == ()


def test_nothing_close_enough_is_declined_with_a_place_to_go():
    outcome, _ = ask("who won the cup", hit(CHILD_BENEFIT, dense=0.05, lexical=0.3, lines=(0.02, 0.01, 0.0)))

    assert outcome.kind is OutcomeKind.CANNOT_ANSWER
    assert outcome.reason == "off topic"
    assert outcome.next_steps
    assert not outcome.claims


def test_where_nothing_surely_answers_the_nearest_pages_are_offered_and_nothing_is_quoted():
    tax = replace(CHILD_BENEFIT, id="tax", document="doc-tax", title="Council Tax", url="https://www.example.org/tax")
    near = [hit(each, dense=0.48, lexical=1.5) for each in (CHILD_BENEFIT, tax)]
    outcome, _ = ask("my sister in law moved to spain with the kids, do they send it there", *near)

    assert outcome.kind is OutcomeKind.CANNOT_ANSWER
    assert outcome.reason == "off topic"
    assert outcome.message == say("near topic", "en")
    assert not outcome.claims
    assert [(step.label, step.url) for step in outcome.next_steps[:-1]] == [
        ("Child Benefit", CHILD_BENEFIT.url),
        ("Council Tax", "https://www.example.org/tax"),
    ]
    assert outcome.next_steps[-1] == CITIZENS_ADVICE


def test_a_close_passage_is_shown_though_words_weigh_little_in_a_tiny_library():
    outcome, _ = ask("how much is child benefit", hit(CHILD_BENEFIT, dense=0.75, lexical=0.1))

    assert outcome.kind is OutcomeKind.ANSWERED


def test_without_the_search_model_a_page_that_is_named_is_shown_though_its_words_weigh_little():
    by_words = hit(CHILD_BENEFIT, dense=0.0, lexical=1.3)

    assert ask("how much is child benefit", by_words)[0].kind is OutcomeKind.ANSWERED
    assert ask("how much is a wedding", by_words)[0].kind is OutcomeKind.CANNOT_ANSWER


def test_no_hit_at_all_is_declined():
    outcome, _ = ask("anything about newts")

    assert outcome.kind is OutcomeKind.CANNOT_ANSWER
    assert outcome.reason == "off topic"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("should i leave my job", "advice"),
        ("is it fair that pensioners pay tax", "opinion"),
        ("will universal credit go up by 2030", "prediction"),
        ("why has my payment not arrived", "own account"),
        ("check my national insurance record", "own account"),
        ("can you look up my claim and tell me my balance", "own account"),
        ("how do I check my claim and can you see my case", "own account"),
        ("please access my file", "own account"),
    ],
)
def test_what_guidance_cannot_answer_is_declined_without_a_search(question, reason):
    outcome, search = ask(question, hit(CHILD_BENEFIT))

    assert outcome.kind is OutcomeKind.CANNOT_ANSWER
    assert outcome.reason == reason
    assert search.asked == []


@pytest.mark.parametrize(
    "question",
    [
        "what should i do if my rent is late",
        "how much should i get in redundancy",
        "why was i refused and how do i appeal",
        "will i lose my benefits if i go abroad",
        "they butchered my pension, how do I check my National Insurance record",
        "where can we see our council tax account",
        "is there a way to check my tax records without a computer",
        "can I update my claim when I move",
        "how soon do I have to update my journal",
    ],
)
def test_questions_that_only_look_like_advice_are_searched(question):
    _, search = ask(question, hit(CHILD_BENEFIT))

    assert search.asked[0] == question


@pytest.mark.parametrize(
    ("question", "reason"),
    [("hello", "greeting"), ("Thank you very much!", "thanks"), ("what are you?", "about"), ("bore da", "greeting")],
)
def test_small_talk_gets_a_fixed_reply(question, reason):
    outcome, search = ask(question)

    assert outcome.kind is OutcomeKind.ANSWERED
    assert outcome.reason == reason
    assert outcome.message in capability.phrases
    assert search.asked == []


def test_a_greeting_before_a_question_does_not_swallow_it():
    _, search = ask("hello, how much is child benefit", hit(CHILD_BENEFIT))

    assert search.asked == ["hello, how much is child benefit"]


SCOTLAND = frozenset({Nation.SCOTLAND})
WALES = frozenset({Nation.WALES})
MEALS_SCOTLAND = passage(
    "School meals are free for some.", title="School meals in Scotland", nations=SCOTLAND, subject="school-meals"
)
MEALS_WALES = passage(
    "School meals are free for all.", title="School meals in Wales", nations=WALES, subject="school-meals"
)


def test_the_nation_is_asked_for_when_sibling_pages_differ():
    outcome, _ = ask("are school meals free", hit(MEALS_SCOTLAND), hit(MEALS_WALES, score=2.9))

    assert outcome.kind is OutcomeKind.NEEDS_DETAIL
    assert outcome.asks[0].choices == (("scotland", "Scotland"), ("wales", "Wales"))
    assert not outcome.claims
    assert outcome.not_found == ()


def test_what_no_nations_page_mentions_is_said_with_the_question_back():
    outcome, _ = ask("are school meals free for lodgers", hit(MEALS_SCOTLAND), hit(MEALS_WALES, score=2.9))

    assert outcome.kind is OutcomeKind.NEEDS_DETAIL
    assert outcome.not_found == ("lodgers",)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("were school meals free in 1979", "1979"),
        ("are school meals free in France", "France"),
        ("how much were school meals last year", "last year"),
    ],
)
def test_no_nation_is_asked_for_where_it_would_not_help(question, named):
    outcome, _ = ask(question, hit(MEALS_SCOTLAND), hit(MEALS_WALES, score=2.9))

    assert outcome.kind is OutcomeKind.PARTLY_ANSWERED
    assert named in outcome.not_found


def test_whom_it_is_about_is_named_though_told_beside_the_question():
    outcome, _ = ask("I run a limited company in Leeds. How much is Child Benefit?", hit(CHILD_BENEFIT))

    assert outcome.not_found == ("limited company",)


def test_a_question_about_two_nations_gets_both_pages():
    outcome, _ = ask(
        "are school meals free in wales or only in scotland", hit(MEALS_SCOTLAND), hit(MEALS_WALES, score=2.9)
    )

    assert [claim.source.title for claim in outcome.claims] == ["School meals in Scotland", "School meals in Wales"]


def test_a_question_about_two_nations_is_searched_for_each_and_says_which_it_compares():
    search = SearchThatFinds(hits=[hit(MEALS_SCOTLAND), hit(CHILD_BENEFIT), hit(MEALS_WALES, score=1.0, dense=0.5)])
    question = Question(question="are school meals free in wales or only in scotland")
    outcome = handle(question, context=HERE, search=search)

    assert [context.nation for context in search.contexts] == [None, Nation.SCOTLAND, Nation.WALES]
    assert search.asked[1:] == [
        "are school meals free in or only in scotland",
        "are school meals free in wales or only in",
    ]
    assert outcome.compares == (Nation.SCOTLAND, Nation.WALES)
    assert {claim.source.title for claim in outcome.claims} >= {"School meals in Scotland", "School meals in Wales"}


def test_a_person_whose_nation_is_decided_is_answered_for_that_nation_alone():
    context = replace(HERE, nation=Nation.WALES)
    outcome, _ = ask("are school meals free in wales or only in scotland", hit(MEALS_WALES), context=context)

    assert outcome.compares == ()


def test_the_nation_is_not_asked_for_when_it_is_known():
    context = replace(HERE, nation=Nation.WALES)
    outcome, _ = ask("are school meals free", hit(MEALS_WALES), context=context)

    assert outcome.kind is OutcomeKind.ANSWERED


def test_the_nation_is_not_asked_for_when_one_page_serves_all():
    outcome, _ = ask("how much is child benefit", hit(CHILD_BENEFIT), hit(MEALS_WALES, score=2.0))

    assert outcome.kind is OutcomeKind.ANSWERED


def test_a_follow_up_searches_with_what_it_leans_on():
    turns = (Turn(question="how much is child benefit", answer="Child Benefit"),)
    _, search = ask("and for twins?", hit(CHILD_BENEFIT), conversation=turns)

    assert search.asked == ["and for twins?\nhow much is child benefit\nChild Benefit"]


def test_a_new_question_keeps_the_situation_but_not_the_old_topic():
    turns = (Turn(question="I am 67 and live alone. how much is child benefit?"),)
    _, search = ask("where do I report a broken street light near my house", hit(CHILD_BENEFIT), conversation=turns)

    assert search.asked == ["where do I report a broken street light near my house\nI am 67 and live alone."]


def test_at_most_five_claims_are_shown():
    hits = [hit(passage("A line.", "Another line.", title=f"Page {n % 3}", heading=f"Part {n}")) for n in range(12)]
    outcome, _ = ask("a line about child benefit", *hits)

    assert len(outcome.claims) == 5


def test_every_message_is_a_fixed_phrase():
    questions = ["hello", "should i leave him", "how much is child benefit for my hamster", "zzz"]
    for question in questions:
        outcome, _ = ask(question, hit(CHILD_BENEFIT))
        assert not outcome.message or outcome.message in capability.phrases


def test_a_question_in_two_parts_is_searched_in_both():
    bins = passage("Bins go out on Mondays.", "A.", "B.", title="Bins", heading="Days")
    search = SearchThatFinds(hits=[hit(bins)])
    handle(Question(question="when are bins collected and how do i get a bigger bin"), context=HERE, search=search)

    assert search.asked[1:] == ["when are bins collected", "how do i get a bigger bin"]


@pytest.mark.parametrize(
    "question", ["how much is child benefit", "can me and my wife both claim", "what if i die? ok"]
)
def test_a_question_that_asks_one_thing_is_searched_once(question):
    _, search = ask(question, hit(CHILD_BENEFIT))

    assert search.asked == [question]
