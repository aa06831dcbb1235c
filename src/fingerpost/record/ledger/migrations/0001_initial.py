"""The tables of the tree, append-only from the first row. Verifications are not part of it."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from fingerpost.record.triggers import TREE, create_triggers, drop_triggers


def make_append_only(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    create_triggers(schema_editor.connection, TREE)


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop_triggers(schema_editor.connection, TREE)


def numbered() -> tuple[str, models.BigAutoField]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    initial = True
    dependencies = [("record", "0003_noted_events")]
    operations = [
        migrations.CreateModel(
            name="TreeLeaf",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("entry", models.BigIntegerField(unique=True)),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="TreeNode",
            fields=[
                numbered(),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("level", "index"), name="one_hash_a_subtree")],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("root", models.CharField(max_length=64)),
                ("note", models.TextField()),
                ("settled", models.BigIntegerField()),
                ("handed_out", models.BigIntegerField(null=True)),
                ("horizon", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                numbered(),
                ("checkpoint", models.BigIntegerField()),
                ("witness", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("line", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("checkpoint", "witness"), name="one_line_a_witness")],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                numbered(),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("found", models.JSONField()),
            ],
            options={"indexes": [models.Index(fields=["-at"], name="newest_verification")]},
        ),
        migrations.RunPython(make_append_only, allow_changes),
    ]
