from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from hark.domain.package_data import package_data
from hark.domain.policy import PolicyError, load_limits, load_plan, load_policy, parse_policy
from hark.domain.post import Lane
from hark.domain.quota import Quota

MINUTE = timedelta(minutes=1)


def test_the_shipped_rules_for_x() -> None:
    policy = load_policy("x")
    assert policy.export_posts == Quota(500, timedelta(days=1))
    assert policy.identical_text == Quota(3, 10 * MINUTE)
    assert policy.replies_to_author == Quota(1, 10 * MINUTE)
    assert (policy.stale_after, policy.quiet_period) == (60 * MINUTE, 3 * MINUTE)
    assert (policy.automated_answers, policy.people_share, policy.drain_share) == (1, 0.1, 0.25)
    assert "dm.write" in policy.scopes[Lane.PRIVATE]
    assert policy.scopes[Lane.PUBLIC] == {"tweet.read", "tweet.write", "users.read"}


def test_a_network_without_rules_of_its_own_has_the_default_ones() -> None:
    assert load_policy("elsewhere").scopes == {Lane.PUBLIC: frozenset(), Lane.PRIVATE: frozenset()}
    assert load_policy("elsewhere").stale_after == load_policy("x").stale_after


def test_every_document_says_when_and_where_it_was_true() -> None:
    for name in ("x_prices", "x_limits", "x_plans", "network_policies", "stop_words"):
        assert len(package_data(name)["version"]) == len("2026-08-22")
        assert package_data(name)["source"]
    with pytest.raises(FileNotFoundError):
        package_data("nowhere")


def test_the_quiet_period_is_never_below_its_floor() -> None:
    document: dict[str, Any] = deepcopy(dict(package_data("network_policies")))
    document["default"]["quiet_period_seconds"] = 5
    assert parse_policy("x", document).quiet_period == 2 * MINUTE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("export_posts", {"count": 0, "per_seconds": 1}),
        ("identical_text", 3),
        ("stale_after_seconds", 0),
        ("people_share", 1.5),
        ("automated_answers", None),
        ("scopes", {"public": []}),
    ],
)
def test_broken_rules_are_refused(name: str, value: object) -> None:
    document: dict[str, Any] = deepcopy(dict(package_data("network_policies")))
    document["x"][name] = value
    with pytest.raises(PolicyError, match="rules of x"):
        parse_policy("x", document)


def test_limits_of_posting_hold_together() -> None:
    limits = load_limits("x")["POST /2/tweets"]
    assert Quota(100, 15 * MINUTE) in limits.per_user
    assert Quota(300, timedelta(hours=3)) in limits.per_user
    assert limits.per_app == (Quota(10_000, timedelta(days=1)),)
    assert load_limits("mastodon") == {}


def test_plans() -> None:
    assert {
        name: load_plan("x", name).summoned_only for name in ("pay_per_use", "basic", "pro", "enterprise")
    } == {
        "pay_per_use": True,
        "basic": True,
        "pro": True,
        "enterprise": False,
    }
    assert not load_plan("x", "pro").interactions
    assert not load_plan("bluesky", "").summoned_only
    with pytest.raises(PolicyError, match="golden"):
        load_plan("x", "golden")
