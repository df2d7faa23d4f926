import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Watch',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('network', models.CharField(default='x', max_length=16)),
            ('name', models.CharField(max_length=80)),
            ('query', models.TextField()),
            ('kind', models.CharField(choices=[('brand', 'brand'), ('product', 'product'), ('proactive', 'proactive'), ('competitor', 'competitor')], max_length=12)),
            ('on', models.BooleanField(default=True)),
            ('refused', models.CharField(blank=True, db_default='', max_length=300)),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='watches', to='store.brand')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('brand', 'name'), name='watch_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='WatchedPost',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('post_id', models.CharField(max_length=64)),
            ('at', models.DateTimeField()),
            ('watch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='store.watch')),
        ],
        options={
            'indexes': [
                models.Index(fields=['watch', '-at'], name='watched_time'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('watch', 'post_id'), name='watched_once'),
            ],
        },
    ),
]
