"""Hard words are found in a text as people write them, and explained from the release's words and the body's own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from fingerpost.contract.errors import InvalidGlossary
from fingerpost.knowledge import glossary
from fingerpost.knowledge.glossary import explain_words, list_languages, read_glossary

SHIPPED = """
[[word]]
word = "capital"
meaning = "What you have that counts as savings."
source = "Universal Credit Regulations 2013"
checked_on = 2026-11-22

[[word]]
word = "Capital Gains Tax"
forms = ["capital gains"]
meaning = "A tax on the profit when you sell something."

[[word]]
word = "capital letter"
meaning = ""

[[word]]
word = "means test"
forms = ["means-tested"]
meaning = "A check of your money."

[[word]]
word = "Statutory Sick Pay"
forms = ["SSP"]
meaning = "The least that your employer must pay you when you are ill."

[[word]]
word = "local authority"
meaning = "The council."

[[word]]
word = "carer's assessment"
meaning = "A check of what help a carer needs."
"""
WELSH = """
[[word]]
word = "Credyd Pensiwn"
meaning = "Arian i bobl dros oedran Pensiwn y Wladwriaeth sydd ar incwm isel."

[[word]]
word = "llys sirol"
meaning = "Llys sy'n delio ag anghydfod am arian."

[[word]]
word = "crwner"
meaning = "Swyddog sy'n ymchwilio i farwolaethau."

