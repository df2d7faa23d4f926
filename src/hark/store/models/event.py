"""The spine: everything that happened, told once."""

from django.conf import settings
from django.db import models


class Event(models.Model):
    """One fact. Timeline, live hints, webhooks, clocks' history and reports read it.

    `id` order is not commit order; the dispatcher stamps `seq`, gap-free, on what it has published.
    """

    seq = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    brand = models.ForeignKey("store.Brand", null=True, on_delete=models.CASCADE)
    case = models.ForeignKey("store.Case", null=True, on_delete=models.CASCADE, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="event_unpublished", condition=models.Q(seq__isnull=True)),
            models.Index(fields=["case", "at"], name="event_timeline"),
            models.Index(
                fields=["brand", "-id"],
                name="event_settings",
                condition=models.Q(kind="settings_changed"),
            ),
        ]
