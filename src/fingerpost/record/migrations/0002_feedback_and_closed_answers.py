"""What visitors thought of answers, and the answers they closed when they left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.SlugField(max_length=60)),
                ("reference", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("body", "reference"), name="closed_once")],
            },
        ),
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.SlugField(max_length=60)),
                ("reference", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "useful",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=10),
                ),
                (
                    "problem",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong", "Wrong"),
                            ("not-my-question", "Not My Question"),
                            ("hard-to-understand", "Hard To Understand"),
                            ("out-of-date", "Out Of Date"),
                            ("something-missing", "Something Missing"),
                        ],
                        max_length=30,
                    ),
                ),
                ("capability", models.CharField(max_length=60)),
                ("outcome", models.CharField(max_length=30)),
                ("reason", models.CharField(blank=True, max_length=100)),
                ("topic", models.CharField(max_length=100)),
                ("nation", models.CharField(blank=True, max_length=30)),
                ("language", models.CharField(max_length=20)),
                ("page", models.CharField(blank=True, max_length=500)),
                ("subject", models.CharField(max_length=64)),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "verbose_name_plural": "feedback",
                "indexes": [
                    models.Index(fields=["body", "reference", "id"], name="feedback_of_a_run"),
                    models.Index(fields=["body", "at"], name="feedback_body_at"),
                    models.Index(fields=["body", "subject"], name="feedback_of_a_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.SlugField(max_length=60)),
                ("reference", models.CharField(max_length=20)),
                ("began_with", models.CharField(max_length=20)),
            ],
            options={
                "indexes": [models.Index(fields=["body", "began_with"], name="answers_of_a_conversation")],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "reference"), name="one_conversation_an_answer")
                ],
            },
        ),
    ]
