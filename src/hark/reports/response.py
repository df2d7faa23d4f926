"""Response times: how fast an account answers, from the posts alone.

Definitions (docs/rooms/reports.md): *reply time* is, for each post of the account that answers a customer's
post, its time minus that post's time. *First response time* is, per case, the account's first post to the
customer after the customer's first post, minus that. Percentiles are PostgreSQL's `percentile_cont`, in seconds. Shares
are of all cases, answered or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hark.reports.scope import Scope


@dataclass(frozen=True, slots=True)
class Times:
    """How many were measured, and how long they took in seconds; None when there were none."""

    n: int = 0
    median: float | None = None
    p90: float | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One account's figures, or everybody's together when `account` is 0."""

    account: int
    inbound: int
    cases: int
    answered_share: float | None
    reply_time_s: Times
    first_response_s: Times
    within_30_min: float | None
    within_60_min: float | None


def responses(scope: Scope, network: str, accounts: Sequence[int]) -> dict[int, Response]:
    """The figures by account row, and under 0 those of all accounts together."""
    picked = {"network": network, "accounts": list(accounts)}
    replies = {
        row[0]: Times(row[1], _rounded(row[2]), _rounded(row[3]))
        for row in scope.rows("reply_times", **picked)
    }
    firsts = {row[0]: row[1:] for row in scope.rows("first_responses", **picked)}
    inbound = dict(scope.rows("inbound_posts", **picked))
    inbound[0] = sum(inbound.values())
    return {
        account: _response(
            account, inbound.get(account, 0), replies.get(account, Times()), firsts.get(account)
        )
        for account in [0, *accounts]
    }


def _response(
    account: int, inbound: int, replies: Times, first: tuple[int, int, float, float, int, int] | None
) -> Response:
    cases, n, median, p90, within_30, within_60 = first or (0, 0, None, None, 0, 0)
    return Response(
        account=account,
        inbound=inbound,
        cases=cases,
        answered_share=_share(n, cases),
        reply_time_s=replies,
        first_response_s=Times(n, _rounded(median), _rounded(p90)),
        within_30_min=_share(within_30, cases),
        within_60_min=_share(within_60, cases),
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(float(seconds), 3)
