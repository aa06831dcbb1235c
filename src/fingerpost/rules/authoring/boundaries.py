"""Every threshold of a book, found in its own expressions, with what must happen just below, at, and just above it.

A threshold is a figure of law that something is compared with (`income > limit`), that caps or floors something
(`min(x, limit)`, `max(x - limit, 0)`), from which steps are counted, or at which a band of tax begins. Each is looked
at on the first day of each of its dated values, and in each nation where it differs. What is compared is put at the
figure, one step below and one step above. Everything else stays unknown, but for whether there is a partner where the
figure turns on it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Literal

from fingerpost.rules.book import HOUSEHOLD, Rule, RuleBook
from fingerpost.rules.counting.machine import IN_COUPLE, Working, exact_machine
from fingerpost.rules.counting.running import NATION_BITS, Slot
from fingerpost.rules.evaluating import ANY_NATION
from fingerpost.rules.faults import OutsideDates
from fingerpost.rules.households.household import Household, HouseholdAnswers
from fingerpost.rules.terms import Term
from fingerpost.rules.units import NUMBER, YES_NO, Unit

Side = Literal["compared", "capped", "above", "steps", "band"]
_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_POUND = Decimal(100)
NOTHING = Household()
_KNOWN = (NOTHING, *(Household({IN_COUPLE: each}) for each in (False, True)))
_NONE, _ONE = (Term("number", NUMBER, Decimal(each)) for each in (0, 1))
_TRUE, _FALSE = (Term("compare", YES_NO, sign, (_NONE, _ONE)) for sign in ("<", ">"))


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """One threshold: in which rule, by which figures, on which day and in which nation ("" for any).

    `value` is the threshold and `step` how far below and above it is looked: pence, days, or whole numbers. `sign` is
    that of the comparison, with what is varied on its left; "min" or "max" for a cap or a floor; "above" for what lies
    over a figure; the name of the function for steps; "band" for a band.
    """

    rule: str
    parameters: tuple[str, ...]
    on: date
    nation: str
    side: Side
    sign: str
    value: Any
    step: Any
    term: Term
    varied: Term
    household: Household = NOTHING

    @property
    def points(self) -> tuple[Any, Any, Any]:
        """Just below, at, and just above."""
        return self.value - self.step, self.value, self.value + self.step

    @property
    def name(self) -> str:
        where = f" in {self.nation}" if self.nation else ""
        where += "".join(f", {path} {value}" for path, value in self.household.answers.items())
        return f"{self.rule}: {self.sign} {', '.join(self.parameters)} on {self.on}{where}"


def find_boundaries(book: RuleBook, *, scheme: str = "") -> Iterator[Boundary]:
    """Every threshold of a scheme, or of the book."""
    for rule in book.rules.values():
        if scheme and rule.scheme != scheme:
            continue
        for term in rule.term.walk():
            for found in _thresholds(book, term):
                yield from _dated(book, rule, found)


def check_boundary(book: RuleBook, boundary: Boundary) -> list[str]:
    """What is wrong at a threshold, in words; nothing where all is as it must be. Raises nothing of its own."""
    if boundary.side == "band":
        return _check_band(book, boundary)
    results = [_result(book, boundary, point) for point in boundary.points]
    if boundary.side != "compared":
        return _check_figures(book, boundary, results)
    expected = [(wanted, wanted) for wanted in _expected(boundary.sign)]
    wrong = [
        f"{boundary.name}: {place} it must be {want[0]}, and is {found}"
        for place, want, found in zip(("below", "at", "above"), expected, results, strict=True)
        if found != want
    ]
    return wrong + _check_rule(book, boundary)


@dataclass(frozen=True, kw_only=True)
class _Threshold:
    """Where a term turns: what is varied against which figure."""

    term: Term
    varied: Term
    figure: Term
    sign: str
    side: Side


def _thresholds(book: RuleBook, term: Term) -> Iterator[_Threshold]:
    """Each threshold that the top of a term makes."""
    if term.kind == "compare":
        left, right = term.parts
        if _is_figure(book, right) and not _is_figure(book, left):
            yield _Threshold(term=term, varied=left, figure=right, sign=str(term.value), side="compared")
        elif _is_figure(book, left) and not _is_figure(book, right):
            yield _Threshold(term=term, varied=right, figure=left, sign=_MIRROR[str(term.value)], side="compared")
    elif term.kind == "call" and term.value in {"min", "max"} and len(term.parts) == 2:
        for varied, figure in (term.parts, term.parts[::-1]):
            if _is_figure(book, figure) and not _is_figure(book, varied):
                yield _Threshold(term=term, varied=varied, figure=figure, sign=str(term.value), side="capped")
        if term.value == "max" and _is_nothing(term.parts[1]):
            yield from _above(book, term, "above", "above")
    elif term.kind == "call" and term.value in {"full_steps", "part_steps"} and _is_figure(book, term.parts[1]):
        yield from _above(book, term, str(term.value), "steps")
    elif term.kind == "call" and term.value == "bands":
        yield _Threshold(term=term, varied=term.parts[0], figure=term.parts[1], sign="band", side="band")


def _above(book: RuleBook, term: Term, sign: str, side: Side) -> Iterator[_Threshold]:
    """What lies over a figure: `x - figure`, where it is counted only above nothing."""
    over = term.parts[0]
    if over.kind == "arithmetic" and over.value == "-":
        varied, figure = over.parts
        if _is_figure(book, figure) and not _is_figure(book, varied):
            yield _Threshold(term=term, varied=varied, figure=figure, sign=sign, side=side)


def _is_nothing(term: Term) -> bool:
    return term.kind == "number" and not term.value


def _is_figure(book: RuleBook, term: Term) -> bool:
    """Made of figures of law, plain numbers, and whether there is a partner, with at least one of law?"""
    leaves = list(_leaves(book, term))
    return any(leaf.kind == "parameter" for leaf in leaves) and all(_is_plain(leaf) for leaf in leaves)


def _is_plain(leaf: Term) -> bool:
    return leaf.kind in {"parameter", "number"} or (leaf.kind == "fact" and leaf.value == IN_COUPLE)


def _leaves(book: RuleBook, term: Term) -> Iterator[Term]:
    """What a term is made of, through the rules that it names."""
    if term.kind == "rule":
        yield from _leaves(book, book.rules[str(term.value)].term)
    elif term.parts:
        for part in term.parts:
            yield from _leaves(book, part)
    else:
        yield term


def _dated(book: RuleBook, rule: Rule, found: _Threshold) -> Iterator[Boundary]:
    leaves = _leaves(book, found.figure)
    names = tuple(dict.fromkeys(str(leaf.value) for leaf in leaves if leaf.kind == "parameter"))
    parameters = [book.parameters[name] for name in names]
    nations = sorted(book.schemes[rule.scheme].nations) if any(each.by == "nation" for each in parameters) else [""]
    for on in sorted({dated.first for each in parameters for dated in each.values}):
        for nation in nations:
            for value, household in _values(book, found, on=on, nation=nation):
                yield Boundary(
                    rule=rule.name,
                    parameters=names,
                    on=on,
                    nation=nation,
                    side=found.side,
                    sign=found.sign,
                    value=value,
                    step=_step(found.figure.unit, value, found.side),
                    term=found.term,
                    varied=found.varied,
                    household=household,
                )


def _values(book: RuleBook, found: _Threshold, *, on: date, nation: str) -> Iterator[tuple[Any, Household]]:
    """The threshold on a day, with what must be known for it; each beginning of a band. None where it has no value."""
    if found.side == "band":
        dated = book.parameters[str(found.figure.value)].at(on)
        yield from ((above, NOTHING) for above, _rate in (dated.value if dated else ()) if above > 0)
        return
    for household in _KNOWN:
        try:
            low, high = _working(book, on, nation, household).value(found.figure, None)
        except OutsideDates:
            return
        if low == high and not isinstance(low, bool):
            yield low, household
            if household is NOTHING:
                return


def _step(unit: Unit, value: Any, side: Side) -> Any:
    if side == "band":
        return _POUND
    if unit.kind in {"money", "date"}:
        return 1
    return Decimal(1) if Decimal(value) == Decimal(value).to_integral_value() else Decimal("0.01")


def _working(book: RuleBook, on: date, nation: str, household: Household = NOTHING) -> Working:
    """Of a household of which next to nothing is known."""
    bits = NATION_BITS[nation] if nation else ANY_NATION
    return Working(exact_machine(book), HouseholdAnswers(household, on=on), on=on, nation=bits)


def _result(book: RuleBook, boundary: Boundary, point: Any) -> Any:
    """What the term comes to with the varied part at a point."""
    working = _working(book, boundary.on, boundary.nation, boundary.household)
    return working.value(_put(boundary.term, boundary.varied, point), _slot(book, boundary))


def _check_rule(book: RuleBook, boundary: Boundary) -> list[str]:
    """The whole rule turns at the threshold no way but the comparison's, or its opposite; never both."""
    rule = book.rules[boundary.rule]
    if rule.unit.kind != "yes-no" or boundary.sign in {"==", "!="}:
        return []
    turns = []
    for point in boundary.points:
        working = _working(book, boundary.on, boundary.nation, boundary.household)
        whole = _put(rule.term, boundary.term, _truth(boundary, point))
        try:
            turns.append(working.value(whole, _slot(book, boundary)))
        except OutsideDates:  # another figure of the rule begins later: on this day the rule says nothing at all
            return []
    degrees = [int(low) + int(high) for low, high in turns]
    if degrees in (sorted(degrees), sorted(degrees, reverse=True)):
        return []
    return [f"{boundary.name}: the rule goes {degrees}, both up and down"]


