"""Watches: what is listened for beside our own handles and names, and which posts each has brought."""

from django.db import models

from hark.store.models.brand import Brand


class WatchKind(models.TextChoices):
    """What becomes of a post that only a watch has brought: a case of stage 2, one of stage 3, or none."""

    BRAND = "brand"
    PRODUCT = "product"
    PROACTIVE = "proactive"
    COMPETITOR = "competitor"


class Watch(models.Model):
    """A listening rule in the network's own query language. A watch that is off asks for nothing and costs nothing.

    `refused` are the network's words when it does not take the query.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="watches")
    network = models.CharField(max_length=16, default="x")
    name = models.CharField(max_length=80)
    query = models.TextField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in WatchKind])
    on = models.BooleanField(default=True)
    refused = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "name"], name="watch_once")]

    def __str__(self) -> str:
        return self.name


class WatchedPost(models.Model):
    """A post a watch has brought, by the post's own time. Several watches may bring the same."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="posts", db_index=False)
    post_id = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "post_id"], name="watched_once")]
        indexes = [models.Index(fields=["watch", "-at"], name="watched_time")]
