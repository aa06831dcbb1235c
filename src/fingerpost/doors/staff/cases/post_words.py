"""Why a message did not go, for officers: the codes of `engines.post` in words, each with what to do next."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from fingerpost.doors.staff.cases.words import Said

WHY: Mapping[str, Said] = {  # by how the code begins; the first that fits
    "address refused": lambda: _("The email address was refused. Ask the resident for another, or write a letter."),
    "letter refused": lambda: _("The mail server refused it. Write to them another way."),
    "not a letter": lambda: _("It cannot be made into an email. Write to them another way."),
    "address too short": lambda: _("The postal address is too short. Ask the resident for all of it."),
    "too many to one address": lambda: _("Too many went to this address in one hour. Wait an hour, then try again."),
    "erased": lambda: _("Its words were erased, so there is nothing to send."),
    "stopped": lambda: _("The other program is switched off here, so nothing is sent to it."),
    "mail server": lambda: _(
        "The mail server could not be reached. If it happens again, tell whoever runs this service."
    ),
    "Notify": lambda: _("GOV.UK Notify did not take it. If it happens again, tell whoever runs this service."),
    "folder of letters": lambda: _("The letter could not be kept. Tell whoever runs this service."),
    "the file with the password": lambda: _("The mail server’s password is missing. Tell whoever runs this service."),
    "not reached": lambda: _("The other program could not be reached. Try again later."),
    "no answer in time": lambda: _("The other program did not answer in time. Try again later."),
    "answered": lambda: _("The other program did not take it. Tell whoever runs this service."),
}


def why_words(code: str) -> str:
    """What an officer is told; "" where it was not tried yet. A code that nobody foresaw is shown as it is."""
    if not code:
        return ""
    said = next((say() for begins, say in WHY.items() if code.startswith(begins)), "")
    return said or _("Something is wrong here: %(code)s. Tell whoever runs this service.") % {"code": code}
