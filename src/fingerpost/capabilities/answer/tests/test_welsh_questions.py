"""Somebody who asks in Welsh gets the guidance: in Welsh where a person translated it, else in English, and told so."""

import json
from dataclasses import replace

import pytest

from fingerpost.capabilities.answer import FOLDER, capability
from fingerpost.capabilities.answer.explain import explain
from fingerpost.capabilities.answer.handle import handle
from fingerpost.capabilities.answer.request import Question, Turn
from fingerpost.capabilities.answer.tests.pages import HERE, SearchThatFinds, hit, passage
from fingerpost.capabilities.answer.welsh.english import FILE, in_english, meanings_of
from fingerpost.capabilities.answer.welsh.letters import plain, words_of
from fingerpost.capabilities.answer.welsh.missing import find_missing_of_welsh
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.contract.run import Run

WELSH = replace(HERE, language="cy")
HOUSING_BENEFIT = passage(
    "Most people of working age cannot make a new claim for Housing Benefit.",
    "You can claim if you are over State Pension age.",
    "Claim from your council.",
    title="Housing Benefit",
    heading="Who can claim",
)
IN_WELSH = replace(
    passage(
        "Ni all y rhan fwyaf o bobl o oedran gweithio wneud hawliad newydd am Fudd-dal Tai.",
        "Gallwch hawlio os ydych dros oedran Pensiwn y Wladwriaeth.",
        "Hawliwch gan eich cyngor.",
        title="Budd-dal Tai",
        heading="Pwy all hawlio",
    ),
    language="cy",
)


def ask(question, *hits, conversation=()):
    search = SearchThatFinds(hits=hits)
    return handle(Question(question=question, conversation=conversation), context=WELSH, search=search), search


@pytest.mark.parametrize(
    ("welsh", "english"),
    [
        ("Sut mae adnewyddu fy nhrwydded yrru?", "how renew driving licence"),
        ("Sut mae hawlio budd-dal tai?", "how claim Housing Benefit"),
        ("Pryd mae fy min yn cael ei gasglu?", "when collection day bins"),
        ("Faint yw'r Dreth Gyngor yng Nghaerdydd?", "how much council tax Cardiff"),
    ],
)
def test_a_welsh_question_is_searched_for_in_english(welsh, english):
    assert in_english(welsh) == english


@pytest.mark.parametrize("shape", ["credyd cynhwysol", "gredyd cynhwysol", "nghredyd cynhwysol", "chredyd cynhwysol"])
def test_a_word_is_known_whatever_its_first_letter_has_become(shape):
    assert in_english(f"am {shape}") == "Universal Credit"


def test_accents_and_apostrophes_may_be_left_out():
    assert in_english("tâl salwch") == in_english("tal salwch") == "statutory sick pay"


