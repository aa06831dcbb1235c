"""An answer that arrives as events: in order, only what the record holds, and never lost with its reader."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.dispatch import Signal
from django.test import AsyncClient, Client

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.ports import Engines
from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.asking import questions, streaming
from fingerpost.engines.search.service import HybridSearch
from fingerpost.record.models import Entry
from fingerpost.site import wiring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

QUESTION = "How much is the Child Grant for two children?"
EVENTS = {"accept": "text/event-stream"}

Event_ = dict[str, Any]


@pytest.fixture(autouse=True)
def roads(library: Engines, monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadPoolExecutor]:
    """Threads of this test alone, so that it can wait until they are done, within the test's own transaction."""
    ours = connections["default"]
    ours.inc_thread_sharing()
    lend = partial(connections.__setitem__, "default", ours)
    monkeypatch.setitem(LENT, "lend", lend)
    monkeypatch.setattr(streaming, "request_finished", finished := Signal())  # Django's would close what is lent
    finished.connect(give_back, weak=False)
    with ThreadPoolExecutor(max_workers=2, initializer=lend) as threads:
        monkeypatch.setattr(streaming, "_roads", threads)
        yield threads
    ours.dec_thread_sharing()


LENT: dict[str, Callable[[], None]] = {}
"""How a thread comes by the test's connection."""


def give_back(**_: Any) -> None:
    """This thread's own connection to the index, where the index has one."""
    getattr(wiring.build_index(), "close", int)()


def in_a_loop(work: Callable[[], Any]) -> Any:
    """In a thread of its own: the browser tests leave an event loop running in this one."""

    async def with_the_connection() -> Any:
        await sync_to_async(LENT["lend"])()
        try:
            return await work()
        finally:
            await sync_to_async(give_back)()
            await sync_to_async(partial(connections.__delitem__, "default"))()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, with_the_connection()).result()


async def send(path: str = "/ask", **fields: str) -> Any:
    return await AsyncClient(raise_request_exception=False).post(path, fields, headers=EVENTS)


def parse(chunk: bytes) -> Event_:
    name, data = re.fullmatch(r"event: (\w+)\ndata: (.*)\n\n", chunk.decode(), re.DOTALL).groups()  # type: ignore[union-attr]
    return {"name": name, **json.loads(data)}


async def events_of(response: Any) -> AsyncIterator[Event_]:
    if not response.streaming:
        yield parse(response.content)
        return
    async for chunk in response.streaming_content:
        yield parse(chunk)


def ask(question: str = QUESTION, path: str = "/ask", **fields: str) -> list[Event_]:
    async def all_of_it() -> list[Event_]:
        return [each async for each in events_of(await send(path, question=question, **fields))]

    return in_a_loop(all_of_it)  # type: ignore[no-any-return]


def names(events: list[Event_]) -> list[str]:
    return list(dict.fromkeys(each["name"] for each in events))


def test_events_come_in_order_and_each_claim_by_itself() -> None:
    events = ask()
    assert names(events) == ["opened", "step", "answer", "claim", "rest", "done"]
    claims = [each for each in events if each["name"] == "claim"]
    kept = find_kept(events[0]["reference"])
    assert len(claims) == len(kept.reply["claims"]) > 0
    assert all(each["html"].count("<article") == 1 for each in claims)


def test_the_reference_and_the_address_are_known_before_anything_else() -> None:
    first = ask()[0]
    assert re.fullmatch(r"FP-[0-9A-Z]{5}-[0-9A-Z]{5}", first["reference"])
    assert first["address"] == f"/answers/{first['reference']}"


def test_steps_are_told_in_plain_words_of_the_page_and_hold_nothing_that_was_asked() -> None:
    steps = [each["words"] for each in ask("Write to bob@example.com about the Child Grant") if each["name"] == "step"]
    assert "Hid personal details" in steps
    assert steps[-1] == "Decided whether a person must look first"
    assert "bob" not in json.dumps(steps)


def test_steps_are_told_in_welsh_on_a_welsh_page() -> None:
    first, *rest = ask(path="/cy/ask")
    assert first["address"].startswith("/cy/answers/")
    assert "Hid personal details" not in [each.get("words") for each in rest]
    assert 'href="/cy/guidance/tests/child-grant?' in rest[-3]["html"] + "".join(each.get("html", "") for each in rest)


