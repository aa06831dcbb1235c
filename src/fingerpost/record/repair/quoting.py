"""Notes which passages an answer quoted, in the transaction that closes it: by these rows it is found again."""

from collections.abc import Iterator

from django.db import connection

from fingerpost.contract.claims import Claim, Source, SourceKind
from fingerpost.contract.run import Route, Run
from fingerpost.record.repair.models import Quoted

# One statement without the ORM, which took four times as long: it stands in the way of every answer.
_COLUMNS = ("body", "reference", "passage", "digest", "on")
_NAMES = ", ".join(f'"{name}"' for name in _COLUMNS)
_INSERT = f"INSERT INTO {Quoted._meta.db_table} ({_NAMES}) VALUES "  # noqa: S608 - no value stands in it
_ROW = f"({', '.join(['%s'] * len(_COLUMNS))})"


def note_quotes(run: Run) -> None:
    """A row for each passage that the reader was shown a quote of. Of what waits for a person, nothing was shown.

    To be called in the transaction that closes the run. Raises whatever the database raises.
    """
    quotes = quotes_of(run)
    if quotes:
        body, reference, on = run.context.body, run.reference, run.context.on.isoformat()
        values = [value for passage, digest in quotes for value in (body, reference, passage, digest, on)]
        with connection.cursor() as cursor:
            cursor.execute(_INSERT + ", ".join([_ROW] * len(quotes)), values)


def quotes_of(run: Run) -> list[tuple[str, str]]:
    """The id and the digest of each passage that is quoted, once each, in the order of the answer."""
    if run.outcome is None or run.route is not Route.DELIVER:
        return []
    sources = (each for claim in run.outcome.claims for each in _sources_of(claim))
    return list(dict.fromkeys((each.id, each.digest) for each in sources if each.kind is SourceKind.PASSAGE))


def _sources_of(claim: Claim) -> Iterator[Source]:
    yield claim.source
    yield from (each.source for each in claim.beside)
