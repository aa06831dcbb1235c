"""Accounts for the tests, and how they sign in: by the pages themselves, with real codes.

    client = signed_in("owner")                 # a Client that has gone through the door, second factor and all
    phone = Phone(); enter(client, "anna", PASSWORD, phone=phone)

There is no way round the second factor in the product, so there is none here.
"""

import re
import time

import pyotp
from django.contrib.auth.hashers import ScryptPasswordHasher
from django.http import HttpResponse
from django.test import Client

from fingerpost.doors.accounts import add_member

PASSWORD = "a long walk by the river"
SIGN_IN = "/staff/sign-in"


class QuickScrypt(ScryptPasswordHasher):
    """The product's way to keep passwords, with little work: hundreds of tests sign somebody in."""

    work_factor = 2
    parallelism = 1


class Phone:
    """An authenticator app. Each code it gives is another, as each is taken once: three fit into half a minute.

    After those it gives recovery codes, as somebody would who cannot wait.
    """

    def __init__(self) -> None:
        self.secret = ""
        self.recovery_codes: list[str] = []
        self._used = 0

    def scan(self, page: str) -> None:
        """Read the key from the page that sets it up."""
        (letters,) = re.findall(r'<code class="fp-key">([A-Z2-7 ]+)</code>', page)
        self.secret, self._used = letters.replace(" ", ""), 0

    def keep_recovery_codes(self, page: str) -> None:
        self.recovery_codes = re.findall(r'<code class="fp-key">([a-z0-9-]+)</code>', page)

    def code(self) -> str:
        step = max(int(time.time()) // 30 - 1, self._used + 1)
        if step > int(time.time()) // 30 + 1:
            return self.recovery_codes.pop()
        self._used = step
        return pyotp.TOTP(self.secret).generate_otp(step)


def signed_in(role: str, *, name: str = "", phone: Phone | None = None) -> Client:
    """A browser in which a new account of that role has just signed in."""
    name, client = name or f"{role}-one", Client()
    add_member(name, role=role, password=PASSWORD)
    reply = enter(client, name, phone=phone)
    assert reply.status_code in {200, 303}, reply.status_code
    assert client.get("/staff/").status_code == 200
    return client


def enter(client: Client, name: str, password: str = PASSWORD, *, phone: Phone | None = None) -> HttpResponse:
    """Sign in, and give a code where one is asked for; set up the phone where the account must have one."""
    phone = phone or Phone()
    reply = client.post(SIGN_IN, {"name": name, "password": password})
    where = reply.headers.get("Location", "")
    if where.endswith("/second-factor/set-up"):
        phone.scan(client.get(where).content.decode())
        reply = client.post(where, {"code": phone.code()})
        phone.keep_recovery_codes(reply.content.decode())
    elif where.endswith("/sign-in/code"):
        reply = client.post(where, {"code": phone.code()})
    return reply
