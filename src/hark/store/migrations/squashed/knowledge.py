import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Article',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('title', models.CharField(max_length=120)),
            ('text', models.TextField()),
            ('link', models.URLField(blank=True, max_length=300)),
            ('language', models.CharField(blank=True, max_length=16)),
            ('topics', models.JSONField(blank=True, default=list)),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='articles', to='store.brand')),
        ],
        options={
            'indexes': [
                django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('title', 'text', config='simple'), name='article_words'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('brand', 'title', 'language'), name='article_once'),
            ],
        },
    ),
]
