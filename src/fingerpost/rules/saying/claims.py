"""What the rules say of one household, as claims in their own words: the only words that may rest on a rule.

A capability puts these claims before a reader, and the check makes them anew and takes out any that is not among them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fingerpost.contract.claims import Claim, NextStep, Reckoned, Source, SourceKind
from fingerpost.contract.context import Nation
from fingerpost.rules.book import RuleBook, RuleSource, Scheme, Words
from fingerpost.rules.evaluating import Evaluation, evaluate
from fingerpost.rules.households.household import Household
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.results import Amount, Reason, SchemeResult, Verdict, WorkingLine
from fingerpost.rules.saying import wording
from fingerpost.rules.saying.changes import claim_of_change, with_changes
from fingerpost.rules.saying.earnings import earnings_curve
from fingerpost.rules.saying.said import RULE, Said
from fingerpost.rules.saying.sources import source_of

LIKELY, MAY, UNLIKELY, PAYS = "likely", "may", "unlikely", "pays"
TAX, GUIDANCE = "tax", "guidance"
NOTHING = "nothing"  # the verdict of a step of a working that came to nought
SHOWN_UNSETTLED = 2  # facts: where more are missing, the range of an amount says nothing


def say(
    book: RuleBook,
    facts: Mapping[str, Any],
    *,
    on: date,
    nation: Nation | None,
    language: str,
    schemes: Sequence[str] = (),
    changes: Mapping[str, Any] | None = None,
) -> Said:
    """What the book says of these facts in that language; where no scheme is named, of every public one but those that
    nobody asked for. What `changes` would do, facts that would be otherwise, comes first. The curve of what more
    earnings would change comes last, and only where no scheme is named. Raises FactsInvalid."""
    household = read_household(book, facts)
    shown = shown_to(household, book, nation) if not schemes else exists_in(book, nation)
    wanted = [name for name in shown if not schemes or name in schemes]
    evaluation = evaluate(book, household, on=on, nation=nation, schemes=wanted)
    had = frozenset(name for name, each in evaluation.results.items() if _may_be_had(book.schemes[name], each))
    speaker = _Speaker(book=book, household=household, had=had, nation=nation, language=language)
    claims = [speaker.claim(evaluation.results[name]) for name in wanted if name in evaluation.results]
    curve = () if schemes else speaker.curve(household, evaluation, on=on)
    change = None
    if changes:
        after = read_household(book, with_changes(facts, changes))
        change = claim_of_change(book, household, after, on=on, nation=nation, language=language, schemes=wanted)
    first = () if change is None else (change,)
    return Said(claims=(*first, *claims, *curve), next_steps=tuple(speaker.next_steps(claims)))


def exists_in(book: RuleBook, nation: Nation | None) -> list[str]:
    """The public schemes that there are in a nation; all of them where it is not known."""
    return [name for name in book.public if nation is None or nation.value in book.schemes[name].nations]


def shown_to(household: Household, book: RuleBook, nation: Nation | None) -> list[str]:
    """Those that there are in a nation, without guidance for which nobody in the household asked."""
    gates = {name: book.schemes[name].asked_for for name in exists_in(book, nation)}
    return [name for name, gate in gates.items() if not gate or household.answers.get(gate) is True]


def confidence_of(scheme: Scheme, result: SchemeResult) -> str:
    """How sure the page is of a scheme. What needs an assessment or a person's judgement is only possible."""
    if scheme.kind == TAX:
        return PAYS
    if result.verdict is Verdict.NO:
        return UNLIKELY
    return LIKELY if result.verdict is Verdict.YES and scheme.at_most == LIKELY else MAY


def _may_be_had(scheme: Scheme, result: SchemeResult) -> bool:
    return result.exists and confidence_of(scheme, result) in {LIKELY, MAY}


