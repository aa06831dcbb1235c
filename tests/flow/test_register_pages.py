"""The public register as residents, printers and programs read it."""

import csv
import io
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.registered import ELSEWHERE, register_all

from fingerpost.capabilities import discover
from fingerpost.contract.transparency import read_finder, read_standard
from fingerpost.doors.api.register import Listed
from fingerpost.doors.installation import installation
from fingerpost.doors.register.titles import TITLES
from fingerpost.doors.systems import find_public_record, list_public_records, register_system
from fingerpost.record.register.external import OWN_TITLES

pytestmark = pytest.mark.django_db

HERE = sorted(discover())
ALL = [*HERE, "letter-sorter", "plate-reader"]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def registered(client: Client) -> Client:
    register_all()
    return client


def text_of(client: Client, path: str, *, status: int = 200) -> str:
    reply = client.get(path)
    assert reply.status_code == status, path
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())


def test_the_list_shows_every_system_worst_first_with_its_state_in_words(registered: Client) -> None:
    page = text_of(registered, "/register")
    places = [page.index(each) for each in ("Answer a question", "Plate reader", "Letter sorter")]
    assert places == sorted(places)
    for words in ("Not in order", "Something to mend", "Retired", f"{len(ALL)} systems"):
        assert words in page


@pytest.mark.parametrize(
    ("chosen", "shown", "hidden"),
    [
        ("words=plates+photos", "Plate reader", "Answer a question"),
        ("phase=retired", "Letter sorter", "Plate reader</a>"),
        ("capability=computer-vision", "Plate reader", "Answer a question"),
        ("function=general-public-services", "Answer a question", "Nothing"),
        ("kind=run+here", "Answer a question", "Plate reader"),
        ("health=amber", "Plate reader", "Answer a question"),
    ],
)
def test_it_is_filtered_by(registered: Client, chosen: str, shown: str, hidden: str) -> None:
    page = registered.get(f"/register?{chosen}").content.decode()
    assert shown in page
    assert hidden not in page


def test_a_filter_that_nothing_fits_says_so_and_leads_back(registered: Client) -> None:
    page = text_of(registered, "/register?words=zzqx&phase=%3Cscript%3E")
    assert "No system fits what you chose" in page
    assert "Show all systems" in page


def test_a_long_list_goes_on_over_several_pages(registered: Client) -> None:
    for number in range(21):
        register_system({**ELSEWHERE, "name": f"Sorter {number:02}"}, by="olwen")
    first = registered.get("/register").content.decode()
    assert "?page=2" in first
    assert "Sorter" in registered.get("/register?page=2").content.decode()
    assert registered.get("/register?page=99999").status_code == 200


def test_a_record_shows_its_faults_first_then_every_named_field_of_the_standard(registered: Client) -> None:
    page = text_of(registered, "/register/answer")
    assert page.index("What is wrong") < page.index("What it cannot do") < page.index("Tool specification")
    record = find_public_record("answer")
    assert record is not None
    for section in record.sections:
        for field in section.fields:
            if field.number:
                assert f"{field.number} {field.title}" in page, field.key


def test_figures_have_cases_interval_day_run_and_threshold(registered: Client) -> None:
    page = text_of(registered, "/register/answer")
    evidence = find_public_record("answer").evidence  # type: ignore[union-attr]
    assert "92.6%" in page
    assert "262 of 283" in page
    assert "89.6% to 95.6%" in page
    assert f"evaluation {evidence.reference} in the ledger" in page  # type: ignore[union-attr]
    assert "Must be at least 95%: not reached." in page


def test_the_chart_says_the_same_to_whoever_cannot_see_it(registered: Client) -> None:
    page = registered.get("/register/answer").content.decode()
    titles = re.findall(r"<title id=\"figure-\d-title\">([^<]+)", page)
    words = re.findall(r"<desc id=\"figure-\d-words\">([^<]+)", page)
    assert len(titles) == len(words) == 3
    assert "between 89.6% and 95.6%" in words[0]


def test_what_runs_elsewhere_is_said_to_be_declared_and_not_measured(registered: Client) -> None:
    page = text_of(registered, "/register/plate-reader")
    assert "Declared, not measured" in page
    assert "on the page of whoever runs it" in page


def test_a_retired_record_stays_and_says_so(registered: Client) -> None:
    page = text_of(registered, "/register/letter-sorter")
    assert "no longer used" in page
    assert "What is wrong" not in page


def test_a_record_leads_to_the_challenge_of_an_answer_by_its_reference(registered: Client) -> None:
    reference = registered.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"].split("/")[-1]
    reply = registered.get(f"/register/answer/challenge?reference={reference.lower()}")
    assert (reply.status_code, reply.headers["Location"]) == (303, f"/answers/{reference}/challenge")
    assert registered.get(reply.headers["Location"]).status_code == 200
    for typed, words in (("", "Enter the reference"), ("FP-00000-00000", "No answer has this reference")):
        assert words in text_of(registered, f"/register/answer/challenge?reference={typed}", status=422)


def test_versions_are_listed_read_and_compared(registered: Client) -> None:
    assert "Version 2" in text_of(registered, "/register/plate-reader/versions")
    old = text_of(registered, "/register/plate-reader/versions/1")
    assert "slow at night" not in old
    assert "A newer version has come since" in old
    page = text_of(registered, "/register/plate-reader/compare?from=1&to=2")
    assert "1 field differs" in page
    assert "Changed" in page
    assert "slow at night" in page
    assert "say the same" in text_of(registered, "/register/plate-reader/compare?from=2&to=2")


