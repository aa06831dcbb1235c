"""The Django app that holds the table of switches."""

from django.apps import AppConfig


class SwitchesConfig(AppConfig):
    name = "fingerpost.record.switches"
    label = "switches"
    default_auto_field = "django.db.models.BigAutoField"
