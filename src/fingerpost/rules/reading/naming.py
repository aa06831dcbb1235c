"""Finds every name of an expression and fits every unit: from the tree as written to a term."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from fingerpost.contract.context import Nation
from fingerpost.rules.book import ADULT, CHILD, HOUSEHOLD
from fingerpost.rules.reading.expressions import Node
from fingerpost.rules.terms import Term
from fingerpost.rules.units import CHOICE, DATE, NUMBER, PERIODS_A_YEAR, YES_NO, Unit

NATIONS = tuple(nation.value for nation in Nation)
GROUPS = {"children": CHILD, "adults": ADULT}
MEMBERS = frozenset({"you", "partner", "other"})
AGGREGATES = frozenset({"count", "any", "all", "sum", "largest", "smallest"})
CONVERSIONS = {f"per_{period.replace('-', '_')}": period for period in PERIODS_A_YEAR}
PAID = {f"each_{period.replace('-', '_')}": period for period in PERIODS_A_YEAR}  # a plain sum, paid once a period
SUMS = {"for_weeks": "week", "for_months": "month", "for_years": "year"}  # money a period, over so many of them
PENNIES = frozenset({"nearest_penny", "down_to_penny", "up_to_penny", "down_to_pound", "nearest_pound", "up_to_pound"})
WHOLES = frozenset({"whole", "up_to_whole"})
STEPS = frozenset({"full_steps", "part_steps"})
MOVES = frozenset({"add_years", "add_months", "add_days"})
SPANS = frozenset({"years_between", "months_between"})
STARTS = frozenset({"school_year_start", "tax_year_start"})
_FUNCTIONS = (GROUPS, MEMBERS, AGGREGATES, CONVERSIONS, PAID, SUMS, PENNIES, WHOLES, STEPS, MOVES, SPANS, STARTS)
RESERVED = frozenset(
    {"on", "age", "age_on", "nation", "is_you", "date", "bands", "min", "max", "positive"}.union(*_FUNCTIONS)
)
ON = Term("on", DATE)


class DoesNotFit(ValueError):
    """A name that is not known, or a unit that does not fit; the message says which."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a name may mean: the unit and entity of each fact and rule, the unit of each parameter, the options of each
    choice."""

    facts: Mapping[str, tuple[Unit, str]]
    rules: Mapping[str, tuple[Unit, str]]
    parameters: Mapping[str, Unit]
    options: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Where an expression stands: in which scheme, and of whom it speaks."""

    known: Known
    scheme: str
    of: str

    def term(self, node: Node) -> Term:  # noqa: PLR0911 - one return for each kind reads best
        """The term of a node. Raises DoesNotFit."""
        match node.kind:
            case "number":
                return Term("number", NUMBER, node.value)
            case "name":
                return self._name(str(node.value))
            case "call":
                return self._call(str(node.value), node.parts)
            case "and" | "or" | "not":
                return Term(node.kind, YES_NO, None, tuple(self._yes_no(part) for part in node.parts))
            case "in":
                options = frozenset(_option(part) for part in node.parts[1:])
                return self._choice(self.term(node.parts[0]), options)
            case "compare":
                return self._compare(str(node.value), node.parts)
            case "arithmetic":
                return _calculate(str(node.value), *(self.term(part) for part in node.parts))
            case "if":
                first, second = _alike(self.term(node.parts[1]), self.term(node.parts[2]), "the two sides of `if`")
                return Term("if", first.unit, None, (self._yes_no(node.parts[0]), first, second))
        raise DoesNotFit(f"{node.value!r} stands alone: compare it with a choice")

    def _yes_no(self, node: Node) -> Term:
        term = self.term(node)
        if not term.unit.fits(YES_NO):
            raise DoesNotFit(f"{node.value or node.kind!r} is {term.unit}, where yes or no is needed")
        return term

    def _name(self, name: str) -> Term:  # noqa: PLR0911 - one return for each meaning reads best
        if name == "on":
            return ON
        if name == "nation":
            return Term("nation", CHOICE)
        if name == "is_you":
            return Term("slot", YES_NO)
        if name == "age":
            return Term("call", NUMBER, "years_between", (self._date_of_birth(), ON))
        if name in STARTS:
            return Term("call", DATE, name, (ON,))
        for key in (f"{self.of}.{name}", name):
            if key in self.known.facts and self.known.facts[key][1] in {self.of, HOUSEHOLD}:
                return Term("fact", self.known.facts[key][0], key)
        full = name if "." in name else f"{self.scheme}.{name}"
        if full in self.known.parameters:
            return Term("parameter", self.known.parameters[full], full)
        if full in self.known.rules:
            return self._rule(full)
        raise DoesNotFit(f"{name!r} is not known here{self._elsewhere(name)}")

    def _rule(self, full: str) -> Term:
        unit, of = self.known.rules[full]
        if of not in {self.of, HOUSEHOLD}:
            group = {CHILD: "any(children, ...)", ADULT: "you(...) or any(adults, ...)"}[of]
            raise DoesNotFit(f"{full!r} is a rule of each {of}: reach it through {group}")
        return Term("rule", unit, full)

    def _elsewhere(self, name: str) -> str:
        for of in (ADULT, CHILD):
            if f"{of}.{name}" in self.known.facts:
                return f": it is a fact of each {of}"
        return ""

    def _date_of_birth(self) -> Term:
        if self.of == HOUSEHOLD:
            raise DoesNotFit("`age` is that of an adult or a child: use it in a rule of one")
        return self._name("date_of_birth")

    def _choice(self, term: Term, options: frozenset[str]) -> Term:
        if not term.unit.fits(CHOICE):
            raise DoesNotFit(f"only a choice is compared with words, and this is {term.unit}")
        known = NATIONS if term.kind == "nation" else self.known.options[str(term.value)]
        if unknown := options - set(known):
            raise DoesNotFit(f"{sorted(unknown)} is not among its options: {', '.join(known)}")
        return Term("choice", YES_NO, options, (term,))

    def _compare(self, sign: str, parts: tuple[Node, ...]) -> Term:
        texts = [part.kind == "text" for part in parts]
        if any(texts):
            if sign not in {"==", "!="} or texts == [True, True]:
                raise DoesNotFit("words are compared with == and != only")
            term = self._choice(self.term(parts[texts.index(False)]), frozenset({_option(parts[texts.index(True)])}))
            return Term("not", YES_NO, None, (term,)) if sign == "!=" else term
        left, right = _alike(self.term(parts[0]), self.term(parts[1]), f"the two sides of {sign}")
        if left.unit.fits(YES_NO) or left.unit.fits(CHOICE):
            raise DoesNotFit(f"{left.unit} is not compared with {sign}")
        return Term("compare", YES_NO, sign, (left, right))

    def _call(self, name: str, nodes: tuple[Node, ...]) -> Term:
        if name in AGGREGATES:
            return self._aggregate(name, nodes)
        if name in MEMBERS:
            return self._member(name, nodes)
        if name == "date":
            return _date(nodes)
        terms = tuple(self.term(node) for node in nodes)
        if name == "age_on" and len(terms) == 1 and terms[0].unit.fits(DATE):
            return Term("call", NUMBER, "years_between", (self._date_of_birth(), terms[0]))
        for names, fit in _FITTINGS:
            if name in names:
                return fit(name, terms)
        raise DoesNotFit(f"there is no function {name!r}")

    def _aggregate(self, name: str, nodes: tuple[Node, ...]) -> Term:
        if len(nodes) != 2 or nodes[0].kind != "name" or nodes[0].value not in GROUPS:
            raise DoesNotFit(f"write {name}(children, ...) or {name}(adults, ...)")
        group = GROUPS[str(nodes[0].value)]
        inner = replace(self, of=group).term(nodes[1])
        is_condition = name in {"count", "any", "all"}
        if is_condition != inner.unit.fits(YES_NO):
            raise DoesNotFit(f"{name}() takes {'yes or no' if is_condition else 'a number'}, and this is {inner.unit}")
        if not is_condition and inner.unit.kind not in {"money", "number"}:
            raise DoesNotFit(f"{name}() takes a number or money, and this is {inner.unit}")
        unit = {"count": NUMBER, "any": YES_NO, "all": YES_NO}.get(name, inner.unit)
        return Term("each", unit, (name, group), (inner,))

    def _member(self, name: str, nodes: tuple[Node, ...]) -> Term:
        if len(nodes) != 1 or (name == "other" and self.of != ADULT):
            raise DoesNotFit(f"{name}() takes one expression" + (" in a rule of adults" if name == "other" else ""))
        inner = replace(self, of=ADULT).term(nodes[0])
        if inner.unit.kind not in {"money", "number", "yes-no"}:
            raise DoesNotFit(f"{name}() takes yes or no, a number or money, and this is {inner.unit}")
        return Term("member", inner.unit, name, (inner,))


