"""What a page of a report was answered with: tidied, and refused with a sentence where it cannot be used."""

import math
import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.services import Fact

MOST_CHARACTERS = 5_000
MOST_LINE = 200
MOST_ADDRESS = 500
MOST_FACT = 500
_EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]{1,190}\.[^@\s<>\"',;.]{2,}\Z")


def read_text(typed: str) -> str:
    """What is to be told. Raises InvalidRequest."""
    text = "\n".join(tidy_line(line, most=None) for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    text = text.strip()
    if not text:
        raise InvalidRequest({"text": _("Tell us what the problem is")})
    if len(text) > MOST_CHARACTERS:
        raise InvalidRequest({"text": _("Use %(most)s characters or fewer here") % {"most": f"{MOST_CHARACTERS:,}"}})
    return text


def tidy_line(typed: str, *, most: int | None = MOST_LINE) -> str:
    """One line of it, without what cannot be printed: no header and no log is broken by a name."""
    plain = "".join(char if char.isprintable() else " " for char in typed)
    return plain.strip() if most is None else " ".join(plain.split())[:most]


def tidy_lines(typed: str, *, most: int = MOST_ADDRESS) -> str:
    """A few lines, such as an address."""
    return "\n".join(line for each in typed.splitlines() if (line := tidy_line(each)))[:most]


def read_place(posted: Mapping[str, str]) -> tuple[float, float] | None:
    """The place that a map or a phone put into the form; None where there is none, or it is impossible."""
    try:
        latitude, longitude = float(posted.get("latitude", "")), float(posted.get("longitude", ""))
    except ValueError:
        return None
    if not (math.isfinite(latitude) and math.isfinite(longitude)) or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return round(latitude, 6), round(longitude, 6)


def read_fact(fact: Fact, typed: str) -> str:
    """The answer to one detail. Raises InvalidRequest."""
    plain = tidy_lines(typed, most=MOST_FACT)
    if not plain:
        raise InvalidRequest({"answer": _("Answer this, or choose “I do not know”")})
    if fact.kind == "number" and not re.fullmatch(r"-?\d{1,9}([.,]\d{1,3})?", plain):
        raise InvalidRequest({"answer": _("Enter a number, such as 3")})
    known = {"yes": "yes", "no": "no"} if fact.kind == "yes-no" else dict.fromkeys(fact.choices)
    if fact.kind in {"yes-no", "choice"} and plain not in known:
        raise InvalidRequest({"answer": _("Choose one of these")})
    return plain


def read_contact(posted: Mapping[str, str]) -> dict[str, str]:
    """Name, e-mail and phone, each "" where it was left out. Raises InvalidRequest with what is wrong with each."""
    given = {name: tidy_line(posted.get(name, "")) for name in ("name", "email", "phone")}
    problems = {}
    if given["email"] and not _EMAIL.match(given["email"]):
        problems["email"] = _("Enter an email address in the right format, such as name@example.com")
    if given["phone"] and not 3 <= sum(char.isdigit() for char in given["phone"]) <= 20:
        problems["phone"] = _("Enter a phone number, such as 01632 960 001")
    if problems:
        raise InvalidRequest(problems)
    return given
