"""Danger now is handed over at once; a mention is signposted and answered; a figure of speech is neither."""

from collections import Counter
from pathlib import Path

import pytest
from tests.unit.guard.guard_runs import Turn, guarded, run_of

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.contract.run import Route, Verdict
from fingerpost.guard import FIXED_LINKS, check_next_step
from fingerpost.guard.before.crisis import HANDED_OVER, check_crisis
from fingerpost.guard.danger.signposts import load_answers, signpost
from fingerpost.guard.danger.signs import GROUPS, load_signs

SENTENCES = [
    line.split("\t")
    for line in Path(__file__).parent.joinpath("crisis_sentences.tsv").read_text(encoding="utf-8").splitlines()
]


def phones(found):
    return {step.phone for each in found.signposts for step in each.contacts if step.phone}


def test_there_are_at_least_120_sentences_of_each_verdict_and_group():
    assert len(SENTENCES) >= 120
    assert min(Counter(verdict for verdict, _, _ in SENTENCES).values()) >= 40
    assert {group for _, group, _ in SENTENCES} == {*GROUPS, "-"}


@pytest.mark.parametrize(("expected", "group", "text"), SENTENCES)
def test_each_sentence_gets_its_verdict(expected, group, text):
    run = guarded(text)
    names = [each.name for each in run.signposts]
    if expected == "danger":
        assert run.route is Route.STOP
        assert run.outcome.kind is OutcomeKind.HANDED_OVER
        assert group in names
    elif expected == "signpost":
        assert run.outcome is None
        assert group in names
        assert run.steps[-1].name == "nation"
    else:
        assert (names, run.outcome) == ([], None)


def test_a_person_in_danger_sees_only_fixed_words_and_contacts():
    run = check_crisis(run_of("I want to kill myself"))
    assert run.steps[-1].verdict is Verdict.STOP
    assert run.steps[-1].found == {"signs": {"suicide": "now"}}
    assert run.outcome.message == HANDED_OVER["en"]
    assert run.outcome.claims == ()
    assert run.outcome.next_steps == run.signposts[0].contacts
    assert {"999", "116 123"} <= phones(run)


def test_danger_stands_before_a_mention():
    run = guarded("I have nowhere to sleep tonight and my baby is not breathing")
    assert [each.name for each in run.signposts] == ["medical", "no roof"]


def test_the_words_are_welsh_where_the_question_is():
    run = guarded("Dw i eisiau marw")
    assert run.outcome.message == HANDED_OVER["cy"]
    assert run.signposts[0].heading.startswith("Nid ydych ar eich pen eich hun")


def test_the_words_are_welsh_where_the_person_chose_so():
    run = guarded("homeless tonight", language="cy")
    assert run.signposts[0].heading.startswith("Os nad oes gennych unman")


@pytest.mark.parametrize(
    ("question", "given", "shown", "left_out"),
    [
        ("my husband hits me, can I leave the tenancy?", Nation.WALES, "0808 80 10 800", "0808 2000 247"),
        ("my husband hits me, I live in Glasgow", Nation.ENGLAND, "0800 027 1234", "0808 2000 247"),
        ("my husband hits me, I live in Belfast", None, "0808 802 1414", "0800 027 1234"),
        ("my husband hits me, I moved from Leeds to Cardiff", None, "0808 2000 247", ""),
        ("I am homeless", Nation.NORTHERN_IRELAND, "03448 920 900", "0808 800 4444"),
        ("I am homeless", Nation.WALES, "08000 495 495", "0808 800 4444"),
        ("I want to die", Nation.NORTHERN_IRELAND, "0808 808 8000", "111"),
        ("I want to die", Nation.SCOTLAND, "111", "0808 808 8000"),
    ],
)
def test_contacts_are_those_of_the_nation(question, given, shown, left_out):
    found = phones(guarded(question, nation=given))
    assert shown in found
    assert left_out not in found


def test_without_a_nation_all_contacts_are_shown_each_with_its_nation():
    labels = [step.label for step in signpost("abuse", language="en", nation=None).contacts]
    assert len(labels) == 5
    assert sum(nation in " ".join(labels) for nation in ("England", "Scotland", "Wales", "Northern Ireland")) == 4


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("nation", [None, *Nation])
def test_every_signpost_has_words_and_contacts_that_are_fixed(group, language, nation):
    shown = signpost(group, language=language, nation=nation)
    assert shown.heading
    assert shown.words
    assert shown.contacts
    for step in shown.contacts:
        assert {step.url, step.phone} - {""} <= FIXED_LINKS
        assert check_next_step(step, None).verdict is Verdict.PASS


def test_english_and_welsh_words_differ_and_both_name_999():
    for answer in load_answers().values():
        assert answer.words["en"] != answer.words["cy"]
        for language in ("en", "cy"):
            assert "999" in answer.words[language].heading + answer.words[language].words


def test_a_signpost_that_is_there_already_stays():
    first = check_crisis(run_of("I am homeless"))
    assert [each.name for each in check_crisis(first).signposts] == ["no roof", "no roof"]


def test_what_was_said_earlier_is_not_read_again():
    run = guarded("When is my bin day?", conversation=(Turn(question="I want to kill myself"),))
    assert (run.signposts, run.outcome) == ((), None)


def test_what_happened_long_ago_is_answered_and_what_happens_now_is_not():
    assert guarded("I was suicidal years ago, does it matter for PIP?").outcome is None
    assert guarded("I was suicidal years ago and I feel suicidal now").outcome.kind is OutcomeKind.HANDED_OVER


def test_a_masked_number_does_not_hide_the_danger():
    run = guarded("I am going to kill myself, call my mum on 07700 900123")
    assert run.outcome.kind is OutcomeKind.HANDED_OVER
    assert "900123" not in run.request.question


def test_every_group_has_signs():
    assert {sign.group for sign in load_signs().signs} == set(GROUPS)
