"""A credit that was asked for or granted can be withdrawn."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('store', '0021_messageable'),
    ]

    operations = [
        migrations.AlterField(
            model_name='goodwill',
            name='state',
            field=models.CharField(default='asked', max_length=9),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='withdrawn_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goodwill_withdrawn', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='withdrawn_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='goodwill',
            name='withdrawal',
            field=models.CharField(blank=True, db_default='', max_length=300),
        ),
        migrations.RemoveConstraint(
            model_name='goodwill',
            name='goodwill_state',
        ),
        migrations.AddConstraint(
            model_name='goodwill',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'refused', 'withdrawn'])), name='goodwill_state'),
        ),
    ]
