"""An interview under way. It stands in the address of its pages and nowhere else: nothing of it is kept here."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self, cast

from django.http import HttpRequest
from django.utils.http import urlencode

from fingerpost.contract.context import Nation
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.installation import installation, now
from fingerpost.rules.asking.asking import next_question
from fingerpost.rules.book import RuleBook
from fingerpost.rules.evaluating import Evaluation, evaluate
from fingerpost.rules.hearing import Change, apply_changes, read_changes, write_changes
from fingerpost.rules.households.household import Household
from fingerpost.rules.households.interview import pack_interview, unpack_interview
from fingerpost.rules.households.writing import facts_of
from fingerpost.rules.results import Verdict
from fingerpost.rules.saying.changes import changes_between
from fingerpost.rules.saying.claims import exists_in, shown_to

ANSWERS = "a"  # the parameter that holds the answers
QUESTION = "q"  # the one that names a question to answer again
AFTER = "after"  # the one with the reference of the answer that led here
THEN = "then"  # the one with what would change, as `rules.hearing` writes it
ABOUT = "about"  # the one with the schemes that a question named: what settles those is asked first
NATION = "nation"  # the path of the question that comes first
TRAIL = "t"  # the one that holds which questions were asked before, so that each page leads back
CHECK = "check"  # the last stop of a trail that leads back to all answers
LONGEST_TRAIL = 12
LONGEST_REFERENCE = 40


@dataclass(frozen=True, kw_only=True)
class Interview:
    """Answers so far. `has_begun` once the nation was asked, known or not. `after` is the reference of the answer that
    led here, `changes` what the person asked the effect of there, and `about` the schemes that they named."""

    book: RuleBook
    household: Household
    nation: Nation | None = None
    has_begun: bool = False
    dropped: tuple[str, ...] = ()
    after: str = ""
    changes: tuple[Change, ...] = ()
    about: tuple[str, ...] = ()

    @property
    def packed(self) -> str:
        return pack_interview(self.book, self.household, nation=self.nation) if self.has_begun else ""

    @property
    def facts(self) -> dict[str, Any]:
        """The answers as a request holds them."""
        return facts_of(self.book, self.household)

    @property
    def changed_facts(self) -> dict[str, Any] | None:
        """What would be otherwise after the changes, as a request holds it; None where nothing would, or it hangs on an
        answer that is not known."""
        after = apply_changes(self.book, self.household, self.changes)
        return changes_between(self.book, self.household, after) if after is not None else None

    @property
    def schemes(self) -> list[str]:
        """Those that there are where the person lives."""
        return exists_in(self.book, self.nation)

    @property
    def shown(self) -> list[str]:
        """Those of them that a result shows: not what nobody asked for."""
        return shown_to(self.household, self.book, self.nation)

    def next_path(self) -> str | None:
        """The question that settles most of what the person asked about, or of everything; None where nothing more can
        change a result."""
        if not self.has_begun:
            return NATION
        named = [name for name in self.schemes if name in self.about]
        path = self._next_of(named) if named else None
        asks_on = not named or not self.household.answers  # nothing is worked out from no answers at all
        return path or (self._next_of(self.schemes) if asks_on else None)

    def _next_of(self, schemes: list[str]) -> str | None:
        return next_question(self.book, self.household, on=now().date(), nation=self.nation, schemes=schemes)

    def about_everything(self) -> Self:
        return replace(self, about=())

    def evaluate(self) -> Evaluation:
        return evaluate(self.book, self.household, on=now().date(), nation=self.nation, schemes=self.schemes)

    def with_nation(self, nation: Nation | None) -> Self:
        return replace(self, nation=nation, has_begun=True)

    def with_household(self, household: Household) -> Self:
        return replace(self, household=household, has_begun=True)

    def address(self, name: str, **more: str) -> str:
        """The address of one of the pages, with these answers in it."""
        led = {AFTER: self.after, THEN: write_changes(self.changes), ABOUT: ",".join(self.about)}
        query = {ANSWERS: self.packed, **led, **more}
        filled = {key: value for key, value in query.items() if value}
        return f"{link_to(name)}?{urlencode(filled)}" if filled else link_to(name)


def read_interview(request: HttpRequest) -> Interview:
    """The interview in an address, or in what was sent; the beginning of one where there is none. Raises
    InterviewUnreadable."""
    book = cast(RuleBook, installation().build_engines().one("rules"))
    sent = request.POST if request.POST.get(ANSWERS) else request.GET
    led = Interview(
        book=book,
        household=Household(),
        after=sent.get(AFTER, "")[:LONGEST_REFERENCE],
        changes=read_changes(book, sent.get(THEN, "")),
        about=tuple(name for name in sent.get(ABOUT, "").split(",") if name in book.public),
    )
    if not sent.get(ANSWERS):
        return led
    found = unpack_interview(book, sent.get(ANSWERS, ""))
    return replace(led, household=found.household, nation=found.nation, has_begun=True, dropped=tuple(found.dropped))


def settled(interview: Interview, evaluation: Evaluation) -> tuple[int, int]:
    """How many schemes the answers settle, and of how many."""
    done = [name for name in interview.shown if evaluation.verdict(name) is not Verdict.UNKNOWN]
    return len(done), len(interview.shown)


def likely_in(interview: Interview, evaluation: Evaluation, language: str) -> Iterator[str]:
    """The names of the schemes that are likely so far."""
    nation = interview.nation.value if interview.nation else ""
    for name in interview.shown:
        scheme: Any = interview.book.schemes[name]
        is_sure = scheme.at_most == "likely" and scheme.kind not in {"tax", "guidance"}
        if is_sure and evaluation.verdict(name) is Verdict.YES:
            words = scheme.title_in(nation)
            yield str(words.get(language, words["en"]))


def trail_in(request: HttpRequest) -> list[str]:
    """The questions that were asked before this one, oldest first."""
    return [each for each in request.GET.get(TRAIL, "").split(",") if each][-LONGEST_TRAIL:]


def along(trail: list[str], *more: str) -> str:
    """A trail as it stands in an address."""
    return ",".join([*trail, *more][-LONGEST_TRAIL:])
