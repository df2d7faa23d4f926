"""0001 to 0018 in one step: what a new database runs. A database that has begun with those goes on with them."""

from django.conf import settings
from django.db import migrations

from hark.store.migrations.squashed import (
    brand, case, casework, customer, event, knowledge, listening, outbox, post, presence, promise, routing, watch, words,
)
from hark.store.migrations.squashed.create_tables import CreateTables


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('store', '0001_initial'),
        ('store', '0002_promises'),
        ('store', '0003_routing'),
        ('store', '0004_scoreboard'),
        ('store', '0005_casework'),
        ('store', '0006_approvals'),
        ('store', '0007_search'),
        ('store', '0008_history'),
        ('store', '0009_fate_presence_words'),
        ('store', '0010_leaner_indexes'),
        ('store', '0011_brand_topics'),
        ('store', '0012_knowledge_and_watches'),
        ('store', '0013_moving'),
        ('store', '0014_hearing'),
        ('store', '0015_parts_pictures'),
        ('store', '0016_what_customers_agreed_to'),
        ('store', '0017_lists_and_shelves'),
        ('store', '0018_tokens'),
    ]

    dependencies = [
        ('accounts', '0002_api'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            *brand.TABLES,
            *post.TABLES,
            *case.TABLES,
            *outbox.TABLES,
            *event.TABLES,
            *listening.TABLES,
            *promise.TABLES,
            *routing.TABLES,
            *casework.TABLES,
            *customer.TABLES,
            *presence.TABLES,
            *words.TABLES,
            *knowledge.TABLES,
            *watch.TABLES,
        ]),
        # Presence is worth nothing after a crash, and written often: it stays out of the log.
        migrations.RunSQL('alter table store_presence set unlogged', 'alter table store_presence set logged'),
    ]
