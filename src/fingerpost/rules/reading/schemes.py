"""Reads what a scheme's file says of the scheme itself, and its rules as they are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.rules.book import ADULT, CHILD, HOUSEHOLD, Apply, Note, RuleSource, Scheme, Words
from fingerpost.rules.faults import Problem
from fingerpost.rules.reading.documents import Document
from fingerpost.rules.reading.fields import Fields, read_words
from fingerpost.rules.reading.naming import NATIONS, RESERVED
from fingerpost.rules.reading.parameters import read_sources
from fingerpost.rules.units import YES_NO, Unit

KINDS = ("benefit", "tax", "discount", "help", "pay", "service", "guidance")
VERDICTS = ("likely", "may", "unlikely")
_FIELDS = (
    "scheme", "title", "kind", "nations", "summary", "at_most", "public", "sources", "facts", "parameters", "rules",
    "entitled", "amount", "figures", "received", "asked_for", "not_with", "verdicts", "apply", "by_nation", "documents",
    "notes", "left_out",
)  # fmt: skip
_RULE_FIELDS = ("of", "unit", "is", "label", "says", "source")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A rule as it is written: its expression not yet understood. `path` is where the expression stands."""

    name: str
    scheme: str
    of: str
    unit: Unit
    text: str
    label: Words
    says: Mapping[str, Words]
    sources: tuple[str, ...]
    path: tuple[str, ...]


def read_scheme(document: Document, *, scheme: str, problems: list[Problem]) -> tuple[Scheme, list[Draft]]:
    """The scheme of a file, and its rules. Faults go to `problems`."""
    top = Fields(document, (), problems)
    top.only(_FIELDS)
    public = bool(top.data.get("public", True))
    sources = _read_sources(top, scheme)
    drafts = [
        _read_rule(Fields(document, ("rules", name), problems), name, scheme, tuple(sources))
        for name in top.parts("rules")
    ]
    entitled = _condition(top, scheme, is_needed=public and top.data.get("kind") != "tax")
    amount = _amount(top, scheme, drafts)
    apply, titles = _by_nation(top)
    read = Scheme(
        id=scheme,
        title=top.words("title"),
        kind=top.text("kind", among=KINDS, needed=public),
        nations=_nations(top),
        summary=top.words("summary", needed=public),
        at_most=top.text("at_most", among=("likely", "may"), needed=False) or "likely",
        public=public,
        sources=sources,
        entitled=entitled.name if entitled else "",
        amount=amount.name if amount else "",
        figures=_figures(top, scheme, drafts),
        received=top.names("received") if top.has("received") else (),
        asked_for=top.text("asked_for", needed=False),
        not_with=_not_with(top, sources),
        verdicts=_verdicts(top),
        apply=apply,
        titles=titles,
        documents=_list_of_words(top, "documents"),
        notes=_notes(top, tuple(sources)),
        left_out=_list_of_words(top, "left_out"),
        file=document.file,
    )
    return read, [*drafts, *(each for each in (entitled, amount) if each)]


def _read_sources(top: Fields, scheme: str) -> dict[str, RuleSource]:
    read: dict[str, RuleSource] = {}
    for name in top.parts("sources"):
        fields = Fields(top.document, ("sources", name), top.problems)
        fields.only(("title", "url", "checked"))
        url = fields.text("url")
        if url and not url.startswith(("https://", "http://")):
            fields.wrong("must begin with https:// or http://", "url")
        checked = fields.day("checked") or date.min
        read[name] = RuleSource(id=name, scheme=scheme, title=fields.text("title"), url=url, checked=checked)
    return read


def _read_rule(fields: Fields, name: str, scheme: str, sources: tuple[str, ...]) -> Draft:
    fields.only(_RULE_FIELDS)
    if name in RESERVED or name in {"entitled", "amount"}:
        fields.wrong("is a word of the language: choose another name")
    unit = fields.unit()
    if unit.kind in {"choice", "bands"}:
        fields.wrong(f"a rule cannot be {unit}", "unit")
    says = _says(fields, unit)
    return Draft(
        name=f"{scheme}.{name}",
        scheme=scheme,
        of=fields.text("of", among=(HOUSEHOLD, ADULT, CHILD), needed=False) or HOUSEHOLD,
        unit=unit,
        text=fields.text("is"),
        label=fields.words("label", needed=False),
        says=says,
        sources=read_sources(fields, sources),
        path=("is",),
    )


def _says(fields: Fields, unit: Unit) -> Mapping[str, Words]:
    value = fields.data.get("says")
    if value is None:
        return {}
    if not unit.fits(YES_NO):
        fields.wrong("only a yes-no rule says something: give a number a `label`", "says")
    if not isinstance(value, Mapping) or set(value) - {"you_yes", "you_no"} != {"yes", "no"}:
        fields.wrong("must have `yes` and `no`, each {en: ..., cy: ...}, and may have `you_yes` and `you_no`", "says")
        return {}
    return {verdict: read_words(fields, words, "says", verdict) for verdict, words in value.items()}


