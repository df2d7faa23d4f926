"""Conversations come out the same whatever order posts arrive in, and however they are cut into batches."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hark.domain.thread import Link, resolve


def stored_roots(batches: list[list[Link]]) -> dict[str, str]:
    """Play batches into an imaginary store, the way actions.ingest does."""
    roots: dict[str, str] = {}
    for batch in batches:
        new = [link for link in batch if link.post_id not in roots]
        parents = {link.parent_id: roots[link.parent_id] for link in new if link.parent_id in roots}
        names = frozenset(link.post_id for link in new) & frozenset(roots.values())
        threads = resolve(new, parents, names)
        roots = {post_id: threads.moves.get(root, root) for post_id, root in roots.items()}
        roots |= threads.roots
    return roots


def true_root(post_id: str, parents: dict[str, str | None]) -> str:
    """Climb until nobody is above, or the one above was never seen: then that one's name."""
    while (above := parents.get(post_id)) is not None:
        if above not in parents:
            return above
        post_id = above
    return post_id


@st.composite
def forests(draw: st.DrawFn) -> tuple[list[Link], list[int]]:
    """Posts that answer older ones or posts nobody has seen, in any order, with places to cut."""
    count = draw(st.integers(1, 14))
    links = []
    for number in range(count):
        kind = draw(st.sampled_from(["root", "answer", "orphan"]))
        parent = None
        if kind == "answer" and number:
            parent = str(100 + draw(st.integers(0, number - 1)))
        elif kind == "orphan":
            parent = f"gone-{draw(st.integers(0, 2))}"
        links.append(Link(str(100 + number), parent))
    return draw(st.permutations(links)), draw(st.lists(st.integers(0, count), max_size=5))


@given(forests())
def test_arrival_order_never_changes_the_conversation(forest: tuple[list[Link], list[int]]) -> None:
    links, cuts = forest
    edges = [0, *sorted(cuts), len(links)]
    batches = [links[a:b] for a, b in pairwise(edges) if a < b]
    parents = {link.post_id: link.parent_id for link in links}
    assert stored_roots(batches) == {post_id: true_root(post_id, parents) for post_id in parents}


@given(st.integers(1, 6), st.permutations(range(6)), st.booleans())
def test_a_loop_ends_and_names_one_conversation(size: int, order: list[int], in_one_batch: bool) -> None:
    links = [Link(str(10 + i), str(10 + (i + 1) % size)) for i in range(size)]
    arriving = [links[i] for i in order if i < size]
    batches = [arriving] if in_one_batch else [[link] for link in arriving]
    assert len(set(stored_roots(batches).values())) == 1


def test_the_networks_conversation_id_wins_over_the_parent() -> None:
    threads = resolve([Link("3", "2", "1")], {}, frozenset())
    assert threads.roots == {"3": "1"}
