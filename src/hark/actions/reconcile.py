"""Answers of unknown fate: looked for until they are seen, sent again once, or given to a person.

The rules are reliability.md 6.3. What is found comes in the way every post of ours does (`hear`), so that the
stream and the look are the same evidence. `outbox.observe` binds it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from hark.accounts.models import User
from hark.actions import outbox_parts
from hark.actions.guard_sums import money
from hark.actions.outbox_rows import tell
from hark.domain.outbox import LIFE, SendMove, SendState, text_hash
from hark.domain.policy import load_policy
from hark.domain.post import Lane
from hark.store import bulk
from hark.store.models import Case, Outbox, Post
from hark.text import EntityKind, measure

# When to look, in seconds after the doubt began; the last look is at the end of the quiet period.
LOOKS = (2, 5, 15, 45, 120)
AFTER_QUIET = timedelta(seconds=60)
# Evidence that stays away this long is a person's business: the answer is never sent without it.
PATIENCE = timedelta(minutes=15)
LEASE = timedelta(seconds=60)

_POST_ID = re.compile(r"(?:/status(?:es)?/|^)(\d{1,20})(?:[/?#].*)?$")


@dataclass(frozen=True, slots=True)
class Look:
    """An answer to look for: our own posts after `since`, on its account."""

    row: Outbox
    since: str


def begin(row: Outbox, now: datetime) -> None:
    """Start looking, in memory: the answer has just become ambiguous."""
    row.doubted_at, row.looks = now, 0
    row.look_at = now + timedelta(seconds=LOOKS[0])


def due(now: datetime, *, limit: int = 20) -> list[Look]:
    """Take the answers whose time to be looked for has come; a look that dies comes due again after a minute."""
    with transaction.atomic(durable=True):
        ids = [row[0] for row in bulk.rows("due_looks", now=now, limit=limit)]
        rows = list(Outbox.objects.filter(pk__in=ids).select_related("account", "case").order_by("look_at"))
        for row in rows:
            if row.state == SendState.AMBIGUOUS:
                row.state = LIFE.after(SendState(row.state), SendMove.LOOK)
            row.look_at = now + LEASE
            row.looks += 1
            row.save(update_fields=["state", "look_at", "looks"])
    return [Look(row, row.since_own_id) for row in rows]


def looked(row_id: int, *, healthy: bool, now: datetime) -> SendState | None:
    """A look is over and has not found it, or could not be made (`healthy` False). Returns the state that follows.

    None when it was settled meanwhile. Without healthy evidence at the end of the quiet period nothing is sent.
    """
    with transaction.atomic(durable=True):
        row = _held(row_id)
        if row is None or row.doubted_at is None:
            return None
        quiet_ends = row.doubted_at + load_policy(row.case.network).quiet_period
        if now < quiet_ends:
            row.look_at = min(_next_look(row), quiet_ends)
        elif healthy and may_go_again(row):
            _send_again(row, now)
        elif healthy or now >= row.doubted_at + PATIENCE:
            _give_up(row, "not_found" if healthy else "cannot_look", now)
        else:
            row.look_at = now + AFTER_QUIET
        row.save()
    return SendState(row.state)


def may_go_again(row: Outbox) -> bool:
    """Whether an answer that was not found may be sent once more by itself: plain public text, in one piece,
    without link, picture, sum of money or approval, and unchanged since it was written.
    """
    links = any(entity.kind is EntityKind.URL for entity in measure(row.text, row.case.network).entities)
    sums = any(True for _ in money(row.text))
    sensitive = links or sums or bool(row.media) or bool(row.approved_hash)
    plain = row.lane == Lane.PUBLIC and not sensitive
    return plain and row.resent == 0 and row.text_hash == text_hash(row.text) and not _is_part(row)


def it_is_there(row_id: int, link: str, *, by: User, now: datetime) -> Outbox:
    """A person found the answer.

    Raises ValueError for a link that names no post, the post of another answer, or of somebody else.
    """
    match = _POST_ID.search(link.strip())
    if match is None:
        raise ValueError("Paste the address of the post, such as https://x.com/name/status/123.")
    with transaction.atomic(durable=True):
        row = _undecided(row_id, by)
        if Outbox.objects.filter(account=row.account, external_post_id=match[1]).exists():
            raise ValueError("That post is another answer of this account.")
        others = Post.objects.filter(network=row.case.network, post_id=match[1])
        if others.exclude(account=row.account).exists():
            raise ValueError("That post is not one of this account.")
        row.state = LIFE.after(SendState(row.state), SendMove.CONFIRM)
        row.external_post_id, row.sent_at, row.reason, row.error = match[1], now, "", ""
        row.save()
        tell(row, "answer_sent", by, now, {"found_by": by.short_name})
    return row


def send_again(row_id: int, *, by: User, now: datetime) -> Outbox:
    """A person looked, did not find it, and sends it once more. Raises IllegalMove, Outbox.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = _undecided(row_id, by)
        row.state = LIFE.after(SendState(row.state), SendMove.RETRY)
        row.not_before, row.reason, row.error = now, "", ""
        row.save()
        tell(row, "answer_queued", by, now, {"again": True})
    return row


def drop(row_id: int, *, by: User, now: datetime) -> Outbox:
    """A person lets it be. Raises IllegalMove, Outbox.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = _undecided(row_id, by)
        row.state = LIFE.after(SendState(row.state), SendMove.CANCEL)
        row.save()
        outbox_parts.stop_rest(row)
        tell(row, "answer_cancelled", by, now)
    return row


def _send_again(row: Outbox, now: datetime) -> None:
    row.state = LIFE.after(SendState(row.state), SendMove.RETRY)
    row.resent, row.not_before, row.look_at, row.doubted_at = row.resent + 1, now, None, None
    tell(row, "answer_queued", None, now, {"again": True})


def _give_up(row: Outbox, reason: str, now: datetime) -> None:
    row.state = LIFE.after(SendState(row.state), SendMove.GIVE_UP)
    row.look_at, row.reason = None, reason
    row.error = "We do not know whether this was posted."
    tell(row, "answer_needs_person", None, now)


def _next_look(row: Outbox) -> datetime:
    assert row.doubted_at is not None
    quiet = load_policy(row.case.network).quiet_period
    after = timedelta(seconds=LOOKS[row.looks]) if row.looks < len(LOOKS) else quiet
    return row.doubted_at + after


def _is_part(row: Outbox) -> bool:
    """Whether the answer is one of several posts."""
    return row.first_id is not None or row.rest.exists()


def _held(row_id: int) -> Outbox | None:
    rows = Outbox.objects.select_for_update(of=("self",)).select_related("account", "case")
    return rows.filter(pk=row_id, state=SendState.RECONCILING).first()


def _undecided(row_id: int, by: User) -> Outbox:
    rows = Outbox.objects.select_for_update(of=("self",)).select_related("account", "case")
    return rows.get(pk=row_id, state=SendState.NEEDS_HUMAN, case__in=Case.objects.for_person(by))
