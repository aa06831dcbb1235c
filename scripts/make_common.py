"""Makes the classifier that comes along, of the starter services and the texts written for them.

    PYTHONPATH=. python scripts/make_common.py

Texts: training/data/triage, those that belong to no service among them, and the cases of capabilities/triage whose
split is "tune"; those held out are never read.
To be run anew when the starter services, these texts or the encoder change: a test tells.
"""

from collections.abc import Iterator

from training.reports import lines_of_cases, lines_of_outside, lines_of_services

from fingerpost.casework.services import starter_services
from fingerpost.contract.classifying import Labelled
from fingerpost.engines.classifying.common import ELSEWHERE, FILE, ID, NOBODYS
from fingerpost.engines.classifying.files import save_classifier
from fingerpost.engines.classifying.gathering import OUTSIDE
from fingerpost.engines.classifying.learning import examples_of, make_classifier
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM

OF_SOMEBODY_ELSE = frozenset({"other-body", "firm", "private"})
"""Kinds of texts that somebody may have a service for, though none of the starter services is for them."""


def read_texts() -> list[Labelled]:
    """Each text once, but for those that the services have as examples already."""
    book = starter_services()
    held = {_plain(each.text) for each in examples_of(book)}
    found: dict[str, Labelled] = {}
    for number, (text, service) in enumerate(_texts(), start=1):
        key = _plain(text)
        if key not in held and key not in found:
            found[key] = Labelled(text=text, label=service, id=f"{ID}{number}")
    for number, line in enumerate(lines_of_outside(), start=1):
        whose = ELSEWHERE if line["kind"] in OF_SOMEBODY_ELSE else NOBODYS
        found[_plain(line["text"])] = Labelled(text=line["text"], label=OUTSIDE, id=f"{whose}{number}")
    return list(found.values())


def _texts() -> Iterator[tuple[str, str]]:
    for line in lines_of_services():
        yield line["text"], line["service"]
    for name in ("hard", "ordinary", "safeguarding"):
        for line in lines_of_cases(name, split="tune"):
            yield line["text"], line["right"]["service"]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def main() -> None:
    embedder, texts = MiniLM(threads=2, pinned=REPORT_WEIGHTS), read_texts()
    made = make_classifier(starter_services(), (), embedder=embedder, common=texts, version="common")
    save_classifier(made, FILE)
    print(f"{len(texts)} texts, {FILE.stat().st_size / 1e6:.1f} MB, digest {made.digest[:12]}")


if __name__ == "__main__":
    main()
