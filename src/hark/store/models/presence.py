"""Who is where: colleagues on a case, and the one who is answering. Rows that end by themselves."""

from django.conf import settings
from django.db import models

from hark.store.models.case import Case


class Presence(models.Model):
    """A colleague looks at a case, or writes on it, until `expires_at`. The table is unlogged: a crash empties it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presence")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presence")
    doing = models.CharField(max_length=8, default="looking")
    lane = models.CharField(max_length=8, blank=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="presence_once")]
        indexes = [models.Index(fields=["expires_at"], name="presence_end")]


class SendLock(models.Model):
    """The one writer of a case and lane, until `expires_at`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="send_locks")
    lane = models.CharField(max_length=8)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="send_locks")
    taken_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "lane"], name="send_lock_once")]
