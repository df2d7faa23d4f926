"""Moving a case to private: one act, by a message where the network takes one, else by an invitation in public.

Answers of people come in here: each goes to the case of its lane, and the first private word on a public case (or the
first invitation) is the move. It is told on both cases, and the customer's next message is joined (`lanes.join`).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import lanes, macros, submitting
from hark.actions.case_rows import touch
from hark.actions.guarding import Blocked, Guard, Opened
from hark.actions.submitting import NOTHING_OVERRULED, held, held_in
from hark.domain.post import Lane
from hark.store.compiled import CompiledQuery
from hark.store.models import Account, Case, Outbox

_ASKED = CompiledQuery(
    lambda person, case: Case.objects.for_person(person).filter(pk=case), person=User, case=int
)


class WordBlocked(Blocked):
    """The word in public was not taken, and so the private message was not either."""


def submit(
    case_id: int,
    text: str,
    lane: Lane,
    *,
    word: str = "",
    seen: str = "",
    word_overrides: Mapping[str, str] = NOTHING_OVERRULED,
    by: User,
    now: datetime,
    **given: Any,
) -> Outbox:
    """Queue an answer on the case of its lane. `word`: what is said in public in the same act as a private message,
    `seen` the version of the public post its writer saw, `word_overrides` the guards of the word that are overruled.

    `given` is what `submitting.submit` takes. Raises as it does, and WordBlocked; nothing is queued then, neither here
    nor there.
    """
    with transaction.atomic(durable=True):
        return write(
            case_id, text, lane, word=word, seen=seen, word_overrides=word_overrides, by=by, now=now, **given
        )


def write(
    case_id: int,
    text: str,
    lane: Lane,
    *,
    word: str = "",
    seen: str = "",
    word_overrides: Mapping[str, str] = NOTHING_OVERRULED,
    by: User,
    now: datetime,
    **given: Any,
) -> Outbox:
    """`submit` inside a transaction of the caller's."""
    case, seat = _both(case_id, lane, by)
    row = submitting.write(seat, text, lane, by=by, now=now, **_of_lane(given, lane))
    if _has_word(case, word, lane):
        target = given.get("target_post_id")
        _say_too(case, word, target, seen, by=by, now=now, overrides=word_overrides)
    if case.lane == Lane.PUBLIC and case.moved_at is None and _moves(case, seat, text, lane):
        _moved(case, seat, lane, by, now)
    return row


def against_word(
    case_id: int, word: str, lane: Lane, *, target_post_id: str | None, seen: str, by: User, now: datetime
) -> list[Guard]:
    """What would stand against the word in public beside a private message, while it is typed. Raises as `submit`."""
    case = Case.objects.for_person(by).get(pk=case_id)
    if not _has_word(case, word, lane):
        return []
    opened = Opened(seen or None, case.account_id, Lane.PUBLIC)
    return submitting.preview(
        case_id, word, Lane.PUBLIC, target_post_id=target_post_id, by=by, now=now, opened=opened
    )


def invites(text: str, account: Account) -> bool:
    """Whether a text holds the address where customers write to this account in private."""
    link = macros.message_link(account)
    return bool(link) and link in text


def _both(case_id: int, lane: Lane, by: User) -> tuple[Case, Case]:
    """The case and the one that speaks in this lane, both held, in the order of their rows."""
    if case := held_in(case_id, lane, by):
        return case, case
    asked = _ASKED.get(person=by, case=case_id)
    seat = lanes.seat(asked, lane)
    rows = {pk: held(pk, by) for pk in sorted({asked.pk, seat.pk})}
    return rows[asked.pk], rows[seat.pk]


def _has_word(case: Case, word: str, lane: Lane) -> bool:
    return bool(word.strip()) and lane is Lane.PRIVATE and case.lane == Lane.PUBLIC


def _say_too(
    case: Case,
    word: str,
    target: str | None,
    seen: str,
    *,
    by: User,
    now: datetime,
    overrides: Mapping[str, str],
) -> None:
    """Queue the word in public. Raises WordBlocked."""
    opened = Opened(seen or None, case.account_id, Lane.PUBLIC)
    try:
        submitting.write(
            case, word, Lane.PUBLIC, target_post_id=target, by=by, now=now, opened=opened, overrides=overrides
        )
    except Blocked as error:
        raise WordBlocked(error.guards) from None


def _of_lane(given: Mapping[str, Any], lane: Lane) -> dict[str, Any]:
    """A message answers no post."""
    return {**given, "target_post_id": None} if lane is Lane.PRIVATE else dict(given)


def _moves(case: Case, seat: Case, text: str, lane: Lane) -> bool:
    return lane is Lane.PRIVATE or (seat.pk == case.pk and invites(text, case.account))


def _moved(case: Case, seat: Case, lane: Lane, by: User, now: datetime) -> None:
    """Remember the move on the public case, and tell it on both."""
    way = "message" if lane is Lane.PRIVATE else "invitation"
    there = seat if seat.pk != case.pk else lanes.counterpart(case)
    case.refresh_from_db()
    case.moved_at = now
    case.save(update_fields=["moved_at"])
    touch(case, "case_moved", by, now, {"way": way, "to": there.pk if there else None})
    if there is not None:
        there.refresh_from_db()
        touch(there, "case_moved", by, now, {"way": way, "from": case.pk})
