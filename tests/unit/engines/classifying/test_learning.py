"""Learning from decisions: better ones go live, worse ones never do, and nothing of what residents wrote is kept."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.engines.classifying.bodies import BOOK, PLACES, decided, service

from fingerpost.contract.classifying import Labelled
from fingerpost.contract.errors import InvalidRequest, ModelUnavailable, StoreUnavailable
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.classifying.files import to_bytes
from fingerpost.engines.classifying.learning import Learned, chance_of_split, learn, make_classifier
from fingerpost.engines.classifying.trained import TrainedClassifier
from fingerpost.engines.classifying.versions import MOST_KEPT, Versions
from fingerpost.engines.embeddings.memory import HashingEmbedder

EMBEDDER = HashingEmbedder()
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def learned_from(examples: list[Labelled], previous: TrainedClassifier | None = None) -> Learned:
    return learn(BOOK, examples, embedder=EMBEDDER, previous=previous, seed=0)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "classifiers", embedder=EMBEDDER)


def test_decisions_make_a_better_one_than_the_services_alone() -> None:
    found = learned_from(decided(), make_classifier(BOOK, [], embedder=EMBEDDER))
    assert found.previous is not None
    assert found.figures.n == found.previous.n == len(decided())
    assert found.figures.right > found.previous.right
    assert found.figures.right - found.previous.right == found.gained - found.lost
    assert found.figures.low <= found.figures.share <= found.figures.high
    assert found.chance < 0.05
    assert not found.is_worse


def test_what_is_served_is_not_asked_about_texts_that_it_learned_from() -> None:
    served = make_classifier(BOOK, decided(), embedder=EMBEDDER)
    found = learned_from(decided(), served)
    assert found.previous == found.figures  # made from the same, and measured in the same way
    assert (found.gained, found.lost, found.chance) == (0, 0, 1)
    assert not found.is_worse


def test_worse_one_is_kept_and_never_goes_live(versions: Versions) -> None:
    first = versions.keep(learned_from(decided()), at=AT)
    spoilt = [*decided(PLACES[:6]), *[replace(each, id=f"{each.id}-again") for each in decided(wrong=True)]]
    worse = learned_from(spoilt, versions.current())
    worse = replace(worse, gained=0, lost=1) if not worse.is_worse else worse
    kept = versions.keep(worse, at=AT)
    assert kept.was_worse
    assert not kept.is_current
    assert versions.current_name == first.name
    assert [each.name for each in versions.kept()] == [kept.name, first.name]


def test_service_that_is_new_or_gone_does_not_stop_learning() -> None:
    served = make_classifier(BOOK, decided(), embedder=EMBEDDER)
    services = {slug: each for slug, each in BOOK.services.items() if slug != "bins"} | {"noise": service("noise")}
    found = learn(
        ServiceBook(teams=BOOK.teams, services=services), decided(), embedder=EMBEDDER, previous=served, seed=0
    )
    assert {each.label for each in found.candidate.knowledge.classes} == {"lights", "trees", "noise"}
    assert found.figures.n == len([each for each in decided() if each.label != "bins"])


def test_without_a_decision_nothing_is_measured_and_the_services_are_served(versions: Versions) -> None:
    found = learned_from([])
    assert (found.figures.n, found.previous, found.is_worse) == (0, None, False)
    assert versions.keep(found, at=AT).is_current


def test_same_decisions_and_seed_make_the_same_candidate() -> None:
    assert learned_from(decided()).candidate.digest == learned_from(decided()).candidate.digest


def test_no_word_that_a_resident_wrote_is_kept(versions: Versions, tmp_path: Path) -> None:
    secret = Labelled(text="Xanthippe of 4 Quagmire Crescent has no lamp", label="lights", id="FP-SECRET")
    found = learned_from([*decided(), secret])
    classifier = found.candidate
    assert all(not each.text for each in classifier.knowledge.examples if each.id.startswith("FP-"))
    assert any(each.text for each in classifier.knowledge.examples)  # those of the services are the body's own
    assert "Quagmire" not in json.dumps(classifier.knowledge.as_values())
    near = classifier.classify("Xanthippe of 4 Quagmire Crescent has no lamp").near[0]
    assert (near.id, near.text) == ("FP-SECRET", "")


def test_what_is_sealed_cannot_be_read_without_the_key(tmp_path: Path) -> None:
    def change(content: bytes) -> bytes:
        return bytes(byte ^ 0x5A for byte in content)

    sealed = Versions(tmp_path, embedder=EMBEDDER, seal=change, unseal=change)
    name = sealed.keep(learned_from(decided()), at=AT).name
    assert (tmp_path / f"{name}.npz").read_bytes()[:2] != b"PK"
    assert sealed.current() is not None
    with pytest.raises(ModelUnavailable, match="damaged, or no classifier"):
        Versions(tmp_path, embedder=EMBEDDER).current()


def test_earlier_version_is_put_back_and_says_the_same_as_before(versions: Versions) -> None:
    first = versions.keep(learned_from(decided(PLACES[:3])), at=AT)
    said = versions.load(first.name).classify("The bulb by the school is out")
    second = versions.keep(replace(learned_from(decided()), lost=0), at=AT)
    assert versions.current_name == second.name
    assert versions.put_back(first.name).is_current
    current = versions.current()
    assert current is not None
    assert current.classify("The bulb by the school is out") == said
    assert said.version == first.name


def test_damaged_version_is_not_put_back(versions: Versions, tmp_path: Path) -> None:
    first = versions.keep(learned_from(decided(PLACES[:3])), at=AT)
    second = versions.keep(replace(learned_from(decided()), lost=0), at=AT)
    path = tmp_path / "classifiers" / f"{first.name}.npz"
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(ModelUnavailable, match="damaged"):
        versions.put_back(first.name)
    assert versions.current_name == second.name


@pytest.mark.parametrize("name", ["v0009-00000000", "../../etc/passwd", "", "current"])
def test_name_that_is_not_there_is_told(versions: Versions, name: str) -> None:
    with pytest.raises(InvalidRequest, match="triage versions"):
        versions.put_back(name)


def test_example_that_is_forgotten_leaves_with_every_version_that_knew_it(versions: Versions, tmp_path: Path) -> None:
    without = versions.keep(learned_from(decided(PLACES[:3])), at=AT)
    knew = versions.keep(replace(learned_from(decided()), lost=0), at=AT)
    gone = versions.forget(["FP-lights-lamp-market"])
    assert gone == (knew.name,)
    assert versions.current_name == without.name
    assert not list((tmp_path / "classifiers").glob(f"{knew.name}*"))
    assert versions.forget(["FP-lights-lamp-road"]) == (without.name,)
    assert versions.current() is None


def test_break_before_the_pointer_moves_leaves_the_one_before_in_force(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = versions.keep(learned_from(decided(PLACES[:3])), at=AT)

    def broken(name: str) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(versions, "_point_to", broken)
    with pytest.raises(StoreUnavailable):
        versions.keep(replace(learned_from(decided()), lost=0), at=AT)
    assert versions.current_name == first.name
    assert versions.current() is not None


def test_only_the_latest_are_kept_and_always_the_one_that_is_served(versions: Versions) -> None:
    found = learned_from(decided(PLACES[:2]))
    first = versions.keep(found, at=AT)
    for _ in range(MOST_KEPT + 3):
        versions.keep(replace(found, previous=found.figures, lost=1, gained=0), at=AT)
    names = [each.name for each in versions.kept()]
    assert len(names) == MOST_KEPT
    assert first.name in names
    assert versions.current_name == first.name


def test_pointer_that_nobody_can_read_is_told(versions: Versions, tmp_path: Path) -> None:
    versions.keep(learned_from(decided(PLACES[:2])), at=AT)
    (tmp_path / "classifiers" / "current").write_text("../../secret")
    with pytest.raises(ModelUnavailable, match="put-back"):
        versions.current()


@pytest.mark.parametrize(
    ("gained", "lost", "chance"), [(0, 0, 1.0), (5, 5, 1.0), (0, 6, 2 / 64), (6, 0, 2 / 64), (1, 9, 22 / 1024)]
)
def test_chance_of_an_uneven_split_is_exact(gained: int, lost: int, chance: float) -> None:
    assert chance_of_split(gained, lost) == pytest.approx(chance)


def test_file_of_a_version_is_the_same_bytes_each_time() -> None:
    classifier = learned_from(decided(PLACES[:2])).candidate
    assert to_bytes(classifier) == to_bytes(classifier)
