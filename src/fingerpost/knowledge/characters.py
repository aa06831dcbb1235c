"""Characters that no reader sees: taken out of every text, and reported where they could carry a message."""

import re
import unicodedata

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
# Soft hyphen, byte order mark, zero-width space and word joiner: harmless, and common in web pages.
_HARMLESS = re.compile(r"[\u00ad\ufeff\u200b\u2060]")
# Tags, the larger set of variation selectors, invisible operators, bidirectional overrides and isolates.
_SMUGGLING = re.compile(
    r"[\U000e0000-\U000e007f\U000e0100-\U000e01ef\u2061-\u2064\u206a-\u206f\u202a-\u202e\u2066-\u2069\u180e\u3164\uffa0]+"
    r"|[\ufe00-\ufe0f]{2,}"
)
_JOINERS = re.compile("[\u200c\u200d\u200e\u200f]+")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_TAG_BLOCK = range(0xE0020, 0xE007F)
_RUN_WORTH_A_REPORT = 8


def clean_text(text: str) -> str:
    """The text as a reader sees it: composed (NFC), without invisible characters, ligatures written out.

    Joiners and direction marks stay beside letters of scripts that need them, such as Persian and Hindi, and in emoji.
    """
    if text.isascii() and not _CONTROL.search(text):
        return text
    text = _SMUGGLING.sub("", _HARMLESS.sub("", _CONTROL.sub("", text)))
    text = _JOINERS.sub(_keep_needed_joiner, text)
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def find_hidden_characters(text: str) -> list[str]:
    """What invisible characters were there, one sentence fragment for each run; tag characters are spelt out."""
    if text.isascii():
        return []
    found = [_name_run(run.group()) for run in _SMUGGLING.finditer(text)]
    if len(_HARMLESS.findall(text)) >= _RUN_WORTH_A_REPORT and re.search(r"[\u200b\u2060\ufeff]{4,}", text):
        found.append("zero-width characters in a row")
    found += ["zero-width joiners in a row" for run in _JOINERS.finditer(text) if len(run.group()) >= 4]
    return found


def _name_run(run: str) -> str:
    spelt = "".join(chr(ord(each) - 0xE0000) for each in run if ord(each) in _TAG_BLOCK)
    if spelt:
        return f"invisible tag characters: {spelt[:100]}"
    name = unicodedata.name(run[0], "unnamed").lower()
    return f"{len(run)} invisible character{'s' if len(run) > 1 else ''} ({name})"


def _keep_needed_joiner(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1] if found.start() else ""
    after = found.string[found.end()] if found.end() < len(found.string) else ""
    return found.group()[0] if any(_needs_joiners(each) for each in (before, after)) else ""


def _needs_joiners(character: str) -> bool:
    """Hebrew to Myanmar and beyond, and pictures; not Latin, Greek or Cyrillic."""
    return character >= "\u0590" and unicodedata.category(character)[0] in "LMS"
