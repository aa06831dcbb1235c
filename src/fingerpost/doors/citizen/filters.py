"""What templates make of values: days and times in words, and addresses that are safe to follow."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.utils import dateformat, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext


def safe_url(address: str) -> str:
    """An address that may stand in a link: http, https, tel, mailto or a path of ours. Anything else gives ""."""
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    try:
        return address if urlsplit(address).scheme in {"http", "https", "tel", "mailto"} else ""
    except ValueError:  # not an address at all, such as "http://[": no link
        return ""


def host(address: str) -> str:
    """The name of the site an address leads to, without www."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # not an address at all: nothing to name
        return ""


def day(value: date | str | None) -> str:
    """22 November 2026."""
    found = parse_date(value[:10]) if isinstance(value, str) else value
    return dateformat.format(found, "j F Y") if found else ""


def moment(value: datetime | str) -> str:
    """22 November 2026 at 3:38pm; 22 Tachwedd 2026 am 3:38yp."""
    found = parse_datetime(value) if isinstance(value, str) else value
    if found is None:
        return ""
    local = timezone.localtime(found)
    words = gettext("%(day)s at %(clock)sam") if local.hour < 12 else gettext("%(day)s at %(clock)spm")
    return words % {"day": day(local), "clock": dateformat.format(local, "g:i")}


def milliseconds(value: float) -> str:
    """ "less than 1 ms", "24 ms"."""
    return gettext("less than 1 ms") if value < 1 else f"{value:.0f} ms"
