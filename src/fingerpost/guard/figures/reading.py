"""Every figure of a text, in one way of writing."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from fingerpost.guard.figures.dates import MONTHS, month_number
from fingerpost.guard.figures.number_words import spell_out
from fingerpost.guard.folding import fold_characters

_N = r"\d[\d,]*(?:\.\d+)?"
_SCALE = r"(?:\s?(?P<{}>hundred|thousand|million|billion|bn|m|k)\b)?"
_PERIOD = (
    "hour|day|night|week|fortnight|month|quarter|year|annum|mile|person|child|adult|unit|visit|item|term|household"
)
_UNIT = (
    "second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|mile|metre|meter|kilometre|kilometer|"
    "centimetre|millimetre|km|cm|mm|mph|kg|kilogram|kilo|gram|tonne|litre|liter|ml|point|degree|acre|hectare|watt|"
    "kwh|inch|inche|feet|foot|yard|diwrnod|wythnos|mis|blwyddyn|flynedd|awr|munud|oed"
)
_M = "|".join(sorted(MONTHS, key=len, reverse=True))
_FIGURE = re.compile(
    "|".join(
        (
            r"(?P<email>(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)+)",
            r"(?P<link>https?://[^\s<>\"')\]]+|www\.[^\s<>\"')\]]+"
            r"|(?<![\w.-])(?:[A-Za-z0-9-]+\.)+(?:uk|com|org|net|scot|wales|cymru|london|info|io|eu|ie|example|test)\b"
            r"(?:/[^\s<>\"')\]]*)?)",
            r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)",
            rf"(?P<dmy>\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s|o\s)?(?P<m1>{_M})\b(?:,?\s(?P<y1>\d{{4}})\b)?)",
            rf"(?P<mdy>\b(?P<m2>{_M})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,?\s(?P<y2>\d{{4}})\b)?)",
            rf"(?P<my>\b(?P<m3>{_M})\s(?P<y3>\d{{4}})\b)",
            r"(?P<slashed>\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b)",
            r"(?P<span>\b(?P<from>(?:19|20)\d\d)(?:\s?[/-]\s?|\sto\s)(?P<to>(?:(?:19|20)\d\d|\d\d))\b(?![/-]\d))",
            rf"(?P<money>[£€$]\s?(?P<amount>{_N}){_SCALE.format('scale')})",
            rf"(?P<worded>\b(?P<pounds>{_N}){_SCALE.format('scale2')}\s(?:pounds?|punt)\b)",
            rf"(?P<pence>\b(?P<p>{_N})\s?(?:p(?!\.?\s?m)|pence)\b)",
            rf"(?P<percent>\b(?P<pc>{_N})\s?(?:%|per\s?cent\b|y cant\b)(?P<points>\s?(?:age)?\s?points?\b)?)",
            r"(?P<phone>(?<![\w.,/])(?:\+44[ -]?\(?0?\)?[ -]?|\(?0)\d{2,4}\)?(?:[ -]?\d){5,7}(?!\w)|\b0800[ -]1111\b)",
            r"(?P<clock>\b(?P<h>\d{1,2})(?:[:.](?P<min>\d\d))?\s?(?P<half>[ap])\.?m\b\.?)",
            r"(?P<hours>\b(?P<h2>\d{1,2}):(?P<min2>\d\d)\b)",
            r"(?P<noon>\b(?:midday|noon|midnight)\b)",
            r"(?P<ordinal>\b(?P<nth>\d+)(?:st|nd|rd|th|af|il|ydd|fed|eg)\b)",
            rf"(?P<quantity>\b(?P<q>{_N}){_SCALE.format('scale3')}[\s-]?"
            rf"(?P<kind>(?:working|calendar|school|clear|full|whole)\s)?(?P<unit>{_UNIT})s?\b)",
            r"(?P<code>\b(?=\w*\d)(?=\w*[A-Za-z])\w+(?:[-/]\w*\d\w*)*)",
            r"(?P<fraction>[½¼¾⅓⅔]|\b\d+/\d+\b)",
            rf"(?P<scaled>\b(?P<s>{_N})\s?(?P<scale4>hundred|thousand|million|billion)\b)",
            r"(?P<row>\b\d+(?: \d+)+\b(?![.,]\d))",
            r"(?P<number>(?<![\w.])-?\d[\d,]*(?:\.\d+)*)",
            r"(?P<word>\b(?:once|twice|half|double|triple|dozen|hourly|daily|nightly|weekly|fortnightly|monthly|quarterly"
            r"|yearly|annually|annual|a quarter of|nil|none|fraction)\b)",
        )
    )
)  # fmt: skip
_RATE = re.compile(
    r"\s?(?:(?:a|an|per|each|every|for each|for every|y|yr|bob)\s|/\s?|p)"
    rf"(?P<per>{_PERIOD}|wythnos|mis|flwyddyn|diwrnod|awr|[wmac]{{1,2}})\b"
    r"|\s(?P<often>hourly|daily|weekly|fortnightly|monthly|quarterly|yearly|annually)\b"
)
_RANGE = re.compile(rf"\s?-\s?(?P<n>{_N})(?![\d%]|\s?%|\.\d)")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SCALE_OF = {"hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "billion": 10**9, "bn": 10**9}
_PERIOD_OF = {
    "w": "week", "pw": "week", "m": "month", "cm": "month", "a": "year", "annum": "year", "wythnos": "week",
    "mis": "month", "flwyddyn": "year", "diwrnod": "day", "awr": "hour", "hourly": "hour", "daily": "day",
    "weekly": "week", "fortnightly": "fortnight", "monthly": "month", "quarterly": "quarter", "yearly": "year",
    "annually": "year",
}  # fmt: skip


def figures_in(text: str) -> frozenset[str]:
    """The figures of a text, each in one way of writing: "£10.00 a week", "2026-04-06", "17:00", "28 working day"."""
    plain = spell_out(fold_characters(text))
    return frozenset(figure for match in _FIGURE.finditer(plain) for figure in _write(match, plain))


def _write(match: re.Match[str], text: str) -> Iterator[str]:
    kind = next(name for name in _WRITERS if match[name] is not None)
    written = _WRITERS[kind](match)
    if kind not in ("money", "worded", "pence"):
        yield written
        return
    other = _RANGE.match(text, match.end()) if kind == "money" else None
    rate = _RATE.match(text, other.end() if other else match.end())
    per = _rate(rate) if rate else ""
    yield written + per
    if other:
        yield _money(match["money"][0], other["n"], None) + per


def _rate(rate: re.Match[str]) -> str:
    period = rate["per"] or rate["often"]
    return f" a {_PERIOD_OF.get(period, period)}"


def _money(sign: str, amount: str, scale: str | None) -> str:
    value = _value(amount, scale)
    return f"{sign}{amount}" if value is None else f"{sign}{value:.2f}"


def _pence(number: str) -> str:
    value = _value(number, None)
    return f"£{value / 100:.2f}" if value is not None and value == int(value) else f"{number}p"


def _value(number: str, scale: str | None) -> Decimal | None:
    """None where commas stand elsewhere than between thousands: "10,00" may be ten or a thousand."""
    plain = _without_commas(number)
    return None if "," in plain else Decimal(plain) * _SCALE_OF.get(scale or "", 1)


def _plain(number: str, scale: str | None = None) -> str:
    """A number without thousands separators; its zeros stay, for 1.50 may be a section."""
    number = _without_commas(number.rstrip(","))
    if not scale or "," in number:
        return f"{number} {scale}" if scale else number
    return format((Decimal(number) * _SCALE_OF[scale]).normalize(), "f")


def _without_commas(number: str) -> str:
    return number.replace(",", "") if _THOUSANDS.fullmatch(number) else number


def _date(day: str, month: str, year: str | None) -> str:
    return f"{year or '----'}-{month_number(month):02d}-{int(day):02d}"


def _clock(hour: int, minute: str | None, half: str) -> str:
    shifted = hour % 12 + (12 if half == "p" else 0) if hour <= 12 else hour
    return f"{shifted:02d}:{minute or '00'}"


def _span(match: re.Match[str]) -> str:
    first, last = match["from"], match["to"]
    full = last if len(last) == 4 else first[:2] + last
    return f"{first}/{full}" if int(full) == int(first) + 1 else f"{first} to {last}"


def _link(written: str) -> str:
    bare = re.sub(r"^https?://", "", written.rstrip(".,;:!?"), flags=re.IGNORECASE).rstrip("/")
    host, slash, path = bare.partition("/")
    scheme = "http://" if written.lower().startswith("http://") else ""
    return f"{scheme}{host.lower()}{slash}{path}"


def _phone(written: str) -> str:
    digits = re.sub(r"\D", "", written)
    if written.startswith("+44"):
        digits = "0" + digits[2:].removeprefix("0")
    return f"phone {digits}"


_WRITERS: dict[str, Callable[[re.Match[str]], str]] = {
    "email": lambda m: m["email"].rstrip(".").lower(),
    "link": lambda m: _link(m["link"]),
    "iso": lambda m: m["iso"],
    "dmy": lambda m: _date(m["d1"], m["m1"], m["y1"]),
    "mdy": lambda m: _date(m["d2"], m["m2"], m["y2"]),
    "my": lambda m: f"{m['y3']}-{month_number(m['m3']):02d}",
    "slashed": lambda m: m["slashed"],
    "span": _span,
    "money": lambda m: _money(m["money"][0], m["amount"].rstrip(","), m["scale"]),
    "worded": lambda m: _money("£", m["pounds"].rstrip(","), m["scale2"]),
    "pence": lambda m: _pence(m["p"].rstrip(",")),
    "percent": lambda m: f"{_plain(m['pc'])}%{' points' if m['points'] else ''}",
    "phone": lambda m: _phone(m["phone"]),
    "clock": lambda m: _clock(int(m["h"]), m["min"], m["half"]),
    "hours": lambda m: f"{int(m['h2']):02d}:{m['min2']}",
    "noon": lambda m: {"midnight": "midnight"}.get(m["noon"], "12:00"),
    "ordinal": lambda m: f"{int(m['nth'])}th",
    "quantity": lambda m: f"{_plain(m['q'], m['scale3'])} {m['kind'] or ''}{m['unit']}",
    "code": lambda m: m["code"].upper(),
    "fraction": lambda m: {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3"}.get(
        m["fraction"], m["fraction"]
    ),
    "scaled": lambda m: _plain(m["s"], m["scale4"]),
    "row": lambda m: m["row"],
    "number": lambda m: _plain(m["number"]),
    "word": lambda m: m["word"],
}
