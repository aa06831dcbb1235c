"""What is wrong with a record: missing, placeholder, stale, out of step, below threshold, ending. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from fingerpost.contract.card import Assessment, Card
from fingerpost.contract.card_checks import placeholders_of
from fingerpost.contract.transparency import read_standard
from fingerpost.record.register.public import Evidence, Fault, Section
from fingerpost.record.register.running import DataSource, Running
from fingerpost.record.register.writing import find_model_faults

EVALUATION_LASTS = timedelta(days=90)
ASSESSMENT_LASTS = timedelta(days=365)
PERFORMANCE = "performance"

PLAIN = {"contact": "contact_email", "owner": "owner", "assessments": "impact_assessment_name", "risks": "risk_name"}
"""The key of the record's field for a path of the card that the standard names otherwise."""


def find_faults(
    card: Card,
    *,
    sections: Sequence[Section],
    running: Running,
    evidence: Evidence | None,
    declared_at_last_move: str | None,
    at: datetime,
) -> tuple[Fault, ...]:
    """Every fault, those that block production first."""
    found = [
        *_missing(sections, version=card.transparency.standard),
        *_placeholders(card),
        *_measurement(card, evidence, at=at),
        *_assessments(card.assessments, at=at),
        *_phase(card, declared_at_last_move),
        *find_model_faults(card, running, today=at.date()),
        *_pages(running.sources),
    ]
    return tuple(sorted(found, key=lambda fault: not fault.blocks_production))


def _missing(sections: Iterable[Section], *, version: str) -> Iterator[Fault]:
    given = {each.key: each.value for section in sections for each in section.fields}
    for each in read_standard(version).fields:
        value = given.get(each.key, "")
        parts = value if isinstance(value, tuple) else (value,)
        if each.required and (not parts or not all(part.strip() for part in parts)):
            yield Fault(field=each.key, kind="missing", words=f"'{each.title}' is missing.")


def _placeholders(card: Card) -> Iterator[Fault]:
    for path, words in placeholders_of(card).items():
        table, _dot, name = path.partition(".")
        key = PLAIN.get(table, name.rpartition(".")[2] or path)
        yield Fault(
            field=key,
            kind="placeholder",
            words=f"'{path.replace('_', ' ').replace('.', ', ')}' still holds a placeholder ('{words}'): put your own.",
        )


def _measurement(card: Card, evidence: Evidence | None, *, at: datetime) -> Iterator[Fault]:
    again = f"Run: fingerpost evaluate {card.command}"
    if evidence is None:
        yield Fault(field=PERFORMANCE, kind="missing", words=f"It has not been measured here. {again}")
        return
    if at - evidence.at > EVALUATION_LASTS:
        words = f"It was last measured on {evidence.at:%-d %B %Y}, more than {EVALUATION_LASTS.days} days ago. {again}"
        yield Fault(field=PERFORMANCE, kind="stale", words=words)
    for part in evidence.out_of_step:
        yield Fault(field=PERFORMANCE, kind="out of step", words=f"Not what was measured: {part}. {again}")
    measured = {each.name: each for each in evidence.figures}
    for name in card.thresholds:
        figure = measured.get(name)
        said = name.removesuffix("_at_most").replace("_", " ")
        if figure is None:
            yield Fault(field=name, kind="missing", words=f"'{said}' has a threshold and was not measured. {again}")
        elif not figure.is_reached:
            words = f"'{said}' was {figure.share:.1%}; the threshold is {card.thresholds[name]:.1%}."
            yield Fault(field=name, kind="below threshold", words=words)


def _assessments(assessments: Iterable[Assessment], *, at: datetime) -> Iterator[Fault]:
    today = at.date()
    for each in assessments:
        if each.date > today:
            words = f"'{each.name}' is dated {each.date:%-d %B %Y}, which is still to come."
            yield Fault(field="impact_assessment_date", kind="out of step", words=words)
        elif today - each.date > ASSESSMENT_LASTS:
            words = f"'{each.name}' is of {each.date:%-d %B %Y}, more than a year ago: look at it again."
            yield Fault(field="impact_assessment_date", kind="stale", words=words)
        for measure in each.measures:
            if measure.status == "planned" and measure.due and measure.due < today:
                words = f"Overdue since {measure.due:%-d %B %Y}: {measure.words}."
                yield Fault(field="impact_assessment_name", kind="stale", words=words)


def _phase(card: Card, declared_at_last_move: str | None) -> Iterator[Fault]:
    if declared_at_last_move is not None and declared_at_last_move != card.phase:
        words = (
            f"The card now says {card.phase}; when it was last moved it said {declared_at_last_move}. "
            "Move it, or put the card back."
        )
        yield Fault(field="phase", kind="out of step", words=words)


def _pages(sources: Iterable[DataSource]) -> Iterator[Fault]:
    for each in sources:
        if each.past_review:
            words = f"{each.past_review:,} of {each.pages:,} pages of '{each.title}' are past their review date."
            yield Fault(field="data_sources", kind="stale", words=words, blocks_production=False)
