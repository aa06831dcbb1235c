"""The Django app that holds the tables of the tree."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "fingerpost.record.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
