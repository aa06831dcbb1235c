"""What `fingerpost bench classify` measures, with hashed words in the encoder's place."""

from collections.abc import Sequence

import pytest

from fingerpost.contract.errors import InvalidRequest
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.evaluate.classifying import measuring
from fingerpost.evaluate.classifying.measuring import macro_f1, measure_classifier, title_of
from fingerpost.evaluate.classifying.sorted_texts import SortedText

THINGS = {
    "lamps": ("lamp", "light", "bulb"),
    "bins": ("rubbish", "recycling", "bin"),
    "trees": ("branch", "tree", "leaf"),
}
PLACES = ("road", "lane", "square", "park", "bridge", "hill")


def rows(places: Sequence[str], *, outside: bool = False) -> list[SortedText]:
    found = [
        SortedText(text=f"The {thing} at the {place} needs work", label=label)
        for label, things in THINGS.items()
        for thing in things
        for place in places
    ]
    if outside:
        found += [SortedText(text=f"Who won {number} games at chess yesterday", label="oos") for number in range(9)]
    return found


@pytest.fixture(autouse=True)
def _little_is_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "TIMED", 3)
    monkeypatch.setattr(measuring, "BATCH", 5)


def measure(learned: Sequence[SortedText], asked: Sequence[SortedText], **chosen: object) -> dict[str, object]:
    return measure_classifier(learned, asked, embedder=HashingEmbedder(), **chosen)  # type: ignore[arg-type]


def test_every_form_has_every_method_with_n_and_interval() -> None:
    found = measure(rows(PLACES[:4]), rows(PLACES[4:], outside=True), shots=(5, 2), seeds=2)
    assert (found["train"], found["test"], found["test_out_of_scope"], found["classes"]) == (36, 18, 9, 3)
    forms = found["forms"]
    assert isinstance(forms, dict)
    assert list(forms) == ["full", "5-shot", "2-shot"]
    assert set(forms["full"]) == {"fingerpost", "embeddings + logistic regression", "TF-IDF + linear SVM"}
    assert "fingerpost, with the rest unsorted" in forms["5-shot"]
    ours = forms["full"]["fingerpost"]
    assert ours["accuracy"]["n"] == 18
    assert ours["accuracy"]["low"] <= ours["accuracy"]["value"] <= ours["accuracy"]["high"]
    assert ours["out_of_scope_recall"]["n"] == 9
    assert 0 <= ours["calibration_error"] <= 1
    assert forms["2-shot"]["fingerpost"]["accuracy"]["sd"] >= 0


def test_progress_tells_of_each_part_to_its_end() -> None:
    told: dict[str, tuple[int, int]] = {}
    measure(
        rows(PLACES[:2]),
        rows(PLACES[2:3]),
        shots=(2,),
        seeds=1,
        progress=lambda what, done, total: told.update({what: (done, total)}),
    )
    assert set(told) == {"Texts read", "All sorted texts", "2 of each class", "Time"}
    assert all(done == total for done, total in told.values())


@pytest.mark.parametrize(
    ("learned", "asked", "says"),
    [
        ([SortedText(text="a", label="x")] * 9, rows(PLACES), "fewer than two classes"),
        (rows(PLACES), [SortedText(text="a", label="moon")], "class moon, which the training file has not"),
        (rows(PLACES), [SortedText(text="a", label="")], "no label"),
        (rows(PLACES), [SortedText(text="a", label="oos")], "no text of any class"),
        (rows(PLACES[:1]), rows(PLACES), "has 3 texts in the training file, and the 10-shot form needs 10"),
    ],
)
def test_what_cannot_be_measured_is_told(learned: list[SortedText], asked: list[SortedText], says: str) -> None:
    with pytest.raises(InvalidRequest, match=says):
        measure(learned, asked)


def test_macro_f1_counts_each_class_alike() -> None:
    assert macro_f1(["a", "a", "a", "a"], ["a", "a", "a", "b"]) == pytest.approx((2 * 3 / 7 + 0) / 2, abs=1e-4)
    assert macro_f1(["a", "b"], ["a", "b"]) == 1


def test_label_is_read_as_words() -> None:
    assert title_of("card_arrival") == "card arrival"
    assert title_of("news/sport-results") == "news sport results"
    assert title_of("_") == "_"
