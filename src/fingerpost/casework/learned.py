"""The classifier that learns from decided cases: what it learns from, where its versions are, and what is forgotten.

Versions stand in FINGERPOST_HOME/classifiers, sealed under a key of their own: they hold numbers made from what
residents wrote, and no word of it.
"""

import logging
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db.models import CharField, F, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from fingerpost.casework.models import Case, Decision, Suggestion
from fingerpost.casework.sealing import unseal_reports
from fingerpost.contract.classifying import Labelled
from fingerpost.contract.errors import ModelUnavailable
from fingerpost.contract.ports import Embedder
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.classifying.common import common_examples, load_common
from fingerpost.engines.classifying.learning import Learned, learn
from fingerpost.engines.classifying.training import Progress
from fingerpost.engines.classifying.versions import Version, Versions
from fingerpost.guard.before.personal_data import mask_text
from fingerpost.record.keys import KeyStore
from fingerpost.record.master_key import read_or_make_key
from fingerpost.record.sealed import open_bytes, seal_bytes

FOLDER = "classifiers"
KEY = Path("keys") / "classifiers"
BOUND_TO = b"fingerpost classifier"
MOST_CASES = 12_000
AT_ONCE = 500

log = logging.getLogger(__name__)


def open_versions(home: Path, *, embedder: Embedder | None = None) -> Versions:
    """The versions of this installation. Without an embedder they can be listed and forgotten, and not loaded."""

    def seal(content: bytes) -> bytes:
        return seal_bytes(read_or_make_key(home / KEY), content, bound_to=BOUND_TO)

    def unseal(content: bytes) -> bytes:
        return open_bytes(read_or_make_key(home / KEY), content, bound_to=BOUND_TO)

    return Versions(home / FOLDER, embedder=embedder, seal=seal, unseal=unseal)


def gather_decided(*, body: str, keys: KeyStore) -> list[Labelled]:
    """The latest cases whose suggestion a person decided on, each with the service it has now, in order of their
    references. Personal data in their words is masked, as where they are sorted; cases made up for show are left out,
    those that were erased, and those whose suggestion was refused without saying where the case belongs."""
    decided = Decision.objects.filter(body=body, suggestion__kind=Suggestion.Kind.TRIAGE)
    # As a text: PostgreSQL compares no JSON with one.
    proposed = Cast(KeyTextTransform("service", "suggestion__proposed"), CharField())
    left_open = decided.annotate(was_proposed=proposed).filter(
        verdict=Decision.Verdict.REFUSED, was_proposed=F("suggestion__case__service")
    )
    cases = Case.objects.filter(
        body=body, is_demo=False, pk__in=decided.values("suggestion__case"), sealed__isnull=False
    ).exclude(Q(service="") | Q(pk__in=left_open.values("suggestion__case")))
    found: list[Labelled] = []
    for part in _parts(list(cases.order_by("-received_at", "-pk")[:MOST_CASES])):
        reports = unseal_reports(part, keys=keys)
        for case in part:
            words = reports.get(case.pk)
            if words is not None and str(words["text"]).strip():
                found.append(Labelled(text=mask_text(str(words["text"])), label=case.service, id=case.reference))
    return sorted(found, key=lambda each: each.id)


def learn_from_cases(
    *,
    body: str,
    book: ServiceBook,
    home: Path,
    embedder: Embedder,
    keys: KeyStore,
    at: datetime,
    seed: int = 0,
    is_kept: bool = True,
    progress: Progress | None = None,
) -> tuple[Learned, Version | None]:
    """Learn from what was decided, and serve the outcome unless it is worse than what is served now.

    Cases that are erased meanwhile are not in what is kept. Without `is_kept` it is only measured. Raises
    ModelUnavailable, StoreUnavailable and InvalidRequest.
    """
    versions = open_versions(home, embedder=embedder)
    examples = gather_decided(body=body, keys=keys)
    common = _common(book, embedder)
    found = learn(
        book,
        examples,
        embedder=embedder,
        previous=versions.current(),
        seed=seed,
        common=common,
        progress=progress,
    )
    if not is_kept:
        return found, None
    kept = versions.keep(found, at=at)
    gone = {each.id for each in examples} - {each.id for each in gather_decided(body=body, keys=keys)}
    if gone and versions.forget(gone):
        return learn_from_cases(body=body, book=book, home=home, embedder=embedder, keys=keys, at=at, seed=seed)
    return found, kept


def _common(book: ServiceBook, embedder: Embedder) -> list[Labelled]:
    """What comes along about these services; nothing where it was made with another encoder."""
    try:
        return common_examples(load_common(embedder), book)
    except ModelUnavailable as error:
        log.warning("What comes along is not learned from: %s", error.public)
        return []


def forget_in_classifiers(home: Path, references: Collection[str]) -> tuple[str, ...]:
    """Take away every version that learned from one of these cases; the next learning makes one without them. Gives
    their names. Raises StoreUnavailable."""
    if not references or not (home / FOLDER).is_dir():
        return ()
    return open_versions(home).forget(references)


def _parts(cases: list[Case]) -> list[list[Case]]:
    return [cases[start : start + AT_ONCE] for start in range(0, len(cases), AT_ONCE)]
