"""Hear an answer, and speak a question: with a voice of the browser's own, with the server's, and with a microphone."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.speech import as_recorded, need_speech, word_errors, words_of

from fingerpost.engines.speech.espeak import Espeak
from fingerpost.engines.speech.sound import seconds_of

Ask = Callable[..., Page]
Services = Callable[..., AbstractContextManager[tuple[str, list[str]]]]
SAID = "How much is the Child Grant for two children?"
HEADLESS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")

# A voice as a phone has it: each sentence is noted, and ends when the test lets it. Debian's Chromium has none itself.
VOICES = """
    window.said = []
    window.SpeechSynthesisUtterance = class { constructor (text) { this.text = text } }
    const synthesis = new EventTarget()
    synthesis.getVoices = () => %s.map((lang) => ({ lang, localService: !lang.endsWith('-far'), name: lang }))
    synthesis.speak = (words) => { window.said.push(words.text); window.speaking = words }
    synthesis.cancel = () => { window.speaking = null }
    Object.defineProperty(window, 'speechSynthesis', { value: synthesis, configurable: true })
    window.endSentence = () => { const words = window.speaking; words.onend() }
"""


@pytest.fixture(scope="module")
def service(start_service: Services) -> Iterator[tuple[str, list[str]]]:
    need_speech()
    with start_service(FINGERPOST_SPEECH="true") as started:
        yield started


@pytest.fixture(scope="module")
def site(service: tuple[str, list[str]]) -> str:
    """In this module the service has speech switched on."""
    return service[0]


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its microphone hears a question, said by espeak-ng, and then silence."""
    need_speech()
    said = tmp_path_factory.mktemp("said") / "question.wav"
    said.write_bytes(as_recorded(Espeak().speak(SAID, language="en")))
    flags = [*HEADLESS, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=chromium, args=[*flags, f"--use-file-for-fake-audio-capture={said}%noloop"]
        )
        yield started
        started.close()


def with_voices(page: Page, *languages: str) -> Page:
    """The same page once more, in a browser that has these voices."""
    page.context.add_init_script(VOICES % list(languages))
    page.reload()
    return page


def said_to_the_end(page: Page) -> list[str]:
    """Let every sentence end, and give all that was said."""
    while page.evaluate("window.speaking !== null"):
        page.evaluate("window.endSentence()")
    return list(page.evaluate("window.said"))


