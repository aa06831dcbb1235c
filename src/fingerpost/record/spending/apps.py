"""The Django app that holds the table of what language models have taken."""

from django.apps import AppConfig


class SpendingConfig(AppConfig):
    name = "fingerpost.record.spending"
    label = "models"
    default_auto_field = "django.db.models.BigAutoField"
