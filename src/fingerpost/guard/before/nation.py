"""Which nation is the question about?"""

import re
from dataclasses import replace

from fingerpost.contract.context import Nation
from fingerpost.contract.run import Run, Step
from fingerpost.guard.texts import asked_in

NAME = "nation"
_NAMES = {
    Nation.ENGLAND: re.compile(r"(?i)\bengland\b"),
    Nation.SCOTLAND: re.compile(r"(?i)\b(scotland|scottish)\b"),
    Nation.WALES: re.compile(r"(?i)\b(wales|cymru|gymru|nghymru)\b"),
    Nation.NORTHERN_IRELAND: re.compile(r"(?i)\bnorthern ireland\b"),
}


def decide_nation(run: Run) -> Run:
    """The nation that the question names wins over the one that was given; two named decide nothing."""
    text = asked_in(run.request)
    named = [nation for nation, pattern in _NAMES.items() if pattern.search(text)]
    found = {"nations": [str(nation) for nation in named]}
    if not named:
        return run.after(Step(name=NAME, found=found))
    nation = named[0] if len(named) == 1 else None
    return run.after(Step(name=NAME, found=found), context=replace(run.context, nation=nation))
