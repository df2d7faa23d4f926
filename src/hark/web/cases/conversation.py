"""One lane of a case in the order it happened: posts, answers on their way, notes, and what was done."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from hark.accounts.models import User
from hark.actions import lanes
from hark.actions.case_times import conversations
from hark.domain.post import Lane
from hark.store.compiled import CompiledQuery
from hark.store.models import Case, Event, Note, Outbox, Post
from hark.web.cases import storms
from hark.web.cases.glance import Glance
from hark.web.cases.happenings import sentence
from hark.web.cases.person import poses
from hark.web.posttext import calling, markup, without_picture_link

# A conversation may be a storm; this many of its newest posts are read, and what concerns the case besides.
MOST_POSTS = 300
REVEALED_FOR = timedelta(minutes=10)
# A forecast of fewer reposts than this is noise.
WORTH_SAYING = 10


# In their order, with as much of who did it as a sentence says.
_EVENTS = CompiledQuery(
    lambda cases: (
        Event.objects.filter(case__pk__anyof=cases)
        .select_related("actor")
        .only("at", "kind", "case_id", "data", "actor__username", "actor__first_name")
        .order_by("at", "id")
    ),
    cases=list,
)
_THREAD = CompiledQuery(
    lambda network, root, lane: (
        Post.objects.filter(network=network, root_id=root, lane=lane)
        .select_related("author", "account")
        .order_by("-created_at", "-id")[:MOST_POSTS]
    ),
    network=str,
    root=str,
    lane=str,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A post in the thread. `side` is customer, us or other; `sent` the answer of ours it is the echo of.

    `posing`: the handle of ours that somebody who has no part in the case could be taken for.
    """

    at: datetime
    post: Post
    side: str
    body: SafeString
    covered: bool
    quoted: Post | None = None
    sent: Outbox | None = None
    new: bool = False
    posing: str = ""
    kind: str = "post"

    @property
    def key(self) -> str:
        return f"post-{self.post.pk}"

    @property
    def reach(self) -> bool:
        """Whether it has gone anywhere, or is about to."""
        return bool(self.post.reposts or self.post.quotes or self.post.likes or self.spread)

    @property
    def spread(self) -> Mapping[str, int] | None:
        """The forecast of its reposts, whole numbers, when that says something: many, and more than there are."""
        found = (self.post.verdict or {}).get("spread")
        if not found or found["final"] < WORTH_SAYING or found["final"] <= self.post.reposts:
            return None
        return {name: round(found[name]) for name in ("final", "low", "high")}


@dataclass(frozen=True, slots=True)
class Sending:
    """An answer that is not seen on the network yet."""

    at: datetime
    row: Outbox
    body: SafeString
    kind: str = "sending"

    @property
    def key(self) -> str:
        return f"answer-{self.row.pk}"


@dataclass(frozen=True, slots=True)
class Noted:
    """A note for colleagues; those it calls stand out in its `body`."""

    at: datetime
    note: Note
    body: SafeString
    kind: str = "note"

    @property
    def key(self) -> str:
        return f"note-{self.note.pk}"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that was done to the case."""

    at: datetime
    event: Event
    text: str
    kind: str = "event"

    @property
    def key(self) -> str:
        return f"event-{self.event.pk}"


Item = Said | Sending | Noted | Happened


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a lane shows. `others` counts posts of the network's thread that are not shown; `offered`: some may be.

    `beyond`: the id of the post the first one answers, when the desk does not hold it; "" otherwise.
    """

    items: Sequence[Item] = ()
    others: int = 0
    offered: bool = False
    beyond: str = ""
    posts: Sequence[Post] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Records:
    """What the desk itself has of one lane: answers, notes and events, in their order.

    `called` are usernames of the colleagues that notes call by name.
    """

    answers: Sequence[Outbox]
    notes: Sequence[Note]
    events: Sequence[Event]
    called: Collection[str] = ()


def records(cases: Sequence[Case], first: Glance) -> dict[str, Records]:
    """By lane, what was answered, noted and done on these cases; one query each at most, however many cases."""
    by_lane = {case.pk: case.lane for case in cases}
    queued = lanes.answers(cases) if "answers" in first.holds else []
    notes = lanes.notes(cases) if "notes" in first.holds else []
    events = _EVENTS.all(cases=list(by_lane))
    called = _called(events) if notes else frozenset()
    return {
        lane.value: Records(
            [row for row in queued if row.lane == lane],
            [note for note in notes if by_lane[note.case_id] == lane],
            [event for event in events if by_lane[event.case_id or 0] == lane],
            called,
        )
        for lane in Lane
    }


def _called(events: Sequence[Event]) -> frozenset[str]:
    rows = {row for event in events if event.kind == "note_added" for row in event.data.get("mentions", ())}
    return frozenset(User.objects.filter(pk__in=rows).values_list("username", flat=True) if rows else ())


