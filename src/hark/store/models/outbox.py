"""What we say: drafts and the outbox."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from hark.domain.outbox import UNSETTLED, SendState


class Draft(models.Model):
    """Unsent words of one person on one case and lane; survives closed browsers and restarts.

    `origin` is "suggested" or "translated" as long as the words are those of a machine or of another case, unchanged.
    """

    case = models.ForeignKey("store.Case", on_delete=models.CASCADE, related_name="drafts")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    lane = models.CharField(max_length=8, default="public")
    text = models.TextField()
    origin = models.CharField(max_length=12, blank=True, db_default="")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "writer", "lane"], name="draft_once")]


class Outbox(models.Model):
    """One answer on its way. Target, author and account are frozen when it is written.

    At most one unsettled public answer exists per account and target post, whoever wrote it. An answer longer than
    the network takes is several rows: `seq` counts them from 0, all but the first name the `first`, which keeps the
    answer as it was written in `whole`; each part's target is the part before, known once that is sent.
    `media` is what goes with the text (kind, picture, digest, alt), frozen; the pictures themselves are `pictures`.
    `untagged`: ids of people a reply shall not carry along. `loading`: pictures are on their way up and the network
    has heard nothing of the answer itself. `approved_hash` is what a second person approved, "" if nobody had to;
    the sender sends nothing else. `origin` is that of the draft, on the first part, as long as nobody has changed the
    words since: by it an answer counts as born of a suggestion, approved or not.
    """

    account = models.ForeignKey("store.Account", on_delete=models.PROTECT, related_name="outbox")
    case = models.ForeignKey("store.Case", on_delete=models.CASCADE, related_name="outbox")
    lane = models.CharField(max_length=8, default="public")
    target_post_id = models.CharField(max_length=64, null=True)
    target_author_id = models.CharField(max_length=128)
    first = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="rest")
    whole = models.TextField(blank=True, default="", db_default="")
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    origin = models.CharField(max_length=12, blank=True, default="", db_default="")
    untagged = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    loading = models.BooleanField(default=False, db_default=False)
    media = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    approved_hash = models.CharField(max_length=64, blank=True, db_default="")
    conversation_key = models.CharField(max_length=160)
    seq = models.IntegerField(default=0)
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in SendState], default=SendState.DRAFT
    )
    priority = models.SmallIntegerField(default=100)
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="outbox")
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="approved_outbox"
    )
    not_before = models.DateTimeField()
    attempt = models.IntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    lease_owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    since_own_id = models.CharField(max_length=64, blank=True)
    doubted_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    looks = models.SmallIntegerField(default=0, db_default=0)
    resent = models.SmallIntegerField(default=0, db_default=0)
    external_post_id = models.CharField(max_length=64, null=True)
    reason = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    echoed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "target_post_id"],
                name="outbox_one_answer",
                condition=Q(
                    state__in=sorted(s.value for s in UNSETTLED), target_post_id__isnull=False, seq=0
                ),
            ),
            models.UniqueConstraint(
                fields=["account", "external_post_id"],
                name="outbox_one_echo",
                condition=Q(external_post_id__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "priority", "id"], name="outbox_due", condition=Q(state="queued")
            ),
            models.Index(
                fields=["conversation_key", "id"],
                name="outbox_order",
                condition=~Q(state__in=["sent", "cancelled"]),
            ),
            models.Index(fields=["account", "text_hash"], name="outbox_echo"),
            models.Index(fields=["lease_until"], name="outbox_lease", condition=Q(state="sending")),
            models.Index(fields=["look_at"], name="outbox_look", condition=Q(look_at__isnull=False)),
        ]


class Picture(models.Model):
    """A picture for an answer, as it leaves: without what the camera wrote into it.

    Part of its writer's draft on a case and lane until `outbox` names the answer it goes with. `digest` is SHA-256
    of `content`. `network_id` is the upload's id on the network, good until `network_until`.
    """

    case = models.ForeignKey("store.Case", on_delete=models.CASCADE, related_name="pictures")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pictures")
    lane = models.CharField(max_length=8, default="public")
    outbox = models.ForeignKey(Outbox, null=True, on_delete=models.CASCADE, related_name="pictures")
    content = models.BinaryField()
    media_type = models.CharField(max_length=32)
    width = models.IntegerField()
    height = models.IntegerField()
    digest = models.CharField(max_length=64)
    alt = models.CharField(max_length=1000, blank=True)
    network_id = models.CharField(max_length=64, blank=True)
    network_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()


class Removal(models.Model):
    """A post of ours that somebody wants off the network. `state`: asked, done, refused.

    Taking away twice does no harm, so a removal without a receipt is simply tried again.
    """

    account = models.ForeignKey("store.Account", on_delete=models.PROTECT, related_name="removals")
    case = models.ForeignKey("store.Case", on_delete=models.CASCADE, related_name="removals")
    external_post_id = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="removals")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="asked")
    not_before = models.DateTimeField()
    attempt = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_post_id"], name="removal_once", condition=~Q(state="refused")
            )
        ]
        indexes = [models.Index(fields=["not_before"], name="removal_due", condition=Q(state="asked"))]


class Approval(models.Model):
    """A second person's look at an answer: bound to exactly what was shown (`fingerprint`), void after any edit."""

    outbox = models.ForeignKey(Outbox, on_delete=models.CASCADE, related_name="approvals")
    fingerprint = models.CharField(max_length=64)
    why = models.JSONField(default=list)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    overdue_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outbox"], name="approval_once", condition=Q(decided_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="approval_due",
                condition=Q(decided_at__isnull=True, overdue_at__isnull=True),
            )
        ]


class Hiding(models.Model):
    """A reply of somebody else's that shall be hidden in a conversation of ours (`wanted`), or shown again.

    `state`: asked, done, refused. One row for a post; asking again says what is wanted now.
    """

    account = models.ForeignKey(
        "store.Account", on_delete=models.PROTECT, related_name="hidings", db_index=False
    )
    case = models.ForeignKey("store.Case", on_delete=models.CASCADE, related_name="hidings")
    external_post_id = models.CharField(max_length=64)
    wanted = models.BooleanField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="hidings")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="asked")
    not_before = models.DateTimeField()
    attempt = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "external_post_id"], name="hiding_once")]
        indexes = [models.Index(fields=["not_before"], name="hiding_due", condition=Q(state="asked"))]
