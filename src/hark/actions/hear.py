"""What listening hands over: posts to take in, deletions to follow, people who changed."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hark.actions.ingest import Taken, take_in
from hark.actions.outbox import observe
from hark.actions.retelling import retell
from hark.actions.roster import Roster
from hark.domain.post import Author as DomainAuthor
from hark.domain.post import Post as DomainPost
from hark.networks.port import Deletion
from hark.store.models import Alias, Author, Post


def hear(posts: Sequence[DomainPost], roster: Roster, *, now: datetime) -> Taken:
    """Take posts in and bind the echoes among them to what we sent."""
    taken = take_in(posts, roster, now=now)
    own = [post.post_id for post in posts if roster.own(post.author.author_id) is not None]
    if own:
        observe(own, roster.network, now=now)
    return taken


def forget_posts(deletions: Sequence[Deletion], *, now: datetime) -> int:
    """Deleted there means deleted here: text, media and versions go, the empty place and its evidence stay.

    Deleting any version deletes the whole post. Returns how many posts were emptied.
    """
    forgotten = 0
    with transaction.atomic(durable=True):
        for deletion in deletions:
            alias = Alias.objects.filter(network=deletion.network, alias_id=deletion.post_id).first()
            post_id = alias.post_id if alias else deletion.post_id
            rows = Post.objects.select_for_update(no_key=True).filter(
                network=deletion.network, post_id=post_id, deleted_at__isnull=True
            )
            for post in rows:
                _empty(post, deletion, now)
                forgotten += 1
    return forgotten


def _empty(post: Post, deletion: Deletion, now: datetime) -> None:
    post.deleted_at, post.text, post.media, post.links, post.versions = deletion.at, "", [], {}, []
    post.verdict, post.mentions = None, []
    post.save()
    retell(post, "post_deleted", {"reason": deletion.reason}, now=now)


def note_authors(network: str, people: Sequence[tuple[DomainAuthor, str]]) -> None:
    """Follow what became of people: protected accounts are marked, complete facts replace old ones."""
    for person, state in people:
        rows = Author.objects.filter(network=network, author_id=person.author_id)
        if state == "protected":
            rows.update(protected=True)
        elif state == "encrypted":
            rows.update(encrypted=True)
        elif state == "seen":
            rows.update(
                handle=person.handle, name=person.name, followers=person.followers, verified=person.verified,
                protected=person.protected, bio=person.bio, avatar_url=person.avatar_url,
            )  # fmt: skip
