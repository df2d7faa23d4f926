import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = [
    migrations.CreateModel(
        name='Brand',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('name', models.CharField(max_length=120, unique=True)),
            ('industry', models.CharField(blank=True, max_length=40)),
            ('zone', models.CharField(default='UTC', max_length=64)),
            ('names', models.JSONField(blank=True, default=list)),
            ('products', models.JSONField(blank=True, default=list)),
            ('homonyms', models.JSONField(blank=True, default=list)),
            ('patterns', models.JSONField(blank=True, default=dict)),
            ('first_reply_minutes', models.PositiveIntegerField(default=30)),
            ('slug', models.SlugField(blank=True, max_length=60, null=True, unique=True)),
            ('scoreboard', models.BooleanField(default=False)),
            ('topics', models.JSONField(blank=True, default=dict)),
        ],
    ),
    migrations.CreateModel(
        name='Account',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('network', models.CharField(max_length=16)),
            ('network_id', models.CharField(max_length=64)),
            ('handle', models.CharField(max_length=128)),
            ('name', models.CharField(blank=True, max_length=200)),
            ('plan', models.CharField(default='self-serve', max_length=20)),
            ('base_url', models.CharField(blank=True, max_length=300)),
            ('credentials', models.BinaryField(null=True)),
            ('connected', models.BooleanField(default=False)),
            ('frozen', models.BooleanField(default=False)),
            ('created_at', models.DateTimeField(auto_now_add=True)),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='store.brand')),
            ('history_before', models.DateTimeField(null=True)),
            ('scopes', models.JSONField(null=True)),
            ('token_lost', models.BooleanField(db_default=False, default=False)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('network', 'network_id'), name='account_once'),
            ],
        },
    ),
    migrations.CreateModel(
        name='BrandAccess',
        fields=[
            ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ('brand', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='access', to='store.brand')),
            ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='brand_access', to=settings.AUTH_USER_MODEL)),
        ],
        options={
            'constraints': [
                models.UniqueConstraint(fields=('user', 'brand'), name='access_once'),
            ],
        },
    ),
]