def test_an_answer_in_a_frame_stays_in_the_frame_and_says_where_else_it_stands() -> None:
    events = ask(path="/embed/ask")
    shell = next(each for each in events if each["name"] == "answer")
    path = f"answers/{shell['reference']}"
    assert events[0]["address"] == shell["address"] == f"/embed/{path}"
    assert shell["here"] == {"en": f"/embed/{path}", "cy": f"/cy/embed/{path}", "outside": f"/{path}"}
    claim = next(each for each in events if each["name"] == "claim")["html"]
    assert 'href="/embed/guidance/tests/child-grant?' in claim


def test_whoever_left_meanwhile_is_shown_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        streaming, "find_kept", lambda found: replace(find_kept(found), request=None, reply=None, is_closed=True)
    )
    last = ask()[-1]
    assert (last["name"], last["status"]) == ("problem", 410)


def test_nothing_is_said_before_the_record_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: dict[str, list[str]] = {}
    make_event = streaming.event

    def looking(name: str, **data: Any) -> bytes:
        rows.setdefault(name, sorted(Entry.objects.values_list("event", flat=True)))
        return make_event(name, **data)

    monkeypatch.setattr(streaming, "event", looking)
    ask()
    assert rows["opened"] == rows["step"] == ["opened"]
    assert rows["answer"] == rows["claim"] == rows["rest"] == ["closed", "opened"]


def test_what_arrives_is_what_the_page_shows(client: Client) -> None:
    events = ask()
    page = client.get(events[0]["address"]).content.decode()
    assert f"<title>{next(each['title'] for each in events if each['name'] == 'answer')}</title>" in page
    squeezed = squeeze(page)
    for each in events:
        if each["name"] in {"claim", "rest"}:
            assert squeeze(each["html"]) in squeezed
            assert squeeze(each.get("beside", "")) in squeezed


def squeeze(html: str) -> str:
    return re.sub(r"\s+", "", html)


def test_somebody_in_danger_is_signposted_before_anything_else_is_said() -> None:
    events = ask("I am going to kill myself tonight")
    shell = next(each for each in events if each["name"] == "answer")["html"]
    assert shell.index("fp-signpost") < shell.index("<h1")
    assert shell.index("data-fp-heading") < shell.index("<h1")
    assert [each for each in events if each["name"] == "claim"] == []


def test_personal_details_are_shown_as_the_record_holds_them() -> None:
    events = ask("My email is bob@example.com. How much is the Child Grant?")
    assert "bob@example.com" not in json.dumps(events)
    assert "[email 1]" in json.dumps(events)


def test_a_follow_up_stands_in_its_conversation() -> None:
    first = ask()[0]["reference"]
    second = ask("How do I claim it?", after=first)[0]["reference"]
    assert [turn["question"] for turn in find_kept(second).request["conversation"]] == [QUESTION]


def test_nobody_may_keep_a_stream_or_hold_it_back() -> None:
    response = in_a_loop(lambda: send(question=QUESTION))
    assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Accel-Buffering"] == "no"


def test_a_form_that_does_not_fit_comes_back_with_its_summary_and_is_not_recorded() -> None:
    (problem,) = ask("")
    assert (problem["name"], problem["status"]) == ("problem", 422)
    assert "Enter your question" in problem["html"]
    assert 'data-fp-ask="asking"' in problem["form"]
    assert "govuk-error-message" in problem["form"]
    assert not Entry.objects.exists()


def test_a_follow_up_that_does_not_fit_comes_back_with_its_own_form() -> None:
    first = ask()[0]["reference"]
    (problem,) = ask("x" * 1001, after=first)
    assert "1,000 characters or fewer" in problem["html"]
    assert 'data-fp-ask="follow"' in problem["form"]
    assert f'value="{first}"' in problem["form"]


def test_too_many_questions_are_told_in_the_words_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "seconds_to_wait", lambda *_: 42)
    response = in_a_loop(lambda: send(question=QUESTION))
    problem = parse(response.content)
    assert (response.status_code, problem["status"], response.headers["Retry-After"]) == (429, 429, "42")
    assert "42 seconds" in problem["html"]
    assert not Entry.objects.exists()


