"""Which engine stands where. `doors.installation` says what doors may call; each engine is made once, at first use."""

import logging
import threading
from collections.abc import Callable, Sequence
from functools import partial, wraps
from importlib.metadata import version
from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import request_finished

from fingerpost.casework.learned import open_versions
from fingerpost.casework.near import StoredCases
from fingerpost.casework.services import RunningServices
from fingerpost.contract.errors import ModelUnavailable, SpeechUnavailable
from fingerpost.contract.ports import Clock, Embedder, Engines, Listener, Speaker
from fingerpost.doors import posting, systems
from fingerpost.doors.installation import Finding, Progress
from fingerpost.doors.late_cases import escalate_late_cases
from fingerpost.engines.clock import SystemClock
from fingerpost.engines.search import indexer, upkeep
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
from fingerpost.record.rulemaking.in_force import overrides_in_force
from fingerpost.record.switches.reading import is_stopped
from fingerpost.site import checks, home
from fingerpost.site.classifier import RunningClassifier
from fingerpost.site.identities import Identities
from fingerpost.site.language_models.checks import findings_of
from fingerpost.site.language_models.registry import ChosenModels
from fingerpost.site.ledger_check import check_ledger
from fingerpost.site.profiles import list_profiles, read_profile, save_profile
from fingerpost.site.rules import EnginesHere, RunningRules
from fingerpost.site.second_factors import SecondFactors
from fingerpost.site.tokens import Tokens
from fingerpost.site.upkeep import CaseUpkeep, Task

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
def build_clock() -> Clock:
    """By itself, for much that asks the time needs no model."""
    return SystemClock()


@once
def build_engines() -> Engines:
    """Clock, search, passages and rules. Without the model's weights search goes by words alone."""
    embedder = build_embedder()
    reads_reports = build_report_embedder()
    language_models = build_language_models()
    return EnginesHere(
        rules=build_rules,
        clock=build_clock(),
        search=HybridSearch(
            index=build_index(),
            embedder=embedder,
            is_stopped=lambda: is_stopped("model", "embedder", body=settings.CONFIGURATION.body),
        ),
        passages=StoredPassages(),
        services=build_services(),
        open_cases=build_open_cases(),
        how_to_add={
            "search": "Run `fingerpost doctor`: it says what is missing.",
            "classifier": "Run `fingerpost doctor`: it says what is missing.",
            "embedder": "Run `fingerpost doctor`: it says what is missing.",
        },
        **({"embedder": reads_reports, "classifier": build_classifier()} if reads_reports else {}),
        **({"language_models": language_models} if language_models else {}),
    )


@once
def build_services() -> RunningServices:
    """The body's services and teams, read anew when `services.toml` changes; where there is none, the starter ones.
    Raises InvalidServices where that file was broken from the start."""
    return RunningServices(settings.HOME / "services.toml")


@once
def build_classifier() -> RunningClassifier | None:
    """What puts reports into the body's services; None where the model that reads them is missing."""
    embedder = build_report_embedder()
    if embedder is None:
        return None
    return RunningClassifier(
        services=build_services(),
        embedder=embedder,
        open_versions=partial(open_versions, settings.HOME, embedder=embedder),
    )


@once
def build_open_cases() -> StoredCases:
    return StoredCases(build_keys())


def build_case_upkeep() -> CaseUpkeep:
    """What looks after cases once a minute while this process serves."""
    now = build_clock().now
    return CaseUpkeep(
        (
            Task(do=lambda: escalate_late_cases(at=now()), fails="Late cases were not put before others.", every=5),
            Task(do=lambda: posting.send_what_is_due(at=now()), fails="Messages were not sent."),
            Task(do=lambda: posting.take_mail(at=now()), fails="E-mail was not taken in."),
            Task(do=lambda: posting.hear_from_others(at=now()), fails="Other systems were not asked.", every=15),
        ),
        lock=settings.HOME / "cases.lock",
    )


@once
def build_rules() -> RunningRules:
    """The rule book, read anew when the body's own files change; what was not approved is left out. Raises RulesInvalid
    where ours have a fault."""
    read = partial(overrides_in_force, body=settings.CONFIGURATION.body, home=settings.HOME)
    return RunningRules(settings.HOME / "rules", read_overrides=read)


@once
def build_embedder() -> Embedder | None:
    """What reads guidance; None where its weights are missing or not the pinned ones, which `doctor` tells."""
    from fingerpost.engines.embeddings.minilm import MiniLM  # noqa: PLC0415 - onnxruntime takes a while to load

    try:
        return MiniLM(threads=MODEL_THREADS)
    except ModelUnavailable as error:
        logger.warning("%s Searching by words alone.", error.public)
        return None


@once
def build_report_embedder() -> Embedder | None:
    """What reads reports; None where its weights are missing or not the pinned ones, which `doctor` tells."""
    from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM  # noqa: PLC0415 - as above

    try:
        return MiniLM(threads=MODEL_THREADS, pinned=REPORT_WEIGHTS)
    except ModelUnavailable as error:
        logger.warning("%s Reports wait for a person to sort them.", error.public)
        return None


@once
def build_language_models() -> ChosenModels | None:
    """The language models that the settings describe; None where they describe none. Nothing is sent or loaded yet."""
    if not settings.LANGUAGE_MODELS.models:
        return None
    return ChosenModels(settings.LANGUAGE_MODELS, home=settings.HOME, body=settings.CONFIGURATION.body)


def warm_up() -> None:
    """Begin to make the language models ready, beside whatever comes next."""
    if language_models := build_language_models():
        language_models.prepare_soon()


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
def build_tokens() -> Tokens:
    return Tokens()


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
        now=build_clock().now,
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
    models = build_language_models()
    findings += findings_of(models.list_states() if models else ())
    if any(each.name == "database" and each.state == "ok" for each in findings):
        findings.append(check_ledger(build_ledger, at=build_clock().now()))
    return findings
