import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Macro',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=80)),
            ('shortcut', models.CharField(blank=True, max_length=20)),
            ('text', models.TextField()),
            ('lane', models.CharField(blank=True, max_length=8)),
            ('language', models.CharField(blank=True, max_length=16)),
            ('tags', models.JSONField(blank=True, default=list)),
            ('used', models.IntegerField(default=0)),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='macros', to='store.brand')),
            ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='macros', to='accounts.team')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('brand', 'name', 'language'), name='macro_once'),
                models.UniqueConstraint(condition=models.Q(('shortcut', ''), _negated=True), fields=('brand', 'shortcut', 'language'), name='macro_shortcut_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='SavedView',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=60)),
            ('query', models.JSONField(default=dict)),
            ('position', models.IntegerField(default=0)),
            ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to='accounts.team')),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('owner', 'name'), name='saved_view_once'),
            ],
        },
    ),
]
