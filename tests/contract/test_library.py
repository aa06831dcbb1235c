"""The starter library is true to its own rules: dated, sourced, plain, and what the cases say is really there."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "library"
CASES = ROOT / "src" / "fingerpost" / "capabilities" / "answer" / "cases"

NATIONS = {"england", "scotland", "wales", "northern-ireland"}
REQUIRED = {
    "title": str,
    "summary": str,
    "url": str,
    "topic": str,
    "nations": list,
    "audience": list,
    "language": str,
    "checked_on": date,
    "review_by": date,
    "keywords": list,
    "sources": list,
    "next_steps": list,
}
OPTIONAL = {"subject", "translation_of", "translation_status", "asked"}
MOST_WORDS = 900
MOST_OVERLAP = 0.8  # of the words of a case and of a question that a page lists
MEAN_SENTENCE = 22  # words; guidance on plain English asks for 15 to 20, and a list item counts as a sentence here

# Numbers that Ofcom keeps for drama, and national lines of others that a council would really name.
DRAMA = re.compile(r"01632 960\d{3}|07700 900\d{3}|0808 157 0\d{3}|03069 990\d{3}")
NATIONAL_LINES = {
    "0300 061 0614",  # Local Government and Social Care Ombudsman
    "0300 123 5000",  # National Highways
    "0800 144 8848",  # Citizens Advice
    "0808 800 5000",  # NSPCC
    "0808 808 4000",  # National Debtline
    "0808 2000 247",  # National Domestic Abuse Helpline
}
OFFICIAL = (
    "gov.uk",
    "gov.scot",
    "gov.wales",
    "llyw.cymru",
    "nhs.uk",
    "nhs.scot",
    "nhsinform.scot",
    "mygov.scot",
    "police.uk",
    "acas.org.uk",
    "eani.org.uk",
    "fernby.example",
)
PHONE = re.compile(r"\b0\d(?: ?\d){8,9}\b")


@dataclass(frozen=True, kw_only=True)
class Page:
    """One Markdown file of the library."""

    path: Path
    matter: dict[str, Any]
    text: str

    @property
    def slug(self) -> str:
        return self.path.stem

    @property
    def headings(self) -> list[str]:
        return re.findall(r"^#{1,6} +(.+?) *$", self.text, re.MULTILINE)

    @property
    def is_welsh(self) -> bool:
        return bool(self.matter["language"] == "cy")

    @property
    def is_of_fernby(self) -> bool:
        return bool(self.matter["topic"] == "fernby-council")


@cache
def pages() -> tuple[Page, ...]:
    return tuple(_read(path) for path in sorted(LIBRARY.rglob("*.md")) if path.name != "README.md")


def _read(path: Path) -> Page:
    opening, matter, text = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", f"{path.name} does not begin with front matter"
    return Page(path=path, matter=yaml.safe_load(matter), text=text)


@cache
def cases() -> tuple[dict[str, Any], ...]:
    lines = (line for path in sorted(CASES.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(json.loads(line) for line in lines if line.strip())


def named(is_wrong: Callable[[Page], object]) -> list[str]:
    """The pages that are wrong, by name, so that a failure says which."""
    return [page.slug for page in pages() if is_wrong(page)]


def sentences(text: str) -> Iterator[str]:
    """Prose sentences and list items; headings and tables are left out."""
    for block in re.split(r"\n(?=[-*|#\n]|\d+\. )|(?<=\n)(?=\n)", text):
        if not block.lstrip().startswith(("#", "|")):
            yield from filter(None, re.split(r"(?<=[.!?:])\s+", re.sub(r"^\s*([-*]|\d+\.) ", "", block.strip())))
        elif block.lstrip().startswith("#"):
            yield from sentences("\n" + block.lstrip().partition("\n")[2])


def test_there_are_enough_pages() -> None:
    languages = Counter(page.matter["language"] for page in pages())
    assert len(pages()) - languages["cy"] >= 100
    assert languages["cy"] >= 10
    assert sum(page.is_of_fernby for page in pages()) >= 25


@pytest.mark.parametrize("key", REQUIRED)
def test_front_matter_is_complete(key: str) -> None:
    assert not named(lambda page: not page.matter.get(key) or not isinstance(page.matter[key], REQUIRED[key]))


def test_front_matter_has_no_unknown_keys() -> None:
    assert not named(lambda page: set(page.matter) - set(REQUIRED) - OPTIONAL)


def test_front_matter_values_are_known_ones() -> None:
    assert not named(lambda page: not set(page.matter["nations"]) <= NATIONS)
    assert not named(lambda page: page.matter["language"] not in {"en", "cy"})
    assert not named(lambda page: page.matter["audience"] != ["residents"])
    assert not named(lambda page: page.matter["topic"] != page.path.parent.name)


def test_slugs_and_titles_are_unique() -> None:
    for names in ([page.slug for page in pages()], [page.matter["title"] for page in pages()]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_slugs_are_small_letters_digits_and_hyphens() -> None:
    assert not named(lambda page: not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.slug))


def test_every_page_says_where_its_facts_come_from() -> None:
    assert not named(lambda page: not all(isinstance(each, str) and each.strip() for each in page.matter["sources"]))


def test_every_page_has_an_official_source() -> None:
    """News and commercial sites may stand beside it, never alone."""
    assert not named(lambda page: not any(map(is_official, page.matter["sources"])))


def is_official(source: str) -> bool:
    """A public body of the United Kingdom, Fernby itself, or an Act or regulation by name."""
    host = urlsplit(source).netloc
    return not host or host.endswith(OFFICIAL)


def test_no_page_is_past_its_review_date() -> None:
    today = datetime.now(UTC).date()
    late = named(lambda page: page.matter["review_by"] < today)
    assert not late, f"check these against their sources, then set checked_on and review_by anew: {', '.join(late)}"


def test_no_page_was_checked_in_the_future_or_is_reviewed_later_than_a_year_on() -> None:
    tomorrow = datetime.now(UTC).date().toordinal() + 1
    assert not named(lambda page: page.matter["checked_on"].toordinal() > tomorrow)
    assert not named(lambda page: not 0 < (page.matter["review_by"] - page.matter["checked_on"]).days <= 366)


def test_every_address_is_https() -> None:
    def addresses(page: Page) -> list[str]:
        steps = [step["url"] for step in page.matter["next_steps"]]
        sources = [each for each in page.matter["sources"] if "://" in each]
        return [page.matter["url"], *steps, *sources, *re.findall(r"\b\w+://[^\s)>\"']+", page.text)]

    def is_sound(address: str) -> bool:
        parts = urlsplit(address)
        return parts.scheme == "https" and "." in parts.netloc and " " not in address

    assert not named(lambda page: not all(map(is_sound, addresses(page))))


def test_next_steps_have_a_known_kind_and_a_label() -> None:
    def is_sound(step: dict[str, str]) -> bool:
        return set(step) == {"kind", "label", "url"} and step["kind"] in {"apply", "check", "contact"}

    assert not named(lambda page: not all(is_sound(step) and step["label"] for step in page.matter["next_steps"]))
    assert not named(lambda page: len(page.matter["next_steps"]) > 3)


def test_sibling_pages_cover_different_nations() -> None:
    siblings: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in pages():
        if "subject" in page.matter:
            siblings[page.matter["subject"], page.matter["language"]].append(page)
    english = {subject: group for (subject, language), group in siblings.items() if language == "en"}
    for subject, group in english.items():
        nations = [nation for page in group for nation in page.matter["nations"]]
        assert len(group) >= 2, f"'{subject}' stands on one page only"
        assert len(nations) == len(set(nations)), f"two pages on '{subject}' are for the same nation"
        assert len({page.matter["topic"] for page in group}) == 1, f"pages on '{subject}' stand in different folders"
    assert {subject for subject, _ in siblings} == set(english), "a Welsh page has a subject that no English page has"


def test_a_translation_says_the_same_of_itself_as_its_original() -> None:
    originals = {page.slug: page for page in pages() if not page.is_welsh}
    for page in (page for page in pages() if page.is_welsh):
        original = originals[page.matter["translation_of"]]
        for key in ("nations", "audience", "subject", "checked_on", "review_by", "sources"):
            assert page.matter.get(key) == original.matter.get(key), f"{page.slug}: {key}"
        assert len(page.headings) == len(original.headings), page.slug


def test_the_figures_of_a_translation_are_those_of_its_original() -> None:
    originals = {page.slug: page for page in pages() if not page.is_welsh}
    for page in (page for page in pages() if page.is_welsh):
        original = originals[page.matter["translation_of"]]
        assert _figures(page.text) == _figures(original.text), page.slug


def _figures(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+(?:[.,:]\d+)*", text))


def test_headings_are_unique_on_a_page() -> None:
    assert not named(lambda page: len({heading.lower() for heading in page.headings}) < len(page.headings))
    assert not named(lambda page: not page.headings)


def test_questions_that_people_ask_stand_under_a_heading_of_the_page() -> None:
    assert not named(lambda page: set(page.matter.get("asked", {})) - {"opening", *page.headings})


def test_no_page_has_a_first_level_heading_of_its_own() -> None:
    assert not named(lambda page: re.search(r"^# ", page.text, re.MULTILINE))


def test_no_page_is_too_long() -> None:
    assert not named(lambda page: len(page.text.split()) > MOST_WORDS)


def test_sentences_are_short() -> None:
    def mean(page: Page) -> float:
        lengths = [len(sentence.split()) for sentence in sentences(page.text)]
        return sum(lengths) / len(lengths)

    assert not named(lambda page: mean(page) > MEAN_SENTENCE)


def test_pages_hold_no_placeholder() -> None:
    assert not named(lambda page: re.search(r"\b(TODO|TBC|XXX|lorem ipsum)\b", page.text, re.IGNORECASE))


def test_fernby_is_said_to_be_fictional_on_every_page_of_it() -> None:
    fernby = [page for page in pages() if page.is_of_fernby]
    assert [page.slug for page in fernby if "fictional" not in page.text.lower()] == []


def test_phone_numbers_of_fernby_ring_nobody() -> None:
    for page in (page for page in pages() if page.is_of_fernby):
        numbers = set(PHONE.findall(page.text)) - NATIONAL_LINES
        assert [number for number in numbers if not DRAMA.fullmatch(number)] == [], page.slug


def test_addresses_of_fernby_belong_to_nobody() -> None:
    fernby = [page for page in pages() if page.is_of_fernby]
    hosts = {urlsplit(page.matter["url"]).netloc for page in fernby}
    assert all(host.endswith("fernby.example") for host in hosts), hosts


def test_there_are_enough_cases() -> None:
    expected = Counter(case["expect"] for case in cases())
    assert expected["answered"] >= 200
    assert expected["cannot_answer"] >= 60
    assert expected["needs_detail"] >= 5
    kinds = Counter(case["kind"] for case in cases() if case["expect"] == "cannot_answer")
    assert set(kinds) == {"off_topic", "near_miss", "advice", "own_account", "opinion", "prediction", "everyday"}


def test_no_case_stands_twice() -> None:
    ids = Counter(case["id"] for case in cases())
    asked = Counter((case["question"].lower(), case["nation"]) for case in cases())  # nation variants share the words
    assert [name for counted in (ids, asked) for name, count in counted.items() if count > 1] == []


def test_every_answerable_case_points_to_a_page_and_a_heading_that_exist() -> None:
    headings = {page.slug: {page.matter["title"], *page.headings} for page in pages()}
    for case in (case for case in cases() if case["expect"] == "answered" and case.get("kind") != "everyday"):
        places = [{"page": case["page"], "heading": case["heading"]}]
        places += [{"page": each} if isinstance(each, str) else each for each in case.get("also", [])]
        for place in places:
            assert place["page"] in headings, case["id"]
            assert place.get("heading") is None or place["heading"] in headings[place["page"]], (case["id"], place)


def test_an_everyday_message_names_no_heading_and_a_page_that_exists_or_none() -> None:
    slugs = {page.slug for page in pages()}
    everyday = [case for case in cases() if case.get("kind") == "everyday"]
    assert {case["page"] for case in everyday} - slugs == {None}
    assert {case["heading"] for case in everyday} == {None}


def test_a_case_never_expects_a_page_of_another_nation() -> None:
    nations = {page.slug: set(page.matter["nations"]) for page in pages()}
    wrong = [
        case["id"]
        for case in cases()
        if case["nation"] and case["page"] and case["nation"] not in nations[case["page"]]
    ]
    assert wrong == []


def test_a_case_that_must_not_be_answered_points_nowhere() -> None:
    for case in (case for case in cases() if case["expect"] != "answered"):
        assert case["page"] is None and case["heading"] is None, case["id"]
        if case.get("kind") == "near_miss":
            assert case["missing"], f"{case['id']} does not say which words no page holds"


def test_no_case_is_a_question_that_a_page_lists() -> None:
    """A page is found by the questions it lists: a case that stands among them, or nearly so, would measure nothing."""
    listed = [
        words_of(question) for page in pages() for group in page.matter.get("asked", {}).values() for question in group
    ]
    for case in cases():
        asked = words_of(case["question"])
        assert not any(overlap(asked, other) >= MOST_OVERLAP for other in listed), case["id"]


def test_no_case_is_a_question_that_the_confidence_was_fitted_on() -> None:
    fitted = (ROOT / "scripts" / "off_topic_questions.txt").read_text(encoding="utf-8").lower().splitlines()
    assert not {case["question"].lower() for case in cases()} & set(fitted)


def words_of(question: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", question.lower()))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Words that both have, of all that either has."""
    return len(one & other) / len(one | other)
