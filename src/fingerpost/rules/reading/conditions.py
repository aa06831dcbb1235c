"""Conditions that people are told of: every leaf of an entitlement must have words of its own."""

from collections.abc import Iterator, Mapping

from fingerpost.rules.book import Rule, Scheme
from fingerpost.rules.terms import WHERE, Term

JOINS = frozenset({"and", "or", "not", "if", "member"})


def find_unsaid(scheme: Scheme, rules: Mapping[str, Rule]) -> Iterator[tuple[str, str]]:
    """Parts of a scheme's condition that nobody could be told of, as (rule, what is wrong)."""
    if scheme.entitled and scheme.public:
        seen: set[str] = set()
        yield from _unsaid(rules[scheme.entitled], rules, seen)


def _unsaid(rule: Rule, rules: Mapping[str, Rule], seen: set[str]) -> Iterator[tuple[str, str]]:
    if rule.name in seen or rule.says:
        return
    seen.add(rule.name)
    yield from _unsaid_parts(rule.term, rule, rules, seen)


def _unsaid_parts(term: Term, rule: Rule, rules: Mapping[str, Rule], seen: set[str]) -> Iterator[tuple[str, str]]:
    if term.kind in JOINS or (term.kind == "each" and term.value[0] in {"any", "all"}):
        for part in term.parts[1:] if term.value == WHERE else term.parts:
            yield from _unsaid_parts(part, rule, rules, seen)
    elif term.kind == "rule":
        yield from _unsaid(rules[str(term.value)], rules, seen)
    elif term.kind not in {"fact", "parameter"}:
        yield (
            rule.name,
            "has a condition without words: put it into a yes-no rule of its own with `says`, and name that here",
        )
