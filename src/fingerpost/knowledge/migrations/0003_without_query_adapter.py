"""Questions are no longer turned: what was fitted for that goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_query_adapter")]
    operations = [migrations.DeleteModel(name="QuestionAdapter")]
