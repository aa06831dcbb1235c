"""Why a scheme came out as it did: the conditions that carry the result, and the whole tree of them.

A reason is a set of conditions which, were they all otherwise, would change the result. Where all must hold and one
does not, that one is the reason; where two do not, the two together are, for changing one alone would change nothing.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fingerpost.rules.book import ADULT, CHILD, Fact, Rule, Words
from fingerpost.rules.counting.machine import IN_COUPLE, NUMBER_OF_CHILDREN, Answers, Working
from fingerpost.rules.counting.running import Slot
from fingerpost.rules.results import Condition, Leaf, Reason, Verdict, verdict_of
from fingerpost.rules.terms import WHERE, Term

YES_WORDS = {"yes": {"en": "yes", "cy": "ydy"}, "no": {"en": "no", "cy": "nac ydy"}}
Key = tuple[str, Slot]
NOBODY = {
    IN_COUPLE: {"en": "No partner lives with you", "cy": "Nid oes partner yn byw gyda chi"},
    NUMBER_OF_CHILDREN: {"en": "No child lives with you", "cy": "Nid oes plentyn yn byw gyda chi"},
}
MOST = 8  # reasons shown for one result


def reasons_for(working: Working, name: str) -> tuple[Reason, ...]:
    """The reasons of a decided yes-no rule; none where it is open."""
    rule = working.book.rules[name]
    if verdict_of(working.rule(name, None)) is Verdict.UNKNOWN:
        return ()
    sets = _sets(working, rule.term, None)
    unlike = list(dict.fromkeys(frozenset(each) for each in sets if each))
    return tuple(Reason(leaves=_leaves(working, name, each)) for each in unlike[:MOST])


def _leaves(working: Working, name: str, keys: frozenset[Key]) -> tuple[Leaf, ...]:
    """The leaves of a reason. Were somebody there who is not, something else might still stand in the way: it is then
    a part of the reason too."""
    leaves = {key: _leaf(working, *key) for key in sorted(keys, key=str)}
    if any(key[0] in NOBODY for key in keys):
        turned = _turn_round(working, leaves)
        if verdict_of(turned.rule(name, None)) is verdict_of(working.rule(name, None)):
            further = _sets(turned, working.book.rules[name].term, None)
            for key in min(further, key=lambda each: len(each), default=()):  # noqa: PLW0108 - mypy needs it
                leaves.setdefault(key, _leaf(turned, *key))
    return tuple(leaves.values())


def _turn_round(working: Working, leaves: Mapping[Key, Leaf]) -> Working:
    """The same household, were each of these otherwise."""
    answers = Changed(working.answers, {name: 1 for name, _ in leaves if name in NOBODY})
    rules = {key for key in leaves if key[0] in working.book.rules}
    given = {key: (False, False) if leaves[key].verdict is Verdict.YES else (True, True) for key in rules}
    return Working(working.machine, answers, on=working.day, nation=working.nation(), given=given)


class Changed:
    """Answers with some facts of the household changed."""

    def __init__(self, answers: Answers, facts: Mapping[str, int]) -> None:
        self._answers, self._facts = answers, facts

    def given(self, fact: Fact, slot: Slot) -> Any:
        if fact.key not in self._facts:
            return self._answers.given(fact, slot)
        value = self._facts[fact.key]
        return (bool(value),) * 2 if fact.unit.kind == "yes-no" else (Decimal(value),) * 2

    def alike(self, entity: str, slot: int) -> int:
        return self._answers.alike(entity, slot)


def _sets(working: Working, term: Term, slot: Slot) -> list[tuple[Key, ...]]:
    """Sets of leaves; turning round all of one set turns the term round. An open term has none."""
    verdict = verdict_of(working.value(term, slot))
    if verdict is Verdict.UNKNOWN:
        return []
    if parts := _parts(working, term, slot):
        return _join(working, parts, is_all=_is_all(term), is_yes=verdict is Verdict.YES)
    if key := _nobody(working, term):
        return [(key,)]
    if inner := _inner(working, term, slot):
        return _sets(working, inner, slot)
    if term.kind == "fact" and not working.matters(str(term.value), slot)[1]:
        return []  # it does not matter, so changing it changes nothing
    return [(_key(working, str(term.value), slot),)] if term.kind in {"rule", "fact", "parameter"} else []


def _key(working: Working, name: str, slot: Slot) -> Key:
    """A leaf by name and by whom it is about: nobody, where it is about the household."""
    of = working.book.rules[name].of if name in working.book.rules else name.rpartition(".")[0]
    return name, slot if of in {ADULT, CHILD} else None


def _is_all(term: Term) -> bool:
    """Must all parts hold, or is one enough?"""
    return term.kind == "and" or (term.kind == "each" and term.value[0] == "all")


def _parts(working: Working, term: Term, slot: Slot) -> list[tuple[Term, Slot]]:
    """The parts of a term that joins several, each with whom it is about: [] where it joins none."""
    if term.kind in {"and", "or"}:
        return [(part, slot) for part in (term.parts[1:] if term.value == WHERE else term.parts)]
    if term.kind == "each":
        members = working.members(term.value[1])
        return [(term.parts[0], member) for member in dict.fromkeys(member for member, _ in members)]
    if term.kind == "member":
        wanted = {"you": 0, "partner": 1, "other": 1 - (slot or 0)}[str(term.value)]
        there = [member for member, (surely, _) in working.members(ADULT) if surely and member == wanted]
        return [(term.parts[0], member) for member in there]
    return []


def _inner(working: Working, term: Term, slot: Slot) -> Term | None:
    """The term that stands behind one which has no words itself: None for a leaf, and for an `if` still open."""
    if term.kind == "not":
        return term.parts[0]
    if term.kind == "if":
        condition = verdict_of(working.value(term.parts[0], slot))
        return {Verdict.YES: term.parts[1], Verdict.NO: term.parts[2], Verdict.UNKNOWN: None}[condition]
    if term.kind == "rule" and not working.book.rules[str(term.value)].says:
        return working.book.rules[str(term.value)].term
    return None


def _nobody(working: Working, term: Term) -> Key | None:
    """The fact that says that nobody is there, where a term is about a partner or a child who is not."""
    if term.kind not in {"each", "member"}:
        return None
    entity = term.value[1] if term.kind == "each" else ADULT
    return (IN_COUPLE if entity == ADULT else NUMBER_OF_CHILDREN), None


def _join(working: Working, parts: list[tuple[Term, Slot]], *, is_all: bool, is_yes: bool) -> list[tuple[Key, ...]]:
    """All that must hold and do, or some of which one would do and none does: each carries the result alone. Otherwise
    those that stand against it do so together, each by its smallest set; what is open does not stand against it."""
    if is_all == is_yes:
        return [each for part, slot in parts for each in _sets(working, part, slot)]
    against = Verdict.YES if is_yes else Verdict.NO
    standing = [_sets(working, part, slot) for part, slot in parts if verdict_of(working.value(part, slot)) is against]
    if len(standing) == 1:
        return standing[0]
    if not standing or not all(standing):
        return []
    if alike := _alike(standing):
        return alike
    smallest = [key for sets in standing for key in min(sets, key=lambda each: len(each))]  # noqa: PLW0108 - for mypy
    return [tuple(dict.fromkeys(smallest))]


def _alike(standing: list[list[tuple[Key, ...]]]) -> list[tuple[Key, ...]]:
    """Where the same conditions carry each part, as for two children, the reason is one condition for all of them."""
    named = [{tuple(name for name, _ in each): each for each in sets} for sets in standing]
    common = [names for names in named[0] if all(names in each for each in named)]
    return [tuple(dict.fromkeys(key for each in named for key in each[names])) for names in common]


def conditions_of(working: Working, name: str) -> Condition:
    """The tree of conditions of a rule, each with its verdict."""
    return _condition(working, working.book.rules[name].term, None)


def _condition(working: Working, term: Term, slot: Slot) -> Condition:
    verdict = verdict_of(working.value(term, slot))
    if parts := _parts(working, term, slot):
        inner = tuple(_condition(working, part, at) for part, at in parts)
        return (
            inner[0]
            if len(inner) == 1
            else Condition(verdict=verdict, join="all" if _is_all(term) else "any", parts=inner)
        )
    if term.kind == "not":
        return Condition(verdict=verdict, join="not", parts=(_condition(working, term.parts[0], slot),))
    if term.kind == "if":
        chosen = verdict_of(working.value(term.parts[0], slot))
        return _condition(working, term.parts[2] if chosen is Verdict.NO else term.parts[1], slot)
    if term.kind == "rule" and not working.book.rules[str(term.value)].says:
        return _condition(working, working.book.rules[str(term.value)].term, slot)
    if key := _nobody(working, term):
        return Condition(verdict=verdict, leaf=_leaf(working, *key))
    return Condition(verdict=verdict, leaf=_leaf(working, *_key(working, str(term.value), slot)))


def _leaf(working: Working, name: str, slot: Slot) -> Leaf:
    book = working.book
    if name in book.rules:
        rule = book.rules[name]
        verdict = verdict_of(working.rule(name, slot))
        sources = tuple(book.schemes[rule.scheme].sources[each] for each in rule.sources)
        return Leaf(name=name, slot=slot, verdict=verdict, words=_words_of(rule, verdict, slot), sources=sources)
    if name in NOBODY:
        low, high = (bool(each) for each in working.fact(name, None))
        words = NOBODY[name] if not high else book.facts[name].label
        return Leaf(name=name, slot=None, verdict=verdict_of((low, high)), words=words, sources=())
    if name in book.facts:
        verdict = verdict_of(working.fact(name, slot))
        return Leaf(name=name, slot=slot, verdict=verdict, words=_told(book.facts[name].label, verdict), sources=())
    parameter = book.parameters[name]
    verdict = verdict_of(working.parameter(name))
    sources = tuple(book.schemes[parameter.scheme].sources[each] for each in parameter.sources)
    return Leaf(name=name, slot=slot, verdict=verdict, words=_told(parameter.label, verdict), sources=sources)


def _told(label: Words, verdict: Verdict) -> Words:
    return {language: f"{words}: {YES_WORDS[verdict.value][language]}" for language, words in label.items()} if (
        verdict is not Verdict.UNKNOWN
    ) else label  # fmt: skip


NAMES = {
    "adult": ({"en": "you", "cy": "chi"}, {"en": "your partner", "cy": "eich partner"}),
    "child": {"en": "child", "cy": "plentyn"},
}


def _words_of(rule: Rule, verdict: Verdict, slot: Slot) -> Words:
    """What a rule says of its verdict. An open one says its yes, and the verdict beside it says that it is open."""
    side = "no" if verdict is Verdict.NO else "yes"
    says = rule.says.get(f"you_{side}") if slot == 0 and rule.of == "adult" else None
    return {language: _named(words, rule.of, slot, language) for language, words in (says or rule.says[side]).items()}


def _named(words: str, of: str, slot: Slot, language: str) -> str:
    if of == "household" or "{name}" not in words:
        return words
    name = NAMES["adult"][slot or 0][language] if of == "adult" else f"{NAMES['child'][language]} {(slot or 0) + 1}"  # type: ignore[index]
    said = words.replace("{name}", name)
    return said[:1].upper() + said[1:]
