import django.db.models.deletion
import hark.domain.routing_facts
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='AgentProfile',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('level', models.CharField(choices=[('trainee', 'Trainee'), ('agent', 'Agent'), ('senior', 'Senior')], default='agent', max_length=8)),
            ('capacity', models.PositiveSmallIntegerField(default=10)),
            ('topics', models.JSONField(blank=True, null=True)),
            ('languages', models.JSONField(blank=True, null=True)),
            ('networks', models.JSONField(blank=True, null=True)),
            ('available', models.BooleanField(default=False)),
            ('away_since', models.DateTimeField(blank=True, null=True)),
            ('seen_at', models.DateTimeField(blank=True, null=True)),
            ('last_assigned_at', models.DateTimeField(blank=True, null=True)),
            ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='agent', to=settings.AUTH_USER_MODEL)),
        ],
    ),
    migrations.CreateModel(
        name='Prepared',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('kind', models.CharField(max_length=20)),
            ('lane', models.CharField(default='public', max_length=8)),
            ('text', models.TextField()),
            ('why', models.CharField(blank=True, max_length=200)),
            ('created_at', models.DateTimeField()),
            ('expires_at', models.DateTimeField(null=True)),
            ('decided_at', models.DateTimeField(null=True)),
            ('decision', models.CharField(blank=True, max_length=8)),
            ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prepared', to='store.case')),
            ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'indexes': [
                models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['case'], name='prepared_open'),
                models.Index(condition=models.Q(('decided_at__isnull', True)), fields=['expires_at'], name='prepared_stale'),
            ],
        },
    ),
    migrations.CreateModel(
        name='QueuePolicy',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('mode', models.CharField(choices=[('push', 'push'), ('claim', 'claim')], default=hark.domain.routing_facts.Mode['CLAIM'], max_length=8)),
            ('method', models.CharField(choices=[('round_robin', 'round_robin'), ('least_loaded', 'least_loaded')], default=hark.domain.routing_facts.Method['LEAST_LOADED'], max_length=16)),
            ('after_hours', models.CharField(choices=[('wait', 'wait'), ('serve', 'serve'), ('on_call', 'on_call')], default=hark.domain.routing_facts.AfterHours['WAIT'], max_length=8)),
            ('idle_minutes', models.PositiveIntegerField(blank=True, default=30, null=True)),
            ('away_minutes', models.PositiveIntegerField(blank=True, default=5, null=True)),
            ('acknowledge', models.BooleanField(default=False)),
            ('acknowledgements', models.JSONField(blank=True, default=dict)),
            ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='queue_policy', to='store.brand')),
            ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='store.businesscalendar')),
            ('on_call_team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='accounts.team')),
        ],
    ),
    migrations.CreateModel(
        name='TeamRule',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('topics', models.JSONField(blank=True, default=list)),
            ('languages', models.JSONField(blank=True, default=list)),
            ('networks', models.JSONField(blank=True, default=list)),
            ('position', models.IntegerField(default=0)),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team_rules', to='store.brand')),
            ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='accounts.team')),
        ],
    ),
]
