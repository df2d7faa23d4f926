"""Cases, the people in them and what colleagues wrote on them."""

from collections.abc import Sequence
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.expressions import OrderBy

from hark.accounts.models import Team, User
from hark.domain.case import CaseState
from hark.store.models.brand import Account
from hark.store.models.post import Author


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases are read through `for_person` only; the lint of web/ says so."""

    def for_person(self, person: User) -> Self:
        """The cases of the brands this person was granted."""
        return self.filter(account__brand__access__user=person)

    def beginning(self, order: Sequence[OrderBy | str], size: int) -> Self:
        """The first of these cases in an order. Which ones is found before what they hold, so that a wrong guess of the
        planner costs nothing wide; whose they are is asked for the first alone, half of the planner's work."""
        which = self.order_by(*order).values("pk")[:size]
        return type(self)(self.model, using=self.db).filter(pk__in=which).order_by(*order)

    def inbox(self) -> Self:
        """Cases somebody waits in, most urgent first."""
        return self.filter(state__in=[CaseState.NEW, CaseState.OPEN]).order_by("-priority", "due_at", "id")


class Case(models.Model):
    """One account, one author, one conversation. Times are the network's; `due_at` is the next deadline.

    `version` grows with every change a reader could notice. `history` holds every state entered and when
    (microseconds since 1970, state): clocks pause by it. `due_kind` says which promise runs out at `due_at`,
    `due_calendar` the version of the calendar it was worked out with. `warned_at`, `overdue_at` and
    `escalated_at` belong to that deadline and go when it changes. `heard_at` is when Hark first held one of
    the posts that wait: minus `unanswered_since` it is our own lag. `route_at` is when routing looks at the
    case, `owner_acted_at` the owner's last act on it, `acknowledged_at` when an out-of-hours word was prepared.
    `corrected` holds what a person said instead of triage, which later posts do not overrule. A case that was
    merged away names the one that has its posts in `merged_into`. `moved_at` is when a public case was taken on in
    private, `moved_to` the private case once there is one.
    """

    # Served by the unique constraint and by case_history.
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="cases", db_index=False)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="cases", db_index=False)
    network = models.CharField(max_length=16)
    root_id = models.CharField(max_length=64)
    lane = models.CharField(max_length=8, default="public")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in CaseState], default=CaseState.NEW
    )
    stage = models.SmallIntegerField(null=True)
    topic = models.CharField(max_length=80, blank=True)
    sentiment = models.CharField(max_length=8, blank=True)
    language = models.CharField(max_length=16, blank=True)
    priority = models.FloatField(default=0)
    why = models.JSONField(default=list)
    snippet = models.CharField(max_length=300, blank=True)
    inbound = models.IntegerField(default=0)
    outbound = models.IntegerField(default=0)
    first_inbound_at = models.DateTimeField()
    last_inbound_at = models.DateTimeField()
    first_response_at = models.DateTimeField(null=True)
    last_outbound_at = models.DateTimeField(null=True)
    unanswered_since = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    history = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    due_at = models.DateTimeField(null=True)
    due_kind = models.CharField(max_length=12, blank=True, db_default="")
    due_calendar = models.IntegerField(null=True)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="cases"
    )
    team = models.ForeignKey(Team, null=True, on_delete=models.SET_NULL, related_name="cases")
    route_at = models.DateTimeField(null=True)
    owner_acted_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    snoozed_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, blank=True)
    corrected = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    moved_at = models.DateTimeField(null=True)
    moved_to = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="moved_from", db_index=False
    )
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "author", "root_id"], name="case_once"),
        ]
        indexes = [
            # In the order of the list and for all accounts: a page of forty reads forty, whoever may see how many.
            models.Index(
                models.F("priority").desc(),
                "due_at",
                "id",
                name="case_inbox",
                condition=models.Q(state__in=["new", "open"]),
            ),
            # What the counts beside the list and the topics in play are made from, without a look at the rows.
            models.Index(
                fields=["account", "state"],
                include=["id", "assignee", "team", "stage", "due_at", "topic"],
                name="case_unfinished",
                condition=models.Q(state__in=["new", "open", "waiting", "snoozed"]),
            ),
            models.Index(
                models.F("last_outbound_at").desc(nulls_last=True),
                "id",
                name="case_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(
                models.F("closed_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="case_done",
                condition=models.Q(state="closed"),
            ),
            models.Index(
                fields=["assignee", "state"], name="case_mine", condition=models.Q(assignee__isnull=False)
            ),
            models.Index(fields=["network", "root_id"], name="case_thread"),
            models.Index(fields=["snoozed_until"], name="case_wake", condition=models.Q(state="snoozed")),
            models.Index(fields=["due_at"], name="case_due", condition=models.Q(state__in=["new", "open"])),
            models.Index(
                fields=["warn_at"],
                name="case_warn",
                condition=models.Q(warned_at__isnull=True, warn_at__isnull=False),
            ),
            models.Index(
                fields=["due_at"],
                name="case_breach",
                condition=models.Q(overdue_at__isnull=True, due_at__isnull=False),
            ),
            models.Index(fields=["route_at"], name="case_route", condition=models.Q(route_at__isnull=False)),
            models.Index(
                fields=["author"], name="case_merged", condition=models.Q(merged_into__isnull=False)
            ),
            models.Index(fields=["author", "last_inbound_at"], name="case_history"),
            models.Index(fields=["-last_inbound_at"], name="case_latest"),
        ]


class Participant(models.Model):
    """A third party who spoke to the customer or to us in the case's conversation."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="participations")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "author"], name="participant_once")]


class Note(models.Model):
    """What colleagues tell each other; never leaves the house."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    created_at = models.DateTimeField()
