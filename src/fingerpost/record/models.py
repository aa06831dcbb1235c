"""The ledger's tables. Entries are only ever added: database triggers refuse update and delete (see `triggers`)."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One line of the ledger: a run was opened, or closed.

    `leaf` is canonical JSON (RFC 8785) and holds no personal data; `leaf_hash` is SHA-256(0x00 || leaf), the leaf hash
    of RFC 9162 section 2.1.1, so that the tree of a later release can be built over rows that exist today. `sealed` is
    the text, encrypted under the key of `subject`.
    """

    class Event(models.TextChoices):
        OPENED = "opened"
        CLOSED = "closed"

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
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("body", "reference", "event"), name="one_event_a_run"),
        ]
        indexes: ClassVar = [models.Index(fields=("body", "at"), name="entry_body_at")]

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
