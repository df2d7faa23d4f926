"""An archive of past posts as a world: played back with its own pauses, `--speed` times faster."""

import re
from collections.abc import Sequence
from pathlib import Path

from hark.domain.post import Author, Post, PostKind
from hark.networks.archive import FORMATS, NotAnArchive, open_archive
from hark.networks.port import ArchiveReader, Rejected
from hark.sandbox.world import Line, Person, World

LIMIT = 50_000  # posts; a world is held in memory
NUMBERED = re.compile(r"@(\d{3,15})\b")


def archive(path: Path, seed: int = 1, *, handles: Sequence[str] = (), limit: int = LIMIT) -> World:
    """The first `limit` posts of the archive at `path`, in order of time, the first one at the start.

    `handles` are the brand's accounts, where the file does not tell. People without a handle are called
    user_<id>. Raises NotAnArchive with a sentence for a person.
    """
    reader = _open(path, handles)
    brands = {account.handle.lower() for account in reader.accounts()}
    posts = [post for post in reader.read() if not isinstance(post, Rejected)]
    if not posts:
        raise NotAnArchive(f"{path} holds no post that can be played")
    posts.sort(key=lambda post: (post.created_at, post.post_id))
    posts = posts[:limit]
    people = {_username(post.author): _person(post.author, brands) for post in posts}
    known = {post.post_id for post in posts}
    begin = posts[0].created_at.timestamp()
    lines = tuple(_line(post, post.created_at.timestamp() - begin, known) for post in posts)
    return World(f"archive:{path.name}", tuple(people.values()), lines, seed=seed)


def _open(path: Path, handles: Sequence[str]) -> ArchiveReader:
    """The reader of the first format that fits."""
    with path.open("rb") as file:
        is_json = file.read(64).lstrip().startswith(b"{")
    if is_json and not handles:
        raise NotAnArchive(f"{path} does not say who the brand is: write archive:{path}#HANDLE,HANDLE")
    if is_json:
        return open_archive(path, "x-jsonl", handles=handles)
    reasons = []
    for format in FORMATS:
        try:
            return open_archive(path, format, handles=handles)
        except NotAnArchive as reason:
            reasons.append(reason)
    raise reasons[0]


def _username(author: Author) -> str:
    """A handle as X allows it: up to 15 letters, digits and underscores."""
    name = re.sub(r"\W", "_", author.handle, flags=re.ASCII) or f"user_{author.author_id}"
    return name[:15]


def _person(author: Author, brands: set[str]) -> Person:
    return Person(
        _username(author),
        author.name or _username(author),
        author.bio,
        author.followers if author.followers is not None else 50,
        verified=author.verified,
        protected=author.protected,
        brand=author.handle.lower() in brands,
    )


def _line(post: Post, at: float, known: set[str]) -> Line:
    """References to posts that are not in the archive are dropped."""

    def held(post_id: str | None) -> str | None:
        return post_id if post_id in known else None

    return Line(
        post.post_id,
        at,
        _username(post.author),
        NUMBERED.sub(r"@user_\1", post.text),
        reply_to=held(post.parent_id),
        quotes=held(post.quoted_id) if post.kind is PostKind.QUOTE else None,
        reposts=held(post.reposted_id),
        image_alt=post.media[0].alt if post.media else None,
    )
