"""A card with a missing, unknown or contradictory field stops the start, and says which file and which field."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fingerpost.capabilities import FOLDER, discover, lay_cards_over
from fingerpost.contract import card as cards
from fingerpost.contract.card import Card, read_card
from fingerpost.contract.card_checks import check_card, placeholders_of
from fingerpost.contract.errors import InvalidCard
from fingerpost.contract.tables import read_table

CARD = FOLDER / "answer" / "card.toml"


def card_with(*path: str, **changes: Any) -> Card:
    """The card of `answer` with other values in the table at `path`; a value of None takes the field out."""
    raw = tomllib.loads(CARD.read_text(encoding="utf-8"))
    table = raw
    for name in path:
        table = table[name]
    table.update(changes)
    for name in [name for name, value in changes.items() if value is None]:
        del table[name]
    card = read_table(Card, raw, "card")
    check_card(card)
    return card


def test_the_card_that_is_changed_in_these_tests_is_in_order() -> None:
    assert card_with() == read_card(CARD)


CONTRADICTIONS: list[tuple[tuple[str, ...], Mapping[str, Any], str]] = [
    ((), {"title": None}, "title"),
    ((), {"title": " "}, "'title' is empty"),
    ((), {"title": 3}, "'title' must be text"),
    ((), {"data": []}, "'data' is empty"),
    ((), {"data": "one"}, "'data' must be a list"),
    ((), {"colour": "red"}, "unknown field 'colour'"),
    ((), {"phase": "beta"}, "phase 'beta' is not one of"),
    ((), {"phase": "production"}, "phase is production, but owner still says"),
    ((), {"phase": "retired"}, "retired_on"),
    ((), {"retired_on": date(2026, 1, 1)}, "retired_on is given, but phase is pre-deployment"),
    ((), {"in_use_from": date(2026, 1, 1)}, "in_use_from says that people use it"),
    ((), {"in_use_from": "2026-01-01"}, "'in_use_from' must be a day"),
    (
        (),
        {"phase": "retired", "in_use_from": date(2026, 2, 1), "retired_on": date(2026, 1, 1)},
        "retired_on comes before in_use_from",
    ),
    ((), {"challenge": None}, "challenge.what is empty"),
    (("challenge",), {"days": 0}, "challenge.days must be between 1 and 60"),
    (("challenge",), {"days": True}, "'challenge.days' must be a whole number"),
    (("challenge",), {"what": []}, "challenge.what is empty"),
    (("review",), {"always": True, "below": 0.5}, "review.below says nothing"),
    (("review",), {"below": 1.5}, "review.below must lie between 0 and 1"),
    (("review",), {"under": 0.5}, "unknown field 'under' in review"),
    (("thresholds",), {"right_page_first": 1.2}, "threshold 'right_page_first'"),
    (("thresholds",), {"right_page_first": "high"}, "threshold 'right_page_first'"),
    (("contact",), {"email": None, "phone": None, "url": None}, "contact needs"),
    (("contact",), {"team": None}, "missing in contact: team"),
    ((), {"transparency": None}, "transparency.website_url is missing"),
    (("transparency",), {"benefits": None}, "transparency.benefits is missing"),
    (("transparency",), {"benefits": ""}, "transparency.benefits is missing"),
    (("transparency",), {"standard": "v4.0"}, "not a version that is known whole"),
    (("transparency",), {"third_party_involvement": "perhaps"}, "must be yes or no"),
    (("transparency",), {"third_party_involvement": "yes"}, "contradict each other"),
    (("transparency", "models", 0), {"engine": "oracle"}, "names the engine 'oracle'"),
    ((), {"finder": None}, "finder.organisation is missing"),
    (("finder",), {"function": ["magic"]}, "'magic' is not one of"),
    (("finder",), {"region": ["atlantis"]}, "'atlantis' is not one of"),
    ((), {"assessments": None}, "assessments is missing"),
    (("assessments", 0), {"kind": "financial"}, "'financial' is not one of"),
    (("assessments", 0), {"date": None}, "missing in assessments: date"),
    (("assessments", 0, "measures", 0), {"status": "done"}, "'done' is not one of"),
    (("assessments", 0, "measures", 0), {"status": "planned"}, "needs a day under due"),
    (("assessments", 0, "measures", 0), {"evidence": ""}, "needs evidence"),
    (("assessments", 0, "measures", 2), {"due": date(2025, 1, 1)}, "was due before its assessment"),
]


@pytest.mark.parametrize(("path", "changes", "words"), CONTRADICTIONS, ids=lambda each: str(each)[:60])
def test_what_is_missing_unknown_or_contradictory_is_named(
    path: tuple[str, ...], changes: Mapping[str, Any], words: str
) -> None:
    with pytest.raises(InvalidCard) as refused:
        card_with(*path, **changes)
    assert words in refused.value.public


def test_the_file_is_named_too(tmp_path: Path) -> None:
    path = tmp_path / "card.toml"
    path.write_text(CARD.read_text(encoding="utf-8").replace('phase = "pre-deployment"', 'phase = "beta"'))
    with pytest.raises(InvalidCard, match=r"card\.toml: phase 'beta'"):
        read_card(path)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"title = ", b""])
def test_a_file_that_is_no_card_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "card.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidCard, match=r"card\.toml"):
        read_card(path)


@pytest.fixture
def own_card(tmp_path: Path) -> "Callable[[str], Card]":
    """A body's own values over the card of `answer`."""

    def lay(text: str) -> Card:
        path = tmp_path / "answer.toml"
        path.write_text(text, encoding="utf-8")
        return read_card(CARD, over=path)

    return lay


