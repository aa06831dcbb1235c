"""Somebody in danger is signposted at once, in fixed words. No model reads or writes any of it."""

from fingerpost.contract.claims import NextStep, Outcome, OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.contract.run import Run, Signpost, Step, Verdict
from fingerpost.guard.danger.signposts import signpost
from fingerpost.guard.danger.signs import GROUPS, Level, load_signs
from fingerpost.guard.danger.spelling import plain_words
from fingerpost.guard.places import nations_named
from fingerpost.guard.texts import asked_in
from fingerpost.guard.welsh import looks_welsh

NAME = "crisis"
READ_AT_MOST = 5_000  # characters; the size check lets through fewer
HANDED_OVER = {
    "en": "We think someone may be in danger now. Please get help from a person, as shown above.",
    "cy": "Rydym yn meddwl y gall rhywun fod mewn perygl nawr. Gofynnwch am help gan berson, fel y dangosir uchod.",
}


def check_crisis(run: Run) -> Run:
    """Hand over where somebody is in danger now; else show help for each sign of danger, and let the run go on."""
    found = read_danger(asked_in(run.request))
    if not found:
        return run.after(Step(name=NAME, found={"signs": {}}))
    signs = {group: level.name.lower() for group, level in found.items()}
    signposts = (*run.signposts, *signposts_for(run, found))
    if Level.NOW not in found.values():
        return run.after(Step(name=NAME, reason="help is shown first", found={"signs": signs}), signposts=signposts)
    step = Step(name=NAME, verdict=Verdict.STOP, reason="danger now", found={"signs": signs})
    return run.after(step, signposts=signposts, outcome=_hand_over(run, signposts))


def read_danger(text: str) -> dict[str, Level]:
    """The groups of signs in a text, with their level."""
    return load_signs().read(plain_words(text))


def signposts_for(run: Run, found: dict[str, Level]) -> tuple[Signpost, ...]:
    """A signpost for each group: those of danger now first, then in the order of `GROUPS`."""
    text = asked_in(run.request)[:READ_AT_MOST]
    language = "cy" if looks_welsh(text) else run.context.language
    ordered = sorted(found, key=lambda group: (-found[group], GROUPS.index(group)))
    return tuple(signpost(group, language=language, nation=_nation(run, text)) for group in ordered)


def _nation(run: Run, text: str) -> Nation | None:
    """What the words name, else what was given. Two named: all contacts are shown."""
    named = nations_named(text)
    if len(named) == 1:
        return named[0]
    return None if named else run.context.nation


def _hand_over(run: Run, signposts: tuple[Signpost, ...]) -> Outcome:
    language = "cy" if looks_welsh(asked_in(run.request)) else run.context.language
    contacts: dict[NextStep, None] = {step: None for each in signposts for step in each.contacts}
    return Outcome(
        kind=OutcomeKind.HANDED_OVER,
        reason="danger",
        message=HANDED_OVER.get(language, HANDED_OVER["en"]),
        message_language=language if language in HANDED_OVER else "en",
        next_steps=tuple(contacts),
    )
