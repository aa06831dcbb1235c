"""One scheme as its page shows it: the tree of conditions, the figures with their history, the examples."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fingerpost.contract.claims import name_nations
from fingerpost.contract.context import Nation
from fingerpost.doors.citizen.filters import day
from fingerpost.doors.nations import in_page_language, nation_name
from fingerpost.doors.rulebook import examples_here, reader
from fingerpost.record.rulemaking.models import Decision
from fingerpost.record.rulemaking.reading import list_decided
from fingerpost.rules.authoring.conditions import conditions_of, tests_of, workings_of
from fingerpost.rules.authoring.examples import examples_of
from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.authoring.telling import tell_example
from fingerpost.rules.authoring.wording import in_language
from fingerpost.rules.book import Dated, Parameter, RuleSource, Scheme


def page_of(scheme: Scheme) -> dict[str, Any]:
    """What the template needs, in the language of the page."""
    read = reader()
    return {
        "scheme": scheme,
        "title": in_language(scheme.title, read.language),
        "summary": in_language(scheme.summary, read.language),
        "nations": nation_words(scheme),
        "kind": kind_words(scheme.kind),
        "is_guidance": scheme.kind == "guidance",
        "is_judged": scheme.at_most == "may",
        "tree": conditions_of(scheme, read),
        "tests": tests_of(scheme, read),
        "workings": workings_of(scheme, read),
        "figures": [_figure(each, read) for each in read.book.parameters_of(scheme.id)],
        "examples": [tell_example(each, read) for each in examples_of(scheme.id, examples_here())],
        "notes": [_note(scheme, note.words, note.sources, read) for note in scheme.notes],
        "left_out": [in_language(each, read.language) for each in scheme.left_out],
        "names": [(nation_name(code), in_language(each, read.language)) for code, each in scheme.titles.items()],
        "documents": [in_language(each, read.language) for each in scheme.documents],
        "applies": _applies(scheme, read),
        "sources": list(scheme.sources.values()),
        "changes": _own_changes(scheme.id, read),
        "digest": read.book.digest[:12],
        "on": read.on,
        "whose": whose_words,
    }


def nation_words(scheme: Scheme) -> str:
    """Where it exists, as people say it: "Great Britain"."""
    return in_page_language(name_nations(frozenset(map(Nation, scheme.nations))))


def kind_words(kind: str) -> str:
    """What kind of thing a scheme is."""
    told = {
        "benefit": _("Benefit"),
        "tax": _("Tax"),
        "discount": _("Discount"),
        "help": _("Help with costs"),
        "pay": _("Pay"),
        "service": _("Service"),
        "guidance": _("Guidance, never a decision"),
    }
    return told.get(kind, kind)


def whose_words(code: str) -> str:
    """Whose fact it is, in a worked example."""
    if code.startswith("child "):
        return _("Child %(number)s") % {"number": code.removeprefix("child ")}
    return {"you": _("You"), "partner": _("Partner")}.get(code, "")


def days_words(dated: Dated) -> str:
    """From when to when a figure holds."""
    if dated.last is None:
        return _("From %(first)s") % {"first": day(dated.first)}
    return _("%(first)s to %(last)s") % {"first": day(dated.first), "last": day(dated.last)}


def _figure(parameter: Parameter, read: Reader) -> dict[str, Any]:
    """A parameter with its history, newest first."""
    return {
        "name": parameter.name.rpartition(".")[2],
        "label": in_language(parameter.label, read.language) or parameter.name.rpartition(".")[2].replace("_", " "),
        "rows": [
            {
                "days": days_words(each),
                "value": read.value_of(parameter, each.value),
                "is_now": each is parameter.at(read.on),
            }
            for each in reversed(parameter.values)
        ],
        "sources": [read.book.source(f"{parameter.scheme}.{each}") for each in parameter.sources],
        "is_medium": parameter.confidence == "medium",
    }


def _note(scheme: Scheme, words: Any, sources: tuple[str, ...], read: Reader) -> tuple[str, list[RuleSource]]:
    return in_language(words, read.language), [scheme.sources[each] for each in sources if each in scheme.sources]


def _applies(scheme: Scheme, read: Reader) -> list[dict[str, str]]:
    """Where to apply: for every nation, or nation by nation where they differ."""
    return [
        {"nation": nation_name(code), "url": each.url, "label": in_language(each.label, read.language)}
        for code, each in scheme.apply.items()
    ]


def _own_changes(scheme: str, read: Reader) -> list[dict[str, Any]]:
    """The figures that this body changed in its own copy, with why and by what source. Who did it is nobody's here."""
    decided = list_decided(body=settings.CONFIGURATION.body)
    return [
        {
            "label": in_language(read.book.parameters[each.proposal.parameter].label, read.language),
            "first": each.proposal.starts_on,
            "reason": each.proposal.reason,
            "title": each.proposal.source_title,
            "url": each.proposal.source_url,
            "at": each.at,
        }
        for each in decided
        if each.kind == Decision.Kind.APPROVED
        and each.proposal.parameter.partition(".")[0] == scheme
        and each.proposal.parameter in read.book.parameters
    ]
