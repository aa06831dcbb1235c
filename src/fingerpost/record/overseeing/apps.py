"""The Django app that holds what overseers work with."""

from django.apps import AppConfig


class OverseeingConfig(AppConfig):
    name = "fingerpost.record.overseeing"
    label = "overseeing"
    default_auto_field = "django.db.models.BigAutoField"
