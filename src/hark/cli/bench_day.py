"""The demo's working day as posts, so that ingest takes it in as it would from the network."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from hark.domain.post import Author, Lane, Mention, Post, PostKind
from hark.sandbox.world import Line, Person
from hark.sandbox.worlds.demo import demo

BRAND_HANDLE = "CurlewCare"
LONG_THREADS, LONG = 6, 60
FIRST_ID = 1_000_000  # all ids have seven digits, so a copy's number in front of one makes a new one
_HANDLE = re.compile(r"@(\w+)")


def posts(ends: datetime) -> Iterator[Post]:
    """The day in order of time, its last post at `ends`; half a dozen of its threads grow to sixty posts."""
    world = demo()
    people = {person.username: person for person in world.people}
    lines = sorted([*world.lines, *_long_threads(world.lines)], key=lambda line: line.at)
    ids = {line.key: str(FIRST_ID + n) for n, line in enumerate(lines)}
    last = lines[-1].at
    authors = {line.key: line.author for line in lines}
    for line in lines:
        yield _post(line, ids, authors, people, ends + timedelta(seconds=line.at - last))


def _long_threads(lines: Sequence[Line]) -> Iterator[Line]:
    """Some who do not let go: customer and brand in turn, a minute apart."""
    openings = [line for line in lines if f"@{BRAND_HANDLE}" in line.text and not line.reply_to]
    words = [line.text for line in lines if line.author == BRAND_HANDLE]
    for number, opening in enumerate(openings[-LONG_THREADS:]):
        above = opening.key
        for turn in range(LONG):
            key = f"long{number}.{turn}"
            author = BRAND_HANDLE if turn % 2 == 0 else opening.author
            text = words[(number * LONG + turn) % len(words)] if turn % 2 == 0 else f"{opening.text} ({turn})"
            yield Line(key, opening.at + 60 * (turn + 1), author, text, reply_to=above)
            above = key


def _post(
    line: Line, ids: Mapping[str, str], authors: Mapping[str, str], people: Mapping[str, Person], at: datetime
) -> Post:
    above = authors.get(line.reply_to or "")
    text = f"@{above} {line.text}" if above and f"@{above}" not in line.text else line.text
    kind = PostKind.REPOST if line.reposts else PostKind.QUOTE if line.quotes else PostKind.POST
    return Post(
        network="x",
        post_id=ids[line.key],
        author=_author(people[line.author]),
        created_at=at,
        text=text,
        lane=Lane.PRIVATE if line.private_to else Lane.PUBLIC,
        kind=kind,
        parent_id=ids.get(line.reply_to or ""),
        parent_author_id=above or line.private_to,
        quoted_id=ids.get(line.quotes or ""),
        reposted_id=ids.get(line.reposts or ""),
        conversation_id=_private_conversation(line),
        mentions=tuple(Mention(name, name) for name in _HANDLE.findall(text) if name in people),
    )


def _author(person: Person) -> Author:
    """The handle is the id, too."""
    return Author(
        person.username, person.username, person.name, person.followers, person.verified, person.protected,
        person.bio,
    )  # fmt: skip


def _private_conversation(line: Line) -> str | None:
    return "-".join(sorted((line.author, line.private_to))) if line.private_to else None