[[word]]
word = "cynilion"
meaning = "Arian rydych wedi ei roi o'r neilltu."
"""


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Path:
    """A library whose glossary holds the words above, and a home without one."""
    library = tmp_path / "library"
    (library / "glossary").mkdir(parents=True)
    (library / "glossary" / "en.toml").write_text(SHIPPED, encoding="utf-8")
    (library / "glossary" / "cy.toml").write_text(WELSH, encoding="utf-8")
    monkeypatch.setattr(glossary, "starter_library", lambda: library)
    settings.HOME = tmp_path / "home"
    return library / "glossary"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "home" / "glossary"
    folder.mkdir(parents=True)
    return folder / "en.toml"


def words(*lines: str, language: str = "en", **more: int) -> list[str]:
    return [each.word for each in explain_words(lines, language, **more)]


def test_words_come_in_the_order_they_appear_each_once() -> None:
    assert words("A means test.", "Your capital, all your capital, is in the means test.") == ["means test", "capital"]


@pytest.mark.parametrize(
    "line", ["means-tested help", "Means Tested help", "two means tests", "means–test? MEANS TEST"]
)
def test_a_word_counts_in_every_form_and_in_any_capitals(line: str) -> None:
    assert words(line) == ["means test"]


@pytest.mark.parametrize("line", ["local authorities decide", "the local authority’s house", "Local\nauthority"])
def test_plurals_and_owners_count(line: str) -> None:
    assert words(line) == ["local authority"]


def test_an_apostrophe_may_be_straight_or_curled() -> None:
    assert words("a carer's assessment") == words("a carer’s assessment") == ["carer's assessment"]


@pytest.mark.parametrize("line", ["capitalism", "a means. Test it", "ssp", "crossp SSPQ", "local | authority", ""])
def test_part_of_a_word_is_not_the_word(line: str) -> None:
    assert words(line) == []


def test_the_longest_term_wins() -> None:
    assert words("Capital gains are taxed.") == ["Capital Gains Tax"]
    assert words("capital, gains") == ["capital"]


def test_a_word_without_a_meaning_is_left_alone() -> None:
    assert words("Write in capital letters.") == []


def test_short_forms_count_in_capitals_and_are_shown_with_the_whole() -> None:
    (found,) = explain_words(["Ask for SSP."], "en")
    assert found.title == "Statutory Sick Pay (SSP)"
    (found,) = explain_words(["Ask for statutory sick pay."], "en")
    assert found.title == "Statutory Sick Pay"


def test_an_explanation_says_where_its_meaning_comes_from() -> None:
    (found,) = explain_words(["capital"], "en")
    assert (found.meaning, found.source) == (
        "What you have that counts as savings.",
        "Universal Credit Regulations 2013",
    )
    assert str(found.checked_on) == "2026-11-22"


def test_at_most_eight_words_are_explained_unless_more_are_asked_for(shipped: Path) -> None:
    entries = (f'[[word]]\nword = "hard{chr(97 + n)}"\nmeaning = "Hard."\n' for n in range(12))
    (shipped / "en.toml").write_text("\n".join(entries), encoding="utf-8")
    line = " ".join(f"hard{chr(97 + n)}" for n in range(12))
    assert len(words(line)) == 8
    assert len(words(line, most=20)) == 12


@pytest.mark.parametrize("line", ["Credyd Pensiwn", "eich Gredyd Pensiwn", "fy Nghredyd Pensiwn", "a Chredyd Pensiwn"])
def test_welsh_words_count_with_every_mutation(line: str) -> None:
    assert words(line, language="cy") == ["Credyd Pensiwn"]


def test_welsh_words_count_before_a_short_word_that_leans_on_them() -> None:
    assert words("Mae'r crwner a'r lys sirol yn cyfrif cynilion'r teulu", language="cy") == [
        "crwner",
        "llys sirol",
        "cynilion",
    ]


def test_welsh_words_stand_in_the_order_of_the_welsh_alphabet() -> None:
    assert [each.word for each in read_glossary("cy").words] == ["Credyd Pensiwn", "crwner", "cynilion", "llys sirol"]


def test_english_words_stand_in_order_whatever_their_capitals() -> None:
    listed = [each.word for each in read_glossary("en").words]
    assert listed == sorted(listed, key=str.casefold)
    assert "capital letter" not in listed


@pytest.mark.parametrize("language", ["fr", "", "../en", "english"])
def test_a_language_without_a_glossary_has_no_words(language: str) -> None:
    assert words("capital", language=language) == []


def test_the_languages_are_those_that_have_a_file() -> None:
    assert list_languages() == ("cy", "en")


def test_a_bodys_own_words_come_beside_those_of_the_release(own: Path) -> None:
    own.write_text('[[word]]\nword = "brown bin"\nmeaning = "The bin for garden waste."\n', encoding="utf-8")
    assert words("Put the means test in the brown bin.") == ["means test", "brown bin"]


def test_a_bodys_own_meaning_wins(own: Path) -> None:
    own.write_text('[[word]]\nword = "Capital"\nmeaning = "The main town."\n', encoding="utf-8")
    (found,) = explain_words(["the capital"], "en")
    assert found.meaning == "The main town."


def test_a_form_that_a_body_takes_is_no_longer_the_releases(own: Path) -> None:
    own.write_text('[[word]]\nword = "Special School Place"\nforms = ["SSP"]\nmeaning = "A place."\n', encoding="utf-8")
    assert words("SSP and statutory sick pay") == ["Special School Place", "Statutory Sick Pay"]


def test_a_body_takes_a_word_out_with_an_empty_meaning(own: Path) -> None:
    own.write_text('[[word]]\nword = "capital"\nmeaning = ""\n', encoding="utf-8")
    assert words("capital and capital gains") == ["Capital Gains Tax"]
    assert "capital" not in [each.word for each in read_glossary("en").words]


def test_a_file_is_read_again_when_it_changes(own: Path) -> None:
    own.write_text('[[word]]\nword = "kerb"\nmeaning = "The edge."\n', encoding="utf-8")
    assert words("kerb") == ["kerb"]
    own.write_text('[[word]]\nword = "kerbside"\nmeaning = "By the road."\n', encoding="utf-8")
    assert words("kerb, kerbside") == ["kerbside"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[word]\n", "cannot be read"),
        ('[word]\nword = "a"', r"begins with a line \[\[word\]\]"),
        ('title = "x"', r"begins with a line \[\[word\]\]"),
        ('[[word]]\nword = "kerb"\nexplanation = "x"', "'kerb' may hold word, forms, meaning, source, checked_on"),
        ('[[word]]\nword = "kerb"', "'kerb' needs a word and its meaning"),
        ('[[word]]\nmeaning = "x"', "entry 1 needs a word"),
        ('[[word]]\nword = "..."\nmeaning = "x"', "needs a word"),
        ('[[word]]\nword = "kerb"\nmeaning = "x"\nforms = "edge"', "'forms' is not of the right kind"),
        ('[[word]]\nword = "kerb"\nmeaning = "x"\nforms = ["-"]', "each of its forms"),
        ('[[word]]\nword = "kerb"\nmeaning = "x"\nchecked_on = "today"', "'checked_on' is not of the right kind"),
        (f'[[word]]\nword = "kerb"\nmeaning = "{"x" * 401}"', "longer than 400 characters"),
        (
            '[[word]]\nword = "a"\nmeaning = "x"\n[[word]]\nword = "b"\nforms = ["A"]\nmeaning = "y"',
            "'A' stands under 'a'",
        ),
    ],
)
def test_a_file_that_is_not_in_order_is_named_with_what_to_mend(own: Path, text: str, says: str) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidGlossary, match=says) as fault:
        explain_words(["x"], "en")
    assert "en.toml" in fault.value.public
    assert "fingerpost doctor" in fault.value.public
    assert str(own) not in fault.value.public
    assert fault.value.detail == str(own)


def test_a_file_that_is_no_text_is_named(own: Path) -> None:
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidGlossary, match="cannot be read"):
        read_glossary("en")
