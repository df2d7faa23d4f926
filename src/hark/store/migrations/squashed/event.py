import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Event',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('seq', models.BigIntegerField(null=True, unique=True)),
            ('at', models.DateTimeField()),
            ('kind', models.CharField(max_length=40)),
            ('data', models.JSONField(default=dict)),
            ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
            ('brand', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='store.brand')),
            ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='store.case')),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('seq__isnull', True)), fields=['id'], name='event_unpublished'),
                models.Index(fields=['case', 'at'], name='event_timeline'),
                models.Index(condition=models.Q(('kind', 'settings_changed')), fields=['brand', '-id'], name='event_settings'),
            ],
        },
    ),
]
