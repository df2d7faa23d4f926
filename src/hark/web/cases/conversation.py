"""The conversation of a case in the order it happened: posts, answers on their way, notes, and what was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from hark.accounts.models import User
from hark.domain.outbox import SendState
from hark.store.models import Case, Event, Note, Outbox, Post
from hark.web.cases.happenings import sentence
from hark.web.posttext import markup

# A conversation may be a storm; this many of its posts are read, newest last.
MOST_POSTS = 300
REVEALED_FOR = timedelta(minutes=10)

_GONE = (SendState.CANCELLED, SendState.DRAFT)


@dataclass(frozen=True, slots=True)
class Said:
    """A post in the thread. `side` is customer, us or other; `sent` the answer of ours it is the echo of."""

    at: datetime
    post: Post
    side: str
    body: SafeString
    covered: bool
    quoted: Post | None = None
    sent: Outbox | None = None
    new: bool = False
    kind: str = "post"

    @property
    def key(self) -> str:
        return f"post-{self.post.pk}"


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
    """A note for colleagues."""

    at: datetime
    note: Note
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
    """What the thread shows. `others` counts posts of the network's thread that do not concern this case."""

    items: Sequence[Item] = ()
    others: int = 0
    posts: Sequence[Post] = field(default=(), repr=False)


def conversation(case: Case, reader: User, now: datetime, *, whole: bool = False) -> Conversation:
    """Read and order everything there is to show of a case."""
    posts = _posts(case)
    shown = posts if whole else _concerning(case, posts)
    answers = list(
        case.outbox.exclude(state__in=_GONE).select_related("writer", "account").order_by("created_at")
    )
    echoes = {row.external_post_id: row for row in answers if row.external_post_id}
    items: list[Item] = list(_said(case, shown, echoes, _revealed(case, reader, now)))
    heard = {post.post_id for post in shown} | {post.latest_id for post in shown}
    items += [
        Sending(row.created_at, row, markup(row.text, network=case.network))
        for row in answers
        if row.external_post_id not in heard
    ]
    items += [Noted(note.created_at, note) for note in case.notes.select_related("writer")]
    items += _happened(case)
    items.sort(key=lambda item: (item.at, item.kind != "event"))
    return Conversation(items, len(posts) - len(shown), posts)


def _posts(case: Case) -> list[Post]:
    of_thread = Post.objects.filter(network=case.network, root_id=case.root_id, lane=case.lane)
    newest = of_thread.select_related("author", "account").order_by("-created_at", "-id")[:MOST_POSTS]
    return sorted(newest, key=lambda post: (post.created_at, post.pk))


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
    case: Case, posts: Sequence[Post], echoes: Mapping[str, Outbox], revealed: frozenset[str]
) -> Iterable[Said]:
    quoted = _quoted(case, posts)
    for post in posts:
        personal: Sequence[Mapping[str, Any]] = (post.verdict or {}).get("personal_data") or ()
        shown = not personal or post.post_id in revealed
        body = markup(post.text, network=post.network, links=post.links, personal=personal, revealed=shown)
        sent = echoes.get(post.post_id) or echoes.get(post.latest_id)
        yield Said(
            post.created_at, post, _side(case, post), body, not shown, quoted.get(post.quoted_id or ""), sent,
            new=case.unanswered_since is not None and post.created_at >= case.unanswered_since,
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


def _revealed(case: Case, reader: User, now: datetime) -> frozenset[str]:
    """Posts whose personal data this person uncovered a moment ago."""
    recent = case.events.filter(kind="personal_data_revealed", actor=reader, at__gt=now - REVEALED_FOR)
    return frozenset(str(data.get("post")) for data in recent.values_list("data", flat=True))


def _happened(case: Case) -> list[Item]:
    found: list[Item] = []
    for event in case.events.select_related("actor").order_by("at", "id"):
        text = sentence(event)
        if text:
            found.append(Happened(event.at, event, text))
    return found
