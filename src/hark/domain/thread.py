"""Conversations: which posts hang together, whatever order they arrive in.

A conversation is named by its root: the network's own conversation id where it has one, else the post
reached by following replies upwards; when a parent was never seen, the parent's id is the root, so that two
answers to a deleted post still stand together. When such a missing parent arrives later and turns out to be
an answer itself, the conversation that was named after it *moves* to its true root.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A post as threading sees it: its id, what it answers, and the network's conversation id if it has one."""

    post_id: str
    parent_id: str | None = None
    conversation_id: str | None = None


@dataclass(frozen=True, slots=True)
class Threads:
    """`roots` of the new posts, and `moves` of conversations already stored: old root to new root."""

    roots: Mapping[str, str]
    moves: Mapping[str, str]


def resolve(links: Sequence[Link], known_roots: Mapping[str, str], stored_roots: frozenset[str]) -> Threads:
    """Find the conversation of each new post.

    `known_roots`: root of every already stored post that is a parent of a new one.
    `stored_roots`: those of the new posts' ids that name a stored conversation.
    A loop of replies (hostile or broken data) is cut at its smallest id.
    """
    new = {link.post_id: link for link in links}
    roots: dict[str, str] = {}
    for link in links:
        if link.post_id not in roots:
            _climb(link.post_id, new, known_roots, roots)
    moves = {
        post_id: roots[post_id] for post_id in stored_roots if post_id in roots and roots[post_id] != post_id
    }
    return Threads(roots, moves)


def _climb(start: str, new: Mapping[str, Link], known: Mapping[str, str], roots: dict[str, str]) -> None:
    """Walk from one new post to its root and note the root for every new post on the way."""
    path: list[str] = []
    seen: set[str] = set()
    here = start
    while True:
        if here in seen:
            root = min(path[path.index(here) :], key=_age)
            break
        if here in roots:
            root = roots[here]
            break
        step = _step(here, new, known)
        if here in new:
            path.append(here)
            seen.add(here)
        if step is None:
            root = here
            break
        here = step
        if here not in new and here not in known:
            root = here
            break
    for post_id in path:
        roots[post_id] = root


def _step(here: str, new: Mapping[str, Link], known: Mapping[str, str]) -> str | None:
    """One step towards the root, or None when `here` is it."""
    link = new.get(here)
    if link is None:
        root = known.get(here, here)
        return None if root == here else root
    if link.conversation_id is not None:
        return None if link.conversation_id == here else link.conversation_id
    return link.parent_id if link.parent_id != here else None


def _age(post_id: str) -> tuple[int, str]:
    """Order ids by age: networks number posts upwards, so a shorter number is older."""
    return (len(post_id), post_id)
