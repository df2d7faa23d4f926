import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Presence',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('doing', models.CharField(default='looking', max_length=8)),
            ('lane', models.CharField(blank=True, max_length=8)),
            ('expires_at', models.DateTimeField()),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presence', to='store.case')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presence', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'indexes': [
                models.Index(fields=['expires_at'], name='presence_end'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('case', 'person'), name='presence_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='SendLock',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('lane', models.CharField(max_length=8)),
            ('taken_at', models.DateTimeField()),
            ('expires_at', models.DateTimeField()),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='send_locks', to='store.case')),
            ('holder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='send_locks', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('case', 'lane'), name='send_lock_once'),
            ],
        },
    ),
]
