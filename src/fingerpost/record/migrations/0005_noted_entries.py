"""What is not a run is a small part of the ledger: found without going through the runs."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0004_entries_by_subject")]
    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(condition=models.Q(("event", "noted")), fields=["body", "seq"], name="noted_entries"),
        ),
    ]
