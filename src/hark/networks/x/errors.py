"""X's refusals, in every shape they come, as NetworkErrors that say what follows from them.

X answers with a problem document `{type,title,detail,status}`, with `errors:[...]`, with the old
`{"errors":[{"code":88,...}]}`, or with something a proxy made up (networks.md 2.3). What is *certainly not
processed* is a closed list (reliability.md 6.3): 400, 401, 403, 404, 429 and, because the body names the
unpaid bill, 402 with a credits problem. All else is unknown.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from hark.networks.http import Answer
from hark.networks.port import NetworkError

# Problem types live under two hosts, so only the last part of the address counts.
CREDITS = frozenset({"credits", "credits-depleted"})
SURELY_UNPROCESSED = frozenset({400, 401, 403, 404, 429})
HOPELESS = frozenset({400, 401, 402, 403, 404, 405, 409, 410, 413, 415, 422})

BY_STATUS = {
    400: "bad_request",
    401: "unauthorized",
    402: "credits_depleted",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    429: "rate_limited",
}
BY_TYPE = {
    "client-forbidden": "not_on_plan",
    "unsupported-authentication": "wrong_token",
    "not-authorized-for-resource": "not_authorized",
    "not-authorized-for-field": "not_authorized",
    "disallowed-resource": "disallowed",
    "resource-not-found": "not_found",
    "usage-capped": "usage_capped",
    "streaming-connection": "too_many_connections",
    "operational-disconnect": "operational_disconnect",
    "rule-cap": "rule_cap",
    "invalid-rules": "invalid_rule",
    "duplicate-rules": "duplicate_rule",
}
# Wordings of 403, most telling first (networks.md 1.1, 2.3; the others as seen on v1.1 and v2).
BY_WORDING = (
    ("mentioned or otherwise engaged", "not_summoned"),
    ("where you are mentioned or are the author", "not_summoned"),
    ("duplicate content", "duplicate"),
    ("deleted or not visible", "target_gone"),
    ("you have been blocked", "blocked"),
    ("blocked from", "blocked"),
    ("required scope", "scope_missing"),
    ("missing scope", "scope_missing"),
    ("oauth1 app permissions", "scope_missing"),
    ("oauth1-permissions", "scope_missing"),
    ("cannot send messages to this user", "dm_closed"),
    ("do not have permission to dm", "dm_closed"),
    ("conversation is encrypted", "dm_encrypted"),
    ("direct message", "dm_closed"),
    ("conversation is not allowed", "reply_restricted"),
    ("who can reply", "reply_restricted"),
    ("protected", "protected"),
    ("temporarily locked", "account_locked"),
    ("suspended", "account_locked"),
    ("too long", "too_long"),
    ("media ids are invalid", "media_expired"),
)
OLD_CODES = {88: "rate_limited", 187: "duplicate", 89: "unauthorized", 32: "unauthorized", 186: "too_long"}


@dataclass(frozen=True, slots=True)
class Problem:
    """The telling parts of a refusal, whatever its shape. `kind` is the last part of the problem type."""

    kind: str = ""
    title: str = ""
    detail: str = ""
    code: int | None = None
    connection_issue: str = ""

    @property
    def words(self) -> str:
        """Title and detail, for people and for matching."""
        return f"{self.title}: {self.detail}" if self.title and self.detail else self.title or self.detail


def _text(value: Any) -> str:
    return value[:500] if isinstance(value, str) else ""


def problem_of(document: Any) -> Problem:
    """The first problem a document tells of. Never fails: an unknown shape is an empty Problem."""
    if not isinstance(document, Mapping):
        return Problem()
    inner: Mapping[str, Any] = {}
    errors = document.get("errors")
    if isinstance(errors, list) and errors and isinstance(errors[0], Mapping):
        inner = errors[0]
    code = inner.get("code", document.get("code"))

    def pick(name: str) -> str:
        return _text(document.get(name)) or _text(inner.get(name))

    kind = pick("type").rstrip("/").rsplit("/", 1)[-1]
    detail = pick("detail") or pick("message") or pick("error_description") or pick("error")
    # What is wrong with a stream rule stands in a list of its own.
    details = inner.get("details")
    if not detail and isinstance(details, list):
        detail = " ".join(filter(None, map(_text, details)))[:500]
    # The outer detail of an invalid request only says that something is wrong; the inner message says what.
    inner_message = _text(inner.get("message"))
    if inner_message and inner_message not in detail:
        detail = f"{detail} {inner_message}".strip()
    return Problem(
        kind="" if kind == "about:blank" else kind,
        title=pick("title"),
        detail=detail,
        code=code if isinstance(code, int) else None,
        connection_issue=pick("connection_issue"),
    )


def reason_for(status: int, problem: Problem) -> str:
    """The reason code of a refusal (docs/rooms/networks.md lists them)."""
    words = problem.words.lower()
    if status == 402:
        known = problem.kind in CREDITS or "credit" in words
        return "credits_depleted" if known else "payment_required"
    if problem.connection_issue == "TooManyConnections":
        return "too_many_connections"
    if status == 429 and (problem.kind == "usage-capped" or problem.title == "UsageCapExceeded"):
        return "usage_capped"
    if status in (400, 403):
        for wording, reason in BY_WORDING:
            if wording in words:
                return reason
    if problem.kind in BY_TYPE:
        return BY_TYPE[problem.kind]
    if problem.code in OLD_CODES:
        return OLD_CODES[problem.code]
    if status >= 500:
        return "server_error"
    return BY_STATUS.get(status, "unexpected_answer")


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """X's own clock, from the Date header; None when it is missing or broken."""
    try:
        stated = parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError, IndexError):
        return None
    return stated.astimezone(UTC) if stated.tzinfo else stated.replace(tzinfo=UTC)


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Seconds to wait, from `retry-after` or `x-rate-limit-reset` read against X's own clock.

    Headers can lie: the answer is kept between 1 second and 24 hours. None when nothing was said.
    """
    said = headers.get("retry-after", "")
    if said.isdecimal() and len(said) < 8:
        return float(min(max(int(said), 1), 86_400))
    reset = headers.get("x-rate-limit-reset", "")
    here = server_time(headers) or now
    if here is None or not reset.isdecimal() or len(reset) > 12:
        return None
    return float(min(max(int(reset) - here.timestamp(), 1.0), 86_400.0))


def refusal(label: str, answer: Answer, *, now: datetime | None = None) -> NetworkError:
    """An answer that is not a success, as a NetworkError with its reason, and whether it may be repeated."""
    try:
        document = answer.json()
    except (ValueError, RecursionError):
        document = None
    problem = problem_of(document)
    reason = reason_for(answer.status, problem)
    sure = answer.status in SURELY_UNPROCESSED or reason == "credits_depleted"
    temporary = reason in ("too_many_connections", "operational_disconnect", "media_expired")
    return NetworkError(
        reason,
        f"{label}: {answer.status} {problem.words or reason}",
        permanent=answer.status in HOPELESS and not temporary,
        processed=False if sure else None,
        retry_after=retry_after(answer.headers, now=now),
        status=answer.status,
    )


def garbage(label: str, answer: Answer) -> NetworkError:
    """A success nobody can read: whatever was asked for may have been done."""
    return NetworkError(
        "garbage",
        f"{label}: {answer.status} with an unreadable body",
        permanent=False,
        processed=None,
        status=answer.status,
    )


def parse(label: str, answer: Answer) -> dict[str, Any]:
    """The JSON object of a success. Raises NetworkError for a refusal and for a body that is no object."""
    if not 200 <= answer.status < 300:
        raise refusal(label, answer)
    try:
        document = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise garbage(label, answer) from None
    if not isinstance(document, dict):
        raise garbage(label, answer)
    return document
