"""The Django app that holds the tables of the register."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "fingerpost.record.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
