from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0003_routing'),
    ]

    operations = [
        migrations.AddField(
            model_name='brand',
            name='slug',
            field=models.SlugField(blank=True, max_length=60, null=True, unique=True),
        ),
        migrations.AddField(
            model_name='brand',
            name='scoreboard',
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['account', '-last_inbound_at'], name='case_recent'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(condition=models.Q(('account__isnull', False)), fields=['account', 'created_at'], name='post_own'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('kind', 'settings_changed')), fields=['brand', '-id'], name='event_settings'),
        ),
    ]
