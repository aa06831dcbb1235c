"""Database triggers that refuse any change to a row of the ledger, on SQLite and on PostgreSQL."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "the ledger is append-only"


@dataclass(frozen=True, kw_only=True)
class AppendOnly:
    """A table whose rows are only ever added. `in_the_way` says, in SQLite's words, when a new row is refused."""

    table: str
    in_the_way: str


# INSERT OR REPLACE deletes the row in its way without waking a delete trigger (unless recursive_triggers is on), and
# an INSERT that names its own number could slip in among older rows: both are refused before they begin. NEW.seq is
# null or -1 while SQLite has yet to give the number.
ENTRIES = AppendOnly(
    table="record_entry",
    in_the_way="""
    (NEW.seq > 0 AND NEW.seq <= (SELECT COALESCE(MAX(seq), 0) FROM record_entry))
    OR EXISTS (
        SELECT 1 FROM record_entry WHERE body = NEW.body AND reference = NEW.reference AND event = NEW.event
    )
""",
)
TREE = (
    AppendOnly(
        table="ledger_treeleaf",
        in_the_way="""
    NEW."index" <> (SELECT COALESCE(MAX("index") + 1, 0) FROM ledger_treeleaf)
    OR EXISTS (SELECT 1 FROM ledger_treeleaf WHERE entry = NEW.entry)
""",
    ),
    AppendOnly(
        table="ledger_treenode",
        in_the_way="""
    (NEW.id > 0 AND NEW.id <= (SELECT COALESCE(MAX(id), 0) FROM ledger_treenode))
    OR EXISTS (SELECT 1 FROM ledger_treenode WHERE level = NEW.level AND "index" = NEW."index")
""",
    ),
    AppendOnly(
        table="ledger_checkpoint",
        in_the_way="NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM ledger_checkpoint)",
    ),
    AppendOnly(
        table="ledger_cosignature",
        in_the_way="""
    (NEW.id > 0 AND NEW.id <= (SELECT COALESCE(MAX(id), 0) FROM ledger_cosignature))
    OR EXISTS (SELECT 1 FROM ledger_cosignature WHERE checkpoint = NEW.checkpoint AND witness = NEW.witness)
""",
    ),
)
LEDGER = (ENTRIES, *TREE)

SQLITE_TRIGGERS = ("no_update", "no_delete", "no_replace")
POSTGRES_TRIGGERS = ("no_change", "no_truncate")


def create_triggers(connection: BaseDatabaseWrapper, tables: Iterable[AppendOnly] = (ENTRIES,)) -> None:
    """Make these tables append-only from now on."""
    _run(connection, [statement for each in tables for statement in _creating(connection.vendor, each)])


def drop_triggers(connection: BaseDatabaseWrapper, tables: Iterable[AppendOnly] = (ENTRIES,)) -> None:
    """Take the triggers away: for migrations that rebuild a table, and for tests that empty it."""
    _run(connection, [statement for each in tables for statement in _dropping(connection.vendor, each)])


def missing_triggers(connection: BaseDatabaseWrapper, tables: Iterable[AppendOnly] = LEDGER) -> list[str]:
    """The names of those that should hold the tables and are not there, or sleep."""
    names = {"sqlite": SQLITE_TRIGGERS, "postgresql": POSTGRES_TRIGGERS}[connection.vendor]
    found = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(found)
        there = {name for (name,) in cursor.fetchall()}
    return [f"{each.table}_{name}" for each in tables for name in names if f"{each.table}_{name}" not in there]


def _creating(vendor: str, each: AppendOnly) -> Iterator[str]:
    table = each.table
    if vendor == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"
        yield f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {each.in_the_way} {refuse}"
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    yield (
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    yield (
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )
    # ENABLE ALWAYS: they hold in a replication session too, where ordinary triggers sleep.
    yield from (f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_{name}" for name in POSTGRES_TRIGGERS)


def _dropping(vendor: str, each: AppendOnly) -> Iterator[str]:
    if vendor == "sqlite":
        yield from (f"DROP TRIGGER IF EXISTS {each.table}_{name}" for name in SQLITE_TRIGGERS)
    else:
        yield from (f"DROP TRIGGER IF EXISTS {each.table}_{name} ON {each.table}" for name in POSTGRES_TRIGGERS)


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
