"""What the store keeps of a verdict says what the verdict said."""

from dataclasses import replace

import msgspec

from hark.actions.ingest.verdict_row import REASONS, verdict_row
from hark.domain.verdict import Evidence, Stage, TriageInput
from hark.triage import Triage

SAID = Triage(None).label([TriageInput("1", "@CurlewCare no internet since Monday, third time I write!")])[0]


def test_the_columns_and_the_whole_are_those_of_the_verdict() -> None:
    row = verdict_row(SAID)
    assert (row.stage, row.topic, row.language) == (SAID.stage, SAID.topic, SAID.language)
    assert (row.sentiment, row.needs_reply, row.priority) == (
        SAID.sentiment.value,
        SAID.needs_reply,
        SAID.priority,
    )
    assert row.whole.encode() == msgspec.json.encode(SAID)
    assert msgspec.json.decode(row.why, type=tuple[Evidence, ...]) == SAID.why[:REASONS]


def test_another_stage_changes_nothing_else() -> None:
    assert verdict_row(SAID).at(Stage.BROAD) == verdict_row(replace(SAID, stage=Stage.BROAD))
