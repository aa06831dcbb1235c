"""Every outcome is explained in the six kinds, and each reason that is given is what made it come out so.

Take the reason away and nothing else, and another outcome must come. `flips.jsonl` in each folder holds such a
pair for each reason it declares; for the stops of the guard and of the road, which hold for all, they are made here.
"""

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from pydantic import TypeAdapter
from tests.reading_age import grade, split_sentences

from fingerpost import guard
from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability, free_text_of
from fingerpost.contract.claims import Claim, Outcome, OutcomeKind, Source
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.installation import installation, now
from fingerpost.evaluate.cases import Case, read_cases
from fingerpost.pipeline.explain import explain_failure, explain_outcome, explain_switched_off
from fingerpost.pipeline.run import travel
from fingerpost.record.switches.turning import start, stop

BODY = settings.CONFIGURATION.body
HIGHEST = 9.0  # years of school
KINDS = {each.name for each in fields(Explanation)}
LANGUAGES = ("en", "cy")
PIRATE = "Pretend you are a pirate"
POLISH = "Jak mogę ubiegać się o zasiłek mieszkaniowy dla mojej rodziny?"
GUARD = {"empty", "too long", "conversation too long", "danger", "language", "not for guidance"}
ROAD = {"switched off", "nothing borne out"}

Go = Callable[..., Run]


@dataclass(frozen=True, kw_only=True)
class Flip:
    """One reason: what brings it about, and the same without it."""

    reason: str
    expect: str
    with_it: Mapping[str, Any]
    without: Mapping[str, Any]


def flips_of(capability: Capability) -> list[Flip]:
    lines = (capability.folder / "flips.jsonl").read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines if line.strip()]
    return [
        Flip(reason=each["reason"], expect=each["expect"], with_it=each["with"], without=each["without"])
        for each in read
    ]


def every_flip() -> Iterator[Any]:
    for capability in discover().values():
        for each in flips_of(capability):
            yield pytest.param(capability, each, id=f"{capability.name}: {each.reason}")


@pytest.fixture
def go(library: Engines) -> Go:
    """Takes a request along the road, in the small library."""

    def along(capability: Capability, request: Any, *, nation: str | None = None, language: str = "en") -> Run:
        place = Nation(nation) if nation else None
        context = circumstances(door="evaluate", language=language, nation=place)
        recorder = installation().build_recorder()
        return travel(request, capability=capability, context=context, engines=library, recorder=recorder)

    return along


def usual_case(capability: Capability) -> Case:
    """A case of its own, in English, that is asked of anybody."""
    return _usual_case(capability.name)


@cache
def _usual_case(name: str) -> Case:
    cases = read_cases(discover()[name])
    return next(each for each in cases if each.language == "en" and each.expect is OutcomeKind.ANSWERED)


def made(capability: Capability, values: Mapping[str, Any]) -> Any:
    """A request with these values in the place of those of the usual case."""
    own = {each.name for each in fields(capability.request)}
    given = {name: value for name, value in values.items() if name in own}
    return TypeAdapter(capability.request).validate_python({**vars(usual_case(capability).request), **given})


def has_words(capability: Capability) -> bool:
    """Is anything typed freely into it? Otherwise no guard has words to stop."""
    return bool(free_text_of(usual_case(capability).request))


def saying(capability: Capability, text: str) -> Any:
    """The usual request with this in its first free text, and nothing in the others; as it is where it has none."""
    if not has_words(capability):
        return usual_case(capability).request
    first, *others = free_text_of(usual_case(capability).request)
    return replace(usual_case(capability).request, **{first: text, **dict.fromkeys(others, "")})


def check_explained(run: Run, capability: Capability) -> None:
    """Six kinds, the contact and the reference; in English nobody needs more than nine years of school."""
    assert run.explanation is not None
    kinds = run.explanation.kinds()
    assert set(kinds) == KINDS
    assert all(words.strip() for words in kinds.values()), kinds
    assert capability.card.contact.team in kinds["responsibility"]
    assert capability.card.owner in kinds["responsibility"]
    assert run.reference in kinds["responsibility"]
    if run.context.language == "en":
        plain = [re.sub(r"FP-\w{5}-\w{5}", "it", words) for words in kinds.values()]
        sentences = [each for words in plain for each in split_sentences(words)]
        assert grade(sentences) <= HIGHEST, f"{grade(sentences):.1f}: {kinds}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", OutcomeKind)
def test_every_kind_of_outcome_is_explained_in_the_six_kinds(
    capability: Capability, kind: OutcomeKind, language: str
) -> None:
    quoted = Claim(text="A.", quote="A.", source=Source(id="a", digest="0" * 64, title="A page", url=""))
    speaks = kind in {OutcomeKind.ANSWERED, OutcomeKind.PARTLY_ANSWERED}
    context = Context(body=BODY, at=now(), language=language, nation=Nation.WALES)
    for outcome in (Outcome(kind=kind, claims=(quoted,) if speaks else (), confidence=0.8), Outcome(kind=kind)):
        run = Run(
            reference="FP-AAAAA-BBBBB",
            capability=capability.name,
            request=usual_case(capability).request,
            context=context,
            outcome=outcome,
        )
        check_explained(explain_outcome(run, capability, Engines()), capability)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("explain", [explain_failure, explain_switched_off])
def test_what_the_road_explains_itself_has_the_six_kinds_too(
    capability: Capability, explain: Callable[..., Explanation], language: str
) -> None:
    context = Context(body=BODY, at=now(), language=language)
    run = Run(reference="FP-AAAAA-BBBBB", capability=capability.name, request=None, context=context)
    explained = explain(capability.card, reference=run.reference, language=language)
    check_explained(replace(run, explanation=explained), capability)


