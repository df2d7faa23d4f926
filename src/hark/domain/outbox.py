"""The outbox: what we say, from draft to certainty.

No network offers a reliable idempotency key for public posts, so "exactly once" cannot be promised, only
observed: an answer whose fate is unknown is *ambiguous* until it is seen on the network or a person decides.
It is never resent blindly. (networks.md, section 11; reliability.md, 6.3)
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from hark.domain.graph import Graph


class SendState(StrEnum):
    DRAFT = "draft"
    PENDING_APPROVAL = "pending_approval"
    APPROVED = "approved"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    AMBIGUOUS = "ambiguous"
    RECONCILING = "reconciling"
    NEEDS_HUMAN = "needs_human"
    FAILED_PERMANENT = "failed_permanent"
    CANCELLED = "cancelled"


class SendMove(StrEnum):
    SUBMIT = "submit"
    ASK_APPROVAL = "ask_approval"
    APPROVE = "approve"
    RELEASE = "release"
    RETURN = "return"
    CLAIM = "claim"
    CONFIRM = "confirm"
    RETRY = "retry"
    REFUSE = "refuse"
    DOUBT = "doubt"
    LOOK = "look"
    GIVE_UP = "give_up"
    CANCEL = "cancel"


LIFE = Graph(
    "outbox",
    initial=SendState.DRAFT,
    moves={
        SendState.DRAFT: {
            SendMove.SUBMIT: SendState.QUEUED,
            SendMove.ASK_APPROVAL: SendState.PENDING_APPROVAL,
            SendMove.CANCEL: SendState.CANCELLED,
        },
        SendState.PENDING_APPROVAL: {
            SendMove.APPROVE: SendState.APPROVED,
            SendMove.RETURN: SendState.DRAFT,
            SendMove.CANCEL: SendState.CANCELLED,
        },
        SendState.APPROVED: {
            SendMove.RELEASE: SendState.QUEUED,
            SendMove.RETURN: SendState.DRAFT,
            SendMove.CANCEL: SendState.CANCELLED,
        },
        SendState.QUEUED: {
            SendMove.CLAIM: SendState.SENDING,
            SendMove.RETURN: SendState.APPROVED,
            SendMove.CANCEL: SendState.CANCELLED,
        },
        SendState.SENDING: {
            SendMove.CONFIRM: SendState.SENT,
            SendMove.RETRY: SendState.QUEUED,
            SendMove.REFUSE: SendState.FAILED_PERMANENT,
            SendMove.DOUBT: SendState.AMBIGUOUS,
        },
        SendState.AMBIGUOUS: {
            SendMove.LOOK: SendState.RECONCILING,
            SendMove.CONFIRM: SendState.SENT,
            SendMove.GIVE_UP: SendState.NEEDS_HUMAN,
        },
        SendState.RECONCILING: {
            SendMove.CONFIRM: SendState.SENT,
            SendMove.RETRY: SendState.QUEUED,
            SendMove.DOUBT: SendState.AMBIGUOUS,
            SendMove.GIVE_UP: SendState.NEEDS_HUMAN,
        },
        SendState.NEEDS_HUMAN: {
            SendMove.CONFIRM: SendState.SENT,
            SendMove.RETRY: SendState.QUEUED,
            SendMove.CANCEL: SendState.CANCELLED,
        },
        SendState.FAILED_PERMANENT: {},
        SendState.SENT: {},
        SendState.CANCELLED: {},
    },
)

# The states in which a public answer to a post is on its way or may already be out: one per post and account.
UNSETTLED = frozenset(
    {
        SendState.PENDING_APPROVAL,
        SendState.APPROVED,
        SendState.QUEUED,
        SendState.SENDING,
        SendState.AMBIGUOUS,
        SendState.RECONCILING,
        SendState.NEEDS_HUMAN,
    }
)

MAX_CERTAIN_RETRIES = 5

_LEADING_MENTIONS = re.compile(r"^(?:@\w+\s+)+")
_TRAILING_LINK = re.compile(r"\s*https?://t\.co/\w+\s*$")


def after_refusal(*, permanent: bool, processed: bool | None, attempt: int) -> SendMove:
    """What an unsuccessful send means for the row.

    `processed` is False only when it is certain that the network did nothing; None means nobody knows.
    """
    if processed is not False:
        return SendMove.DOUBT
    if permanent or attempt >= MAX_CERTAIN_RETRIES:
        return SendMove.REFUSE
    return SendMove.RETRY


def retry_delay(attempt: int, retry_after: float | None = None) -> float:
    """Seconds to wait before attempt `attempt + 1`: what the network asked for, else 5 s doubling to 5 min."""
    if retry_after is not None:
        return max(1.0, retry_after)
    return min(300.0, 5.0 * 2.0 ** max(0, attempt - 1))


def normalise(text: str, links: Mapping[str, str] | None = None) -> str:
    """The text as it is compared with an echo: NFC, entities unescaped, links expanded, what the network adds
    (leading mentions of the reply, a trailing media link) taken off, white space folded."""
    text = html.unescape(unicodedata.normalize("NFC", text))
    for short, full in (links or {}).items():
        text = text.replace(short, full)
    text = _TRAILING_LINK.sub("", _LEADING_MENTIONS.sub("", text))
    return " ".join(text.split())


def text_hash(text: str) -> str:
    """SHA-256 of the normalised text, hexadecimal: how an echo finds its outbox row."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()
