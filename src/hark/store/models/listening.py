"""How complete our hearing is: cursors, gaps, parked poison, and what it cost."""

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
