"""The ground truth: a line for everything that was said, sent, asked and answered.

A checker compares it with what Hark believes. Lines are JSON objects with `at` (network time, ISO 8601 with
milliseconds), `kind` and the facts of that kind, see docs/rooms/sandbox.md.
"""

from collections import deque
from pathlib import Path
from typing import IO, Any

import msgspec

from hark.sandbox.clock import Clock
from hark.sandbox.x.network import Happening
from hark.sandbox.x.times import iso_ms

KEPT = 100_000


class Truth:
    """The last lines in memory, all of them in a file when one is named."""

    def __init__(self, clock: Clock, path: Path | None = None) -> None:
        self._clock = clock
        self._encoder = msgspec.json.Encoder()
        self._file: IO[bytes] | None = path.open("ab") if path else None
        self.lines: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.total = 0

    def record(self, kind: str, **facts: Any) -> None:
        line = {"at": iso_ms(self._clock.now()), "kind": kind, **facts}
        self.lines.append(line)
        self.total += 1
        if self._file is not None:
            self._file.write(self._encoder.encode(line) + b"\n")

    def flush(self) -> None:
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def hear(self, happening: Happening) -> None:
        """Write down what changed on the network."""
        post, message = happening.post, happening.message
        if post is not None and happening.kind in ("post", "delete"):
            facts: dict[str, Any] = {
                "id": post.id,
                "author": post.author.username,
                "author_id": post.author.id,
            }
            if happening.kind == "post":
                facts |= {"text": post.wire, "via": post.via, "conversation_id": post.conversation_id}
                facts |= {"created_at": iso_ms(post.created), "reply_to": post.reply_to_id}
                facts["quotes"] = post.quotes.id if post.quotes else None
                facts["reposts"] = post.reposts.id if post.reposts else None
                facts["versions"] = list(post.versions)
            self.record(happening.kind, **facts)
        elif message is not None and happening.kind == "message":
            self.record(
                "message",
                id=message.id,
                conversation_id=message.conversation_id,
                sender=message.sender.username,
                text=message.wire,
                encrypted=message.encrypted,
            )
        elif happening.user is not None:
            target = happening.target.username if happening.target else None
            self.record(happening.kind, user=happening.user.username, target=target, note=happening.note)