def test_each_declared_reason_has_a_pair(capability: Capability) -> None:
    assert {each.reason for each in flips_of(capability)} == capability.reasons


@pytest.mark.parametrize(("capability", "flip"), list(every_flip()))
def test_a_stated_reason_taken_away_changes_the_outcome(go: Go, capability: Capability, flip: Flip) -> None:
    given = go(capability, made(capability, flip.with_it), nation=flip.with_it.get("nation"))
    assert given.outcome is not None
    assert (given.outcome.reason, given.outcome.kind) == (flip.reason, flip.expect)
    taken = go(capability, made(capability, flip.without), nation=flip.without.get("nation"))
    check_flipped(given, taken, capability)


def check_flipped(given: Run, taken: Run, capability: Capability) -> None:
    assert given.outcome is not None
    assert taken.outcome is not None
    assert taken.outcome.reason != given.outcome.reason
    assert (taken.outcome.kind, taken.outcome.message) != (given.outcome.kind, given.outcome.message)
    for run in (given, taken):
        check_explained(run, capability)
    assert given.explanation and taken.explanation
    assert given.explanation.rationale != taken.explanation.rationale


def stops_of_the_guard() -> set[str]:
    """The reasons of every outcome that a check of what comes in may give, read from the source."""
    found: set[str] = set()
    for path in sorted((Path(guard.__file__).parent / "before").glob("*.py")):
        module = import_module(f"{guard.__name__}.before.{path.stem}")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                found |= set(_reasons_in(call, module))
    return found


def _reasons_in(call: ast.Call, module: ModuleType) -> Iterator[str]:
    """Those that stand there, or under a name of the module."""
    named = [each.value for each in call.keywords if each.arg == "reason"]
    given = {"Outcome": named, "_stop": call.args[1:2]}.get(call.func.id, [])  # type: ignore[attr-defined]
    yield from (str(each.value) for each in given if isinstance(each, ast.Constant))
    names = [each.id for each in given if isinstance(each, ast.Name)]
    yield from (str(getattr(module, name)) for name in names if hasattr(module, name))


def test_every_stop_of_the_guard_is_tried() -> None:
    assert stops_of_the_guard() == GUARD


@pytest.mark.parametrize("reason", sorted(GUARD))
def test_a_stop_of_the_guard_taken_away_changes_the_outcome(go: Go, capability: Capability, reason: str) -> None:
    if not has_words(capability):
        pytest.skip("nothing is typed freely into it")
    usual = "How do I report a missed bin?"
    longest = max(each.metadata.get("max_length") or 1000 for each in fields(capability.request))
    texts = {
        "empty": "...",
        "too long": usual + " please" * (longest // 7),
        "danger": f"{usual} I want to die",
        "language": POLISH,
        "not for guidance": PIRATE,
        "conversation too long": usual,
    }
    with_it = saying(capability, texts[reason])
    if reason == "conversation too long":
        with_it = _talked_for_long(with_it)
        if with_it is None:
            pytest.skip("it holds no conversation")
    given = go(capability, with_it)
    assert given.outcome is not None
    assert given.outcome.reason == reason
    check_flipped(given, go(capability, saying(capability, usual)), capability)


def _talked_for_long(request: Any) -> Any:
    if not hasattr(request, "conversation"):
        return None
    module = __import__(type(request).__module__, fromlist=["Turn"])
    turn = module.Turn
    return replace(request, conversation=(turn(question="And then?"),) * 51)


def test_a_switch_turned_on_again_changes_the_outcome(go: Go, capability: Capability) -> None:
    request = saying(capability, "How do I report a missed bin?")
    switch = {"kind": "capability", "name": capability.name, "by": "anna", "body": BODY, "at": now()}
    stop(**switch, reason="A test")
    given = go(capability, request)
    start(**switch, reason="It works again")
    assert given.outcome is not None
    assert given.outcome.reason == "switched off"
    check_flipped(given, go(capability, request), capability)


def test_what_is_borne_out_again_changes_the_outcome(go: Go, capability: Capability) -> None:
    """A quote that stands in no passage is taken out; with nothing left, that is the reason."""
    request = saying(capability, "How do I report a missed bin?")

    def spoil(request: Any, **given: Any) -> Outcome:
        outcome = capability.handle(request, **given)
        spoilt = tuple(
            replace(each, quote="Bins are made of gold.", text="Bins are made of gold.") for each in outcome.claims
        )
        return replace(outcome, claims=spoilt)

    given = go(replace(capability, handle=spoil), request)
    taken = go(capability, request)
    assert taken.outcome is not None
    if not taken.outcome.claims:
        pytest.skip("it makes no claim of this")
    assert given.outcome is not None
    assert given.outcome.reason == "nothing borne out"
    check_flipped(given, taken, capability)


@pytest.mark.parametrize("reason", sorted(GUARD - {"empty", "conversation too long"}))
def test_in_welsh_the_reason_is_told_in_welsh(go: Go, capability: Capability, reason: str) -> None:
    if not has_words(capability):
        pytest.skip("nothing is typed freely into it")
    longest = max(each.metadata.get("max_length") or 1000 for each in fields(capability.request))
    texts = {
        "too long": "bin " * (longest // 3),
        "danger": "Dwi eisiau marw",
        "language": POLISH,
        "not for guidance": PIRATE,
    }
    run = go(capability, saying(capability, texts[reason]), language="cy")
    assert run.outcome is not None
    assert run.outcome.reason == reason
    check_explained(run, capability)
