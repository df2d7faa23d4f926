"""What opens a case, and what state its posts imply."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hark.domain.case import CaseState, CaseTimes, opens_case, settle
from hark.domain.verdict import Stage

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEARD = CaseTimes(NOON, NOON, None, None, NOON)
ANSWERED = CaseTimes(NOON, NOON, NOON + timedelta(minutes=3), NOON + timedelta(minutes=3), None)


def opens(**given: object) -> bool:
    facts: dict[str, object] = {
        "stage": Stage.DIRECT,
        "is_signal": False,
        "is_own": False,
        "answers_account": False,
        "answered": False,
        "proactive": False,
    }
    return opens_case(**(facts | given))  # type: ignore[arg-type]


def test_what_opens_a_case() -> None:
    assert opens()
    assert opens(stage=Stage.BROAD)
    assert opens(stage=None, answers_account=True)
    assert opens(stage=Stage.PROACTIVE, proactive=True)


@pytest.mark.parametrize(
    "given", [{"is_signal": True}, {"is_own": True}, {"stage": Stage.PROACTIVE}, {"stage": None}]
)
def test_what_does_not(given: dict[str, object]) -> None:
    assert not opens(**given)


@pytest.mark.parametrize("state", list(CaseState))
def test_a_new_word_of_the_customer_calls_for_us_whatever_the_state(state: CaseState) -> None:
    assert settle(state, HEARD, heard=True) in (CaseState.NEW, CaseState.OPEN)


@pytest.mark.parametrize("state", [CaseState.CLOSED, CaseState.SNOOZED, CaseState.WAITING])
def test_nothing_new_leaves_the_state_people_chose(state: CaseState) -> None:
    assert settle(state, HEARD, heard=False) is state
    assert settle(state, ANSWERED, heard=False) is state


@pytest.mark.parametrize("state", [CaseState.NEW, CaseState.OPEN])
def test_our_answer_makes_us_wait(state: CaseState) -> None:
    assert settle(state, ANSWERED, heard=False) is CaseState.WAITING


def test_an_answer_that_came_before_the_customers_last_word_is_none() -> None:
    times = replace(ANSWERED, unanswered_since=NOON + timedelta(minutes=9))
    assert settle(CaseState.OPEN, times, heard=False) is CaseState.OPEN
