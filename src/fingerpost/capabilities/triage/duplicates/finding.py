"""Asks for open cases nearby, and gives those that the report is likely about, likeliest first."""

from collections.abc import Mapping
from datetime import UTC, timedelta

from fingerpost.capabilities.triage.duplicates.comparing import Place, compare, load_weights
from fingerpost.contract.context import Context
from fingerpost.contract.proposals import Candidate, Likely, OpenCases
from fingerpost.contract.services import PlaceKind, Service, ServiceBook, Urgency

METRES = 150.0  # two people who report one thing put the pin up to 60 m from it, each
WIDE_METRES = 250.0  # of what is large: water, a storm, a street without light
LEAST_DAYS, LONGEST_DAYS = 21, 45
MOST = 5
LEAST_CHANCE = 0.05  # of a service, for it to say how far and how long back is looked


def reach_of(service: Service | None) -> tuple[float, int]:
    """Within how many metres and days a case may be the same: longer where the service takes longer to mend it."""
    if service is None:
        return METRES, LEAST_DAYS
    longest = max((service.days.get(each, 0) for each in Urgency), default=0)
    is_wide = service.usual_urgency is not Urgency.ROUTINE
    days = min(max(round(longest * 1.4) + 7, LEAST_DAYS), LONGEST_DAYS)
    return (WIDE_METRES if is_wide else METRES), days


def reach_of_any(services: Mapping[str, float], book: ServiceBook) -> tuple[float, int] | None:
    """The farthest and longest of the services about a street that a report may be for; None where it is about no
    street. Where nothing is known of it, as far as of any other report."""
    likely = [
        book.services[slug] for slug, chance in services.items() if chance >= LEAST_CHANCE and slug in book.services
    ]
    reaches = [reach_of(each) for each in likely if each.place is PlaceKind.STREET]
    if likely and not reaches:
        return None
    return (max(each[0] for each in reaches), max(each[1] for each in reaches)) if reaches else reach_of(None)


def find_duplicates(
    text: str,
    *,
    services: Mapping[str, float],
    place: Place | None,
    book: ServiceBook,
    open_cases: OpenCases,
    context: Context,
) -> tuple[Likely, ...]:
    """At most five. `services` are the chances of the services that the report may be for: a report in words of two of
    them is compared with the open cases of both. None without a place in a street. Raises StoreUnavailable."""
    reach = reach_of_any(services, book)
    if place is None or reach is None:
        return ()
    metres, days = reach
    nearby = open_cases.near(
        latitude=place.latitude,
        longitude=place.longitude,
        metres=metres,
        since=place.at.astimezone(UTC) - timedelta(days=days),
        context=context,
    )
    weights = load_weights()
    likely = [_likely(text, services, place, each, book) for each in nearby]
    likely = [each for each in likely if each.probability >= weights.threshold]
    return tuple(sorted(likely, key=lambda each: (-each.probability, each.reference))[:MOST])


def _likely(text: str, services: Mapping[str, float], place: Place, candidate: Candidate, book: ServiceBook) -> Likely:
    compared = compare(text, services=services, place=place, candidate=candidate, book=book)
    return Likely(
        reference=candidate.reference,
        probability=round(load_weights().probability(compared), 4),
        metres=round(compared.metres, 1),
        hours=round(compared.hours, 1),
    )
