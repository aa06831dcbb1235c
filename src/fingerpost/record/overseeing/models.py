"""The tables that overseers work with. None of them holds a word of a resident."""

from typing import ClassVar

from django.db import models


class RunFigures(models.Model):
    """One closed run in plain columns, written in the transaction that closes it, so that counting reads no JSON.

    What stands in the leaf stands here as it does there; times are in microseconds, null for runs that closed before
    this table was. `day` is the day here, in the installation's time zone. `unpassed` holds each step whose verdict
    was not "pass" as ` name=verdict `. `failed_check` is the first check that a claim did not stand, and `taken_out`
    how many claims were taken out.
    """

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    at = models.DateTimeField()
    day = models.DateField()
    capability = models.CharField(max_length=60)
    door = models.CharField(max_length=30)
    outcome = models.CharField(max_length=30)
    reason = models.CharField(max_length=100, blank=True)
    route = models.CharField(max_length=10)
    unpassed = models.CharField(max_length=300, blank=True)
    failed_check = models.CharField(max_length=60, blank=True)
    taken_out = models.PositiveIntegerField(default=0)
    guard_time = models.PositiveIntegerField(null=True)
    capability_time = models.PositiveIntegerField(null=True)
    check_time = models.PositiveIntegerField(null=True)
    explain_time = models.PositiveIntegerField(null=True)
    whole_time = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "run figures"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference"), name="figures_once_a_run"),
        ]
        indexes: ClassVar = [
            # Holds all that `counting` reads, so that a year of runs is counted without reading a row.
            models.Index(
                fields=("body", "day", "outcome", "reason", "failed_check", "door", "capability", "taken_out"),
                name="figures_counted_by_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.outcome}"


class PublishedMonth(models.Model):
    """The figures of one month as they were published. They are never worked out again (see `disclosure`)."""

    body = models.SlugField(max_length=60)
    month = models.DateField()
    at = models.DateTimeField()
    figures = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "month"), name="published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Opening(models.Model):
    """Somebody opened the words of a run. `event` is the reference of the ledger's entry, which seals why."""

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    by = models.CharField(max_length=150)
    purpose = models.CharField(max_length=30)
    at = models.DateTimeField()
    event = models.CharField(max_length=20)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("body", "reference"), name="openings_of_a_run")]

    def __str__(self) -> str:
        return f"{self.by} opened {self.reference}"
