"""Signs that no pattern holds: told by the way, in one sentence of a report about something else."""

import pytest

from fingerpost.capabilities.triage.signs.examples import load_head, read_parts, resembling
from fingerpost.capabilities.triage.signs.patterns import find_signs
from fingerpost.capabilities.triage.signs.seeing import see_signs
from fingerpost.capabilities.triage.urgency import needs_attention
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM

BY_THE_WAY = "My bin was not emptied. She always answers through the letterbox and says he has the key."


@pytest.fixture(scope="module")
def model() -> MiniLM:
    return MiniLM(threads=1, pinned=REPORT_WEIGHTS)


def test_it_was_fitted_with_the_encoder_that_is_served(model: MiniLM) -> None:
    head = load_head()
    assert head is not None
    assert head.model == model.digest, "run scripts/fit_signs.py --write"


def test_a_sign_told_by_the_way_is_seen_in_its_sentence(model: MiniLM) -> None:
    assert not needs_attention(find_signs(BY_THE_WAY))
    found = resembling(BY_THE_WAY, embedder=model)
    assert found is not None
    assert found.words == "She always answers through the letterbox and says he has the key."
    assert needs_attention(see_signs(BY_THE_WAY, embedder=model))


@pytest.mark.parametrize(
    "text",
    [
        "There is a hole in the road",
        "There is a hole in the pavement by the shop",
        "The drain cover rattles when cars go over it",
        "Please empty my bin.",
        "",
        "12345",
    ],
)
def test_an_ordinary_report_is_no_sign(model: MiniLM, text: str) -> None:
    assert resembling(text, embedder=model) is None


def test_with_another_encoder_or_none_the_patterns_go_on_alone() -> None:
    assert resembling(BY_THE_WAY, embedder=HashingEmbedder()) is None
    assert resembling(BY_THE_WAY, embedder=None) is None
    assert {each.code for each in see_signs("I can smell gas in the hall.", embedder=None)} == {"gas"}


def test_all_of_a_long_text_is_read(model: MiniLM) -> None:
    parts = read_parts("The bins were late again this week. " * 90 + "The last words.", embedder=model)
    assert parts[-1].words == "The last words."


def test_what_the_patterns_see_stays_whatever_the_likeness_says(model: MiniLM) -> None:
    text = "Thanks for mending the lamp. I can smell gas in the hall."
    assert {each.code for each in find_signs(text)} <= {each.code for each in see_signs(text, embedder=model)}


def test_the_words_themselves_count_also_where_they_are_misspelt() -> None:
    head = load_head()
    assert head is not None
    harmless = head.wording.score("please empty my bin on thursday")
    assert head.wording.score("he hits me and takes my phone") > harmless
    assert head.wording.score("he hitts me and taks my fone") > harmless
    assert head.wording.score("") == pytest.approx(head.wording.bias)
