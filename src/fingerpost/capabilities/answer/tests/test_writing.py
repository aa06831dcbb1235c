"""An answer in fuller sentences: what the model is given, what is kept of what it writes, and what happens without."""

import hashlib
import json
from dataclasses import replace

import pytest

from fingerpost.capabilities.answer import capability
from fingerpost.capabilities.answer.handle import handle
from fingerpost.capabilities.answer.request import Question, Turn
from fingerpost.capabilities.answer.tests.models import ModelThatWrites, ReaderWho, said
from fingerpost.capabilities.answer.tests.pages import HERE, SearchThatFinds, bullets, hit, passage
from fingerpost.capabilities.answer.writing.giving import MOST_CHARACTERS
from fingerpost.contract.claims import OutcomeKind, Written
from fingerpost.contract.context import Nation
from fingerpost.contract.language_models import WhyNoModel

RATES = passage(
    "Child Benefit is £27.05 a week for the eldest child.",
    "It is £17.90 a week for each other child.",
    "It is usually paid every 4 weeks.",
)
WHO = passage(
    "You can get Child Benefit if:",
    *bullets("you are responsible for a child under 16", "you live in the UK", block=0),
    "It is not paid for a child in care.",
    heading="Who can get it",
)
QUESTION = "how much is child benefit"
SHORT = said("You get £27.05 a week for the eldest child.", ("p1", RATES.lines[0].text))


def write(*lines, question=QUESTION, hits=None, context=HERE, conversation=(), bears_out=lambda claim: True, **told):
    model, reader = ModelThatWrites(lines=lines, **told), ReaderWho(bears_out=bears_out)
    outcome = handle(
        Question(question=question, conversation=conversation),
        context=context,
        search=SearchThatFinds(hits=hits or [hit(RATES), hit(WHO, score=2.5)]),
        language_model=model,
        reader=reader,
    )
    return outcome, model, reader


def quoted(**more):
    return handle(
        Question(question=QUESTION),
        context=HERE,
        search=SearchThatFinds(hits=[hit(RATES), hit(WHO, score=2.5)]),
        **more,
    )


def test_the_sentences_of_the_model_stand_first_each_with_the_lines_it_rests_on():
    outcome, _, reader = write(SHORT)

    (claim,) = outcome.claims
    assert claim.text == "You get £27.05 a week for the eldest child."
    assert claim.quote == RATES.lines[0].text
    assert claim.source.id == RATES.id
    assert claim.is_rephrased
    assert outcome.written == Written(by="scripted")
    assert reader.shown == [claim]


def test_the_rules_decide_all_but_the_claims():
    without = quoted()
    outcome, _, reader = write(SHORT)

    assert replace(outcome, claims=(), written=Written(), found={}) == replace(without, claims=(), found={})
    assert reader.confidences == [without.confidence]


def test_without_a_model_the_guidance_is_quoted_and_nothing_is_said_of_any():
    assert quoted() == quoted(language_model=None, reader=ReaderWho())
    assert quoted().written == Written()


@pytest.mark.parametrize("why", list(WhyNoModel))
@pytest.mark.parametrize("at_once", [True, False])
def test_a_model_that_does_not_write_leaves_the_quotes_and_says_why(why, at_once):
    outcome, *_ = write(why=why, at_once=at_once)

    assert outcome.claims == quoted().claims
    assert outcome.written == Written(why_quoted=why.value)


def test_a_model_that_stops_half_way_is_followed_by_quotes_of_what_it_had_not_come_to():
    outcome, *_ = write(SHORT, why=WhyNoModel.SLOW)

    first, second = outcome.claims
    assert first.is_rephrased
    assert not second.is_rephrased
    assert second.source.id == WHO.id
    assert outcome.written == Written(by="scripted", why_quoted=WhyNoModel.SLOW.value)


def test_where_nothing_is_borne_out_the_guidance_is_quoted():
    outcome, _, reader = write(SHORT, bears_out=lambda claim: False)

    assert outcome.claims == quoted().claims
    assert outcome.written == Written(why_quoted=WhyNoModel.NOTHING_BORNE_OUT.value)
    assert reader.shown == []
    assert outcome.found["not_borne_out"] == 1


