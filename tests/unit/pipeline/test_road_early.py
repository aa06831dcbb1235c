"""A claim that is shown before its run is over: checked first, recorded first, and erased with the run."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from tests.unit.pipeline.road_twins import (
    BINS,
    HERE,
    MISSED,
    NOON,
    PassagesInMemory,
    answer,
    claim_from,
    make_capability,
)

from fingerpost import guard
from fingerpost.contract.card import Review
from fingerpost.contract.claims import Claim, OutcomeKind, Written
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.language_models import (
    LanguageModelUnavailable,
    Patience,
    Prompt,
    Usage,
    WhyNoModel,
)
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Verdict
from fingerpost.guard.after.finding import Finding
from fingerpost.pipeline.replay import Replayed, replay
from fingerpost.pipeline.reply import reply_of
from fingerpost.pipeline.run import travel
from fingerpost.record.closing import close_answers
from fingerpost.record.early import SHOWN, find_shown_early
from fingerpost.record.ledger.bookkeeping import compare_with_events
from fingerpost.record.ledger.integration import integrate
from fingerpost.record.ledger.verification import verify_log
from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.reading import find_for_reader, find_run
from fingerpost.record.recorder import OpenEntry, Recorder
from fingerpost.record.switches.turning import stop

pytestmark = pytest.mark.django_db

TRUE = claim_from(BINS, 0, text="Your bin is emptied on Tuesdays.")
SECOND = claim_from(MISSED, text="Tell us in two days.")
FALSE = claim_from(BINS, 0, text="Your bin is emptied on Fridays.")
USES = {"may_use": ("language_model", "reader")}


@pytest.fixture(autouse=True)
def borne_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever says nothing of Fridays: what the check itself does is tested with it."""

    def check(text: str, quotes: Any, passages: Any) -> Finding:
        verdict = Verdict.STOP if "Friday" in text else Verdict.PASS
        return Finding(check="rephrased", verdict=verdict, reason="It says Friday." if "Friday" in text else "")

    monkeypatch.setattr(guard, "check_rephrased", check)


