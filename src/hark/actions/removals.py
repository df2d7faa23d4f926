"""Taking posts of ours off the network: asked by a person, done by the sender, told as it is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions import events, rules
from hark.actions.attempts import note_failure
from hark.actions.case_rows import locked
from hark.actions.events import EventKind, Fact
from hark.actions.hear import forget_posts
from hark.actions.house import NotAllowed
from hark.domain.post import Lane
from hark.networks.port import Deletion, NetworkError
from hark.store import bulk
from hark.store.models import Case, Outbox, Picture, Post, Removal


class NotOurs(ValueError):
    """The post is not a public one of the case's account."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A removal this worker carries out; `attempt` fences it against a later claim."""

    row: Removal
    attempt: int


def ask(case_id: int, post_id: str, *, by: User, now: datetime) -> Removal:
    """Have a post of ours deleted on the network. Asked twice is asked once.

    Raises NotOurs, NotAllowed for a trainee who did not send it, Case.DoesNotExist, MergedAway.
    """
    with transaction.atomic(durable=True):
        case = locked(case_id, by)
        if not _is_ours(case, post_id):
            raise NotOurs("Only posts of this account in this case can be deleted from here.")
        if not (rules.past_training(by) or _is_theirs(case, post_id, by)):
            raise NotAllowed(rules.TRAINEES)
        asked = Removal.objects.filter(account=case.account, external_post_id=post_id)
        before = asked.exclude(state="refused").first()
        if before is not None:
            return before
        row = Removal.objects.create(
            account=case.account,
            case=case,
            external_post_id=post_id,
            asked_by=by,
            asked_at=now,
            not_before=now,
        )
        _tell(row, "removal_asked", by, now)
    return row


def claim() -> Claim | None:
    """Take the next removal that is due, or None."""
    with transaction.atomic(durable=True):
        found = bulk.rows("claim_removal")
        if not found:
            return None
        row = Removal.objects.select_related("account", "case").get(pk=found[0][0])
    return Claim(row, row.attempt)


def done(claim: Claim, *, now: datetime) -> bool:
    """The network confirmed it: the post is gone here too, with the pictures it had. False when decided already."""
    with transaction.atomic(durable=True):
        row = _held(claim)
        if row is None:
            return False
        row.state, row.done_at, row.lease_until, row.reason, row.error = "done", now, None, "", ""
        row.save()
        said = Outbox.objects.filter(account=row.account, external_post_id=row.external_post_id)
        Picture.objects.filter(outbox__in=said).delete()
        _tell(row, "removal_done", None, now)
    forget_posts([Deletion(row.account.network, row.external_post_id, now)], now=now)
    return True


def failed(claim: Claim, error: NetworkError, *, now: datetime) -> bool:
    """It did not work: tried again, unless the network will never do it. False when decided already."""
    if error.reason == "not_found":
        return done(claim, now=now)
    with transaction.atomic(durable=True):
        row = _held(claim)
        if row is None:
            return False
        if note_failure(row, error, now):
            _tell(row, "removal_refused", None, now)
        row.save()
    return True


def _is_ours(case: Case, post_id: str) -> bool:
    sent = Outbox.objects.filter(case=case, lane=Lane.PUBLIC, external_post_id=post_id)
    heard = Post.objects.filter(
        network=case.network, account=case.account, lane=Lane.PUBLIC, root_id=case.root_id, post_id=post_id,
        deleted_at__isnull=True,
    )  # fmt: skip
    return sent.exists() or heard.exists()


def _is_theirs(case: Case, post_id: str, by: User) -> bool:
    return Outbox.objects.filter(account=case.account, external_post_id=post_id, writer=by).exists()


def _held(claim: Claim) -> Removal | None:
    rows = Removal.objects.select_for_update(of=("self",)).select_related("account", "case")
    return rows.filter(pk=claim.row.pk, attempt=claim.attempt, state="asked").first()


def _tell(row: Removal, kind: EventKind, by: User | None, now: datetime) -> None:
    data = {"post": row.external_post_id} | ({"reason": row.reason} if row.reason else {})
    events.record(Fact(kind, row.case_id, row.account.brand_id, by.pk if by else None, data), now=now)
