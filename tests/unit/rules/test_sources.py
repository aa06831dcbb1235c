"""Households out of a body's own file or database: good rows as facts, bad ones with their line, and nothing else."""

import sqlite3
from datetime import date

import pytest
from tests.postgres import running_postgres

from fingerpost.contract.context import Nation
from fingerpost.rules.households.household import YearsOld
from fingerpost.rules.populations.mapping import MappingInvalid, read_mapping
from fingerpost.rules.populations.reading import BadRow, SourceRow, read_rows
from fingerpost.rules.populations.tables import SourceUnavailable
from fingerpost.rules.reading.documents import parse_document
from fingerpost.rules.reading.files import build_book

ON = date(2026, 11, 23)
WORDS = "{en: Say., cy: Dywedwch.}"
FACTS = f"""
facts:
  in_couple: {{unit: yes-no, question: {WORDS}, label: {WORDS}}}
  number_of_children: {{unit: count, question: {WORDS}, label: {WORDS}, highest: 12}}
  housing: {{unit: choice, question: {WORDS}, label: {WORDS}, choices: {{rented: {WORDS}, owned: {WORDS}}}}}
  date_of_birth: {{of: adult, unit: date, question: {WORDS}, question_partner: {WORDS}, label: {WORDS}}}
  earnings: {{of: adult, unit: money/year, highest: 9999, question: {WORDS}, question_partner: {WORDS}, label: {WORDS}}}
"""
CHILD = f"facts:\n  date_of_birth: {{of: child, unit: date, question: {WORDS}, label: {WORDS}}}\n"
MAPPING = """
title = "School admissions"
purpose = "Find who misses free school meals"
legal_basis = "Public task"
owner = "Head of Education Welfare"
reference = "ref"
nation = {column = "nation", values = {E = "england", W = "wales"}}
[columns]
"in_couple" = "couple"
"you.date_of_birth" = {column = "born", form = "%d/%m/%Y"}
"you.earnings" = {column = "pay", period = "week"}
"housing" = {column = "tenure", values = {PRS = "rented"}}
"children.0.date_of_birth" = "child1"
"children.1.date_of_birth" = {column = "child2", form = "age"}
[receives]
"""
HEAD = "ref,nation,couple,born,pay,tenure,child1,child2,religion\n"
GOOD = "A1,E,Y,31/12/1990,£100.00,PRS,2015-05-05,3,none of your business\n"


@pytest.fixture(scope="module")
def book():
    return build_book([parse_document(FACTS, name="facts.yaml"), parse_document(CHILD, name="children.yaml")])


@pytest.fixture
def read(book, tmp_path):
    def read(lines: str, *, mapping: str = MAPPING, head: str = HEAD) -> list[SourceRow | BadRow]:
        (tmp_path / "map.toml").write_text(mapping, encoding="utf-8")
        (tmp_path / "data.csv").write_text(head + lines, encoding="utf-8")
        return list(read_rows(str(tmp_path / "data.csv"), read_mapping(tmp_path / "map.toml"), book=book, on=ON))

    return read


def test_a_row_becomes_facts_in_the_units_of_the_rules(read):
    (row,) = read(GOOD)
    assert row.reference == "A1"
    assert row.nation is Nation.ENGLAND
    assert row.values == {
        "in_couple": True,
        "you.date_of_birth": date(1990, 12, 31),
        "you.earnings": 520_000,
        "housing": "rented",
        "children.0.date_of_birth": date(2015, 5, 5),
        "children.1.date_of_birth": YearsOld(3),
        "number_of_children": 2,
    }


def test_a_column_that_is_not_mapped_is_nowhere(read):
    (row,) = read(GOOD)
    assert "business" not in repr(row)


def test_an_empty_cell_is_not_known_and_never_no_or_nought(read):
    (row,) = read("A1,E,,,,,,,\n")
    assert row.values == {"number_of_children": 0}, "no child is told of, and the file has a column for each"


def test_a_bad_row_says_where_and_what_without_its_own_words_and_the_good_go_on(read):
    bad, good = read("A0,E,perhaps,1990-12-31,lots,tent,,,x\n" + GOOD)
    assert isinstance(good, SourceRow)
    assert (bad.line, bad.reference) == (2, "A0")
    assert bad.reasons == (
        "couple says neither yes nor no",
        "born is not a date written as %d/%m/%Y",
        "pay is not a number that can be used",
        "tenure holds a word that values does not name",
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("A1,E,Y\n", "it has 3 cells, and the first line has 9"),
        (",E,Y,,,,,,\n", "it has no reference"),
        ("A1,E,Y,,-5,,,,\n", "pay is beyond what is possible"),
        ("A1,E,Y,,1e99,,,,\n", "pay is not a number that can be used"),
        ("A1,E,Y,,nan,,,,\n", "pay is not a number that can be used"),
        ("A1,F,Y,,,,,,\n", "nation holds a word that values does not name"),
        ("A1,E,Y,,,,,three,\n", "child2 is not an age in whole years"),
        ("A1,E,Y,01/01/2020,,,,,\n", "you.date_of_birth does not fit. These questions are for people of 16"),
        ("A1,E,Y,01/01/2000,,,2001-01-01,,\n", "children.0.date_of_birth does not fit. A child here is under 20"),
    ],
)
def test_each_kind_of_bad_row_has_its_reason(read, line, words):
    (row,) = read(line)
    assert isinstance(row, BadRow)
    assert any(reason.startswith(words) for reason in row.reasons)


