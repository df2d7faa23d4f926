"""Posts and verdicts as Arrow tables and back, without loss: for archives of billions through the same
function.
"""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import pyarrow as pa

from hark.domain.verdict import (
    Abuse,
    Evidence,
    Kind,
    PersonalData,
    Sentiment,
    Spread,
    Stage,
    TriageInput,
    Verdict,
)  # fmt: skip

_RESHARE = pa.struct([("at", pa.float64()), ("followers", pa.int64())])
POSTS = pa.schema(
    [
        ("id", pa.large_binary()), ("text", pa.large_binary()), ("language", pa.string()), ("followers",
        pa.int64()),
        ("verified", pa.bool_()), ("reposts", pa.int64()), ("quotes", pa.int64()), ("likes", pa.int64()),
        ("mentions", pa.list_(pa.string())), ("tagged", pa.bool_()), ("in_thread", pa.bool_()),
        ("contacts", pa.int64()), ("created_at", pa.timestamp("us", tz="UTC")), ("reshares",
        pa.list_(_RESHARE)),
        ("waited", pa.float64()),
    ]
)  # fmt: skip
"""One row per post. `id` and `text` are UTF-8 with lone surrogates kept, so that any text survives."""

_SPAN = pa.struct([("kind", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
_FORECAST = pa.struct([(name, pa.float64()) for name in ("final", "low", "high", "tenfold")])
_REASON = pa.struct(
    [("signal", pa.string()), ("feature", pa.string()), ("weight", pa.float64()), ("start", pa.int32()),
     ("end", pa.int32())]
)  # fmt: skip
VERDICTS = pa.schema(
    [
        ("id", pa.large_binary()), ("language", pa.string()), ("stage", pa.int8()), ("needs_reply",
        pa.bool_()),
        ("kind", pa.string()), ("topic", pa.string()), ("sentiment", pa.string()),
        ("sentiment_scores", pa.list_(pa.float64(), 3)), ("anger", pa.float64()), ("urgency", pa.float64()),
        ("abuse", pa.string()), ("abuse_score", pa.float64()), ("personal_data", pa.list_(_SPAN)),
        ("influence", pa.float64()), ("spread", _FORECAST), ("priority", pa.float64()),
        ("language_confidence", pa.float64()), ("needs_reply_score", pa.float64()), ("kind_score",
        pa.float64()),
        ("topic_score", pa.float64()), ("why", pa.list_(_REASON)),
    ]
)  # fmt: skip
"""One row per verdict, the fields of `Verdict` in order."""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogatepass")


def posts_to_table(posts: Sequence[TriageInput]) -> pa.Table:
    """Posts as a table of schema `POSTS`."""
    columns: dict[str, list[Any]] = {f.name: [getattr(p, f.name) for p in posts] for f in fields(TriageInput)}
    columns["id"], columns["text"] = [_bytes(p.id) for p in posts], [_bytes(p.text) for p in posts]
    columns["reshares"] = [[{"at": at, "followers": n} for at, n in p.reshares] for p in posts]
    return pa.table({name: columns[name] for name in POSTS.names}, schema=POSTS)


def table_to_posts(table: pa.Table) -> list[TriageInput]:
    """The posts of a table of schema `POSTS`. Raises KeyError or TypeError when it is another table."""
    posts = []
    for row in table.to_pylist():
        row["id"], row["text"] = _text(row["id"]), _text(row["text"])
        row["mentions"] = tuple(row["mentions"])
        row["reshares"] = tuple((r["at"], r["followers"]) for r in row["reshares"])
        posts.append(TriageInput(**row))
    return posts


def verdicts_to_table(verdicts: Sequence[Verdict]) -> pa.Table:
    """Verdicts as a table of schema `VERDICTS`."""
    columns: dict[str, list[Any]] = {f.name: [getattr(v, f.name) for v in verdicts] for f in fields(Verdict)}
    columns["id"] = [_bytes(v.id) for v in verdicts]
    columns["stage"] = [int(v.stage) if v.stage else None for v in verdicts]
    for name in ("kind", "sentiment", "abuse"):
        columns[name] = [str(value) for value in columns[name]]
    columns["sentiment_scores"] = [list(v.sentiment_scores) for v in verdicts]
    columns["personal_data"] = [
        [{"kind": p.kind, "start": p.start, "end": p.end} for p in v.personal_data] for v in verdicts
    ]
    columns["spread"] = [_row(v.spread) if v.spread else None for v in verdicts]
    columns["why"] = [[_row(reason) for reason in v.why] for v in verdicts]
    return pa.table({name: columns[name] for name in VERDICTS.names}, schema=VERDICTS)


def _row(value: Evidence | Spread) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value)}


def table_to_verdicts(table: pa.Table) -> list[Verdict]:
    """The verdicts of a table of schema `VERDICTS`. Raises KeyError or TypeError when it is another table."""
    verdicts = []
    for row in table.to_pylist():
        row["id"] = _text(row["id"])
        row["stage"] = Stage(row["stage"]) if row["stage"] else None
        row["kind"], row["sentiment"] = Kind(row["kind"]), Sentiment(row["sentiment"])
        row["abuse"] = Abuse(row["abuse"])
        row["sentiment_scores"] = tuple(row["sentiment_scores"])
        row["personal_data"] = tuple(PersonalData(**span) for span in row["personal_data"])
        row["spread"] = Spread(**row["spread"]) if row["spread"] else None
        row["why"] = tuple(Evidence(**reason) for reason in row["why"])
        verdicts.append(Verdict(**row))
    return verdicts
