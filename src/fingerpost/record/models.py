"""The ledger's tables. Entries are only ever added: database triggers refuse update and delete (see `triggers`)."""

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
        constraints = (models.UniqueConstraint(fields=("body", "reference", "event"), name="one_event_a_run"),)
        indexes = (models.Index(fields=("body", "at"), name="entry_body_at"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.event} {self.reference}"


class SubjectKey(models.Model):
    """The key under which one subject's text is encrypted, itself encrypted under the installation's master key.

    Erasing it (`wrapped` becomes empty) makes the text unreadable while the ledger's hashes still hold.
    """

    subject = models.CharField(max_length=64, primary_key=True)
    body = models.SlugField(max_length=60)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.subject
