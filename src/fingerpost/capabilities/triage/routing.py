"""Which service and team a report is for: the classifier's probabilities, over what the report is about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.capabilities.triage.focus import focus
from fingerpost.capabilities.triage.signs.acting import ACTS_FOR
from fingerpost.capabilities.triage.welsh.english import in_english
from fingerpost.contract.classifying import Classified, Classifier, Ranked
from fingerpost.contract.proposals import Sign
from fingerpost.contract.services import ServiceBook

MOST = 5
LEAST = 0.01
OF_SIGN = 0.3
"""The share of the decision that goes to whoever acts on a sign: it is what needs acting on soonest."""


@dataclass(frozen=True, kw_only=True)
class Routed:
    """`services` and `teams` hold the best few, best first. `is_known` is False where a person must choose."""

    services: tuple[Ranked, ...]
    teams: tuple[Ranked, ...]
    is_known: bool
    first: Classified

    @property
    def service(self) -> str:
        return self.services[0].label if self.is_known and self.services else ""


def route(text: str, *, language: str, signs: Sequence[Sign], classifier: Classifier, book: ServiceBook) -> Routed:
    """A team's probability is that of its services together. Where no service is described, none is known."""
    if not book.services:
        return Routed(services=(), teams=(), is_known=False, first=Classified(ranked=(), outside=1.0, is_known=False))
    found = [classifier.classify(each) for each in _readings(text, language)]
    shares = _mean([_by_label(each, book) for each in found])
    acting = _acting(signs, classifier, book)
    if acting:
        shares = {
            label: (1 - OF_SIGN) * shares.get(label, 0.0) + OF_SIGN * acting.get(label, 0.0)
            for label in {**shares, **acting}
        }
    teams: dict[str, float] = defaultdict(float)
    for label, share in shares.items():
        teams[book.team_of(label)] += share
    return Routed(
        services=_best(shares),
        teams=_best(teams),
        is_known=bool(shares) and any(each.is_known for each in found),
        first=found[0],
    )


def _readings(text: str, language: str) -> tuple[str, ...]:
    """As it stands, and as what it is about; a Welsh text word by word in English too."""
    about = focus(text)
    english = in_english(about) if language == "cy" else about
    return tuple(dict.fromkeys((text, english)))


def _acting(signs: Sequence[Sign], classifier: Classifier, book: ServiceBook) -> Mapping[str, float]:
    """The services that act on the gravest sign, found by its plain description among the body's own services."""
    sentence = next((ACTS_FOR[each.code] for each in signs if each.code in ACTS_FOR), "")
    return _by_label(classifier.classify(sentence), book) if sentence else {}


def _by_label(found: Classified, book: ServiceBook) -> dict[str, float]:
    """What the body does not do any more is left out."""
    return {each.label: each.probability for each in found.ranked if each.label in book.services}


def _mean(all_shares: Sequence[Mapping[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for shares in all_shares:
        for label, share in shares.items():
            sums[label] += share / len(all_shares)
    return dict(sums)


def _best(shares: Mapping[str, float]) -> tuple[Ranked, ...]:
    ordered = sorted(shares.items(), key=lambda each: (-each[1], each[0]))
    return tuple(_ranked(ordered[:1])) + tuple(_ranked(each for each in ordered[1:MOST] if each[1] >= LEAST))


def _ranked(shares: Iterable[tuple[str, float]]) -> Iterable[Ranked]:
    return (Ranked(label=label, probability=round(min(max(share, 0.0), 1.0), 4)) for label, share in shares)