def test_what_is_not_borne_out_is_left_out_and_counted():
    wrong = said("You get £99 a week.", ("p1", RATES.lines[0].text))
    outcome, *_ = write(wrong, SHORT, bears_out=lambda claim: "99" not in claim.text)

    assert [claim.text for claim in outcome.claims] == ["You get £27.05 a week for the eldest child."]
    assert outcome.found["not_borne_out"] == 1


def test_a_sentence_in_the_guidance_s_own_words_is_a_quote():
    outcome, *_ = write(said("it is usually paid every 4 weeks"))

    (claim,) = outcome.claims
    assert claim.text == claim.quote == "It is usually paid every 4 weeks."
    assert outcome.written == Written()


def test_one_item_of_a_list_is_never_quoted_without_the_sentence_that_leads_into_it():
    outcome, *_ = write(said("You live in the UK.", ("p2", "you live in the UK")))

    (claim,) = outcome.claims
    assert claim.text == claim.quote
    assert [line for _kind, _block, line in claim.lines] == [line.text for line in WHO.lines[:3]]
    assert claim.marked == ("you live in the UK",)


def test_a_sentence_may_rest_on_several_passages():
    both = said("It is £27.05 a week if you live in the UK.", ("p1", RATES.lines[0].text), ("p2", "you live in the UK"))
    outcome, *_ = write(both)

    (claim,) = outcome.claims
    assert [each.source.id for each in (claim, *claim.beside)] == [RATES.id, WHO.id]
    assert all(each.text == each.quote for each in claim.beside)


def test_the_same_sentence_twice_is_said_once():
    outcome, *_ = write(SHORT, SHORT.replace("week for", "week  for"))

    assert len(outcome.claims) == 1
    assert outcome.found["repeated"] == 1


def test_no_more_than_six_sentences_are_read_and_the_model_is_stopped():
    lines = [said(f"You get £27.05 a week, case {number}.", ("p1", RATES.lines[0].text)) for number in range(50)]
    outcome, model, _ = write(*lines)

    assert len(outcome.claims) == 6
    assert model.read == 6
    assert model.closed >= 1


def test_a_model_that_never_stops_is_read_so_far_and_no_further():
    _, model, _ = write(*(["nonsense"] * 5_000))

    assert model.read == 60


def test_a_model_that_puts_hundreds_of_sentences_into_a_line_is_read_no_further_than_one_that_never_stops():
    line = "[" + ",".join(said(f"Sentence {n}.", ("p1", RATES.lines[0].text)) for n in range(50)) + "]"
    outcome, model, reader = write(*[line] * 50, bears_out=lambda claim: False)

    assert outcome.found["written"] == 60
    assert model.read == 2
    assert len(reader.confidences) == 50  # the others were said before


@pytest.mark.parametrize(
    ("question", "context"),
    [
        ("hello", HERE),
        ("should i leave my job", HERE),
        ("how much is child benefit in england and in wales", HERE),
        ("faint yw budd-dal plant", replace(HERE, language="cy")),
    ],
)
def test_what_the_rules_answer_is_never_put_to_a_model(question, context):
    _, model, _ = write(SHORT, question=question, context=context)

    assert model.asked == []


def test_what_is_off_topic_is_never_put_to_a_model():
    far = hit(RATES, dense=0.05, lexical=0.3, lines=(0.02, 0.01, 0.0))
    outcome, model, _ = write(SHORT, question="who won the cup", hits=[far])

    assert outcome.kind is OutcomeKind.CANNOT_ANSWER
    assert model.asked == []


def test_a_passage_in_welsh_is_not_given_to_a_model_and_stays_quoted():
    welsh = replace(RATES, language="cy")
    outcome, model, _ = write(SHORT, hits=[hit(welsh)])

    assert model.asked == []
    assert outcome.claims


