"""Connections to PostgreSQL: one for each thread, made again when it has broken."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

from fingerpost.contract.errors import IndexUnavailable, StoreUnavailable
from fingerpost.engines.search.embedded.files import REBUILD


class Connections:
    """`address` is a connection string; without one, the connection goes where Django's does."""

    def __init__(self, address: str | None) -> None:
        self._address = address
        self._held = threading.local()

    @contextmanager
    def use(self) -> Iterator["psycopg.Connection[Any]"]:
        """This thread's connection, in autocommit. Raises StoreUnavailable or IndexUnavailable for its faults."""
        try:
            yield self._connect()
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedObject) as error:
            raise IndexUnavailable(f"The search index has not been made yet. {REBUILD}", detail=str(error)) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise IndexUnavailable(
                "PostgreSQL does not let this user make the search index. Ask its administrator to run "
                "`CREATE EXTENSION vector` in this database, then run `fingerpost index rebuild`.",
                detail=str(error),
            ) from error
        except psycopg.errors.DiskFull as error:
            raise IndexUnavailable(
                "The database's disk is full, so the search index could not take in the latest changes. It still "
                "answers from what it had. Free some space, then run `fingerpost index rebuild`.",
                detail=str(error),
            ) from error
        except psycopg.OperationalError as error:
            raise StoreUnavailable(
                "The database cannot be reached. Nothing already accepted is lost. Check that it is running, then try "
                "again.",
                detail=str(error),
            ) from error

    def close(self) -> None:
        """Close this thread's connection."""
        held = getattr(self._held, "connection", None)
        if held is not None:
            held.close()
            self._held.connection = None

    def _connect(self) -> "psycopg.Connection[Any]":
        held: psycopg.Connection[Any] | None = getattr(self._held, "connection", None)
        if held is None or held.closed or held.broken:
            held = psycopg.connect(self._address or _where_django_goes(), autocommit=True)
            self._held.connection = held
        return held


def _where_django_goes() -> str:
    """The connection string of Django's own database, as its settings stand now: tests have one of their own."""
    settings = connection.settings_dict
    named = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    return psycopg.conninfo.make_conninfo(**{name: str(value) for name, value in named.items() if value})
