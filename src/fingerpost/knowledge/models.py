"""The tables of guidance. Every row belongs to a body, named by its slug.

Import fills `ImportRun` and `StagedDocument`, which search never reads; one transaction then changes `Document`,
`StoredPassage` and `OutboxEntry` together. The indexer follows the outbox and keeps what it computed in
`PassageVectors`. A passage that a run has used stays in `KeptPassage` as it was.

A set of words, such as nations, is kept as ",england,wales,", so that `LIKE '%,wales,%'` asks for one of them.
"""

from typing import ClassVar

from django.db import models

SLUG = 100
KEY = 300
PASSAGE_ID = 600
DIGEST = 64


class Collection(models.Model):
    """A set of documents of one body, brought in from one origin."""

    body = models.CharField(max_length=SLUG)
    name = models.CharField(max_length=SLUG)
    title = models.CharField(max_length=300)
    origin = models.CharField(max_length=2000, blank=True)
    settings = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "name"], name="collection_once_in_a_body"),
        ]

    def __str__(self) -> str:
        return f"{self.body}/{self.name}"


class Document(models.Model):
    """One page. `source` names the file or address it came from: one source may hold several pages.

    `digest` covers the source's bytes and name, the importer and the defaults, so that nothing is parsed twice.

    `report` says what was noticed when it came in, such as hidden text that was stripped. `details` holds what is for
    the reader of the whole page: summary, topic, subject, keywords, nations, audience, access, sources, next steps.
    """

    body = models.CharField(max_length=SLUG)
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="documents")
    key = models.CharField(max_length=KEY)
    source = models.CharField(max_length=2000)
    title = models.CharField(max_length=500)
    url = models.CharField(max_length=2000, blank=True)
    copy = models.CharField(max_length=1000)
    language = models.CharField(max_length=20)
    digest = models.CharField(max_length=DIGEST)
    imported_at = models.DateTimeField()
    checked_on = models.DateField(null=True)
    review_by = models.DateField(null=True)
    report = models.JSONField(default=dict)
    details = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["collection", "key"], name="document_once_in_a_collection"),
        ]
        indexes: ClassVar = [models.Index(fields=["body", "review_by"], name="document_to_review")]

    def __str__(self) -> str:
        return f"{self.body}/{self.collection_id}/{self.key}"


class StoredPassage(models.Model):
    """One passage as it stands now. `content` holds all of the contract's Passage that has no column here.

    `digest` is the passage's own; `words_digest` covers title, heading path and lines only: what vectors are made of.
    """

    id = models.CharField(max_length=PASSAGE_ID, primary_key=True)
    body = models.CharField(max_length=SLUG)
    collection = models.CharField(max_length=SLUG)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    access = models.CharField(max_length=20, null=True)  # null means nobody may see it
    nations = models.CharField(max_length=60)
    audience = models.CharField(max_length=300)
    language = models.CharField(max_length=20)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    digest = models.CharField(max_length=DIGEST)
    words_digest = models.CharField(max_length=DIGEST, db_index=True)
    content = models.JSONField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["body", "collection"], name="passage_of_collection"),
            models.Index(fields=["document", "position"], name="passage_in_order"),
        ]

    def __str__(self) -> str:
        return self.id


class OutboxAction(models.TextChoices):
    UPSERT = "upsert"
    DELETE = "delete"


class OutboxEntry(models.Model):
    """What the indexer has yet to do: one row a passage, with the newest change only, in rising `seq`."""

    seq = models.BigAutoField(primary_key=True)
    body = models.CharField(max_length=SLUG)
    passage_id = models.CharField(max_length=PASSAGE_ID, unique=True)  # which begins with the body
    action = models.CharField(max_length=10, choices=OutboxAction.choices)

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.passage_id}"


class PublishingTurn(models.Model):
    """One row that every publishing transaction changes first, so that outbox entries are committed in order of `seq`.

    Without it a slow import could commit low numbers after the indexer has read past them.
    """

    taken = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"turn {self.taken}"


class PassageVectors(models.Model):
    """Vectors of one text under one model, so that nothing is embedded twice. Written by the indexer.

    `passage` is float16, shape (384,); `lines` int8 with scale 127, shape (line_count, 384).
    """

    words_digest = models.CharField(max_length=DIGEST)
    model_digest = models.CharField(max_length=DIGEST)
    passage = models.BinaryField()
    lines = models.BinaryField()
    line_count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["words_digest", "model_digest"], name="vectors_once_a_text_and_model"),
        ]

    def __str__(self) -> str:
        return f"{self.words_digest[:12]} by {self.model_digest[:12]}"


class KeptPassage(models.Model):
    """A passage that a run has used, as it was then. Written once, never changed."""

    body = models.CharField(max_length=SLUG)
    digest = models.CharField(max_length=DIGEST)
    passage_id = models.CharField(max_length=PASSAGE_ID)
    content = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "digest"], name="kept_once_in_a_body"),
        ]

    def __str__(self) -> str:
        return f"{self.passage_id} {self.digest[:12]}"


class ImportState(models.TextChoices):
    RUNNING = "running"
    PUBLISHED = "published"
    FAILED = "failed"


class ImportRun(models.Model):
    """One import of one collection. At most one runs at a time; `holder` and `seen_at` tell whether it still lives."""

    body = models.CharField(max_length=SLUG)
    collection = models.CharField(max_length=SLUG)
    origin = models.CharField(max_length=2000, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, choices=ImportState.choices)
    counts = models.JSONField(default=dict)
    holder = models.CharField(max_length=300)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "collection"],
                condition=models.Q(state=ImportState.RUNNING),
                name="one_running_import_of_a_collection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}/{self.collection} {self.state}"


class StagedDocument(models.Model):
    """A document that is parsed and waits to be published with the rest of its import."""

    import_run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="staged")
    key = models.CharField(max_length=KEY)
    source_digest = models.CharField(max_length=DIGEST)
    content = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["import_run", "key"], name="staged_once_in_an_import"),
        ]

    def __str__(self) -> str:
        return self.key
