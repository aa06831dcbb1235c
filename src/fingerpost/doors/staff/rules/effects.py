"""What a change of a figure would do, before it is made: to the figures, the worked examples and past results."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from fingerpost.doors.installation import installation, now
from fingerpost.doors.rulebook import examples_here, rules_in_force
from fingerpost.record.rulemaking.models import Proposal
from fingerpost.record.rulemaking.overrides import text_of
from fingerpost.record.rulemaking.past_results import PastResults, count_changed
from fingerpost.record.rulemaking.proposing import Change
from fingerpost.rules.authoring.difference import (
    Difference,
    affected_schemes,
    changed_figures,
    compare_books,
    without_value,
)
from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.authoring.wording import in_language
from fingerpost.rules.book import Parameter, RuleBook
from fingerpost.rules.reforms import apply_reform, parse_reform

MOST_SHOWN = 30  # examples: what is more is counted


@dataclass(frozen=True, kw_only=True)
class Effects:
    """`schemes` use the figure. `missing` are figures of its scheme that have no value on the first day: nothing can be
    worked out for it yet. `more` is how many examples change beside those in `difference`.
    """

    book: RuleBook
    difference: Difference
    schemes: tuple[str, ...]
    missing: tuple[Parameter, ...]
    past: PastResults
    more: int


def draft_of(change: Change) -> Proposal:
    """A proposal that is not kept: what its file would say."""
    return Proposal(body=settings.CONFIGURATION.body, digest=rules_in_force().digest, by="", at=now(), **vars(change))


def book_with(proposal: Proposal) -> RuleBook:
    """The rules in force, with the change laid over them. Raises RulesInvalid where they would not hold together."""
    return apply_reform(rules_in_force(), parse_reform(text_of(proposal), name="the change"))


def check_fits(proposal: Proposal) -> None:
    """Raises RulesInvalid where the rules would not hold together with it."""
    book_with(proposal)


def effects_of(proposal: Proposal) -> Effects:
    """All that a change would do. Raises RulesInvalid, StoreUnavailable."""
    before, after = rules_in_force(), book_with(proposal)
    found = compare_books(before, after, examples_here())
    shown = found.effects[:MOST_SHOWN]
    schemes = tuple(affected_schemes(after, changed_figures(before, after)))
    past = count_changed(
        before, after, schemes=schemes, body=settings.CONFIGURATION.body, keys=installation().build_keys()
    )
    return Effects(
        book=after,
        difference=Difference(figures=found.figures, rules=found.rules, effects=shown, looked_at=found.looked_at),
        schemes=schemes,
        missing=tuple(without_value(after, proposal.parameter.partition(".")[0], proposal.starts_on)),
        past=past,
        more=len(found.effects) - len(shown),
    )


def titles_of(schemes: Iterable[str], read: Reader) -> list[str]:
    """What each is called, in the language of the page."""
    return [in_language(read.book.schemes[each].title, read.language) for each in schemes]