def test_a_bodys_own_values_lie_over_the_card_field_by_field(own_card: Callable[[str], Card]) -> None:
    card = own_card('owner = "Head of Libraries"\n[contact]\nphone = "020 7946 0000"\n[challenge]\ndays = 5\n')
    assert (card.owner, card.contact.phone, card.challenge.days) == ("Head of Libraries", "020 7946 0000", 5)
    assert (card.contact.team, card.challenge.what) == (read_card(CARD).contact.team, read_card(CARD).challenge.what)


@pytest.mark.parametrize("name", sorted(cards.NOT_A_BODYS_OWN))
def test_what_the_software_is_no_body_may_change(own_card: Callable[[str], Card], name: str) -> None:
    with pytest.raises(InvalidCard, match=f"answer.toml: '{name}' belongs to the software"):
        own_card(f'{name} = "other"\n')


@pytest.mark.parametrize(
    "text", ['ownr = "x"', "[contact]\nfax = '1'", 'phase = "production"', "[challenge]\ndays = 0"]
)
def test_the_same_holds_of_a_bodys_own_values(own_card: Callable[[str], Card], text: str) -> None:
    with pytest.raises(InvalidCard, match=r"answer\.toml: "):
        own_card(text)


@pytest.fixture
def own_cards(tmp_path: Path) -> "Callable[..., None]":
    """Lays a folder of a body's own values over the cards, for as long as the test takes."""

    def lay(**files: str) -> None:
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
        lay_cards_over(tmp_path)

    yield lay  # type: ignore[misc]
    lay_cards_over(None)


def test_they_count_wherever_capabilities_are_found(own_cards: Callable[..., None], tmp_path: Path) -> None:
    own_cards(answer='owner = "Head of Libraries"')
    found = discover()["answer"]
    assert (found.card.owner, found.own_card) == ("Head of Libraries", tmp_path / "answer.toml")


def test_values_for_no_capability_are_refused(own_cards: Callable[..., None]) -> None:
    own_cards(anwser='owner = "Head of Libraries"')
    with pytest.raises(InvalidCard, match=r"anwser\.toml is for no capability"):
        discover()


def test_what_a_body_must_write_itself_is_found(own_card: Callable[[str], Card]) -> None:
    left = placeholders_of(read_card(CARD))
    assert {"owner", "transparency.organisation", "contact.email"} <= set(left)
    assert "owner" not in placeholders_of(own_card('owner = "Head of Libraries"'))
