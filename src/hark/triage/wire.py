"""The JSON lines of `hark triage label`: one object in, one verdict out. Every field but `text` may be left
out.

In: `{"id","text","lang","author":{"followers","verified"},"metrics":{"reposts","quotes","likes"},"mentions"
:[…], "tagged","in_thread","contacts","waited","reshares":[[seconds, followers],…]}`; counts may also carry
X's own names (`followers_count`, `retweet_count`, `quote_count`, `like_count`). A line that is no JSON
object is a bare text.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from hark.domain.verdict import BrandProfile, Evidence, TriageInput, Verdict

_CENTURY = 3.2e9  # seconds
_NAMES = ("negative", "neutral", "positive")


def _count(values: Mapping[str, Any], *names: str) -> int | None:
    for name in names:
        value = values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return max(value, 0)
    return None


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise ValueError(f"'{name}' must be an object")
    return value


def _mentions(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list | None):
        raise ValueError("'mentions' must be a list")
    names = (
        m.get("handle") or m.get("username") or "" if isinstance(m, Mapping) else str(m) for m in value or []
    )
    return tuple(name for name in names if name)


def _reshares(value: Any) -> tuple[tuple[float, int], ...]:
    try:
        pairs = sorted((float(at), int(followers)) for at, followers in value or ())
    except (TypeError, ValueError, OverflowError):
        raise ValueError("'reshares' must be pairs of seconds and followers") from None
    if any(not 0 <= at < math.inf or followers < 0 for at, followers in pairs):
        raise ValueError("'reshares' must not be negative")
    return tuple(pairs)


def _waited(value: Any) -> float:
    number = value if value is not None else 0
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number < _CENTURY:
        raise ValueError("'waited' must be a number of seconds")
    return float(number)


def parse(line: str, number: int) -> TriageInput:
    """One line as a post; a post without an id is called by its line number. Raises ValueError saying what
    is wrong.
    """
    return read(line, number)[0]


def read(line: str, number: int) -> tuple[TriageInput, Any]:
    """The same, and the id as it was sent: a number, a text or whatever JSON holds, to be given back unchanged."""
    if not line.lstrip().startswith("{"):
        return TriageInput(str(number), line), str(number)
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg} at column {error.colno}") from None
    except RecursionError:
        raise ValueError("not JSON we can read: nested too deeply") from None
    sent = value.get("id")
    return from_mapping(value, number), str(number) if sent is None else sent


def from_mapping(value: Mapping[str, Any], number: int) -> TriageInput:
    """A post from a JSON object. Raises ValueError saying which field is wrong."""
    text = value.get("text")
    if not isinstance(text, str):
        raise ValueError("'text' is missing" if text is None else "'text' must be a string")
    author, metrics = _mapping(value.get("author"), "author"), _mapping(value.get("metrics"), "metrics")
    language = value.get("lang", value.get("language"))
    reshares, waited = _reshares(value.get("reshares")), _waited(value.get("waited"))
    return TriageInput(
        id=str(number if value.get("id") is None else value["id"]),
        text=text,
        language=language if isinstance(language, str) else None,
        followers=_count(author, "followers", "followers_count"),
        verified=bool(author.get("verified")),
        reposts=_count(metrics, "reposts", "retweet_count") or 0,
        quotes=_count(metrics, "quotes", "quote_count") or 0,
        likes=_count(metrics, "likes", "like_count") or 0,
        mentions=_mentions(value.get("mentions")),
        tagged=bool(value.get("tagged")),
        in_thread=bool(value.get("in_thread")),
        contacts=_count(value, "contacts") or 0,
        reshares=reshares,
        waited=waited,
    )


def _reason(reason: Evidence) -> dict[str, Any]:
    told: dict[str, Any] = {"signal": reason.signal, "feature": reason.feature, "weight": reason.weight}
    if reason.start >= 0:
        told |= {"start": reason.start, "end": reason.end}
    return told


def to_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as the JSON object of the contract; scores with four decimals."""
    spread = verdict.spread
    return {
        "id": verdict.id,
        "language": verdict.language,
        "language_confidence": round(verdict.language_confidence, 4),
        "stage": int(verdict.stage) if verdict.stage else None,
        "needs_reply": verdict.needs_reply,
        "needs_reply_score": round(verdict.needs_reply_score, 4),
        "kind": str(verdict.kind),
        "kind_score": round(verdict.kind_score, 4),
        "topic": verdict.topic or None,
        "topic_score": round(verdict.topic_score, 4),
        "sentiment": {
            "label": str(verdict.sentiment),
            "scores": {n: round(s, 4) for n, s in zip(_NAMES, verdict.sentiment_scores, strict=True)},
        },
        "anger": round(verdict.anger, 4),
        "urgency": round(verdict.urgency, 4),
        "abuse": {"label": str(verdict.abuse), "score": round(verdict.abuse_score, 4)},
        "personal_data": [{"kind": p.kind, "start": p.start, "end": p.end} for p in verdict.personal_data],
        "influence": round(verdict.influence, 4),
        "spread": spread
        and {"final": spread.final, "low": spread.low, "high": spread.high, "tenfold": spread.tenfold},
        "priority": verdict.priority,
        "why": [_reason(reason) for reason in verdict.why],
    }


_LISTS = ("handles", "account_ids", "names", "products", "homonyms")


def brand(value: Mapping[str, Any]) -> BrandProfile:
    """A brand from the JSON or TOML of a brand file. Raises ValueError on a missing name or an unknown
    field.
    """
    allowed = {*_LISTS, "name", "industry", "patterns", "topics"}
    unknown = set(value) - allowed
    if unknown:
        raise ValueError(
            f"unknown field {', '.join(sorted(unknown))}; a brand has {', '.join(sorted(allowed))}"
        )
    if not isinstance(value.get("name"), str) or not value["name"]:
        raise ValueError("a brand needs a 'name'")
    lists = {name: tuple(str(item) for item in value.get(name, ())) for name in _LISTS}
    topics = {
        str(k): tuple(str(s) for s in seeds) for k, seeds in _mapping(value.get("topics"), "topics").items()
    }
    patterns = {str(k): str(v) for k, v in _mapping(value.get("patterns"), "patterns").items()}
    industry = str(value.get("industry", ""))
    return BrandProfile(name=value["name"], industry=industry, patterns=patterns, topics=topics, **lists)
