"""Life cycles are checked when they are declared, and refuse what they do not allow."""

from enum import StrEnum

import pytest

from hark.domain import case, outbox
from hark.domain.graph import Graph, IllegalMove


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


class Turn(StrEnum):
    GO = "go"
    HALT = "halt"


def test_a_state_nothing_leads_to_is_refused() -> None:
    with pytest.raises(ValueError, match="no way leads to"):
        Graph(
            "light",
            initial=Light.RED,
            moves={Light.RED: {Turn.GO: Light.GREEN}, Light.GREEN: {}, Light.BROKEN: {}},
        )


def test_a_state_without_an_entry_is_refused() -> None:
    with pytest.raises(ValueError, match="needs an entry"):
        Graph("light", initial=Light.RED, moves={Light.RED: {Turn.GO: Light.GREEN}, Light.GREEN: {}})


def test_an_illegal_move_says_which_and_where() -> None:
    with pytest.raises(IllegalMove, match="outbox: cancel is not possible while sent"):
        outbox.LIFE.after(outbox.SendState.SENT, outbox.SendMove.CANCEL)


def test_the_endings_of_the_outbox_are_known() -> None:
    assert outbox.LIFE.endings == {
        outbox.SendState.SENT,
        outbox.SendState.FAILED_PERMANENT,
        outbox.SendState.CANCELLED,
    }


def test_doubt_never_leads_straight_back_to_the_queue() -> None:
    for state in (outbox.SendState.AMBIGUOUS, outbox.SendState.SENDING):
        ways = outbox.LIFE.moves[state]
        assert all(
            move is outbox.SendMove.RETRY for move, to in ways.items() if to is outbox.SendState.QUEUED
        )
    assert not outbox.LIFE.can(outbox.SendState.AMBIGUOUS, outbox.SendMove.RETRY)


def test_every_case_state_can_be_heard_in() -> None:
    assert all(case.LIFE.can(state, case.CaseMove.HEAR) for state in case.CaseState)


def test_the_diagram_names_every_move() -> None:
    diagram = case.LIFE.diagram()
    assert diagram.startswith("stateDiagram-v2\n    [*] --> new")
    assert diagram.count("-->") == 1 + sum(len(moves) for moves in case.LIFE.moves.values())
