"""The one protocol every network speaks to the rest of Hark.

A network folder gives *sources* (things that are heard) and, where the network allows it, a *sender*.
Nothing behind this file knows which network it is talking to.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hark.domain.post import Account, Author, Post


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or payload that is no post: where it stood, why, and what it was (kept for the rejects file)."""

    line: int
    reason: str
    raw: str


class ArchiveReader(Protocol):
    """A file of past posts, read as a stream in constant memory."""

    network: str

    def accounts(self) -> Sequence[Account]:
        """The brand accounts that speak in the file (a first pass over it)."""

    def read(self) -> Iterator[Post | Rejected]:
        """Every row, in file order, either as a post or as the reason why it is none."""

    def bytes_read(self) -> int:
        """How far `read` has come, for a progress bar."""

    def bytes_total(self) -> int:
        """The size of the file."""


@dataclass(frozen=True, slots=True)
class Deletion:
    """A post that is gone on the network, and when it said so."""

    network: str
    post_id: str
    at: datetime
    reason: str = "deleted"


@dataclass(frozen=True, slots=True)
class AuthorFact:
    """What became of a person: `state` is "seen", "protected", "suspended", "deleted", "gone" or "encrypted".

    With "seen" the `author` is complete and current; with the others only its id is certain. "encrypted": the
    person writes to us in chats that only the network's own app can read.
    """

    network: str
    author: Author
    at: datetime
    state: str = "seen"


Item = Post | Deletion | Rejected | AuthorFact


@dataclass(frozen=True, slots=True)
class Sent:
    """The network's receipt for something we said."""

    post_id: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What to upload. `alt` describes it for people who do not see it."""

    content: bytes
    media_type: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The network's name for an upload, and for how many seconds it may be posted."""

    media_id: str
    seconds: int


class NetworkError(Exception):
    """The network, or the way to it, said no.

    `permanent`: trying again unchanged can never help. `processed`: False when it is certain that nothing
    was done, None when nobody knows (then the answer is *ambiguous* and must be observed, never resent).
    """

    def __init__(
        self,
        reason: str,
        message: str,
        *,
        permanent: bool,
        processed: bool | None = False,
        retry_after: float | None = None,
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.permanent = permanent
        self.processed = processed
        self.retry_after = retry_after
        self.status = status


class Source(Protocol):
    """Something that is heard: a stream or a poll."""

    name: str

    def posts(self) -> AsyncIterator[Item]:
        """What the network says, as it says it; ends or raises NetworkError when the line is lost."""


class Sender(Protocol):
    """The way out."""

    async def reply(
        self, text: str, *, parent_id: str, media_ids: Sequence[str] = (), untagged: Sequence[str] = ()
    ) -> Sent:
        """Answer a post in public, without tagging the people of these ids. Raises NetworkError.

        Reason "media_expired": an upload is no longer there; nothing was posted.
        """

    async def message(self, text: str, *, recipient_id: str) -> Sent:
        """Write to a person in private. Raises NetworkError."""

    async def upload(self, picture: Picture) -> Uploaded:
        """Bring a picture to the network, where nobody sees it until it is posted. Raises NetworkError."""

    async def delete(self, post_id: str) -> None:
        """Take one of our posts off the network. Raises NetworkError."""

    async def hide(self, post_id: str, *, hidden: bool) -> None:
        """Hide a reply in a conversation of ours, or show it again. Raises NetworkError."""