def _condition(top: Fields, scheme: str, *, is_needed: bool) -> Draft | None:
    if not top.has("entitled") and not is_needed:
        return None
    return _draft(top, "entitled", scheme, YES_NO)


def _amount(top: Fields, scheme: str, drafts: list[Draft]) -> Draft | None:
    """`amount` names a money rule, or gives `{is: expression, unit: money/week}`."""
    value = top.data.get("amount")
    if value is None:
        return None
    if isinstance(value, Mapping):
        fields = Fields(top.document, ("amount",), top.problems)
        fields.only(("is", "unit"))
        return _draft(top, "amount", scheme, fields.unit(), fields.text("is"))
    named = next((draft for draft in drafts if draft.name == f"{scheme}.{value}"), None)
    if named is None or named.unit.kind != "money":
        top.wrong("must name a money rule of this file, or be {is: ..., unit: money/week}", "amount")
        return None
    return _draft(top, "amount", scheme, named.unit)


def _figures(top: Fields, scheme: str, drafts: list[Draft]) -> tuple[str, ...]:
    """Rules of this file that stand for themselves: numbers of the household, each with a label."""
    if not top.has("figures"):
        return ()
    named = [f"{scheme}.{name}" for name in top.names("figures")]
    fit = {draft.name for draft in drafts if draft.label and draft.of == HOUSEHOLD}
    for name in named:
        if name not in fit:
            top.wrong(f"{name!r} is not a rule of the household with a label", "figures")
    return tuple(named)


def _not_with(top: Fields, sources: Mapping[str, RuleSource]) -> dict[str, str]:
    """`{universal_credit: guide}`: the schemes that cannot be had beside this one, each with the source of that."""
    named = top.parts("not_with")
    fields = Fields(top.document, ("not_with",), top.problems) if named else top
    return {name: fields.text(name, among=tuple(sources)) for name in named}


def _draft(top: Fields, field: str, scheme: str, unit: Unit, text: str | None = None) -> Draft:
    return Draft(
        name=f"{scheme}.{field}",
        scheme=scheme,
        of=HOUSEHOLD,
        unit=unit,
        text=top.text(field) if text is None else text,
        label={},
        says={},
        sources=(),
        path=(),
    )


def _nations(top: Fields) -> frozenset[str]:
    named = top.names("nations", needed=bool(top.data.get("public", True)))
    for nation in named:
        if nation not in NATIONS:
            top.wrong(f"{nation!r} is not one of {', '.join(NATIONS)}", "nations")
    return frozenset(named or NATIONS)


def _verdicts(top: Fields) -> Mapping[str, Words]:
    is_guidance = top.data.get("kind") == "guidance" and top.data.get("public", True)
    if not top.has("verdicts"):
        if is_guidance:
            top.wrong("guidance needs words of its own for likely, may and unlikely", "verdicts")
        return {}
    fields = Fields(top.document, ("verdicts",), top.problems)
    fields.only(VERDICTS)
    given = {verdict: fields.words(verdict, needed=bool(is_guidance)) for verdict in VERDICTS}
    return {verdict: words for verdict, words in given.items() if words}


def _by_nation(top: Fields) -> tuple[dict[str, Apply], dict[str, Words]]:
    apply = {"": _apply(Fields(top.document, ("apply",), top.problems))} if top.has("apply") else {}
    titles: dict[str, Words] = {}
    for nation in top.data.get("by_nation") or {}:
        fields = Fields(top.document, ("by_nation", nation), top.problems)
        fields.only(("apply", "title"))
        if nation not in NATIONS:
            fields.wrong(f"is not one of {', '.join(NATIONS)}")
        if fields.has("apply"):
            apply[nation] = _apply(Fields(top.document, ("by_nation", nation, "apply"), top.problems))
        if fields.has("title"):
            titles[nation] = fields.words("title")
    return apply, titles


def _apply(fields: Fields) -> Apply:
    fields.only(("url", "label", "by"))
    url = fields.text("url")
    if url and not url.startswith("https://"):
        fields.wrong("must begin with https://", "url")
    return Apply(url=url, label=fields.words("label"), by=fields.text("by", needed=False))


def _list_of_words(top: Fields, field: str) -> tuple[Words, ...]:
    value: Any = top.data.get(field, [])
    if not isinstance(value, list):
        top.wrong("must be a list of {en: ..., cy: ...}", field)
        return ()
    return tuple(read_words(top, each, field, i) for i, each in enumerate(value))


def _notes(top: Fields, known: tuple[str, ...]) -> tuple[Note, ...]:
    value: Any = top.data.get("notes", [])
    if not isinstance(value, list):
        top.wrong("must be a list of {en: ..., cy: ..., source: ...}", "notes")
        return ()
    notes: list[Note] = []
    for i, each in enumerate(value):
        fields = Fields(top.document, ("notes", i), top.problems)
        words = {key: item for key, item in each.items() if key != "source"} if isinstance(each, Mapping) else each
        sources = read_sources(fields, known) if fields.has("source") else ()
        notes.append(Note(words=read_words(top, words, "notes", i), sources=sources))
    return tuple(notes)
