"""The filtered stream's rules: what we want X to send, kept equal to what X has.

Only rules whose tag begins with "hark:" are ours; others on the same app are left alone.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hark.networks.port import NetworkError
from hark.networks.x.client import Reply, XClient
from hark.networks.x.endpoints import CHANGE_RULES, RULES
from hark.networks.x.errors import problem_of
from hark.networks.x.pages import raw_of

MAX_RULE = 1024
TAG = "hark:"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a query of at most 1,024 characters and the tag it is known by. `rule_id` is X's."""

    value: str
    tag: str
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a synchronisation did."""

    added: int
    removed: int
    fingerprint: str


def brand_rules(handles: Sequence[str]) -> list[Rule]:
    """One rule per handle: whoever tags it, speaks to it, or speaks as it (our own posts coming back)."""
    return [
        Rule(f"(@{handle} OR to:{handle} OR from:{handle})", f"{TAG}brand:{handle}") for handle in handles
    ]


def fingerprint(rules: Iterable[Rule]) -> str:
    """A hash of a rule set in any order: compared every 5 min, it shows a lost rule (networks.md 10)."""
    lines = sorted(f"{rule.tag}\n{rule.value}" for rule in rules)
    return hashlib.sha256("\0".join(lines).encode()).hexdigest()[:16]


def _rule_of(row: Any) -> Rule | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("value"), str):
        return None
    return Rule(row["value"], str(row.get("tag") or ""), str(row.get("id") or ""))


async def current_rules(client: XClient) -> list[Rule]:
    """Every rule of the app. Raises NetworkError."""
    found: list[Rule] = []
    params: dict[str, str] = {}
    for _ in range(100):
        reply = await client.call(RULES, params=params)
        rows = reply.document.get("data")
        found += [rule for row in (rows if isinstance(rows, list) else []) if (rule := _rule_of(row))]
        meta = reply.document.get("meta")
        token = meta.get("next_token") if isinstance(meta, Mapping) else None
        if not token or not isinstance(token, str):
            break
        params = {"pagination_token": token}
    return found


async def sync_rules(client: XClient, wanted: Sequence[Rule]) -> RuleChange:
    """Make X's rules equal to `wanted`: new ones first, so that nothing goes unheard in between.

    Raises NetworkError, "invalid_rule" (permanent) with X's words for a rule it does not take.
    """
    for rule in wanted:
        if len(rule.value) > MAX_RULE:
            raise NetworkError(
                "invalid_rule", f"rule {rule.tag} is over {MAX_RULE} characters", permanent=True
            )
    have = [rule for rule in await current_rules(client) if rule.tag.startswith(TAG)]
    present = {(rule.value, rule.tag) for rule in have}
    asked = {(rule.value, rule.tag) for rule in wanted}
    new = [rule for rule in wanted if (rule.value, rule.tag) not in present]
    old = [rule for rule in have if (rule.value, rule.tag) not in asked and rule.rule_id]
    if new:
        _accepted(
            await client.call(CHANGE_RULES, json={"add": [{"value": r.value, "tag": r.tag} for r in new]})
        )
    if old:
        await client.call(CHANGE_RULES, json={"delete": {"ids": [rule.rule_id for rule in old]}})
    return RuleChange(len(new), len(old), fingerprint(wanted))


def _accepted(reply: Reply) -> None:
    """X answers 201 even when it took no rule: the errors beside the data tell."""
    errors = reply.document.get("errors")
    bad = [
        row
        for row in (errors if isinstance(errors, list) else [])
        if not (isinstance(row, Mapping) and row.get("title") == "DuplicateRule")
    ]
    if bad:
        words = problem_of({"errors": bad}).words or raw_of(bad[0])[:200]
        raise NetworkError("invalid_rule", f"X refused a stream rule: {words}", permanent=True)