def conversation(
    case: Case, held: Records, first: Glance, reader: User, now: datetime, *, whole: bool = False
) -> Conversation:
    """Read and order everything there is to show of a case."""
    posts, total = _posts(case, conversations(case) if "merged" in first.holds else [case.root_id])
    shown = posts if whole else _concerning(case, posts)
    items = _items(case, shown, held, _revealed(held, reader, now), first.handles)
    oldest = shown[0] if shown else None
    beyond = oldest.parent_id if oldest and oldest.lane == Lane.PUBLIC else None
    return Conversation(items, total - len(shown), len(posts) > len(shown), beyond or "", posts)


def before_the_first(case: Case, held: Records, first: Glance) -> Conversation:
    """The private lane of a public case whose customer has not written there: our own messages, if any."""
    ours = Post.objects.filter(
        network=case.network, lane=Lane.PRIVATE, account=case.account_id, answers=case.author_id
    )
    found = ours.select_related("author", "account").order_by("created_at", "id")[:MOST_POSTS]
    posts = list(found) if "messages" in first.holds else []
    mine = Records(held.answers, (), ())
    return Conversation(_items(case, posts, mine, frozenset(), ()), posts=posts)


def _items(
    case: Case, posts: Sequence[Post], held: Records, revealed: frozenset[str], own: Sequence[str]
) -> list[Item]:
    echoes = {row.external_post_id: row for row in held.answers if row.external_post_id}
    items: list[Item] = list(_said(case, posts, echoes, revealed, own))
    heard = {post.post_id for post in posts} | {post.latest_id for post in posts}
    items += [
        Sending(row.created_at, row, markup(row.text, network=case.network))
        for row in held.answers
        if row.external_post_id not in heard
    ]
    items += [Noted(note.created_at, note, calling(note.text, held.called)) for note in held.notes]
    items += [Happened(event.at, event, text) for event in held.events if (text := sentence(event))]
    return sorted(items, key=lambda item: (item.at, item.kind != "event"))


def _posts(case: Case, roots: Sequence[str]) -> tuple[list[Post], int]:
    """The posts of the case's conversations, nearly always one, in their order, and how many there are.

    Of a storm the newest, and those that concern the case: whoever wrote first must not fall out at its end.
    """
    threads = [_THREAD.all(network=case.network, root=root, lane=case.lane) for root in roots]
    found = sorted((post for thread in threads for post in thread), key=_order)
    if len(found) < MOST_POSTS:
        return found, len(found)
    read = {post.pk: post for post in found[-MOST_POSTS:]}
    read |= {post.pk: post for post in storms.concerning(case, roots, MOST_POSTS)}
    return sorted(read.values(), key=_order), storms.posts_of(case, roots).count()


def _order(post: Post) -> tuple[datetime, int]:
    return post.created_at, post.pk


def _concerning(case: Case, posts: Sequence[Post]) -> list[Post]:
    """The customer's posts, ours to them, whoever speaks to one of those, and what they all answer."""
    by_id = {post.post_id: post for post in posts}
    core = {post.post_id for post in posts if _is_core(case, post)}
    above: set[str] = set()
    for post_id in core:
        here = by_id[post_id].parent_id
        while here in by_id and here not in core and here not in above:
            above.add(here)
            here = by_id[here].parent_id
    wanted = core | above
    return [post for post in posts if post.post_id in wanted or post.parent_id in core]


def _is_core(case: Case, post: Post) -> bool:
    return post.author_id == case.author_id or (post.is_own and post.answers_id == case.author_id)


def _said(
    case: Case, posts: Sequence[Post], echoes: Mapping[str, Outbox], revealed: frozenset[str], own: Sequence[str]
) -> Iterable[Said]:  # fmt: skip
    quoted = _quoted(case, posts)
    posing = poses((post.author for post in posts if _side(case, post) == "other"), own)
    for post in posts:
        personal: Sequence[Mapping[str, Any]] = (post.verdict or {}).get("personal_data") or ()
        shown = not personal or post.post_id in revealed
        said = without_picture_link(post.text, post.links)
        body = markup(said, network=post.network, links=post.links, personal=personal, revealed=shown)
        sent = echoes.get(post.post_id) or echoes.get(post.latest_id)
        yield Said(
            post.created_at, post, _side(case, post), body, not shown, quoted.get(post.quoted_id or ""), sent,
            new=case.unanswered_since is not None and post.created_at >= case.unanswered_since,
            posing=posing.get(post.author_id, ""),
        )  # fmt: skip


def _side(case: Case, post: Post) -> str:
    if post.is_own:
        return "us"
    return "customer" if post.author_id == case.author_id else "other"


def _quoted(case: Case, posts: Sequence[Post]) -> dict[str, Post]:
    wanted = [post.quoted_id for post in posts if post.quoted_id]
    if not wanted:
        return {}
    found = Post.objects.filter(network=case.network, post_id__in=wanted).select_related("author")
    return {post.post_id: post for post in found}


def _revealed(held: Records, reader: User, now: datetime) -> frozenset[str]:
    """Posts whose personal data this person uncovered a moment ago."""
    return frozenset(
        str(event.data.get("post"))
        for event in held.events
        if event.kind == "personal_data_revealed"
        and event.actor_id == reader.pk
        and event.at > now - REVEALED_FOR
    )
