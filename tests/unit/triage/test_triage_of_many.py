"""A batch of reports gets what each would get alone, in the order it was given."""

from collections.abc import Sequence
from datetime import UTC, datetime

from fingerpost.capabilities.triage.handle import handle, handle_many
from fingerpost.capabilities.triage.request import ReportToSort
from fingerpost.casework.services import starter_services
from fingerpost.contract.context import Context
from fingerpost.contract.proposals import Candidate
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.classifying.learning import classes_of, examples_of
from fingerpost.engines.classifying.memory import CountingClassifier
from fingerpost.engines.embeddings.memory import HashingEmbedder

BOOK = starter_services()
CONTEXT = Context(body="fernby", at=datetime(2026, 11, 23, 9, tzinfo=UTC))
TEXTS = (
    "A pothole on Mill Lane",
    "My bin was missed",
    "12345",
    "I can smell gas in the hall",
    "The street light is out",
)


class Fixed:
    book: ServiceBook = BOOK


class NoCases:
    def near(self, *, context: Context, **where: object) -> Sequence[Candidate]:
        return ()


def test_each_gets_what_it_would_get_alone() -> None:
    classifier = CountingClassifier(classes_of(BOOK), examples_of(BOOK))
    requests = [(ReportToSort(text=text), CONTEXT) for text in TEXTS]
    many = handle_many(
        requests, services=Fixed(), classifier=classifier, open_cases=NoCases(), embedder=HashingEmbedder()
    )
    alone = [
        handle(
            request,
            context=context,
            services=Fixed(),
            classifier=classifier,
            open_cases=NoCases(),
            embedder=HashingEmbedder(),
        )
        for request, context in requests
    ]
    assert [each.proposal for each in many] == [each.proposal for each in alone]
    assert many[2].proposal is None
    assert many[3].proposal is not None
    assert many[3].proposal.needs_attention


def test_no_reports_give_nothing() -> None:
    classifier = CountingClassifier(classes_of(BOOK))
    assert handle_many([], services=Fixed(), classifier=classifier, open_cases=NoCases(), embedder=None) == []
