"""Which e-mail addresses a letter may be sent to: plain ones, that no mail server could take for anything else."""

import re

LONGEST = 254  # RFC 5321, 4.5.3.1: what a mail server must take
LONGEST_NAME = 64
# Fewer signs than RFC 5322 allows: no quotes, no comments, no routes, no "%" or "!", and nothing outside ASCII.
_NAME = re.compile(r"[A-Za-z0-9_+'=&~#][A-Za-z0-9._+'=&~#-]*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_TOP = re.compile(r"[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59}")
_NOBODY = frozenset({"localhost", "localdomain", "local", "internal", "invalid", "arpa", "onion", "home", "lan"})


def tidy_address(typed: str) -> str:
    """The address with its domain in small letters, without blanks around it; "" for one that no letter goes to."""
    name, sign, domain = typed.strip(" ").rpartition("@")
    domain = domain.lower()
    labels = domain.split(".")
    if not sign or len(typed) > LONGEST or len(name) > LONGEST_NAME or len(labels) < 2:
        return ""
    if ".." in name or name.endswith(".") or not _NAME.fullmatch(name):
        return ""
    if labels[-1] in _NOBODY or not _TOP.fullmatch(labels[-1]) or not all(map(_LABEL.fullmatch, labels)):
        return ""
    return f"{name}@{domain}"
