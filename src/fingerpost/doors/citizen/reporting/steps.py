"""Which page comes next: only what is missing is asked, one thing a page."""

from collections.abc import Iterator

from fingerpost.contract.services import Fact, PlaceKind
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.sorting import service_of

WORDS, SERVICE, PLACE, NEARBY, CONTACT, CHECK, SENT = (
    *("words", "service", "place", "nearby", "contact", "check", "sent"),
)
FACT = "fact-"


def next_step(draft: Draft) -> str:
    """The first page that is neither answered nor needless; CHECK once there is none."""
    return next((step for step in steps_of(draft) if step not in draft.settled), CHECK)


def steps_of(draft: Draft) -> Iterator[str]:
    """The pages of this report, in order. One whose answer its words gave already is not among them."""
    if draft.chosen_by != "machine":
        yield SERVICE
    service = service_of(draft)
    if service is None or service.place is not PlaceKind.NONE:
        yield PLACE
    for fact in missing_facts(draft):
        yield FACT + fact.name
    if service is not None and service.is_public and draft.latitude is not None:
        yield NEARBY
    yield CONTACT


def missing_facts(draft: Draft) -> list[Fact]:
    """What the service needs and the words do not give. A photo that is here already is not asked for."""
    service = service_of(draft)
    facts = service.facts if service else ()
    return [
        each
        for each in facts
        if each.is_needed and each.name in draft.missing and not (each.kind == "photo" and draft.files)
    ]


def fact_named(draft: Draft, name: str) -> Fact | None:
    """One detail of the service by its name."""
    service = service_of(draft)
    return next((each for each in service.facts if each.name == name), None) if service else None


def step_before(draft: Draft, step: str) -> str:
    """Where Back leads: the page before it among those of this report, else the words."""
    steps = [*steps_of(draft), CHECK]
    at = steps.index(step) if step in steps else 0
    return steps[at - 1] if at else WORDS
