"""What other programs may call: each capability by its typed request, along the same road; a search; a check."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from jsonschema import Draft202012Validator
from tests.unit.record.receipts.logs import MemoryLog, receipt_in

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability
from fingerpost.contract.context import Access
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Engines
from fingerpost.doors import asking
from fingerpost.doors.asking import find_kept
from fingerpost.doors.installation import now
from fingerpost.doors.limits import throttle
from fingerpost.doors.mcp import searching
from fingerpost.doors.mcp.callers import OPERATOR, Caller
from fingerpost.doors.mcp.shapes import FAULT, Result
from fingerpost.doors.mcp.tools import UnknownTool, call_tool, tools, tools_for
from fingerpost.doors.mcp.verifying import MOST_LETTERS
from fingerpost.doors.tokens import Rights
from fingerpost.doors.tools import tool_names
from fingerpost.knowledge import reading
from fingerpost.record.models import Entry
from fingerpost.record.receipts.issuing import Receipts
from fingerpost.record.switches.turning import stop
from fingerpost.site import wiring

QUESTION = "How much is the Child Grant for two children?"


def call(tool: str, caller: Caller = OPERATOR, **arguments: object) -> Result:
    result = call_tool(tool, arguments, caller=caller)
    Draft202012Validator(FAULT if "error" in result.values else dict(tools()[tool].gives)).validate(result.values)
    assert json.loads(json.dumps(result.values)) == result.values
    return result


def test_each_capability_is_a_tool_by_its_command_with_its_own_form() -> None:
    public = {each.card.command for each in discover().values() if not each.card.is_for_staff}
    assert set(tools()) == public | {"search", "verify"} == set(tool_names()) - {"report"}
    ask = tools()["ask"]
    assert set(ask.takes["properties"]) == {"question", "conversation", "nation", "language", "after"}
    assert ask.takes["required"] == ["question"]
    assert ask.takes["properties"]["question"]["maxLength"] == 1000
    assert ask.about.startswith(discover()["answer"].card.purpose)
    for each in tools().values():
        Draft202012Validator.check_schema(dict(each.takes))
        Draft202012Validator.check_schema(dict(each.gives))


def test_a_new_capability_is_a_tool_without_another_line(library: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asking.capabilities()["ask"]
    twin: Capability = replace(answer, card=replace(answer.card, command="ask-the-twin", title="The twin"))
    monkeypatch.setattr(asking, "capabilities", lambda: {"ask": answer, "ask-the-twin": twin})
    monkeypatch.setattr("fingerpost.doors.mcp.tools.capabilities", asking.capabilities)
    assert tools()["ask-the-twin"].title == "The twin"
    assert call("ask-the-twin", question=QUESTION).values["outcome"] == "answered"


def test_an_answer_comes_with_its_sources_and_stands_in_the_record(library: Engines) -> None:
    result = call("ask", question=QUESTION, nation="england")
    assert result.values["outcome"] == "answered"
    assert "£27.05 a week" in result.words
    assert "From: Child Grant, How much you get, United Kingdom" in result.words
    assert f"Reference: {result.values['reference']}" in result.words
    kept = find_kept(result.values["reference"])
    assert kept is not None
    assert kept.reply == result.values
    assert kept.tape["context"]["door"] == "mcp"


def test_a_conversation_goes_on_under_one_subject(library: Engines) -> None:
    first = call("ask", question=QUESTION).values["reference"]
    second = call("ask", question="And how do I claim it?", after=first).values["reference"]
    assert find_kept(second).subject == find_kept(first).subject
    assert call("ask", question=QUESTION, after=7).values["error"]["fields"] == {"after": "After must be text"}


def test_personal_details_are_masked_and_help_comes_first(library: Engines) -> None:
    said = call("ask", question="How much is the Child Grant? I am ann@example.org").values["reference"]
    assert "ann@example.org" not in json.dumps(find_kept(said).request)
    for tool in ("ask", "search"):
        danger = call(tool, question="I want to die")
        assert danger.values["signposts"]
        assert danger.words.startswith(danger.values["signposts"][0]["heading"])
        assert not danger.values.get("passages")


def test_welsh_is_answered_in_welsh(library: Engines) -> None:
    result = call("ask", question="Faint mae trwydded barcio yn ei gostio?", language="cy")
    assert result.values["language"] == "cy"
    assert "Cyfeirnod" in result.words


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({}, "question"),
        ({"question": "x" * 1001}, "question"),
        ({"question": ["a"]}, "question"),
        ({"question": "a", "nation": "narnia"}, "nation"),
        ({"question": "a", "colour": "red"}, "colour"),
        ({"question": "a", "more": "x" * 70_000}, "arguments"),
        ({"question": "\ud800"}, "question"),
    ],
)
def test_what_does_not_fit_is_told_by_its_field(library: Engines, arguments: dict[str, object], field: str) -> None:
    tried = ("ask",) if field == "question" and arguments.get("question") == "\ud800" else ("ask", "search")
    for tool in tried:
        result = call(tool, **arguments)
        assert result.is_fault
        assert field in result.values["error"]["fields"]
        assert result.words
    assert not Entry.objects.exists()


def test_odd_letters_are_no_fault(library: Engines) -> None:
    for question in ("Ünïcödé ☂ 🧒🏽 كيف", "\u202eabc\u202c", "a\u0000b", "{{ 7*7 }} <script>", "e\u0301" * 300):
        for tool in ("ask", "search"):
            assert not call(tool, question=question).is_fault, question


def test_nobody_calls_what_is_not_there_or_not_theirs() -> None:
    some = Caller(name="x", rights=Rights(tools=frozenset({"search"})))
    assert [each.name for each in tools_for(some)] == ["search"]
    for caller, name in ((OPERATOR, "nothing"), (some, "ask"), (OPERATOR, "__class__")):
        with pytest.raises(UnknownTool) as fault:
            call_tool(name, {}, caller=caller)
        assert name in fault.value.public


def test_a_capability_that_is_switched_off_says_so(library: Engines, settings: LazySettings) -> None:
    stop(kind="capability", name="answer", body=settings.CONFIGURATION.body, by="olwen", reason="It is wrong", at=now())
    result = call("ask", question=QUESTION)
    assert (result.values["outcome"], result.values["reason"]) == ("stopped", "switched off")
    assert result.values["message"] in result.words
    assert find_kept(result.values["reference"]) is not None


def test_a_search_gives_passages_word_for_word_and_no_score(library: Engines) -> None:
    result = call("search", question="How much is the Child Grant?")
    best = result.values["passages"][0]
    assert set(best) == {"uri", "text", "source"}
    assert "£27.05 a week" in best["text"]
    assert best["source"]["url"] in result.words
    noted = Entry.objects.get(reference=result.values["reference"])
    assert json.loads(noted.leaf)["facts"] == {"by": "operator", "found": len(result.values["passages"])}
    assert "Child Grant" not in noted.leaf


def test_a_search_minds_the_nation_and_what_has_changed_since(
    library: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = call("search", question="winter heating help", nation="wales").values["passages"]
    assert {each["source"]["nation"] for each in found} <= {"Wales", "United Kingdom"}
    assert call("search", question="zzqx vvwk").values["passages"] == []
    as_they_are = reading.fetch_passages

    def changed(ids: Iterable[str], *, body: str) -> dict[str, Passage]:
        return {name: replace(each, digest="0" * 64) for name, each in as_they_are(ids, body=body).items()}

    monkeypatch.setattr(reading, "fetch_passages", changed)
    assert call("search", question="winter heating help", nation="wales").values["passages"] == []


def test_no_record_no_passages(library: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise StoreUnavailable("The disk is full.", detail="secret path")

    monkeypatch.setattr(searching, "note_event", broken)
    result = call("search", question="How much is the Child Grant?")
    assert result.values == {"error": {"kind": "unavailable", "message": "The disk is full.", "fields": {}}}


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryLog]:
    """A log whose keys are those of this installation."""
    log = MemoryLog()
    receipts = Receipts(body="x", keys=None, find_proof=None, read_keys=log.key_file.decode)  # type: ignore[arg-type]
    monkeypatch.setattr(wiring, "build_receipts", lambda: receipts)
    return log


def test_a_receipt_is_checked_by_the_keys_of_this_service(log: MemoryLog) -> None:
    text = receipt_in(log).decode()
    genuine = call("verify", receipt=text)
    assert genuine.values["genuine"]
    assert genuine.words.startswith("GENUINE.")
    other = call("verify", receipt=receipt_in(MemoryLog()).decode())
    assert not other.is_fault
    assert other.values["genuine"] is False or other.values["proof"]
    forged = call("verify", receipt=text.replace("\n7\n", "\n8\n"))
    assert (forged.is_fault, forged.values["genuine"]) == (False, False)


@pytest.mark.parametrize("sent", [{}, {"receipt": ""}, {"receipt": 3}, {"receipt": "hello"}, {"receipt": "\ud800"}])
def test_what_is_no_receipt_is_a_fault_of_what_was_sent(log: MemoryLog, sent: dict[str, object]) -> None:
    assert "receipt" in call("verify", **sent).values["error"]["fields"]
    assert "arguments" in call("verify", receipt="x" * MOST_LETTERS).values["error"]["fields"]


def test_calls_are_counted_by_token(
    library: Engines, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle.time, "time", lambda: 1_800_000_000.0)  # the minute does not end meanwhile
    settings.HOME = tmp_path
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=2)
    one, other = (Caller(name=name, counted_as=name) for name in ("token 1", "token 2"))
    for caller, is_refused in ((one, False), (one, False), (one, True), (other, False), (OPERATOR, False)):
        result = call("ask", caller, question="Hello")
        assert result.is_fault is is_refused
    assert "Try again in" in call("ask", one, question="Hello").words
    assert not call("search", one, question="bins").is_fault


def test_what_staff_access_gave_is_read_again_by_nobody_with_the_reference(
    library: Engines, client, call_as: Callable[..., Result]
) -> None:
    reference = call_as(Access.STAFF).values["reference"]
    assert find_kept(reference) is None
    for address in ("/answers/{}", "/api/v1/runs/{}", "/answers/{}/how", "/answers/{}/receipt"):
        assert client.get(address.format(reference)).status_code == 404, address
    assert "27.05" not in client.get(f"/answers/{reference}/challenge").content.decode()
    assert client.get(f"/answers/{call_as(Access.PUBLIC).values['reference']}").status_code == 200


@pytest.fixture
def call_as() -> Callable[..., Result]:
    def calling(access: Access) -> Result:
        rights = Rights(access=frozenset({Access.PUBLIC, access}))
        return call("ask", Caller(name="x", rights=rights), question=QUESTION)

    return calling
