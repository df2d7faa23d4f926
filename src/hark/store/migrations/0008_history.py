from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('store', '0007_search'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='history_before',
            field=models.DateTimeField(null=True),
        ),
    ]