@pytest.mark.parametrize(
    "path",
    [
        "/register/nobody",
        "/register/nobody.json",
        "/register/nobody/versions",
        "/register/plate-reader/versions/99",
        "/register/plate-reader/compare?from=99",
        "/register/plate-reader/compare?to=x",
    ],
)
def test_what_is_not_there_is_not_found(registered: Client, path: str) -> None:
    assert registered.get(path).status_code == (404 if "to=x" not in path else 200)


def test_the_whole_register_can_be_taken_away(registered: Client) -> None:
    whole = registered.get("/register.json").json()
    assert [each["name"] for each in whole["records"]] == ALL
    rows = list(csv.DictReader(io.StringIO(registered.get("/register.csv").content.decode("utf-8-sig"))))
    assert {row["system"] for row in rows} == set(ALL)
    assert registered.get("/register/answer.json").json()["evidence"]["cases"] == 349


def test_the_export_for_the_finder_has_its_keys_and_values(registered: Client) -> None:
    schema = read_finder()
    allowed = {f"{schema.prefix}{each.key}": each for each in schema.facets}
    results = registered.get("/register/finder.json").json()["results"]
    assert len(results) == len(ALL)
    for each in results:
        metadata = each["details"]["metadata"]
        assert set(metadata) <= set(allowed)
        for key in (f"{schema.prefix}function", f"{schema.prefix}capability", f"{schema.prefix}phase"):
            told = metadata.get(key, [])
            assert set([told] if isinstance(told, str) else told) <= set(allowed[key].values)


def test_the_feed_is_atom_with_an_entry_for_each_version(registered: Client) -> None:
    reply = registered.get("/register/changes.atom")
    assert reply.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(reply.content)  # noqa: S314 - we wrote it
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids)) == len(ALL) + 1
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("title", "updated", "summary"))
        address = entry.find(f"{ATOM}link").get("href")  # type: ignore[union-attr]
        assert registered.get(address.removeprefix("http://testserver")).status_code == 200  # type: ignore[union-attr]


def test_no_character_of_a_declared_system_breaks_the_feed(registered: Client) -> None:
    register_system({**ELSEWHERE, "name": "Odd \uffff reader \x0b\ufffe"}, by="owner-one")
    feed = ElementTree.fromstring(registered.get("/register/changes.atom").content)  # noqa: S314 - we wrote it
    assert any("Odd" in (entry.findtext(f"{ATOM}title") or "") for entry in feed.findall(f"{ATOM}entry"))


def test_programs_list_the_register_and_read_a_record(registered: Client) -> None:
    listed = Listed.model_validate(registered.get("/api/register").json())
    elsewhere = {"letter-sorter": "retired", "plate-reader": "amber"}
    assert [(each.name, each.state) for each in listed.records] == [(name, elsewhere.get(name, "red")) for name in ALL]
    assert registered.get("/api/register/answer").json()["metadata"]
    assert registered.get("/api/register/nobody").status_code == 404


def test_each_answer_leads_to_the_record_of_what_answered(registered: Client) -> None:
    answer = registered.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"]
    assert 'href="/register/answer"' in registered.get(f"{answer}/how").content.decode()


def test_every_page_leads_to_the_register_from_its_foot(registered: Client) -> None:
    for path in ("/", "/guidance", "/nowhere", "/register"):
        assert '<a class="govuk-link" href="/register">' in registered.get(path).content.decode(), path


def test_what_an_owner_writes_is_never_markup_or_a_dangerous_link(registered: Client) -> None:
    nasty = {
        **ELSEWHERE,
        "name": "<script>alert(1)</script>",
        "description": '"><img src=x onerror=alert(1)>',
        "website_url": "javascript:alert(1)",
        "limits": "=cmd()|x",
    }
    record = register_system(nasty, by="olwen")
    for path in ("/register", f"/register/{record.name}", f"/register/{record.name}/versions/1"):
        page = registered.get(path).content.decode()
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page
    rows = list(csv.DictReader(io.StringIO(registered.get("/register.csv").content.decode("utf-8-sig"))))
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_every_title_can_be_said_in_welsh(client: Client) -> None:
    """But for "95% interval", whose sign would be taken for a placeholder; no page of the record shows that field."""
    standard = read_standard()
    titles = {each.title for each in (*standard.sections, *standard.fields)}
    register_all()
    own = {each.title for record in list_public_records() for part in record.sections for each in (part, *part.fields)}
    assert titles | own | set(OWN_TITLES.values()) <= {*TITLES, "95% interval"}


def test_the_principles_are_shown_and_can_be_taken_away(registered: Client) -> None:
    page = text_of(registered, "/register/assurance")
    assert "Nobody outside has reviewed this page" in page
    assert "For the body to show" in page
    lists = registered.get("/register/assurance.json").json()["lists"]
    assert [len(each["principles"]) for each in lists] == [13, 10]
    assert {one["state"] for each in lists for one in each["principles"]} == {
        "met",
        "met in part",
        "not met",
        "for the body",
    }


def test_a_record_shows_the_newest_signed_checkpoint_and_says_when_it_was_altered(
    registered: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = installation().build_ledger()
    for note, words in (
        (None, "has no signed checkpoint yet"),
        ("log.example/record\n12\n" + "A" * 43 + "=\n\n— log.example/record sig\n", "covers 12 entries"),
        ("log.example/record\ntwelve\n\n— log.example/record sig\n", "somebody has changed it"),
    ):
        monkeypatch.setattr(ledger, "published", lambda note=note: note)
        assert words in text_of(registered, "/register/answer")


def test_a_register_without_systems_elsewhere_still_lists_what_runs_here(client: Client) -> None:
    page = text_of(client, "/register")
    assert (f"{len(HERE)} systems" if len(HERE) > 1 else "1 system") in page
