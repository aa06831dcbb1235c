"""Entries for what is not a run, and the permissions of the oversight door. No column changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0002_feedback_and_closed_answers")]
    operations = [
        migrations.AlterModelOptions(
            name="entry",
            options={
                "verbose_name_plural": "entries",
                "permissions": [
                    ("view_oversight", "Can see how the systems do: counts, evaluations, the ledger's health"),
                    ("open_text", "Can open a resident's words, for a stated purpose"),
                    ("erase_subject", "Can export and erase what is kept of a person"),
                ],
            },
        ),
        migrations.AlterField(
            model_name="entry",
            name="event",
            field=models.CharField(
                choices=[("opened", "Opened"), ("closed", "Closed"), ("noted", "Noted")], max_length=10
            ),
        ),
    ]
