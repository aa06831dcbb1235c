"""The Django app that holds guidance."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "fingerpost.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Guidance"
