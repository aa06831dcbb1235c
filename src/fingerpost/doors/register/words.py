"""What the codes of the register mean, in the words of the page."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from fingerpost.doors.outcomes import outcome_words
from fingerpost.record.register.public import Change, Fault, Field, PublicFigure, PublicRecord

__all__ = ["outcome_words"]  # templates find every word of the register's pages here


def phase_words(code: str) -> str:
    told = {
        "pre-deployment": _("Not in use yet"),
        "beta-pilot": _("Pilot"),
        "private-beta": _("Private beta"),
        "public-beta": _("Public beta"),
        "production": _("Production"),
        "retired": _("Retired"),
    }
    return told.get(code, code)


def phase_meaning(code: str) -> str:
    """What a phase means for residents, in one sentence."""
    told = {
        "pre-deployment": _("It is being built and tested. It is not in use for the public yet."),
        "beta-pilot": _("It is tried out with some people."),
        "private-beta": _("It is tried out with people who were asked to take part."),
        "public-beta": _("Everybody can use it, and it is still being improved."),
        "production": _("It is in full use."),
        "retired": _("It is no longer used. Its record stays here."),
    }
    return told.get(code, "")


def kind_words(code: str) -> str:
    told = {"run here": _("Runs here"), "declared": _("Runs elsewhere, declared and not measured")}
    return told.get(code, code)


def health_words(code: str) -> str:
    told = {
        "red": _("Not in order"),
        "amber": _("Something to mend"),
        "green": _("In order"),
        "declared": _("Declared only"),
        "retired": _("Retired"),
    }
    return told.get(code, code)


def health_meaning(code: str) -> str:
    told = {
        "red": _("What is wrong below stops this system from going into full use."),
        "amber": _("Something in this record must be put right. It does not stop the system from being used."),
        "green": _("What this record says is what runs, and it has been measured."),
        "declared": _("This system runs elsewhere. What is said of it was declared. Nobody here has measured it."),
        "retired": _("This system is no longer used. Its record stays here."),
    }
    return told.get(code, "")


def fault_words(code: str) -> str:
    told = {
        "missing": _("Missing"),
        "placeholder": _("Not filled in"),
        "stale": _("Out of date"),
        "out of step": _("Not what runs"),
        "below threshold": _("Not good enough"),
        "ends soon": _("Ends soon"),
        "ended": _("Has ended"),
    }
    return told.get(code, code)


def origin_words(field: Field) -> str:
    """How a field is known."""
    told = {
        "declared": _("Declared"),
        "computed": _("Worked out from what runs"),
        "measured": _("Measured"),
        "not measured": _("Not measured"),
    }
    return told.get(field.origin, field.origin)


def function_words(code: str) -> str:
    told = {
        "general-public-services": _("General public services"),
        "defence": _("Defence"),
        "public-order-and-safety": _("Public order and safety"),
        "economic-affairs": _("Economic affairs"),
        "environmental-protection": _("Environmental protection"),
        "housing-and-community-amenities": _("Housing and community amenities"),
        "health": _("Health"),
        "recreation-culture-and-religion": _("Recreation, culture and religion"),
        "education": _("Education"),
        "social-protection": _("Social protection"),
        "regulation": _("Regulation"),
    }
    return told.get(code, code)


def capability_words(code: str) -> str:
    told = {
        "computer-vision": _("Looking at pictures"),
        "computer-audition": _("Listening to sound"),
        "computer-linguistics": _("Working with language"),
        "robotics": _("Robotics"),
        "forecasting": _("Forecasting"),
        "discovery": _("Finding things"),
        "planning": _("Planning"),
        "creation": _("Making text or pictures"),
        "analysis": _("Analysis"),
        "management": _("Management"),
        "other": _("Other"),
    }
    return told.get(code, code)


def assessment_words(code: str) -> str:
    told = {
        "data protection": _("Data protection"),
        "equality": _("Equality"),
        "algorithmic": _("Algorithmic"),
    }
    return told.get(code, code)


def status_words(code: str) -> str:
    told = {"planned": _("Planned"), "in place": _("In place"), "overdue": _("Overdue")}
    return told.get(code, code)


def state_words(code: str) -> str:
    """How a principle of the assurance page stands."""
    told = {
        "met": _("Met"),
        "met in part": _("Met in part"),
        "not met": _("Not met"),
        "for the body": _("For the body to show"),
    }
    return told.get(code, code)


def check_words(name: str) -> str:
    """What a live check of the assurance page looks at."""
    told = {
        "all-listed": _("Every system that runs here has a record"),
        "records-complete": _("No record has an empty field or a placeholder"),
        "records-in-step": _("What the records say is what runs"),
        "evaluations-current": _("Every system was measured, and not too long ago"),
        "thresholds-reached": _("Every figure reached its threshold"),
        "production-unblocked": _("No system in production has a fault that stops it"),
        "owners-named": _("Every system has an owner"),
        "challenge-route": _("Every system can be challenged, with a number of days"),
        "limits-stated": _("Every record lists known limits"),
        "legal-basis-stated": _("Every record states its legal basis"),
        "risks-with-mitigations": _("Every record lists risks and what is done about them"),
        "models-named": _("Every record names its models"),
        "measures-on-time": _("Every system has an impact assessment, and no measure is late"),
        "ledger-signed": _("The ledger has a signed checkpoint"),
    }
    return told[name]


def threshold_words(figure: PublicFigure) -> str:
    """What a figure must reach; "" where it need not reach anything."""
    if figure.threshold is None:
        return ""
    words = _("at most %(share)s") if figure.is_upper_bound else _("at least %(share)s")
    return words % {"share": percent(figure.threshold)}


def change_words(change: Change) -> str:
    """What became of a field between two versions."""
    if not change.before:
        return _("Added")
    return _("Changed") if change.after else _("Taken out")


def count_words(shown: str) -> str:
    """A published count, which the record says in English, in the words of the page (see `record.disclosure`)."""
    if shown.startswith("fewer than "):
        figure, _space, rest = shown.removeprefix("fewer than ").partition(" ")
        words = _("fewer than %(count)s of each kind") if rest else _("fewer than %(count)s")
        return words % {"count": figure}
    if shown.startswith("at least "):
        return _("at least %(count)s") % {"count": shown.removeprefix("at least ")}
    return shown


def what_to_do(fault: Fault, record: PublicRecord) -> str:
    """What whoever looks after the register does about a fault."""
    if fault.kind in {"ends soon", "ended"}:
        return _("Choose another language model in the settings, or none, and evaluate it.")
    if fault.kind == "out of step":
        return _("Evaluate it again, or put back what was measured.")
    if fault.kind in {"stale", "below threshold"} and not fault.field.startswith("impact_assessment"):
        return _("Mend the system or its guidance, and evaluate it again.")
    if fault.field.startswith("impact_assessment"):
        return _("Look at the assessment again, and write down its measures.")
    if record.kind == "declared":
        return _("Fill it in on the form of this system.")
    return _("Write it in the body’s own card.")


def percent(share: float) -> str:
    """ "93.1%", and whole numbers without their nought."""
    return f"{100 * share:.1f}".removesuffix(".0") + "%"


SAID: Mapping[str, Callable[[str], str]] = {
    "phase": phase_words,
    "capability": capability_words,
    "function": function_words,
    "kind": kind_words,
    "health": health_words,
}
"""What the codes of each filter mean."""