def test_a_foreseen_fault_of_the_road_is_an_answer_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(self: Any, *_: Any, **__: Any) -> Any:
        raise IndexUnavailable("The index is being made. Try again in a minute.")

    monkeypatch.setattr(HybridSearch, "find", find)
    events = ask()
    assert names(events) == ["opened", "step", "answer", "rest", "done"]
    assert "The index is being made" in next(each for each in events if each["name"] == "answer")["html"]


def test_a_fault_nobody_foresaw_is_told_as_a_problem_without_its_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(self: Any, *_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("Quetzalcoatl")

    monkeypatch.setattr(HybridSearch, "find", find)
    events = ask()
    assert events[-1]["name"] == "problem"
    assert events[-1]["status"] == 500
    assert "Something went wrong on our side" in events[-1]["html"]
    assert "Quetzalcoatl" not in json.dumps(events)
    assert Entry.objects.filter(event="closed").count() == 1


def test_a_run_whose_reader_goes_away_is_recorded_all_the_same(
    monkeypatch: pytest.MonkeyPatch, roads: ThreadPoolExecutor
) -> None:
    gone = Event()
    find = HybridSearch.find

    def slowly(self: HybridSearch, *arguments: Any, **more: Any) -> Any:
        assert gone.wait(20)
        return find(self, *arguments, **more)

    monkeypatch.setattr(HybridSearch, "find", slowly)

    async def ask_and_leave() -> Event_:
        response = await send(question=QUESTION)
        events = events_of(response)
        first = await anext(events)
        await events.aclose()  # type: ignore[attr-defined]
        await response.streaming_content.aclose()
        return first

    first = in_a_loop(ask_and_leave)
    assert find_kept(first["reference"]) is None
    gone.set()
    roads.shutdown(wait=True)
    assert find_kept(first["reference"]).reply["claims"]


def test_the_loop_serves_others_while_a_run_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    served = Event()
    find = HybridSearch.find

    def slowly(self: HybridSearch, *arguments: Any, **more: Any) -> Any:
        assert served.wait(20)
        return find(self, *arguments, **more)

    monkeypatch.setattr(HybridSearch, "find", slowly)

    async def ask_and_look_around() -> list[Event_]:
        events = events_of(await send(question=QUESTION))
        first = await anext(events)
        assert (await AsyncClient().get("/robots.txt")).status_code == 200
        served.set()
        return [first, *[each async for each in events]]

    assert in_a_loop(ask_and_look_around)[-1]["name"] == "done"


def test_without_a_server_that_can_stream_the_answer_is_a_page(client: Client) -> None:
    reply = client.post("/ask", {"question": QUESTION}, headers=EVENTS)
    assert reply.status_code == 303
    assert reply.headers["Location"].startswith("/answers/")


def test_a_page_that_does_not_ask_for_events_gets_a_page() -> None:
    async def plainly() -> Any:
        return await AsyncClient().post("/ask", {"question": QUESTION})

    assert in_a_loop(plainly).status_code == 303


def test_nations_that_are_compared_stand_side_by_side(client: Client) -> None:
    events = ask("How much is winter heating help in Scotland and in Wales?")
    shell = next(each for each in events if each["name"] == "answer")["html"]
    slots = re.findall(r'data-fp-claims="([^"]*)"', shell)
    assert slots == ["scotland", "wales", ""]
    claims = [(each["slot"], each["html"]) for each in events if each["name"] == "claim"]
    assert {slot for slot, _ in claims} >= {"scotland", "wales"}
    assert all("Scotland" in html for slot, html in claims if slot == "scotland")
    page = client.get(events[0]["address"]).content.decode()
    assert re.search(r'data-fp-claims="scotland">\s*<article', page)


def test_a_suggested_heading_can_be_read_in_its_place_and_asked_about(client: Client) -> None:
    events = ask("What is the Child Grant?")
    rest = next(each for each in events if each["name"] == "rest")["html"]
    suggested = find_kept(events[0]["reference"]).reply["suggested"]
    assert suggested
    for each in suggested:
        assert f'href="{each["copy"]}#{each["anchor"]}"' in rest
        assert f'name="question" value="{each["heading"]}"' in rest


def test_what_was_not_found_can_be_asked_about_by_itself() -> None:
    events = ask("How much is the Child Grant for a hamster?")
    rest = next(each for each in events if each["name"] == "rest")["html"]
    assert "does not mention" in rest
    assert 'name="question" value="hamster"' in rest
