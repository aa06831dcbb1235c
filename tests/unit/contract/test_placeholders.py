"""Words that stand where something was still to be written are found, and plain prose is left alone."""

import pytest

from fingerpost.contract.placeholders import find_placeholder


@pytest.mark.parametrize(
    "text",
    [
        "TBC",
        "tbc.",
        "The owner (TBC)",
        "T.B.D.",
        "To be filled in: the Act",
        "to be confirmed",
        "To-be-added",
        "n/a",
        "N.A.",
        "Not applicable",
        "-",
        "--",
        "???",
        "....",
        "…. ....",
        "xxx",
        "XXXX",
        "Example",
        "sample",
        "todo",
        "<owner>",
        "[name]",
        "Lorem ipsum dolor",
        "Head of X (a fictional council: put your own)",
        "put your own",
        "Enter your name here",
        "hello@fernby.example",
        "https://www.fernby.example/contact",
        "https://example.org/x",
        "01632 960000",
        "01632960 123",
        "Example council",
        "placeholder text",
        "Unknown",
    ],
)
def test_a_placeholder_is_found(text: str) -> None:
    assert find_placeholder(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "None are needed: all of it is public.",
        "For example, a late page.",
        "No",
        "yes",
        "Head of Libraries",
        "Questions such as these are an example of it.",
        "The team tests it to be sure.",
        "https://www.bristol.gov.uk",
        "0117 922 2000",
        "It may be added later.",
        "Text",
        "We do not know how results differ.",
        "A to B conversion",
    ],
)
def test_prose_is_left_alone(text: str) -> None:
    assert find_placeholder(text) == ""
