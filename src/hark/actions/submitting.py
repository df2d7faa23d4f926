"""Writing an answer into the outbox: held against every guard, approved if it must be, queued if it may."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import approval_rows, guard_facts, guards, outbox_parts, pictures, rules
from hark.actions.case_rows import MergedAway
from hark.actions.case_times import conversations
from hark.actions.guarding import Blocked, Guard, Opened, standing
from hark.actions.may_answer import newest_post
from hark.actions.outbox_rows import on_its_way, origin_of, tell
from hark.domain.outbox import LIFE, SendMove, SendState, text_hash
from hark.domain.post import Lane
from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import Case, Outbox, Post
from hark.store.models.case import CaseQuerySet

NOTHING_OVERRULED: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class With:
    """What goes with the words: the draft's pictures, and the ids of people a reply shall not carry along.

    `origin` is that of a draft (`drafts.ORIGINS`) whose words nobody has changed; it is told with the answer.
    """

    pictures: Sequence[int] = ()
    untagged: Sequence[str] = ()
    origin: str = ""


WORDS_ONLY = With()


def _holding(person: User, case: int) -> CaseQuerySet:
    mine = Case.objects.for_person(person).filter(pk=case)
    return mine.select_for_update(of=("self",), no_key=True).select_related("account__brand", "author")


_HELD = CompiledQuery(_holding, person=User, case=int)
_HELD_IN = CompiledQuery(
    lambda person, case, lane: _holding(person, case).filter(lane=lane), person=User, case=int, lane=str
)
_NAMED = CompiledQuery(
    lambda network, post, author: Post.objects.filter(
        network=network, post_id=post, author=author
    ).select_related("author"),
    network=str,
    post=str,
    author=int,
)


class AnotherAnswer(Exception):
    """Somebody's answer to this post is already on its way; `row` says whose."""

    def __init__(self, row: Outbox) -> None:
        super().__init__(f"{row.writer.short_name} is already answering this post.")
        self.row = row


class NothingToAnswer(Exception):
    """The post to answer is gone or is not part of the case."""


def submit(
    case_id: int,
    text: str,
    lane: Lane,
    *,
    target_post_id: str | None,
    by: User,
    now: datetime,
    also: With = WORDS_ONLY,
    opened: Opened | None = None,
    overrides: Mapping[str, str] = NOTHING_OVERRULED,
) -> Outbox:
    """Queue an answer, or lay it before a second person when the brand's rules say so (`row.state` tells which).

    Target, customer, account, pictures and tags are frozen here and checked again when it is sent. A text that is
    longer than the network takes becomes a thread; the row returned is its first part. `overrides`: guard kind to
    the reason why it is overruled. Raises Blocked, AnotherAnswer, NothingToAnswer, MergedAway, Picture.DoesNotExist,
    ValueError for an empty text.
    """
    with transaction.atomic(durable=True):
        return write(
            held(case_id, by), text, lane, target_post_id=target_post_id, by=by, now=now, also=also, opened=opened,
            overrides=overrides,
        )  # fmt: skip


def write(
    case: Case,
    text: str,
    lane: Lane,
    *,
    target_post_id: str | None,
    by: User,
    now: datetime,
    also: With = WORDS_ONLY,
    opened: Opened | None = None,
    overrides: Mapping[str, str] = NOTHING_OVERRULED,
) -> Outbox:
    """`submit` inside a transaction of the caller's, for a case that it has `held`."""
    if not text.strip():
        raise ValueError("Write something first.")
    target = _target(case, target_post_id) if lane is Lane.PUBLIC else None
    row = _row(case, text, lane, target, by, now, also)
    attached = pictures.named(case, lane, by, also.pictures)
    row.media = pictures.frozen(attached)
    _refuse_second(row)
    found = against(row, case, by, now, opened or Opened(), target)
    stop_at(found, overrides, by)
    overruled = [guard for guard in found if guard.kind in overrides]
    why = approval_rows.reasons(row, overruled, by)
    row.state = LIFE.after(SendState.DRAFT, SendMove.ASK_APPROVAL if why else SendMove.SUBMIT)
    outbox_parts.rewrite(row)
    pictures.bind(row, attached)
    bulk.run("put_pen_down", case=case.pk, writer=by.pk, lane=lane.value)
    _take(case, by, now)
    note_overruled(row, overruled, overrides, by, now)
    if why:
        approval_rows.ask(row, why, by, now)
    else:
        tell(row, "answer_queued", by, now, origin_of(row))
    return row