def test_a_file_without_the_columns_is_refused_before_any_row_and_says_what_there_is(read):
    with pytest.raises(MappingInvalid, match="has no column 'pay'") as caught:
        read("", head="ref,nation,couple,born,wages,tenure,child1,child2\n")
    assert "'wages'" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('purpose = "Find who misses free school meals"', ""), "purpose"),
        (('"you.earnings"', '"you.wages"'), "no fact"),
        (('"rented"', '"a_tent"'), "no choice"),
        (('period = "week"', 'period = "fortnight"'), "period must be one of"),
        (('"in_couple" = "couple"', '"in_couple" = {column = "couple", period = "week"}'), "not money"),
        (("[receives]", '[receives]\nmeals = "fsm"'), "no scheme"),
        (('reference = "ref"', 'reference = "ref"\nkeep_days = 4000'), "keep_days"),
        (("[columns]", "[columns"), "could not be read"),
    ],
)
def test_a_mapping_that_cannot_hold_says_why(read, change, words):
    with pytest.raises(MappingInvalid) as caught:
        read(GOOD, mapping=MAPPING.replace(*change))
    assert words in str(caught.value)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "households.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("create table cases (ref, couple, pay, religion)")
        made.execute("insert into cases values ('A1', 'Y', 250.5, 'secret'), ('A2', null, null, 'secret')")
    return f"sqlite:///{path}"


BY_SQL = """
title = "Cases"
purpose = "p"
legal_basis = "l"
owner = "o"
reference = "ref"
table = "cases"
[columns]
"in_couple" = "couple"
"you.earnings" = "pay"
"""


def mapped(tmp_path, text):
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    return read_mapping(tmp_path / "map.toml")


@pytest.mark.parametrize("source", ['table = "cases"', 'select = "SELECT * FROM cases"'])
def test_a_database_is_asked_for_the_mapped_columns_alone(book, tmp_path, database, source):
    rows = list(read_rows(database, mapped(tmp_path, BY_SQL.replace('table = "cases"', source)), book=book, on=ON))
    assert [dict(row.values) for row in rows] == [{"in_couple": True, "you.earnings": 25_050}, {}]
    assert [row.nation for row in rows] == [None, None]


@pytest.mark.parametrize("select", ["DELETE FROM cases", "SELECT 1; DROP TABLE cases"])
def test_nothing_but_one_select_is_run(book, tmp_path, database, select):
    with pytest.raises(MappingInvalid, match="one SELECT"):
        read_rows(
            database, mapped(tmp_path, BY_SQL.replace('table = "cases"', f'select = "{select}"')), book=book, on=ON
        )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("sqlite:///nowhere.sqlite3", "could not be read"),
        ("mysql://host/db", "no kind of source"),
        ("no.csv", "opened"),
    ],
)
def test_a_source_that_is_not_there_says_so(book, tmp_path, source, words):
    with pytest.raises(SourceUnavailable, match=words):
        read_rows(source, mapped(tmp_path, BY_SQL), book=book, on=ON)


def test_a_column_that_a_database_does_not_have_is_a_fault_and_not_a_word(book, tmp_path, database):
    with pytest.raises(SourceUnavailable, match="wages"):
        read_rows(database, mapped(tmp_path, BY_SQL.replace('"pay"', '"wages"')), book=book, on=ON)


@pytest.fixture(scope="module")
def postgres():
    with running_postgres() as address:
        yield address


@pytest.mark.postgres
@pytest.mark.parametrize("source", ['table = "public.cases"', "select = 'SELECT * FROM cases'"])
def test_postgresql_is_asked_for_the_mapped_columns_alone_and_cannot_be_changed(book, tmp_path, postgres, source):
    import psycopg  # noqa: PLC0415 - an extra

    with psycopg.connect(postgres, autocommit=True) as made:
        made.execute("create table if not exists cases (ref text, couple text, pay numeric, religion text)")
        made.execute("truncate cases")
        made.execute("insert into cases values ('A1', 'Y', 250.50, 'secret'), ('A2', null, null, 'secret')")
    text = BY_SQL.replace('table = "cases"', source)
    rows = list(read_rows(postgres, mapped(tmp_path, text), book=book, on=ON))
    assert [dict(row.values) for row in rows] == [{"in_couple": True, "you.earnings": 25_050}, {}]
    with pytest.raises(SourceUnavailable, match="wages"):
        list(read_rows(postgres, mapped(tmp_path, text.replace('"pay"', '"wages"')), book=book, on=ON))
    thief = BY_SQL.replace(
        'table = "cases"', "select = 'WITH gone AS (DELETE FROM cases RETURNING *) SELECT * FROM gone'"
    )
    with pytest.raises(SourceUnavailable):
        list(read_rows(postgres, mapped(tmp_path, thief), book=book, on=ON))


@pytest.mark.parametrize(("old", "new"), [("£100.00", "1e-999999999"), ("31/12/1990", "31/12/9999")])
def test_a_cell_that_cannot_be_reckoned_with_makes_a_bad_row(read, old, new):
    (row,) = read(GOOD.replace(old, new))
    assert isinstance(row, BadRow)


def test_an_address_that_cannot_be_read_is_not_told_again_with_its_password(book, tmp_path):
    pytest.importorskip("psycopg")
    (tmp_path / "map.toml").write_text('table = "households"\n' + MAPPING, encoding="utf-8")
    with pytest.raises(SourceUnavailable) as caught:
        read_rows("postgresql://clerk:hun%zzter@localhost/db", read_mapping(tmp_path / "map.toml"), book=book, on=ON)
    assert "hun" not in f"{caught.value} {caught.value.public} {caught.value.detail}"
    assert caught.value.__cause__ is None
