"""Hiding a reply in a conversation of ours, and showing it again: asked by a person, done by the sender, told as it is.

One row for a post says what is wanted. Bringing the network there twice does no harm, so what has no receipt is tried
again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions import events, rules
from hark.actions.attempts import note_failure
from hark.actions.case_rows import locked
from hark.actions.case_times import conversations
from hark.actions.events import EventKind, Fact
from hark.actions.house import NotAllowed
from hark.domain.post import Lane
from hark.networks.port import NetworkError
from hark.store import bulk
from hark.store.models import Case, Hiding, Post


class NotHideable(ValueError):
    """The post is no reply of somebody else's in a conversation that the case's account has begun."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What this worker brings to the network; `attempt` fences it against a later claim, `wanted` against a change."""

    row: Hiding
    attempt: int
    wanted: bool


def ask(case_id: int, post_id: str, *, wanted: bool, by: User, now: datetime) -> Hiding:
    """Have a reply hidden on the network, or shown again. Asked twice is asked once.

    Raises NotHideable, NotAllowed for a trainee, Case.DoesNotExist, MergedAway.
    """
    if not rules.past_training(by):
        raise NotAllowed(rules.TRAINEES)
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        row = case.account.hidings.select_for_update(of=("self",)).filter(external_post_id=post_id).first()
        if row is None and not (wanted and _may_be_hidden(case, post_id)):
            raise NotHideable(
                "Only replies of others in a conversation this account has begun can be hidden."
            )
        if row is not None and row.wanted is wanted and row.state != "refused":
            return row
        row = row or Hiding(account=case.account, external_post_id=post_id)
        row.case, row.wanted, row.state, row.asked_by, row.asked_at = case, wanted, "asked", by, now
        row.not_before, row.reason, row.error = now, "", ""
        row.save()
        _tell(row, "hiding_asked", now)
    return row


def begun(case: Case) -> frozenset[str]:
    """The conversations of a case that its account began, by their roots."""
    ours = Post.objects.filter(network=case.network, account=case.account_id, lane=Lane.PUBLIC)
    return frozenset(ours.filter(post_id__in=conversations(case)).values_list("post_id", flat=True))


def claim() -> Claim | None:
    """Take the next one that is due, or None."""
    with transaction.atomic(durable=True):
        found = bulk.rows("claim_hiding")
        if not found:
            return None
        row = Hiding.objects.select_related("account", "case").get(pk=found[0][0])
    return Claim(row, row.attempt, row.wanted)


def done(claim: Claim, *, now: datetime) -> bool:
    """The network confirmed it. False when somebody claimed it since; what is wanted by now is then brought there."""
    with transaction.atomic(durable=True):
        row = _held(claim)
        if row is None:
            return False
        row.lease_until = None
        if row.wanted is claim.wanted:
            row.state, row.reason, row.error, row.attempt = "done", "", "", 0
            _tell(row, "hiding_done", now)
        shown = Post.objects.filter(network=row.account.network, post_id=row.external_post_id)
        shown.update(hidden_at=now if claim.wanted else None)
        row.save()
    return True


def failed(claim: Claim, error: NetworkError, *, now: datetime) -> bool:
    """It did not work: tried again, unless the network will never do it. False when somebody claimed it since."""
    with transaction.atomic(durable=True):
        row = _held(claim)
        if row is None:
            return False
        if row.wanted is not claim.wanted:  # what failed is wanted no more; what is wanted has not been tried
            row.lease_until = None
        elif note_failure(row, error, now):
            row.attempt = 0
            _tell(row, "hiding_refused", now)
        row.save()
    return True


def _may_be_hidden(case: Case, post_id: str) -> bool:
    return Post.objects.filter(
        network=case.network, post_id=post_id, root_id__in=begun(case), lane=Lane.PUBLIC, account__isnull=True,
        parent_id__isnull=False, deleted_at__isnull=True,
    ).exists()  # fmt: skip


def _held(claim: Claim) -> Hiding | None:
    rows = Hiding.objects.select_for_update(of=("self",)).select_related("account", "case", "asked_by")
    return rows.filter(pk=claim.row.pk, attempt=claim.attempt, state="asked").first()


def _tell(row: Hiding, kind: EventKind, now: datetime) -> None:
    data = {"post": row.external_post_id, "hidden": row.wanted} | (
        {"reason": row.reason} if row.reason else {}
    )
    events.record(Fact(kind, row.case_id, row.account.brand_id, row.asked_by_id, data), now=now)
