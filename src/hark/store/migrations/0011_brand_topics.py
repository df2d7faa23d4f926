from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0010_leaner_indexes'),
    ]

    operations = [
        migrations.AddField(
            model_name='brand',
            name='topics',
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
