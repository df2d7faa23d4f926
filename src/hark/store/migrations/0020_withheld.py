"""Where a network does not show a post."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0019_origin_of_answers'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='withheld',
            field=models.JSONField(null=True),
        ),
    ]