def _option(node: Node) -> str:
    if node.kind != "text":
        raise DoesNotFit('a choice is compared with words in quotes, such as "england"')
    return str(node.value)


def _date(nodes: tuple[Node, ...]) -> Term:
    try:
        year, month, day = (int(str(node.value)) for node in nodes)
        return Term("number", DATE, date(year, month, day).toordinal())
    except ValueError as fault:
        raise DoesNotFit("write date(year, month, day)") from fault


def in_pence(term: Term, unit: Unit) -> Term | None:
    """A number as written, in pounds, as money in pence; None where it is not a plain number."""
    if term.kind == "number" and term.unit.fits(NUMBER):
        return Term("number", unit, term.value * 100)
    if term.kind == "arithmetic" and term.value in {"+", "-"} and term.unit.fits(NUMBER):
        parts = [in_pence(part, unit) for part in term.parts]
        return Term("arithmetic", unit, term.value, (parts[0], parts[1])) if parts[0] and parts[1] else None
    return None


def _alike(first: Term, second: Term, where: str) -> tuple[Term, Term]:
    """Both in one unit: a plain number beside money is pounds."""
    if first.unit.fits(second.unit):
        return first, second
    if first.unit.kind == "money" and (fitted := in_pence(second, first.unit)):
        return first, fitted
    if second.unit.kind == "money" and (fitted := in_pence(first, second.unit)):
        return fitted, second
    raise DoesNotFit(f"{where} do not fit: {first.unit} and {second.unit}")


