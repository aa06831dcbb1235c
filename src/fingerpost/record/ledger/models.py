"""The tables of the tree over the entries. Rows are only ever added: database triggers refuse update and delete.

One tree stands over the entries of all bodies: a log that each body could have to itself would be easier to part.
"""

from typing import ClassVar

from django.db import models


class TreeLeaf(models.Model):
    """Entry number `entry` is leaf `index` of the tree. `hash` is its leaf hash, 32 bytes."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.BigIntegerField(unique=True)
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.index} is entry {self.entry}"


class TreeNode(models.Model):
    """The hash of the complete subtree of 2**level leaves that begins at leaf index * 2**level, for every 8th level."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("level", "index"), name="one_hash_a_subtree")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """A checkpoint as it was signed, numbered from 1 without gaps. `root` is in hex; `note` bears our signatures.

    `settled` is the number up to which every entry that will ever be committed is in this tree, or in an older one.
    On PostgreSQL, where entries are committed out of order, `handed_out` is the highest number that any writer had
    been given, and `horizon` the first transaction that had not begun: see `integration.find_settled`.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()
    settled = models.BigIntegerField()
    handed_out = models.BigIntegerField(null=True)
    horizon = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.number}: {self.size} leaves"


class Cosignature(models.Model):
    """What a witness signed of a checkpoint: the line that goes under its note."""

    checkpoint = models.BigIntegerField()
    witness = models.CharField(max_length=200)
    at = models.DateTimeField()
    line = models.TextField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=("checkpoint", "witness"), name="one_line_a_witness")]

    def __str__(self) -> str:
        return f"{self.witness} under {self.checkpoint}"


class Verification(models.Model):
    """That the whole log was verified from scratch, and what was found. `found` is empty where all was in order."""

    at = models.DateTimeField()
    size = models.BigIntegerField()
    found = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("-at",), name="newest_verification")]

    def __str__(self) -> str:
        return f"{self.size} leaves, {len(self.found)} faults"
