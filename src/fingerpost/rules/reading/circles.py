"""Finds rules that go round in circles, and chains of rules too long to follow."""

from collections.abc import Iterator, Mapping

from fingerpost.rules.book import Fact, Rule
from fingerpost.rules.terms import Term


def find_circles(rules: Mapping[str, Rule], facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
    """Each circle once, as (the rule where it closes, the way round in words)."""
    done: set[str] = set()
    for start in rules:
        if start not in done:
            yield from _walk(start, rules, facts, done)


LONGEST_CHAIN = 100  # rules that need rules that need rules: Python follows a chain by calls within calls


def find_long_chains(rules: Mapping[str, Rule], facts: Mapping[str, Fact]) -> Iterator[tuple[str, str]]:
    """Rules at the end of a chain that is too long, where no rule goes round in a circle."""
    lengths: dict[str, int] = {}
    for start in rules:
        left = [start]
        while left:
            needed = _needs(left[-1], rules, facts)
            if unknown := [name for name in needed if name not in lengths]:
                left.extend(unknown)
            else:
                lengths[left.pop()] = 1 + max((lengths[name] for name in needed), default=0)
        if lengths[start] == LONGEST_CHAIN + 1:
            yield start, f"stands at the end of a chain of more than {LONGEST_CHAIN} rules"


def _walk(
    start: str, rules: Mapping[str, Rule], facts: Mapping[str, Fact], done: set[str]
) -> Iterator[tuple[str, str]]:
    """Depth first with a stack of our own: rules may be deeper than Python's recursion."""
    way: list[str] = [start]
    left = [sorted(_needs(start, rules, facts))]
    while way:
        if not left[-1]:
            done.add(way.pop())
            left.pop()
            continue
        following = left[-1].pop()
        if following in way:
            circle = [*way[way.index(following) :], following]
            named = next((each for each in circle if each in rules), following)
            yield named, f"goes round in a circle: {' needs '.join(circle)}"
        elif following not in done:
            way.append(following)
            left.append(sorted(_needs(following, rules, facts)))


def _needs(name: str, rules: Mapping[str, Rule], facts: Mapping[str, Fact]) -> set[str]:
    """The rules, and the facts with a condition, that one rule or fact needs."""
    term: Term | None = rules[name].term if name in rules else facts[name].matters_if
    if term is None:
        return set()
    named = {str(part.value) for part in term.walk() if part.kind in {"rule", "fact"}}
    return {each for each in named if each in rules or (each in facts and facts[each].matters_if is not None)}
