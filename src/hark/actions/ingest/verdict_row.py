"""A verdict as the store keeps it: the columns that are asked for, and the whole as JSON."""

from dataclasses import dataclass, replace

import msgspec

from hark.domain.verdict import Stage, Verdict

REASONS = 8
"""Reasons that a case shows of a post."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Verdict).decode


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What ingest needs of a verdict. `why` and `whole` are JSON, made where the verdict is, which for an archive is
    another process: a verdict is some twenty values, and none but these is looked at again."""

    stage: Stage | None
    topic: str
    sentiment: str
    language: str
    needs_reply: bool
    priority: float
    why: str
    whole: str

    def at(self, stage: Stage) -> "VerdictRow":
        """The same verdict at another stage."""
        whole = _encode(replace(_decode(self.whole), stage=stage)).decode()
        return replace(self, stage=stage, whole=whole)


def verdict_row(verdict: Verdict) -> VerdictRow:
    """The row of a verdict."""
    return VerdictRow(
        stage=verdict.stage,
        topic=verdict.topic,
        sentiment=verdict.sentiment.value,
        language=verdict.language,
        needs_reply=verdict.needs_reply,
        priority=verdict.priority,
        why=_encode(verdict.why[:REASONS]).decode(),
        whole=_encode(verdict).decode(),
    )
