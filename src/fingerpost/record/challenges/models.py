"""The tables of challenges: what people contest or ask a person to look at, the files they sent, and the answers.

The plain columns are for the queue and for counting and tell of the matter, never of the person. What they wrote, how
they can be reached, their files and the reasons they were given are sealed under the very key that seals the run, so
that erasing the subject of the run erases them too.
"""

from typing import ClassVar

from django.db import models


class Challenge(models.Model):
    """Somebody contests an outcome, or asks for a person. `about` is the reference of the run.

    `subject` is that of the run; where nothing of the run can be opened any more, the challenge's own reference.
    `due_on` is the day by which a person answers: `working_days` after it came in, by the calendar of `nation`.
    `urgent` is one that a person should read the same day.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        WRONG = "wrong"

    class State(models.TextChoices):
        DRAFT = "draft"  # written, and not sent yet
        WAITING = "waiting"
        ANSWERED = "answered"
        ERASED = "erased"

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    about = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    capability = models.CharField(max_length=60)
    received_at = models.DateTimeField()
    due_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    nation = models.CharField(max_length=30)
    language = models.CharField(max_length=20)
    door = models.CharField(max_length=20)
    urgent = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    subject = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)

    class Meta:
        permissions: ClassVar = [("answer_challenge", "Can answer a challenge, with reasons")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference"), name="one_challenge_a_reference"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("body", "state", "due_on"), name="challenges_by_due"),
            models.Index(fields=("body", "about"), name="challenges_of_a_run"),
            models.Index(fields=("body", "subject"), name="challenges_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} about {self.about}"


class ChallengeFile(models.Model):
    """A file that came with a challenge, sealed with its name. We tell its kind by its first bytes and look no further.

    Only ever given to an officer, as a file to keep.
    """

    class Kind(models.TextChoices):
        PDF = "pdf"
        PNG = "png"
        JPEG = "jpeg"
        TEXT = "text"
        DOCX = "docx"

    body = models.SlugField(max_length=60)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    size = models.PositiveIntegerField()
    sealed_name = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("challenge", "number"), name="one_file_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge} {self.number}"


class Opening(models.Model):
    """When an officer first opened the words of a challenge: with the answer's time, how long they had the case."""

    body = models.SlugField(max_length=60)
    challenge = models.ForeignKey(Challenge, on_delete=models.CASCADE, related_name="openings")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("challenge", "by"), name="first_opening_of_an_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.challenge} by {self.by}"


class ChallengeAnswer(models.Model):
    """What a person decided. `by` is the account of the officer, `opened_at` when they first read the words.

    `event` is the reference of its entry in the ledger. The reasons are sealed as the challenge is.
    """

    class Decision(models.TextChoices):
        UPHELD = "upheld"
        PARTLY_UPHELD = "partly upheld"
        NOT_UPHELD = "not upheld"
        PERSON_ANSWERED = "a person has answered"

    body = models.SlugField(max_length=60)
    challenge = models.OneToOneField(Challenge, on_delete=models.CASCADE, related_name="answer")
    event = models.CharField(max_length=20)
    decision = models.CharField(max_length=30, choices=Decision.choices)
    by = models.CharField(max_length=150)
    opened_at = models.DateTimeField()
    at = models.DateTimeField()
    sealed = models.BinaryField(null=True)

    def __str__(self) -> str:
        return f"{self.challenge}: {self.decision}"
