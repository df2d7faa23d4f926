"""How complete our hearing is: cursors, gaps, deliveries, parked poison, how sources stand, and what it cost."""

from django.db import models


class Cursor(models.Model):
    """Where a source stands. `state` is the source's own JSON (watermark, tokens)."""

    account = models.ForeignKey("store.Account", on_delete=models.CASCADE, related_name="cursors")
    source = models.CharField(max_length=40)
    state = models.JSONField(default=dict)
    last_heard_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "source"], name="cursor_once")]


class Gap(models.Model):
    """A stretch of network time we cannot prove complete."""

    account = models.ForeignKey("store.Account", on_delete=models.CASCADE, related_name="gaps")
    source = models.CharField(max_length=40)
    start = models.DateTimeField()
    end = models.DateTimeField()
    reason = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)


class Parked(models.Model):
    """Something a network sent that is no post we can store; kept for a person to look at."""

    network = models.CharField(max_length=16)
    source = models.CharField(max_length=40)
    reason = models.CharField(max_length=300)
    raw = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)


class Cost(models.Model):
    """One priced call or billed resource; money in millionths of a US dollar."""

    account = models.ForeignKey("store.Account", on_delete=models.CASCADE, related_name="costs")
    at = models.DateTimeField()
    item = models.CharField(max_length=60)
    units = models.IntegerField()
    micros = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="cost_time")]


class Delivery(models.Model):
    """What a network's webhook delivered, kept before it is read. Read ones lose their body and stay for a while,
    so that the same bytes sent again change nothing.
    """

    account = models.ForeignKey("store.Account", on_delete=models.CASCADE, related_name="deliveries")
    digest = models.BinaryField(max_length=32)
    body = models.BinaryField()
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "digest"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["account", "id"], name="delivery_unread", condition=models.Q(read_at__isnull=True)
            )
        ]


class Hearing(models.Model):
    """How a source stands, as the listening process last wrote it down. `worry` is a kind of alarm or empty.

    `since`: when it was last heard, or since when the worry lasts.
    """

    account = models.ForeignKey("store.Account", on_delete=models.CASCADE, related_name="hearings")
    source = models.CharField(max_length=80)
    live = models.BooleanField(default=False)
    since = models.DateTimeField(null=True)
    worry = models.CharField(max_length=16, blank=True)
    sentence = models.CharField(max_length=400, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "source"], name="hearing_once")]
