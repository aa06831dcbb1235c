"""A reform: a small YAML file of dated figures and rules that lies over a rule book and makes another.

    reform: taper_at_half
    title: A Universal Credit taper of 50%
    why: What if people kept more of each pound they earn?
    parameters:
      universal_credit.taper:                       # scheme.parameter
        - {from: 2027-04-06, value: 0.50}           # holds from then on; with `to`, until then, and then as before
      scottish_child_payment.rate:
        - {from: 2027-04-06, to: 2028-04-05, value: {scotland: 40}}   # by nation: those not named stay as they are
    rules:
      child_benefit.weekly: {is: "qualifying_children * eldest"}      # fields of a rule; the rest stay
      child_benefit.entitled: has_child             # an expression in place of `entitled` or `amount`

What comes out is checked as every rule file is. A fault that the reform brought in names the reform's file and line.
"""

import copy
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import Problem, RulesInvalid
from fingerpost.rules.reading.documents import Document, Path_, parse_document
from fingerpost.rules.reading.files import build_book

LARGEST = 200_000  # bytes
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_FIELDS = frozenset({"reform", "title", "why", "parameters", "rules"})
_EXPRESSIONS = frozenset({"entitled", "amount"})
_END = date.max


@dataclass(frozen=True, kw_only=True)
class Reform:
    """One reform, read but not yet laid over anything. `digest` is the SHA-256 of its file, `text` the file itself."""

    name: str
    title: str
    why: str
    text: str
    digest: str
    document: Document = field(repr=False)

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(self.document.data.get("parameters") or ())

    @property
    def rules(self) -> tuple[str, ...]:
        return tuple(self.document.data.get("rules") or ())

    @property
    def schemes(self) -> tuple[str, ...]:
        """The schemes it changes, in the order in which it names them."""
        return tuple(dict.fromkeys(name.partition(".")[0] for name in (*self.parameters, *self.rules)))


@dataclass(frozen=True, kw_only=True)
class _Laid(Document):
    """A rule file with a reform over it: what the reform brought in stands at the reform's own lines."""

    brought: Mapping[Path_, Problem] = field(default_factory=dict)

    def problem(self, words: str, *path: str | int) -> Problem:
        for end in range(len(path), 0, -1):
            if (where := self.brought.get(path[:end])) is not None:
                return Problem(file=where.file, line=where.line, words=words)
        return super().problem(words, *path)


