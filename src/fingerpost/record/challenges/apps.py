"""The Django app that holds the tables of challenges."""

from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "fingerpost.record.challenges"
    label = "challenges"
    default_auto_field = "django.db.models.BigAutoField"
