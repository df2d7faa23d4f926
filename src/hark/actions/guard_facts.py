"""What the guards need to know of an answer, read from the store."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hark.accounts.models import User
from hark.actions import goodwill, presence, rules
from hark.actions.case_times import conversations
from hark.actions.guarding import Answer, Opened, posts_in
from hark.actions.macros import message_link
from hark.actions.may_answer import newest_post, permissions
from hark.domain.outbox import UNSETTLED, SendState, text_hash
from hark.domain.policy import load_policy
from hark.domain.post import Lane
from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import Account, Case, Goodwill, Outbox, Post

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
_NAMED = CompiledQuery(
    lambda network, roots: (
        Post.objects.filter(network=network, root_id__anyof=roots)
        .order_by("-created_at")
        .values_list("author__handle", "mentions")[:_CONVERSATION]
    ),
    network=str,
    roots=list,
)
_OTHER_ACCOUNTS = CompiledQuery(
    lambda but: Account.objects.exclude(pk=but.pk).select_related("brand"), but=Account
)
_GRANTED = CompiledQuery(
    lambda case: Goodwill.objects.filter(case=case, state="approved").values_list("cents", flat=True),
    case=Case,
)
_ON_THEIR_WAY = CompiledQuery(
    lambda case, row, writer: (
        Outbox.objects.filter(case=case, state__in=[state.value for state in UNSETTLED])
        .exclude(pk=row)
        .exclude(writer=writer)
        .select_related("writer")
        .order_by("pk")
    ),
    case=Case,
    row=int,
    writer=int,
)


def answer(row: Outbox, case: Case, by: User, now: datetime, opened: Opened) -> Answer:
    """The row as the guards see it. The case comes with account, brand and author."""
    account, lane = case.account, Lane(row.lane)
    target = _target(row, case)
    allowed = permissions(case, target, now) or {}
    house = rules.of(account.brand_id)
    most = load_policy(case.network).identical_text
    own, brands = _siblings(account)
    text = row.whole or row.text
    posts = posts_in(text, case.network, lane)
    said_before, said_here = _said(row, text_hash(posts[0] if posts else text), now, most.per)
    holder = presence.lock_holder(case.pk, row.lane, but=by.pk, now=now)
    return Answer(
        text=text,
        undescribed=sum(not item.get("alt") for item in row.media),
        lane=lane,
        network=case.network,
        language=case.language,
        case_lane=case.lane,
        account=account.pk,
        customer=case.author.handle,
        handle=account.handle,
        tagged=_handles(case),
        own_handles=own,
        own_brands=brands,
        patterns=account.brand.patterns,
        contacts=tuple(house.public_contacts),
        extra_words=tuple(house.forbidden_words),
        target_version=target.latest_id if target else None,
        target_gone=target is not None and target.deleted_at is not None,
        opened=opened,
        permission=allowed.get(lane),
        money_limit=goodwill.limit(by, house),
        granted=_granted(case),
        said_before=said_before,
        said_here=said_here,
        said_here_most=most.count,
        others=_others(row, case),
        lock_held_by=holder.short_name if holder else "",
        message_link=message_link(account),
    )


def _target(row: Outbox, case: Case) -> Post | None:
    """The post that is answered, as it is now; a private message leans on the customer's newest."""
    if row.target_post_id is None:
        return newest_post(case)
    roots = conversations(case)
    found = _BY_VERSION.first(network=case.network, version=row.target_post_id, roots=roots)
    return found or _edited(row, case, roots) or newest_post(case)


def _edited(row: Outbox, case: Case, roots: Sequence[str]) -> Post | None:
    """The post of which the target was an earlier version."""
    found = Post.objects.filter(network=case.network, root_id__in=roots).select_related("author")
    return found.filter(versions__contains=[{"id": row.target_post_id}]).first()


def _siblings(account: Account) -> tuple[frozenset[str], tuple[str, ...]]:
    """Handles of our other accounts on the network, and names of our other brands."""
    handles, names = set(), set()
    for other in _OTHER_ACCOUNTS.all(but=account):
        if other.network == account.network:
            handles.add(other.handle.lower())
        if other.brand_id != account.brand_id:
            names.add(other.brand.name)
    return frozenset(handles), tuple(sorted(names))


def _handles(case: Case) -> frozenset[str]:
    """Everybody who speaks or is tagged in the conversation."""
    known: set[str] = set()
    for handle, mentions in _NAMED.all(network=case.network, roots=conversations(case)):
        known.add(handle.lower())
        known |= {str(mention.get("handle", "")).lower() for mention in mentions}
    return frozenset(known)


def _granted(case: Case) -> int:
    return sum(_GRANTED.all(case=case))


def _said(row: Outbox, words: str, now: datetime, window: timedelta) -> tuple[datetime | None, int]:
    """When the account last said these words (their hash) in public, and how often here within the window."""
    if row.lane != Lane.PUBLIC:
        return None, 0
    same = bulk.planned(
        "said_before", account=row.account_id, words=words, lane=row.lane, states=list(_SAID), row=row.pk or 0,
        since=now - SAME_WORDS, conversation=row.conversation_key, here_since=now - window,
    )  # fmt: skip
    last, here = same[0]
    return last, here


def _others(row: Outbox, case: Case) -> tuple[str, ...]:
    """Colleagues whose answer to the customer is on its way."""
    found = _ON_THEIR_WAY.all(case=case, row=row.pk or 0, writer=row.writer_id)
    return tuple(dict.fromkeys(other.writer.short_name for other in found))
