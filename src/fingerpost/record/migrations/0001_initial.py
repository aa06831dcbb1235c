"""The ledger's tables, append-only from the first row."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from fingerpost.record.triggers import create_triggers, drop_triggers


def make_append_only(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    create_triggers(schema_editor.connection)


def allow_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drop_triggers(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("body", models.SlugField(max_length=60)),
                ("reference", models.CharField(max_length=20)),
                ("event", models.CharField(choices=[("opened", "Opened"), ("closed", "Closed")], max_length=10)),
                ("capability", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("leaf", models.TextField()),
                ("leaf_hash", models.CharField(max_length=64)),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name_plural": "entries",
                "indexes": [models.Index(fields=["body", "at"], name="entry_body_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "reference", "event"), name="one_event_a_run")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubjectKey",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("body", models.SlugField(max_length=60)),
                ("subject", models.CharField(max_length=64)),
                ("master", models.CharField(max_length=16)),
                ("wrapped", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("erased_at__isnull", True)),
                        fields=("body", "subject"),
                        name="one_living_key_a_subject",
                    )
                ],
            },
        ),
        migrations.RunPython(make_append_only, allow_changes),
    ]
