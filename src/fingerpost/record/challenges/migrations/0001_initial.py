"""What people contest, their files, and the answers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.SlugField(max_length=60)),
                ('reference', models.CharField(max_length=20)),
                ('about', models.CharField(max_length=20)),
                ('kind', models.CharField(choices=[('person', 'Person'), ('wrong', 'Wrong')], max_length=10)),
                ('capability', models.CharField(max_length=60)),
                ('received_at', models.DateTimeField()),
                ('due_on', models.DateField()),
                ('working_days', models.PositiveSmallIntegerField()),
                ('nation', models.CharField(max_length=30)),
                ('language', models.CharField(max_length=20)),
                ('door', models.CharField(max_length=20)),
                ('urgent', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('waiting', 'Waiting'), ('answered', 'Answered'), ('erased', 'Erased')], default='draft', max_length=10)),
                ('subject', models.CharField(max_length=64)),
                ('sealed', models.BinaryField(null=True)),
            ],
            options={
                'permissions': [('answer_challenge', 'Can answer a challenge, with reasons')],
                'indexes': [models.Index(fields=['body', 'state', 'due_on'], name='challenges_by_due'), models.Index(fields=['body', 'about'], name='challenges_of_a_run'), models.Index(fields=['body', 'subject'], name='challenges_of_a_subject')],
                'constraints': [models.UniqueConstraint(fields=('body', 'reference'), name='one_challenge_a_reference')],
            },
        ),
        migrations.CreateModel(
            name='ChallengeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.SlugField(max_length=60)),
                ('event', models.CharField(max_length=20)),
                ('decision', models.CharField(choices=[('upheld', 'Upheld'), ('partly upheld', 'Partly Upheld'), ('not upheld', 'Not Upheld'), ('a person has answered', 'Person Answered')], max_length=30)),
                ('by', models.CharField(max_length=150)),
                ('opened_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('sealed', models.BinaryField(null=True)),
                ('challenge', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='answer', to='challenges.challenge')),
            ],
        ),
        migrations.CreateModel(
            name='ChallengeFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.SlugField(max_length=60)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('pdf', 'Pdf'), ('png', 'Png'), ('jpeg', 'Jpeg'), ('text', 'Text'), ('docx', 'Docx')], max_length=10)),
                ('size', models.PositiveIntegerField()),
                ('sealed_name', models.BinaryField()),
                ('sealed', models.BinaryField()),
                ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='challenges.challenge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('challenge', 'number'), name='one_file_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.SlugField(max_length=60)),
                ('by', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='challenges.challenge')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('challenge', 'by'), name='first_opening_of_an_officer')],
            },
        ),
    ]
