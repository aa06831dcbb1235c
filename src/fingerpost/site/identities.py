"""Accounts that come from an organisation's provider, each by what the provider calls it and never by its name."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import IntegrityError

from fingerpost.doors.accounts import NAME, keep_roles, tidy_name
from fingerpost.knowledge.store_faults import store_faults
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.site import models

_MARK = 8  # hex digits of the digest in a name
_LONGEST = 50  # characters of the name itself, so that both fit


class Identities:
    """Each call raises StoreUnavailable when the database is out of reach."""

    def admit(self, *, issuer: str, subject: str, called: str, role: str) -> User | None:
        """The account of this person, made at their first sign-in, now in `role`; None when it was removed here.

        With role "" they lose what role they had, and None is given. `called` is what the provider calls them: it makes
        the first part of a new account's name, and finds none.
        """
        with store_faults():
            try:
                return self._admit(issuer, subject, called=called, role=role)
            except IntegrityError:  # their first sign-in, twice at once: the other made the account
                return self._admit(issuer, subject, called=called, role=role)

    def is_outside(self, account: int) -> bool:
        """Did this account come from a provider?"""
        with store_faults():
            return models.OutsideIdentity.objects.filter(user_id=account).exists()

    def open_password(self, account: int, *, until: datetime, at: datetime) -> None:
        """Let the account use its password until then, although passwords are switched off. It stands in the ledger."""
        with store_faults(), committing():
            body = settings.CONFIGURATION.body
            models.LetIn.objects.update_or_create(user_id=account, defaults={"body": body, "until": until})
            name = User.objects.values_list("username", flat=True).get(pk=account)
            note_event("account/password", body=body, at=at, facts={"account": name, "did": "let in", "by": "operator"})

    def is_let_in(self, account: int, *, at: datetime) -> bool:
        """Was it, and is it still?"""
        with store_faults():
            return models.LetIn.objects.filter(user_id=account, until__gt=at).exists()

    def _admit(self, issuer: str, subject: str, *, called: str, role: str) -> User | None:
        with committing():
            user = self._known(issuer, subject)
            if user is None:
                return self._add(issuer, subject, called=called, role=role) if role else None
            if not user.is_active:
                return None
            user.groups.set(Group.objects.filter(name=role) if role else [])
            return user if role else None

    def _known(self, issuer: str, subject: str) -> User | None:
        body = settings.CONFIGURATION.body
        kept = models.OutsideIdentity.objects.filter(body=body, issuer=issuer, subject=subject)
        row = kept.select_related("user").first()
        return row.user if row else None

    def _add(self, issuer: str, subject: str, *, called: str, role: str) -> User:
        keep_roles()
        user = User(username=_free_name(called, issuer, subject))
        user.set_unusable_password()
        user.save()
        user.groups.set(Group.objects.filter(name=role))
        models.OutsideIdentity.objects.create(
            body=settings.CONFIGURATION.body, user=user, issuer=issuer, subject=subject
        )
        return user


def _free_name(called: str, issuer: str, subject: str) -> str:
    """A name that nobody else can have or take: what they are called, and a digest of who they are."""
    digest = hashlib.sha256(f"{issuer}\0{subject}".encode()).hexdigest()
    tidy = "".join(each for each in tidy_name(called).partition("@")[0][:_LONGEST] if NAME.match(f"a{each}"))
    plain = tidy.lstrip(".@_+-") or "somebody"
    name = f"{plain}+{digest[:_MARK]}"
    return f"somebody+{digest[:40]}" if User.objects.filter(username=name).exists() else name
