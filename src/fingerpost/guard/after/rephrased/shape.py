"""What no text of a model may hold, whatever its quotes say."""

import re
from collections.abc import Iterator

from fingerpost.guard.after.finding import Finding, stop
from fingerpost.guard.figures import figures_in

MOST_SENTENCES = 3
MOST_WORDS = 60  # in a sentence
SLACK = 12  # words more than 1.6 times the quotes
_CHARACTERS = re.compile(r"[A-Za-z0-9À-ÖØ-öø-ÿŵŷŴŶ .,;:'’‘“”\"()£€%&/@+–—½¼¾°\n-]*")
_ADDRESS = re.compile(r"(?i)https?:|www\.|@|\b[\w-]+\.(?:com|uk|org|net|gov|info|io|eu|scot|wales|cymru|london|ie)\b")
_SENTENCE_END = re.compile(r"[.!](?:\s|$)")


def check_shape(name: str, text: str, quoted: str) -> Finding | None:
    """A finding where the text is too long, asks, or holds marks or addresses that plain sentences don't have."""
    reason = next((reason for reason in _reasons(text, quoted) if reason), "")
    return stop(name, reason) if reason else None


def _reasons(text: str, quoted: str) -> Iterator[str]:
    sentences = [part for part in _SENTENCE_END.split(text) if part.strip()]
    most = max(MOST_WORDS, len(quoted.split()) + SLACK)
    addresses = {figure for figure in figures_in(text) if _ADDRESS.search(figure)} if _ADDRESS.search(text) else set()
    yield "" if text.strip() else "The claim says nothing."
    yield "The claim asks a question." if "?" in text else ""
    yield "" if _CHARACTERS.fullmatch(text) else "The claim holds signs that plain sentences don't have."
    yield "The claim is too long." if len(sentences) > MOST_SENTENCES else ""
    yield "A sentence of the claim is too long." if any(len(part.split()) > most for part in sentences) else ""
    longest = 1.6 * len(quoted.split()) + SLACK
    yield "The claim is much longer than what it quotes." if len(text.split()) > longest else ""
    yield "The claim holds an address that its quotes don't." if addresses - figures_in(quoted) else ""
