"""What a source of households is for, and which of its columns is which fact: a TOML file that a body writes.

    title = "School admissions and Council Tax Reduction, autumn 2026"
    purpose = "Find families who are entitled to free school meals and do not get them"
    legal_basis = "Education Act 1996 section 512ZB; UK GDPR Article 6(1)(e)"
    owner = "Head of Education Welfare"
    schemes = ["free_school_meals"]
    reference = "case_ref"                      # the body's own number for the household
    keep = ["amount", "reasons", "missing"]     # what may stand in the result beside reference, scheme and confidence
    keep_days = 90
    nation = "england"                          # or a column, as below, with values

    [columns]                                   # a fact, or one member's fact, and the column that holds it
    "number_of_children" = "children"
    "you.date_of_birth" = {column = "dob", form = "%d/%m/%Y"}
    "you.earnings" = {column = "weekly_pay", period = "week"}
    "in_couple" = {column = "couple", yes = ["Y"], no = ["N"]}
    "housing" = {column = "tenure", values = {PRS = "private_rent", SRS = "social_rent"}}

    [same_for_all]                              # facts that the source does not hold and that are the same for each
    no_public_funds = false

    [receives]                                  # who gets it already
    free_school_meals = {column = "fsm", yes = ["Y"], no = ["N"]}

A database also needs `table = "name"`, or `select = "SELECT ..."`. Columns that are not named here are left where they
are: of a database they are not asked for, and of a file they are dropped as each line is read.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.contract.errors import InvalidRequest
from fingerpost.rules.book import RuleBook

YES = frozenset({"y", "yes", "true", "t", "1"})
NO = frozenset({"n", "no", "false", "f", "0"})
NOT_KNOWN = frozenset({""})
PERIODS = ("week", "four-weeks", "month", "year")
KEEPABLE = frozenset({"amount", "reasons", "missing"})
NEEDED = ("title", "purpose", "legal_basis", "owner", "reference")
OPTIONAL = ("schemes", "keep", "keep_days", "nation", "weight", "table", "select", "encoding", "delimiter")
TABLES = ("columns", "same_for_all", "receives")
LONGEST_KEPT = 365  # days
_PATH = re.compile(r"(?:(?P<adult>you|partner)\.|(?P<child>children\.(?:\d|1[01]))\.)?(?P<name>[a-z][a-z_0-9]*)")


class MappingInvalid(InvalidRequest):
    """A mapping file that cannot be used. `problems` maps the place in the file to a sentence."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Where a value comes from and how it is written there. Words are compared without regard to case.

    `form` is how a date is written (as in `strptime`), or "age" for an age in whole years; `period` the period of an
    amount of money; `values` what stands in the column for each choice; `unknown` what stands there for "not known".
    """

    column: str
    form: str = ""
    period: str = ""
    yes: frozenset[str] = YES
    no: frozenset[str] = NO
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    unknown: frozenset[str] = NOT_KNOWN


@dataclass(frozen=True, kw_only=True)
class SourceMapping:
    """One mapping file, read. `columns` and `same_for_all` go by path, such as "you.earnings"; `receives` by scheme.

    `digest` is the SHA-256 of the file: it says later under which terms the data was read.
    """

    title: str
    purpose: str
    legal_basis: str
    owner: str
    reference: str
    columns: Mapping[str, Cell]
    digest: str
    schemes: tuple[str, ...] = ()
    keep: frozenset[str] = frozenset()
    keep_days: int = 90
    nation: Nation | Cell | None = None
    weight: str = ""
    same_for_all: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    receives: Mapping[str, Cell] = field(default_factory=lambda: MappingProxyType({}))
    table: str = ""
    select: str = ""
    encoding: str = "utf-8-sig"
    delimiter: str = ","

    def used_columns(self) -> tuple[str, ...]:
        """Every column that is read, each once, in the order of the file. No other is touched."""
        cells = [*self.columns.values(), *self.receives.values()]
        if isinstance(self.nation, Cell):
            cells.append(self.nation)
        names = [self.reference, *([self.weight] if self.weight else []), *(cell.column for cell in cells)]
        return tuple(dict.fromkeys(names))


def fact_of(path: str) -> str | None:
    """The key of the fact that a path asks for: "adult.earnings" for "you.earnings". None where it is no path."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    entity = "adult." if found["adult"] else "child." if found["child"] else ""
    return entity + found["name"]


def read_mapping(path: Path) -> SourceMapping:
    """Read a mapping file. Whether its facts and schemes exist is looked at where the rules are known (`check_facts`).

    Raises MappingInvalid with every problem, each under its place in the file.
    """
    try:
        raw = path.read_bytes()
        table = tomllib.loads(raw.decode("utf-8"))
    except OSError as error:
        raise MappingInvalid({"file": f"{path.name} could not be read: {error.strerror}."}) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingInvalid({"file": f"{path.name} could not be read: {error}."}) from error
    problems: dict[str, str] = {}
    cells = {name: _cells(table.get(name, {}), name, problems) for name in ("columns", "receives")}
    _check_form(table, problems)
    nation = _nation(table.get("nation"), problems)
    if problems:
        raise MappingInvalid({place: f"{path.name}: {place}: {words}" for place, words in problems.items()})
    return SourceMapping(
        **{name: table[name] for name in NEEDED},
        **{name: table[name] for name in ("keep_days", "weight", "table", "select") if name in table},
        **{name: table[name] for name in ("encoding", "delimiter") if name in table},
        columns=cells["columns"],
        receives=cells["receives"],
        schemes=tuple(table.get("schemes", ())),
        keep=frozenset(table.get("keep", ())),
        nation=nation,
        same_for_all=MappingProxyType(dict(table.get("same_for_all", {}))),
        digest=hashlib.sha256(raw).hexdigest(),
    )


