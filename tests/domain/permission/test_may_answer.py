"""The table of permissions: one row per rule, then what must hold whatever the facts are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.permission import (
    AccountFacts,
    AuthorState,
    Permission,
    PostFacts,
    PostState,
    PrivateLane,
    Reason,
    Sender,
    Tag,
    TokenState,
    Verdict,
    may_answer,
)
from hark.domain.policy import load_plan
from hark.domain.post import Lane, PostKind
from hark.domain.prices import load_prices

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SELF_SERVE, ENTERPRISE = load_plan("x", "pay_per_use"), load_plan("x", "enterprise")
X_SCOPES = frozenset({"tweet.read", "tweet.write", "users.read", "dm.write"})
ACME = AccountFacts("x", "1", "acme", scopes=X_SCOPES)
TAGGED = PostFacts("10", "7", "Ana", "ana", tag=Tag.TYPED, private_lane=PrivateLane.OPEN)
UNTAGGED = replace(TAGGED, tag=Tag.NONE)


def public(post: PostFacts, account: AccountFacts = ACME, **more: object) -> Permission:
    return may_answer(post, account, more.pop("plan", SELF_SERVE), NOW, **more)[Lane.PUBLIC]  # type: ignore[arg-type]


def private(post: PostFacts, account: AccountFacts = ACME, **more: object) -> Permission:
    return may_answer(post, account, more.pop("plan", SELF_SERVE), NOW, **more)[Lane.PRIVATE]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "in_public", "in_private"),
    [
        ({}, Reason.TAGGED, Reason.OPEN),
        ({"author_id": "1"}, Reason.OWN_POST, Reason.OWN_POST),
        ({"kind": PostKind.REPOST}, Reason.REPOST, Reason.REPOST),
        ({"state": PostState.DELETED}, Reason.POST_DELETED, Reason.OPEN),
        ({"state": PostState.WITHHELD}, Reason.POST_WITHHELD, Reason.OPEN),
        ({"edited_since_opened": True}, Reason.POST_EDITED, Reason.POST_EDITED),
        ({"author_state": AuthorState.SUSPENDED}, Reason.AUTHOR_SUSPENDED, Reason.AUTHOR_SUSPENDED),
        ({"author_state": AuthorState.GONE}, Reason.AUTHOR_GONE, Reason.AUTHOR_GONE),
        ({"author_state": AuthorState.PROTECTED}, Reason.AUTHOR_PROTECTED, Reason.OPEN),
        (
            {"author_state": AuthorState.PROTECTED, "account_follows_author": True},
            Reason.TAGGED,
            Reason.OPEN,
        ),
        ({"author_blocks_account": True}, Reason.AUTHOR_BLOCKS_US, Reason.AUTHOR_BLOCKS_US),
        ({"account_blocks_author": True}, Reason.WE_BLOCK_AUTHOR, Reason.WE_BLOCK_AUTHOR),
        ({"lane": Lane.PRIVATE, "wrote_privately": True}, Reason.NOT_PUBLIC, Reason.WROTE_PRIVATELY),
        ({"private_lane": PrivateLane.CLOSED}, Reason.TAGGED, Reason.PRIVATE_CLOSED),
        ({"private_lane": PrivateLane.ENCRYPTED}, Reason.TAGGED, Reason.PRIVATE_ENCRYPTED),
        ({"private_lane": PrivateLane.UNKNOWN}, Reason.TAGGED, Reason.PRIVATE_UNKNOWN),
        (
            {"private_lane": PrivateLane.UNKNOWN, "wrote_privately": True},
            Reason.TAGGED,
            Reason.WROTE_PRIVATELY,
        ),
        ({"private_lane": PrivateLane.CLOSED, "wrote_privately": True}, Reason.TAGGED, Reason.PRIVATE_CLOSED),
        ({"tag": Tag.NONE}, Reason.NOT_SUMMONED, Reason.OPEN),
        ({"tag": Tag.NONE, "answers_account": True}, Reason.NOT_SUMMONED, Reason.OPEN),
        ({"tag": Tag.CARRIED, "answers_account": True}, Reason.TAG_CARRIED, Reason.OPEN),
        ({"tag": Tag.NONE, "quotes_account": True, "kind": PostKind.QUOTE}, Reason.QUOTED, Reason.OPEN),
        ({"tag": Tag.NONE, "kind": PostKind.QUOTE}, Reason.NOT_SUMMONED, Reason.OPEN),
        ({"reply_settings": "mentionedUsers"}, Reason.TAGGED, Reason.OPEN),
        ({"reply_settings": "following"}, Reason.TAGGED, Reason.OPEN),
        ({"reply_settings": "nobody"}, Reason.REPLIES_OFF, Reason.OPEN),
    ],
)
def test_x_self_serve(change: dict[str, object], in_public: Reason, in_private: Reason) -> None:
    post = replace(TAGGED, **change)  # type: ignore[arg-type]
    assert (public(post).reason, private(post).reason) == (in_public, in_private)


@pytest.mark.parametrize(
    ("setting", "known", "reason"),
    [
        ("everyone", {}, Reason.OPEN),
        ("", {}, Reason.OPEN),
        ("mentionedUsers", {}, Reason.REPLIES_TAGGED_ONLY),
        ("following", {}, Reason.REPLIES_UNKNOWN),
        ("following", {"author_follows_account": False}, Reason.REPLIES_FOLLOWED_ONLY),
        ("following", {"author_follows_account": True}, Reason.OPEN),
        ("followers", {"account_follows_author": False}, Reason.REPLIES_FOLLOWERS_ONLY),
        ("followers", {"account_follows_author": True}, Reason.OPEN),
        ("subscribers", {"account_subscribes": False}, Reason.REPLIES_SUBSCRIBERS_ONLY),
        ("subscribers", {}, Reason.REPLIES_UNKNOWN),
        ("verified", {}, Reason.REPLIES_UNKNOWN),
        ("other", {}, Reason.REPLIES_UNKNOWN),
    ],
)
def test_reply_settings_bind_where_no_summons_is_needed(
    setting: str, known: dict[str, bool], reason: Reason
) -> None:
    post = replace(UNTAGGED, reply_settings=setting, **known)  # type: ignore[arg-type]
    assert public(post, plan=ENTERPRISE).reason is reason


@pytest.mark.parametrize(("verified", "reason"), [(True, Reason.OPEN), (False, Reason.REPLIES_VERIFIED_ONLY)])
def test_a_verified_account_may_answer_where_only_those_may(verified: bool, reason: Reason) -> None:
    post = replace(UNTAGGED, reply_settings="verified")
    assert public(post, replace(ACME, verified=verified), plan=ENTERPRISE).reason is reason


def test_the_sentence_for_an_untagged_post() -> None:
    permission = public(UNTAGGED)
    assert permission.verdict is Verdict.PREPARE
    assert permission.sentence == (
        "Ana has not tagged @acme in this post, so X refuses a reply through the API. "
        "Copy the text and post it on X."
    )
    assert (permission.price, permission.price_with_link) == (Decimal(0), Decimal(0))


def test_what_a_lost_key_prepares_stays_in_its_lane() -> None:
    lost = replace(ACME, token=TokenState.LOST)
    assert public(TAGGED, lost).sentence.endswith("Copy the text and post it on X.")
    assert private(TAGGED, lost).sentence.endswith("Copy the text and send it as a direct message on X.")


def test_prices_by_lane_summons_and_link() -> None:
    tagged, asked, message = public(TAGGED), public(UNTAGGED, plan=ENTERPRISE), private(TAGGED)
    assert (tagged.price, tagged.price_with_link) == (Decimal("0.010"), Decimal("0.200"))
    assert (asked.price, asked.price_with_link) == (Decimal("0.015"), Decimal("0.200"))
    assert (message.price, message.price_with_link) == (Decimal("0.015"), Decimal("0.015"))
    assert public(replace(TAGGED, state=PostState.DELETED)).price is None


def test_an_operators_figure_for_an_unclear_price_is_used() -> None:
    prices = load_prices("x").with_settings({"reply_summoned_with_link": "0.010"})
    assert public(TAGGED, prices=prices).price_with_link == Decimal("0.010")


def test_a_carried_tag_is_said_to_be_unsure_and_a_quote_makes_it_sure() -> None:
    carried = replace(TAGGED, tag=Tag.CARRIED)
    assert not public(carried).certain
    assert "not confirmed" in public(carried).sentence
    assert private(carried).certain
    assert public(replace(carried, quotes_account=True)).certain
    assert public(carried, plan=ENTERPRISE).certain


@pytest.mark.parametrize(
    ("change", "in_public", "in_private"),
    [
        ({"frozen": True}, Reason.ACCOUNT_FROZEN, Reason.ACCOUNT_FROZEN),
        ({"token": TokenState.LOST}, Reason.TOKEN_LOST, Reason.TOKEN_LOST),
        ({"scopes": X_SCOPES - {"dm.write"}}, Reason.TAGGED, Reason.SCOPE_MISSING),
        ({"scopes": X_SCOPES - {"tweet.write"}}, Reason.SCOPE_MISSING, Reason.OPEN),
        ({"scopes": None}, Reason.TAGGED, Reason.OPEN),
        ({"money_left": Decimal("0.012")}, Reason.TAGGED, Reason.MONEY_SPENT),
        ({"money_left": Decimal("0.010")}, Reason.TAGGED, Reason.MONEY_SPENT),
        ({"money_left": Decimal("-0.1")}, Reason.MONEY_SPENT, Reason.MONEY_SPENT),
        ({"free_at": {Lane.PUBLIC: NOW + timedelta(minutes=3)}}, Reason.LATER, Reason.OPEN),
        ({"free_at": {Lane.PUBLIC: NOW}}, Reason.TAGGED, Reason.OPEN),
    ],
)
def test_what_stands_in_the_way_on_our_side(
    change: dict[str, object], in_public: Reason, in_private: Reason
) -> None:
    account = replace(ACME, **change)  # type: ignore[arg-type]
    assert (public(TAGGED, account).reason, private(TAGGED, account).reason) == (in_public, in_private)


AUTOMATIC = replace(ACME, automation=True)


@pytest.mark.parametrize(
    ("change", "in_public", "in_private"),
    [
        ({}, Reason.TAGGED, Reason.AUTOMATION_UNASKED),
        ({"wrote_privately": True}, Reason.TAGGED, Reason.WROTE_PRIVATELY),
        ({"tag": Tag.CARRIED}, Reason.AUTOMATION_UNASKED, Reason.AUTOMATION_UNASKED),
        ({"tag": Tag.CARRIED, "answers_account": True}, Reason.TAG_CARRIED, Reason.AUTOMATION_UNASKED),
        ({"tag": Tag.NONE, "quotes_account": True}, Reason.AUTOMATION_UNASKED, Reason.AUTOMATION_UNASKED),
        ({"opted_in": True, "tag": Tag.CARRIED}, Reason.TAG_CARRIED, Reason.OPEN),
        ({"automated_answers": 1}, Reason.AUTOMATION_DONE, Reason.AUTOMATION_DONE),
        ({"said_stop": True}, Reason.AUTOMATION_STOPPED, Reason.AUTOMATION_STOPPED),
        ({"said_stop": True, "opted_in": True}, Reason.AUTOMATION_STOPPED, Reason.AUTOMATION_STOPPED),
    ],
)
def test_automatic_answers(change: dict[str, object], in_public: Reason, in_private: Reason) -> None:
    post = replace(TAGGED, **change)  # type: ignore[arg-type]
    found = may_answer(post, AUTOMATIC, SELF_SERVE, NOW, sender=Sender.MACHINE)
    assert (found[Lane.PUBLIC].reason, found[Lane.PRIVATE].reason) == (in_public, in_private)


def test_automation_is_off_until_switched_on_and_never_binds_a_person() -> None:
    assert public(TAGGED, sender=Sender.MACHINE).reason is Reason.AUTOMATION_OFF
    stopped = replace(TAGGED, said_stop=True, automated_answers=9)
    assert public(stopped).reason is Reason.TAGGED


@pytest.mark.parametrize("network", ["bluesky", "mastodon"])
def test_other_networks_need_no_summons_and_bill_nothing(network: str) -> None:
    account = AccountFacts(network, "1", "acme.example")
    found = may_answer(UNTAGGED, account, load_plan(network, ""), NOW)
    assert {permission.reason for permission in found.values()} == {Reason.OPEN}
    assert {permission.price_with_link for permission in found.values()} == {Decimal(0)}
    closed = may_answer(replace(UNTAGGED, reply_settings="nobody"), account, load_plan(network, ""), NOW)
    assert closed[Lane.PUBLIC].reason is Reason.REPLIES_OFF


@pytest.mark.parametrize(
    ("scopes", "reason"),
    [({"write"}, Reason.OPEN), ({"write:statuses"}, Reason.OPEN), ({"read"}, Reason.SCOPE_MISSING)],
)
def test_a_mastodon_scope_covers_what_is_below_it(scopes: set[str], reason: Reason) -> None:
    account = AccountFacts("mastodon", "1", "acme@example.social", scopes=frozenset(scopes))
    assert may_answer(UNTAGGED, account, load_plan("mastodon", ""), NOW)[Lane.PUBLIC].reason is reason


def test_a_no_outranks_whatever_could_be_prepared() -> None:
    broke = replace(ACME, token=TokenState.LOST, money_left=Decimal(0))
    post = replace(UNTAGGED, state=PostState.DELETED)
    assert public(post, broke).reason is Reason.POST_DELETED
    assert public(UNTAGGED, broke).reason is Reason.NOT_SUMMONED


posts = st.builds(
    PostFacts,
    post_id=st.just("10"),
    author_id=st.sampled_from(["1", "7"]),
    author_name=st.text(max_size=60),
    author_handle=st.sampled_from(["", "ana"]),
    lane=st.sampled_from(Lane),
    kind=st.sampled_from(PostKind),
    state=st.sampled_from(PostState),
    author_state=st.sampled_from(AuthorState),
    edited_since_opened=st.booleans(),
    tag=st.sampled_from(Tag),
    quotes_account=st.booleans(),
    answers_account=st.booleans(),
    reply_settings=st.sampled_from(
        ["everyone", "mentionedUsers", "following", "verified", "nobody", "new one"]
    ),
    author_follows_account=st.none() | st.booleans(),
    account_follows_author=st.none() | st.booleans(),
    author_blocks_account=st.booleans(),
    account_blocks_author=st.booleans(),
    private_lane=st.sampled_from(PrivateLane),
    wrote_privately=st.booleans(),
    opted_in=st.booleans(),
    said_stop=st.booleans(),
    automated_answers=st.integers(0, 2),
)
accounts = st.builds(
    AccountFacts,
    network=st.sampled_from(["x", "bluesky", "mastodon", "elsewhere"]),
    account_id=st.just("1"),
    handle=st.just("acme"),
    verified=st.none() | st.booleans(),
    frozen=st.booleans(),
    token=st.sampled_from(TokenState),
    scopes=st.none() | st.just(X_SCOPES) | st.just(frozenset()),
    automation=st.booleans(),
    money_left=st.none() | st.decimals(-1, 1, places=3),
)


@settings(max_examples=500, deadline=None)
@given(posts, accounts, st.sampled_from(["pay_per_use", "enterprise"]), st.sampled_from(Sender))
def test_whatever_the_facts_are(post: PostFacts, account: AccountFacts, plan: str, sender: Sender) -> None:
    allowed = load_plan(account.network, plan)
    found = may_answer(post, account, allowed, NOW, sender=sender)
    assert set(found) == set(Lane)
    for lane, permission in found.items():
        assert permission.lane is lane
        assert permission.verdict is permission.reason.verdict
        assert "\n" not in permission.sentence
        assert "{" not in permission.sentence.replace(post.called_as, "")
        assert (permission.price is None) == (permission.verdict is Verdict.NO)
        if permission.verdict is Verdict.SEND:
            assert post.author_id != account.account_id
            assert not account.frozen
            assert not post.edited_since_opened
            assert account.money_left is None or (permission.price or Decimal(0)) <= account.money_left
            if sender is Sender.MACHINE:
                assert account.automation and not post.said_stop and post.automated_answers == 0
            if lane is Lane.PUBLIC:
                assert post.state is PostState.LIVE
                assert post.summoned or not allowed.summoned_only
