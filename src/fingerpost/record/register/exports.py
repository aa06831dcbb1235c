"""The register to take away: as JSON, as a table, and as the public list of algorithmic tools takes a record.

No cell of the table can be taken for a formula, and no word of a card for HTML.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from html import escape
from typing import Any

from fingerpost.contract.transparency import read_finder, read_standard
from fingerpost.record.register.external import COLUMNS, FINDER
from fingerpost.record.register.external_files import guarded
from fingerpost.record.register.public import Field, PublicRecord, Section

ABOUT = ("system", "kind", "version", "phase", "owner", "faults")


def as_values(record: PublicRecord) -> dict[str, Any]:
    """One record as plain JSON values: everything that its page shows. The accounts of staff it never does."""
    values: dict[str, Any] = _plain(asdict(record))
    moves = [{name: told for name, told in move.items() if name != "by"} for move in values["history"]]
    return {**values, "history": moves, "blocks_production": bool(record.blocking)}


def as_json(records: Iterable[PublicRecord], *, at: datetime) -> dict[str, Any]:
    """Every record, with the moment at which it was so."""
    return {"at": _plain(at), "standard": read_standard().version, "records": [as_values(each) for each in records]}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return f"{value}" if isinstance(value, date) else value


def as_csv(records: Iterable[PublicRecord]) -> bytes:
    """One row a record, UTF-8 with a mark that Excel knows it by. Every field of the standard, ours, and the faults.

    The columns of `external.COLUMNS` are those that `read_external_csv` reads.
    """
    rows = [_row(each) for each in records]
    more = sorted({key for row in rows for key in row} - {*ABOUT, *COLUMNS})
    out = io.StringIO(newline="")
    columns = [*ABOUT, *(each for each in COLUMNS if each not in ABOUT), *more]
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(row.get(column, "")) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def as_template() -> bytes:
    """An empty table with the columns that `read_external_csv` reads, to be filled in."""
    return (",".join(COLUMNS) + "\r\n").encode("utf-8-sig")


def _row(record: PublicRecord) -> dict[str, str]:
    prefix = read_finder().prefix
    filed = {key: record.metadata.get(f"{prefix}{facet.key}", "") for key, facet in FINDER.items()}
    return {
        **{each.key: _lines(each.value) for section in record.sections for each in section.fields},
        **{key: _lines(value) for key, value in filed.items()},
        "system": record.name,
        "kind": record.kind,
        "version": f"{record.version}",
        "phase": record.phase,
        "owner": record.owner,
        "challenge_address": record.challenge.address if record.challenge else "",
        "faults": "\n".join(f"{fault.kind}: {fault.words}" for fault in record.faults),
    }


def _lines(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list | tuple) else str(value)


def as_finder(record: PublicRecord) -> dict[str, Any]:
    """The record as GOV.UK's list of algorithmic tools holds one: title, summary, and under `details` its metadata
    object with exactly the keys and values of the finder, and the body as HTML."""
    return {
        "base_path": f"/algorithmic-transparency-records/{record.name.replace('_', '-')}",
        "document_type": "algorithmic_transparency_record",
        "title": record.title,
        "description": record.summary,
        "public_updated_at": _plain(record.at),
        "details": {"metadata": _plain(record.metadata), "body": html_of(record)},
    }


def html_of(record: PublicRecord) -> str:
    """The record as plain HTML: a heading a section, a heading a field, a table for what repeats."""
    faults = "".join(f"<li>{escape(fault.kind)}: {escape(fault.words)}</li>" for fault in record.faults)
    warned = f"<h2>What is wrong with this record</h2><ul>{faults}</ul>" if faults else ""
    return warned + "".join(_section(each) for each in record.sections)


def _section(section: Section) -> str:
    tables = section.groups()
    single = "".join(_field(each) for each in section.fields if not each.group)
    return f"<h2>{escape(section.title)}</h2>{single}{''.join(_table(columns) for columns in tables.values())}"


def _heading(each: Field) -> str:
    return escape(f"{each.number} {each.title}".strip())


def _field(each: Field) -> str:
    if isinstance(each.value, tuple):
        return f"<h3>{_heading(each)}</h3><ul>{''.join(f'<li>{escape(line)}</li>' for line in each.value)}</ul>"
    return f"<h3>{_heading(each)}</h3><p>{escape(each.value)}</p>"


def _table(columns: tuple[Field, ...]) -> str:
    head = "".join(f'<th scope="col">{_heading(each)}</th>' for each in columns)
    values = [each.value if isinstance(each.value, tuple) else (each.value,) for each in columns]
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in zip(*values, strict=True)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
