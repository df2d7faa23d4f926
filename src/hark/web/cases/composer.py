"""The composer: what was drafted, to whom it goes, whether it may, and how it will be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from hark.accounts.models import User
from hark.actions import lanes, outbox_rows, pictures
from hark.actions.may_answer import newest_post, permissions
from hark.domain.lookalike import resembles
from hark.domain.outbox import SendState
from hark.domain.permission import Permission
from hark.domain.policy import load_answer_limits
from hark.domain.post import Lane
from hark.store.models import Case, Outbox, Picture, Post
from hark.text import limits_of
from hark.web.cases.glance import Glance


@dataclass(frozen=True, slots=True)
class Tag:
    """Somebody the reply will carry along. `fixed`: always, as the one who is answered.

    `poses`: the handle of ours that theirs could be taken for; they are tagged only when somebody wants it.
    """

    author_id: str
    handle: str
    fixed: bool
    poses: str = ""


@dataclass(frozen=True, slots=True)
class Composer:
    """`drafts`, and the `origins` of their words, by lane ("public", "private", "note").

    `target` is the public post an answer goes to, `message` the customer's newest private one. `held`: somebody's
    answer to the target is on its way; `waits`: it is the writer's own, and waits for approval.
    """

    target: Post | None
    message: Post | None
    public: Permission | None
    private: Permission | None
    drafts: dict[str, str]
    origins: dict[str, str]
    initials: str
    limit: int
    held: Outbox | None
    waits: bool = False
    tags: Sequence[Tag] = ()
    pictures: Sequence[Picture] = ()
    most_pictures: int = 0

    @property
    def price(self) -> str:
        """What a public answer costs, in US dollars, "" when it costs nothing."""
        return money(self.public.price if self.public else None)

    @property
    def price_with_link(self) -> str:
        """What it costs when the answer holds a link."""
        return money(self.public.price_with_link if self.public else None)


def composer(
    public: Case | None,
    private: Case | None,
    heard: Sequence[Post],
    first: Glance,
    writer: User,
    now: datetime,
) -> Composer:
    """What the reply box needs, for the case of each lane; one of them there always is.

    `heard`: posts of both, oldest first, as the page has read them already.
    """
    main = public or private
    assert main is not None
    target = _newest(public, heard) if public else None
    message = _newest(private, heard) if private else None
    allowed = permissions(main, target or message, now) or {}
    cases = [case for case in (public, private) if case]
    held = first.holds
    answer = _held(public, target) if public and "answers" in held else None
    kept = lanes.drafts(cases, writer) if "drafts" in held else []
    return Composer(
        target=target,
        message=message,
        public=allowed.get(Lane.PUBLIC),
        private=allowed.get(Lane.PRIVATE),
        drafts={draft.lane: draft.text for draft in kept},
        origins={draft.lane: draft.origin for draft in kept},
        initials=writer.initials,
        limit=limits_of(main.network).maximum,
        held=answer,
        waits=answer is not None
        and answer.writer_id == writer.pk
        and answer.state == SendState.PENDING_APPROVAL,
        tags=tags_of(public, target, first.handles) if public else (),
        pictures=list(pictures.of_draft(public, Lane.PUBLIC, writer))
        if public and "pictures" in held
        else (),
        most_pictures=load_answer_limits(main.network).pictures if public else 0,
    )


def _newest(case: Case, heard: Sequence[Post]) -> Post | None:
    """As `newest_post`, which is asked only when the page has read none of the customer's."""
    for post in reversed(heard):
        if post.author_id == case.author_id and post.lane == case.lane and post.deleted_at is None:
            return post
    return newest_post(case)


def target_of(case: Case, post_id: str) -> Post | None:
    """The customer's public post of this id, else their newest, as an answer would find it."""
    named = Post.objects.filter(
        network=case.network, post_id=post_id, author=case.author_id, lane=Lane.PUBLIC
    )
    return (named.select_related("author").first() if post_id else None) or newest_post(case)


def tags_of(case: Case, target: Post | None, own: Sequence[str] = ()) -> list[Tag]:
    """Whom the network tags in a reply to this post: its author, and everybody it tags but us.

    `own` are handles of the brand, for who poses as one of them.
    """
    if target is None or case.network != "x" or target.lane != Lane.PUBLIC:
        return []
    found = {target.author.author_id: Tag(target.author.author_id, target.author.handle, True)}
    for mention in target.mentions:
        person, handle = str(mention.get("author_id", "")), str(mention.get("handle", ""))
        if person and person != case.account.network_id:
            found.setdefault(person, Tag(person, handle, False, resembles(handle, own) or ""))
    return list(found.values())


def money(amount: Decimal | None) -> str:
    """A small sum as it is read: "$0.01", "$0.005"."""
    if not amount:
        return ""
    shown = f"{amount:.4f}".rstrip("0")
    whole, _, cents = shown.partition(".")
    return f"${whole}.{cents.ljust(2, '0')}"


def _held(case: Case, target: Post | None) -> Outbox | None:
    if target is None:
        return None
    return outbox_rows.on_its_way(case, (target.post_id, target.latest_id))
