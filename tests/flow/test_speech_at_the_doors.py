"""What comes in by /dictate and goes out as sound: bounds, refusals, and that both are off unless switched on."""

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from django.test import Client
from pytest_django import Settings

from fingerpost.contract.errors import SpeechBusy, SpeechUnavailable
from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.speech.dictation import DICTATE
from fingerpost.engines.speech.memory import FindingListener, HidingSpeaker
from fingerpost.engines.speech.sound import HEARD_RATE, MOST_BYTES, seconds_of, write_sound
from fingerpost.record.models import Entry
from fingerpost.site import wiring
from fingerpost.site.asgi import application
from fingerpost.site.bodies import most_bytes

QUESTION = "How much is the Child Grant for two children?"
WAV = {"content_type": "audio/wav"}


@pytest.fixture
def voice(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[HidingSpeaker]:
    """Speech is on, with the twins of both engines."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, speech=True)
    speaker, listener = HidingSpeaker(), FindingListener()
    monkeypatch.setattr(wiring, "build_speaker", lambda: speaker)
    monkeypatch.setattr(wiring, "build_listener", lambda: listener)
    return speaker


def recording(words: str = QUESTION) -> bytes:
    return HidingSpeaker().speak(words, language="en")


def heard_in(sound: bytes) -> str:
    return FindingListener()._find(_samples(sound))


def _samples(sound: bytes) -> Any:
    return np.frombuffer(sound[44:], dtype="<i2").astype(np.float32) / 32768


def ask(client: Client) -> str:
    """The address of an answer."""
    return client.post("/ask", {"question": QUESTION}).headers["Location"]


# Dictation


def test_what_was_said_comes_back_as_words_and_nothing_is_recorded(voice: HidingSpeaker, client: Client) -> None:
    before = Entry.objects.count()
    reply = client.post(DICTATE, recording(), **WAV)
    assert (reply.status_code, reply.json()) == (200, {"words": QUESTION})
    assert reply.headers["Cache-Control"] == "no-store"
    assert Entry.objects.count() == before


HOSTILE = {
    "nothing": (b"", 422, "could not read"),
    "a form": (b"question=hello", 422, "could not read"),
    "half": (recording()[: len(recording()) // 2], 422, "did not arrive whole"),
    "another rate": (write_sound(bytes(90_000), rate=44_100), 422, "could not read"),
    "too short": (write_sound(bytes(100), rate=HEARD_RATE), 422, "too short"),
    "too long": (write_sound(bytes(2 * 61 * HEARD_RATE), rate=HEARD_RATE), 422, "60 seconds or less"),
    "too large": (recording() + bytes(MOST_BYTES), 413, "60 seconds or less"),
}


@pytest.mark.parametrize(("sound", "status", "said"), HOSTILE.values(), ids=HOSTILE)
def test_anything_but_a_short_recording_is_refused_with_a_sentence(
    voice: HidingSpeaker, client: Client, sound: bytes, status: int, said: str
) -> None:
    reply = client.post(DICTATE, sound, **WAV)
    assert reply.status_code == status
    assert said in reply.json()["problem"]


def test_two_hundred_megabytes_are_refused(voice: HidingSpeaker) -> None:
    taken: list[int] = []
    sent: list[dict[str, Any]] = []
    answered = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)  # as a server does: others have their turn
        if len(taken) == 3200 or sent:
            await answered.wait()  # as a browser does: it hangs up when it has read the reply, not before
            return {"type": "http.disconnect"}
        taken.append(64 * 1024)
        return {"type": "http.request", "body": bytes(64 * 1024), "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answered.set()

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http",
        "path": DICTATE, "raw_path": DICTATE.encode(), "query_string": b"", "root_path": "",
        "headers": [(b"host", b"localhost"), (b"content-type", b"audio/wav")],
        "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip
    with ThreadPoolExecutor(1) as pool:  # the browser tests leave an event loop running in this thread
        pool.submit(asyncio.run, application(scope, receive, send)).result()
    assert sent[0]["status"] == 413
    assert b"60 seconds or less" in sent[1]["body"]


def test_only_dictation_takes_more_than_a_form(voice: HidingSpeaker, settings: Settings) -> None:
    assert most_bytes(DICTATE) == most_bytes(f"/embed{DICTATE}") == MOST_BYTES
    assert most_bytes("/ask") == most_bytes("/cy/dictate") == most_bytes("/dictate/") == 64 * 1024
    settings.CONFIGURATION = replace(settings.CONFIGURATION, speech=False)
    assert most_bytes(DICTATE) == 64 * 1024


@pytest.mark.parametrize(
    ("fault", "status"),
    [(SpeechBusy("Busy."), 503), (SpeechUnavailable("Broken.", detail="no core left"), 503)],
)
def test_a_listener_that_cannot_is_told_kindly(
    voice: HidingSpeaker, client: Client, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    class Failing:
        languages = frozenset({"en"})

        def listen(self, sound: bytes) -> str:
            raise fault

    monkeypatch.setattr(wiring, "build_listener", Failing)
    reply = client.post(DICTATE, recording(), **WAV)
    assert reply.status_code == status
    assert "type" in reply.json()["problem"].lower()
    assert (reply.headers.get("Retry-After") == "5") is isinstance(fault, SpeechBusy)


def test_dictation_is_counted_by_the_minute(voice: HidingSpeaker, client: Client, settings: Settings, tmp_path) -> None:
    settings.HOME = tmp_path
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=6)
    replies = [client.post(DICTATE, recording(), **WAV) for _ in range(4)]
    assert [each.status_code for each in replies].count(429) >= 1
    assert int(replies[-1].headers["Retry-After"]) <= 60


def test_another_site_cannot_send_a_recording(voice: HidingSpeaker, client: Client) -> None:
    assert client.post(DICTATE, recording(), headers={"sec-fetch-site": "cross-site"}, **WAV).status_code == 403


def test_nothing_that_was_said_is_logged(
    voice: HidingSpeaker, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(DICTATE, recording("My name is Blodeuwedd"), **WAV)
        client.post(DICTATE, recording("My name is Blodeuwedd")[:-9], **WAV)
    assert "Blodeuwedd" not in caplog.text


# Read aloud


def test_an_answer_is_read_with_the_lines_that_answer_first(voice: HidingSpeaker, client: Client) -> None:
    reply = client.get(f"{ask(client)}/speech.wav")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "audio/wav")
    assert reply.headers["Cache-Control"] == "private, no-store"
    heard = heard_in(reply.content)
    assert heard.startswith("What the guidance says")
    assert heard.index("£27.05 a week") < heard.index("What to do next")


def test_marked_lines_of_a_page_come_before_the_rest(voice: HidingSpeaker, client: Client) -> None:
    reference = ask(client).rpartition("/")[2]
    page = "/guidance/tests/child-grant/speech.wav"
    plain, marked = (heard_in(client.get(page + query).content) for query in ("", f"?run={reference}"))
    assert plain.startswith("Child Grant Who can get")
    assert sorted(plain) == sorted(marked)
    claims = find_kept(reference).reply["claims"]  # type: ignore[union-attr, index]
    answers = [line for claim in claims if claim["source"]["copy"].endswith("child-grant") for line in claim["marked"]]
    last = max(marked.index(line) for line in answers if "|" not in line)
    assert "Fill in form CG1." not in answers
    assert last < marked.index("Fill in form CG1.")


def test_each_quote_is_read_in_its_own_language(
    voice: HidingSpeaker, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    languages: list[str] = []

    class Noting(HidingSpeaker):
        def speak(self, text: str, *, language: str) -> bytes:
            languages.append(language)
            return super().speak(text, language=language)

    noting = Noting()
    monkeypatch.setattr(wiring, "build_speaker", lambda: noting)
    client.get("/guidance/tests/trwydded-barcio/speech.wav")
    assert set(languages) == {"cy"}


@pytest.mark.parametrize(
    ("asked", "status", "told", "length"),
    [
        ("bytes=0-1", 206, "bytes 0-1/{size}", 2),
        ("bytes=100-", 206, "bytes 100-{last}/{size}", None),
        ("bytes=-10", 206, None, 10),
        ("bytes=99999999999-", 416, "bytes */{size}", 0),
        ("bytes=9-2", 416, "bytes */{size}", 0),
        ("bytes=-", 200, None, None),
        ("bytes=0-1,5-9", 200, None, None),
        ("seconds=1-2", 200, None, None),
    ],
)
def test_sound_is_sent_in_the_part_that_is_asked_for(
    voice: HidingSpeaker, client: Client, *, asked: str, status: int, told: str | None, length: int | None
) -> None:
    address = "/guidance/tests/child-grant/speech.wav"
    whole = client.get(address).content
    reply = client.get(address, headers={"range": asked})
    assert reply.status_code == status
    if told:
        assert reply.headers["Content-Range"] == told.format(size=len(whole), last=len(whole) - 1)
    if length is not None:
        assert len(reply.content) == length


def test_a_long_page_is_read_up_to_a_bound_and_says_so(
    voice: HidingSpeaker, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fingerpost.doors.citizen.speech.voice.MOST_CHARACTERS", 200)
    sound = client.get("/guidance/tests/child-grant/speech.wav").content
    assert heard_in(sound).endswith("The rest is on the page.")
    assert seconds_of(sound) < 10


@pytest.mark.parametrize("path", ["/answers/FP-AAAAA-AAAAA/speech.wav", "/guidance/tests/nowhere/speech.wav"])
def test_what_is_not_there_cannot_be_heard(voice: HidingSpeaker, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_voice_that_fails_is_told(voice: HidingSpeaker, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(HidingSpeaker):
        def speak(self, text: str, *, language: str) -> bytes:
            raise SpeechUnavailable("This could not be read aloud just now. The words are on the page.")

    failing = Failing()
    monkeypatch.setattr(wiring, "build_speaker", lambda: failing)
    reply = client.get("/guidance/tests/child-grant/speech.wav")
    assert reply.status_code == 503
    assert "The words are on the page." in reply.content.decode()


# Off unless switched on


def test_without_speech_there_is_no_sound_no_microphone_and_no_offer(client: Client) -> None:
    answer = ask(client)
    assert client.post(DICTATE, recording(), **WAV).status_code == 404
    assert client.get(f"{answer}/speech.wav").status_code == 404
    for path in ("/", answer, "/guidance/tests/child-grant"):
        page = client.get(path)
        assert "microphone=()" in page.headers["Permissions-Policy"]
        assert "media-src" not in page.headers["Content-Security-Policy"]
        assert "<audio" not in page.content.decode()
        assert "data-fp-speak" not in page.content.decode()


def test_with_speech_the_browser_may_use_the_microphone_and_play_our_sound(
    voice: HidingSpeaker, client: Client
) -> None:
    page = client.get("/")
    assert "microphone=(self)" in page.headers["Permissions-Policy"]
    assert "media-src 'self'" in page.headers["Content-Security-Policy"]
    assert 'data-fp-speak="/dictate"' in page.content.decode()
    assert "data-fp-speak" not in client.get("/cy/").content.decode()
    assert f'src="{(answer := ask(client))}/speech.wav"' in client.get(answer).content.decode()
