"""The classifier that comes along: what it was made of, whom it serves, and when it is left out."""

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from fingerpost.capabilities.triage import FOLDER as TRIAGE
from fingerpost.casework.services import starter_services
from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.ports import SectionVectors
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.classifying.common import ELSEWHERE, NOBODYS, KnowingEmbedder, common_examples, load_common
from fingerpost.engines.classifying.trained import TrainedClassifier
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM
from fingerpost.site.classifier import RunningClassifier

BOOK = starter_services()
NEVER_SEEN = "The wagon came down our road and left my black bin full for the third week."


class Fixed:
    def __init__(self, book: ServiceBook) -> None:
        self.book = book


class Refuses(HashingEmbedder):
    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        raise AssertionError("read again")


@pytest.fixture(scope="module")
def embedder() -> MiniLM:
    return MiniLM(threads=1, pinned=REPORT_WEIGHTS)


@pytest.fixture(scope="module")
def common(embedder: MiniLM) -> TrainedClassifier:
    return load_common(embedder)


def test_it_is_of_the_starter_services_as_they_are(common: TrainedClassifier) -> None:
    assert common.made_for == BOOK.sorting_digest, "run scripts/make_common.py"


def test_no_case_that_is_held_out_is_in_it(common: TrainedClassifier) -> None:
    known = {" ".join(each.text.casefold().split()) for each in common.knowledge.examples}
    for name in ("hard", "ordinary", "safeguarding", "outside"):
        for line in (TRIAGE / "cases" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            if case["split"] != "tune":
                assert " ".join(case["text"].casefold().split()) not in known, case["id"]


def test_a_body_that_described_nothing_yet_is_served_by_it(embedder: MiniLM, common: TrainedClassifier) -> None:
    served = RunningClassifier(services=Fixed(BOOK), embedder=embedder).classify(NEVER_SEEN)
    assert served.ranked == common.classify(NEVER_SEEN).ranked
    assert served.ranked[0].label == "missed-bins"


def test_a_body_with_its_own_services_gets_the_texts_of_those_that_keep_our_code(common: TrainedClassifier) -> None:
    own = replace(BOOK.services["potholes"], slug="milk-rounds")
    book = ServiceBook(teams=BOOK.teams, services={"milk-rounds": own, "noise": BOOK.services["noise"]})
    assert {each.label for each in common_examples(common, book)} == {"noise", ""}


@pytest.mark.parametrize("has_own", [False, True], ids=["none but ours", "one of its own"])
def test_what_is_elsewhere_for_others_may_be_the_work_of_a_body_with_services_of_its_own(
    common: TrainedClassifier, *, has_own: bool
) -> None:
    passports = {"passports": replace(BOOK.services["registrars"], slug="passports")} if has_own else {}
    book = ServiceBook(teams=BOOK.teams, services={"noise": BOOK.services["noise"], **passports})
    outside = {each.id.rsplit("/", 1)[0] + "/" for each in common_examples(common, book) if not each.label}
    assert outside == ({NOBODYS} if has_own else {NOBODYS, ELSEWHERE})


@pytest.mark.parametrize(
    "text",
    [
        "Who won the chess world cup, and what is the capital of Peru?",
        "My tax code is wrong and HMRC will not answer the phone.",
        "thx x",
    ],
)
def test_what_belongs_to_no_service_is_known_for_that(common: TrainedClassifier, text: str) -> None:
    assert not common.classify(text).is_known
    assert common.classify(NEVER_SEEN).is_known


def test_its_texts_are_not_read_again(common: TrainedClassifier) -> None:
    text = common_examples(common, BOOK)[0].text
    (made,) = KnowingEmbedder(Refuses(), common).embed_sections([("", text.split())])
    assert made.passage.shape == (384,)


def test_with_another_encoder_it_is_left_out_and_the_services_serve_alone() -> None:
    with pytest.raises(ModelUnavailable):
        load_common(HashingEmbedder())
    few = ServiceBook(teams=BOOK.teams, services={slug: BOOK.services[slug] for slug in ("noise", "potholes")})
    found = RunningClassifier(services=Fixed(few), embedder=HashingEmbedder()).classify("a pothole in the road")
    assert {each.label for each in found.ranked} == {"noise", "potholes"}


@pytest.mark.parametrize(
    ("changed", "is_the_same"),
    [
        ({"name": {**BOOK.services["noise"].name, "cy": "Twrw"}}, True),
        ({"days": {}}, True),
        ({"description": {"en": "Music that keeps people awake."}}, False),
        ({"examples": ("The drums again.",)}, False),
    ],
    ids=["Welsh words", "days", "description", "examples"],
)
def test_it_serves_until_something_changes_that_texts_are_sorted_by(
    changed: dict[str, object], *, is_the_same: bool
) -> None:
    book = ServiceBook(services={"noise": BOOK.services["noise"]})
    other = ServiceBook(services={"noise": replace(BOOK.services["noise"], **changed)})  # type: ignore[arg-type]
    assert (other.sorting_digest == book.sorting_digest) is is_the_same
    assert other.digest != book.digest
