"""Whether a person takes private messages of an account, as the network last said."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0020_withheld'),
    ]

    operations = [
        migrations.CreateModel(
            name='Messageable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('takes', models.BooleanField(null=True)),
                ('asked_at', models.DateTimeField()),
                ('account', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.account')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='store.author')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'author'), name='messageable_once')],
            },
        ),
    ]
