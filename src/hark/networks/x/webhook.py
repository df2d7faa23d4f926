"""X's webhook: is this really X, and what does it say. Pure functions over raw bytes, no database.

Two rules come from reliability.md X8. The signature covers the raw body and nothing else, so it is checked
before parsing and an old event stays valid for ever: de-duplicate by post id, and drop what is over 48 h old.
And X's challenge (CRC) is answered with the *same* function that signs events, so a careless answer would
sign forged events for anybody: only tokens in which no JSON object fits are answered.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hark.domain.post import Post
from hark.networks.port import Item, Rejected
from hark.networks.x.activity import ActivityReader

SIGNATURE_HEADER = "x-twitter-webhooks-signature"
MAX_BODY = 1024 * 1024
MAX_AGE = timedelta(hours=48)
# No { and no ": no JSON object fits. fullmatch, because "$" would let a line end through.
CRC_TOKEN = re.compile(r"[A-Za-z0-9_+/=-]{1,256}")


class ForgedError(ValueError):
    """A request that is not from X, or that X would not send. Answer 400 or 401 and raise an alarm."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the endpoint answers: status and JSON body."""

    status: int
    body: Mapping[str, str]


def signature(secret: str, message: bytes) -> str:
    """X's function for both purposes: "sha256=" and the base64 HMAC-SHA256 under the consumer secret."""
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()


def crc_answer(secret: str, token: str) -> Answer:
    """The answer to X's challenge. Raises ForgedError for a token that could be anything but a challenge.

    X does not document the token's alphabet, so every refusal must be told to the operator.
    """
    if not secret or CRC_TOKEN.fullmatch(token) is None:
        raise ForgedError("a challenge with characters X has never used")
    return Answer(200, {"response_token": signature(secret, token.encode())})


def verified(secret: str, body: bytes, header: str) -> dict[str, Any]:
    """The JSON object X signed. Raises ForgedError for a wrong signature, a body over 1 MiB or no object."""
    if len(body) > MAX_BODY:
        raise ForgedError("the body is over 1 MiB")
    expected = signature(secret, body).encode()
    if not secret or not hmac.compare_digest(expected, header.encode("utf-8", "replace")):
        raise ForgedError("the signature does not fit")
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise ForgedError("signed, but not JSON") from None
    if not isinstance(document, dict):
        raise ForgedError("signed, but not an object")
    return document


class WebhookReader:
    """Verified bodies into posts, messages and deletions; events of the past are left out.

    `replaying` lets old events in while a replay job is open.
    """

    def __init__(self, reader: ActivityReader, *, replaying: bool = False) -> None:
        self._reader = reader
        self.replaying = replaying

    def read(self, document: Mapping[str, Any], now: datetime) -> Iterator[Item]:
        """What one delivery says. X may send one event or a list of them under `data`."""
        if "replay_job_status" in document:  # X says that a replay is over; what it replayed has come before
            return
        data = document.get("data")
        events = data if isinstance(data, list) else [data]
        for number, event in enumerate(events, 1):
            for item in self._reader.read({**document, "data": event}, number):
                if isinstance(item, Post) and not self.replaying and now - item.created_at > MAX_AGE:
                    yield Rejected(number, "an event over 48 hours old, and no replay is open", item.post_id)
                else:
                    yield item
