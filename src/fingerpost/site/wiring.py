"""Which engine stands where. `doors.installation` says what doors may call; each engine is made once, at first use."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import wraps
from importlib.metadata import version
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import request_finished

from fingerpost.contract.errors import ModelUnavailable, SpeechUnavailable
from fingerpost.contract.ports import Embedder, Engines, Listener, Speaker
from fingerpost.doors import systems
from fingerpost.doors.installation import Finding, Progress
from fingerpost.engines.clock import SystemClock
from fingerpost.engines.search import indexer, upkeep
from fingerpost.engines.search.adapting import Adapters
from fingerpost.engines.search.index import SearchIndex
from fingerpost.engines.search.service import HybridSearch
from fingerpost.engines.speech.espeak import Espeak
from fingerpost.engines.speech.whisper import Whisper
from fingerpost.knowledge.reading import StoredPassages
from fingerpost.record.keys import KeyStore
from fingerpost.record.ledger.log import Ledger
from fingerpost.record.ledger.witnesses import read_witnesses
from fingerpost.record.receipts.issuing import Receipts
from fingerpost.record.recorder import Recorder
from fingerpost.record.switches.reading import is_stopped
from fingerpost.site import checks, home
from fingerpost.site.identities import Identities
from fingerpost.site.ledger_check import check_ledger
from fingerpost.site.profiles import list_profiles, read_profile, save_profile
from fingerpost.site.second_factors import SecondFactors

# Doors call these of this module too, by the names in `doors.installation.Profiles`.
__all__ = ["list_profiles", "read_profile", "save_profile"]

logger = logging.getLogger(__name__)

MODEL_THREADS = 2  # more do not help so small a model

T = TypeVar("T")
_building = threading.RLock()


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Make it at first use and never again, also when two threads ask at once."""
    made: list[T] = []

    @wraps(make)
    def get() -> T:
        if not made:
            with _building:
                if not made:
                    made.append(make())
        return made[0]

    get.forget = made.clear  # type: ignore[attr-defined]  # tests start afresh with it
    return get


@once
def build_engines() -> Engines:
    """Clock, search and passages. Without the model's weights search goes by words alone."""
    embedder = build_embedder()
    adapters = Adapters(model_digest=embedder.digest) if embedder else None
    return Engines(
        clock=SystemClock(),
        search=HybridSearch(
            index=build_index(),
            embedder=embedder,
            adapters=adapters,
            is_stopped=lambda: is_stopped("model", "embedder", body=settings.CONFIGURATION.body),
        ),
        passages=StoredPassages(),
        how_to_add={
            "search": "Run `fingerpost doctor`: it says what is missing.",
            "embedder": "Run `make setup`, which installs the model's weights.",
        },
        **({"embedder": embedder} if embedder else {}),
    )


@once
def build_embedder() -> Embedder | None:
    """The embedding model; None where its weights are missing or not the pinned ones, which `doctor` tells."""
    from fingerpost.engines.embeddings.minilm import MiniLM  # noqa: PLC0415 - onnxruntime takes a while to load

    try:
        return MiniLM(threads=MODEL_THREADS)
    except ModelUnavailable as error:
        logger.warning("%s Searching by words alone.", error.public)
        return None


@once
def build_speaker() -> Speaker | None:
    """The voice; None where speech is off, or espeak-ng is missing, which `doctor` tells."""
    if not settings.CONFIGURATION.speech:
        return None
    try:
        return Espeak()
    except SpeechUnavailable as error:
        logger.warning("%s", error.public)
        return None


@once
def build_listener() -> Listener | None:
    """What writes down speech; None where speech is off, or the model is missing, which `doctor` tells."""
    if not settings.CONFIGURATION.speech:
        return None
    try:
        return Whisper(threads=MODEL_THREADS)
    except ModelUnavailable as error:
        logger.warning("%s", error.public)
        return None


@once
def build_index() -> SearchIndex:
    """PostgreSQL holds the index where it is the database; else it stands in FINGERPOST_HOME/index."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        from fingerpost.engines.search.postgres import PostgresIndex  # noqa: PLC0415 - needs the psycopg driver

        index = PostgresIndex()
        # Under ASGI each request has a thread of its own, and each thread a connection: hand it back with the request.
        request_finished.connect(lambda **_: index.close(), weak=False)
        return index
    from fingerpost.engines.search.embedded import EmbeddedIndex  # noqa: PLC0415 - needs tantivy, which PostgreSQL does not

    return EmbeddedIndex(settings.HOME / "index")


@once
def build_keys() -> KeyStore:
    return KeyStore(settings.HOME / "keys" / "record-master")


@once
def build_second_factors() -> SecondFactors:
    return SecondFactors(lambda: build_keys().master)


@once
def build_identities() -> Identities:
    return Identities()


@once
def build_recorder() -> Recorder:
    return Recorder(keys=build_keys(), system={"release": version("fingerpost")})


@once
def build_ledger() -> Ledger:
    """The tree over the entries, its signer and its witnesses."""
    configuration = settings.CONFIGURATION
    return Ledger(
        folder=settings.HOME / "keys" / "ledger",
        host=urlsplit(configuration.base_url).netloc,
        witnesses=read_witnesses(configuration.ledger_witnesses),
        now=SystemClock().now,
    )


@once
def build_receipts() -> Receipts:
    """Receipts of the body's runs, and the keys of the log and its witnesses, which check them."""
    ledger = build_ledger()
    return Receipts(
        body=settings.CONFIGURATION.body, keys=build_keys(), find_proof=ledger.find_proof, read_keys=ledger.key_file
    )


def make_ready(progress: Progress) -> None:
    home.make_ready(progress, update_index=update_index)
    with home.one_at_a_time(settings.HOME / "register.lock", progress):
        systems.keep_versions("What is declared or what runs has changed")


def update_index(progress: Progress) -> int:
    return indexer.keep_in_step(build_index(), embedder=build_embedder(), progress=progress).changed


def rebuild_index(progress: Progress) -> int:
    home.make_ready(progress, update_index=lambda _: 0)  # folders and tables only: the index is what we make
    return indexer.rebuild_index(build_index(), embedder=build_embedder(), progress=progress).upserted


def check_index() -> Sequence[str]:
    return [finding.words for finding in upkeep.check_index(build_index(), embedder=build_embedder())]


def examine() -> Sequence[Finding]:
    findings = checks.examine(check_index=check_index)
    if any(each.name == "database" and each.state == "ok" for each in findings):
        findings.append(check_ledger(build_ledger, at=SystemClock().now()))
    return findings