def _truth(boundary: Boundary, point: Any) -> bool:
    at = boundary.points.index(point)
    return _expected(boundary.sign)[at]


def _expected(sign: str) -> tuple[bool, bool, bool]:
    """Is it so just below, at, and just above?"""
    return {
        "<": (True, False, False),
        "<=": (True, True, False),
        ">": (False, False, True),
        ">=": (False, True, True),
        "==": (False, True, False),
        "!=": (True, False, True),
    }[sign]


def _check_figures(book: RuleBook, boundary: Boundary, results: list[Any]) -> list[str]:
    wanted = [_figure_at(book, boundary, point) for point in boundary.points]
    return [
        f"{boundary.name}: at {point} it must be {want}, and is {found}"
        for point, want, found in zip(boundary.points, wanted, results, strict=True)
        if found != (want, want)
    ]


def _figure_at(book: RuleBook, boundary: Boundary, point: Any) -> Any:
    """What a cap, a floor or steps must come to, reckoned here by itself."""
    if boundary.side == "capped":
        return (min if boundary.sign == "min" else max)(point, boundary.value)
    over = max(Decimal(point - boundary.value), Decimal(0))
    if boundary.side == "above":
        return over
    size = _working(book, boundary.on, boundary.nation, boundary.household).value(boundary.term.parts[1], None)[0]
    rounding = ROUND_FLOOR if boundary.sign == "full_steps" else ROUND_CEILING
    return (over / Decimal(size)).to_integral_value(rounding=rounding)


def _check_band(book: RuleBook, boundary: Boundary) -> list[str]:
    """A pound below the beginning of a band is charged at the rate before it, a pound above at its own."""
    dated = book.parameters[boundary.parameters[0]].at(boundary.on)
    table = list(dated.value) if dated else []
    rates = [rate for above, rate in table if above <= boundary.value]
    before = rates[-2] if len(rates) > 1 else Decimal(0)
    below, at, above = (_result(book, boundary, point)[0] for point in boundary.points)
    found, wanted = (at - below, above - at), (before * _POUND, rates[-1] * _POUND)
    return [] if found == wanted else [f"{boundary.name}: a pound either side is charged {found}, not {wanted}"]


def _slot(book: RuleBook, boundary: Boundary) -> Slot:
    return None if book.rules[boundary.rule].of == HOUSEHOLD else 0


def _put(whole: Term, part: Term, value: Any) -> Term:
    """The term with a figure, or a truth, in the place of one part."""
    if whole is part:
        if isinstance(value, bool):
            return _TRUE if value else _FALSE
        return Term("number", part.unit, value if part.unit.kind == "date" else Decimal(value))
    return Term(whole.kind, whole.unit, whole.value, tuple(_put(each, part, value) for each in whole.parts))
