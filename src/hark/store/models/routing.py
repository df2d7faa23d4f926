"""Who takes a case: agents' skills and presence, the queue of a brand, and which team a case belongs to."""

from django.conf import settings
from django.db import models

from hark.accounts.models import Team
from hark.domain.routing_facts import AfterHours, Method, Mode
from hark.store.models.brand import Brand
from hark.store.models.promise import BusinessCalendar


class AgentLevel(models.TextChoices):
    """How much an agent may do alone; approvals and limits hang on it."""

    TRAINEE = "trainee"
    AGENT = "agent"
    SENIOR = "senior"


class AgentProfile(models.Model):
    """A person who can be given cases. A skill list of None is "all of them".

    `capacity`: cases that wait for us at a time. `seen_at`: the last sign of life of an open page.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="agent")
    level = models.CharField(max_length=8, choices=AgentLevel.choices, default=AgentLevel.AGENT)
    capacity = models.PositiveSmallIntegerField(default=10)
    topics = models.JSONField(null=True, blank=True)
    languages = models.JSONField(null=True, blank=True)
    networks = models.JSONField(null=True, blank=True)
    available = models.BooleanField(default=False)
    away_since = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    last_assigned_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.user.get_full_name() or self.user.get_username()


class QueuePolicy(models.Model):
    """How a brand's queue is routed. Without a row nothing is given or taken back by itself.

    Minutes of None never take a case back. `acknowledgements` are texts by language ("" for all others) with
    {time} and {date} of the next opening; they are prepared for a person to send, never sent.
    """

    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="queue_policy")
    mode = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Mode], default=Mode.CLAIM)
    method = models.CharField(
        max_length=16, choices=[(m.value, m.value) for m in Method], default=Method.LEAST_LOADED
    )
    calendar = models.ForeignKey(BusinessCalendar, null=True, blank=True, on_delete=models.SET_NULL)
    after_hours = models.CharField(
        max_length=8, choices=[(a.value, a.value) for a in AfterHours], default=AfterHours.WAIT
    )
    on_call_team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL)
    idle_minutes = models.PositiveIntegerField(null=True, blank=True, default=30)
    away_minutes = models.PositiveIntegerField(null=True, blank=True, default=5)
    acknowledge = models.BooleanField(default=False)
    acknowledgements = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"Queue of {self.brand}"


class TeamRule(models.Model):
    """Which cases of a brand belong to a team; the first that fits by `position` wins. An empty list is "any"."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="team_rules")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="rules")
    topics = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    networks = models.JSONField(default=list, blank=True)
    position = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.team)


class Prepared(models.Model):
    """A public answer a machine prepared. A person sends it, drops it, or its time passes; nothing else sends it."""

    case = models.ForeignKey("store.Case", on_delete=models.CASCADE, related_name="prepared")
    kind = models.CharField(max_length=20)
    lane = models.CharField(max_length=8, default="public")
    text = models.TextField()
    why = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    decision = models.CharField(max_length=8, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["case"], name="prepared_open", condition=models.Q(decided_at__isnull=True)),
            models.Index(
                fields=["expires_at"], name="prepared_stale", condition=models.Q(decided_at__isnull=True)
            ),
        ]
