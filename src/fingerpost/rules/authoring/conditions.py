"""What a scheme asks of somebody, as a tree to be read: all of these, any of these, each in words with its sources."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.authoring.wording import in_language
from fingerpost.rules.book import Rule, RuleSource, Scheme
from fingerpost.rules.terms import Term

MOST_DEEP = 12  # no rule of ours is deeper; a tree beyond it is not read by anybody
Join = Literal["all", "any", ""]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One part: what must be true, in `words`, or the `parts` of which all or any must be.

    `formula` says how it is worked out, "" where the words say it already. `scheme` names another scheme that it leads
    to. `rule` is the name of the rule it is read from.
    """

    words: str = ""
    formula: str = ""
    join: Join = ""
    parts: tuple["Condition", ...] = ()
    sources: tuple[RuleSource, ...] = ()
    rule: str = ""
    scheme: str = ""


@dataclass(frozen=True, kw_only=True)
class Working:
    """One figure that is worked out: what it is called, how, and where that can be read."""

    rule: str
    words: str
    formula: str
    sources: tuple[RuleSource, ...]
    is_amount: bool


def conditions_of(scheme: Scheme, reader: Reader) -> Condition | None:
    """The tree of a scheme's entitlement; None for one that has none, such as a tax."""
    if not scheme.entitled:
        return None
    return _Tree(reader=reader, scheme=scheme.id).of_rule(reader.book.rules[scheme.entitled], is_no=False, deep=0)


def tests_of(scheme: Scheme, reader: Reader) -> list[Condition]:
    """The yes-no rules with words of their own that only figures use: each once, as a tree."""
    tree = _Tree(reader=reader, scheme=scheme.id)
    if scheme.entitled:
        tree.of_rule(reader.book.rules[scheme.entitled], is_no=False, deep=0)
    return [
        tree.of_rule(rule, is_no=False, deep=0)
        for rule in reader.book.rules_of(scheme.id)
        if rule.says and rule.name not in tree.opened
    ]


def workings_of(scheme: Scheme, reader: Reader) -> list[Working]:
    """Each figure of a scheme that has a label, and the amount, in the order of the file."""
    amount = _amount_of(scheme, reader)
    return [
        Working(
            rule=rule.name,
            words=reader.name_of(rule.name),
            formula=reader.sentence(rule.term),
            sources=sources_of(rule, reader),
            is_amount=rule is amount,
        )
        for rule in reader.book.rules_of(scheme.id)
        if rule.unit.kind != "yes-no" and (rule.label or rule is amount)
    ]


def _amount_of(scheme: Scheme, reader: Reader) -> Rule | None:
    """The rule whose figure is paid: the file names it, and the book puts "if entitled" round it."""
    if not scheme.amount:
        return None
    rule = reader.book.rules[scheme.amount]
    term = rule.term.parts[1] if rule.term.kind == "if" else rule.term
    return reader.book.rules[str(term.value)] if term.kind == "rule" else rule


def sources_of(rule: Rule, reader: Reader) -> tuple[RuleSource, ...]:
    """Where a rule can be read."""
    return tuple(reader.book.source(f"{rule.scheme}.{each}") for each in rule.sources)


