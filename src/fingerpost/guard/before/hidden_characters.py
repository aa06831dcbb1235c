"""Characters that nobody can see are taken out, and counted by kind: they can carry orders that only a machine reads.

Letters are composed (NFC) and never folded onto letters that look alike: a Cyrillic а stays what it is.
"""

import re
import unicodedata
from collections import Counter

from fingerpost.contract.run import Run, Step
from fingerpost.guard.texts import rewrite_texts

NAME = "hidden characters"
_KINDS = {
    "tag": "\U000e0000-\U000e007f",
    "zero width": "\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164\ufeff\uffa0",
    "bidirectional control": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "soft hyphen": "\u00ad",
    "variation selector": "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef",
    "control": "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f",
    "private use": "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd",
    "broken": "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\u206a-\u206f\U0001d173-\U0001d17a",
}
_HIDDEN = re.compile("|".join(f"([{characters}])" for characters in _KINDS.values()))
_NAMES = tuple(_KINDS)
_NEW_LINES = re.compile("\r\n|[\r\x85\u2028\u2029]")

_EMOJI = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]"
)
_JOINING = "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdfb\ufe70-\ufefc]"
# What looks hidden and is needed: flags of the nations, emoji made of several, and joiners inside words of scripts
# that are written with them.
_NEEDED = re.compile(
    "\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074"
    "|\U000e0077\U000e006c\U000e0073)\U000e007f"
    f"|{_EMOJI}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?(?:\u200d{_EMOJI}\ufe0f?[\U0001f3fb-\U0001f3ff]?){{0,6}}"
    "|[0-9#*]\ufe0f\u20e3"
    f"|(?<={_JOINING})[\u200c\u200d](?={_JOINING})"
)
_EITHER = re.compile(f"(?P<needed>{_NEEDED.pattern})|(?P<hidden>{_HIDDEN.pattern})")


def remove_hidden_characters(run: Run) -> Run:
    """Take out what cannot be seen from every text of the request. The step says how many of each kind."""
    counts: Counter[str] = Counter()
    request = rewrite_texts(run.request, lambda text: clean(text, counts))
    total = sum(counts.values())
    reason = f"{total} hidden character{'s were' if total > 1 else ' was'} taken out." if total else ""
    found = {"removed": total, "kinds": dict(sorted(counts.items()))}
    return run.after(Step(name=NAME, reason=reason, found=found), request=request)


def clean(text: str, counts: Counter[str]) -> str:
    """The text without hidden characters, composed; `counts` is added to by kind."""
    if text.isascii() and text.isprintable():
        return text
    text = _NEW_LINES.sub("\n", text)
    if _HIDDEN.search(text):
        text = _EITHER.sub(lambda match: _keep_or_count(match, counts), text)
    return unicodedata.normalize("NFC", text)


def _keep_or_count(match: re.Match[str], counts: Counter[str]) -> str:
    if match["needed"] is not None:
        return match[0]
    counts[kind_of(match[0])] += 1
    return ""


def kind_of(character: str) -> str:
    """The kind of a hidden character; "" for one that can be seen."""
    match = _HIDDEN.fullmatch(character)
    return _NAMES[match.lastindex - 1] if match and match.lastindex else ""
