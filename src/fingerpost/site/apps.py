"""The Django app of the installation as a whole: it holds the face that a body shows, and keeps the roles of staff."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate

from fingerpost.capabilities import lay_cards_over


class SiteConfig(AppConfig):
    name = "fingerpost.site"
    label = "site"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Once all tables are made, so are the roles: this app stands last, so every permission is there.

        The body's own values lie over each card from here on.
        """
        lay_cards_over(settings.HOME / "cards")
        post_migrate.connect(_keep_roles, sender=self)


def _keep_roles(**_: Any) -> None:
    from fingerpost.doors.accounts import keep_roles  # noqa: PLC0415 - tables can be imported only now

    keep_roles()
