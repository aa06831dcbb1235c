"""Every code that a run may hold has words: nobody reads the name of a step or a reason as it is kept."""

import importlib
import pkgutil
from types import ModuleType

import pytest
from django.utils import translation

from fingerpost import guard
from fingerpost.capabilities import discover
from fingerpost.doors import outcomes
from fingerpost.doors.citizen.answers import telling
from fingerpost.doors.oversight import words
from fingerpost.guard import after, before
from fingerpost.guard.before import other_uses
from fingerpost.pipeline.check import NOTHING_BORNE_OUT
from fingerpost.pipeline.declared import UNDECLARED
from fingerpost.pipeline.reply import WAITS
from fingerpost.pipeline.stages import STAGES
from fingerpost.pipeline.switch import SWITCHED_OFF

OF_THE_GUARD = {"empty", "too long", "conversation too long", "danger", "language", other_uses.REASON}
OF_THE_ROAD = {SWITCHED_OFF, NOTHING_BORNE_OUT, UNDECLARED, WAITS}


def modules_of(package: ModuleType) -> list[ModuleType]:
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [importlib.import_module(each.name) for each in found]


def names_in(package: ModuleType) -> set[str]:
    """What each check calls itself."""
    return {each.NAME for each in modules_of(package) if hasattr(each, "NAME")}


def steps() -> set[str]:
    checks = names_in(before)
    assert len(checks) == len(guard.BEFORE)
    return checks | (set(STAGES) - {"guard"})


def reasons() -> set[str]:
    declared = {reason for each in discover().values() for reason in each.reasons}
    return declared | OF_THE_GUARD | OF_THE_ROAD


def as_kept(code: str) -> str:
    """What is shown of a code that nobody gave words."""
    return code.replace("_", " ").capitalize()


def test_every_step_has_words_for_residents() -> None:
    assert steps() <= set(telling._STEPS)
    assert {each for each in steps() if telling.step_words(each) == as_kept(each)} == set()


@pytest.mark.parametrize("tell", [words.step_words, words.check_words, outcomes.reason_words, outcomes.use_words])
def test_every_code_has_words_for_auditors_in_both_languages(tell) -> None:
    codes = {
        words.step_words: steps(),
        words.check_words: names_in(after) - {"next step"},  # which takes out a link and no claim
        outcomes.reason_words: reasons(),
        outcomes.use_words: set(other_uses.load_uses()),
    }[tell]
    with translation.override("en"):
        in_english = {code: tell(code) for code in codes}
    with translation.override("cy"):
        in_welsh = {code: tell(code) for code in codes}
        unknown = {code for code in codes if in_welsh[code] in {code, as_kept(code), in_english[code]}}
    assert unknown == set()


def test_the_steps_of_the_guard_stand_in_the_order_of_the_road() -> None:
    assert set(words.STEPS) == {"switch", *names_in(before)}


def test_a_fault_goes_by_the_name_of_its_error() -> None:
    assert outcomes.reason_words("StoreUnavailable") == "Fault: StoreUnavailable"


def test_a_resident_reads_what_their_question_was_taken_for() -> None:
    step = {"name": other_uses.NAME, "kind": "texts to write", "milliseconds": 0.1}
    (told,) = telling.steps({"steps": [step]})
    assert (told["words"], told["found"]) == ("Checked that it is a question for guidance", "A text to write")
