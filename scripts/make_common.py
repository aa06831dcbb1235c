"""Makes the classifier that comes along, of the starter services and the texts written for them.

    PYTHONPATH=. python scripts/make_common.py

Texts: training/data/triage, and the cases of capabilities/triage whose split is "tune"; those held out are never read.
To be run anew when the starter services, these texts or the encoder change: a test tells.
"""

from collections.abc import Iterator

from training.reports import lines_of_cases, lines_of_services

from fingerpost.casework.services import starter_services
from fingerpost.contract.classifying import Labelled
from fingerpost.engines.classifying.common import FILE, ID
from fingerpost.engines.classifying.files import save_classifier
from fingerpost.engines.classifying.learning import examples_of, make_classifier
from fingerpost.engines.embeddings.minilm import REPORT_WEIGHTS, MiniLM


def read_texts() -> list[Labelled]:
    """Each text once, but for those that the services have as examples already."""
    book = starter_services()
    held = {_plain(each.text) for each in examples_of(book)}
    found: dict[str, Labelled] = {}
    for number, (text, service) in enumerate(_texts(), start=1):
        key = _plain(text)
        if key not in held and key not in found:
            found[key] = Labelled(text=text, label=service, id=f"{ID}{number}")
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
