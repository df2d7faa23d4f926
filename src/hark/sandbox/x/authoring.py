"""How a post comes into being: leading handles, markup, thread, counters, and the news of it."""

import re
from dataclasses import dataclass, field
from typing import Any

from hark.sandbox.x.entities import display, mark_up, shorten
from hark.sandbox.x.model import Media, Poll, Post, User
from hark.sandbox.x.network import Network

LEADING = re.compile(r"(?:@[A-Za-z0-9_]{1,20}\s+)*(?:@[A-Za-z0-9_]{1,20}\s*$)?")


@dataclass(slots=True)
class Draft:
    """What somebody wants to publish. `exclude` are ids that a reply shall not carry along."""

    author: User
    text: str
    moment: float
    reply_to: Post | None = None
    quotes: Post | None = None
    reposts: Post | None = None
    edits: Post | None = None
    media: tuple[Media, ...] = ()
    poll: Poll | None = None
    exclude: frozenset[str] = frozenset()
    reply_settings: str = "everyone"
    source: str = "X Web App"
    lang: str = ""
    via: str = "script"
    nullcast: bool = False
    more: dict[str, Any] = field(default_factory=dict)


def publish(network: Network, draft: Draft) -> Post:
    """Put a post on the network and tell everybody. Nothing is refused here; see posting.py for that."""
    number = network.new_id(draft.moment)
    leading, implicit = _carried(network, draft)
    written = _repost_text(draft.reposts) if draft.reposts else leading + draft.text
    wire, entities = mark_up(written, network.user_named)
    parent = draft.reply_to
    post = Post(
        id=str(number),
        number=number,
        author=draft.author,
        created=draft.moment,
        text=written,
        wire=wire,
        entities=entities,
        lang=draft.lang or draft.author.language,
        conversation_id=parent.conversation_id if parent else str(number),
        typed=draft.text,
        body_start=len(match.group()) if parent and (match := LEADING.match(wire)) else 0,
        reply_to=parent,
        reply_to_id=parent.id if parent else None,
        reply_to_user=parent.author if parent else None,
        quotes=draft.quotes,
        reposts=draft.reposts,
        media=draft.media,
        poll=draft.poll,
        reply_settings=draft.reply_settings,
        source=draft.source,
        nullcast=draft.nullcast,
        implicit=implicit,
        via=draft.via,
        **draft.more,
    )
    _attach_links(post)
    _chain(post, draft.edits)
    _count(post)
    network.add_post(post)
    network.tell("post", post=post, user=post.author)
    return post


def _carried(network: Network, draft: Draft) -> tuple[str, frozenset[str]]:
    """The handles a reply carries in front of its words, and the ids of everybody carried."""
    parent = draft.reply_to
    if parent is None:
        return "", frozenset()
    people = [parent.author] + [network.users[m["id"]] for m in parent.entities.mentions]
    carried: dict[str, User] = {}
    for person in people:
        if person is not draft.author and (person is parent.author or person.id not in draft.exclude):
            carried.setdefault(person.id, person)
    match = LEADING.match(draft.text)
    typed = {handle.lower() for handle in re.findall(r"@(\w+)", match.group())} if match else set()
    front = [f"@{person.username} " for person in carried.values() if person.username.lower() not in typed]
    return "".join(front), frozenset(carried)


def _repost_text(original: Post) -> str:
    text = f"RT @{original.author.username}: {original.text}"
    return text if len(text) <= 140 else text[:139] + "…"


def _attach_links(post: Post) -> None:
    """The link X appends for pictures and for a quoted post."""
    base = f"https://x.com/{post.author.username}/status/{post.id}"
    links = []
    if post.media:
        kind = "video" if "video" in post.media[0].kind else "photo"
        links.append((f"{base}/{kind}/1", f"pic.x.com/{shorten(base)[-10:]}", post.media[0].key))
    if post.quotes:
        quoted = f"https://x.com/{post.quotes.author.username}/status/{post.quotes.id}"
        links.append((quoted, display(quoted), ""))
    for expanded, shown, key in links:
        start = len(post.wire) + (1 if post.wire else 0)
        post.wire = f"{post.wire} {shorten(expanded)}".lstrip()
        link = {"start": start, "end": start + 23, "url": shorten(expanded)}
        link |= {"expanded_url": expanded, "display_url": shown}
        post.entities.urls.append(link | ({"media_key": key} if key else {}))


def _chain(post: Post, edited: Post | None) -> None:
    """An edit shares its list of versions with all the versions before it."""
    if edited is None:
        post.versions = [post.id]
        return
    post.versions = edited.versions
    post.versions.append(post.id)
    post.counts = edited.counts


def _count(post: Post) -> None:
    for other, counter in ((post.reply_to, "replies"), (post.quotes, "quotes"), (post.reposts, "reposts")):
        if other is not None:
            other.counts[counter] = other.counts.get(counter, 0) + 1


def erase(network: Network, post: Post) -> None:
    """Delete a post with its whole edit chain, and the plain reposts of it."""
    for other, counter in ((post.reply_to, "replies"), (post.quotes, "quotes"), (post.reposts, "reposts")):
        if other is not None:
            other.counts[counter] = max(0, other.counts.get(counter, 0) - 1)
    reposts = [one for one in network.timeline if one.reposts is post] if post.counts.get("reposts") else []
    network.drop_posts([*network.chain(post), *reposts])
