"""Out of hours: one honest word to a customer, prepared by a machine, sent by a person or not at all."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from hark.accounts.models import User
from hark.actions import events, outbox
from hark.actions.events import Fact
from hark.actions.routing_facts import routing_case
from hark.domain.post import Lane
from hark.domain.routing import acknowledgement_due
from hark.domain.routing_facts import RoutingPolicy
from hark.store.models import Case, Outbox, Prepared

KIND = "acknowledgement"
USUAL = "Thank you for writing. We are closed now and will read your post from {time} on {date}."


class Decided(Exception):
    """Somebody has already decided about this prepared answer."""


def prepare(case: Case, policy: RoutingPolicy, texts: Mapping[str, str], now: datetime) -> Prepared | None:
    """The acknowledgement to lay before a person, not saved; None when none is due. It ends with the next opening."""
    opens = acknowledgement_due(routing_case(case), policy, now)
    if opens is None or policy.calendar is None or case.lane != Lane.PUBLIC:
        return None
    local = opens.astimezone(ZoneInfo(policy.calendar.zone))
    text = texts.get(case.language) or texts.get(case.language.partition("-")[0]) or texts.get("") or USUAL
    text = text.replace("{time}", f"{local:%H:%M}").replace("{date}", f"{local:%Y-%m-%d}")
    return Prepared(
        case=case, kind=KIND, lane=case.lane, text=text, created_at=now, expires_at=opens,
        why="The customer wrote while we are closed.",
    )  # fmt: skip


def send(prepared_id: int, *, by: User, now: datetime, text: str | None = None) -> Outbox:
    """Send a prepared answer, as it is or as the person changed it: it is theirs then.

    Raises Decided, Prepared.DoesNotExist, and what outbox.submit raises.
    """
    with transaction.atomic(durable=True):
        row = _open(prepared_id, by)
        case = outbox.held(row.case_id, by)
        answer = outbox.write(case, text or row.text, Lane(row.lane), target_post_id=None, by=by, now=now)
        _decide(row, "sent", by, now)
    return answer


def drop(prepared_id: int, *, by: User, now: datetime) -> None:
    """Decide against a prepared answer. Raises Decided, Prepared.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = _open(prepared_id, by)
        _decide(row, "dropped", by, now)
        data = {"prepared": row.pk, "kind": row.kind}
        events.record(Fact("prepared_dropped", row.case_id, row.case.account.brand_id, by.pk, data), now=now)


def expire(now: datetime) -> int:
    """Prepared answers whose time has passed are no longer true. Returns how many."""
    with transaction.atomic(durable=True):
        stale = Prepared.objects.filter(expires_at__lte=now, decided_at__isnull=True)
        return stale.update(decided_at=now, decision="expired")


def _open(prepared_id: int, by: User) -> Prepared:
    row = (
        Prepared.objects.select_for_update(of=("self",))
        .select_related("case__account")
        .get(pk=prepared_id, case__in=Case.objects.for_person(by))
    )
    if row.decided_at is not None:
        raise Decided("This prepared answer has been decided about already.")
    return row


def _decide(row: Prepared, decision: str, by: User, now: datetime) -> None:
    row.decided_at, row.decided_by, row.decision = now, by, decision
    row.save()
