"""What a change would do, in words: one claim, with each scheme that changes beside it, and a way back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.contract.claims import Claim, Reckoned, Source, SourceKind
from fingerpost.contract.context import Nation
from fingerpost.rules.book import ADULT, RuleBook, RuleSource, Scheme, Words
from fingerpost.rules.comparing import Comparison, Difference, Moved, changed_answers, compare
from fingerpost.rules.figures import write_value
from fingerpost.rules.households.household import Household, Range, YearsOld, split_path
from fingerpost.rules.households.writing import facts_of
from fingerpost.rules.results import Verdict
from fingerpost.rules.saying import wording
from fingerpost.rules.saying.said import RULE
from fingerpost.rules.saying.sources import source_of

CHANGE, ANSWER, DIFFERENCE, FIGURE = "change", "answer", "difference", "figure"
BACK, NOTE, LEFT_OUT = "way back", "note", "left out"
ID = f"{RULE}change"
MEMBERS = ("adults", "children")
KINDS_TOLD = frozenset({"benefit", "discount", "help", "service", "tax", "pay"})
LEAST_TOLD = 100  # pence a year: a smaller difference of an amount is not told

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "title": {"en": "What this change would do", "cy": "Beth fyddai'r newid hwn yn ei wneud"},
    "better": {
        "en": "With this change you would be {money} a year better off{far}, with taxes and benefits counted",
        "cy": "Gyda'r newid hwn byddech {money} y flwyddyn ar eich ennill{far}, gan gyfrif trethi a budd-daliadau",
    },
    "worse": {
        "en": "With this change you would be {money} a year worse off{far}, with taxes and benefits counted",
        "cy": "Gyda'r newid hwn byddech {money} y flwyddyn ar eich colled{far}, gan gyfrif trethi a budd-daliadau",
    },
    "same": {
        "en": "With this change you would have the same money in a year{far}",
        "cy": "Gyda'r newid hwn byddai gennych yr un arian mewn blwyddyn{far}",
    },
    "as far": {"en": ", as far as your answers settle it", "cy": ", hyd y mae eich atebion yn ei setlo"},
    "between": {
        "en": "With this change you would have between {low} and {high} a year more. Below nought is less",
        "cy": "Gyda'r newid hwn byddai gennych rhwng {low} a {high} y flwyddyn yn fwy. Mae llai na dim yn llai",
    },
    "answer": {"en": "{label}: from {before} to {after}", "cy": "{label}: o {before} i {after}"},
    "answer new": {"en": "{label}: {after}", "cy": "{label}: {after}"},
    "lost": {"en": "{title}: you would no longer get it", "cy": "{title}: ni fyddech yn ei gael mwyach"},
    "may be lost": {
        "en": "{title}: you would be unlikely to get it. Now you may get it",
        "cy": "{title}: byddech yn annhebygol o'i gael. Nawr mae'n bosibl y cewch ef",
    },
    "won": {"en": "{title}: you would be likely to get it", "cy": "{title}: byddech yn debygol o'i gael"},
    "open": {
        "en": "{title}: your answers do not settle if you would get it then",
        "cy": "{title}: nid yw eich atebion yn setlo a fyddech yn ei gael wedyn",
    },
    "stays": {"en": "{title}", "cy": "{title}"},
    "more": {"en": "{money} a year more", "cy": "{money} y flwyddyn yn fwy"},
    "less": {"en": "{money} a year less", "cy": "{money} y flwyddyn yn llai"},
    "up to less": {"en": "up to {money} a year less", "cy": "hyd at {money} y flwyddyn yn llai"},
    "up to more": {"en": "up to {money} a year more", "cy": "hyd at {money} y flwyddyn yn fwy"},
    "some": {"en": "between {low} and {high} a year more", "cy": "rhwng {low} a {high} y flwyddyn yn fwy"},
    "to pay more": {"en": "{money} a year more to pay", "cy": "{money} y flwyddyn yn fwy i'w dalu"},
    "to pay less": {"en": "{money} a year less to pay", "cy": "{money} y flwyddyn yn llai i'w dalu"},
    "moved": {"en": "{label}: from {before} to {after}", "cy": "{label}: o {before} i {after}"},
    "because": {"en": "Because: {reason}", "cy": "Oherwydd: {reason}"},
    "you back": {
        "en": "If you paid {money} a year more into a pension, you would keep: {schemes}. The money stays yours, for "
        "later.",
        "cy": "Pe baech yn talu {money} y flwyddyn yn fwy i bensiwn, byddech yn cadw: {schemes}. Eich arian chi fydd "
        "hwnnw o hyd, ar gyfer nes ymlaen.",
    },
    "partner back": {
        "en": "If your partner paid {money} a year more into a pension, you would keep: {schemes}. The money stays "
        "theirs, for later.",
        "cy": "Pe bai eich partner yn talu {money} y flwyddyn yn fwy i bensiwn, byddech yn cadw: {schemes}. Ei arian "
        "ef neu hi fydd hwnnw o hyd, ar gyfer nes ymlaen.",
    },
    "claims": {
        "en": "It takes for granted that you claim all you can, both now and then.",
        "cy": "Mae'n cymryd eich bod yn hawlio popeth y gallwch, nawr ac wedyn.",
    },
    "left out": {
        "en": "Left out of the sum, because your answers do not settle how much: {schemes}.",
        "cy": "Wedi'u gadael allan o'r swm, am nad yw eich atebion yn setlo faint: {schemes}.",
    },
    "not known": {"en": "not known", "cy": "ddim yn hysbys"},
    "yes": {"en": "yes", "cy": "ydy"},
    "no": {"en": "no", "cy": "nac ydy"},
    "partner": {"en": "Your partner: {label}", "cy": "Eich partner: {label}"},
    "child": {"en": "Child {number}: {label}", "cy": "Plentyn {number}: {label}"},
    "years": {"en": "{years} years old", "cy": "{years} oed"},
}


def with_changes(facts: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with those that change put in their place, adults and children one by one."""
    whole = {**facts, **{name: value for name, value in changes.items() if name not in MEMBERS}}
    for name in MEMBERS:
        before, after = facts.get(name), changes.get(name)
        if isinstance(before, list) and isinstance(after, list):
            longest = range(max(len(before), len(after)))
            whole[name] = [_merged(before, after, at) for at in longest]
        elif after is not None:
            whole[name] = after
    return whole