def preview(
    case_id: int, text: str, lane: Lane, *, target_post_id: str | None, by: User, now: datetime,
    opened: Opened | None = None, also: With = WORDS_ONLY,
) -> list[Guard]:  # fmt: skip
    """What would stand against this answer, while it is being typed. Changes nothing. Raises as `submit` does."""
    case = Case.objects.for_person(by).select_related("account__brand", "author").get(pk=case_id)
    target = _target(case, target_post_id) if lane is Lane.PUBLIC else None
    row = _row(case, text, lane, target, by, now, also)
    row.media = pictures.frozen(pictures.there(case, lane, by, also.pictures))
    return against(row, case, by, now, opened or Opened(), target)


def held(case_id: int, by: User) -> Case:
    """The case an answer is for, held until the transaction ends. Raises Case.DoesNotExist, MergedAway."""
    return _standing(_HELD.get(person=by, case=case_id))


def held_in(case_id: int, lane: Lane, by: User) -> Case | None:
    """The same for a case of this lane; None, and nothing held, for one of the other. Raises MergedAway."""
    case = _HELD_IN.first(person=by, case=case_id, lane=lane.value)
    return _standing(case) if case else None


def _standing(case: Case) -> Case:
    if case.merged_into_id is not None:
        raise MergedAway(case.merged_into_id)
    return case


def against(
    row: Outbox, case: Case, by: User, now: datetime, opened: Opened, target: Post | None = None
) -> list[Guard]:
    """Every guard that objects to the row as it stands. `target`: the post it answers, where that is at hand."""
    return guards.check(guard_facts.answer(row, case, by, now, opened, target))


def note_overruled(
    row: Outbox, overruled: Sequence[Guard], overrides: Mapping[str, str], by: User, now: datetime
) -> None:
    """Keep who overruled what, in which role, and why."""
    for kind in sorted({guard.kind for guard in overruled}):
        data: dict[str, Any] = {
            "guard": kind,
            "reason": overrides[kind].strip()[:300],
            "level": rules.level(by),
        }
        tell(row, "guard_overruled", by, now, data)


def stop_at(found: Sequence[Guard], overrides: Mapping[str, str], by: User) -> None:
    """Raises Blocked with the guards this person does not, or may not, overrule."""
    if not found:
        return
    left = standing(found, overrides, rules.LEVELS.index(rules.level(by)), rules.LEVELS)
    if left:
        raise Blocked(left)


def _target(case: Case, target_post_id: str | None) -> Post:
    """The customer's post to answer: the one named, else the newest. Always one of the case's own.

    One that was named and is deleted now is given as well: a guard says so, while one types and when one sends.
    """
    if target_post_id:
        target = _NAMED.first(network=case.network, post=target_post_id, author=case.author_id)
    else:
        target = newest_post(case)
    if target is None or (target_post_id and target.root_id not in conversations(case)):
        raise NothingToAnswer("The post you are answering is gone. Your text is kept as a draft.")
    return target


def _row(
    case: Case, text: str, lane: Lane, target: Post | None, by: User, now: datetime, also: With
) -> Outbox:
    """The answer as it was written, before it is cut into parts. Raises ValueError to leave the customer untagged."""
    if case.author.author_id in also.untagged:
        raise ValueError("The customer is always tagged.")
    return Outbox(
        account=case.account,
        case=case,
        lane=lane,
        target_post_id=target.latest_id if target else None,
        target_author_id=case.author.author_id,
        text=text,
        text_hash=text_hash(text),
        origin=also.origin,
        untagged=sorted(set(also.untagged)) if target else [],
        conversation_key=f"{case.network}:{lane}:{case.root_id}",
        writer=by,
        not_before=now,
        created_at=now,
    )


def _refuse_second(row: Outbox) -> None:
    """One unsettled answer per post: the loser is told who. The case is locked; the unique index is a second net."""
    if row.target_post_id is None:
        return
    other = on_its_way(row.case, (row.target_post_id,))
    if other is not None:
        raise AnotherAnswer(other)


def _take(case: Case, by: User, now: datetime) -> None:
    """Answering takes the case, unless somebody holds it."""
    if case.assignee_id is None:
        case.assignee = by
    if case.assignee_id == by.pk:
        case.owner_acted_at = now
    case.version += 1
    case.save(update_fields=["assignee", "owner_acted_at", "version"])
