"""The tables of the register: measurements, comparisons, chosen models, phases, versions, systems run elsewhere.

Rows are added and never changed, but for those of `ExternalSystem`; each has an event in the ledger beside it.
"""

from typing import ClassVar

from django.db import models


class EvaluationRun(models.Model):
    """One measurement of a capability. `reference` is that of its event in the ledger.

    `figures` are the rows of `Evaluation.as_values()`; `system` says what was measured: card, models, release, cases.
    `more` holds what stands beside them: "calibration", where confidence was measured.
    """

    body = models.SlugField(max_length=60)
    capability = models.CharField(max_length=60)
    reference = models.CharField(max_length=20)
    at = models.DateTimeField()
    version = models.CharField(max_length=60)
    half = models.CharField(max_length=10)
    cases = models.PositiveIntegerField()
    passed = models.BooleanField()
    figures = models.JSONField()
    system = models.JSONField()
    more = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("body", "reference"), name="evaluation_kept_once")]
        indexes: ClassVar = [models.Index(fields=("body", "capability", "id"), name="evaluation_of_capability")]

    def __str__(self) -> str:
        return f"{self.capability} {self.at:%Y-%m-%d} {self.reference}"


class ModelComparison(models.Model):
    """One comparison of two language models over the cases of a capability.

    `a` and `b` are their names in the settings, or "none"; `a_model` and `b_model` what was measured: a digest, or
    "none". `values` are those of `Comparison.as_values()`, with the references of the evaluations of both sides.
    """

    body = models.SlugField(max_length=60)
    capability = models.CharField(max_length=60)
    reference = models.CharField(max_length=20)
    at = models.DateTimeField()
    half = models.CharField(max_length=10)
    a = models.CharField(max_length=60)
    b = models.CharField(max_length=60)
    a_model = models.CharField(max_length=64)
    b_model = models.CharField(max_length=64)
    values = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("body", "reference"), name="comparison_kept_once")]
        indexes: ClassVar = [models.Index(fields=("body", "capability", "id"), name="comparison_of_capability")]

    def __str__(self) -> str:
        return f"{self.capability} {self.a} and {self.b} {self.reference}"


class ModelChoice(models.Model):
    """From `at` on the settings choose this language model for a capability; an empty `model` chooses none.

    `number` counts from 1 for each capability.
    """

    body = models.SlugField(max_length=60)
    capability = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=20)
    at = models.DateTimeField()
    model = models.CharField(max_length=60)
    supplied = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "capability", "number"), name="one_choice_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.capability}: {self.model or 'no model'} from {self.at:%Y-%m-%d}"


class PhaseMove(models.Model):
    """A system went from one phase of its life to the next. `declared` is what its card said on that day."""

    body = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    moved_from = models.CharField(max_length=20)
    moved_to = models.CharField(max_length=20)
    declared = models.CharField(max_length=20)
    by = models.CharField(max_length=60)
    owner = models.CharField(max_length=300)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("body", "name", "id"), name="phases_of_a_system")]

    def __str__(self) -> str:
        return f"{self.name}: {self.moved_from} to {self.moved_to}"


class RecordVersion(models.Model):
    """What the public record said at one time, without counts. `number` counts from 1 for each system."""

    body = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    content = models.JSONField()
    why = models.CharField(max_length=300)

    class Meta:
        permissions: ClassVar = [
            ("manage_register", "Can move systems between phases and register systems that run elsewhere"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "name", "number"), name="one_version_a_number")
        ]
        indexes: ClassVar = [models.Index(fields=("body", "at"), name="versions_of_a_body")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class ExternalSystem(models.Model):
    """A system that was bought or runs elsewhere. `values` are its fields by key: declared, never measured by us."""

    body = models.SlugField(max_length=60)
    name = models.SlugField(max_length=60)
    values = models.JSONField()
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("body", "name"), name="one_external_system_a_name")]

    def __str__(self) -> str:
        return self.name
