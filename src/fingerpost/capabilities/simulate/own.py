"""A body's own households as a population: read under a mapping that states purpose and legal basis."""

from datetime import date
from itertools import islice
from pathlib import Path

from fingerpost.capabilities.simulate.simulating import OWN, Population
from fingerpost.contract.errors import InvalidRequest
from fingerpost.rules.book import RuleBook
from fingerpost.rules.populations.gathering import gather, whole_or_bad
from fingerpost.rules.populations.mapping import read_mapping
from fingerpost.rules.populations.reading import BadRow, SourceRow, read_rows

MOST = 5_000_000  # households held in memory at once
MOST_BAD = 1_000  # bad rows given back: the rest are counted


def own_population(source: str, mapping: Path, *, book: RuleBook, on: date) -> tuple[Population, list[BadRow]]:
    """The good rows as a population, and the first bad ones. No reference is kept: nobody can be found in a figure.

    Raises InvalidRequest where no row is good, or there are too many; MappingInvalid, SourceUnavailable.
    """
    terms = read_mapping(mapping)
    good: list[SourceRow] = []
    bad: list[BadRow] = []
    bad_rows = 0
    for row in islice(read_rows(source, mapping=terms, book=book, on=on), MOST + 1):
        found = whole_or_bad(row) if isinstance(row, SourceRow) else row
        if isinstance(found, SourceRow):
            good.append(found)
            continue
        bad_rows += 1
        if len(bad) < MOST_BAD:
            bad.append(found)
    if not good:
        why = f" The first: {'; '.join(bad[0].reasons)}." if bad else ""
        raise InvalidRequest({"source": f"No row of {source} can be used.{why}"})
    if len(good) > MOST:
        raise InvalidRequest({"source": f"{source} holds more than {MOST:,} households. Take a sample, with weights."})
    households, nothing = gather(good, book, on=on)
    about = {
        "kind": "own",
        "size": len(good),
        "bad_rows": bad_rows,
        "title": terms.title,
        "purpose": terms.purpose,
        "legal_basis": terms.legal_basis,
        "mapping": terms.digest,
    }
    label = OWN.format(count=len(good), title=terms.title, purpose=terms.purpose, legal_basis=terms.legal_basis)
    taken = (f"Not in the data, and taken as none or nought: {', '.join(nothing)}.",) if nothing else ()
    return Population(households=households, label=label, about=about, assumed=taken), bad
