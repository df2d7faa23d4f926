import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Alias',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('network', models.CharField(max_length=16)),
            ('alias_id', models.CharField(max_length=64)),
            ('post_id', models.CharField(max_length=64)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('network', 'alias_id'), name='alias_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Author',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('network', models.CharField(max_length=16)),
            ('author_id', models.CharField(max_length=128)),
            ('handle', models.CharField(blank=True, max_length=256)),
            ('name', models.CharField(blank=True, max_length=300)),
            ('followers', models.BigIntegerField(null=True)),
            ('verified', models.BooleanField(default=False)),
            ('protected', models.BooleanField(default=False)),
            ('bio', models.TextField(blank=True)),
            ('avatar_url', models.TextField(blank=True)),
            ('joined_at', models.DateTimeField(null=True)),
            ('encrypted', models.BooleanField(db_default=False, default=False)),
        ],
        options={
            'indexes': [
                django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', 'handle', config='simple'), name='author_words'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('network', 'author_id'), name='author_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Post',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('network', models.CharField(max_length=16)),
            ('post_id', models.CharField(max_length=64)),
            ('latest_id', models.CharField(max_length=64)),
            ('created_at', models.DateTimeField()),
            ('ingested_at', models.DateTimeField()),
            ('text', models.TextField()),
            ('language', models.CharField(blank=True, max_length=16)),
            ('lane', models.CharField(default='public', max_length=8)),
            ('kind', models.CharField(default='post', max_length=8)),
            ('parent_id', models.CharField(max_length=64, null=True)),
            ('quoted_id', models.CharField(max_length=64, null=True)),
            ('reposted_id', models.CharField(max_length=64, null=True)),
            ('root_id', models.CharField(max_length=64)),
            ('reply_settings', models.CharField(default='everyone', max_length=24)),
            ('mentions', models.JSONField(default=list)),
            ('links', models.JSONField(default=dict)),
            ('media', models.JSONField(default=list)),
            ('versions', models.JSONField(default=list)),
            ('replies', models.IntegerField(default=0)),
            ('reposts', models.IntegerField(default=0)),
            ('quotes', models.IntegerField(default=0)),
            ('likes', models.IntegerField(default=0)),
            ('deleted_at', models.DateTimeField(null=True)),
            ('stage', models.SmallIntegerField(null=True)),
            ('topic', models.CharField(blank=True, max_length=80)),
            ('sentiment', models.CharField(blank=True, max_length=8)),
            ('needs_reply', models.BooleanField(default=False)),
            ('priority', models.FloatField(default=0)),
            ('verdict', models.JSONField(null=True)),
            ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='store.account')),
            ('answers', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_by', to='store.author')),
            ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='store.author')),
        ],
        options={
            'indexes': [
                models.Index(fields=['network', 'root_id', 'created_at'], name='post_thread'),
                models.Index(condition=models.Q(('parent_id__isnull', False)), fields=['network', 'parent_id'], name='post_parent'),
                models.Index(fields=['author', 'created_at'], name='post_author_time'),
                models.Index(condition=models.Q(('answers__isnull', False)), fields=['answers', 'created_at'], name='post_answers'),
                models.Index(condition=models.Q(('account__isnull', False)), fields=['account', 'created_at'], name='post_own'),
                django.contrib.postgres.indexes.GinIndex(django.db.models.expressions.RawSQL("(to_tsvector('simple'::regconfig, coalesce(text, '')) || array_to_tsvector(array['~' || (id / 8192)::text]))", []), name='post_words'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('network', 'post_id'), name='post_once'),
            ],
        },
    ),
]
