"""Is there a question, and is it short enough to read?"""

from dataclasses import fields, replace
from typing import Any

from fingerpost.contract.capability import free_text_of
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.guard.before.crisis import read_danger, signposts_for
from fingerpost.guard.before.hidden_characters import kind_of
from fingerpost.guard.texts import texts_of, turns_of

NAME = "size"
GREATEST = 1000  # characters, where a field does not say
GREATEST_EARLIER = 10_000  # characters, of one text of an earlier turn
MOST_TURNS = 50
READ_FOR_DANGER = 5_000  # characters of a text that is too long

EMPTY = {
    "en": "Type your question in words. For example: when is my bin collected?",
    "cy": "Teipiwch eich cwestiwn mewn geiriau. Er enghraifft: pryd mae fy min yn cael ei gasglu?",
}
TOO_LONG = {
    "en": "Your question is {length:,} characters long. We can read up to {greatest:,} characters. "
    "Shorten it to the main thing you want to know, or ask one part at a time.",
    "cy": "Mae eich cwestiwn yn {length:,} nod o hyd. Gallwn ddarllen hyd at {greatest:,} nod. "
    "Byrhewch ef i'r prif beth rydych am ei wybod, neu gofynnwch un rhan ar y tro.",
}
CONVERSATION_TOO_LONG = {
    "en": "This conversation has grown too long for us to read. Start a new one and ask your question again.",
    "cy": "Mae'r sgwrs hon wedi mynd yn rhy hir i ni ei darllen. Dechreuwch un newydd a gofynnwch eto.",
}


def check_size(run: Run) -> Run:
    """Stop a question that holds no words, or a text longer than its field allows."""
    texts = free_text_of(run.request)
    found: dict[str, object] = {"characters": sum(map(len, texts.values()))}
    for name, text in texts.items():
        greatest = _greatest(run.request, name)
        if len(text) > greatest:
            return _stop_long(run, text, greatest, {**found, "field": name, "greatest": greatest})
    if _is_conversation_too_long(run.request):
        return _stop(run, "conversation too long", _say(run, CONVERSATION_TOO_LONG), found)
    if texts and not any(has_words(text) for text in texts.values()):
        return _stop(run, "empty", _say(run, EMPTY), found)
    return run.after(Step(name=NAME, found=found))


def has_words(text: str) -> bool:
    """Is there a letter or digit that can be seen? Emoji, punctuation and invisible letters are none."""
    return any(each.isalnum() and not kind_of(each) for each in text)


def _greatest(request: Any, name: str) -> int:
    metadata = next(each.metadata for each in fields(request) if each.name == name)
    return int(metadata.get("max_length", GREATEST))


def _is_conversation_too_long(request: Any) -> bool:
    earlier = texts_of(request)[len(free_text_of(request)) :]
    return len(turns_of(request)) > MOST_TURNS or any(len(text) > GREATEST_EARLIER for text in earlier)


def _stop_long(run: Run, text: str, greatest: int, found: dict[str, object]) -> Run:
    """Somebody in despair may write at length: they are shown where to find help all the same."""
    danger = read_danger(text[:READ_FOR_DANGER])
    signs = {group: level.name.lower() for group, level in danger.items()}
    message = _say(run, TOO_LONG).format(length=len(text), greatest=greatest)
    stopped = _stop(run, "too long", message, {**found, "signs": signs})
    return replace(stopped, signposts=(*stopped.signposts, *signposts_for(run, danger)))


def _say(run: Run, words: dict[str, str]) -> str:
    return words.get(run.context.language, words["en"])


def _stop(run: Run, reason: str, message: str, found: dict[str, object]) -> Run:
    outcome = Outcome(kind=OutcomeKind.STOPPED, reason=reason, message=message)
    return run.after(Step(name=NAME, verdict=Verdict.STOP, reason=reason, found=found), outcome=outcome)
