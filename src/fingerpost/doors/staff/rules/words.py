"""What the codes of a change mean, in words for staff."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fingerpost.record.disclosure import PublishedCount
from fingerpost.record.rulemaking.in_force import Misplaced
from fingerpost.record.rulemaking.models import Decision
from fingerpost.record.rulemaking.overrides import plain
from fingerpost.rules.authoring.difference import Outcome
from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.authoring.wording import in_language, say
from fingerpost.rules.book import Parameter
from fingerpost.rules.figures import write_money
from fingerpost.rules.reading.parameters import inner_value
from fingerpost.rules.results import Verdict

REFUSALS = (
    gettext_noop("A change of this figure from this day waits already. Decide on that one first."),
    gettext_noop("There is no proposal of this number."),
    gettext_noop("This proposal is decided already. Look at it as it is now."),
    gettext_noop("You made this proposal. Somebody else must decide on it; you can take it back."),
    gettext_noop("Somebody else made this proposal. Only they can take it back; you can refuse it."),
)
"""What the record refuses with, so that it is found for translation."""


def decision_words(kind: str) -> str:
    """What became of a proposal."""
    told = {
        Decision.Kind.APPROVED: _("Approved"),
        Decision.Kind.REFUSED: _("Refused"),
        Decision.Kind.WITHDRAWN: _("Taken back"),
    }
    return told[Decision.Kind(kind)]


def misplaced_words(found: Misplaced) -> str:
    """What is wrong with a file of a changed figure."""
    told = {
        "missing": _("%(file)s is approved and not there. It is not in force."),
        "altered": _("%(file)s is not as it was approved. It is not in force."),
        "put aside": _("%(file)s is not what was approved. It is put aside, and the approved file is in force."),
        "not approved": _("%(file)s was approved by nobody. It is not in force."),
        "not proven": _("%(file)s is not in force. We cannot read who approved it."),
    }
    return told[found.what] % {"file": found.file}


def figure_words(parameter: Parameter, read: Reader) -> str:
    """What a figure is called."""
    return in_language(parameter.label, read.language) or parameter.name.rpartition(".")[2].replace("_", " ")


def scheme_words(parameter: str, read: Reader) -> str:
    """What the scheme of a figure is called."""
    scheme = read.book.schemes.get(parameter.partition(".")[0])
    return in_language(scheme.title, read.language) if scheme else parameter.partition(".")[0]


def value_words(parameter: Parameter, kept: object, read: Reader) -> str:
    """A value as a proposal keeps it, in words."""
    value = plain(kept)
    if isinstance(value, dict):
        inner: object = {option: inner_value(parameter.unit, each) for option, each in value.items()}
    else:
        inner = inner_value(parameter.unit, value)
    return read.value_of(parameter, inner)


def count_words(count: PublishedCount) -> str:
    """A count as it may be shown: small ones are never exact."""
    return f"{count.value:,}" if count.value is not None else _("fewer than 10")


def outcome_words(outcome: Outcome, language: str) -> str:
    """What a scheme came to for a worked example."""
    verdict = {Verdict.YES: _("Yes"), Verdict.NO: _("No"), Verdict.UNKNOWN: _("Not known")}[outcome.verdict]
    if outcome.amount is None:
        return verdict
    low, high = (write_money(each) for each in (outcome.amount.low, outcome.amount.high))
    amount = low if low == high else say("range", low, high, language=language)
    return f"{verdict}, {amount}"
