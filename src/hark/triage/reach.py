"""How far posts may travel: the spread forecast of each, asked for only where there is something to go by."""

from collections.abc import Sequence
from functools import lru_cache

from hark.domain.verdict import Spread, TriageInput
from hark.triage.spread.forecast import forecast


def forecasts(posts: Sequence[TriageInput]) -> list[Spread | None]:
    """A forecast per post: from its reshares, else a prior from the author's followers, else None.

    A post is looked at from its last reshare, or from now when the author has waited longer than that.
    """
    return [_one(post) for post in posts]


def _one(post: TriageInput) -> Spread | None:
    if post.reshares:
        at = max(post.reshares[-1][0], post.waited, 0.0)
        return forecast(post.reshares, at, post.followers)
    if post.followers is None or post.followers < 0:
        return None
    return _prior(_two_digits(post.followers), float(_two_digits(int(max(post.waited, 0.0)))))


def _two_digits(number: int) -> int:
    """Rounded to two figures: a prior needs no more, and is then the same for many posts."""
    scale = 10 ** max(len(str(number)) - 2, 0)
    return int(number // scale * scale)


@lru_cache(maxsize=4096)
def _prior(followers: int, waited: float) -> Spread:
    return forecast((), waited, followers)