def test_the_list_gives_each_form_one_meaning_in_plain_english():
    meanings: dict[tuple[str, ...], set[str]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            forms, equals, english = line.partition(" =")
            assert equals, line
            assert english.isascii(), line
            for form in forms.split(" / "):
                meanings.setdefault(tuple(plain(word) for word in words_of(form)), set()).add(english)
    assert () not in meanings
    assert [form for form, known in meanings.items() if len(known) > 1] == []


def test_names_and_numbers_stay_as_they_are():
    assert in_english("Faint o dreth gyngor ar £14,000 yn Fernby?") == "how much council tax 14,000 Fernby"


def test_an_english_line_is_left_alone():
    assert in_english("How do I renew my passport?") == "How do I renew my passport?"


def test_guidance_in_english_is_quoted_as_english_and_the_reader_is_told():
    outcome, search = ask("Sut mae hawlio budd-dal tai?", hit(HOUSING_BENEFIT))

    assert search.asked[0] == "how claim Housing Benefit"
    assert outcome.kind is OutcomeKind.ANSWERED
    assert outcome.claims[0].source.language == "en"
    assert "Saesneg" in outcome.message
    assert outcome.message in capability.phrases


def test_a_translation_is_quoted_in_the_place_of_the_page_that_was_found():
    found = replace(hit(HOUSING_BENEFIT), passage=IN_WELSH, original=HOUSING_BENEFIT)
    outcome, _ = ask("Sut mae hawlio budd-dal tai?", found)

    assert outcome.claims[0].source.title == "Budd-dal Tai"
    assert outcome.message == ""


def test_guidance_that_exists_in_welsh_only_is_found_by_its_own_words():
    permit = replace(
        passage("Mae trwydded barcio yn costio £40 y flwyddyn.", title="Trwydded barcio", heading="Faint mae'n costio"),
        language="cy",
    )
    off_topic = replace(hit(permit), dense=0.1, lexical=0.1, lines=(0.1,))
    outcome, _ = ask("Faint mae trwydded barcio yn ei gostio?", off_topic)

    assert outcome.kind is OutcomeKind.ANSWERED
    assert outcome.claims[0].source.language == "cy"


def test_a_welsh_question_about_nothing_we_hold_is_declined():
    far = hit(IN_WELSH, dense=0.05, lexical=0.2, lines=(0.02, 0.01, 0.0))
    outcome, _ = ask("Pwy fydd yn ennill y gêm ddydd Sadwrn?", far)

    assert outcome.kind is OutcomeKind.CANNOT_ANSWER
    assert outcome.message.startswith("Ni allaf")


def test_english_words_typed_on_a_welsh_page_are_searched_for_as_they_stand():
    outcome, search = ask("housing benefit", hit(HOUSING_BENEFIT))

    assert search.asked[0] == "housing benefit"
    assert outcome.kind is OutcomeKind.ANSWERED


@pytest.mark.parametrize("kind", OutcomeKind)
def test_the_reasons_are_given_in_welsh_whatever_came_of_it(kind):
    run = Run(
        reference="FP-1",
        capability="answer",
        request=Question(question="?"),
        context=replace(WELSH, nation=Nation.SCOTLAND),
        outcome=Outcome(kind=kind),
    )
    welsh = explain(run, capability.card).kinds()
    english = explain(replace(run, context=HERE), capability.card).kinds()

    assert all(welsh.values())
    assert all(welsh[name] != english[name] for name in welsh)
    assert "Yr Alban" in welsh["data"]


def test_the_place_to_turn_to_is_named_in_welsh():
    outcome, _ = ask("Ddylwn i adael fy swydd?", hit(HOUSING_BENEFIT))

    assert outcome.reason == "advice"
    assert outcome.next_steps[0].label == "Siaradwch â chynghorydd yn Cyngor ar Bopeth"
    assert outcome.next_steps[0].label in capability.phrases


def test_what_is_missing_is_named_in_the_words_that_were_typed():
    assert find_missing_of_welsh("Ga i fudd-dal tai am fy nghi?", [HOUSING_BENEFIT]) == ["nghi"]
    assert find_missing_of_welsh("Ga i fudd-dal tai am fy nghi?", [IN_WELSH]) == ["nghi"]
    assert find_missing_of_welsh("Sut mae hawlio fudd-dal tai?", [IN_WELSH]) == []


def test_a_follow_up_in_welsh_leans_on_what_was_asked_before():
    earlier = (Turn(question="Sut mae hawlio budd-dal tai?", answer="Housing Benefit"),)
    _, search = ask("a beth am bensiynwr?", hit(HOUSING_BENEFIT), conversation=earlier)

    assert "pensioner" in search.asked[0]
    assert "Housing Benefit" in search.asked[0]


def test_the_nations_are_offered_by_their_welsh_names():
    england = passage("You pay.", title="Prescriptions in England", subject="rx", nations=frozenset({Nation.ENGLAND}))
    wales = passage("They are free.", title="Prescriptions in Wales", subject="rx", nations=frozenset({Nation.WALES}))
    outcome, _ = ask("Oes rhaid talu am bresgripsiwn?", hit(england), hit(wales))

    assert [label for _, label in outcome.asks[0].choices] == ["Lloegr", "Cymru"]


def test_nearly_every_word_of_the_welsh_cases_is_known():
    lines = (FOLDER / "cases" / "welsh.jsonl").read_text(encoding="utf-8").splitlines()
    meanings = [each for line in lines for each in meanings_of(json.loads(line)["question"]) if each.typed[0].islower()]
    unknown = [" ".join(each.typed) for each in meanings if each.english is None]
    assert len(unknown) <= 0.08 * len(meanings), unknown


def test_a_question_of_words_that_we_do_not_know_is_not_guessed_at():
    outcome, _ = ask("Sut mae tynnu staen gwin coch o'r carped?", hit(HOUSING_BENEFIT))

    assert outcome.kind is OutcomeKind.CANNOT_ANSWER
