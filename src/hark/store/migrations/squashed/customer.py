import django.db.models.deletion
import hark.store.models.customer
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='BrandRules',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('reopen_hours', models.PositiveIntegerField(default=168)),
            ('currency', models.CharField(default='USD', max_length=3)),
            ('goodwill_cents', models.JSONField(blank=True, default=dict)),
            ('outcomes', models.JSONField(blank=True, default=list)),
            ('brand', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='store.brand')),
            ('approve_guards', models.JSONField(blank=True, default=hark.store.models.customer._second_look)),
            ('approve_lanes', models.JSONField(blank=True, default=list)),
            ('approve_levels', models.JSONField(blank=True, default=list)),
            ('approve_minutes', models.PositiveIntegerField(default=10)),
            ('forbidden_words', models.JSONField(blank=True, default=list)),
            ('public_contacts', models.JSONField(blank=True, default=list)),
            ('ticket_systems', models.JSONField(blank=True, db_default=models.Value({}, models.JSONField()), default=dict)),
        ],
    ),
    migrations.CreateModel(
        name='Consent',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('purpose', models.CharField(max_length=40)),
            ('evidence', models.TextField()),
            ('post_id', models.CharField(blank=True, max_length=64)),
            ('given_at', models.DateTimeField()),
            ('withdrawn_at', models.DateTimeField(null=True)),
            ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='store.author')),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='store.brand')),
            ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ('customer_number', models.CharField(blank=True, db_default='', max_length=80)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('brand', 'author', 'purpose'), name='consent_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='CustomerNote',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('text', models.TextField()),
            ('created_at', models.DateTimeField()),
            ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes_about', to='store.author')),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='customer_notes', to='store.brand')),
            ('writer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
        ],
    ),
]
