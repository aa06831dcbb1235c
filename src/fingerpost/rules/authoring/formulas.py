"""A formula read out: each term of a rule in words, with the figure of each parameter on a day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.rules.authoring.figures import write_figure, write_parameter
from fingerpost.rules.authoring.wording import NATIONS, in_language, say
from fingerpost.rules.book import Fact, Parameter, Rule, RuleBook
from fingerpost.rules.figures import write_money, write_number
from fingerpost.rules.terms import Term

_AFTER_VOWEL = re.compile(r"([aeiouwyâêîôûŵŷ]) \{name\}")  # Welsh joins "y" to a vowel before it: "mae’r plentyn"
_LOOSE = frozenset(
    {"arithmetic", "if", "and", "or", "compare", "choice", "each"}
)  # within others they stand in brackets


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads terms of one book out in one language, with the figures as they are on a day."""

    book: RuleBook
    language: str
    on: date

    def read(self, term: Term, *, of: str = "") -> str:  # noqa: PLR0911 - one return for each kind reads best
        """The term in words. `of` is "you", "partner" or "other" where it speaks of that one."""
        match term.kind:
            case "number":
                return self._number(term)
            case "fact" | "rule":
                return self._named(term, of)
            case "parameter":
                return self._figure(str(term.value))
            case "choice":
                return self._choice(term, of)
            case "nation" | "on":
                return self.say(term.kind)
            case "slot":
                return self.say("is_you")
            case "call":
                return self._call(term, of)
            case "each":
                name, group = term.value
                return self.say(f"{name} {group}", self.read(term.parts[0]))
            case "member":
                return self._member(term)
            case "and" | "or":
                return self._join([self._within(part, of) for part in term.parts], term.kind)
            case "not":
                return self._negated(term.parts[0], of)
            case "if":
                return self.say("if", *(self._within(part, of) for part in term.parts))
        return self._calculated(term, of)

    def sentence(self, term: Term) -> str:
        """The term in words, as a line of its own."""
        words = self.read(term)
        at = 1 if words.startswith("(") else 0
        return words[:at] + words[at : at + 1].upper() + words[at + 1 :]

    def name_of(self, name: str) -> str:
        """What a rule is called in words: its label, what it says, or its name with spaces."""
        rule = self.book.rules[name]
        words = in_language(rule.label, self.language) or in_language(rule.says.get("yes", {}), self.language)
        words = words or name.rpartition(".")[2].replace("_", " ")
        return self.fill(words, rule.of)

    def value_of(self, parameter: Parameter, value: Any) -> str:
        """A value of a parameter, with its options by their names."""
        return write_parameter(parameter, value, language=self.language, names=self.options_of(parameter))

    def options_of(self, parameter: Parameter) -> dict[str, str]:
        """What each option of a parameter is called, in order; empty where it has none."""
        if not parameter.by:
            return {}
        keys = (parameter.by, f"adult.{parameter.by}", f"child.{parameter.by}")
        fact = next((self.book.facts[key] for key in keys if key in self.book.facts), None)
        choices = NATIONS if parameter.by == "nation" else fact.choices if fact else {}
        known = {option for dated in parameter.values for option in dated.value}
        return {option: in_language(words, self.language) for option, words in choices.items() if option in known}

    def fill(self, words: str, of: str) -> str:
        """Words of a child's or an adult's rule, with somebody in the place of {name}."""
        if "{name}" not in words:
            return words
        if self.language == "cy":
            words = _AFTER_VOWEL.sub(r"\1’r {name}", words).replace("’r {name}", f"’r {self.say(f'{of} alone')}")
        filled = words.replace("{name}", self.say(f"the {of}"))
        return filled[:1].upper() + filled[1:] if words.startswith("{name}") else filled

    def say(self, code: str, *parts: str) -> str:
        return say(code, *parts, language=self.language)

    def _number(self, term: Term) -> str:
        if term.unit.kind == "money" and not term.value:
            return write_money(0)
        if term.unit.kind in {"money", "date"}:
            return write_figure(term.value, term.unit, language=self.language)
        return write_number(term.value)

    def _figure(self, name: str) -> str:
        parameter = self.book.parameters[name]
        words = lower_first(in_language(parameter.label, self.language) or name.rpartition(".")[2].replace("_", " "))
        dated = parameter.at(self.on)
        if dated is None:
            return words
        return self.say("figure", words, self.value_of(parameter, dated.value))

    def _named(self, term: Term, of: str) -> str:
        name = str(term.value)
        if term.kind == "fact":
            fact = self.book.facts[name]
            return self._whose(lower_first(fact_words(fact, self.language)), fact.of, of)
        rule = self.book.rules[name]
        if name == self.book.schemes[rule.scheme].entitled:
            title = in_language(self.book.schemes[rule.scheme].title, self.language)
            return self._whose(self.say("entitled", title), rule.of, of)
        if rule.says:
            return self.told(rule, of=of)
        if rule.label:
            return self._whose(lower_first(self.name_of(name)), rule.of, of)
        return self._within(rule.term, of)  # a step without a name is read out where it stands

    def _whose(self, words: str, entity: str, of: str) -> str:
        return self.say(f"of {of}", words) if of and entity == "adult" else words

    def told(self, rule: Rule, *, is_no: bool = False, of: str = "") -> str:
        """What a yes-no rule says of its yes, or of its no, within a sentence. `of` as for `read`."""
        side = "no" if is_no else "yes"
        own = rule.says.get(f"you_{side}") if of == "you" else None
        if own or of in {"you", "partner"}:
            words = in_language(own or rule.says[side], self.language)
            filled = words.replace("{name}", self.say(f"{of} alone"))
            return lower_first(filled) if filled != words or own else self.say(f"of {of}", lower_first(words))
        return self._whose(lower_first(self.fill(in_language(rule.says[side], self.language), rule.of)), rule.of, of)

    def _choice(self, term: Term, of: str) -> str:
        inner = term.parts[0]
        known = list(NATIONS if inner.kind == "nation" else self.book.facts[str(inner.value)].choices)
        options = [self._option(inner, each) for each in sorted(term.value, key=known.index)]
        return self.say("choice", self.read(inner, of=of), self._join(options, "or"))

    def _others(self, choice: Term) -> frozenset[str]:
        """The options that it leaves out: "not none" is one of the others."""
        inner = choice.parts[0]
        known = NATIONS if inner.kind == "nation" else self.book.facts[str(inner.value)].choices
        named: frozenset[str] = choice.value
        return frozenset(known) - named

    def _option(self, inner: Term, option: str) -> str:
        choices: Mapping[str, Mapping[str, str]] = NATIONS if inner.kind == "nation" else {}
        if inner.kind == "fact":
            choices = self.book.facts[str(inner.value)].choices
        return in_language(choices.get(option, {}), self.language) or option.replace("_", " ")

    def _call(self, term: Term, of: str) -> str:
        name, parts = str(term.value), term.parts
        if name == "years_between" and parts[0].kind == "fact" and str(parts[0].value).endswith("date_of_birth"):
            words = "age" if parts[1].kind == "on" else "age_on"
            said = self.say(words, *([] if words == "age" else [self.read(parts[1], of=of)]))
            return self.say(f"of {of}", said) if of else said
        if name in {"max", "min"}:
            if name == "max" and len(parts) == 2 and parts[1].kind == "number" and not parts[1].value:
                return self.say("positive", self._within(parts[0], of))
            return self.say(name, self._join([self._within(part, of) for part in parts], "and"))
        return self.say(name, *(self._within(part, of) for part in parts))

    def _member(self, term: Term) -> str:
        inner = term.parts[0]
        if inner.kind in {"fact", "rule", "choice", "call"}:
            return self.read(inner, of=str(term.value))
        return self.say(str(term.value), self.read(inner))

    def _negated(self, inner: Term, of: str) -> str:
        if inner.kind == "rule":
            rule = self.book.rules[str(inner.value)]
            if rule.says:
                return self.told(rule, is_no=True, of=of)
        if inner.kind == "choice" and (others := self._others(inner)):
            return self._choice(Term("choice", inner.unit, others, inner.parts), of)
        if inner.kind in {"fact", "parameter"}:
            return self.say("is no", self.read(inner, of=of))
        return self.say("not", self.read(inner, of=of))

    def _calculated(self, term: Term, of: str) -> str:
        code = str(term.value)
        if term.kind == "compare":
            code = f"{'day' if term.parts[0].unit.kind == 'date' else 'compare'} {code}"
        return self.say(code, *(self._within(part, of) for part in term.parts))

    def _within(self, term: Term, of: str) -> str:
        words = self.read(term, of=of)
        return self.say("brackets", words) if term.kind in _LOOSE else words

    def _join(self, parts: list[str], word: str) -> str:
        if len(parts) < 2:
            return "".join(parts)
        return self.say("comma").join(parts[:-1]) + self.say(word) + parts[-1]


def fact_words(fact: Fact, language: str) -> str:
    """What a fact is called: its label, or its name with spaces."""
    return in_language(fact.label, language) or fact.name.replace("_", " ")


def lower_first(words: str) -> str:
    """For the middle of a sentence: "UK" and "Child Benefit" stay as they are, "Rent" becomes "rent"."""
    first, _, rest = words.partition(" ")
    is_name = not first[1:].islower() if first[1:] else False
    is_name = is_name or rest[:1].isupper()
    return words if is_name else words[:1].lower() + words[1:]
