"""What networks and the house allow, read from data and typed: sending, exporting, forgetting.

The figures lie in data/network_policies.json, x_limits.json and x_plans.json, each with date and source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from hark.domain.package_data import package_data
from hark.domain.post import Lane
from hark.domain.quota import Quota


class PolicyError(ValueError):
    """The policy data makes no sense, or names something nobody knows."""


@dataclass(frozen=True, slots=True)
class NetworkPolicy:
    """The rules for one network.

    `export_posts`: full posts one person may export. `identical_text`: the same answer in one conversation.
    `replies_to_author`: our answers to one author when a backlog drains; `drain_share` of the rate limit is
    then used at most. `automated_answers`: per interaction. `two_people_above`: recipients of one text before
    a second person must approve, and `hold_bulk` the time to change one's mind. `stale_after`: age at which
    an unsent answer is approved again. `people_share` of every rate is kept for people. `quiet_period`: how
    long an answer of unknown fate is looked for (at least `quiet_floor`). `look_before_send`: age of what we
    know of the post at most. `look_again_*`: how often stored posts are read again. `forget_within`: deleted
    there means deleted here. `scopes`: what a token must hold, by lane. `message_link`: where a customer writes
    to an account ({id}) in private, `post_link` where a post ({id}) is read; "" where there is no such address.
    """

    network: str
    export_posts: Quota
    identical_text: Quota
    replies_to_author: Quota
    automated_answers: int
    two_people_above: int
    hold_bulk: timedelta
    stale_after: timedelta
    drain_share: float
    people_share: float
    quiet_period: timedelta
    quiet_floor: timedelta
    look_before_send: timedelta
    look_again_open: timedelta
    look_again_all: timedelta
    forget_within: timedelta
    scopes: Mapping[Lane, frozenset[str]]
    message_link: str = ""
    post_link: str = ""


@dataclass(frozen=True, slots=True)
class EndpointLimit:
    """The documented rate limits of one endpoint; every one of them holds."""

    endpoint: str
    per_app: tuple[Quota, ...] = ()
    per_user: tuple[Quota, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """How much one answer may hold: `pictures` of `picture_types` with `picture_bytes` at most, each described in at
    most `description` characters; `message` characters in private; `parts` posts in public.
    """

    pictures: int
    picture_types: tuple[str, ...]
    picture_bytes: int
    description: int
    message: int
    parts: int


# A network nobody has described takes words only.
WORDS_ONLY = AnswerLimits(0, (), 0, 0, 10_000, 25)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an account's plan with its network allows.

    `summoned_only`: a reply through the API needs an author who tagged or quoted the account.
    `interactions`: likes, follows and quote posts through the API.
    """

    name: str
    title: str
    summoned_only: bool
    interactions: bool


UNLIMITED = Plan("open", "Open", summoned_only=False, interactions=True)


def parse_policy(network: str, document: Mapping[str, Any]) -> NetworkPolicy:
    """One network's rules out of the document; what the network does not state is the default's.

    Raises PolicyError when a figure is missing or no figure.
    """
    rules = {**document["default"], **document.get(network, {})}
    try:
        return NetworkPolicy(
            network=network,
            export_posts=_quota(rules["export_posts"]),
            identical_text=_quota(rules["identical_text"]),
            replies_to_author=_quota(rules["replies_to_author"]),
            automated_answers=int(rules["automated_answers"]),
            two_people_above=int(rules["two_people_above"]),
            hold_bulk=_seconds(rules, "hold_bulk"),
            stale_after=_seconds(rules, "stale_after"),
            drain_share=_share(rules, "drain_share"),
            people_share=_share(rules, "people_share"),
            quiet_period=max(_seconds(rules, "quiet_period"), _seconds(rules, "quiet_floor")),
            quiet_floor=_seconds(rules, "quiet_floor"),
            look_before_send=_seconds(rules, "look_before_send"),
            look_again_open=_seconds(rules, "look_again_open"),
            look_again_all=_seconds(rules, "look_again_all"),
            forget_within=_seconds(rules, "forget_within"),
            scopes={lane: frozenset(rules["scopes"][lane.value]) for lane in Lane},
            message_link=str(rules["message_link"]),
            post_link=str(rules["post_link"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PolicyError(f"the rules of {network} are broken: {error!r}") from error


@cache
def load_policy(network: str) -> NetworkPolicy:
    """The shipped rules of a network; a network nobody wrote rules for has the default ones."""
    return parse_policy(network, package_data("network_policies"))


@cache
def load_limits(network: str) -> Mapping[str, EndpointLimit]:
    """Documented rate limits by "METHOD /path"; empty for a network that is known by its headers only."""
    if network != "x":
        return {}
    return {
        endpoint: EndpointLimit(endpoint, _quotas(entry.get("app", ())), _quotas(entry.get("user", ())))
        for endpoint, entry in package_data("x_limits")["limits"].items()
    }


@cache
def load_answer_limits(network: str) -> AnswerLimits:
    """What an answer on a network may hold."""
    if network != "x":
        return WORDS_ONLY
    entry = package_data("x_limits")["answers"]
    return AnswerLimits(**{**entry, "picture_types": tuple(entry["picture_types"])})


@cache
def load_plan(network: str, name: str) -> Plan:
    """A plan by name; networks without plans have one, which allows everything. Raises PolicyError."""
    if network != "x":
        return UNLIMITED
    try:
        return Plan(name, **package_data("x_plans")["plans"][name])
    except KeyError:
        raise PolicyError(f"{network} has no plan called {name!r}") from None


def _quota(entry: Mapping[str, int]) -> Quota:
    return Quota(int(entry["count"]), timedelta(seconds=entry["per_seconds"]))


def _quotas(entries: Any) -> tuple[Quota, ...]:
    return tuple(Quota(count, timedelta(seconds=seconds)) for count, seconds in entries)


def _seconds(rules: Mapping[str, Any], name: str) -> timedelta:
    value = timedelta(seconds=rules[f"{name}_seconds"])
    if value <= timedelta(0):
        raise ValueError(f"{name} is a positive time")
    return value


def _share(rules: Mapping[str, Any], name: str) -> float:
    value = float(rules[name])
    if not 0 < value < 1:
        raise ValueError(f"{name} is a share between 0 and 1")
    return value
