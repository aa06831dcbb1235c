"""Signs of danger, risk and need: what is seen, what is not, and that nothing takes one away."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.capabilities.triage import FOLDER
from fingerpost.capabilities.triage.signs.patterns import find_signs, load_patterns
from fingerpost.capabilities.triage.urgency import load_reasons, needs_attention, weigh_urgency
from fingerpost.contract.proposals import SignKind

PLANTED = {
    "child-at-risk": "There is a toddler left alone in that flat every night, and he has bruises.",
    "adult-at-risk": "The carer takes her pension and slaps my gran.",
    "domestic-abuse": "My husband hits me and reads my post.",
    "self-neglect": "He is hoarding, he has stopped eating and will not let anybody in.",
    "suicide": "I do not want to live any more and have written the note.",
    "exploitation": "The men above the car wash are never paid and the boss keeps their passports.",
    "gas": "I can smell gas in the stairwell.",
    "electric": "Bare wires are hanging out of the lamp post.",
    "manhole": "The manhole cover is missing on the path.",
    "sinkhole": "The road has collapsed, there is a hole the size of a car.",
    "flood-in-home": "The flood is coming in through my front door, I need sandbags.",
    "trapped": "Somebody is stuck in the lift and shouting for help.",
    "fire": "The bins are on fire next to the flats.",
    "violence-now": "A man with a knife is chasing people outside the school.",
    "threats": "He said he will kill me if I complain again.",
    "no-heating": "No heating for three days and we have a newborn baby.",
    "oxygen": "The power is off and my husband is on oxygen.",
    "homeless-tonight": "I have nowhere to sleep tonight.",
    "ill-from-home": "Black mould by the cot and the baby has been in hospital with her chest.",
}
WELSH = {
    "gas": "Rydw i'n gallu arogli nwy yn y stryd.",
    "suicide": "Rydw i eisiau marw.",
    "domestic-abuse": "Mae fy ngŵr yn fy nharo ac mae arna i ofn.",
    "homeless-tonight": "Nid oes gennyf unman i gysgu heno.",
    "sinkhole": "Mae'r ffordd wedi cwympo ac mae twll enfawr.",
}
MISTYPED = {
    "domestic-abuse": "my husbnad hits me",
    "homeless-tonight": "ive nowere to sleep tonite",
    "gas": "theres a strong smel of gass",
    "manhole": "manhole cover is misssing on the path",
}


def codes(text: str) -> set[str]:
    return {each.code for each in find_signs(text)}


@pytest.mark.parametrize(("code", "text"), [*PLANTED.items(), *WELSH.items(), *MISTYPED.items()])
def test_each_kind_of_sign_is_seen(code: str, text: str) -> None:
    assert code in codes(text)


def test_every_sign_that_puts_a_case_first_has_a_planted_sentence_and_a_reason() -> None:
    first = {each.sign for each in load_reasons().values() if each.sign}
    known = {each.code: each.kind for each in load_patterns().kinds}
    assert set(PLANTED) == first
    assert first <= set(known)


@pytest.mark.parametrize(
    "text",
    [
        "The bin men are killing me with the noise at five in the morning.",
        "There is a pothole on Suicide Bend.",
        "My child has not got a school place yet.",
        "Gas Street needs a new sign, and Electric Avenue too.",
        "The ivy is strangling the oak by the library.",
        "They abuse the disabled bays outside the shop.",
        "Drowning in paperwork from you: five bills in a week.",
        "Baby grand piano to collect, please.",
        "There is a hole in the road outside number 9 and a child could fall in.",
        "Big hole on Moss Lane, my foot went in it.",
        "The lid of the bin has gone missing on our street.",
        "The grate is blocked and water is coming down the road.",
        "The name plate of our street has fallen off the wall.",
    ],
)
def test_a_word_of_danger_used_harmlessly_is_no_sign(text: str) -> None:
    assert not needs_attention(find_signs(text))


def test_need_alone_is_told_and_puts_no_case_first() -> None:
    signs = find_signs("My mother is 83 years old and in a wheelchair. Her bin was missed.")
    assert {each.kind for each in signs} == {SignKind.VULNERABILITY}
    assert not needs_attention(signs)


def test_a_sign_shows_the_words_that_it_was_seen_in() -> None:
    sign = next(each for each in find_signs(PLANTED["gas"]) if each.code == "gas")
    assert "smell gas" in sign.words


def test_words_that_it_is_over_never_take_a_sign_away() -> None:
    text = "I can smell gas. It was fixed last week. No longer a problem, sorted, thanks for mending it."
    signs = find_signs(text)
    assert weigh_urgency(text, signs=signs, service=None)[0] == "emergency"


@given(before=st.text(max_size=120), after=st.text(max_size=120), code=st.sampled_from(sorted(PLANTED)))
def test_no_text_that_is_added_takes_a_sign_away(before: str, after: str, code: str) -> None:
    """A sentence of its own stays what it is, whatever stands before and after it."""
    text = f"{before}.\n{PLANTED[code]}\n.{after}"
    signs = find_signs(text)
    assert code in {each.code for each in signs}
    assert needs_attention(signs)
    alone = weigh_urgency(PLANTED[code], signs=find_signs(PLANTED[code]), service=None)[0]
    assert weigh_urgency(text, signs=signs, service=None)[0].rank >= alone.rank


CALMING = (
    "no longer ",
    "it was fixed. ",
    "not really, ",
    "never mind, ",
    "thanks for sorting it. ",
    "no hurry. ",
    "bin ",
)


@given(words=st.lists(st.sampled_from(CALMING), max_size=8), code=st.sampled_from(sorted(PLANTED)))
def test_calming_words_do_not_take_a_sign_away(words: list[str], code: str) -> None:
    calm = "".join(words)
    assert code in codes(f"{calm}\n{PLANTED[code]}\n{calm}")


def lines(name: str, split: str) -> list[dict[str, object]]:
    path: Path = FOLDER / "cases" / f"{name}.jsonl"
    read = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [each for each in read if each["split"] == split]


def test_the_patterns_alone_see_most_of_the_signs_that_they_were_written_on() -> None:
    """A guard against breaking them: what they see of reports that nobody wrote them on is less."""
    planted = lines("safeguarding", "tune")
    seen = [each["id"] for each in planted if needs_attention(find_signs(str(each["text"])))]
    assert len(seen) >= 0.88 * len(planted)


def test_false_alarms_in_ordinary_reports_that_they_were_narrowed_on_are_few() -> None:
    ordinary = lines("ordinary", "tune") + lines("ordinary", "check")
    false = [each["id"] for each in ordinary if needs_attention(find_signs(str(each["text"])))]
    assert len(false) <= 0.005 * len(ordinary), false


def test_a_long_text_is_read_within_its_bound() -> None:
    assert codes("bin " * 800 + ". I can smell gas in the kitchen.") & {"gas"}
