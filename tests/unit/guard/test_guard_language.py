"""English and Welsh are answered; others are told in their own language that a person and an interpreter are free."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.guard.guard_runs import guarded, run_of

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.run import Route
from fingerpost.guard.before.language import check_language
from fingerpost.guard.languages import SERVED, load_sentences, not_served

HERE = Path(__file__).parent
QUESTIONS = [line.split("\t") for line in HERE.joinpath("languages.tsv").read_text(encoding="utf-8").splitlines()]
ENGLISH = HERE.joinpath("ordinary_questions.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("language", "text"), QUESTIONS)
def test_the_language_of_a_question_is_told(language, text):
    run = check_language(run_of(text))
    assert run.steps[0].found["language"] == language
    if language in SERVED:
        assert run.context.language == language
        assert run.outcome is None
    else:
        assert run.route is Route.STOP
        assert (run.outcome.kind, run.outcome.reason) == (OutcomeKind.CANNOT_ANSWER, "language")


def test_no_ordinary_english_question_is_turned_away():
    assert [each for each in ENGLISH if check_language(run_of(each)).context.language != "en"] == []
    assert all(check_language(run_of(each)).route is Route.DELIVER for each in ENGLISH)


@pytest.mark.parametrize("text", ["blue badge", "PIP", "bin day", "council tax", "HB21?", "12345", "[phone number 1]"])
def test_a_few_words_that_do_not_tell_are_taken_in_the_language_the_person_chose(text):
    for chosen in SERVED:
        run = check_language(run_of(text, language=chosen))
        assert run.context.language == chosen
        assert run.steps[0].found["by"] == "assumed"


def test_welsh_wins_over_the_language_that_was_chosen():
    assert check_language(run_of("Sut mae hawlio budd-dal tai?")).context.language == "cy"


def test_english_wins_over_the_language_that_was_chosen():
    assert check_language(run_of("How do I claim housing benefit?", language="cy")).context.language == "en"


def test_a_person_is_told_in_their_own_language_and_in_english():
    run = guarded("Jak mogę ubiegać się o zasiłek mieszkaniowy?")
    own, english = run.outcome.message.split("\n\n")
    assert "tłumacza" in own
    assert "interpreter is free" in english
    assert run.outcome.found == {"language": "pl"}
    assert run.outcome.message_language == "pl"
    assert [step.url for step in run.outcome.next_steps] == ["https://www.gov.uk/find-local-council"]


def test_on_a_welsh_page_the_second_half_is_welsh():
    run = guarded("Jak mogę ubiegać się o zasiłek mieszkaniowy?", language="cy")
    own, welsh = run.outcome.message.split("\n\n")
    assert "tłumacza" in own
    assert "cyfieithydd ar y pryd am ddim" in welsh
    assert run.outcome.next_steps[0].label == "Dewch o hyd i'ch cyngor"


# Those that most people named as their main language in the Census of 2021, after English and Welsh.
TWELVE = ("pl", "ro", "pa", "ur", "pt", "es", "ar", "bn", "gu", "it", "ta", "fr")


def test_the_twelve_most_spoken_languages_have_a_sentence_of_their_own():
    assert set(TWELVE) <= set(load_sentences())


@pytest.mark.parametrize("language", [each for each in load_sentences() if each not in SERVED])
def test_every_sentence_names_the_council_and_999_and_is_in_its_own_language(language):
    sentence = load_sentences()[language]
    assert "999" in sentence
    assert "council" in sentence
    assert check_language(run_of(sentence)).steps[0].found["language"] == language


def test_at_least_sixteen_languages_have_a_sentence_and_the_rest_get_english():
    assert len(load_sentences()) - 2 >= 20
    assert not_served("de") == (load_sentences()["en"], "en")
    assert not_served("de", chosen="cy") == (load_sentences()["cy"], "cy")


def test_a_foreign_word_in_an_english_question_is_no_foreign_question():
    assert check_language(run_of("What does the word إقامة on my visa mean for housing?")).context.language == "en"


def test_the_model_is_loaded_only_when_it_is_asked():
    lines = (
        "import fingerpost.guard",
        "from fingerpost.guard.tongues import model",
        "assert model.load_model.cache_info().currsize == 0",
        "fingerpost.guard.warm_up()",
        "assert model.load_model.cache_info().currsize == 1",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True)
