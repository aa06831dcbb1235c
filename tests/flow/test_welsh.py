"""Welsh throughout: the address says it, every page has it, and what stands in another language is marked as that."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

PATHS = (
    "/",
    "/guidance",
    "/guidance?words=grant",
    "/guidance/tests/child-grant",
    "/about",
    "/privacy",
    "/accessibility",
    "/contact",
    "/choices",
    "/words",
    "/nowhere",
    "/staff/",
)
# Words of ours that stand on many pages: none may be left in English on a Welsh one.
ENGLISH = ("Skip to main content", "Ask a question", "Browse guidance", "Support links", "Talk to a person", "Menu")


@pytest.fixture
def ask(client: Client) -> Callable[..., HttpResponse]:
    """Asks as the Welsh front page does."""
    return lambda question, **more: client.post("/cy/ask", {"question": question, **more}, follow=True)


def words_of(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S))


@pytest.mark.parametrize("path", PATHS)
def test_every_page_stands_in_welsh(client: Client, path: str) -> None:
    response = client.get(f"/cy{path}", follow=True)
    page = response.content.decode()
    assert '<html lang="cy" dir="ltr"' in page
    assert response.headers["Content-Language"] == "cy"
    assert [each for each in ENGLISH if each in words_of(response)] == []


@pytest.mark.parametrize("path", [each for each in PATHS if each != "/staff/"])
def test_a_page_leads_to_itself_in_the_other_language(client: Client, path: str) -> None:
    here, there = client.get(path).content.decode(), client.get(f"/cy{path}").content.decode()
    assert re.search(
        rf'<a class="fp-languages__link" href="{re.escape("/cy" + path)}"[^>]* hreflang="cy" lang="cy"', here
    )
    assert re.search(rf'<a class="fp-languages__link" href="{re.escape(path)}"[^>]* hreflang="en" lang="en"', there)


def test_a_page_names_its_addresses_in_both_languages(client: Client) -> None:
    page = client.get("/guidance?words=grant").content.decode()
    assert '<link rel="alternate" hreflang="en" href="http://testserver/guidance?words=grant">' in page
    assert '<link rel="alternate" hreflang="cy" href="http://testserver/cy/guidance?words=grant">' in page


def test_neither_a_browser_nor_a_cookie_chooses_the_language(client: Client) -> None:
    client.cookies["django_language"] = "cy"
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "cy"}).content.decode()


def test_the_address_may_be_typed_without_its_last_slash(client: Client) -> None:
    assert client.get("/cy").headers["Location"] == "/cy/"


def test_programs_have_one_address(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    assert "hreflang" not in page
    assert client.get("/cy/api/v1/health").status_code == 404


def test_asked_from_a_welsh_page_the_answer_is_welsh(ask: Callable[..., HttpResponse]) -> None:
    response = ask("Faint mae trwydded barcio yn ei gostio?", nation="wales")
    page = words_of(response)
    assert response.redirect_chain[-1][0].startswith("/cy/answers/")
    assert "Mae trwydded barcio yn costio £40 y flwyddyn." in page
    assert "Beth mae’r canllawiau’n ei ddweud" in page
    assert "Ar gyfer: Cymru" in page
    assert "Gwiriwyd: 1 Tachwedd 2026" in page
    assert re.search(r"\d{4} am \d+:\d\dy[bp]\b", page)


def test_its_reasons_are_welsh_too(client: Client, ask: Callable[..., HttpResponse]) -> None:
    answer = ask("Faint mae trwydded barcio yn ei gostio?", nation="wales").redirect_chain[-1][0]
    page = words_of(client.get(f"{answer}/how"))
    assert "Gwybodaeth yw hon, nid penderfyniad." in page
    assert "Chwilio’r canllawiau a dewis y llinellau" in page


def test_guidance_in_english_is_marked_and_said_to_be(ask: Callable[..., HttpResponse]) -> None:
    response = ask("Faint yw'r Child Grant?")
    page = response.content.decode()
    assert re.search(r'<blockquote class="fp-claim__quote"[^>]* lang="en"', page)
    assert "Nid yw’r canllawiau hyn ar gael yn Gymraeg eto, felly cewch nhw yn Saesneg." in page.replace("&#39;", "’")


def test_the_nation_is_asked_for_in_welsh(ask: Callable[..., HttpResponse]) -> None:
    page = words_of(ask("Faint o help gwresogi gaeaf ga i?"))
    assert "Ble ydych chi'n byw?" in page.replace("&#39;", "'")
    assert all(nation in page for nation in ("Lloegr", "Yr Alban", "Cymru"))


def test_an_english_question_on_a_welsh_page_is_answered_in_english_and_marked(
    ask: Callable[..., HttpResponse],
) -> None:
    page = ask("Who will win the football on Saturday?").content.decode()
    assert re.search(r'<p class="govuk-body-l" lang="en">I can&#39;t find guidance', page)


def test_what_is_wrong_with_a_form_is_said_in_welsh(client: Client) -> None:
    response = client.post("/cy/ask", {"question": ""})
    assert response.status_code == 422
    assert "Rhowch eich cwestiwn" in words_of(response)
    assert "Mae problem" in words_of(response)


def test_faults_are_said_in_welsh(client: Client) -> None:
    assert "Heb ddod o hyd i’r dudalen" in words_of(client.get("/cy/nowhere"))
    refused = client.post("/cy/ask", {"question": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert "Ni wnaethom dderbyn hyn" in words_of(refused)
    large = client.post("/cy/ask", {"question": "x" * 100_000})
    assert large.status_code == 413
    assert "Mae hyn yn rhy fawr" in words_of(large)


def test_a_page_without_a_welsh_version_says_so_on_a_welsh_page(client: Client) -> None:
    page = client.get("/cy/guidance/tests/child-grant").content.decode()
    assert "Nid yw’r dudalen hon yn Gymraeg eto" in page
    assert re.search(r'<div lang="en">\s*<h1', page)


def test_a_search_from_a_welsh_page_finds_both_languages(client: Client) -> None:
    assert "Trwydded barcio i breswylwyr" in words_of(client.get("/cy/guidance?words=trwydded+barcio"))
    assert "Missed bins" in words_of(client.get("/cy/guidance?words=biniau"))


@pytest.mark.parametrize(
    ("question", "code", "headline"),
    [
        ("Jak mogę ubiegać się o zasiłek mieszkaniowy?", "pl", "We think this is Polish (polski)"),
        ("كيف يمكنني التقدم بطلب للحصول على إعانة السكن؟", "ar", "We think this is Arabic (العربية)"),
    ],
)
def test_a_language_that_is_not_served_is_named_and_answered_in_its_own_words(
    client: Client, question: str, code: str, headline: str
) -> None:
    response = client.post("/ask", {"question": question}, follow=True)
    page = response.content.decode()
    assert headline in page
    way = ' dir="rtl"' if code == "ar" else ""
    assert f'<p class="govuk-body-l" lang="{code}"{way}>' in page
    assert "An interpreter is free" in page or "an interpreter is free" in page
    first = re.search(r'<ul class="fp-next">\s*<li[^>]*>.*?</li>', page, flags=re.S)
    assert first is not None
    assert "01632 960100" in first[0]  # whom to turn to: the body's own contact comes first


def test_on_a_welsh_page_the_language_is_named_in_welsh(ask: Callable[..., HttpResponse]) -> None:
    page = words_of(ask("Jak mogę ubiegać się o zasiłek mieszkaniowy?"))
    assert "Rydym yn meddwl mai Pwyleg yw hyn (polski)" in page
    assert "mae cyfieithydd ar y pryd am ddim" in page


def test_words_for_danger_are_welsh_and_marked_on_an_english_page(client: Client) -> None:
    page = client.post("/ask", {"question": "dwi eisiau marw heno"}, follow=True).content.decode()
    assert re.search(r'<section class="fp-signpost" lang="cy"', page)
