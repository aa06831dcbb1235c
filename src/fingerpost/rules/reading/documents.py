"""Reads YAML so that each value remembers the line it stood on, and decimals stay exact."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from fingerpost.rules.faults import Problem, RulesInvalid

LARGEST_DIGITS = 15  # of a number: beyond any sum
DEEPEST = 20  # levels of lists and mappings
LARGEST_FILE = 1_000_000  # bytes: a rule file is written by people
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """One rule file: its name, its data, and the line of each path into the data. Keys are always text: `yes`, `no` and
    `on` are words here, not truth values."""

    file: str
    data: Any
    lines: dict[Path_, int] = field(default_factory=dict, repr=False)

    def line(self, *path: str | int) -> int:
        """The line where `path` stands, or the nearest one above it that is known."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, words: str, *path: str | int) -> Problem:
        return Problem(file=self.file, line=self.line(*path), words=words)


def read_document(path: Path, *, name: str = "") -> Document:
    """Read one file. Raises RulesInvalid: not UTF-8, too large, not YAML, a key twice, an anchor."""
    name = name or path.name
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise RulesInvalid([Problem(file=name, line=1, words=f"cannot be read: {fault.strerror}")]) from fault
    if len(data) > LARGEST_FILE:
        raise RulesInvalid([Problem(file=name, line=1, words=f"is larger than {LARGEST_FILE:,} bytes")])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise RulesInvalid([Problem(file=name, line=line, words="is not UTF-8: save it as UTF-8")]) from fault
    return parse_document(text, name=name)


def parse_document(text: str, *, name: str) -> Document:
    """Read YAML text. Raises RulesInvalid."""
    try:
        if _depth(text) > DEEPEST:
            words = f"goes more than {DEEPEST} levels deep"
            raise RulesInvalid([Problem(file=name, line=1, words=words)])
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        words = f"is not YAML: {getattr(fault, 'problem', None) or fault}"
        raise RulesInvalid([Problem(file=name, line=mark.line + 1 if mark else 1, words=words)]) from fault
    if node is None:
        raise RulesInvalid([Problem(file=name, line=1, words="is empty")])
    reading = _Reading(name)
    value = reading.value(node, ())
    if reading.problems:
        raise RulesInvalid(reading.problems)
    return Document(file=name, data=value, lines=reading.lines)


def _depth(text: str) -> int:
    """How many levels of lists and mappings within one another. Read as a stream: what composes them calls itself for
    each level, and a file made for it would end the process."""
    level = deepest = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            level += 1
            deepest = max(deepest, level)
            if deepest > DEEPEST:
                break
        elif isinstance(event, yaml.CollectionEndEvent):
            level -= 1
    return deepest


class _Reading:
    """Reads the nodes of one file, and keeps the line of each."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def _wrong(self, node: yaml.Node, words: str) -> None:
        self.problems.append(Problem(file=self.name, line=node.start_mark.line + 1, words=words))

    def value(self, node: yaml.Node, path: Path_) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if id(node) in self._seen:
            self._wrong(node, "uses an alias (*name): write the value out")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, i)) for i, item in enumerate(node.value)]
        return self._mapping(node, path)

    def _mapping(self, node: yaml.Node, path: Path_) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self._wrong(key, "has a key that is not text")
                continue
            if key.value in mapping:
                self._wrong(key, f"has {key.value!r} twice")
            mapping[key.value] = self.value(item, (*path, key.value))
            self.lines[*path, key.value] = key.start_mark.line + 1
        return mapping

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        try:
            return _scalar(node)
        except (ValueError, ArithmeticError):
            self._wrong(node, f"cannot read {node.value!r}")
            return None


def _scalar(node: yaml.ScalarNode) -> Any:
    tag = node.tag.rsplit(":", 1)[-1]
    if tag == "bool":
        return node.value.lower() in {"yes", "true", "on"}
    if tag in {"int", "float"}:
        number = Decimal(node.value.replace("_", ""))
        if not number.is_finite() or number.adjusted() >= LARGEST_DIGITS:
            raise ValueError
        return int(number) if tag == "int" else number
    if tag == "timestamp":
        return date.fromisoformat(node.value)
    return None if tag == "null" else node.value


def rule_files(folder: Path) -> Iterator[Path]:
    """The YAML files of a folder, in the order of their names."""
    yield from sorted(path for path in folder.rglob("*.yaml") if path.is_file())
