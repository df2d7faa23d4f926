"""What the guards need to know of an answer, read from the store."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from hark.accounts.models import User
from hark.actions import goodwill, moving_words, rules
from hark.actions.case_times import conversations
from hark.actions.guarding import Answer, Opened, posts_in
from hark.actions.macros import message_link
from hark.actions.may_answer import newest_post, permissions
from hark.domain.outbox import UNSETTLED, SendState, text_hash
from hark.domain.policy import load_policy
from hark.domain.post import Lane
from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import Case, Outbox, Post

SAME_WORDS = timedelta(days=1)
_SAID = (*(state.value for state in UNSETTLED), SendState.SENT.value)
_CONVERSATION = 200


_BY_VERSION = CompiledQuery(
    lambda network, version, roots: (
        Post.objects.filter(network=network, latest_id=version, root_id__anyof=roots)
        .select_related("author")
        .order_by("pk")[:1]
    ),
    network=str,
    version=str,
    roots=list,
)


_ANSWERED = CompiledQuery(
    lambda case, lane, newest, writer: (
        Outbox.objects.filter(case=case, lane=lane, pk__gt=newest, state=SendState.SENT)
        .exclude(writer=writer)
        .select_related("writer")
        .order_by("-pk")[:1]
    ),
    case=int,
    lane=str,
    newest=int,
    writer=int,
)


class _Facts(NamedTuple):
    """The query `guard_facts`; of a text that tags nobody `named` stays empty."""

    own_handles: Sequence[str]
    own_brands: Sequence[str]
    granted: int
    lock_held_by: str | None
    others: Sequence[str]
    named: Sequence[str]
    said_before: datetime | None
    said_here: int


def answer(
    row: Outbox, case: Case, by: User, now: datetime, opened: Opened, target: Post | None = None
) -> Answer:
    """The row as the guards see it. The case comes with account, brand and author; `target` is the post that is
    answered, where it has just been read.
    """
    account, lane = case.account, Lane(row.lane)
    roots = conversations(case)
    target = target or _target(row, case, roots)
    allowed = permissions(case, target, now) or {}
    house = rules.of(account.brand_id)
    most = load_policy(case.network).identical_text
    text = row.whole or row.text
    posts = posts_in(text, case.network, lane)
    facts = _facts(row, case, by, now, roots, text, posts[0] if posts else text, most.per)
    return Answer(
        text=text,
        undescribed=sum(not item.get("alt") for item in row.media),
        descriptions=tuple(item["alt"] for item in row.media if item.get("alt")),
        lane=lane,
        network=case.network,
        language=case.language,
        case_lane=case.lane,
        account=account.pk,
        customer=case.author.handle,
        handle=account.handle,
        tagged=frozenset(name.lower() for name in facts.named),
        own_handles=frozenset(handle.lower() for handle in facts.own_handles),
        own_brands=tuple(facts.own_brands),
        patterns=account.brand.number_formats,
        contacts=tuple(house.public_contacts),
        extra_words=tuple(house.forbidden_words),
        target_version=target.latest_id if target else None,
        target_gone=target is not None and target.deleted_at is not None,
        opened=opened,
        permission=allowed.get(lane),
        money_limit=goodwill.limit(by, house),
        granted=facts.granted,
        said_before=_said_before(facts, text, case, by, now),
        said_here=facts.said_here,
        said_here_most=most.count,
        others=tuple(facts.others),
        answered_by=_answered_by(row, case, by, opened),
        lock_held_by=facts.lock_held_by or "",
        message_link=message_link(account),
    )


def _facts(
    row: Outbox, case: Case, by: User, now: datetime, roots: Sequence[str], text: str, first: str, window: timedelta
) -> _Facts:  # fmt: skip
    """`first` are the words of the first post; whether it was said before is asked of the public lane alone."""
    found = bulk.planned(
        "guard_facts", account=row.account_id, brand=case.account.brand_id, network=case.network, case=case.pk,
        lane=row.lane, row=row.pk or 0, by=by.pk, writer=row.writer_id, now=now, roots=list(roots),
        tags="@" in text, posts=_CONVERSATION, unsettled=[state.value for state in UNSETTLED],
        words=text_hash(first) if row.lane == Lane.PUBLIC else "", said=list(_SAID),
        conversation=row.conversation_key, since=now - SAME_WORDS, here_since=now - window,
    )  # fmt: skip
    return _Facts(*found[0])


def _said_before(facts: _Facts, text: str, case: Case, by: User, now: datetime) -> datetime | None:
    """When the account last said these words. Those of a move are the house's own and the same for everybody."""
    if facts.said_before is None or moving_words.is_usual(text, case, by=by, now=now):
        return None
    return facts.said_before


def _answered_by(row: Outbox, case: Case, by: User, opened: Opened) -> str:
    """Who else's answer was sent since the page was read, "" for nobody's."""
    if opened.answered is None:
        return ""
    found = _ANSWERED.first(case=case.pk, lane=row.lane, newest=opened.answered, writer=by.pk)
    return found.writer.short_name if found else ""


def _target(row: Outbox, case: Case, roots: Sequence[str]) -> Post | None:
    """The post that is answered, as it is now; a private message leans on the customer's newest."""
    if row.target_post_id is None:
        return newest_post(case)
    found = _BY_VERSION.first(network=case.network, version=row.target_post_id, roots=roots)
    return found or _edited(row, case, roots) or newest_post(case)


def _edited(row: Outbox, case: Case, roots: Sequence[str]) -> Post | None:
    """The post of which the target was an earlier version."""
    found = Post.objects.filter(network=case.network, root_id__in=roots).select_related("author")
    return found.filter(versions__contains=[{"id": row.target_post_id}]).first()
