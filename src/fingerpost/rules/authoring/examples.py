"""Worked examples: a household, a day, a nation, and what must come out, worked by hand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.rules.faults import Problem, RulesInvalid
from fingerpost.rules.reading.documents import Document, read_document, rule_files
from fingerpost.rules.reading.files import UK

BASES = "_bases.yaml"
_FIELDS = frozenset({"id", "on", "nation", "base", "facts", "given", "expect", "working", "source"})
_MEMBERS = ("adults", "children")


@dataclass(frozen=True, kw_only=True)
class Example:
    """One worked example of a scheme. `own` are the facts it gives itself, `facts` these over those of its base.

    `given` sets rules from outside, in pounds. `expect` is what must come out by name of scheme or rule.
    """

    id: str
    scheme: str
    on: date
    nation: Nation | None
    facts: Mapping[str, Any]
    own: Mapping[str, Any]
    base: str
    given: Mapping[str, Any]
    expect: Mapping[str, Any]
    working: tuple[str, ...]
    source: str
    file: str
    line: int


@cache
def uk_examples() -> tuple[Example, ...]:
    """Those that come with Fingerpost. Raises RulesInvalid."""
    return tuple(read_examples(UK / "examples"))


def with_own(folder: Path) -> Sequence[Example]:
    """Those that come along and a body's own: its file for a scheme takes the place of ours, as its scheme does.

    Raises RulesInvalid.
    """
    if not folder.is_dir():
        return uk_examples()
    own = {path.stem for path in rule_files(folder)}
    return (*(each for each in uk_examples() if each.scheme not in own), *read_examples(folder))


def read_examples(folder: Path) -> list[Example]:
    """Every example of a folder, file by file. Without bases of its own it has those that come along.

    Raises RulesInvalid, which names each fault by file and line.
    """
    paths = [path for path in rule_files(folder) if path.name != BASES]
    bases = read_document((folder if (folder / BASES).is_file() else UK / "examples") / BASES).data
    problems: list[Problem] = []
    found: list[Example] = []
    for path in paths:
        try:
            document = read_document(path, name=f"{folder.parent.name}/{folder.name}/{path.name}")
        except RulesInvalid as fault:
            problems.extend(fault.problems)
            continue
        found.extend(_read(document, path.stem, bases, problems))
    if problems:
        raise RulesInvalid(problems)
    return found


def examples_of(scheme: str, examples: Iterable[Example]) -> list[Example]:
    """Those that stand in the file of a scheme."""
    return [each for each in examples if each.scheme == scheme]


def _read(document: Document, scheme: str, bases: Mapping[str, Any], problems: list[Problem]) -> list[Example]:
    if not isinstance(document.data, list):
        problems.append(document.problem("must be a list of examples"))
        return []
    found: list[Example] = []
    seen: set[str] = set()
    for at, each in enumerate(document.data):
        wrong = _faults(each, bases, seen)
        problems.extend(document.problem(words, at) for words in wrong)
        if not wrong:
            seen.add(each["id"])
            found.append(_example(document, at, each, scheme, bases))
    return found


def _faults(each: Any, bases: Mapping[str, Any], seen: set[str]) -> list[str]:
    if not isinstance(each, Mapping):
        return ["must be a mapping with id, on, nation, facts, expect and working"]
    name = each.get("id", "an example without id")
    found = [f"{name}: {field!r} is not a field here" for field in each if field not in _FIELDS]
    found += [f"{name}: `{field}` is missing" for field in ("id", "on", "expect", "working") if not each.get(field)]
    if name in seen:
        found.append(f"{name}: stands twice in this file")
    if "on" in each and not isinstance(each["on"], date):
        found.append(f"{name}: `on` must be a day such as 2026-11-23")
    if each.get("nation") not in {None, *map(str, Nation)}:
        found.append(f"{name}: `nation` must be one of {', '.join(Nation)}")
    if each.get("base") and each["base"] not in bases:
        found.append(f"{name}: there is no base {each['base']!r}: {', '.join(bases)}")
    return found


def _example(document: Document, at: int, each: Mapping[str, Any], scheme: str, bases: Mapping[str, Any]) -> Example:
    own = each.get("facts") or {}
    working = each["working"]
    nation = each.get("nation")
    return Example(
        id=str(each["id"]),
        scheme=scheme,
        on=each["on"],
        nation=Nation(nation) if nation else None,
        facts=laid_over(bases.get(each.get("base", ""), {}), own),
        own=own,
        base=str(each.get("base", "")),
        given=each.get("given") or {},
        expect=each["expect"],
        working=tuple(map(str, working if isinstance(working, list) else [working])),
        source=str(each.get("source", "own")),
        file=document.file,
        line=document.line(at),
    )


def laid_over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of an example over those of its base: members one by one, and fact by fact. `null` takes one away."""
    facts = {**base, **own}
    for group in _MEMBERS:
        if group in facts:
            facts[group] = _members(base.get(group) or [], own.get(group) or [])
    return _without_nulls(facts)


def _members(base: Sequence[Mapping[str, Any]], own: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        _without_nulls({**(base[at] if at < len(base) else {}), **((own[at] or {}) if at < len(own) else {})})
        for at in range(max(len(base), len(own)))
    ]


def _without_nulls(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
