"""How well the check for rephrased text does, on claims written for it: `scripts/measure_rephrased.py` in small."""

from pathlib import Path

import pytest

from fingerpost.evaluate.rephrasing import KINDS, count_removed, is_shown, measure_mutations, mutate, read_right_claims

HERE = Path(__file__).parent
RIGHT = read_right_claims(HERE)
FREER = read_right_claims(HERE, name="freer_claims.jsonl")
ASKED = read_right_claims(HERE, name="asked_claims.jsonl")
OBEYING = read_right_claims(HERE, name="obeying_claims.jsonl")
EVIL = read_right_claims(HERE, name="evil_claims.jsonl")


def test_there_are_enough_claims_to_measure_with():
    assert len(RIGHT) >= 400
    assert len({claim.passage.id for claim in RIGHT}) >= 120
    assert len(ASKED) + len(OBEYING) >= 380
    assert len(EVIL) >= 300
    assert len(KINDS) >= 15


@pytest.mark.parametrize("claim", EVIL, ids=[f"{number} {claim.kind}" for number, claim in enumerate(EVIL)])
def test_no_wrong_claim_written_by_hand_is_shown(claim):
    assert not is_shown(claim.text, claim)


def test_wrong_claims_made_from_right_ones_are_caught():
    measured = measure_mutations([*RIGHT[::9], *FREER[::14], *ASKED[::9], *OBEYING[::9]])
    assert measured.caught.n >= 900
    assert [(mutation.kind, mutation.text) for mutation in measured.missed] == []


def test_right_claims_in_the_guidances_words_are_mostly_shown():
    """The aim is 3%, and it isn't reached: see docs/explanation/checking-rephrased.md. This holds what is."""
    for claims, half, most in (
        (RIGHT, "tune", 0.09),
        (RIGHT, "held", 0.18),
        (ASKED, "tune", 0.23),
        (ASKED, "held", 0.46),
        (OBEYING, "tune", 0.11),
        (OBEYING, "held", 0.25),
    ):
        assert count_removed([claim for claim in claims if claim.half == half]).share <= most


@pytest.mark.parametrize("claims", [ASKED, OBEYING], ids=["asked", "obeying"])
def test_no_page_stands_in_both_halves(claims):
    pages = {half: {claim.passage.document for claim in claims if claim.half == half} for half in ("tune", "held")}
    assert not pages["tune"] & pages["held"]


def test_every_kind_of_mutation_is_made_and_none_repeats_the_claim():
    made = [mutation for claim in (*RIGHT, *FREER) for mutation in mutate(claim)]
    assert {mutation.kind for mutation in made} == set(KINDS)
    assert len(made) >= 5000
    assert all(mutation.text != mutation.claim.text for mutation in made)
    assert [mutation.text for mutation in mutate(RIGHT[0])] == [mutation.text for mutation in mutate(RIGHT[0])]