@dataclass
class Door:
    """What a reader has seen, and what the ledger held when they saw it."""

    seen: list[str] = field(default_factory=list)
    held: list[list[str]] = field(default_factory=list)

    def show(self, number: int, claim: Claim) -> None:
        assert number == len(self.seen) + 1
        self.seen.append(claim.text)
        self.held.append(
            [json.loads(leaf)["type"] for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
        )


@pytest.fixture
def door() -> Door:
    return Door()


def says(*claims: Claim, then: tuple[Claim, ...] | None = None, confidence: float | None = 0.9) -> Callable[..., Any]:
    """Shows the reader each claim; ends with those that were borne out, or with others."""

    def handle(request: Any, *, context: Any, reader: Any, **engines: Any) -> Any:
        kept = tuple(each for each in claims if reader.show(each, confidence=confidence))
        return answer(*(kept if then is None else then), confidence=confidence, written=Written(by="scripted"))

    return handle


@pytest.fixture
def go_early(recorder: Recorder, door: Door) -> Callable[..., Run]:
    def along(handle: Callable[..., Any], **more: Any) -> Run:
        capability = make_capability(handle, card={**USES, **more.pop("card", {})})
        return travel(
            more.pop("request", None) or capability.request(question=more.pop("question", "When is my bin day?")),
            capability=capability,
            context=more.pop("context", HERE),
            engines=more.pop("engines", None) or Engines(passages=PassagesInMemory()),
            recorder=more.pop("recorder", recorder),
            show=more.pop("show", door.show),
        )

    return along


def test_a_claim_is_shown_once_it_is_checked_and_stands_in_the_ledger(go_early, door):
    run = go_early(says(TRUE, SECOND))

    assert door.seen == ["Your bin is emptied on Tuesdays.", "Tell us in two days."]
    assert door.held == [["run/opened", SHOWN], ["run/opened", SHOWN, SHOWN]]
    assert [each.text for each in run.outcome.claims] == door.seen


def test_the_entry_names_the_run_and_the_number_and_holds_no_word_of_the_claim(go_early):
    run = go_early(says(TRUE))

    leaf = json.loads(Entry.objects.get(event="noted").leaf)
    assert leaf["facts"] == {"of": run.reference, "number": 1}
    assert list(leaf["commitments"]) == ["claim"]
    assert "Tuesday" not in json.dumps(leaf)


def test_what_was_shown_can_be_read_again_with_the_run(go_early, keys):
    run = go_early(says(TRUE, SECOND))

    shown = find_shown_early(run.reference, subject=run.reference, body="fernby", keys=keys)
    assert [each["text"] for each in shown] == [TRUE.text, SECOND.text]
    assert find_run(run.reference, body="fernby", keys=keys).reply["claims"] == shown


def test_one_key_seals_what_was_shown_and_the_run_so_erasing_it_erases_both(go_early, keys):
    run = go_early(says(TRUE))

    assert SubjectKey.objects.count() == 1
    keys.erase(subject=run.reference, body="fernby", at=NOON)
    assert find_shown_early(run.reference, subject=run.reference, body="fernby", keys=keys) == []
    assert find_run(run.reference, body="fernby", keys=keys).reply is None


def test_in_a_conversation_it_is_the_key_of_the_conversation(go_early, keys):
    first = go_early(says(TRUE))
    second = go_early(says(SECOND), context=replace(HERE, subject=first.reference))

    assert SubjectKey.objects.count() == 1
    assert len(find_shown_early(second.reference, subject=first.reference, body="fernby", keys=keys)) == 1


def test_whoever_is_erased_while_the_answer_is_written_is_told_so_and_nothing_more_is_kept(go_early, keys, door):
    def erasing(number: int, claim: Claim) -> None:
        keys.erase(subject=Entry.objects.get(event="noted").subject, body="fernby", at=NOON)

    with pytest.raises(StoreUnavailable, match="erased"):
        go_early(says(TRUE), show=erasing)
    assert not Entry.objects.filter(event="closed").exists()
    assert SubjectKey.objects.filter(erased_at__isnull=True).count() == 0


def test_the_ledger_verifies_with_what_was_shown_in_it(go_early, keys):
    go_early(says(TRUE, FALSE, SECOND))
    integrate()

    report = verify_log(keyring=None, keys=keys)
    assert report.faults == ()
    assert report.opened == 3
    assert compare_with_events().faults == ()


def test_what_is_not_borne_out_is_shown_to_nobody_and_kept_sealed_for_the_auditor(go_early, keys, door):
    run = go_early(says(FALSE, TRUE))

    kept = find_run(run.reference, body="fernby", keys=keys)
    assert door.seen == ["Your bin is emptied on Tuesdays."]
    assert [(each["text"], each["check"], each["reason"]) for each in kept.removed] == [
        (FALSE.text, "rephrased", "It says Friday.")
    ]
    assert run.step("capability").found["taken_out"] == {"rephrased": 1}
    assert "Friday" not in json.dumps(reply_of(run, make_capability().card))


def test_no_reader_is_given_what_the_check_took_out(go_early, keys):
    run = go_early(says(FALSE, TRUE))
    close_answers([run.reference], body="fernby", at=NOON)

    assert find_for_reader(run.reference, body="fernby", keys=keys).removed == ()


def test_a_claim_that_was_shown_and_fails_the_last_check_is_kept_as_taken_out_too(go_early, keys, door):
    class Changing(PassagesInMemory):
        def fetch(self, ids: Any, *, context: Any) -> Any:
            found = super().fetch(ids, context=context)
            return found if self.fetched == 1 else {}

    run = go_early(says(TRUE), engines=Engines(passages=Changing()))

    assert door.seen == [TRUE.text]
    assert run.outcome.kind is OutcomeKind.CANNOT_ANSWER
    assert [each["text"] for each in find_run(run.reference, body="fernby", keys=keys).removed] == [TRUE.text]


@pytest.mark.parametrize(
    "more",
    [
        {"card": {"review": Review(always=True)}},
        {"card": {"review": Review(below=0.95)}},
        {"question": "I want to kill myself. When is my bin day?"},
        {"show": None},
    ],
)
def test_nothing_is_shown_early_that_a_person_must_see_first_or_before_help_in_danger(go_early, door, more):
    go_early(says(TRUE), **more)

    assert door.seen == []
    assert not Entry.objects.filter(event="noted").exists()


def test_without_a_stated_confidence_nothing_is_shown_early(go_early, door):
    go_early(says(TRUE, confidence=None))
    assert door.seen == []


def test_what_cannot_be_recorded_is_not_shown_early_and_the_answer_comes_at_the_end(go_early, door, monkeypatch):
    def full(self: Any, run: Run, **told: Any) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(OpenEntry, "note_shown", full)
    run = go_early(says(TRUE, SECOND))

    assert door.seen == []
    assert len(run.outcome.claims) == 2


def test_a_door_that_fails_to_show_a_claim_breaks_nothing(go_early):
    def broken(number: int, claim: Claim) -> None:
        raise ConnectionError("gone")

    assert len(go_early(says(TRUE, SECOND), show=broken).outcome.claims) == 2


# ---- a run with a model, from its tape ----


@dataclass
class Model:
    """The port `LanguageModel`: two lines, then whatever it was told to do."""

    why: WhyNoModel | None = None
    name: str = "scripted"
    digest: str = "ef" * 32
    patience: Patience = field(default_factory=Patience)

    def write(self, prompt: Prompt) -> Any:
        return Lines(self.why)


@dataclass
class Lines:
    why: WhyNoModel | None
    usage: Usage = field(default_factory=lambda: Usage(model="scripted-1", tokens_in=5, attempts=1))

    def __iter__(self) -> Iterator[str]:
        yield "tuesdays"
        yield "fridays"
        if self.why:
            raise LanguageModelUnavailable(self.why)

    def close(self) -> None: ...


@dataclass
class Models:
    chosen: Any

    def chosen_for(self, capability: str) -> Any:
        return self.chosen


def handle_with_a_model(request: Any, *, context: Any, language_model: Any, reader: Any) -> Any:
    prompt = Prompt(name="p.md", digest="aa" * 32, instructions="Write.", parts=(("the question", request.question),))
    claims, why = [], ""
    try:
        for line in language_model.write(prompt):
            claim = TRUE if line == "tuesdays" else FALSE
            if reader.show(claim, confidence=0.9):
                claims.append(claim)
    except LanguageModelUnavailable as error:
        why = error.why.value
    return answer(*(claims or [claim_from(BINS, 0)]), written=Written(by="scripted" if claims else "", why_quoted=why))


@pytest.mark.parametrize("why", [None, WhyNoModel.SLOW])
def test_a_run_with_a_model_comes_out_the_same_from_its_tape_though_nobody_is_shown_anything(go_early, keys, door, why):
    engines = Engines(passages=PassagesInMemory(), language_models=Models(Model(why)))
    run = go_early(handle_with_a_model, engines=engines)
    kept = find_run(run.reference, body="fernby", keys=keys)
    before = Entry.objects.count()

    told = replay(kept, capability=make_capability(handle_with_a_model, card=USES), system={})

    assert (told.result, told.differences) == (Replayed.SAME, ())
    assert door.seen == [TRUE.text]
    assert Entry.objects.count() == before
    assert kept.reply["written"] == {"by": "scripted", "why_quoted": why.value if why else ""}


def test_the_leaf_names_the_model_and_each_prompt_by_its_digest(go_early, keys, tmp_path, recorder):
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "answer.md").write_bytes(b"Write.")
    capability = make_capability(handle_with_a_model, card=USES, folder=tmp_path)
    engines = Engines(passages=PassagesInMemory(), language_models=Models(Model()))
    run = travel(
        capability.request(question="When?"), capability=capability, context=HERE, engines=engines, recorder=recorder
    )

    system = find_run(run.reference, body="fernby", keys=keys).leaf["system"]
    assert system["language_model"] == "ef" * 32
    assert system["prompts"] == f"answer.md {hashlib.sha256(b'Write.').hexdigest()}"