def _calculate(sign: str, left: Term, right: Term) -> Term:
    if sign in "+-":
        left, right = _alike(left, right, f"the two sides of {sign}")
        if left.unit.kind not in {"money", "number"}:
            raise DoesNotFit(f"{left.unit} is not added: dates move with add_days, add_months, add_years")
        return Term("arithmetic", left.unit, sign, (left, right))
    kinds = (left.unit.kind, right.unit.kind)
    if sign == "*" and kinds in {("money", "number"), ("number", "money"), ("number", "number")}:
        return Term("arithmetic", right.unit if kinds[1] == "money" else left.unit, sign, (left, right))
    if sign == "/" and kinds in {("money", "number"), ("number", "number")}:
        return Term("arithmetic", left.unit, sign, (left, right))
    if sign == "/" and kinds == ("money", "money") and left.unit.fits(right.unit):
        return Term("arithmetic", NUMBER, sign, (left, right))
    raise DoesNotFit(f"{left.unit} {sign} {right.unit} has no meaning here")


def _need(terms: tuple[Term, ...], *kinds: str, name: str) -> None:
    found = tuple(term.unit.kind for term in terms)
    if found != kinds:
        raise DoesNotFit(f"{name}() takes {', '.join(kinds)}, and was given {', '.join(found) or 'nothing'}")


def _convert(name: str, terms: tuple[Term, ...]) -> Term:
    _need(terms, "money", name=name)
    if not terms[0].unit.period:
        raise DoesNotFit(f"{name}() needs money of a period, and this is a plain sum")
    return Term("call", Unit(kind="money", period=CONVERSIONS[name]), name, terms)


def _pay(name: str, terms: tuple[Term, ...]) -> Term:
    _need(terms, "money", name=name)
    if terms[0].unit.period:
        raise DoesNotFit(f"{name}() needs a plain sum, and this is {terms[0].unit}")
    return Term("call", Unit(kind="money", period=PAID[name]), name, terms)


def _sum(name: str, terms: tuple[Term, ...]) -> Term:
    _need(terms, "money", "number", name=name)
    if terms[0].unit.period != SUMS[name]:
        raise DoesNotFit(f"{name}() needs money a {SUMS[name]}, and this is {terms[0].unit}")
    return Term("call", Unit(kind="money"), name, terms)


def _most(name: str, terms: tuple[Term, ...]) -> Term:
    if name == "positive":
        terms = (*terms, Term("number", NUMBER, Decimal(0)))
    if len(terms) < 2:
        raise DoesNotFit(f"{name}() takes at least two" if name != "positive" else "positive() takes one")
    money = next((term for term in terms if term.unit.kind == "money"), terms[0])
    fitted = tuple(_alike(money, term, f"what {name}() compares")[1] for term in terms)
    return Term("call", money.unit, "max" if name == "positive" else name, fitted)


def _round(name: str, terms: tuple[Term, ...]) -> Term:
    _need(terms, "money" if name in PENNIES else "number", name=name)
    return Term("call", terms[0].unit, name, terms)


def _step(name: str, terms: tuple[Term, ...]) -> Term:
    if len(terms) != 2:
        raise DoesNotFit(f"{name}() takes two")
    return Term("call", NUMBER, name, _alike(*terms, f"the two of {name}()"))


def _bands(name: str, terms: tuple[Term, ...]) -> Term:
    _need(terms, "money", "bands", name=name)
    if terms[0].unit.period != terms[1].unit.period or terms[1].kind != "parameter":
        raise DoesNotFit(f"bands of a {terms[1].unit.period} do not fit {terms[0].unit}")
    return Term("call", terms[0].unit, name, terms)


def _move(name: str, terms: tuple[Term, ...]) -> Term:
    _need(terms, "date", "number", name=name)
    return Term("call", DATE, name, terms)


def _span(name: str, terms: tuple[Term, ...]) -> Term:
    _need(terms, "date", "date", name=name)
    return Term("call", NUMBER, name, terms)


_FITTINGS: tuple[tuple[frozenset[str], Callable[[str, tuple[Term, ...]], Term]], ...] = (
    (frozenset(CONVERSIONS), _convert),
    (frozenset(PAID), _pay),
    (frozenset(SUMS), _sum),
    (frozenset({"min", "max", "positive"}), _most),
    (PENNIES | WHOLES, _round),
    (STEPS, _step),
    (frozenset({"bands"}), _bands),
    (MOVES, _move),
    (SPANS, _span),
)
