"""JSON lines of X's API v2, as archivers (twarc and its like) keep them."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from hark.domain.post import Account, Post
from hark.networks.archive.accounts import choose, missing, normal
from hark.networks.archive.files import BOM, NotAnArchive, Tape, head_of
from hark.networks.archive.x_payloads import NoPost, posts_in, users_in
from hark.networks.port import Rejected

NETWORK = "x"
MAX_LINE = 1 << 24  # bytes; a page of 500 posts with everything included is 1 to 4 MB
MAX_RAW = 1 << 20  # of a rejected line, this much is kept
NO_JSON = ("no JSON", "cut off", "no JSON object")
REMEMBERED = 20_000  # handles kept to say which ones look like a handle that is not there


class XJsonlArchive:
    """An ArchiveReader. The brand's accounts are named by `handles`, by `accounts` (a file), or both.

    Raises NotAnArchive when the file holds no post, no account is named, or a handle is not in it.
    """

    network = NETWORK

    def __init__(self, path: Path, accounts: Sequence[Account], handles: Sequence[str]) -> None:
        head_of(path)
        self._tape = Tape(path)
        chosen = choose(accounts, handles, path) if accounts else ()
        wanted = {} if accounts else {normal(handle): handle for handle in handles}
        found = self._first_pass(wanted)
        if not accounts and not wanted:
            raise NotAnArchive(
                f"{path} does not say which accounts are the brand's: name them with --account HANDLE"
            )
        self._accounts = chosen or tuple(found[key] for key in wanted)

    def accounts(self) -> Sequence[Account]:
        """The accounts asked for, with the ids the file gives them."""
        return self._accounts

    def read(self) -> Iterator[Post | Rejected]:
        """Every post, and every line that holds none, in file order. Raises OSError when the disk fails."""
        for number, raw, payload in self._payloads():
            if isinstance(payload, NoPost):
                yield Rejected(number, payload.reason, _shown(raw))
                continue
            for item in posts_in(payload):
                if isinstance(item, Post):
                    yield item
                else:
                    yield Rejected(
                        number, item.reason, _shown(raw) if item.item is None else _compact(item.item)
                    )

    def bytes_read(self) -> int:
        """How far the newest pass over the file has come."""
        return self._tape.position()

    def bytes_total(self) -> int:
        """The size of the file."""
        return self._tape.total

    def _first_pass(self, wanted: dict[str, str]) -> dict[str, Account]:
        """Find the users with these handles, and see that there is a post; stop as soon as both are known."""
        found: dict[str, Account] = {}
        others: dict[str, str] = {}
        reasons: Counter[str] = Counter()
        has_post = False
        for _, _, payload in self._payloads():
            if not has_post:
                has_post = self._has_post(payload, reasons)
            for handle, user_id in users_in(payload) if len(found) < len(wanted) else ():
                key = normal(handle)
                if key in wanted:
                    found.setdefault(key, Account(NETWORK, user_id, handle))
                elif len(others) < REMEMBERED:
                    others[key] = handle
            if has_post and len(found) == len(wanted):
                return found
        if not has_post:
            raise NotAnArchive(_no_post(self._tape.path, reasons))
        lost = next(handle for key, handle in wanted.items() if key not in found)
        raise NotAnArchive(missing(lost, others.values(), self._tape.path))

    @staticmethod
    def _has_post(payload: Any, reasons: Counter[str]) -> bool:
        for item in [payload] if isinstance(payload, NoPost) else posts_in(payload):
            if isinstance(item, Post):
                return True
            reasons[item.reason] += 1
        return False

    def _payloads(self) -> Iterator[tuple[int, bytes, Any]]:
        """Line number, line and what it says; NoPost when it is no JSON."""
        with self._tape.opened() as file:
            for number, raw in enumerate(iter(partial(file.readline, MAX_LINE), b""), start=1):
                data = raw.removeprefix(BOM) if number == 1 else raw
                if len(raw) == MAX_LINE and raw[-1] != 10:
                    while (rest := file.readline(MAX_LINE)) and rest[-1] != 10:
                        pass
                    yield number, raw, NoPost(f"longer than {MAX_LINE >> 20} MiB")
                elif not data.isspace():
                    yield number, raw, decoded(data)


def decoded(data: bytes) -> Any:
    """The JSON of one line, or NoPost with the reason why it is none."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        pass
    # msgspec is strict; half a surrogate pair or NaN in one post must not cost the others of its page.
    try:
        return json.loads(data.decode())
    except UnicodeDecodeError:
        return NoPost("not UTF-8")
    except RecursionError:
        return NoPost("nested too deeply")
    except ValueError:
        if b"\0" in data:
            return NoPost("NUL character")
        return NoPost("no JSON" if data.endswith(b"\n") else "cut off")


def _no_post(path: Path, reasons: Counter[str]) -> str:
    """One sentence: the file holds no post, and what most of its lines are instead."""
    if not reasons:
        return f"{path} holds no post"
    reason, number = reasons.most_common(1)[0]
    if reason in NO_JSON:
        spread = head_of(path).split(b"\n", 1)[0].strip() in (b"{", b"[")
        found = "one JSON document over many lines" if spread else "no JSON lines"
        return f"{path} holds {found}; expected is one answer or post of X's API v2 per line"
    lines = f"{number} line{'' if number == 1 else 's'}"
    return f"{path} holds no post: {lines} with {reason.removesuffix(', not a post')}"


def _shown(raw: bytes) -> str:
    return raw[:MAX_RAW].decode("utf-8", "replace").rstrip("\r\n")


def _compact(item: Any) -> str:
    try:
        return json.dumps(item, separators=(",", ":"))[:MAX_RAW]
    except RecursionError:
        return ""
