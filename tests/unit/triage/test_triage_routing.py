"""Where a report is sent: over what it is about, by all services of a team, and first to whoever acts on a sign."""

from collections.abc import Mapping, Sequence

import pytest

from fingerpost.capabilities.triage.focus import focus
from fingerpost.capabilities.triage.missing import find_missing
from fingerpost.capabilities.triage.routing import Routed, route
from fingerpost.capabilities.triage.signs.patterns import find_signs
from fingerpost.casework.services import starter_services
from fingerpost.contract.classifying import Classified, Ranked
from fingerpost.contract.services import Fact, PlaceKind, Service, ServiceBook, Team

BOOK = starter_services()


class SaysByWord:
    """Gives a text the shares of the first of its words that it knows; any other text is not known."""

    digest = "says by word"

    def __init__(self, shares: Mapping[str, Mapping[str, float]]) -> None:
        self.shares, self.read = shares, list[str]()

    def classify(self, text: str) -> Classified:
        self.read.append(text)
        found = next((shares for word, shares in self.shares.items() if word in text.casefold()), {})
        ranked = tuple(Ranked(label=label, probability=share) for label, share in found.items())
        return Classified(ranked=ranked, outside=1 - sum(found.values()), is_known=bool(found))

    def classify_many(self, texts: Sequence[str]) -> list[Classified]:
        return [self.classify(each) for each in texts]


def routed(text: str, shares: Mapping[str, Mapping[str, float]], *, language: str = "en") -> Routed:
    return route(text, language=language, signs=find_signs(text), classifier=SaysByWord(shares), book=BOOK)


def test_a_team_is_as_likely_as_its_services_together() -> None:
    found = routed("bins", {"bins": {"potholes": 0.3, "missed-bins": 0.28, "bulky-waste": 0.27}})
    assert found.services[0].label == "potholes"
    assert (found.teams[0].label, found.teams[0].probability) == ("waste", 0.55)


def test_what_nothing_fits_names_no_service() -> None:
    found = routed("the moon is very bright", {})
    assert (found.service, found.is_known, found.services) == ("", False, ())


def test_a_service_that_the_body_does_not_do_any_more_is_left_out() -> None:
    found = routed("bins", {"bins": {"milk-rounds": 0.9, "missed-bins": 0.1}})
    assert [each.label for each in found.services] == ["missed-bins"]


def test_without_services_nothing_is_known() -> None:
    assert not route("bins", language="en", signs=(), classifier=SaysByWord({}), book=ServiceBook()).is_known


def test_whoever_acts_on_a_sign_comes_before_the_words_around_it() -> None:
    text = "The bins again, and there is a toddler left alone in that flat every night with bruises."
    shares = {"the bins": {"missed-bins": 0.6}, "child": {"early-help": 1.0}}
    without = routed("The bins again.", shares)
    with_sign = routed(text, shares)
    share_of = {each.label: each.probability for each in with_sign.teams}
    assert "children" not in {each.label for each in without.teams}
    assert share_of["children"] == pytest.approx(0.3, abs=0.01)


def test_a_welsh_report_is_read_in_english_words_too() -> None:
    reader = SaysByWord({})
    route("Mae twll mawr yn y ffordd", language="cy", signs=(), classifier=reader, book=BOOK)
    assert len(reader.read) == 2
    assert "road" in reader.read[1]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("It's not about the bins. The lamp outside number 9 is out again.", "The lamp outside number 9 is out again."),
        ("Subject: Re: hello\nThe lamp outside number 9 is out.", "The lamp outside number 9 is out."),
        ("Not the bins.", "Not the bins."),  # too little would be left
    ],
)
def test_what_a_report_says_that_it_is_not_about_is_left_out(text: str, about: str) -> None:
    assert " ".join(focus(text).split()) == about


SHED = Service(
    slug="sheds",
    team="yard",
    name={"en": "Sheds"},
    description={"en": "Sheds."},
    group={"en": "Yard"},
    place=PlaceKind.NONE,
    facts=(
        Fact(name="colour", question={"en": "Which colour?"}, kind="choice", is_needed=True,
             choices={"red": {"en": "Red", "cy": "Coch"}, "green": {"en": "Green", "cy": "Gwyrdd"}}),
        Fact(name="wide", question={"en": "How wide is it?"}, kind="number", is_needed=True),
        Fact(name="locked", question={"en": "Is it locked?"}, kind="yes-no", is_needed=True),
        Fact(name="note", question={"en": "Anything else?"}),
    ),
)  # fmt: skip


class TestMissingFacts:
    def missing(self, text: str, **given: str) -> tuple[str, ...]:
        return find_missing(text, service=SHED, given=given, has_photo=False)

    def test_all_that_is_needed_is_asked_where_nothing_is_told(self) -> None:
        assert self.missing("My shed") == ("colour", "wide", "locked")

    def test_what_the_words_tell_is_not_asked_again(self) -> None:
        assert self.missing("My red shed is two metres wide") == ("locked",)
        assert self.missing("Mae fy sied goch yn 2 fetr", colour="red") == ("locked",)

    def test_two_choices_at_once_tell_nothing(self) -> None:
        assert "colour" in self.missing("Is it the red one or the green one")

    def test_what_was_given_is_not_asked_again(self) -> None:
        assert self.missing("My shed", colour="red", wide="2", locked="yes") == ()

    def test_without_a_service_nothing_is_asked(self) -> None:
        assert find_missing("My shed", service=None, given={}, has_photo=False) == ()


def test_the_starter_services_each_have_a_team_that_stands_in_the_book() -> None:
    assert {each.team for each in BOOK.services.values()} <= set(BOOK.teams)
    assert all(isinstance(each, Team) for each in BOOK.teams.values())
