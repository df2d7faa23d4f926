"""Replies that are hidden in conversations of ours."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('store', '0022_withdrawn_goodwill'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='hidden_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Hiding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_post_id', models.CharField(max_length=64)),
                ('wanted', models.BooleanField()),
                ('asked_at', models.DateTimeField()),
                ('state', models.CharField(default='asked', max_length=8)),
                ('not_before', models.DateTimeField()),
                ('attempt', models.IntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('error', models.TextField(blank=True)),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='hidings', to='store.account')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hidings', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidings', to='store.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'asked')), fields=['not_before'], name='hiding_due')],
                'constraints': [models.UniqueConstraint(fields=('account', 'external_post_id'), name='hiding_once')],
            },
        ),
    ]
