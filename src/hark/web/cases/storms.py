"""A conversation of more posts than a page reads: what concerns one case in it, however long ago it was said."""

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from hark.store.models import Case, Post

# What a post answers, and what that answers, is followed upwards this far; each step is a question to the database.
MOST_STEPS = 20


def concerning(case: Case, roots: Sequence[str], most: int) -> list[Post]:
    """The newest of the customer's posts and ours to them, at most `most`, what they answer and who answers them."""
    thread = posts_of(case, roots)
    ours = Q(account__isnull=False, answers=case.author_id)
    core = list(thread.filter(Q(author=case.author_id) | ours).order_by("-created_at", "-id")[:most])
    ids = [post.post_id for post in core]
    answers = thread.filter(parent_id__in=ids).order_by("-created_at", "-id")[:most]
    return [*core, *answers, *_above(thread, core)]


def posts_of(case: Case, roots: Sequence[str]) -> QuerySet[Post]:
    """Every post of the case's conversations that the desk holds, in the case's lane."""
    found = Post.objects.filter(network=case.network, root_id__in=roots, lane=case.lane)
    return found.select_related("author", "account")


def _above(thread: QuerySet[Post], core: Sequence[Post]) -> list[Post]:
    found: list[Post] = []
    known = {post.post_id for post in core}
    wanted = _parents(core) - known
    for _ in range(MOST_STEPS):
        if not wanted:
            break
        step = list(thread.filter(post_id__in=wanted))
        found += step
        known |= wanted
        wanted = _parents(step) - known
    return found


def _parents(posts: Collection[Post]) -> set[str]:
    return {post.parent_id for post in posts if post.parent_id}
