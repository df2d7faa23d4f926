"""Placing a batch in its conversations, and moving conversations whose missing root has arrived."""

from hark.actions.ingest.facts import Facts, canonical_id
from hark.domain.thread import Link, resolve
from hark.store import bulk


def place(facts: Facts) -> None:
    """Find the conversation of every new post; note which stored conversations move."""
    links = [Link(canonical_id(post), post.parent_id, post.conversation_id) for post in facts.new]
    stored = bulk.rows("stored_roots", network=facts.network, ids=[link.post_id for link in links])
    threads = resolve(
        links,
        {post_id: parent.root_id for post_id, parent in facts.parents.items()},
        frozenset(row[0] for row in stored),
    )
    facts.roots.update(threads.roots)
    facts.moves.update(threads.moves)


def apply_moves(facts: Facts) -> None:
    """Give stored posts and cases their true root. Cases that meet there become one."""
    for old, new in facts.moves.items():
        for lost, kept in bulk.rows("cases_that_collide", network=facts.network, old=old, new=new):
            _join(lost, kept)
        bulk.run("move_posts", network=facts.network, old=old, new=new)
        moved = bulk.rows("move_cases", network=facts.network, old=old, new=new)
        facts.moved_cases |= {(account, author, new) for account, author in moved}


def _join(lost: int, kept: int) -> None:
    """Hand everything of one case to another and drop the empty one; the posts follow by themselves."""
    for table in ("participant", "note", "event", "outbox", "draft"):
        bulk.run(f"join_{table}", lost=lost, kept=kept)
    bulk.run("join_case", lost=lost, kept=kept)
    bulk.run("drop_case", lost=lost)
