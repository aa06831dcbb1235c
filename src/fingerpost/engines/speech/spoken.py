"""Signs that a synthetic voice reads badly, as words: sums of money and telephone numbers. All else stays as it is."""

import re

_MONEY = re.compile(r"£(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?(?!\d)")
_PHONE = re.compile(r"(?<![\d,.£])(?:\+44 ?)?0?\d{2,5}(?: \d{2,8}){1,4}(?![\d,.]\d)")
_PENCE = {"en": ("pounds", "pence"), "cy": ("punt", "ceiniog")}
_LEAST_DIGITS = 9  # of a telephone number: less may be a year, or an amount


def as_spoken(text: str, *, language: str) -> str:
    """The text as it is said: "£26.05" as "26 pounds 5 pence", "0800 328 5644" digit by digit."""
    text = _MONEY.sub(lambda found: _say_money(found[1], found[2], *_PENCE.get(language, _PENCE["en"])), text)
    return _PHONE.sub(lambda found: _say_digits(found[0]), text)


def _say_money(pounds: str, pence: str | None, pound_word: str, pence_word: str) -> str:
    whole = pounds.replace(",", "")
    said = f"{whole} {'pound' if whole == '1' and pound_word == 'pounds' else pound_word}"
    if not pence or pence == "00":
        return said
    return f"{said} {int(pence)} {pence_word}" if int(whole) else f"{int(pence)} {pence_word}"


def _say_digits(number: str) -> str:
    groups = re.findall(r"\d+", number)
    if sum(map(len, groups)) < _LEAST_DIGITS:
        return number
    return ", ".join(" ".join(group) for group in groups)
