import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Parked',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('network', models.CharField(max_length=16)),
            ('source', models.CharField(max_length=40)),
            ('reason', models.CharField(max_length=300)),
            ('raw', models.TextField()),
            ('created_at', models.DateTimeField(auto_now_add=True)),
        ],
    ),
    migrations.CreateModel(
        name='Cost',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('at', models.DateTimeField()),
            ('item', models.CharField(max_length=60)),
            ('units', models.IntegerField()),
            ('micros', models.BigIntegerField()),
            ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='costs', to='store.account')),
        ],
        options={
            'indexes': [
                models.Index(fields=['account', 'at'], name='cost_time'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Cursor',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('source', models.CharField(max_length=40)),
            ('state', models.JSONField(default=dict)),
            ('last_heard_at', models.DateTimeField(null=True)),
            ('error', models.TextField(blank=True)),
            ('updated_at', models.DateTimeField(auto_now=True)),
            ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cursors', to='store.account')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('account', 'source'), name='cursor_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Gap',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('source', models.CharField(max_length=40)),
            ('start', models.DateTimeField()),
            ('end', models.DateTimeField()),
            ('reason', models.CharField(max_length=200)),
            ('closed_at', models.DateTimeField(null=True)),
            ('created_at', models.DateTimeField(auto_now_add=True)),
            ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gaps', to='store.account')),
        ],
    ),
    migrations.CreateModel(
        name='Delivery',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('digest', models.BinaryField(max_length=32)),
            ('body', models.BinaryField()),
            ('received_at', models.DateTimeField()),
            ('read_at', models.DateTimeField(null=True)),
            ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='store.account')),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('read_at__isnull', True)), fields=['account', 'id'], name='delivery_unread'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('account', 'digest'), name='delivery_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Hearing',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('source', models.CharField(max_length=80)),
            ('live', models.BooleanField(default=False)),
            ('since', models.DateTimeField(null=True)),
            ('worry', models.CharField(blank=True, max_length=16)),
            ('sentence', models.CharField(blank=True, max_length=400)),
            ('written_at', models.DateTimeField()),
            ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hearings', to='store.account')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('account', 'source'), name='hearing_once'),
            ],
        },
    ),
]
