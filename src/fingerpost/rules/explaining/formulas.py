"""A step of the working, written with figures in place of names: "£27.05 + (2 − 1) × £17.90"."""

from fingerpost.rules.counting.machine import Working
from fingerpost.rules.counting.running import Slot
from fingerpost.rules.figures import write_value
from fingerpost.rules.reading.naming import PENNIES, SUMS, WHOLES
from fingerpost.rules.terms import Term

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_LEVEL = {"+": 1, "-": 1, "*": 2, "/": 2}
_WORDS = {
    "en": {
        "to": "{} to {}",
        "min": "the lowest of {}",
        "max": "the highest of {}",
        "and": " and ",
        "bands": "tax bands on {}",
        "full_steps": "({}) rounded down",
        "part_steps": "({}) rounded up",
    },
    "cy": {
        "to": "{} i {}",
        "min": "yr isaf o {}",
        "max": "yr uchaf o {}",
        "and": " a ",
        "bands": "bandiau treth ar {}",
        "full_steps": "({}) wedi'i dalgrynnu i lawr",
        "part_steps": "({}) wedi'i dalgrynnu i fyny",
    },
}


class Formula:
    """Writes terms of one working in one language. Rounding goes without saying: the value beside it is rounded."""

    def __init__(self, working: Working, language: str) -> None:
        self._working, self._language, self._words = working, language, _WORDS[language]

    def of(self, term: Term, slot: Slot, *, level: int = 0) -> str:
        """The term with figures in place of names. `level` is that of the sign it stands beside."""
        if term.kind == "arithmetic":
            return self._calculated(term, slot, level)
        if term.kind == "if":
            surely, perhaps = self._working.value(term.parts[0], slot)
            if surely or not perhaps:
                return self.of(term.parts[1 if surely else 2], slot, level=level)
        if term.kind == "call":
            return self._call(term, slot, level)
        return self._figure(term, slot, level)

    def _calculated(self, term: Term, slot: Slot, level: int) -> str:
        own = _LEVEL[str(term.value)]
        right_level = own + (1 if term.value in {"-", "/"} else 0)
        left, right = (self.of(part, slot, level=at) for part, at in zip(term.parts, (own, right_level), strict=True))
        text = f"{left} {_SIGNS[str(term.value)]} {right}"
        return f"({text})" if own < level else text

    def _call(self, term: Term, slot: Slot, level: int) -> str:
        name = str(term.value)
        if name in PENNIES | WHOLES:
            return self.of(term.parts[0], slot, level=level)
        if name in SUMS:
            text = " × ".join(self.of(part, slot, level=_LEVEL["*"]) for part in term.parts)
            return f"({text})" if level > _LEVEL["*"] else text
        if name in {"min", "max"}:
            *others, last = [self.of(part, slot) for part in term.parts]
            text = self._words[name].format(self._words["and"].join([", ".join(others), last]))
            return f"({text})" if level else text
        if name in {"full_steps", "part_steps"}:
            text = " ÷ ".join(self.of(part, slot, level=_LEVEL["*"] + i) for i, part in enumerate(term.parts))
            return self._words[name].format(text)
        if name == "bands":
            return self._words[name].format(self.of(term.parts[0], slot))
        return self._figure(term, slot, level)

    def _figure(self, term: Term, slot: Slot, level: int) -> str:
        if term.unit.kind == "choice":
            return ""
        low, high = (write_value(each, term.unit, language=self._language) for each in self._working.value(term, slot))
        if low == high:
            return low
        text = self._words["to"].format(low, high)
        return f"({text})" if level else text
