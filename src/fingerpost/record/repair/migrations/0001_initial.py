"""What quoted what, what was found, and who asked to be told."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.CharField(max_length=32, primary_key=True, serialize=False)),
                ('body', models.SlugField(max_length=60)),
                ('reference', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=64)),
                ('language', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('mailed_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('sealed', models.BinaryField()),
            ],
            options={
                'indexes': [models.Index(fields=['body', 'reference'], name='alerts_of_a_run'), models.Index(fields=['body', 'subject'], name='alerts_of_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.SlugField(max_length=60)),
                ('reference', models.CharField(max_length=20)),
                ('subject', models.CharField(max_length=64)),
                ('capability', models.CharField(max_length=60)),
                ('answered_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('kind_then', models.CharField(max_length=30)),
                ('kind_now', models.CharField(max_length=30)),
                ('what', models.CharField(max_length=60)),
                ('why', models.CharField(max_length=60)),
                ('changes', models.JSONField(default=list)),
                ('now_digest', models.CharField(max_length=64)),
                ('event', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('open', 'Open'), ('dealt', 'Dealt'), ('over', 'Over')], default='open', max_length=10)),
                ('by', models.CharField(blank=True, max_length=150)),
                ('dealt_at', models.DateTimeField(null=True)),
                ('over_at', models.DateTimeField(null=True)),
                ('sealed', models.BinaryField(null=True)),
            ],
            options={
                'permissions': [('settle_finding', 'Can mark an answer that changed as dealt with')],
                'indexes': [models.Index(fields=['body', 'state', 'at'], name='findings_by_state'), models.Index(fields=['body', 'subject'], name='findings_of_a_subject')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'over'), _negated=True), fields=('body', 'reference'), name='one_finding_of_a_run')],
            },
        ),
        migrations.CreateModel(
            name='Quoted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=60)),
                ('reference', models.CharField(max_length=20)),
                ('passage', models.CharField(max_length=600)),
                ('digest', models.CharField(max_length=64)),
                ('on', models.DateField()),
                ('seen', models.CharField(max_length=70, null=True)),
            ],
            options={
                'verbose_name_plural': 'quoted',
                'indexes': [models.Index(fields=['reference'], name='quoted_by_reference')],
            },
        ),
    ]
