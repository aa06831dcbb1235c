"""The script of a text, and the language that it gives away."""

import re
from collections import Counter

# Letters by script. One language where the script belongs to one among those who use public services here; "" where
# the model must say which.
_SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("arabic", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc", ""),
    ("cyrillic", "\u0400-\u052f", ""),
    ("devanagari", "\u0900-\u097f", ""),
    ("gurmukhi", "\u0a00-\u0a7f", "pa"),
    ("gujarati", "\u0a80-\u0aff", "gu"),
    ("bengali", "\u0980-\u09ff", "bn"),
    ("tamil", "\u0b80-\u0bff", "ta"),
    ("telugu", "\u0c00-\u0c7f", "te"),
    ("malayalam", "\u0d00-\u0d7f", "ml"),
    ("sinhala", "\u0d80-\u0dff", "si"),
    ("thai", "\u0e00-\u0e7f", "th"),
    ("georgian", "\u10a0-\u10ff", "ka"),
    ("armenian", "\u0530-\u058f", "hy"),
    ("hebrew", "\u0590-\u05ff", "he"),
    ("greek", "\u0370-\u03ff\u1f00-\u1fff", "el"),
    ("ethiopic", "\u1200-\u139f", "ti"),
    ("kana", "\u3040-\u30ff", "ja"),
    ("hangul", "\uac00-\ud7af\u1100-\u11ff", "ko"),
    ("han", "\u3400-\u4dbf\u4e00-\u9fff", "zh"),
)
_LETTER = re.compile("|".join(f"([{letters}])" for _, letters, _ in _SCRIPTS) + r"|([^\W\d_])")
MODEL_MAY_SAY = {
    "arabic": ("ar", "fa", "ur", "ps", "ku"),
    "cyrillic": ("uk", "ru", "bg"),
    "devanagari": ("hi", "ne", "mr"),
}
# Letters that only one of those languages has.
_GIVEAWAYS = (("ur", "ٹڈڑںےہھ"), ("fa", "پچژگ"), ("uk", "іїєґІЇЄҐ"), ("ru", "ыэёЫЭЁ"))


def script_of(text: str) -> tuple[str, str]:
    """The script of most letters and its language: ("latin", "") or ("gurmukhi", "pa"); ("", "") without letters."""
    counts = Counter(match.lastindex for match in _LETTER.finditer(text))
    if not counts:
        return "", ""
    place = counts.most_common(1)[0][0]
    if place is None or place > len(_SCRIPTS):
        return "latin", ""
    name, _, language = _SCRIPTS[place - 1]
    if name == "han" and counts[1 + [each[0] for each in _SCRIPTS].index("kana")]:
        return "kana", "ja"
    return name, language


def giveaway(text: str, script: str) -> str:
    """The language that a single letter gives away, among those written in the script; "" where none does."""
    if script not in MODEL_MAY_SAY:
        return ""
    return next((language for language, letters in _GIVEAWAYS if set(letters) & set(text)), "")
