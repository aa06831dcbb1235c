"""The engines of one run. What each of them gives is remembered, so that it can be kept with the run and gone through
again, and so that the passages it was checked against can be read when their page has changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from fingerpost.contract.card import Card
from fingerpost.contract.classifying import Classifier
from fingerpost.contract.context import Context
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.language_models import LanguageModels
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Clock, Embedder, Engines, Hit, Passages, Search
from fingerpost.contract.proposals import OpenCases
from fingerpost.contract.run import Run
from fingerpost.contract.services import Services
from fingerpost.knowledge.reading import keep_passages
from fingerpost.pipeline.claims import Removed
from fingerpost.pipeline.early import Showing
from fingerpost.pipeline.models import REGISTRY, HeardModels
from fingerpost.pipeline.sorting import HeardCases, HeardClassifier
from fingerpost.pipeline.tape import CLASSIFIER, EMBEDDER, ENGINE, OPEN_CASES, RULES, SERVICES, Tape
from fingerpost.rules.book import RuleBook

T = TypeVar("T")


class HeardSearch:
    """The port `Search`. What it finds, or the fault it tells of, goes onto the tape."""

    def __init__(self, search: Search, tape: Tape) -> None:
        self._search = search
        self._tape = tape

    def find(self, question: str, *, context: Context, limit: int = 20) -> Sequence[Hit]:
        """As the port behind it. Raises what that raises."""
        asked = {"question": question, "context": context, "limit": limit}
        hits = _heard(self._tape, "search", asked, lambda: self._search.find(question, context=context, limit=limit))
        self._tape.hear("search", asked, hits)
        return hits


class HeardPassages:
    """The port `Passages`: reads anew each time. What was read goes onto the tape."""

    def __init__(self, passages: Callable[[], Passages], tape: Tape) -> None:
        self._passages = passages
        self._tape = tape

    def fetch(self, ids: Iterable[str], *, context: Context) -> Mapping[str, Passage]:
        """As the port behind it. Raises StoreUnavailable."""
        wanted = list(ids)
        asked = {"ids": wanted}
        found = _heard(self._tape, "passages", asked, lambda: self._passages().fetch(wanted, context=context))
        self._tape.hear("passages", asked, found)
        return found


class HeardClock:
    """The port `Clock`. The time it told goes onto the tape."""

    def __init__(self, clock: Clock, tape: Tape) -> None:
        self._clock = clock
        self._tape = tape

    def now(self) -> datetime:
        at = self._clock.now()
        self._tape.hear("clock", {}, at)
        return at


class RunEngines(Engines):
    """The engines of one run, which set out in the circumstances of `context`: those of the installation, heard.

    `showing` is how its door shows claims before the run is over, None where it does not. `removed` are the claims that
    were not borne out, which the record keeps and no reader is given."""

    def __init__(self, engines: Engines, *, context: Context, showing: Showing | None = None) -> None:
        self.showing = showing
        self.removed: list[Removed] = []
        self._behind = engines
        self._set_out = context
        self._tape = Tape()
        self._passages = HeardPassages(lambda: cast(Passages, engines.one("passages")), self._tape)

    def one(self, name: str) -> object:
        """One engine by name. Raises MissingEngine."""
        engine = _heard(self._tape, ENGINE, {"name": name}, lambda: self._behind.one(name))
        if name == "passages":
            return self._passages
        if name == "search":
            return HeardSearch(cast(Search, engine), self._tape)
        if name == "clock":
            return HeardClock(cast(Clock, engine), self._tape)
        if name == REGISTRY:
            return HeardModels(cast(LanguageModels, engine), self._tape, body=self._set_out.body)
        if name == RULES:
            self._tape.hear(RULES, {}, cast(RuleBook, engine).digest)
            return engine
        return self._for_sorting(name, engine)

    def _for_sorting(self, name: str, engine: object) -> object:
        if name == SERVICES:
            self._tape.hear(SERVICES, {}, cast(Services, engine).book.digest)
            return engine
        if name == EMBEDDER:
            self._tape.hear(EMBEDDER, {}, cast(Embedder, engine).digest)
            return engine
        if name == CLASSIFIER:
            return HeardClassifier(cast(Classifier, engine), self._tape)
        if name == OPEN_CASES:
            return HeardCases(cast(OpenCases, engine), self._tape)
        self._tape.unheard.add(name)
        return engine

    @property
    def names(self) -> tuple[str, ...]:
        return self._behind.names

    def tape_of(self, card: Card) -> dict[str, Any]:
        """What the engines gave, as plain JSON values."""
        return self._tape.pack(context=self._set_out, card=card)

    def keep_for(self, run: Run) -> None:
        """Keep the passages that the run read, as it read them, so that the answer can still be read, and the run gone
        through again, when a page changes.

        To be called in the transaction that closes the run. Raises StoreUnavailable.
        """
        if self._tape.passages:
            keep_passages(list(self._tape.passages.values()), body=run.context.body, at=run.context.at)


def remember_removed(engines: Engines, removed: Iterable[Removed]) -> None:
    """Keep them with the run. Of a run that is gone through again nothing is kept."""
    if isinstance(engines, RunEngines):
        engines.removed.extend(removed)


def _heard(tape: Tape, engine: str, asked: Mapping[str, Any], call: Callable[[], T]) -> T:
    """What the engine gives; a fault it tells of is on the tape too, because it decides how the run ends."""
    try:
        return call()
    except FingerpostError as error:
        tape.hear(engine, asked, error)
        raise
