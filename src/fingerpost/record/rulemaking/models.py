"""The tables of proposals and of decisions on them. Rows are only ever added, each with its entry in the ledger.

A proposal is what one person suggests; a decision is what another made of it. They stand apart, so that neither can
be read as the other, and so that a proposal without a decision is one that waits.
"""

from typing import ClassVar

from django.db import models


class Proposal(models.Model):
    """One figure that somebody wants changed: `parameter` is "scheme.name", `value` as a rule file has it.

    Amounts in `value` are text, so that no digit is lost. It holds from `starts_on` to `ends_on`, both included; None
    is without end. `digest` is that of the rules it was made for.
    """

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    parameter = models.CharField(max_length=120)
    value = models.JSONField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source_title = models.CharField(max_length=300)
    source_url = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference"), name="one_proposal_a_reference"),
        ]
        indexes: ClassVar = [models.Index(fields=("body", "-id"), name="newest_proposals")]

    def __str__(self) -> str:
        return f"{self.parameter} from {self.starts_on}"


class Decision(models.Model):
    """What a second person made of a proposal; the one who made it can only take it back.

    `file_digest` is the SHA-256 of the file that puts an approved one in force, and "" for the others.
    """

    class Kind(models.TextChoices):
        APPROVED = "approved"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    proposal = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=500)
    file_digest = models.CharField(max_length=64, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("body", "kind"), name="decisions_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.proposal_id}"
