"""A language model writes, hangs or lies to a resident with a real browser: by mouse, by keys, without scripts."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.doubles import Double, evil_claims, running_double
from tests.journeys.looking import NARROW, beyond_the_edge

Ask = Callable[..., Page]
Services = Callable[..., AbstractContextManager[tuple[str, list[str]]]]
QUESTION = "How much is the Child Grant for two children?"
WRITTEN = "A computer wrote this from the guidance shown with each sentence"
QUOTED = "Quoted word for word from the guidance."
SLOWLY = 25.0  # tokens a second: a sentence takes about a second
DESCRIBED = """
[models.writer]
provider = "openai-compatible"
model = "double-1"
base_url = "{address}"
first_line = 8.0
next_line = 8.0
whole = 60.0

[use]
answer = "writer"
"""


@pytest.fixture(scope="module")
def serving() -> Iterator[Double]:
    with running_double("openai") as double:
        yield double


@pytest.fixture(scope="module")
def site(start_service: Services, serving: Double, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """In this module a language model writes the answers: a double of one, on this machine."""
    home = tmp_path_factory.mktemp("models") / "home"
    home.mkdir(mode=0o700)
    (home / "fingerpost.toml").write_text(DESCRIBED.format(address=serving.base_url), encoding="utf-8")
    with start_service(FINGERPOST_HOME=str(home)) as (address, _):
        yield address


@pytest.fixture
def double(serving: Double) -> Iterator[Double]:
    serving.behave("right")
    serving.pace = 0.0
    yield serving
    serving.release()
    serving.released.clear()


def said_on(page: Page) -> list[str]:
    """The sentences that a computer wrote, in order."""
    return [" ".join(words.split()) for words in page.locator(".fp-claim__said").all_inner_texts()]


def begin(page: Page) -> Page:
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Find an answer").click()
    return page


def wait_for_all_of_it(page: Page) -> None:
    page.locator("[data-fp-beside] > *").first.wait_for(timeout=60_000)  # the last that arrives of an answer


def test_sentences_arrive_one_by_one_each_above_its_quotes_and_stay(
    open_page: Callable[..., Page], double: Double
) -> None:
    double.pace = SLOWLY
    page = begin(open_page("/"))
    writing = page.locator("[data-fp-writing]")
    expect(writing.locator("article").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answer is being written")
    expect(writing.locator("article").first.locator("blockquote")).to_be_visible()
    early = said_on(page)
    page.evaluate("window.first = document.querySelector('[data-fp-writing] article')")

    wait_for_all_of_it(page)
    assert 0 < len(early) < len(said_on(page))
    assert said_on(page)[: len(early)] == early
    assert page.evaluate("window.first.isConnected") is True
    expect(page.locator(".fp-who-wrote")).to_contain_text(WRITTEN)
    expect(page.locator(".fp-who-wrote")).to_contain_text("“writer”")
    for article in page.locator(".fp-claim--written").all():
        assert article.locator("blockquote").count() >= 1
    alone = page.context.new_page()
    alone.goto(page.url)
    assert said_on(alone) == said_on(page)


def test_a_model_that_hangs_leaves_the_quotes_and_the_page_says_so(ask: Ask, double: Double) -> None:
    double.behave("hang")
    page = ask(QUESTION)
    expect(page.locator(".fp-who-wrote")).to_have_text(f"{QUOTED} The language model took too long.")
    assert said_on(page) == []
    expect(page.locator("mark").first).to_contain_text("£")


def test_nothing_that_an_evil_model_invents_is_on_the_page(ask: Ask, double: Double, pages: Path) -> None:
    double.behave("evil")
    page = ask(QUESTION)
    expect(page.locator(".fp-who-wrote")).to_contain_text(WRITTEN)  # it says right things too
    guidance = " ".join(path.read_text(encoding="utf-8") for path in pages.glob("*.md"))
    tried = evil_claims(double.asked[-1])
    right = {text for each in tried if each.is_right for text in texts_in(each.line)}
    invented = {text for each in tried if not each.is_right for text in texts_in(each.line)} - right
    assert len(invented) > 20
    shown = " ".join(page.locator("body").inner_text().split())
    assert {text for text in invented if text not in guidance and text in shown} == set()
    assert set(said_on(page)) <= right
    hosts = page.eval_on_selector_all("main a[href^='http']", "links => links.map((link) => link.host)")
    assert hosts
    assert {host for host in hosts if not host.endswith("fernby.example")} == set()


def texts_in(line: str) -> list[str]:
    """What a line of a model says, where it can be read."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return []
    text = said.get("text") if isinstance(said, dict) else None
    return [" ".join(text.split())] if isinstance(text, str) and text.strip() else []


def test_without_scripts_the_whole_answer_comes_at_once(ask: Ask, double: Double) -> None:
    page = ask(QUESTION, scripts=False)
    expect(page.locator(".fp-who-wrote")).to_contain_text(WRITTEN)
    assert len(said_on(page)) == page.locator(".fp-claim--written blockquote").count() > 0


def test_by_keys_alone_the_focus_follows_and_is_not_moved_again(open_page: Callable[..., Page], double: Double) -> None:
    double.pace = SLOWLY
    page = open_page("/")
    page.get_by_label("Your question").focus()
    page.keyboard.type(QUESTION)
    page.get_by_role("button", name="Find an answer").focus()
    page.keyboard.press("Enter")
    page.locator("[data-fp-writing] article").first.wait_for(timeout=30_000)
    expect(page.locator("h1")).to_be_focused()
    page.evaluate("window.read = document.activeElement")

    wait_for_all_of_it(page)
    assert page.evaluate("document.activeElement.matches('h1')") is True
    for _ in range(5):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.fp-claim') !== null"):
            break
    assert page.evaluate("document.activeElement.closest('.fp-claim') !== null") is True


@pytest.mark.parametrize("behaviour", ["right", "hang midway", "hang"])
def test_axe_finds_no_fault_while_it_writes_and_after(
    open_page: Callable[..., Page], double: Double, faults_of: Callable[[Page], list[str]], behaviour: str
) -> None:
    double.behave(behaviour)
    double.pace = SLOWLY
    page = open_page("/", size=NARROW)
    begin(page)
    if behaviour != "hang":
        page.locator("[data-fp-writing] article").first.wait_for(timeout=30_000)
        assert faults_of(page) == []
        assert beyond_the_edge(page) <= 0
    wait_for_all_of_it(page)
    assert faults_of(page) == []
    assert beyond_the_edge(page) <= 0
