"""Placing a batch in its conversations, and moving conversations whose missing root has arrived."""

from hark.actions.ingest.facts import Facts, canonical_id
from hark.domain.thread import Link, resolve
from hark.store import bulk


def place(facts: Facts) -> None:
    """Find the conversation of every new post; note which stored conversations move."""
    links = [Link(canonical_id(post), post.parent_id, post.conversation_id) for post in facts.new]
    ids = [*(link.post_id for link in links), *facts.aliases]
    stored = frozenset(row[0] for row in bulk.rows("stored_roots", network=facts.network, ids=ids))
    known = {key: facts.aliases.get(above.root_id, above.root_id) for key, above in facts.parents.items()}
    threads = resolve(links, known, stored)
    facts.roots.update(threads.roots)
    facts.moves.update(threads.moves)
    for version in facts.aliases.keys() & stored:
        post_id = facts.aliases[version]
        root = facts.roots.get(post_id) or known[post_id]
        facts.moves[version] = facts.moves.get(root, root)


def point_at_posts(facts: Facts) -> None:
    """Stored answers to a later version of a post answer the post; what they waited for has arrived."""
    if facts.aliases:
        versions, posts = zip(*facts.aliases.items(), strict=True)
        found = bulk.rows("point_at_posts", network=facts.network, versions=list(versions), posts=list(posts))
        facts.waited_for = list({row[0] for row in found})


def apply_moves(facts: Facts) -> None:
    """Give stored posts and cases their true root. Cases that meet there become one."""
    for old, new in facts.moves.items():
        for lost, kept in bulk.rows("cases_that_collide", network=facts.network, old=old, new=new):
            _join(lost, kept)
        grown = bulk.rows("cases_that_grow", network=facts.network, old=old, new=new)
        bulk.run("move_posts", network=facts.network, old=old, new=new)
        moved = bulk.rows("move_cases", network=facts.network, old=old, new=new)
        facts.moved_cases |= {(account, author, new) for account, author in [*grown, *moved]}


def _join(lost: int, kept: int) -> None:
    """Hand everything of one case to another and drop the empty one; the posts follow by themselves."""
    for table in ("participant", "note", "event", "outbox", "draft"):
        bulk.run(f"join_{table}", lost=lost, kept=kept)
    bulk.run("join_case", lost=lost, kept=kept)
    bulk.run("drop_case", lost=lost)
