"""What must be known before a batch can be stored: who is known, what is known, what hangs on what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from hark.actions.ingest.verdict_row import VerdictRow
from hark.actions.roster import OwnAccount, Roster
from hark.domain.post import Author, Post, Withheld
from hark.store import bulk


@dataclass(frozen=True, slots=True)
class Parent:
    """A stored post that a new one answers; author, account and answers are rows."""

    root_id: str
    author: int
    account: int | None
    answers: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A customer's post with what triage said and whom it concerns.

    `joining` is the account for which a proactive watch found a conversation worth joining.
    """

    post: Post
    verdict: VerdictRow
    tagged: tuple[OwnAccount, ...]
    named: OwnAccount | None
    joining: OwnAccount | None = None


@dataclass(slots=True)
class Facts:
    """A batch on its way into the store. Every look-up of it is one query for the whole batch.

    `earlier` are stored posts of which an earlier version was heard, `aliases` later versions of the batch's
    posts and the posts they belong to. `waited_for` are stored posts that others answered by such a version, `redated`
    authors and conversations of posts that turned out to be older.
    """

    network: str
    new: list[Post]
    edits: list[Post]
    earlier: list[Post]
    aliases: dict[str, str]
    withheld: list[Post] = field(
        init=False, default_factory=list
    )  # stored ones, withheld elsewhere than before
    parents: dict[str, Parent]
    authors: dict[str, int] = field(default_factory=dict)
    roots: dict[str, str] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    answers: dict[str, int | None] = field(default_factory=dict)
    judged: dict[str, Judged] = field(default_factory=dict)
    batch: dict[str, Post] = field(default_factory=dict)
    moved_cases: set[tuple[int, int, str]] = field(default_factory=set)
    waited_for: list[str] = field(default_factory=list)
    redated: set[tuple[int, str]] = field(default_factory=set)

    @property
    def arrived(self) -> list[str]:
        """The posts that stored ones may have waited for."""
        return [*self.batch, *self.waited_for]


def gather(posts: Sequence[Post], roster: Roster, judged: Mapping[str, Judged]) -> Facts:
    """Sort a batch into new posts, new versions of stored ones and repeats, and look up its surroundings."""
    network = roster.network
    batch = _canonical(posts)
    known = bulk.rows("stored_posts", network=network, ids=list(batch))
    stored = {post_id: latest_id for post_id, latest_id, *_ in known}
    new = [post for post_id, post in batch.items() if post_id not in stored]
    edits = [
        post for post_id, post in batch.items() if post_id in stored and _is_newer(post, stored[post_id])
    ]
    earlier = [
        batch[key] for key, latest_id, _, said in known
        if (batch[key].versions or batch[key].post_id != latest_id) and batch[key].created_at < said
    ]  # fmt: skip
    aliases = {version: canonical_id(post) for post in [*new, *edits] for version in other_ids(post)}
    new = _follow_aliases(network, new, aliases)
    wanted = _distinct([*(post.parent_id for post in new), *(canonical_id(post) for post in edits)])
    parents = {row[0]: Parent(*row[1:]) for row in bulk.rows("stored_parents", network=network, ids=wanted)}
    facts = Facts(
        network, new, edits, earlier, aliases, parents, batch={canonical_id(post): post for post in new}
    )
    facts.withheld = [
        batch[key] for key, _, before, _ in known if batch[key].withheld != _as_withheld(before)
    ]
    facts.judged = dict(judged)
    facts.authors = _put_authors(network, new, edits)
    return facts


def canonical_id(post: Post) -> str:
    """A post is named by the first id of its edit chain."""
    return post.versions[0] if post.versions else post.post_id


def other_ids(post: Post) -> tuple[str, ...]:
    """The ids of its later versions, which name the same post."""
    return (*post.versions[1:], *post.later)


def _canonical(posts: Sequence[Post]) -> dict[str, Post]:
    """One entry per post; of several versions in the batch the newest, said when the first was."""
    batch: dict[str, Post] = {}
    for post in posts:
        key = canonical_id(post)
        held = batch.get(key)
        if held is None:
            batch[key] = post
        elif held.post_id != post.post_id:
            newest = post if len(post.versions) > len(held.versions) else held
            batch[key] = replace(newest, created_at=min(held.created_at, post.created_at))
    return batch


def _is_newer(post: Post, latest_id: str) -> bool:
    return bool(post.versions) and latest_id in post.versions and latest_id != post.versions[-1]


def _as_withheld(stored: str | None) -> Withheld | None:
    return msgspec.json.decode(stored, type=Withheld) if stored else None


def _follow_aliases(network: str, posts: list[Post], aliases: Mapping[str, str]) -> list[Post]:
    """Answers, and X's conversation ids, may name a later version of an edited post; point them at the post itself."""
    wanted = _distinct(key for post in posts for key in (post.parent_id, post.conversation_id))
    known: dict[str, str] = dict(bulk.rows("stored_aliases", network=network, ids=wanted))
    known |= aliases
    if not known:
        return posts
    return [
        replace(
            post,
            parent_id=known.get(post.parent_id or "", post.parent_id),
            conversation_id=known.get(post.conversation_id or "", post.conversation_id),
        )
        if post.parent_id in known or post.conversation_id in known
        else post
        for post in posts
    ]


def _put_authors(network: str, new: Sequence[Post], edits: Sequence[Post]) -> dict[str, int]:
    """Rows of everybody who speaks or is answered in the batch; writes only what is new or has changed."""
    people: dict[str, Author] = {}
    for post in new:
        if post.parent_author_id:
            people.setdefault(post.parent_author_id, Author(post.parent_author_id))
    for post in [*new, *edits]:
        people[post.author.author_id] = post.author
    known = {row[1]: row for row in bulk.rows("stored_authors", network=network, ids=list(people))}
    ids: dict[str, int] = {author_id: row[0] for author_id, row in known.items()}
    changed = [person for person in people.values() if _has_changed(person, known.get(person.author_id))]
    if changed:
        written = bulk.rows(
            "put_authors",
            network=network,
            ids=[p.author_id for p in changed],
            handles=[p.handle for p in changed],
            names=[p.name for p in changed],
            followers=[p.followers for p in changed],
            verified=[p.verified for p in changed],
            protected=[p.protected for p in changed],
            bios=[p.bio for p in changed],
            avatars=[p.avatar_url for p in changed],
            joined=[p.created_at for p in changed],
        )
        ids |= {author_id: pk for pk, author_id in written}
    return ids


def _has_changed(person: Author, row: tuple[Any, ...] | None) -> bool:
    if row is None:
        return True
    _, _, handle, name, followers, verified, protected = row
    return (
        (bool(person.handle) and person.handle != handle)
        or (bool(person.name) and person.name != name)
        or (person.followers is not None and person.followers != followers)
        or (bool(person.handle) and (person.verified, person.protected) != (verified, protected))
    )


def _distinct(values: Iterable[str | None]) -> list[str]:
    return list({value for value in values if value is not None})
