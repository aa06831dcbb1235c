"""What sorts reports learns from what officers decided, serves what is not worse, and forgets with the case."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from tests.unit.casework.conftest import BODY, Desk

from fingerpost.casework import deciding
from fingerpost.casework.learned import forget_in_classifiers, gather_decided, learn_from_cases, open_versions
from fingerpost.casework.models import Case
from fingerpost.casework.retention import KeptCases
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.record.commits import overwriting
from fingerpost.site.classifier import RunningClassifier

EMBEDDER = HashingEmbedder()
LAMP = "The quimbly lamp at Ann's gate 07700 900123 has gone dark"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def decide(desk: Desk, text: str, verdict: str = "changed", **chosen: str) -> str:
    reference = desk.report(text).reference
    desk.open(reference)
    desk.act(deciding.decide, reference, verdict=verdict, chosen=chosen, reason="It is a lamp", services=desk.services)
    return reference


def small(book: ServiceBook) -> ServiceBook:
    """Four of its services with two examples each: enough to learn, and quick."""
    found = {slug: book.services[slug] for slug in ("street-lights", "potholes", "missed-bins", "trees")}
    return replace(book, services={slug: replace(each, examples=each.examples[:2]) for slug, each in found.items()})


def learn(desk: Desk, home: Path, **more: object) -> object:
    return learn_from_cases(
        body=BODY, book=small(desk.services), home=home, embedder=EMBEDDER, keys=desk.keys, at=desk.at, **more
    )


def lamps(desk: Desk, count: int = 3) -> list[str]:
    return [
        decide(desk, f"{LAMP}, number {number}", service="street-lights", team="streets") for number in range(count)
    ]


def test_decided_cases_are_learned_from_with_the_service_that_the_person_chose(desk: Desk) -> None:
    reference = lamps(desk, 1)[0]
    (found,) = gather_decided(body=BODY, keys=desk.keys)
    assert (found.id, found.label) == (reference, "street-lights")
    assert "quimbly" in found.text
    assert "07700 900123" not in found.text


def test_undecided_refused_demo_and_erased_cases_are_not(desk: Desk) -> None:
    desk.report(LAMP)
    decide(desk, LAMP, "refused")
    shown = decide(desk, LAMP, "accepted")
    Case.objects.filter(reference=shown).update(is_demo=True)
    gone = decide(desk, LAMP, "accepted")
    Case.objects.filter(reference=gone).update(sealed=None)
    assert gather_decided(body=BODY, keys=desk.keys) == []
    assert gather_decided(body="elsewhere", keys=desk.keys) == []


def test_what_was_learned_is_served_from_the_next_text_on(desk: Desk, home: Path) -> None:
    class Services:
        book = small(desk.services)

    serving = RunningClassifier(
        services=Services(), embedder=EMBEDDER, open_versions=lambda: open_versions(home, embedder=EMBEDDER)
    )
    text = "The quimbly lamp at the other gate has gone dark"
    before, digest = serving.classify(text), serving.digest
    lamps(desk)
    _found, kept = learn(desk, home)
    after = serving.classify(text)
    assert before.version.startswith("services-")
    assert after.version == kept.name
    assert after.first.label == "street-lights"
    assert serving.digest != digest


def test_services_that_changed_since_are_sorted_by_themselves(desk: Desk, home: Path) -> None:
    lamps(desk)
    learn(desk, home)

    class Services:
        book = replace(small(desk.services), services=dict(list(small(desk.services).services.items())[:3]))

    serving = RunningClassifier(
        services=Services(), embedder=EMBEDDER, open_versions=lambda: open_versions(home, embedder=EMBEDDER)
    )
    assert serving.classify("A quimbly one").version.startswith("services-")


def test_damaged_version_stops_nobody_from_reporting(desk: Desk, home: Path) -> None:
    lamps(desk)
    _found, kept = learn(desk, home)
    path = home / "classifiers" / f"{kept.name}.npz"
    path.write_bytes(path.read_bytes()[:-100])

    class Services:
        book = small(desk.services)

    serving = RunningClassifier(
        services=Services(), embedder=EMBEDDER, open_versions=lambda: open_versions(home, embedder=EMBEDDER)
    )
    assert serving.classify("A lamp").version.startswith("services-")


def test_files_hold_no_word_of_a_report_nor_anything_that_can_be_opened_without_the_key(desk: Desk, home: Path) -> None:
    lamps(desk)
    learn(desk, home)
    for path in (home / "classifiers").iterdir():
        content = path.read_bytes()
        assert b"quimbly" not in content
        assert not content.startswith(b"PK")


def test_erasing_a_case_takes_what_was_learned_from_it(desk: Desk, home: Path) -> None:
    references = lamps(desk)
    learn(desk, home)
    subject = Case.objects.get(reference=references[0]).subject
    with overwriting():
        KeptCases().forget([subject], body=BODY, at=desk.at)
    assert open_versions(home).kept() == ()
    learn(desk, home)
    assert open_versions(home).kept()[0].decided == len(references) - 1


def test_case_that_is_erased_while_it_is_learned_from_is_not_kept(
    desk: Desk, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fingerpost.casework import learned  # noqa: PLC0415 - what is replaced in it

    references = lamps(desk)
    really = learned.learn

    def meanwhile(*given: object, **more: object) -> object:
        Case.objects.filter(reference=references[0]).update(sealed=None)
        return really(*given, **more)

    monkeypatch.setattr(learned, "learn", meanwhile)
    learn(desk, home)
    assert [each.decided for each in open_versions(home).kept()] == [len(references) - 1]


def test_nothing_is_kept_when_it_is_only_measured(desk: Desk, home: Path) -> None:
    lamps(desk)
    found, kept = learn(desk, home, is_kept=False)
    assert kept is None
    assert found.figures.n == 3
    assert not (home / "classifiers").exists()
    assert forget_in_classifiers(settings.HOME, ["FP-1"]) == ()
