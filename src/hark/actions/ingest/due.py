"""Deadlines of a batch's cases: each case as its clocks see it, and the columns that follow."""

from collections.abc import Sequence
from typing import Any

import msgspec

from hark.actions.ingest.urgency import AS_IT_WAS
from hark.actions.promises import Change, Promises, Standing, changed, micros
from hark.domain.case import CaseState, CaseTimes

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(list[Change]).decode

NOTHING_DUE = (None, "", None, None, "[]")


def standing_of(
    where: tuple[int, str],
    columns: tuple[Any, ...],
    stored: Sequence[Any],
    state: CaseState,
    times: CaseTimes,
) -> Standing:
    """The case as its clocks see it; what the newest post does not say, the stored case does."""
    topic, language, priority, history, corrected = stored
    said = msgspec.json.decode(corrected) if corrected else {}
    told = columns[3] != AS_IT_WAS and "priority" not in said
    return Standing(
        *where,
        topic=(columns[0] if "topic" not in said else "") or topic or "",
        language=columns[2] or language or "",
        priority=columns[3] if told else priority or 0.0,
        state=state.value,
        times=times,
        history=_history(_decode(history) if history else [], state, times),
    )


def _history(history: Sequence[Change], state: CaseState, times: CaseTimes) -> Sequence[Change]:
    """The case's history with what the posts have just done to it, at the posts' own time."""
    known = history or changed((), CaseState.NEW, times.first_inbound_at)
    since = times.unanswered_since
    if state is CaseState.WAITING or since is None:
        return changed(known, state.value, times.last_outbound_at or times.last_inbound_at)
    # Somebody who already waited spoke again: it is the newest post that called us, not the oldest.
    return changed(known, state.value, since if micros(since) >= known[-1][0] else times.last_inbound_at)


def due_columns(promised: Promises, standing: Standing) -> tuple[Any, ...]:
    """Deadline, which promise it is, the calendar's version, when to warn; and the history it rests on."""
    due = promised.deadline(standing)
    history = _encode(standing.history).decode()
    if due is None:
        return (*NOTHING_DUE[:4], history)
    return (due.due_at, due.kind.value, due.calendar_version, due.warn_at, history)