def test_a_question_is_spoken_corrected_and_sent(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.get_by_role("button", name="Speak your question").click()
    expect(page.get_by_role("timer")).to_contain_text("/ 1:00")
    expect(page.get_by_text("Recording. Speak now.")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text(re.compile("0:0[4-9]"), timeout=15_000)
    page.get_by_role("button", name="Stop recording").click()

    box = page.get_by_label("Your question")
    expect(page.get_by_text("Your words are in the box.")).to_be_visible(timeout=30_000)
    expect(box).to_be_focused()
    heard = box.input_value()
    assert word_errors(SAID, heard) <= len(words_of(SAID)) // 2, heard
    assert page.url.endswith("/")  # nothing was asked yet

    box.fill("How much is the Child Grant for two children?")
    page.get_by_role("button", name="Find an answer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the guidance says")


def test_limits_stand_beside_the_button(open_page: Callable[..., Page]) -> None:
    page = open_page("/", size={"width": 320, "height": 640})
    expect(page.get_by_text("It may mishear names and numbers. The recording is not kept.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_microphone_that_is_refused_leaves_the_box(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError') } }"
    )
    page.get_by_role("button", name="Speak your question").click()
    expect(page.get_by_text("This browser did not allow the microphone. You can type instead.")).to_be_visible()
    expect(page.get_by_role("button", name="Speak your question")).to_be_enabled()


def test_a_server_out_of_reach_is_told(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.route("**/dictate", lambda route: route.abort())
    page.get_by_role("button", name="Speak your question").click()
    page.get_by_role("button", name="Stop recording").click()
    expect(page.get_by_text("We could not write down what you said. Type it instead.")).to_be_visible()


@pytest.mark.parametrize("path", ["/cy/", "/embed/"])
def test_speaking_is_offered_in_english_on_our_own_pages_only(open_page: Callable[..., Page], path: str) -> None:
    assert open_page(path).locator("[data-fp-speak]").count() == 0


def test_without_scripts_there_is_the_box(open_page: Callable[..., Page]) -> None:
    page = open_page("/", scripts=False)
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.get_by_role("button", name="Speak your question")).to_be_hidden()


def test_an_answer_is_read_by_the_browsers_own_voice_the_lines_that_answer_first(ask: Ask) -> None:
    page = with_voices(ask(SAID), "en-GB")
    expect(page.locator("audio").first).to_be_hidden()
    page.get_by_role("button", name="Listen to this answer").click()
    said = said_to_the_end(page)
    marked = [" ".join(words.split()) for words in page.locator("mark").all_inner_texts()]
    assert said[0] == page.get_by_role("heading", level=1).inner_text()
    first_rest = next(at for at, words in enumerate(said) if words == "What to do next")
    assert all(any(mark[:20] in words for words in said[:first_rest]) for mark in marked if "|" not in mark)
    expect(page.get_by_role("button", name="Listen to this answer")).to_be_visible()
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()


def test_an_answer_that_arrives_in_the_page_can_be_heard_at_once(open_page: Callable[..., Page]) -> None:
    page = with_voices(open_page("/"), "en-GB")
    page.get_by_label("Your question").fill(SAID)
    page.get_by_role("button", name="Find an answer").click()
    expect(page.get_by_role("heading", name="What the guidance says")).to_be_focused()
    expect(page.locator("[data-fp-rest] > *").first).to_be_attached()
    page.get_by_role("button", name="Listen to this answer").click()
    assert any("£17.90" in words for words in said_to_the_end(page))


def test_the_sentence_being_read_is_marked_and_nothing_moves(ask: Ask) -> None:
    page = with_voices(ask(SAID), "en-GB")
    page.get_by_role("button", name="Listen to this answer").click()
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    height = page.evaluate("document.documentElement.scrollHeight")
    shown = "[...CSS.highlights.get('fp-speaking')].map((range) => range.toString()).join('').replace(/\\s+/g, ' ')"
    for _ in range(4):  # the heading, who wrote it, the name of its source, and a line of it
        page.evaluate("window.endSentence()")
        assert page.evaluate(shown).strip() == page.evaluate("window.said.at(-1)")
    assert "Child Grant, How much you get" in page.evaluate("window.said")  # with no word for the sign between them
    assert page.evaluate("document.documentElement.scrollHeight") == height
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("CSS.highlights.has('fp-speaking')") is False
    expect(page.get_by_role("button", name="Listen to this answer")).to_be_focused()


def test_reading_pauses_carries_on_with_the_same_sentence_and_stops(ask: Ask) -> None:
    page = with_voices(ask(SAID), "en-GB")
    page.get_by_role("button", name="Listen to this answer").click()
    page.evaluate("window.endSentence()")
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("window.speaking") is None
    expect(page.get_by_text("Paused", exact=True)).to_be_attached()
    page.get_by_role("button", name="Carry on").click()
    said = page.evaluate("window.said")
    assert said[-1] == said[-2]
    page.get_by_role("button", name="Stop").click()
    assert page.evaluate("window.speaking") is None


def test_reading_stops_on_leaving_the_page(ask: Ask) -> None:
    page = with_voices(ask(SAID), "en-GB")
    page.get_by_role("button", name="Listen to this answer").click()
    assert page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide')), window.speaking") is None


@pytest.mark.parametrize("voices", [(), ("fr-FR",), ("en-far",)], ids=["none", "another language", "far away"])
def test_without_a_local_voice_the_servers_sound_is_offered(ask: Ask, voices: tuple[str, ...]) -> None:
    page = with_voices(ask(SAID), *voices)
    expect(page.get_by_role("button", name="Listen to this answer")).to_be_hidden()
    page.get_by_text("Listen to this answer").locator("visible=true").click()
    expect(page.locator("audio")).to_be_visible()
    sound = page.request.get(page.url + "/speech.wav")
    assert (sound.status, sound.headers["cache-control"]) == (200, "private, no-store")
    assert seconds_of(sound.body()) > 5


def test_the_browser_plays_the_servers_sound(ask: Ask) -> None:
    page = ask(SAID)
    page.get_by_text("Listen to this answer").locator("visible=true").click()
    played = page.locator("audio").evaluate(
        "(audio) => new Promise((resolve, reject) => {"
        "  audio.ontimeupdate = () => audio.currentTime > 0.2 && resolve(audio.duration);"
        "  audio.onerror = () => reject(audio.error.message);"
        "  audio.play().catch(reject)"
        "})"
    )
    assert played > 5


def test_the_servers_sound_needs_no_script(ask: Ask) -> None:
    page = ask(SAID, scripts=False)
    page.get_by_text("Listen to this answer").locator("visible=true").click()
    expect(page.locator("audio")).to_be_visible()
    assert page.locator("audio").get_attribute("preload") == "none"


def test_welsh_is_read_by_a_welsh_voice_or_by_the_server(open_page: Callable[..., Page]) -> None:
    page = with_voices(open_page("/cy/guidance/tests/trwydded-barcio"), "en-GB")
    expect(page.locator("[data-fp-listen-sound]")).to_be_visible()
    page = with_voices(open_page("/cy/guidance/tests/trwydded-barcio"), "en-GB", "cy-GB")
    expect(page.locator("[data-fp-listen-sound]")).to_be_hidden()
    page.locator("[data-fp-listen-controls] button").first.click()
    assert page.evaluate("window.speaking.lang") == "cy-GB"


def test_a_page_of_guidance_reads_tables_row_by_row(open_page: Callable[..., Page]) -> None:
    page = with_voices(open_page("/guidance/tests/child-grant"), "en-GB")
    page.get_by_role("button", name="Listen to this page").click()
    said = said_to_the_end(page)
    assert said[0] == "Child Grant"
    row = [cell.strip() for cell in page.locator("tbody tr").first.locator("td").all_inner_texts()]
    assert ", ".join(row) in said


def test_nothing_of_a_recording_is_logged(service: tuple[str, list[str]]) -> None:
    assert not [line for line in service[1] if "Child Grant" in line or "dictate" in line.lower()]


def test_pages_with_a_voice_have_no_fault_that_axe_finds(
    ask: Ask, open_page: Callable[..., Page], faults_of: Callable[[Page], list[str]]
) -> None:
    for page in (open_page("/"), ask(SAID), with_voices(ask(SAID), "en-GB")):
        for details in page.locator("details").all():
            details.evaluate("each => { each.open = true }")
        assert faults_of(page) == []
