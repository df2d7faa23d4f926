"""What a brand promises, and when it is open."""

from django.db import models
from django.db.models import Q

from hark.store.models.brand import Brand


class BusinessCalendar(models.Model):
    """Opening hours of a brand, for one language or ("") for all others.

    `document` is a calendar as `hark.domain.calendar_document` writes it; `version` grows with every change
    and stands beside each deadline that was worked out with it.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="calendars")
    language = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=80)
    document = models.JSONField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brand", "language"], name="calendar_once")]

    def __str__(self) -> str:
        return self.name


class SlaPolicy(models.Model):
    """Promises for some of a brand's cases. Targets are seconds of business time, None promises nothing.

    Empty `lane`, `topics`, `languages` and zero `priority_from` mean "any". `pauses` names the case states in
    which a clock stands still, by clock kind; a kind left out has the usual ones (hark.domain.sla).
    Without a `calendar` the brand's own for the case's language counts, without that one 24/7.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="sla_policies")
    name = models.CharField(max_length=80)
    lane = models.CharField(max_length=8, blank=True)
    topics = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    priority_from = models.FloatField(default=0)
    first_reply_seconds = models.PositiveIntegerField(null=True, blank=True)
    next_reply_seconds = models.PositiveIntegerField(null=True, blank=True)
    resolution_seconds = models.PositiveIntegerField(null=True, blank=True)
    pauses = models.JSONField(default=dict, blank=True)
    warn_share = models.FloatField(default=0.25)
    calendar = models.ForeignKey(BusinessCalendar, null=True, blank=True, on_delete=models.SET_NULL)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "name"], name="policy_once"),
            models.CheckConstraint(
                condition=Q(warn_share__gte=0) & Q(warn_share__lte=1), name="policy_warn_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name