def read_reform(path: Path) -> Reform:
    """Read a reform from a file. Raises RulesInvalid, with its file and line."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesInvalid([Problem(file=str(path), line=1, words=f"could not be read: {error}")]) from error
    if len(raw) > LARGEST:
        raise RulesInvalid([Problem(file=str(path), line=1, words=f"is larger than {LARGEST:,} bytes")])
    return parse_reform(text, name=path.name)


def parse_reform(text: str, *, name: str) -> Reform:
    """Read a reform from its text; `name` is what its faults call the file. Raises RulesInvalid."""
    document = parse_document(text, name=name)
    problems = list(_faults(document))
    if problems:
        raise RulesInvalid(problems)
    data = document.data
    return Reform(
        name=data["reform"],
        title=" ".join(data["title"].split()),
        why=" ".join(str(data.get("why") or "").split()),
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        document=document,
    )


def apply_reform(book: RuleBook, reform: Reform) -> RuleBook:
    """The book as it would be. Raises RulesInvalid for a name that the book does not know, and for whatever the rules'
    own checks refuse: units, circles, gaps in dates, unknown names."""
    problems: list[Problem] = []
    documents = {_scheme_of(document): document for document in book.documents if _scheme_of(document)}
    laid = {name: _copy(documents[name]) for name in reform.schemes if name in documents}
    for kind in ("parameters", "rules"):
        for name in reform.document.data.get(kind) or ():
            scheme, _, bare = name.partition(".")
            if scheme not in laid:
                problems.append(reform.document.problem(f"there is no scheme {scheme!r}", kind, name))
            elif kind == "parameters":
                problems.extend(_lay_parameter(laid[scheme], reform.document, name, bare))
            else:
                problems.extend(_lay_rule(laid[scheme], reform.document, name, bare))
    if problems:
        raise RulesInvalid(problems)
    return build_book([laid.get(_scheme_of(document), document) for document in book.documents])


def _faults(document: Document) -> Iterator[Problem]:
    """What is wrong with the reform by itself."""
    data = document.data
    if not isinstance(data, Mapping):
        yield document.problem("must begin with `reform: its_name`")
        return
    for name in sorted(set(data) - _FIELDS):
        yield document.problem(f"{name} is not a field here; known are {', '.join(sorted(_FIELDS))}", name)
    if not isinstance(data.get("reform"), str) or not _NAME.fullmatch(data["reform"]):
        yield document.problem(
            "`reform` must be a name in small letters, digits and _, such as taper_at_half", "reform"
        )
    if not isinstance(data.get("title"), str) or not data["title"].strip():
        yield document.problem("`title` must say in a few words what it changes", "title")
    if not data.get("parameters") and not data.get("rules"):
        yield document.problem("changes nothing: name `parameters` or `rules`")
    for kind in ("parameters", "rules"):
        if not isinstance(data.get(kind) or {}, Mapping):
            yield document.problem(f"`{kind}` must be a mapping of names such as universal_credit.taper", kind)
            continue
        for name, change in (data.get(kind) or {}).items():
            if name.count(".") != 1:
                yield document.problem(
                    f"{name!r} must be written scheme.name, such as universal_credit.taper", kind, name
                )
            yield from _parameter_faults(document, name, change) if kind == "parameters" else ()


def _parameter_faults(document: Document, name: str, change: Any) -> Iterator[Problem]:
    path: Path_ = ("parameters", name)
    if not isinstance(change, list) or not change:
        yield document.problem(f"{name} must be a list of {{from: date, value: ...}}", *path)
        return
    last = date.min
    for i, dated in enumerate(change):
        first = dated.get("from") if isinstance(dated, Mapping) else None
        if not isinstance(first, date) or "value" not in dated or set(dated) - {"from", "to", "value"}:
            yield document.problem(f"{name} needs from: a date, value, and maybe to: a date", *path, i)
            return
        until = dated.get("to")
        if until is not None and (not isinstance(until, date) or until < first):
            yield document.problem(f"{name}: `to` must be a date that is not before `from`", *path, i)
            return
        if first <= last:
            yield document.problem(f"{name}: dates go forward, without overlap", *path, i)
        last = until or first


def _scheme_of(document: Document) -> str:
    return str(document.data.get("scheme", "")) if isinstance(document.data, Mapping) else ""


def _copy(document: Document) -> _Laid:
    return _Laid(file=document.file, data=copy.deepcopy(document.data), lines=document.lines, brought={})


def _bring(laid: _Laid, reform: Document, ours: Path_, theirs: Path_) -> None:
    """From now on a fault at `ours` is one at `theirs`, as is a fault in anything below it."""
    brought: dict[Path_, Problem] = laid.brought  # type: ignore[assignment]  # ours alone until it is handed out
    brought[ours] = reform.problem("", *theirs)
    for path in reform.lines:
        if path[: len(theirs)] == theirs:
            brought[ours + path[len(theirs) :]] = reform.problem("", *path)


def _lay_parameter(laid: _Laid, reform: Document, name: str, bare: str) -> Iterator[Problem]:
    found = (laid.data.get("parameters") or {}).get(bare)
    if found is None:
        there = ", ".join(laid.data.get("parameters") or {}) or "none"
        yield reform.problem(f"there is no parameter {name!r}. There are: {there}", "parameters", name)
        return
    changes = reform.data["parameters"][name]
    found["values"], places = _splice(found["values"], changes, partly="by" in found)
    _bring(laid, reform, ("parameters", bare), ("parameters", name))
    for place, which in places.items():
        _bring(laid, reform, ("parameters", bare, "values", place), ("parameters", name, which))


def _lay_rule(laid: _Laid, reform: Document, name: str, bare: str) -> Iterator[Problem]:
    change = reform.data["rules"][name]
    path: Path_ = ("rules", name)
    if bare in _EXPRESSIONS:
        if not isinstance(change, str | bool):
            yield reform.problem(f"{name} must be an expression", *path)
            return
        laid.data[bare] = change
        _bring(laid, reform, (bare,), path)
        return
    if not isinstance(change, Mapping):
        yield reform.problem(f"{name} must hold the fields that change, such as {{is: ...}}", *path)
        return
    rules = laid.data.setdefault("rules", {})
    if bare not in rules and not {"unit", "is", "source"} <= set(change):
        yield reform.problem(f"there is no rule {name!r}: a new one needs unit, is and source", *path)
        return
    rules[bare] = {**rules.get(bare, {}), **change}
    _bring(laid, reform, ("rules", bare), path)


def _splice(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], *, partly: bool
) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """The dated values with the new ones in their place, and which of the result is which of the new.

    A new value without `to` holds until the next new one, and after the last of them for good.
    """
    spans = []
    for i, dated in enumerate(new):
        following = new[i + 1]["from"] - timedelta(days=1) if i + 1 < len(new) else _END
        spans.append((dated["from"], dated.get("to") or following, i))
    pieces: list[tuple[date, date, Any, int | None]] = []
    for first, last, value in _runs(old):
        pieces.extend((begin, end, value, None) for begin, end in _outside(first, last, spans))
    for first, last, i in spans:
        for begin, end, value in _filled(first, last, new[i]["value"], old, partly=partly):
            pieces.append((begin, end, value, i))
    pieces.sort(key=lambda piece: piece[0])
    values = [
        {"from": begin, "value": value, **({} if end == _END else {"to": end})} for begin, end, value, _ in pieces
    ]
    return values, {place: i for place, (*_, i) in enumerate(pieces) if i is not None}


def _runs(old: Sequence[Mapping[str, Any]]) -> Iterator[tuple[date, date, Any]]:
    for i, dated in enumerate(old):
        following = old[i + 1]["from"] - timedelta(days=1) if i + 1 < len(old) else _END
        yield dated["from"], dated.get("to") or following, dated["value"]


def _outside(first: date, last: date, spans: Sequence[tuple[date, date, int]]) -> Iterator[tuple[date, date]]:
    """What is left of a run when the spans are cut out of it."""
    begin = first
    for cut_from, cut_to, _ in spans:
        if cut_to < begin or cut_from > last:
            continue
        if cut_from > begin:
            yield begin, cut_from - timedelta(days=1)
        if cut_to >= last:
            return
        begin = cut_to + timedelta(days=1)
    yield begin, last


def _filled(
    first: date, last: date, value: Any, old: Sequence[Mapping[str, Any]], *, partly: bool
) -> Iterator[tuple[date, date, Any]]:
    """A new value over its span. One by nation that names some only takes the others from what held at the time."""
    if not partly or not isinstance(value, Mapping):
        yield first, last, value
        return
    for run_first, run_last, held in _runs(old):
        begin, end = max(first, run_first), min(last, run_last)
        if begin <= end:
            yield begin, end, {**held, **value}
