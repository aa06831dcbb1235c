"""What is wrong with a described model before anybody asks it: said by `doctor`, and on the page of language models."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path

from fingerpost.capabilities import discover
from fingerpost.doors.installation import Finding, ModelState
from fingerpost.pipeline.models import ENGINE
from fingerpost.site.language_models.described import ANTHROPIC, LOCAL, Described
from fingerpost.site.language_models.keys import NoKey, find_doubt, read_key

ENDS_SOON = timedelta(days=60)
LONGEST_FIRST_LINE = 1.8
"""Seconds: with more, a reader waits longer than two seconds for the answer without a model."""

_CLIENTS = {ANTHROPIC: ("anthropic",), LOCAL: ("openai", "xllamacpp")}
_HOW_TO_ADD = {LOCAL: "fingerpost[llm,local-llm]"}


@dataclass(frozen=True, kw_only=True)
class Examined:
    """`faults` keep the model from writing; `doubts` do not."""

    faults: tuple[str, ...]
    doubts: tuple[str, ...]


def examine(of: Described, *, home: Path, used_by: Sequence[str], today: date) -> Examined:
    """Sentences, each with what to do. Nothing is sent, and no weights are read."""
    return Examined(
        faults=tuple(_find_faults(of, home=home, used_by=used_by, today=today)),
        doubts=tuple(_find_doubts(of, home=home, today=today)),
    )


def _find_faults(of: Described, *, home: Path, used_by: Sequence[str], today: date) -> Iterator[str]:
    missing = [each for each in _CLIENTS.get(of.provider, ("openai",)) if find_spec(each) is None]
    if missing:
        extra = _HOW_TO_ADD.get(of.provider, "fingerpost[llm]")
        yield f"The package {' and '.join(missing)} is missing. Run: pip install '{extra}'"
    try:
        read_key(of, home=home)
    except NoKey as error:
        yield str(error)
    if of.provider == LOCAL and not of.model.startswith("package:") and not Path(of.model).expanduser().is_file():
        yield f"There is no file {of.model}. Put it there, or name another under 'model'."
    if of.ends_on and of.ends_on < today:
        yield f"Its supplier ended it on {of.ends_on:%-d %B %Y}. Describe its successor, and name that under [use]."
    for name in used_by:
        if ENGINE not in discover()[name].card.may_use:
            yield f"The capability '{name}' uses no language model. Take its line out of [use]."


def _find_doubts(of: Described, *, home: Path, today: date) -> Iterator[str]:
    if doubt := find_doubt(of, home=home):
        yield doubt
    if of.ends_on and today <= of.ends_on <= today + ENDS_SOON:
        yield f"Its supplier ends it on {of.ends_on:%-d %B %Y}. Try its successor: fingerpost models compare"
    if of.provider != LOCAL and not (of.tokens_a_day or of.pounds_a_day):
        yield "Nothing bounds what it may take in a day. Set 'tokens_a_day' or 'pounds_a_day'."
    if of.first_line > LONGEST_FIRST_LINE:
        yield f"'first_line' is {of.first_line:g} seconds: while it is down, readers wait that long for an answer."


def findings_of(states: Sequence[ModelState]) -> list[Finding]:
    """What `doctor` tells of them: one line each."""
    if not states:
        to_do = "To add one: docs/how-to/add-a-language-model.md"
        return [Finding(name="models", state="ok", found="no language model: answers are quotes", to_do=to_do)]
    return [_finding_of(each) for each in states]


def _finding_of(state: ModelState) -> Finding:
    used = f"used by {', '.join(state.used_by)}" if state.used_by else "used by nothing"
    where = f"asked at {state.goes_to}" if state.goes_to else "on this machine"
    found = f"{state.model}, {where}, {used}"
    told = " ".join((*state.faults, *state.doubts))
    if state.faults:
        return Finding(name=f"model {state.name}", state="fault", found=found, to_do=told)
    return Finding(name=f"model {state.name}", state="warning" if state.doubts else "ok", found=found, to_do=told)
