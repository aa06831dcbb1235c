"""All that was kept of one subject is found at once, and how long ago the last of it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0003_noted_events")]
    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["body", "subject", "at"], name="entry_of_a_subject"),
        ),
    ]
