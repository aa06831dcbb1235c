"""What a reply says in the page's own words: its headline, its reasons and its steps."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from fingerpost.contract.claims import OutcomeKind
from fingerpost.doors.installation import installation
from fingerpost.doors.languages import NAMES, language_name
from fingerpost.doors.nations import nation_name
from fingerpost.doors.outcomes import use_words
from fingerpost.doors.written import is_rephrased
from fingerpost.pipeline.switch import SWITCHED_OFF

CALCULATION = "calculation"  # the reason of an answer that rules must work out
LANGUAGE = "language"  # the guard's step, and the reason it gives where a language is not served


def headline(reply: Mapping[str, Any]) -> str:
    """The page's heading: what kind of outcome this is."""
    if reply["outcome"] == OutcomeKind.ANSWERED and not reply["claims"]:
        return str(reply["message"]) or _("Hello")
    if reply["reason"] == LANGUAGE:
        return _language_headline(reply)
    if reply["reason"] == CALCULATION:
        return _("We can work this out with you")
    if reply["reason"] == SWITCHED_OFF:
        return _("This service is switched off")
    return {
        OutcomeKind.ANSWERED: _("What the guidance says"),
        OutcomeKind.PARTLY_ANSWERED: _("What the guidance says, in part"),
        OutcomeKind.NEEDS_DETAIL: _("We need one more detail"),
        OutcomeKind.CANNOT_ANSWER: _("We can't answer this"),
        OutcomeKind.HANDED_OVER: _("Please talk to a person"),
        OutcomeKind.STOPPED: _("We can't take this question"),
        OutcomeKind.FAILED: _("Something went wrong on our side"),
    }[OutcomeKind(reply["outcome"])]


def page_title(words: str) -> str:
    """The title of a page, as base.html writes it."""
    service = installation().read_profile()
    return f"{words} – {service.service_name} – {service.body_name}"


def arrival(reply: Mapping[str, Any]) -> str:
    """What a screen reader says once an answer is there: its heading, and how many quotes there are to read."""
    if any(is_rephrased(claim) for claim in reply["claims"]):
        parts = ngettext("The answer has %(n)s part.", "The answer has %(n)s parts.", len(reply["claims"]))
        return f"{headline(reply)}. {parts % {'n': len(reply['claims'])}}"
    parts = ngettext(
        "%(n)s part of the guidance is shown.", "%(n)s parts of the guidance are shown.", len(reply["claims"])
    )
    return f"{headline(reply)}. {parts % {'n': len(reply['claims'])}}" if reply["claims"] else f"{headline(reply)}."


def _language_headline(reply: Mapping[str, Any]) -> str:
    """Names the language that is not served, in the language of the page and in its own: "Polish (polski)"."""
    code = next((str(step.get("language", "")) for step in reply["steps"] if step["name"] == LANGUAGE), "")
    if code not in NAMES:
        return _("We can answer only in English and Welsh")
    return _("We think this is %(language)s (%(own)s)") % {"language": language_name(code), "own": NAMES[code][1]}


def reasons(reply: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The six kinds of explanation, each under a name that says what it tells."""
    names = {
        "rationale": _("Why this answer"),
        "responsibility": _("Who is responsible"),
        "data": _("What was used"),
        "fairness": _("How it is fair"),
        "safety_and_performance": _("How it is checked"),
        "impact": _("What it means for you"),
    }
    return [(names.get(kind, kind), words) for kind, words in reply["explanation"].items() if words]


def steps(reply: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each step in plain words, with what it found and its milliseconds."""
    return [
        {
            "words": step_words(step["name"]),
            "found": _found(step),
            "milliseconds": step["milliseconds"],
        }
        for step in reply["steps"]
    ]


def step_words(name: str) -> str:
    """What the step of that name did."""
    return _STEPS[name]() if name in _STEPS else name.replace("_", " ").capitalize()


_STEPS = {
    "switch": lambda: _("Checked that the service is switched on"),
    "size": lambda: _("Checked the length of the question"),
    "hidden characters": lambda: _("Took out characters that cannot be seen"),
    "personal data": lambda: _("Hid personal details"),
    "crisis": lambda: _("Checked whether someone may be in danger"),
    "language": lambda: _("Found the language"),
    "other uses": lambda: _("Checked that it is a question for guidance"),
    "nation": lambda: _("Found the nation"),
    "capability": lambda: _("Searched the guidance and chose the lines"),
    "check": lambda: _("Checked each quote, figure and link against the page"),
    "explain": lambda: _("Wrote down the reasons"),
    "route": lambda: _("Decided whether a person must look first"),
}


def _found(step: Mapping[str, Any]) -> str:
    """What the step found, where that tells the reader something."""
    tell = _FOUND.get(step["name"])
    return tell(step) if tell else ""


def _taken_out(step: Mapping[str, Any]) -> str:
    count = step.get("removed") or 0
    return ngettext("%(n)s taken out", "%(n)s taken out", count) % {"n": count} if count else ""


def _checked(step: Mapping[str, Any]) -> str:
    if "kept" not in step:
        return ""
    return _("%(kept)s of %(all)s quotes passed") % {"kept": step["kept"], "all": step.get("claims", step["kept"])}


def _chosen(step: Mapping[str, Any]) -> str:
    count, wrote = step.get("claims") or 0, step.get("language_model") or {}
    words = ngettext("%(n)s part of the guidance chosen", "%(n)s parts of the guidance chosen", count)
    said = [words % {"n": count}] if count else []
    if wrote:
        said.append(_("the language model “%(name)s” was asked") % {"name": wrote["name"]})
    if removed := sum((step.get("taken_out") or {}).values()):
        said.append(ngettext("%(n)s sentence not borne out", "%(n)s sentences not borne out", removed) % {"n": removed})
    return "; ".join(said)


def _masked(counts: Mapping[str, int]) -> str:
    if not counts:
        return _("none found")
    return ", ".join(f"{number} × {_(kind)}" for kind, number in sorted(counts.items()))


# What the guard hides (see guard/identifiers), by the names it counts them under.
HIDDEN = (
    gettext_noop("address"),
    gettext_noop("bank account"),
    gettext_noop("bank card number"),
    gettext_noop("date of birth"),
    gettext_noop("driving licence number"),
    gettext_noop("email"),
    gettext_noop("iban"),
    gettext_noop("national insurance number"),
    gettext_noop("nhs number"),
    gettext_noop("passport number"),
    gettext_noop("phone number"),
    gettext_noop("sort code"),
    gettext_noop("tax reference"),
    gettext_noop("vehicle registration"),
)


def _other_use(step: Mapping[str, Any]) -> str:
    return use_words(str(step["kind"])) if step.get("kind") else ""


_FOUND = {
    "hidden characters": _taken_out,
    "personal data": lambda step: _masked(step.get("masked") or {}),
    "other uses": _other_use,
    "language": lambda step: language_name(str(step.get("language") or "")),
    "nation": lambda step: nation_name(step.get("nation")),
    "capability": _chosen,
    "check": _checked,
}
