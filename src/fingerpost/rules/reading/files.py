"""From rule files to a rule book: every fault of every file is gathered before anything is refused."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from fingerpost.rules.book import HOUSEHOLD, Fact, Parameter, Rule, RuleBook, Scheme
from fingerpost.rules.faults import Problem, RulesInvalid
from fingerpost.rules.reading.circles import find_circles, find_long_chains
from fingerpost.rules.reading.conditions import find_unsaid
from fingerpost.rules.reading.documents import Document, read_document, rule_files
from fingerpost.rules.reading.expressions import InvalidExpression, parse
from fingerpost.rules.reading.facts import read_facts
from fingerpost.rules.reading.naming import NATIONS, DoesNotFit, Known, Scope, in_pence
from fingerpost.rules.reading.parameters import read_parameters
from fingerpost.rules.reading.schemes import Draft, read_scheme
from fingerpost.rules.terms import WHERE, Term
from fingerpost.rules.units import CHOICE, YES_NO

UK = Path(__file__).parent.parent / "uk"


@cache
def uk_rules() -> RuleBook:
    """The rules that come with Fingerpost. Raises RulesInvalid."""
    return read_rules(UK / "facts", UK / "schemes")


def read_rules(*folders: Path) -> RuleBook:
    """All rule files of some folders as one book. A later folder may add schemes and facts, and its scheme takes the
    place of one of the same name. Raises RulesInvalid, which names each fault by file and line."""
    documents: list[Document] = []
    problems: list[Problem] = []
    for folder in folders:
        found = _read_folder(folder, problems)
        own = {_scheme_of(document) for document in found} - {""}
        documents = [document for document in documents if _scheme_of(document) not in own] + found
    if problems:
        raise RulesInvalid(problems)
    return build_book(documents)


def _read_folder(folder: Path, problems: list[Problem]) -> list[Document]:
    documents: list[Document] = []
    for path in rule_files(folder):
        try:
            documents.append(read_document(path, name=str(path.relative_to(folder.parent))))
        except RulesInvalid as fault:
            problems.extend(fault.problems)
    return documents


def _scheme_of(document: Document) -> str:
    return str(document.data.get("scheme", "")) if isinstance(document.data, Mapping) else ""


def build_book(documents: Sequence[Document]) -> RuleBook:
    """One checked book of some files. Raises RulesInvalid."""
    return _Builder(documents).build()


class _Builder:
    """Gathers what all files declare, then gives every expression its meaning."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self.problems: list[Problem] = []
        self.facts: dict[str, Fact] = {}
        self.where: dict[str, tuple[Document, tuple[str | int, ...]]] = {}
        self.parameters: dict[str, Parameter] = {}
        self.drafts: dict[str, Draft] = {}
        self.schemes: dict[str, Scheme] = {}
        self.rules: dict[str, Rule] = {}

    def build(self) -> RuleBook:
        for document in self.documents:
            self._declare(document)
        self._stop_on_problems()
        self._know()
        self._stop_on_problems()
        self._check_whole()
        self._stop_on_problems()
        return RuleBook(
            facts=self.facts,
            parameters=self.parameters,
            rules=self.rules,
            schemes=self.schemes,
            digest=_digest(self.documents),
            documents=self.documents,
        )

    def _stop_on_problems(self) -> None:
        if self.problems:
            raise RulesInvalid(self.problems)

    def _declare(self, document: Document) -> None:
        if not isinstance(document.data, Mapping):
            self.problems.append(document.problem("must be a mapping: `scheme:` or `facts:` at the top"))
            return
        scheme = str(document.data.get("scheme", ""))
        facts = read_facts(document, scheme=scheme, first=len(self.facts), problems=self.problems)
        self._add(document, self.facts, {fact.key: fact for fact in facts}, kind="facts")
        if not scheme:
            return
        if scheme in self.schemes:
            self.problems.append(document.problem(f"scheme {scheme!r} stands in two files", "scheme"))
            return
        parameters = read_parameters(document, scheme=scheme, problems=self.problems)
        self._add(document, self.parameters, {each.name: each for each in parameters}, kind="parameters")
        self.schemes[scheme], drafts = read_scheme(document, scheme=scheme, problems=self.problems)
        self._add(document, self.drafts, {draft.name: draft for draft in drafts}, kind="rules")

    def _add(self, document: Document, all_: dict[str, Any], more: Mapping[str, Any], *, kind: str) -> None:
        for name, each in more.items():
            bare = name.rpartition(".")[2]
            if name in all_ or (kind == "rules" and name in self.parameters):
                self.problems.append(document.problem(f"{bare!r} is declared twice", kind, bare))
            self.where[name] = (document, (bare,) if bare in {"entitled", "amount"} else (kind, bare))
            all_[name] = each

    def _known(self) -> Known:
        options = {key: tuple(fact.choices) for key, fact in self.facts.items() if fact.choices}
        return Known(
            facts={key: (fact.unit, fact.of) for key, fact in self.facts.items()},
            rules={name: (draft.unit, draft.of) for name, draft in self.drafts.items()},
            parameters={name: each.unit for name, each in self.parameters.items()},
            options=options,
        )

    def _know(self) -> None:
        known = self._known()
        for key, fact in list(self.facts.items()):
            if fact.matters_if is not None:
                scope = Scope(known=known, scheme=fact.scheme, of=fact.of)
                term = self._term(str(fact.matters_if), scope, key, "matters_if")
                self.facts[key] = replace(fact, matters_if=term)
                if term and not term.unit.fits(YES_NO):
                    self._problem(key, f"`matters_if` is {term.unit}, and must be yes or no", "matters_if")
        for name, draft in self.drafts.items():
            term = self._term(draft.text, Scope(known=known, scheme=draft.scheme, of=draft.of), name, *draft.path[-1:])
            if term is not None:
                self._know_rule(name, draft, term)
        for parameter in self.parameters.values():
            self._check_by(parameter)

    def _know_rule(self, name: str, draft: Draft, term: Term) -> None:
        if not term.unit.fits(draft.unit):
            fitted = in_pence(term, draft.unit) if draft.unit.kind == "money" else None
            if fitted is None:
                self._problem(name, f"is {term.unit}, and says that it is {draft.unit}", *draft.path[-1:])
                return
            term = fitted
        self.rules[name] = Rule(
            name=name,
            scheme=draft.scheme,
            of=draft.of,
            unit=draft.unit,
            text=draft.text,
            term=self._where_it_holds(name, term, self.schemes[draft.scheme]),
            label=draft.label,
            says=draft.says,
            sources=draft.sources,
        )

    def _where_it_holds(self, name: str, term: Term, scheme: Scheme) -> Term:
        """An entitlement holds in the scheme's nations only, and an amount where one is entitled to it."""
        if name not in {scheme.entitled, scheme.amount}:
            return term
        here = Term("choice", YES_NO, scheme.nations, (Term("nation", CHOICE),))
        is_limited = len(scheme.nations) < len(NATIONS)
        if name == scheme.entitled:
            return Term("and", YES_NO, WHERE, (here, term)) if is_limited else term
        if scheme.entitled:
            here = Term("rule", YES_NO, scheme.entitled)
        nothing = Term("number", term.unit, Decimal(0))
        return Term("if", term.unit, WHERE, (here, term, nothing)) if scheme.entitled or is_limited else term

    def _term(self, text: str, scope: Scope, name: str, *path: str) -> Term | None:
        try:
            return scope.term(parse(text))
        except (InvalidExpression, DoesNotFit) as fault:
            self._problem(name, str(fault), *path)
            return None

    def _problem(self, name: str, words: str, *path: str) -> None:
        document, at = self.where[name]
        self.problems.append(document.problem(f"{name}: {words}", *at, *path))

    def _check_by(self, parameter: Parameter) -> None:
        """Does a figure that differs by a choice have a value for each option?"""
        if not parameter.by:
            return
        scheme = self.schemes[parameter.scheme]
        keys = [key for key in (parameter.by, f"adult.{parameter.by}", f"child.{parameter.by}") if key in self.facts]
        if parameter.by == "nation":
            needed = scheme.nations
        elif keys and self.facts[keys[0]].choices:
            needed = frozenset(self.facts[keys[0]].choices)
        else:
            self._problem(parameter.name, f"`by` names {parameter.by!r}, which is not a choice", "by")
            return
        for dated in parameter.values:
            if needed - set(dated.value):
                self._problem(
                    parameter.name, f"has no value for {', '.join(sorted(needed - set(dated.value)))}", "values"
                )

    def _check_whole(self) -> None:
        for name, words in find_circles(self.rules, self.facts):
            self._problem(name, words)
        if not self.problems:
            for name, words in find_long_chains(self.rules, self.facts):
                self._problem(name, words)
        for scheme in self.schemes.values():
            for name, words in find_unsaid(scheme, self.rules):
                self._problem(name, words, "is")
            self._check_shown(scheme)
            if scheme.amount and self.rules[scheme.amount].of != HOUSEHOLD:
                self._problem(scheme.amount, "must be of the household: use you(...) or sum(adults, ...)")

    def _check_shown(self, scheme: Scheme) -> None:
        """Are what a scheme is shown by facts that there are, and what it cannot be had with other schemes?"""
        document = next(each for each in self.documents if each.file == scheme.file)
        for field, facts in (("received", scheme.received), ("asked_for", filter(None, [scheme.asked_for]))):
            for fact in facts:
                if fact not in self.facts or not self.facts[fact].unit.fits(YES_NO):
                    self.problems.append(document.problem(f"{fact!r} is not a yes-no fact of the household", field))
        for other in scheme.not_with:
            if other not in self.schemes or other == scheme.id:
                self.problems.append(document.problem(f"{other!r} is not another scheme", "not_with", other))


def _digest(documents: Iterable[Document]) -> str:
    """SHA-256 over what the files say, in the order of their names."""
    said = sorted((document.file, document.data) for document in documents)
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
