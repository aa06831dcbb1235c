"""The classifier that runs: what was learned from decided cases, or where that does not fit the services as they are
now, one made from the services alone."""

import hashlib
import logging
import threading
from collections.abc import Callable, Sequence

from fingerpost.contract.classifying import Classified, Classifier
from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.ports import Embedder
from fingerpost.contract.services import ServiceBook, Services
from fingerpost.engines.classifying.common import KnowingEmbedder, common_examples, load_common
from fingerpost.engines.classifying.learning import classes_of, examples_of, make_classifier
from fingerpost.engines.classifying.trained import TrainedClassifier
from fingerpost.engines.classifying.versions import Versions

__all__ = ["RunningClassifier", "classes_of", "examples_of"]

logger = logging.getLogger(__name__)


class RunningClassifier:
    """A `Classifier` over the body's services as they are now. May be used from several threads.

    It is read or made at first use, in the thread that asks: a few seconds. When the services change, or another
    version is put in force, the next that asks makes the next one.
    """

    def __init__(
        self, *, services: Services, embedder: Embedder, open_versions: Callable[[], Versions] | None = None
    ) -> None:
        self._services = services
        self._embedder = embedder
        self._open_versions = open_versions
        self._lock = threading.Lock()
        self._made: tuple[str, Classifier] | None = None

    @property
    def digest(self) -> str:
        """Of what it is made from: the services with their examples, the embedding model, and what was learned."""
        return self._stamp(self._services.book)

    def classify(self, text: str) -> Classified:
        return self._current().classify(text)

    def classify_many(self, texts: Sequence[str]) -> list[Classified]:
        return self._current().classify_many(texts)

    def _current(self) -> Classifier:
        book = self._services.book
        stamp = self._stamp(book)
        made = self._made
        if made is not None and made[0] == stamp:
            return made[1]
        with self._lock:
            if self._made is None or self._made[0] != stamp:
                self._made = (stamp, self._learned(book) or self._make(book))
            return self._made[1]

    def _stamp(self, book: ServiceBook) -> str:
        return hashlib.sha256(f"{book.sorting_digest}/{self._embedder.digest}/{self._version()}".encode()).hexdigest()

    def _version(self) -> str:
        """The name of the version in force, which holds its digest; "" where there is none or it cannot be told."""
        try:
            return self._open_versions().current_name if self._open_versions else ""
        except ModelUnavailable:
            return ""

    def _learned(self, book: ServiceBook) -> Classifier | None:
        """What was learned, where it was made for these services. Where it is damaged, reports are sorted all the same:
        by the services alone."""
        if self._open_versions is None:
            return None
        try:
            found = self._open_versions().current()
        except ModelUnavailable as error:
            logger.warning("what was learned is not used: %s", error.public)
            return None
        return found if found is not None and found.made_for == book.sorting_digest else None

    def _make(self, book: ServiceBook) -> Classifier:
        """What comes along, where the services are the starter ones; else one that learns from it too."""
        version = f"services-{book.sorting_digest[:12]}"
        try:
            common = load_common(self._embedder)
        except ModelUnavailable as error:
            logger.warning("what comes along is not used: %s", error.public)
            return make_classifier(book, (), embedder=self._embedder, version=version)
        if common.made_for == book.sorting_digest:
            return common.named(version)
        made = make_classifier(
            book,
            (),
            embedder=KnowingEmbedder(self._embedder, common),
            common=common_examples(common, book),
            version=version,
        )
        return TrainedClassifier(made.knowledge, embedder=self._embedder, version=version)
