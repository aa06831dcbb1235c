"""What a rule book holds: facts, parameters, rules and schemes, each as its file states it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from fingerpost.rules.reading.documents import Document
from fingerpost.rules.terms import Term
from fingerpost.rules.units import Unit

HOUSEHOLD, ADULT, CHILD = "household", "adult", "child"
MOST = {HOUSEHOLD: 1, ADULT: 2, CHILD: 12}  # how many of each a household may have
Words = Mapping[str, str]  # the same words by language: {"en": ..., "cy": ...}


@dataclass(frozen=True, kw_only=True)
class RuleSource:
    """Where a rule or figure can be read: an Act and section, or an official page, and when somebody last looked."""

    id: str
    scheme: str
    title: str
    url: str
    checked: date


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that only the person can tell.

    `key` is its name for a household, else "adult.name" or "child.name". `lowest` and `highest` bound its domain: pence
    for money, whole numbers or thousandths as they are for others, and for a date the years ago. `matters_if` is a
    yes-no term; where it is surely no, the fact is `otherwise` and is not asked. `cost` runs from 1 (easy) to 5 (hard).
    """

    key: str
    name: str
    of: str
    unit: Unit
    scheme: str
    question: Words
    question_partner: Words
    hint: Words
    label: Words
    choices: Mapping[str, Words]
    lowest: Any
    highest: Any
    matters_if: Term | None
    otherwise: Any
    cost: int
    common: Any
    position: int

    @cached_property
    def bits(self) -> dict[str, int]:
        """Each option as a bit of its own: what is possible is their union."""
        return {option: 1 << i for i, option in enumerate(self.choices)}


@dataclass(frozen=True, kw_only=True)
class Dated:
    """One value and the days on which it holds; `last` None means that it still runs."""

    first: date
    last: date | None
    value: Any


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A figure of law. `values` follow one another without gap; `by` is "nation" or the key of a choice fact, and the
    values are then mappings of its options. Money is in pence, a share in ones, bands are pairs (above, rate)."""

    name: str
    scheme: str
    unit: Unit
    by: str
    label: Words
    sources: tuple[str, ...]
    confidence: str
    values: tuple[Dated, ...]

    def at(self, day: date) -> Dated | None:
        """The value in force on a day, None where there is none."""
        return next(
            (each for each in self.values if each.first <= day and (each.last is None or day <= each.last)), None
        )


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A thing worked out: yes or no, or a number. `says` puts a yes-no rule in words by verdict; `label` names a number
    in the working. `text` is the expression as written; `term` is the same, every name found and every unit fit."""

    name: str
    scheme: str
    of: str
    unit: Unit
    text: str
    term: Term
    label: Words
    says: Mapping[str, Words]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Apply:
    """Where to apply, or to read more."""

    url: str
    label: Words
    by: str = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """A plain sentence to read under a result, with the source that bears it out."""

    words: Words
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """One benefit, tax, discount or kind of help. `entitled` and `amount` name rules of the book, "" where none.

    `figures` name further rules whose values people want to read, whatever the verdict. `received` are the facts that
    say whether it is paid already. `asked_for` is the fact that says whether somebody wants to know of it at all; it is
    "" for a scheme that is shown to everybody. `not_with` are schemes that nobody can have beside it, each with the id
    of the source that says so.
    """

    id: str
    title: Words
    kind: str
    nations: frozenset[str]
    summary: Words
    at_most: str
    public: bool
    sources: Mapping[str, RuleSource]
    entitled: str
    amount: str
    figures: tuple[str, ...]
    received: tuple[str, ...]
    asked_for: str
    not_with: Mapping[str, str]
    verdicts: Mapping[str, Words]
    apply: Mapping[str, Apply]
    titles: Mapping[str, Words]
    documents: tuple[Words, ...]
    notes: tuple[Note, ...]
    left_out: tuple[Words, ...]
    file: str

    def title_in(self, nation: str) -> Words:
        """Its name in a nation."""
        return self.titles.get(nation, self.title)

    def apply_in(self, nation: str) -> Apply | None:
        """Where to apply in a nation."""
        return self.apply.get(nation, self.apply.get(""))


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """All of it, checked: every name is known, every unit fits, nothing goes in circles, no date has a gap.

    Names are "scheme.name", but for facts, which are known by their key. `documents` are the files it was made of, so
    that a reform can be laid over them. `digest` is the SHA-256 of all of them.
    """

    facts: Mapping[str, Fact]
    parameters: Mapping[str, Parameter]
    rules: Mapping[str, Rule]
    schemes: Mapping[str, Scheme]
    digest: str
    documents: tuple[Document, ...] = field(repr=False)
    machines: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)  # see machine.py

    @cached_property
    def public(self) -> tuple[str, ...]:
        """The schemes that are shown to people, in order."""
        return tuple(name for name, scheme in self.schemes.items() if scheme.public)

    def either(self, scheme: str) -> dict[str, RuleSource]:
        """The schemes that nobody can have beside one, whichever of their files says so, each with its source."""
        own = self.schemes[scheme]
        said = {name: own.sources[source] for name, source in own.not_with.items()}
        others = (each for each in self.schemes.values() if scheme in each.not_with)
        return {**said, **{each.id: each.sources[each.not_with[scheme]] for each in others}}

    def source(self, name: str) -> RuleSource:
        """A source by "scheme.id"."""
        scheme, _, source = name.partition(".")
        return self.schemes[scheme].sources[source]

    def parameters_of(self, scheme: str) -> Iterator[Parameter]:
        return (each for each in self.parameters.values() if each.scheme == scheme)

    def rules_of(self, scheme: str) -> Iterator[Rule]:
        return (each for each in self.rules.values() if each.scheme == scheme)
