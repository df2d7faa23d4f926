"""Which watch brought which post: what its preview of posts and cost is counted from."""

from collections.abc import Sequence

from hark.actions.ingest.facts import canonical_id
from hark.domain.post import Post
from hark.networks.x.rules import watches_of
from hark.store import bulk


def note_watched(posts: Sequence[Post]) -> None:
    """Note the posts of a batch under the watches that brought them, each once. A watch that is gone is left out."""
    rows = [
        (watch, canonical_id(post), post.created_at) for post in posts for watch in watches_of(post.rules)
    ]
    if rows:
        watches, ids, times = zip(*rows, strict=True)
        bulk.run("put_watched", watches=list(watches), ids=list(ids), times=list(times))
