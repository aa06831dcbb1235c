"""Whether a stated confidence is to be believed, as the pages show it: the curve with its marks, and both tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.doors.charts import trace_curve
from fingerpost.doors.outcomes import outcome_words
from fingerpost.doors.register.words import percent

FEWEST_DRAWN = 10  # answers behind a point of the picture: the share of fewer says next to nothing
ROWS = 10  # of the table, at most, beside those that are served
SIGNS = ("circle", "diamond")
"""The shapes of the marks, so that colour says nothing alone."""


def believed(calibration: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What the page shows of the calibration of an evaluation; None where none was kept."""
    if not calibration:
        return None
    points = calibration["points"]
    drawn = [each for each in points if each["answered"]["yes"] >= FEWEST_DRAWN] or points
    curve = trace_curve([(each["answered"]["share"], *_ends(each["wrong"])) for each in drawn])
    served = [
        {"kind": kind, "words": outcome_words(kind), "sign": sign, **_row(point), "place": _place(curve, point)}
        for (kind, point), sign in zip(calibration["served"].items(), SIGNS, strict=False)
    ]
    return {
        "curve": curve,
        "top": percent(curve.top),
        "lines": [(y, percent(value)) for y, value in curve.lines],
        "served": served,
        "rows": [_row(each) for each in _some(points)],
        "bins": [_bin(each) for each in reversed(calibration["bins"])],
        "brier": _figure(calibration["brier"]),
        "error": _figure(calibration["error"]),
        "answered": calibration["answered"],
        "cases": calibration["cases"],
        "half": calibration["half"],
        "about": _about(points),
    }


def _some(points: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Some of the points, evenly, and always the last."""
    step = max(1, -(-len(points) // ROWS))
    return list(points[::-1][::step])[::-1]


def _about(points: Sequence[Mapping[str, Any]]) -> str:
    """The picture in words, for whoever does not see it."""
    last = points[-1]
    words = _("When everything is answered that can be, %(answered)s of the questions are answered, and %(wrong)s of "
              "those answers are wrong.")  # fmt: skip
    return words % {"answered": percent(last["answered"]["share"]), "wrong": percent(last["wrong"]["share"])}


def _ends(share: Mapping[str, Any]) -> tuple[float, float, float]:
    return share["share"], share["low"], share["high"]


def _place(curve: Any, point: Mapping[str, Any]) -> tuple[float, float]:
    x, y = curve.place(point["answered"]["share"], point["wrong"]["share"])
    return x, y


def _row(point: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "threshold": percent(point["threshold"]),
        "answered": percent(point["answered"]["share"]),
        "answers": point["answered"]["yes"],
        "wrong": percent(point["wrong"]["share"]),
        "low": percent(point["wrong"]["low"]),
        "high": percent(point["wrong"]["high"]),
        "wrongs": point["wrong"]["yes"],
    }


def _bin(values: Mapping[str, Any]) -> dict[str, Any]:
    came = values["came_true"]
    return {
        "said": percent(values["said"]),
        "came": percent(came["share"]),
        "low": percent(came["low"]),
        "high": percent(came["high"]),
        "n": came["n"],
    }


def _figure(values: Mapping[str, float]) -> dict[str, str]:
    """To a thousandth: a Brier score is no share."""
    return {name: f"{values[name]:.3f}" for name in ("value", "low", "high")}
