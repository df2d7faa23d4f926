"""What people put on a case beside answers: tags, reminders, tickets, goodwill, corrections, merges."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hark.store.models.case import Case

_PERSON = settings.AUTH_USER_MODEL


class CaseTag(models.Model):
    """A word on a case, lower case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="tag_once")]
        indexes = [models.Index(fields=["name"], name="tag_name")]


class Reminder(models.Model):
    """A case comes back to somebody at a time. A `promise` was made to the customer and belongs to the case's owner.

    `fired_at`: when it came due; `done_at`: when somebody dealt with it or took it back.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, default="reminder")
    text = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    created_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["at"], name="reminder_due", condition=Q(fired_at__isnull=True, done_at__isnull=True)
            )
        ]


class Notification(models.Model):
    """Something a colleague should see: a mention, a case handed over, a reminder, a decision."""

    person = models.ForeignKey(_PERSON, on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=20)
    case = models.ForeignKey(Case, null=True, on_delete=models.CASCADE, related_name="notifications")
    actor = models.ForeignKey(_PERSON, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="notification_list"),
            models.Index(fields=["person"], name="notification_unread", condition=Q(read_at__isnull=True)),
        ]


class TicketLink(models.Model):
    """The number of a ticket in another system of the house."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tickets")
    system = models.CharField(max_length=40)
    number = models.CharField(max_length=80)
    url = models.URLField(max_length=300, blank=True)
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "system", "number"], name="ticket_once")]
        indexes = [models.Index(fields=["number"], name="ticket_number")]


class Goodwill(models.Model):
    """Money for a customer's trouble, in cents of `currency`. Above the asker's limit somebody else decides.

    `state`: asked, approved, refused, or withdrawn (a request by its asker, a granted credit with its `withdrawal`,
    the reason).
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goodwill")
    cents = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=9, default="asked")
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="goodwill_asked")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        _PERSON, null=True, on_delete=models.PROTECT, related_name="goodwill_decided"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)
    withdrawn_by = models.ForeignKey(
        _PERSON, null=True, on_delete=models.PROTECT, related_name="goodwill_withdrawn"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="goodwill_is_money"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "approved", "refused", "withdrawn"]), name="goodwill_state"
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="goodwill_open", condition=Q(state="asked"))]


class Correction(models.Model):
    """What triage said of a post and what a person says instead; kept to learn from."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="corrections")
    network = models.CharField(max_length=16)
    post_id = models.CharField(max_length=64)
    task = models.CharField(max_length=12)
    said = models.CharField(max_length=80, blank=True)
    corrected = models.CharField(max_length=80)
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["task", "at"], name="correction_task")]


class Merge(models.Model):
    """One case went into another. `moved` holds the rows that went along, by table, so that it can be undone."""

    kept = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merges")
    lost = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="merged_away")
    by = models.ForeignKey(_PERSON, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lost"], name="merge_once", condition=Q(undone_at__isnull=True))
        ]
