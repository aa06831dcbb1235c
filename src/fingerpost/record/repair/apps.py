"""The Django app that holds the tables of answer repair."""

from django.apps import AppConfig


class RepairConfig(AppConfig):
    name = "fingerpost.record.repair"
    label = "repair"
    default_auto_field = "django.db.models.BigAutoField"
