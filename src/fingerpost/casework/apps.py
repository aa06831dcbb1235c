"""The Django app that holds the tables of casework."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "fingerpost.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Cases go with their subject, are held to the ledger, and what was learned of them goes into backups."""
        from fingerpost.casework.books import BOOKS  # noqa: PLC0415 - there are no tables before
        from fingerpost.casework.kept_classifiers import KeptClassifiers  # noqa: PLC0415
        from fingerpost.casework.retention import KeptCases  # noqa: PLC0415
        from fingerpost.record.ledger.books import add_books  # noqa: PLC0415
        from fingerpost.record.retention.keepers import add_keeper  # noqa: PLC0415
        from fingerpost.record.retention.parts import add_part  # noqa: PLC0415

        add_keeper(KeptCases())
        add_books(*BOOKS)
        add_part(KeptClassifiers())
