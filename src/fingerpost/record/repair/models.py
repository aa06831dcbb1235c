"""The tables of answer repair. None of them holds a personal detail that is not sealed under the key of its run."""

from typing import ClassVar

from django.db import models


class Quoted(models.Model):
    """An answer quoted a passage, as it stood at `digest` on that day.

    `seen` is the mark of the passage (see `knowledge.standing`) when the answer was last gone through again; null until
    it first is: then the passage counts as seen as it was quoted. `tries` counts since then how often the answer could
    not be asked again. Written with each run that closes, so it has one index only, for erasing: a sweep goes through
    all of it anyway.
    """

    body = models.CharField(max_length=60)
    reference = models.CharField(max_length=20)
    passage = models.CharField(max_length=600)
    digest = models.CharField(max_length=64)
    on = models.DateField()
    seen = models.CharField(max_length=70, null=True)
    tries = models.PositiveSmallIntegerField(db_default=0)

    class Meta:
        verbose_name_plural = "quoted"
        indexes: ClassVar = [models.Index(fields=("reference",), name="quoted_by_reference")]

    def __str__(self) -> str:
        return f"{self.reference} quoted {self.passage}"


class Finding(models.Model):
    """An answer that would come out otherwise today, because what it quoted has changed.

    `what` says in which way, `why` what became of the passages, each as ",one,two,". `changes` are the passages with
    their digests then and now. `now_digest` stands for all that is compared, so that the same is found once. `sealed`
    is the answer as it would be given today, under the very key that seals the run. `by` and `dealt_at` say who dealt
    with it; `over_at` when it was so no longer: the answer came out as it was again, or otherwise once more.

    One that is STUCK could not be asked again, so nobody knows: `what` says why, and `kind_now` is empty.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DEALT = "dealt"
        OVER = "over"
        STUCK = "stuck"

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    capability = models.CharField(max_length=60)
    answered_at = models.DateTimeField()
    at = models.DateTimeField()
    kind_then = models.CharField(max_length=30)
    kind_now = models.CharField(max_length=30)
    what = models.CharField(max_length=60)
    why = models.CharField(max_length=60)
    changes = models.JSONField(default=list)
    now_digest = models.CharField(max_length=64)
    event = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    by = models.CharField(max_length=150, blank=True)
    dealt_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        permissions: ClassVar = [("settle_finding", "Can mark an answer that changed as dealt with")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("body", "reference"),
                condition=models.Q(state__in=("open", "dealt")),
                name="one_finding_of_a_run",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("body", "state", "at"), name="findings_by_state"),
            models.Index(fields=("body", "subject"), name="findings_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class Alert(models.Model):
    """Somebody asked to be told, once, when an answer changes. The row goes when they are told.

    `id` is random. `sealed` is their e-mail address, under the very key that seals the run. `mailed_at` is when the
    link to confirm was sent, `confirmed_at` when it was used. `told_at` is set before the letter with the news goes,
    so that nobody is told twice. `tries` counts what the mail server did not take.
    """

    id = models.CharField(max_length=32, primary_key=True)
    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    language = models.CharField(max_length=20)
    at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("body", "reference"), name="alerts_of_a_run"),
            models.Index(fields=("body", "subject"), name="alerts_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {'confirmed' if self.confirmed_at else 'asked'}"
