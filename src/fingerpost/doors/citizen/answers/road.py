"""The road of one run as a picture: where each step stands on it, and in what state it was left."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

WIDE, STEP, MIDDLE, SWAY = 19, 32, 30, 10  # of the picture's own units

PASSED, ACTED, PERSON, STOPPED = "passed", "acted", "person", "stopped"

# What a step may have found that it acted on: it hid, took out or noticed something.
_ACTED = ("masked", "removed", "signs", "taken_out")


def state_of(step: Mapping[str, Any]) -> str:
    """How the step was left, as one of the four names above."""
    if step["verdict"] == "stop":
        return STOPPED
    if step["verdict"] in {"review", "unsure"}:
        return PERSON
    return ACTED if any(step.get(name) for name in _ACTED) else PASSED


def state_words(state: str) -> str:
    """What a state is called beside the picture."""
    return {
        PASSED: _("Nothing to change"),
        ACTED: _("Something was hidden, taken out or noticed"),
        PERSON: _("Sent to a person"),
        STOPPED: _("Stopped here"),
    }[state]


def picture_of(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The road as a line that sways from step to step, with a sign for each.

    `path` is the line, `signs` have their place, number and state, `width` and `height` are of the view box, `states`
    are those that occur.
    """
    signs = [
        {
            "x": WIDE + STEP * number,
            "y": MIDDLE + (SWAY if number % 2 else -SWAY),
            "number": number + 1,
            "state": state_of(step),
        }
        for number, step in enumerate(steps)
    ]
    found = {sign["state"] for sign in signs}
    return {
        "path": _path(signs),
        "signs": signs,
        "width": 2 * WIDE + STEP * max(len(signs) - 1, 0),
        "height": 2 * MIDDLE,
        "states": [(each, state_words(each)) for each in (PASSED, ACTED, PERSON, STOPPED) if each in found],
    }


def _path(signs: Sequence[Mapping[str, Any]]) -> str:
    """A curve through every sign, level where it passes one."""
    parts = [f"M{signs[0]['x']} {signs[0]['y']}"] if signs else []
    for before, after in pairwise(signs):
        bend = (before["x"] + after["x"]) // 2
        parts.append(f"C{bend} {before['y']} {bend} {after['y']} {after['x']} {after['y']}")
    return "".join(parts)
