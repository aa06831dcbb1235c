"""Accounts of staff: Django's users, each in one group that says what its members may do. Nobody may do anything else.

A name is never given to a second person: the history of who changed what goes by name. Whoever is removed stays as a
name that cannot sign in.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.installation import installation
from fingerpost.doors.roles import ROLES

NAME = re.compile(r"[a-z0-9][a-z0-9.@_+-]{1,59}\Z")


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who may sign in. `last_signed_in` is None for one who never has.

    `number` is what the log calls them; `is_outside` tells that they come from the organisation's own sign-in.
    """

    number: int
    name: str
    role: str
    added: datetime
    last_signed_in: datetime | None
    is_outside: bool


def keep_roles() -> None:
    """Make each role's group, and hold it to exactly its permissions. Changes nothing when nothing differs.

    A permission whose table is not there yet is left out: nobody has it.
    """
    known = {f"{each.content_type.app_label}.{each.codename}": each for each in _permissions()}
    for role, names in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role)
        wanted = {known[name].pk for name in names if name in known}
        if set(group.permissions.values_list("pk", flat=True)) != wanted:
            group.permissions.set(wanted)


def tidy_name(typed: str) -> str:
    """The name as it is kept: small letters, no spaces around it."""
    return typed.strip().casefold()


def roles_of(user: User) -> set[str]:
    """The roles of somebody: one, or none for whoever was given none."""
    return set(user.groups.values_list("name", flat=True)) & set(ROLES)


def add_member(name: str, *, role: str, password: str, again: bool = False) -> Member:
    """Make an account. `again` gives a removed name back to the same person.

    Raises InvalidRequest with a sentence on what does not fit.
    """
    name = tidy_name(name)
    if not NAME.match(name):
        raise InvalidRequest({"name": _("A name has 2 to 60 letters, digits or . @ _ + - and begins with a letter.")})
    if role not in ROLES:
        raise InvalidRequest({"role": _("The role must be one of: %(roles)s.") % {"roles": ", ".join(ROLES)}})
    check_strength(password, name=name)
    with transaction.atomic():
        keep_roles()
        user = _new_or_returning(name, again=again)
        _check_is_ours(user)
        user.set_password(password)
        user.is_active = True
        user.save()
        user.groups.set([Group.objects.get(name=role)])
    return _member(user)


def list_members() -> list[Member]:
    """Everybody who may sign in, by name."""
    return [
        _member(user) for user in User.objects.filter(is_active=True).prefetch_related("groups").order_by("username")
    ]


def remove_member(name: str) -> None:
    """Take away the account's password, role and sessions. Raises InvalidRequest when there is none of that name."""
    with transaction.atomic():
        user = _existing(name)
        user.is_active = False
        user.set_unusable_password()  # ends every session: each holds a hash of the password
        user.groups.clear()
        user.save()


def restore_member(name: str) -> None:
    """Let somebody of the organisation's own sign-in come back, who was removed here. Their role comes as they sign in.

    Raises InvalidRequest when there is no such account.
    """
    user = User.objects.filter(username=tidy_name(name), is_active=False).first()
    if user is None or not installation().build_identities().is_outside(user.pk):
        words = _("No account named %(name)s that came from your organisation was removed.")
        raise InvalidRequest({"name": words % {"name": name}})
    user.is_active = True
    user.save()


def change_password(name: str, *, password: str) -> None:
    """Give the account another password. Raises InvalidRequest when it is too weak or there is no such account."""
    user = _existing(name)
    _check_is_ours(user)
    check_strength(password, name=user.username)
    user.set_password(password)
    user.save()


def number_of(name: str, *, with_password: bool = False) -> int:
    """What the log calls this account. Raises InvalidRequest where there is no such account."""
    user = _existing(name)
    if with_password:
        _check_is_ours(user)
    return user.pk


def check_strength(password: str, *, name: str) -> None:
    """Raises InvalidRequest with what is wrong with a password (see AUTH_PASSWORD_VALIDATORS in the settings)."""
    try:
        validate_password(password, User(username=name))
    except ValidationError as error:
        raise InvalidRequest({"password": " ".join(error.messages)}) from error


def _permissions() -> list[Permission]:
    apps = {name.partition(".")[0] for names in ROLES.values() for name in names}
    return list(Permission.objects.filter(content_type__app_label__in=apps).select_related("content_type"))


def _new_or_returning(name: str, *, again: bool) -> User:
    user = User.objects.filter(username=name).first()
    if user is None:
        return User(username=name)
    if user.is_active:
        raise InvalidRequest({"name": _("There is already an account named %(name)s.") % {"name": name}})
    if not again:
        words = _("%(name)s was removed. Add --again if it is the same person; otherwise choose another name.")
        raise InvalidRequest({"name": words % {"name": name}})
    return user


def _check_is_ours(user: User) -> None:
    """An account of the organisation's own sign-in never gets a password here."""
    if user.pk and installation().build_identities().is_outside(user.pk):
        words = _("%(name)s signs in with your organisation, and has no password here.")
        raise InvalidRequest({"name": words % {"name": user.username}})


def _existing(name: str) -> User:
    user = User.objects.filter(username=tidy_name(name), is_active=True).first()
    if user is None:
        raise InvalidRequest({"name": _("There is no account named %(name)s.") % {"name": name}})
    return user


def _member(user: User) -> Member:
    role = next((group.name for group in user.groups.all() if group.name in ROLES), "")
    return Member(
        number=user.pk,
        name=user.username,
        role=role,
        added=user.date_joined,
        last_signed_in=user.last_login,
        is_outside=installation().build_identities().is_outside(user.pk),
    )