def test_the_model_is_given_the_passages_by_token_the_nation_and_the_question_and_no_link():
    _, model, _ = write(SHORT, context=replace(HERE, nation=Nation.WALES))

    (prompt,) = model.asked
    assert [label for label, _ in prompt.parts] == [
        "passage p1",
        "passage p2",
        "the nation the reader lives in",
        "the question",
    ]
    assert dict(prompt.parts)["passage p2"].splitlines() == [
        "Child Benefit › Who can get it",
        "You can get Child Benefit if:",
        "- you are responsible for a child under 16",
        "- you live in the UK",
        "It is not paid for a child in care.",
    ]
    assert dict(prompt.parts)["the nation the reader lives in"] == "Wales"
    assert "http" not in json.dumps(prompt.parts)


def test_what_was_said_before_is_given_apart_from_the_question():
    earlier = (Turn(question="I am a single parent. How much is child benefit?", answer="Child Benefit"),)
    _, model, _ = write(SHORT, question="and for two children?", conversation=earlier)

    parts = dict(model.asked[0].parts)
    assert parts["the question"] == "and for two children?"
    assert "single parent" in parts["what was said before the question"]


def test_a_conversation_of_a_thousand_turns_gives_no_more_than_its_last_ones():
    earlier = tuple(Turn(question=f"My number is {number}. What about it?") for number in range(1_000))
    outcome, model, _ = write(SHORT, question="how much is it then?", conversation=earlier)

    assert outcome.claims
    assert sum(len(text) for _, text in model.asked[0].parts) < 2_000


def test_a_passage_larger_than_there_is_room_for_is_given_in_part_around_the_lines_that_answer():
    lines = [f"Sentence number {number} of many says something about the weekly rate." for number in range(2_000)]
    long = passage(*lines, heading="Long")
    scores = [0.1] * 2_000
    scores[1_000] = 0.9
    outcome, model, _ = write(said(lines[1_000]), hits=[hit(long, lines=scores)])

    given = dict(model.asked[0].parts)["passage p1"]
    assert lines[1_000] in given
    assert len(given) < MOST_CHARACTERS + 200
    assert outcome.claims[0].quote == lines[1_000]


def test_words_that_the_model_was_not_shown_may_still_be_quoted_where_they_stand():
    """It is shown a part of a long passage; what it quotes is looked up in the whole."""
    lines = [f"Sentence number {number} of many says something about the weekly rate." for number in range(2_000)]
    long = passage(*lines, heading="Long")
    outcome, *_ = write(said(lines[3]), hits=[hit(long, lines=[0.9] + [0.1] * 1_999)])

    assert outcome.claims[0].quote == lines[3]


def test_the_prompt_is_a_public_file_under_the_digest_of_its_bytes():
    _, model, _ = write(SHORT)
    raw = (capability.folder / "prompts" / "answer.md").read_bytes()

    assert model.asked[0].digest == hashlib.sha256(raw).hexdigest()
    assert model.asked[0].instructions == raw.decode()


HOSTILE = {
    "another language": ['{"text": "Vous recevez 27,05 £.", "quotes": [{"passage": "p1", "words": "27,05 £ chaque"}]}'],
    "markdown": ["# Child Benefit", "", "- **£27.05** a week", "See [the page](https://evil.example)"],
    "a greeting": ["Hello! I am happy to help.", "Child Benefit is £27.05."],
    "an empty list": ["[]"],
    "nothing": [],
    "the system prompt": (capability.folder / "prompts" / "answer.md").read_text().splitlines(),
    "unknown tokens": [said("You get £27.05.", ("p99", RATES.lines[0].text), ("", "a"), ("https://evil.example", "a"))],
    "words that stand nowhere": [said("You get £500.", ("p1", "It is £500 a week."))],
    "the wrong schema": [
        '{"answer": "£27.05"}',
        '{"text": 5, "quotes": []}',
        '{"text": "a", "quotes": "b"}',
        "5",
        "null",
    ],
    "deep nesting": ["[" * 4_000, '{"a":' * 1_000, '{"a": {"b": {"c": {"d": {"text": "You get it."}}}}}'],
    "one long line": ["x" * 8_000, '{"text": "' + "y" * 7_000],
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_else_a_model_writes_the_guidance_is_quoted(lines):
    outcome, *_ = write(*lines)

    assert outcome.claims == quoted().claims
    assert outcome.written == Written(why_quoted=WhyNoModel.NOTHING_BORNE_OUT.value)