def check_facts(mapping: SourceMapping, book: RuleBook) -> None:
    """Raises MappingInvalid for a fact or a scheme that the rules do not know, or words that are not its choices."""
    problems = {path: words for path in mapping.columns if (words := _unfit(mapping.columns[path], path, book))}
    for path in mapping.same_for_all:
        if fact_of(path) not in book.facts:
            problems[path] = f"'{path}' is no fact of these rules."
    for scheme in (*mapping.schemes, *mapping.receives):
        if scheme not in book.public:
            problems[scheme] = f"'{scheme}' is no scheme of these rules."
    if problems:
        raise MappingInvalid(problems)


def _unfit(cell: Cell, path: str, book: RuleBook) -> str:
    """A sentence where a column cannot hold its fact, else ""."""
    fact = book.facts.get(fact_of(path) or "")
    if fact is None:
        return f"'{path}' is no fact of these rules."
    if cell.period and not fact.unit.period:
        return f"{path}: has a period, and '{fact.name}' is not money by a period."
    wrong = sorted(set(cell.values.values()) - set(fact.choices))
    if wrong and fact.choices:
        return f"{path}: '{wrong[0]}' is no choice. There are: {', '.join(fact.choices)}."
    return f"{path}: has values, and '{fact.name}' is no choice." if cell.values and not fact.choices else ""


def _check_form(table: Mapping[str, Any], problems: dict[str, str]) -> None:
    """Notes everything that is missing, unknown or of the wrong kind."""
    for name in sorted(set(table) - {*NEEDED, *OPTIONAL, *TABLES}):
        problems[name] = "is not a setting of a mapping."
    for name in NEEDED:
        if not isinstance(table.get(name), str) or not table[name].strip():
            problems[name] = "must be filled in: it says what the data is used for, and on what terms."
    if not table.get("columns"):
        problems["columns"] = "name at least one column and the fact that it holds."
    days = table.get("keep_days", 90)
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST_KEPT:
        problems["keep_days"] = f"must be a whole number of days from 1 to {LONGEST_KEPT}."
    if not set(table.get("keep", ())) <= KEEPABLE:
        problems["keep"] = f"may hold {', '.join(sorted(KEEPABLE))} and nothing else."
    for path in {**table.get("columns", {}), **table.get("same_for_all", {})}:
        if fact_of(path) is None:
            problems[path] = "is no fact. Write a fact such as rent, you.earnings or children.0.date_of_birth."
    for path in set(table.get("columns", {})) & set(table.get("same_for_all", {})):
        problems[path] = "stands under columns and under same_for_all. Leave out one."


def _cells(table: Any, place: str, problems: dict[str, str]) -> Mapping[str, Cell]:
    found: dict[str, Cell] = {}
    if not isinstance(table, dict):
        problems[place] = "must be a table, with a name and a column on each line."
        return found
    for name, raw in table.items():
        cell = _cell(raw)
        if isinstance(cell, str):
            problems[f"{place}.{name}"] = cell
        else:
            found[name] = cell
    return MappingProxyType(found)


def _cell(raw: Any) -> Cell | str:
    """A cell, or a sentence on what is wrong with it."""
    table = {"column": raw} if isinstance(raw, str) else raw
    if not isinstance(table, dict) or not isinstance(table.get("column"), str) or not table["column"]:
        return 'write the name of a column, or {column = "name", ...}.'
    extra = sorted(set(table) - {"column", "form", "period", "yes", "no", "values", "unknown"})
    if extra:
        return f"'{extra[0]}' is not known here. There are: column, form, period, yes, no, values, unknown."
    if table.get("period", "") not in {"", *PERIODS}:
        return f"period must be one of {', '.join(PERIODS)}."
    values = table.get("values", {})
    if not isinstance(values, dict) or not all(isinstance(each, str) for each in values.values()):
        return "values must name a choice for each word of the column."
    return Cell(
        column=table["column"],
        form=str(table.get("form", "")),
        period=table.get("period", ""),
        yes=_words(table.get("yes")) or YES,
        no=_words(table.get("no")) or NO,
        values=MappingProxyType({_fold(key): value for key, value in values.items()}),
        unknown=_words(table.get("unknown")) | NOT_KNOWN,
    )


def _nation(raw: Any, problems: dict[str, str]) -> Nation | Cell | None:
    if raw is None:
        return None
    if isinstance(raw, str):
        if raw in set(Nation):
            return Nation(raw)
        problems["nation"] = f"'{raw}' is not one of {', '.join(Nation)}. For a column write {{column = ...}}."
        return None
    cell = _cell(raw)
    if isinstance(cell, str):
        problems["nation"] = cell
        return None
    if not set(cell.values.values()) <= set(Nation):
        problems["nation"] = f"each of values must be one of {', '.join(Nation)}."
    return cell


def _words(raw: Any) -> frozenset[str]:
    return frozenset(_fold(str(each)) for each in ([raw] if isinstance(raw, str) else raw or ()))


def _fold(word: str) -> str:
    return word.strip().casefold()
