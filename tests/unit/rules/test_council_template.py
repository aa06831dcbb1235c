"""The template for a council's own scheme works as it stands, in the place of the public file."""

from pathlib import Path

import pytest

from fingerpost.rules.authoring.checking import check_example
from fingerpost.rules.authoring.examples import Example, read_examples
from fingerpost.rules.book import RuleBook
from fingerpost.rules.reading.files import UK, read_rules

SCHEME = "council_tax_reduction_working_age"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The packaged rules with the template in the place of the public file."""
    return read_rules(UK / "facts", UK / "schemes", UK / "templates")


@pytest.fixture
def examples(tmp_path: Path) -> list[Example]:
    for path in (UK / "examples" / "_bases.yaml", UK / "template_examples" / f"{SCHEME}.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return read_examples(tmp_path)


def test_every_worked_example_of_the_template_comes_out(book: RuleBook, examples: list[Example]) -> None:
    assert len(examples) >= 8
    assert {example.id: check_example(book, example).faults for example in examples} == {
        example.id: () for example in examples
    }


def test_template_says_that_its_council_is_fictional(book: RuleBook) -> None:
    scheme = book.schemes[SCHEME]
    assert "fictional" in scheme.title["en"]
    assert "dychmygol" in scheme.title["cy"]
