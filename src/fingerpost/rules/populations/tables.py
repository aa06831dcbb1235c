"""The rows of a CSV file or of a database, only the columns that are asked for. Nothing is ever written to either.

A database is named by an address: `sqlite:///folder/file.sqlite3` or `postgresql://user@host/name`. It is opened for
reading only, and asked for the named columns alone, whatever `select` of the mapping would give.
"""

import csv
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from fingerpost.contract.errors import FingerpostError
from fingerpost.rules.populations.mapping import MappingInvalid, SourceMapping

SQLITE_QUOTE = "`"  # SQLite takes an unknown name in double quotes for a string, and gives that for every row
BLOCK = 5_000  # rows fetched at once from a database
Line = tuple[int, tuple[str, ...] | str]
"""Where a row stands, counted from 1, and the text of its cells in the order asked for; or what is wrong with it."""


class SourceUnavailable(FingerpostError):
    """A file or database of households could not be opened or read."""


def read_table(source: str, mapping: SourceMapping) -> Iterator[Line]:
    """The lines of a source. Raises SourceUnavailable, or MappingInvalid where a column is not there.

    The columns are looked at before the first line is asked for.
    """
    scheme = urlsplit(source).scheme
    if scheme == "sqlite":
        return _checked(_sqlite_rows(source, _query(mapping, quote=SQLITE_QUOTE)))
    if scheme in {"postgresql", "postgres"}:
        return _checked(_postgres_rows(source, _query(mapping, quote='"')))
    if "://" in source:
        raise SourceUnavailable(f"'{scheme}' is no kind of source here. Use a CSV file, sqlite:/// or postgresql://.")
    return _checked(_csv_rows(Path(source), mapping))


def _checked(lines: Iterator[Line]) -> Iterator[Line]:
    """The same lines; what opens the source and looks at its columns has run once this returns."""
    next(lines)  # each reader gives one empty line when its columns have been found
    return lines


def _csv_rows(path: Path, mapping: SourceMapping) -> Iterator[Line]:
    try:
        file = path.open(encoding=mapping.encoding, errors="replace", newline="")
    except (OSError, LookupError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise SourceUnavailable(f"{path.name} could not be opened: {why}.", detail=str(path)) from error
    with file:
        rows = csv.reader(file, delimiter=mapping.delimiter)
        header = [name.strip() for name in next(rows, [])]
        wanted = mapping.used_columns()
        _check_columns(wanted, header, path.name)
        pick, width = _picker([header.index(name) for name in wanted]), len(header)
        yield 0, ()
        while True:
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield rows.line_num, f"this line cannot be read as a table ({error})"
                continue
            if not row:
                continue
            yield rows.line_num, pick(row) if len(row) == width else _wrong_width(len(row), width)


def _wrong_width(found: int, wanted: int) -> str:
    return f"it has {found:,} cells, and the first line has {wanted:,}" if found < wanted else "it has too many cells"


def _picker(places: Sequence[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """Takes those cells and lets the rest of the line go."""
    if len(places) == 1:
        return lambda row: (row[places[0]],)
    return itemgetter(*places)


def _check_columns(wanted: Sequence[str], header: Sequence[str], source: str) -> None:
    """Raises MappingInvalid that names what is missing, what is there twice, and what there is."""
    missing = [name for name in wanted if name not in header]
    twice = [name for name in wanted if header.count(name) > 1]
    if missing:
        there = ", ".join(f"'{name}'" for name in header[:40]) or "no columns at all"
        raise MappingInvalid(
            {name: f"{source} has no column '{name}'." for name in missing} | {"there": f"It has {there}."}
        )
    if twice:
        raise MappingInvalid({twice[0]: f"{source} has more than one column '{twice[0]}'. Give each its own name."})


def _query(mapping: SourceMapping, *, quote: str) -> str:
    """A plain SELECT of the named columns. Raises MappingInvalid for a mapping with no table, or that does more."""
    columns = ", ".join(_quoted(name, quote) for name in mapping.used_columns())
    if mapping.table:
        table = ".".join(_quoted(part, quote) for part in mapping.table.split("."))
        return f"SELECT {columns} FROM {table}"  # noqa: S608 - names are quoted
    inner = mapping.select.strip().rstrip(";")
    if not inner:
        raise MappingInvalid({"table": 'A database needs table = "name" or select = "SELECT ..." in the mapping.'})
    if ";" in inner or inner.split(None, 1)[0].lower() not in {"select", "with"}:
        raise MappingInvalid({"select": "select must be one SELECT, and nothing that changes the database."})
    return f"SELECT {columns} FROM ({inner}) AS source"  # noqa: S608 - the body's own query, run read-only


def _quoted(name: str, quote: str) -> str:
    return quote + name.replace(quote, quote * 2) + quote


def _sqlite_rows(address: str, query: str) -> Iterator[Line]:
    path = Path(unquote(address.removeprefix("sqlite:///")))
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("PRAGMA query_only = 1")
            yield from _fetched(connection.execute(query))
    except sqlite3.Error as error:
        raise SourceUnavailable(f"{path.name} could not be read: {error}. Look at the names in the mapping.") from error


def _postgres_rows(address: str, query: str) -> Iterator[Line]:
    try:
        import psycopg  # noqa: PLC0415 - only where a body reads PostgreSQL
    except ImportError as error:
        raise SourceUnavailable("PostgreSQL needs one more part: pip install 'fingerpost[scale]'.") from error
    try:
        psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.Error:  # its words quote what it could not read, which may be the password
        how = "postgresql://user@host/name, with %40 for each @ within a part"
        raise SourceUnavailable(f"The address of the database cannot be read. Write it as {how}.") from None
    try:
        with psycopg.connect(address) as connection:
            connection.read_only = True
            with connection.cursor(name="fingerpost") as cursor:
                cursor.itersize = BLOCK
                yield from _fetched(cursor.execute(query.encode()))
    except psycopg.Error as error:
        words = str(error).strip().splitlines()[:1]
        raise SourceUnavailable(f"The database could not be read: {' '.join(words)}", detail=str(error)) from error


def _fetched(cursor: Any) -> Iterator[Line]:
    yield 0, ()
    number = 0
    while rows := cursor.fetchmany(BLOCK):
        for row in rows:
            number += 1
            yield number, tuple("" if value is None else str(value) for value in row)
