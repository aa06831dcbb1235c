"""The table of what language models have taken. It holds figures and codes only, and nothing of any person."""

from typing import ClassVar

from django.db import models


class SpentDay(models.Model):
    """What one model has taken on one day, by the body's own calendar. Money is in millionths of a pound.

    What is reserved for calls that are under way stands apart from what was settled. A process that is killed leaves
    its reservations standing for the rest of the day: what its calls took is not known. `last_fault` is the code of a
    `WhyNoModel`, "" where none came.
    """

    body = models.SlugField(max_length=60)
    model = models.SlugField(max_length=60)
    day = models.DateField()
    calls = models.PositiveBigIntegerField(default=0)
    tokens = models.PositiveBigIntegerField(default=0)
    micropounds = models.PositiveBigIntegerField(default=0)
    tokens_reserved = models.PositiveBigIntegerField(default=0)
    micropounds_reserved = models.PositiveBigIntegerField(default=0)
    faults = models.PositiveBigIntegerField(default=0)
    last_fault = models.CharField(max_length=40, default="")
    last_fault_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "model", "day"), name="spent_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.model} {self.day}: {self.tokens} tokens"