def _merged(before: list[Any], after: list[Any], at: int) -> Any:
    one, other = (each[at] if at < len(each) else {} for each in (before, after))
    return {**one, **other} if isinstance(one, Mapping) and isinstance(other, Mapping) else other


def changes_between(book: RuleBook, before: Household, after: Household) -> dict[str, Any]:
    """Only the facts that differ, as a request holds them."""
    paths = [path for path, (_, now) in changed_answers(before, after).items() if now is not None]
    return facts_of(book, Household({path: after.answers[path] for path in paths}))


def claim_of_change(
    book: RuleBook,
    before: Household,
    after: Household,
    *,
    on: date,
    nation: Nation | None,
    language: str,
    schemes: Sequence[str] | None = None,
) -> Claim | None:
    """What the change does to these schemes, or to all public ones, as one claim; None where nothing of the answers
    changes."""
    changed = changed_answers(before, after)
    if not changed:
        return None
    found = compare(book, before, after, on=on, nation=nation, schemes=schemes)
    speaker = _Speaker(book=book, nation=nation, language=language)
    return speaker.claim(found, changed)


@dataclass(frozen=True, kw_only=True)
class _Speaker:
    book: RuleBook
    nation: Nation | None
    language: str

    def claim(self, found: Comparison, changed: Mapping[str, tuple[Any, Any]]) -> Claim:
        words = self._headline(found)
        reckoned = Reckoned(part=CHANGE, low=found.low, high=found.high, period="year")
        beside = (*self._answers(changed), *self._differences(found), *self._after(found))
        return Claim(text=words, quote=words, source=self._own_source(), beside=beside, reckoned=reckoned)

    def _headline(self, found: Comparison) -> str:
        if not found.is_known:
            return self._of("between", low=wording.money(found.low), high=wording.money(found.high))
        name = "same" if not found.low else "better" if found.low > 0 else "worse"
        far = self._of("as far") if found.left_out else ""
        return self._of(name, money=wording.money(abs(found.low)), far=far)

    def _answers(self, changed: Mapping[str, tuple[Any, Any]]) -> Iterator[Claim]:
        for path, (before, after) in changed.items():
            key, _slot = split_path(path)
            if key not in self.book.facts:
                continue
            name = "answer" if before is not None else "answer new"
            words = self._of(
                name, label=self._label(path), before=self._value(key, before), after=self._value(key, after)
            )
            yield self._part(ANSWER, words, about=path)

    def _differences(self, found: Comparison) -> Iterator[Claim]:
        for each in found.differences:
            scheme = self.book.schemes[each.scheme]
            if scheme.kind not in KINDS_TOLD or not _is_told(each):
                continue
            low, high = (each.low, each.high) if each.low or each.high else (None, None)
            moves = [self._moved(moved) for moved in each.moved]
            is_moved = bool(moves) and not each.verdict_changes and low is None
            said = (self._becomes(scheme, each), self._money(scheme, each), "; ".join(moves) if is_moved else "")
            words = ": ".join(filter(None, said))
            source = next(iter(scheme.sources.values()), None)
            yield self._part(
                DIFFERENCE, words, about=scheme.id, scheme=scheme, source=source, low=low, high=high, kind=scheme.kind
            )
            for moved in () if is_moved else each.moved:
                yield self._part(
                    FIGURE,
                    self._moved(moved),
                    about=scheme.id,
                    scheme=scheme,
                    source=next(iter(moved.after.sources), None),
                )
            if each.verdict_changes and each.after.verdict is Verdict.NO:
                yield from self._because(scheme, each)

    def _because(self, scheme: Scheme, each: Difference) -> Iterator[Claim]:
        for reason in each.after.reasons:
            words = wording.listed([self._in(leaf.words) for leaf in reason.leaves], self.language)
            source = next((source for leaf in reason.leaves for source in leaf.sources), None)
            yield self._part(
                "reason", self._of("because", reason=words), about=scheme.id, scheme=scheme, source=source, verdict="no"
            )

    def _becomes(self, scheme: Scheme, each: Difference) -> str:
        title = self._title(scheme.id)
        if not each.verdict_changes or scheme.kind == "tax":
            return self._of("stays", title=title)
        name = {Verdict.NO: "lost" if each.is_lost else "may be lost", Verdict.YES: "won", Verdict.UNKNOWN: "open"}
        return self._of(name[each.after.verdict], title=title)

    def _money(self, scheme: Scheme, each: Difference) -> str:
        if not each.low and not each.high:
            return ""
        if each.low == each.high:
            if scheme.kind == "tax":
                return self._of("to pay more" if each.low < 0 else "to pay less", money=wording.money(abs(each.low)))
            return self._of("less" if each.low < 0 else "more", money=wording.money(abs(each.low)))
        if not each.high:
            return self._of("up to less", money=wording.money(-each.low))
        if not each.low:
            return self._of("up to more", money=wording.money(each.high))
        return self._of("some", low=wording.money(each.low), high=wording.money(each.high))

    def _moved(self, moved: Moved) -> str:
        values = [line.value for line in (moved.before, moved.after)]
        ends = [write_value(each.low, each.unit, language=self.language) for each in values]
        return self._of("moved", label=self._in(moved.after.label), before=ends[0], after=ends[1])

    def _after(self, found: Comparison) -> Iterator[Claim]:
        back = found.way_back
        if back is not None:
            schemes = wording.listed([self._title(name) for name in back.schemes], self.language)
            name = "partner back" if back.path.startswith("partner.") else "you back"
            words = self._of(name, money=wording.money(back.more), schemes=schemes)
            yield self._part(BACK, words, about=" ".join(back.schemes), low=back.more, high=back.more)
        yield self._part(NOTE, self._of("claims"))
        if found.left_out:
            schemes = ", ".join(self._title(name) for name in found.left_out)
            yield self._part(LEFT_OUT, self._of("left out", schemes=schemes))

    def _label(self, path: str) -> str:
        key, slot = split_path(path)
        label = self._in(self.book.facts[key].label)
        small = label[:1].lower() + label[1:]
        if path.startswith("partner."):
            return self._of("partner", label=small)
        is_child = slot is not None and not key.startswith(f"{ADULT}.")
        return self._of("child", number=(slot or 0) + 1, label=small) if is_child else label

    def _value(self, key: str, value: Any) -> str:
        fact = self.book.facts[key]
        if isinstance(value, bool):
            return self._of("yes" if value else "no")
        if isinstance(value, YearsOld):
            return self._of("years", years=value.years)
        if isinstance(value, Range):
            return wording.of("between", self.language).format(
                low=self._value(key, value.low), high=self._value(key, value.high)
            )
        if fact.unit.kind == "money" and isinstance(value, int):
            return wording.amount(value, value, fact.unit.period, self.language)
        if isinstance(value, str):
            return self._in(fact.choices.get(value, {}))
        known = value is not None and hasattr(value, "__add__")
        return write_value(value, fact.unit, language=self.language) if known else self._of("not known")

    def _part(
        self,
        part: str,
        words: str,
        *,
        about: str = "",
        scheme: Scheme | None = None,
        source: RuleSource | None = None,
        kind: str = "",
        verdict: str = "",
        low: int | None = None,
        high: int | None = None,
    ) -> Claim:
        reckoned = Reckoned(
            part=part,
            about=about,
            kind=kind,
            verdict=verdict,
            low=low,
            high=high,
            period="year" if low is not None else "",
        )
        stands = (
            source_of(self.book, scheme, source, nation=self.nation, language=self.language)
            if scheme is not None
            else self._own_source()
        )
        return Claim(text=words, quote=words, source=stands, reckoned=reckoned)

    def _own_source(self) -> Source:
        return Source(
            id=ID,
            digest=self.book.digest,
            title=self._of("title"),
            url="",
            kind=SourceKind.RULE,
            language=self.language,
        )

    def _title(self, name: str) -> str:
        return self._in(self.book.schemes[name].title_in(self.nation.value if self.nation else ""))

    def _of(self, name: str, **parts: object) -> str:
        texts = _TEXTS[name]
        return texts.get(self.language, texts["en"]).format(**parts)

    def _in(self, words: Words) -> str:
        return words.get(self.language, words.get("en", ""))


def _is_told(each: Difference) -> bool:
    return each.verdict_changes or bool(each.moved) or max(abs(each.low), abs(each.high)) >= LEAST_TOLD
