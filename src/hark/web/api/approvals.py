"""Approvals over the API: what waits for a second person, and what they decide. The desk's own actions."""

from typing import cast

from hark.actions import approvals, goodwill
from hark.web.api.answers import answer_out
from hark.web.api.casework import credit_out
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes import AnswerOut
from hark.web.api.shapes_casework import ApprovalOut, ApprovalsOut, CreditOut, DecisionIn
from hark.web.approvals.queue import folders, money


def waiting(asked: Asked) -> ApprovalsOut:
    """What waits for a second person, for those who may be that person."""
    if not asked.by.supervises:
        raise Refused(403, "Answers are approved by supervisors.")
    rows = [each for folder in folders(asked.by, asked.now) for each in folder.waiting]
    answers = [
        ApprovalOut(
            each.approval.pk, answer_out(each.answer), [str(code) for code in each.approval.why],
            each.approval.asked_at, each.approval.due_at, each.own,
        )
        for each in sorted(rows, key=lambda each: each.approval.due_at)
    ]  # fmt: skip
    return ApprovalsOut(answers, [credit_out(each.row) for each in money(asked.by, asked.now)])


def decide(asked: Asked) -> AnswerOut:
    """Let an answer go, or give it back to its writer with a reason."""
    given, number = cast("DecisionIn", asked.body), asked.ids["approval"]
    if given.decision == "approve":
        return answer_out(approvals.approve(number, by=asked.by, now=asked.now))
    return answer_out(approvals.reject(number, given.reason, by=asked.by, now=asked.now))


def decide_credit(asked: Asked) -> CreditOut:
    """Grant a credit somebody else asked for, or refuse it with a reason."""
    given = cast("DecisionIn", asked.body)
    row = goodwill.decide(
        asked.ids["credit"], approve=given.decision == "approve", reason=given.reason,
        by=asked.by, now=asked.now,
    )  # fmt: skip
    return credit_out(row)