@dataclass(frozen=True, kw_only=True)
class _Speaker:
    """Puts results in words. `had` are the schemes that are likely or possible."""

    book: RuleBook
    household: Household
    had: frozenset[str]
    nation: Nation | None
    language: str

    @property
    def _nation(self) -> str:
        return self.nation.value if self.nation else ""

    def claim(self, result: SchemeResult) -> Claim:
        scheme = self.book.schemes[result.scheme]
        sure = confidence_of(scheme, result)
        amount = None if sure == UNLIKELY else result.amount
        if result.verdict is Verdict.UNKNOWN and len(result.missing) > SHOWN_UNSETTLED:
            amount = None
        words = self._headline(scheme, sure, amount, result.verdict)
        return Claim(
            text=words,
            quote=words,
            source=self._source(scheme, next(iter(scheme.sources.values()), None)),
            beside=tuple(self._beside(scheme, result, sure)),
            reckoned=Reckoned(
                part="scheme",
                about=scheme.id,
                kind=scheme.kind,
                verdict=sure,
                low=amount.low if amount else None,
                high=amount.high if amount else None,
                period=amount.period if amount else "",
                missing=tuple(result.missing),
            ),
        )

    def _headline(self, scheme: Scheme, sure: str, amount: Amount | None, verdict: Verdict) -> str:
        title = self._in(scheme.title_in(self._nation))
        own = self._in(scheme.verdicts.get(sure, {}))
        words = own or wording.of(sure, self.language).format(title=title)
        if sure == PAYS and (verdict is Verdict.NO or (amount is not None and not amount.high)):
            return wording.of("pays nothing", self.language).format(title=title)
        if amount is None or not amount.high:
            return words if sure != PAYS else wording.of("pays unknown", self.language).format(title=title)
        return f"{words.rstrip('.')}: {wording.amount(amount.low, amount.high, amount.period, self.language)}"

    def _beside(self, scheme: Scheme, result: SchemeResult, sure: str) -> Iterator[Claim]:
        yield from self._foremost(scheme, result, sure)
        for reason in result.reasons:
            yield self._reason(scheme, reason)
        if sure == UNLIKELY:
            return
        for line in result.working:
            yield self._line("working", scheme, line)
        for note in scheme.notes:
            named = next((scheme.sources[each] for each in note.sources if each in scheme.sources), None)
            yield self._part("note", scheme, self._in(note.words), source=named)
        for words in scheme.documents:
            yield self._part("document", scheme, self._in(words))
        for words in scheme.left_out:
            yield self._part("left out", scheme, self._in(words))
        apply = scheme.apply_in(self._nation)
        own = next(iter(scheme.sources.values()), None)
        if apply is not None and own is not None:
            there = RuleSource(
                id="apply", scheme=scheme.id, title=self._in(apply.label), url=apply.url, checked=own.checked
            )
            yield self._part("apply", scheme, self._in(apply.label), source=there)

    def _foremost(self, scheme: Scheme, result: SchemeResult, sure: str) -> Iterator[Claim]:
        """What nobody may overlook: that it is paid already, what it cannot be had with, days outside the figures, and
        the scheme's own figures."""
        if any(self.household.answers.get(fact) is True for fact in scheme.received):
            yield self._part("received", scheme, wording.of("received" if sure == LIKELY else "keep", self.language))
        for other, source in self.book.either(scheme.id).items():
            if {scheme.id, other} <= self.had:
                words = wording.of("either", self.language).format(title=self._title(other))
                yield self._part("either", scheme, words, source=source, about=other)
        if result.outside:
            yield self._part("outside", scheme, wording.outside(*result.outside, self.language))
        for line in result.figures:
            if line.value.is_known and line.value.low:
                yield self._line("figure", scheme, replace(line, formula={}))

    def _reason(self, scheme: Scheme, reason: Reason) -> Claim:
        words = wording.listed(
            [_within(self._in(leaf.words), at) for at, leaf in enumerate(reason.leaves)], self.language
        )
        sources = [source for leaf in reason.leaves for source in leaf.sources]
        about = " ".join(leaf.name for leaf in reason.leaves)
        verdict = reason.leaves[0].verdict.value
        return self._part("reason", scheme, words, source=next(iter(sources), None), about=about, verdict=verdict)

    def _line(self, part: str, scheme: Scheme, line: WorkingLine) -> Claim:
        words = wording.working(self._in(line.label), self._in(line.formula), line.value, self.language)
        came_to = NOTHING if line.value.is_known and not line.value.low else ""
        source = next(iter(line.sources), None)
        return self._part(part, scheme, words, source=source, about=line.name, verdict=came_to)

    def _part(
        self,
        part: str,
        scheme: Scheme,
        words: str,
        *,
        source: RuleSource | None = None,
        about: str = "",
        verdict: str = "",
    ) -> Claim:
        own = source or next(iter(scheme.sources.values()), None)
        reckoned = Reckoned(part=part, about=about, verdict=verdict)
        return Claim(text=words, quote=words, source=self._source(scheme, own), reckoned=reckoned)

    def curve(self, household: Household, evaluation: Evaluation, *, on: date) -> Iterator[Claim]:
        """The claim of the curve, where one can be drawn."""
        found = earnings_curve(self.book, household, evaluation, on=on, nation=self.nation)
        if found is None:
            return
        falling = (name for fall in found.falls for name in fall.schemes)
        named = {name: self._title(name) for name in (*found.schemes, *found.left_out, *falling)}
        words = wording.earnings(found, named, self.language)
        source = Source(
            id=f"{RULE}earnings",
            digest=self.book.digest,
            title=wording.of("earnings", self.language),
            url="",
            kind=SourceKind.RULE,
            language=self.language,
        )
        beside = tuple(
            Claim(text=each, quote=each, source=source, reckoned=Reckoned(part=part, about=about, low=low, high=high))
            for part, each, about, low, high in wording.about_earnings(found, named, self.language)
        )
        reckoned = Reckoned(part="earnings", low=found.now, rows=found.points)
        yield Claim(text=words, quote=words, source=source, beside=beside, reckoned=reckoned)

    def next_steps(self, claims: Sequence[Claim]) -> Iterator[NextStep]:
        """Where to apply for what is likely, then for what is possible."""
        for sure in (LIKELY, MAY):
            for claim in claims:
                reckoned = claim.reckoned
                if reckoned is not None and reckoned.verdict == sure:
                    yield from self._apply(self.book.schemes[reckoned.about])

    def _apply(self, scheme: Scheme) -> Iterator[NextStep]:
        apply = scheme.apply_in(self._nation)
        if apply is not None:
            yield NextStep(kind="apply", label=self._in(apply.label), url=apply.url, source_id=f"{RULE}{scheme.id}")

    def _title(self, scheme: str) -> str:
        return self._in(self.book.schemes[scheme].title_in(self._nation))

    def _source(self, scheme: Scheme, source: RuleSource | None) -> Source:
        return source_of(self.book, scheme, source, nation=self.nation, language=self.language)

    def _in(self, words: Words) -> str:
        """In the reader's language; in English where the file has no other."""
        return words.get(self.language, words.get("en", ""))


def _within(words: str, place: int) -> str:
    """A condition as it stands in a list: only the first begins with a capital."""
    return words if not place or words[1:2].isupper() else words[:1].lower() + words[1:]