@dataclass(frozen=True, kw_only=True)
class _Tree:
    reader: Reader
    scheme: str
    opened: set[str] = field(default_factory=set)  # rules whose parts were shown: once is enough

    def of_rule(self, rule: Rule, *, is_no: bool, deep: int) -> Condition:
        """A rule as a condition: its own words, over the tree of what it is made of."""
        if rule.says and rule.name in self.opened:
            return self._closed(rule, is_no=is_no)
        self.opened.add(rule.name)
        inner = self.of_term(rule.term, is_no=is_no, deep=deep + 1)
        says = rule.says.get("no" if is_no else "yes")
        if not says:
            return inner if inner.rule else _renamed(inner, rule.name, sources_of(rule, self.reader))
        is_tree = inner.join != "" or inner.rule != ""
        parts = (inner,) if is_tree else tuple(self._within(rule.term, deep=deep + 1))
        return Condition(
            words=self.reader.fill(in_language(says, self.reader.language), rule.of),
            formula="" if is_tree else inner.words,
            parts=parts if deep < MOST_DEEP else (),
            sources=sources_of(rule, self.reader),
            rule=rule.name,
        )

    def _closed(self, rule: Rule, *, is_no: bool) -> Condition:
        """One that stands elsewhere on the page: its words alone."""
        says = rule.says["no" if is_no else "yes"]
        words = self.reader.fill(in_language(says, self.reader.language), rule.of)
        return Condition(words=words, rule=rule.name, sources=sources_of(rule, self.reader))

    def of_term(self, term: Term, *, is_no: bool, deep: int) -> Condition:
        """A term as a condition. What is denied is turned inside out, so that no list begins with "not"."""
        if term.kind == "not":
            return self.of_term(term.parts[0], is_no=not is_no, deep=deep)
        if term.kind in {"and", "or"}:
            join: Join = "all" if (term.kind == "and") is not is_no else "any"
            parts = [self.of_term(part, is_no=is_no, deep=deep + 1) for part in term.parts]
            return Condition(join=join, parts=tuple(each for part in parts for each in _flat(part, join)))
        if term.kind == "rule":
            return self._named(self.reader.book.rules[str(term.value)], is_no=is_no, deep=deep)
        if term.kind in {"each", "member"} and term.unit.kind == "yes-no" and term.parts[0].kind == "rule":
            inner = self._named(self.reader.book.rules[str(term.parts[0].value)], is_no=False, deep=deep)
            words = self.reader.sentence(Term("not", term.unit, None, (term,)) if is_no else term)
            return Condition(words=words, parts=inner.parts, rule=inner.rule, sources=inner.sources)
        if is_no:
            term = Term("not", term.unit, None, (term,))
        elif term.kind in {"fact", "parameter"}:
            return Condition(words=self.reader.say("is yes", self.reader.sentence(term)))
        return Condition(words=self.reader.sentence(term))

    def _within(self, term: Term, *, deep: int) -> Iterator[Condition]:
        """What a comparison counts: the yes-no rules of each child or adult, through figures that have no label."""
        seen: set[str] = set()
        for part in term.walk():
            rule = self.reader.book.rules.get(str(part.value)) if part.kind == "rule" else None
            if rule is None or rule.name in seen or deep > MOST_DEEP or not self._is_ours(rule):
                continue
            seen.add(rule.name)
            if rule.unit.kind == "yes-no":
                yield self.of_rule(rule, is_no=False, deep=deep)
            elif rule.unit.name == "count":  # how an amount is worked out stands in a part of its own
                yield from self._within(rule.term, deep=deep + 1)

    def _is_ours(self, rule: Rule) -> bool:
        return rule.scheme == self.scheme or not self.reader.book.schemes[rule.scheme].public

    def _named(self, rule: Rule, *, is_no: bool, deep: int) -> Condition:
        """A rule of another scheme is not opened here: its own page says what it asks."""
        if self._is_ours(rule):
            return self.of_rule(rule, is_no=is_no, deep=deep)
        says = rule.says.get("no" if is_no else "yes")
        if says:
            words = self.reader.fill(in_language(says, self.reader.language), rule.of)
        else:
            title = in_language(self.reader.book.schemes[rule.scheme].title, self.reader.language)
            words = self.reader.say("not entitled" if is_no else "entitled", title)
        return Condition(words=words, rule=rule.name, scheme=rule.scheme, sources=sources_of(rule, self.reader))


def _flat(part: Condition, join: Join) -> tuple[Condition, ...]:
    """All of all are all: one list, where nothing is said of the inner one."""
    return part.parts if part.join == join and not part.words else (part,)


def _renamed(inner: Condition, name: str, sources: tuple[RuleSource, ...]) -> Condition:
    return Condition(
        words=inner.words,
        formula=inner.formula,
        join=inner.join,
        parts=inner.parts,
        sources=inner.sources or sources,
        rule=name if not inner.join else "",
        scheme=inner.scheme,
    )
