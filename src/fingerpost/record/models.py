"""The tables of what was said: the ledger, the keys that open it, what visitors thought of it, and what they closed.

Entries of the ledger are only ever added: database triggers refuse update and delete (see `triggers`).
"""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One line of the ledger: a run was opened, or closed, or something else was noted (see `events`).

    `leaf` is canonical JSON (RFC 8785) and holds no personal data; `leaf_hash` is SHA-256(0x00 || leaf), the leaf hash
    of RFC 9162 section 2.1.1, so that the tree of a later release can be built over rows that exist today. `sealed` is
    the text, encrypted under the key of `subject`.
    """

    class Event(models.TextChoices):
        OPENED = "opened"
        CLOSED = "closed"
        NOTED = "noted"

    seq = models.BigAutoField(primary_key=True)
    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    event = models.CharField(max_length=10, choices=Event.choices)
    capability = models.CharField(max_length=60)
    at = models.DateTimeField()
    leaf = models.TextField()
    leaf_hash = models.CharField(max_length=64)
    subject = models.CharField(max_length=64, blank=True)
    sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name_plural = "entries"
        permissions: ClassVar = [
            ("view_oversight", "Can see how the systems do: counts, evaluations, the ledger's health"),
            ("open_text", "Can open a resident's words, for a stated purpose"),
            ("erase_subject", "Can export and erase what is kept of a person"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference", "event"), name="one_event_a_run"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("body", "at"), name="entry_body_at"),
            models.Index(fields=("body", "subject", "at"), name="entry_of_a_subject"),
            models.Index(fields=("body", "seq"), condition=models.Q(event="noted"), name="noted_entries"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event} {self.reference}"


class SubjectKey(models.Model):
    """A key under which one subject's text is encrypted, itself encrypted under the installation's master key.

    Erasing it (`wrapped` becomes empty) makes the text unreadable while the ledger's hashes still hold; a subject who
    comes back is given another. `id` is random, in hex, and stands before each text it sealed. `master` names the
    master key that wrapped it, so that another put in its place is noticed.
    """

    id = models.CharField(max_length=32, primary_key=True)
    body = models.SlugField(max_length=60)
    subject = models.CharField(max_length=64)
    master = models.CharField(max_length=16)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("body", "subject"),
                condition=models.Q(erased_at__isnull=True),
                name="one_living_key_a_subject",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Feedback(models.Model):
    """What a visitor thought of one answer. Whoever changes their mind gets a new row: the latest of a run counts.

    The plain columns are for counting and tell of the answer, never of the person. `sealed` is what they were trying
    to do, in their own masked words, under the very key that seals the run: erasing that key erases it too.
    """

    class Useful(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NO = "no"

    class Problem(models.TextChoices):
        WRONG = "wrong"
        NOT_MY_QUESTION = "not-my-question"
        HARD_TO_UNDERSTAND = "hard-to-understand"
        OUT_OF_DATE = "out-of-date"
        SOMETHING_MISSING = "something-missing"

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    at = models.DateTimeField()
    useful = models.CharField(max_length=10, choices=Useful.choices)
    problem = models.CharField(max_length=30, choices=Problem.choices, blank=True)
    capability = models.CharField(max_length=60)
    outcome = models.CharField(max_length=30)
    reason = models.CharField(max_length=100, blank=True)
    topic = models.CharField(max_length=100)
    nation = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=20)
    page = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)

    class Meta:
        verbose_name_plural = "feedback"
        indexes: ClassVar = [
            models.Index(fields=("body", "reference", "id"), name="feedback_of_a_run"),
            models.Index(fields=("body", "at"), name="feedback_body_at"),
            models.Index(fields=("body", "subject"), name="feedback_of_a_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.useful} {self.reference}"


class ClosedAnswer(models.Model):
    """An answer that its reader has left: its address shows it to nobody any more. The ledger still holds it."""

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference"), name="closed_once"),
        ]

    def __str__(self) -> str:
        return self.reference


class FollowUp(models.Model):
    """An answer of a conversation without a cookie. `began_with` is the reference of the first answer of it.

    So that whoever leaves closes every answer of theirs. The rows go when the conversation is closed.
    """

    body = models.SlugField(max_length=60)
    reference = models.CharField(max_length=20)
    began_with = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference"), name="one_conversation_an_answer"),
        ]
        indexes: ClassVar = [models.Index(fields=("body", "began_with"), name="answers_of_a_conversation")]

    def __str__(self) -> str:
        return f"{self.reference} of {self.began_with}"
