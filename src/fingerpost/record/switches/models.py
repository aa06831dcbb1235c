"""The table of switches: one row for each time that something was stopped or started. The newest row of a name holds.

Rows are only ever added, and each is written with its entry in the ledger: what is off is known in every process at the
next request, and who switched it off, and why, is known for ever.
"""

from typing import ClassVar

from django.db import models


class Switch(models.Model):
    """One turn of a switch. `name` is that of a capability, or of an engine with a model such as "embedder"."""

    class Kind(models.TextChoices):
        CAPABILITY = "capability"
        MODEL = "model"

    body = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=60)
    is_stopped = models.BooleanField()
    by = models.CharField(max_length=150)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    reference = models.CharField(max_length=20)

    class Meta:
        verbose_name_plural = "switches"
        indexes: ClassVar = [models.Index(fields=("body", "kind", "name", "-id"), name="newest_of_a_switch")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} {'stopped' if self.is_stopped else 'started'}"
