import django.db.models.deletion
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='BusinessCalendar',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('language', models.CharField(blank=True, max_length=16)),
            ('name', models.CharField(max_length=80)),
            ('document', models.JSONField()),
            ('version', models.IntegerField(default=1)),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendars', to='store.brand')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('brand', 'language'), name='calendar_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='SlaPolicy',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=80)),
            ('lane', models.CharField(blank=True, max_length=8)),
            ('topics', models.JSONField(blank=True, default=list)),
            ('languages', models.JSONField(blank=True, default=list)),
            ('priority_from', models.FloatField(default=0)),
            ('first_reply_seconds', models.PositiveIntegerField(blank=True, null=True)),
            ('next_reply_seconds', models.PositiveIntegerField(blank=True, null=True)),
            ('resolution_seconds', models.PositiveIntegerField(blank=True, null=True)),
            ('pauses', models.JSONField(blank=True, default=dict)),
            ('warn_share', models.FloatField(default=0.25)),
            ('position', models.IntegerField(default=0)),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sla_policies', to='store.brand')),
            ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='store.businesscalendar')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('brand', 'name'), name='policy_once'),
                models.CheckConstraint(condition=models.Q(('warn_share__gte', 0), ('warn_share__lte', 1)), name='policy_warn_is_a_share'),
            ],
        },
    ),
]
