"""The Django app that holds proposals and decisions."""

from django.apps import AppConfig


class RulemakingConfig(AppConfig):
    name = "fingerpost.record.rulemaking"
    label = "rulemaking"
    default_auto_field = "django.db.models.BigAutoField"
