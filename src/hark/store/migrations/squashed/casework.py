import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='CaseTag',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=40)),
            ('created_at', models.DateTimeField()),
            ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tags', to='store.case')),
        ],
        options={
            'indexes': [
                models.Index(fields=['name'], name='tag_name'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('case', 'name'), name='tag_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Correction',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('network', models.CharField(max_length=16)),
            ('post_id', models.CharField(max_length=64)),
            ('task', models.CharField(max_length=12)),
            ('said', models.CharField(blank=True, max_length=80)),
            ('corrected', models.CharField(max_length=80)),
            ('at', models.DateTimeField()),
            ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='store.case')),
        ],
        options={
            'indexes': [
                models.Index(fields=['task', 'at'], name='correction_task'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Goodwill',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('cents', models.PositiveIntegerField()),
            ('currency', models.CharField(max_length=3)),
            ('reason', models.CharField(max_length=300)),
            ('state', models.CharField(default='asked', max_length=8)),
            ('asked_at', models.DateTimeField()),
            ('decided_at', models.DateTimeField(null=True)),
            ('decision', models.CharField(blank=True, max_length=300)),
            ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='goodwill_asked', to=settings.AUTH_USER_MODEL)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goodwill', to='store.case')),
            ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='goodwill_decided', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('state', 'asked')), fields=['asked_at'], name='goodwill_open'),
            ],
            'constraints': [
                models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='goodwill_is_money'),
                models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'approved', 'refused'])), name='goodwill_state'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Merge',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('at', models.DateTimeField()),
            ('moved', models.JSONField(default=dict)),
            ('before', models.JSONField(default=dict)),
            ('undone_at', models.DateTimeField(null=True)),
            ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='store.case')),
            ('lost', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged_away', to='store.case')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('lost',), name='merge_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Notification',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=20)),
            ('text', models.CharField(blank=True, max_length=300)),
            ('at', models.DateTimeField()),
            ('read_at', models.DateTimeField(null=True)),
            ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to='store.case')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'indexes': [
                models.Index(fields=['person', '-at'], name='notification_list'),
                models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person'], name='notification_unread'),
            ],
        },
    ),
    migrations.CreateModel(
        name='Reminder',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(default='reminder', max_length=8)),
            ('text', models.CharField(blank=True, max_length=300)),
            ('at', models.DateTimeField()),
            ('created_at', models.DateTimeField()),
            ('fired_at', models.DateTimeField(null=True)),
            ('done_at', models.DateTimeField(null=True)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='store.case')),
            ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('done_at__isnull', True), ('fired_at__isnull', True)), fields=['at'], name='reminder_due'),
            ],
        },
    ),
    migrations.CreateModel(
        name='TicketLink',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('system', models.CharField(max_length=40)),
            ('number', models.CharField(max_length=80)),
            ('url', models.URLField(blank=True, max_length=300)),
            ('created_at', models.DateTimeField()),
            ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tickets', to='store.case')),
        ],
        options={
            'indexes': [
                models.Index(fields=['number'], name='ticket_number'),
            ],
            'constraints': [
                models.UniqueConstraint(fields=('case', 'system', 'number'), name='ticket_once'),
            ],
        },
    ),
]
