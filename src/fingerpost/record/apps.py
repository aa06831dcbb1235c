"""The Django app that holds the ledger's tables."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "fingerpost.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