def test_where_no_model_is_chosen_the_leaf_names_none(go_early, keys):
    engines = Engines(passages=PassagesInMemory(), language_models=Models(None))
    run = go_early(says(TRUE), engines=engines)
    assert "language_model" not in find_run(run.reference, body="fernby", keys=keys).leaf["system"]


def test_a_model_that_is_switched_off_writes_nothing_and_the_run_goes_on(go_early, keys):
    stop(kind="model", name="scripted", body="fernby", by="Ada", reason="It wrote something wrong.", at=NOON)
    engines = Engines(passages=PassagesInMemory(), language_models=Models(Model()))
    run = go_early(handle_with_a_model, engines=engines)

    assert run.outcome.kind is OutcomeKind.ANSWERED
    assert run.outcome.written == Written(why_quoted=WhyNoModel.SWITCHED_OFF.value)
    kept = find_run(run.reference, body="fernby", keys=keys)
    told = replay(kept, capability=make_capability(handle_with_a_model, card=USES), system={})
    assert (told.result, told.differences) == (Replayed.SAME, ())


def test_a_model_that_is_switched_off_today_wrote_what_it_wrote_then(go_early, keys):
    engines = Engines(passages=PassagesInMemory(), language_models=Models(Model()))
    kept = find_run(go_early(handle_with_a_model, engines=engines).reference, body="fernby", keys=keys)
    stop(kind="model", name="scripted", body="fernby", by="Ada", reason="It wrote something wrong.", at=NOON)

    told = replay(kept, capability=make_capability(handle_with_a_model, card=USES), system={})
    assert told.result is Replayed.SAME
