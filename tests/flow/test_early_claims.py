"""An answer that a language model writes, at every door: claim by claim as it comes, and the same in the end."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from tests.accounts import signed_in
from tests.flow.test_stream import LENT, QUESTION, ask, names, roads, squeeze

from fingerpost import guard
from fingerpost.contract.language_models import (
    LanguageModelUnavailable,
    Patience,
    Prompt,
    Usage,
    WhyNoModel,
)
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Verdict
from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.asking import streaming
from fingerpost.doors.written import who_wrote
from fingerpost.guard.after.finding import Finding
from fingerpost.pipeline import early
from fingerpost.record.early import SHOWN
from fingerpost.record.models import Entry
from fingerpost.site import wiring

__all__ = ["LENT", "roads"]  # the threads of the stream's own tests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

WRONG = "You get £1,000 a day."


@dataclass
class Model:
    """Restates the first sentence of each passage it is given, and then says something wrong."""

    why: WhyNoModel | None = None
    asked: list[Prompt] = field(default_factory=list)
    name: str = "scripted"
    digest: str = "ef" * 32
    patience: Patience = field(default_factory=Patience)

    def write(self, prompt: Prompt) -> Any:
        self.asked.append(prompt)
        return Lines(self, [text.splitlines()[1] for label, text in prompt.parts if label.startswith("passage")])


@dataclass
class Lines:
    model: Model
    words: list[str]
    usage: Usage = field(default_factory=lambda: Usage(model="scripted-1", attempts=1, tokens_in=10, micropounds=12))

    def __iter__(self) -> Iterator[str]:
        for number, words in enumerate(self.words[:2], start=1):
            yield json.dumps({"text": f"Put plainly: {words}", "quotes": [{"passage": f"p{number}", "words": words}]})
        yield json.dumps({"text": WRONG, "quotes": [{"passage": "p1", "words": self.words[0]}]})
        if self.model.why:
            raise LanguageModelUnavailable(self.model.why)

    def close(self) -> None: ...


@pytest.fixture(autouse=True)
def model(library: Engines, monkeypatch: pytest.MonkeyPatch) -> Model:
    """The model of this installation; the check of its words is tested with the check."""
    chosen = Model()

    class Models:
        def chosen_for(self, capability: str) -> Any:
            return chosen

    engines = wiring.build_engines()
    with_model = Engines(**{name: engines.one(name) for name in engines.names}, language_models=Models())
    monkeypatch.setattr(wiring, "build_engines", lambda: with_model)

    def check(text: str, quotes: Any, passages: Any) -> Finding:
        return Finding(check="rephrased", verdict=Verdict.STOP if text == WRONG else Verdict.PASS)

    monkeypatch.setattr(guard, "check_rephrased", check)
    return chosen


def only(name: str, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in events if each["name"] == name]


def test_each_claim_comes_as_soon_as_it_is_checked_and_then_the_whole_answer() -> None:
    events = ask()
    assert names(events) == ["opened", "step", "early", "answer", "claim", "rest", "done"]
    assert [each["number"] for each in only("early", events)] == [1, 2]
    assert WRONG not in json.dumps(events)


def test_what_was_shown_early_is_letter_for_letter_what_the_answer_holds() -> None:
    events = ask()
    assert [each["html"] for each in only("early", events)] == [each["html"] for each in only("claim", events)]


def test_a_claim_is_in_the_ledger_before_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[list[str]] = []
    make_event = streaming.event

    def looking(name: str, **data: Any) -> bytes:
        if name == "early":
            leaves = Entry.objects.order_by("seq").values_list("leaf", flat=True)
            held.append([json.loads(leaf)["type"] for leaf in leaves])
        return make_event(name, **data)

    monkeypatch.setattr(streaming, "event", looking)
    ask()
    assert held == [["run/opened", SHOWN], ["run/opened", SHOWN, SHOWN]]


def test_the_page_says_who_wrote_it_and_shows_the_lines_below_each_sentence(client: Client) -> None:
    events = ask()
    page = client.get(events[0]["address"]).content.decode()
    assert "A computer wrote this from the guidance shown with each sentence" in page
    assert "“scripted”" in page
    claim = page[page.index("<article") : page.index("</article>")]
    order = [
        claim.index(part) for part in ("fp-claim__said", "Written by a computer from this guidance", "<blockquote")
    ]
    assert order == sorted(order)
    for each in [*only("claim", events), *only("rest", events)]:
        assert squeeze(each["html"]) in squeeze(page)


@pytest.mark.parametrize("why", [WhyNoModel.SLOW, WhyNoModel.OVER_BUDGET])
def test_a_model_that_stops_half_way_is_told_with_why(model: Model, client: Client, why: WhyNoModel) -> None:
    model.why = why
    reference = ask()[0]["reference"]
    kept = find_kept(reference)
    assert kept is not None
    assert kept.reply["written"] == {"by": "scripted", "why_quoted": why.value}
    page = client.get(f"/answers/{reference}").content.decode()
    assert "The rest is quoted word for word" in page
    assert who_wrote(kept.reply)[1] in page


def test_every_code_has_words_of_its_own() -> None:
    said = {
        tuple(who_wrote({"claims": [{}], "language": "en", "written": {"by": "", "why_quoted": why.value}}))
        for why in WhyNoModel
    }
    assert len(said) == len(WhyNoModel)
    assert all(first == "Quoted word for word from the guidance." for first, _ in said)


def test_in_welsh_it_is_quoted_and_says_so(model: Model, client: Client) -> None:
    events = ask("Faint yw’r Grant Plant ar gyfer dau o blant?", path="/cy/ask")
    assert model.asked == []
    assert only("early", events) == []


def test_a_claim_that_was_shown_and_then_taken_out_is_told_on_the_page(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed: list[str] = []
    check = early.check_claim

    def only_once(claim: Any, passages: Any, context: Any) -> Any:
        passed.append(claim.text)
        return check(claim, passages, context)

    monkeypatch.setattr(early, "check_claim", only_once)
    monkeypatch.setattr(
        "fingerpost.pipeline.check.check_claim",
        lambda claim, passages, context: (
            check(claim, {}, context) if "plainly" in claim.text else check(claim, passages, context)
        ),
    )
    events = ask()
    shell = only("answer", events)[0]["html"]
    assert len(only("early", events)) == 2
    assert "2 sentences were shown that did not pass the last check" in shell
    assert "did not pass the last check" in client.get(events[0]["address"]).content.decode()


def test_without_scripts_the_page_shows_the_whole_at_the_end(client: Client) -> None:
    page = client.post("/ask", {"question": QUESTION}, follow=True).content.decode()
    assert page.count("fp-claim__said") == 2
    assert not Entry.objects.filter(event="noted").exists()


def test_the_api_gives_the_sentence_its_quotes_and_who_wrote_it(client: Client) -> None:
    reply = client.post("/api/v1/ask", {"question": QUESTION}, content_type="application/json").json()
    assert reply["written"] == {"by": "scripted", "why_quoted": ""}
    assert reply["claims"][0]["text"].startswith("Put plainly: ")
    assert reply["claims"][0]["beside"] == []
    assert WRONG not in json.dumps(reply)
    schema = client.get("/api/openapi.json").json()["components"]["schemas"]
    assert {"beside", "text"} <= set(schema["Claim"]["properties"])
    assert "written" in schema["Reply"]["required"]


def test_a_text_message_says_that_a_computer_wrote_it(client: Client) -> None:
    text = client.get("/api/v1/ask", {"question": QUESTION}, headers={"accept": "text/plain"}).content.decode()
    assert "Put plainly: " in text
    assert "A computer wrote this. It was checked against:" in text


def test_the_reasons_name_the_model_and_what_it_did() -> None:
    kept = find_kept(ask()[0]["reference"])
    assert kept is not None
    told = kept.reply["explanation"]
    assert "the language model “scripted” wrote sentences" in told["rationale"]
    assert "given to the language model “scripted”" in told["data"]
    assert "held to its quotes" in told["safety_and_performance"]


def test_overseers_see_what_the_check_took_out_once_they_said_why() -> None:
    reference = ask()[0]["reference"]
    seq = Entry.objects.get(reference=reference, event="closed").seq
    auditor = signed_in("auditor")
    assert WRONG not in auditor.get(f"/oversight/runs/{seq}").content.decode()
    why = {"purpose": "audit", "why": "The yearly audit looks at ten answers."}
    opened = auditor.post(f"/oversight/runs/{seq}/open", why).content.decode()
    assert "What the checks took out" in opened
    assert WRONG in opened
    assert re.search(r"What the language model did.*scripted", opened, re.DOTALL)
