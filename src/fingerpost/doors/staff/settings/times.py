"""Times of the day as people type them: 9am, 9.30, 17:00, midday, midnight."""

import re

END_OF_DAY = "24:00"
_TYPED = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|yb|yp)?\Z")
_NAMED = {"midday": "12:00", "noon": "12:00", "canol dydd": "12:00", "midnight": "00:00", "canol nos": "00:00"}
_MORNING, _AFTERNOON = {"am", "yb"}, {"pm", "yp"}


def tidy_time(typed: str, *, is_end: bool = False) -> str:
    """The time as "09:00", "" for none; what cannot be read stays as it was typed.

    At the end of the day's hours midnight is "24:00".
    """
    plain = " ".join(typed.split()).casefold()
    found = _NAMED.get(plain) or _from_figures(plain.replace(". ", ".")) or typed.strip()
    return END_OF_DAY if is_end and found == "00:00" else found


def _from_figures(plain: str) -> str:
    match = _TYPED.match(plain)
    if not match:
        return ""
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        return ""
    if half in _AFTERNOON and hour < 12:
        hour += 12
    if half in _MORNING and hour == 12:
        hour = 0
    is_time = (hour < 24 and minute < 60) or (hour == 24 and minute == 0)
    return f"{hour:02d}:{minute:02d}" if is_time else ""
