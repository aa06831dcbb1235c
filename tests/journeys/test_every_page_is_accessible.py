"""Each kind of page: no fault that axe knows of, no sideways scrolling at 320 pixels, one main heading."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

SIZES = ({"width": 1280, "height": 900}, {"width": 320, "height": 640})
PATHS = (
    "/",
    "/?question=Can+I+get+the+Child+Grant",
    "/guidance",
    "/guidance?words=bins",
    "/guidance?words=zzqx",
    "/guidance/tests/child-grant",
    "/guidance/tests/garden-parties",
    "/guidance/tests/trwydded-barcio",
    "/words",
    "/words?word=zzqx",
    "/about",
    "/privacy",
    "/accessibility",
    "/contact",
    "/nowhere",
    "/api/docs",
)
QUESTIONS = {
    "an answer with a table": "How much is the Child Grant a year?",
    "a nation asked for": "How much is winter heating help?",
    "no answer": "Who will win the football on Saturday?",
    "a greeting": "Hello",
    "a crisis": "I want to die",
    "awkward signs": "What may a sign at a garden party say?",
    "something missing": "Can my unicorn get the Child Grant in Atlantis?",
    "one long word": "a" * 900,
    "nothing": "",
}


def check(page: Page, faults_of: Callable[[Page], list[str]]) -> None:
    """At both sizes, with everything that folds unfolded."""
    for details in page.locator("details").all():
        details.evaluate("each => { each.open = true }")
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title()
    for size in SIZES:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert faults_of(page) == [], size
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"scrolls sideways at {size}"


@pytest.mark.parametrize("path", PATHS)
def test_page(open_page: Callable[..., Page], faults_of: Callable[[Page], list[str]], path: str) -> None:
    check(open_page(path), faults_of)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_answer(ask: Callable[..., Page], faults_of: Callable[[Page], list[str]], question: str) -> None:
    check(ask(question), faults_of)
