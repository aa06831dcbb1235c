"""Database triggers that refuse any change to an entry of the ledger, on SQLite and on PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "record_entry"
REFUSAL = "the ledger is append-only"

# INSERT OR REPLACE deletes the row in its way without waking a delete trigger (unless recursive_triggers is on), and
# an INSERT that names its own number could slip in among older rows: both are refused before they begin. NEW.seq is
# null or -1 while SQLite has yet to give the number.
IN_THE_WAY = """
    (NEW.seq > 0 AND NEW.seq <= (SELECT COALESCE(MAX(seq), 0) FROM record_entry))
    OR EXISTS (
        SELECT 1 FROM record_entry WHERE body = NEW.body AND reference = NEW.reference AND event = NEW.event
    )
"""
SQLITE_CREATE = (
    f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN {IN_THE_WAY} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
)
SQLITE_DROP = tuple(f"DROP TRIGGER IF EXISTS {TABLE}_{name}" for name in ("no_update", "no_delete", "no_replace"))

# ENABLE ALWAYS: they hold in a replication session too, where ordinary triggers sleep.
POSTGRES_CREATE = (
    f"CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
    f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_no_change",
    f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {TABLE}_no_truncate",
)
POSTGRES_DROP = (
    f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS {TABLE}_no_truncate ON {TABLE}",
)


def create_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the ledger append-only from now on."""
    _run(connection, SQLITE_CREATE, POSTGRES_CREATE)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for migrations that rebuild the table, and for tests that empty it."""
    _run(connection, SQLITE_DROP, POSTGRES_DROP)


def _run(connection: BaseDatabaseWrapper, sqlite: tuple[str, ...], postgres: tuple[str, ...]) -> None:
    statements = {"sqlite": sqlite, "postgresql": postgres}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
