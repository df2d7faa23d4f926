"""The filtered stream's rules: what we want X to send, kept equal to what X has.

Only rules whose tag begins with "hark:" are ours; others on the same app are left alone.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hark.networks.port import NetworkError
from hark.networks.x.client import Reply, XClient
from hark.networks.x.endpoints import CHANGE_RULES, RULES
from hark.networks.x.errors import problem_of
from hark.networks.x.pages import raw_of

MAX_RULE = 1024
# Recent search takes half of what the stream takes (networks.md 3); a watch must be heard by both.
MAX_QUERY = 512
TAG = "hark:"
WATCH = f"{TAG}watch:"
_NO_REPOSTS = " -is:retweet"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a query of at most 1,024 characters and the tag it is known by. `rule_id` is X's."""

    value: str
    tag: str
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What a synchronisation did. `refused`: watches' rules that X does not take, by tag, with its words."""

    added: int
    removed: int
    fingerprint: str
    refused: Mapping[str, str] = field(default_factory=dict)


def brand_rules(handles: Sequence[str]) -> list[Rule]:
    """One rule per handle: whoever tags it, speaks to it, or speaks as it (our own posts coming back)."""
    return [
        Rule(f"(@{handle} OR to:{handle} OR from:{handle})", f"{TAG}brand:{handle}") for handle in handles
    ]


def watch_rule(query: str, watches: Sequence[int]) -> Rule:
    """The rule of the watches that ask for the same. Reposts are left out: each would be billed."""
    return Rule(f"({query}){_NO_REPOSTS}", WATCH + ",".join(map(str, sorted(watches))))


def watches_of(tags: Iterable[str]) -> tuple[int, ...]:
    """The watches whose rules these are."""
    found = [tag.removeprefix(WATCH) for tag in tags if tag.startswith(WATCH)]
    return tuple(dict.fromkeys(int(part) for ids in found for part in ids.split(",") if part.isdigit()))


def trouble_with(query: str) -> str:
    """What is plainly wrong with a watch's query, "" when X has to be asked. X's own grammar is X's to judge."""
    most = MAX_QUERY - len(watch_rule("", ()).value)
    if not query.strip():
        return "Say what to listen for."
    if len(query) > most:
        return f"A watch holds at most {most} characters; this one has {len(query)}."
    if query.count('"') % 2:
        return "A quotation mark is not closed."
    depth = 0
    for sign in re.sub(r'"[^"]*"', "", query):
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            break
    return "The brackets do not match." if depth else ""


async def try_rule(client: XClient, rule: Rule) -> None:
    """Ask X whether it would take a rule, without adding it.

    Raises NetworkError: "invalid_rule" (permanent) with X's words, or why X could not be asked.
    """
    try:
        await _add(client, [rule], dry_run=True)
    except NetworkError as error:
        if _is_refusal(error):
            said = re.sub(r"^.*?: \d{3} (UnprocessableEntity: )?", "", str(error))
            raise NetworkError("invalid_rule", said, permanent=True) from None
        raise


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

    A watch that X refuses is told and left out; it must not silence the others. Raises NetworkError, "invalid_rule"
    (permanent) with X's words for a rule of ours that it does not take.
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
    if ours := [rule for rule in new if not rule.tag.startswith(WATCH)]:
        await _add(client, ours)
    refused: dict[str, str] = {}
    for rule in new:
        if rule.tag.startswith(WATCH):
            try:
                await _add(client, [rule])
            except NetworkError as error:
                if not _is_refusal(error):
                    raise
                refused[rule.tag] = str(error)
    if old:
        await client.call(CHANGE_RULES, json={"delete": {"ids": [rule.rule_id for rule in old]}})
    return RuleChange(len(new) - len(refused), len(old), fingerprint(wanted), refused)


async def _add(client: XClient, rules: Sequence[Rule], *, dry_run: bool = False) -> None:
    wanted = {"add": [{"value": rule.value, "tag": rule.tag} for rule in rules]}
    params = {"dry_run": "true"} if dry_run else None
    _accepted(await client.call(CHANGE_RULES, params=params, json=wanted))


def _is_refusal(error: NetworkError) -> bool:
    """Whether X read a rule and does not take it: said beside the data, or as a bad request."""
    return error.reason in ("invalid_rule", "bad_request")


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
