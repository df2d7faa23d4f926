"""The operator grammar: X's answers for bad rules, no crash on any input, and agreement with a plain oracle."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.sandbox.clock import Clock
from hark.sandbox.x.authoring import Draft, publish
from hark.sandbox.x.model import Post, User
from hark.sandbox.x.network import Network
from hark.sandbox.x.operators import Dialect, RuleError, compile_rule, read

STREAM, SEARCH = Dialect.STREAM, Dialect.SEARCH


def _network() -> tuple[Network, dict[str, User]]:
    # The time stands still: ids stand in the names of tests, which every worker must call the same.
    network = Network(Clock(start=1_750_000_000.0, wall=lambda: 0.0))
    people = {
        name: network.add_user(User(str(number), name, name.title(), 0.0, followers=number * 100))
        for number, name in enumerate(("brand", "ann", "bob"), 1)
    }
    people["ann"].bio = "Loves slow trains"
    people["bob"].verified = True
    return network, people


NETWORK, PEOPLE = _network()


def _post(text: str, author: str = "ann", **more: Any) -> Post:
    return publish(NETWORK, Draft(PEOPLE[author], text, NETWORK.clock.now(), **more))


def matches(rule: str, post: Post, dialect: Dialect = STREAM) -> bool:
    return compile_rule(read(rule, dialect, 1024), dialect)(post)


ROOT = _post("@brand the café train #late $RAIL https://status.example.com/line/5 was slow, very slow")
REPLY = _post("we are sorry", "brand", reply_to=ROOT)
QUOTE = _post("look at this", "bob", quotes=ROOT)
REPOST = _post("", "bob", reposts=ROOT)


@pytest.mark.parametrize(
    ("rule", "post", "expected"),
    [
        ("train", ROOT, True),
        ("TRAIN", ROOT, True),
        ("rain", ROOT, False),
        ('"train #late"', ROOT, True),
        ('"late train"', ROOT, False),
        ('"very line"~3', ROOT, True),
        ('"very line"~2', ROOT, False),
        ("#LATE", ROOT, True),
        ("#lat", ROOT, False),
        ("$rail", ROOT, True),
        ("@brand", ROOT, True),
        ("@Brand from:ann", ROOT, True),
        ("from:1", REPLY, True),
        ("to:ann", REPLY, True),
        ("to:ann", ROOT, False),
        ("url:example.com", ROOT, True),
        ('url:"status.example.com/line"', ROOT, True),
        ("url:ample.com", ROOT, False),
        (f"conversation_id:{ROOT.id}", REPLY, True),
        (f"in_reply_to_tweet_id:{ROOT.id}", REPLY, True),
        (f"retweets_of_tweet_id:{ROOT.id}", REPOST, True),
        ("retweets_of:ann", REPOST, True),
        ("retweets_of:bob", REPOST, False),
        ("sorry is:reply", REPLY, True),
        ("sorry -is:reply", REPLY, False),
        ("train is:retweet", REPOST, True),
        ("look is:quote is:verified", QUOTE, True),
        ("train has:hashtags has:cashtags has:links has:mentions -has:media", ROOT, True),
        ('bio:"slow trains"', ROOT, True),
        ("bio_name:ann", ROOT, True),
        ("train lang:en", ROOT, True),
        ("train lang:de", ROOT, False),
        ("train followers_count:100..250", ROOT, True),
        ("train followers_count:300..", ROOT, False),
        ("train sample:100", ROOT, True),
        ("slow OR sorry from:brand", ROOT, True),
        ("(slow OR sorry) from:brand", ROOT, False),
        ("(slow OR sorry) from:brand", REPLY, True),
        ("train -slow", ROOT, False),
        ("train -@bob", ROOT, True),
    ],
)
def test_the_stream(rule: str, post: Post, expected: bool) -> None:
    assert matches(rule, post) is expected


def test_stream_and_search_differ_as_documented() -> None:
    assert not matches("cafe", ROOT, STREAM) and matches("cafe", ROOT, SEARCH)
    assert matches("train", QUOTE, STREAM) and not matches("train", QUOTE, SEARCH)
    assert matches("train", REPOST, STREAM) and not matches("train", REPOST, SEARCH)
    for stream_only in ("bio:x", "bio_name:x", "bio_location:x", "train sample:5"):
        read(stream_only, STREAM, 1024)
        with pytest.raises(RuleError, match="invalid operator"):
            read(stream_only, SEARCH, 512)
    read("train min_likes:5", SEARCH, 512)
    for gone in ("train min_faves:5", "train min_retweets:2"):
        with pytest.raises(RuleError, match="invalid operator"):
            read(gone, SEARCH, 512)


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "non-empty"),
        ("   ", "non-empty"),
        ("cat (", r"no viable alternative at input '<EOF>' \(at position 6\)"),
        ("cat )", "no viable alternative"),
        ("OR cat", "no viable alternative"),
        ("cat OR", "no viable alternative"),
        ("()", "no viable alternative"),
        ('"cat', "missing EOF"),
        ('""', "non-empty"),
        ('"a b"~9', "Proximity"),
        ("-cat", "at least one positive"),
        ("the", "at least one positive"),
        ("is:retweet", "at least one positive"),
        ("lang:en has:links", "at least one positive"),
        ("cat OR is:retweet", "at least one positive"),
        ("-(cat dog)", "can not be applied to a group"),
        ("--cat", "can not be applied to a group"),
        ("cat AND dog", "Ambiguous use of AND"),
        ("cat or dog", "Ambiguous use of or"),
        ("cat is:sunny", "invalid value"),
        ("cat has:everything", "invalid value"),
        ("cat is:nullcast", "must be negated"),
        ("cat lang:xx", "invalid language"),
        ("cat sample:0", "between 1 and 100"),
        ("cat sample:ten", "Invalid numeric"),
        ("colour:red", "Reference to invalid operator 'colour'"),
        ("from:", "no viable alternative"),
        ("from:not-a-name!", "Invalid username"),
        ("conversation_id:abc", "Invalid numeric"),
        ("followers_count:5..x", "Invalid range"),
        ("point_radius:[1 2]", "Invalid value"),
        ("(" * 200 + "cat" + ")" * 200, "nested too deeply"),
        ("x" * 1025, "less than or equal to 1024"),
    ],
)
def test_bad_rules_are_refused_with_a_reason(rule: str, reason: str) -> None:
    with pytest.raises(RuleError, match=reason):
        read(rule, STREAM, 1024)


PARTS = [
    "(",
    ")",
    "-",
    " ",
    "OR",
    '"',
    "~3",
    ":",
    "from:ann",
    "is:reply",
    "#x",
    "@y",
    "$Z",
    "[1 2 3km]",
    "cat",
    "\\",
]
NOISE = st.lists(st.sampled_from(PARTS) | st.text(max_size=6), max_size=25).map("".join)


@given(NOISE, st.sampled_from([STREAM, SEARCH]))
def test_no_input_crashes(rule: str, dialect: Dialect) -> None:
    try:
        test = compile_rule(read(rule, dialect, 1024), dialect)
    except RuleError as error:
        assert str(error)
        return
    for post in (ROOT, REPLY, QUOTE, REPOST):
        assert test(post) in (True, False)


# The oracle: rules as nested tuples over a few letters, written out as text and evaluated on sets of words.
WORDS = ["pear", "plum", "fig", "kiwi"]
leaf = st.tuples(st.just("word"), st.sampled_from(WORDS))
trees = st.recursive(
    leaf | leaf.map(lambda one: ("not", one)),
    lambda inner: st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
    max_leaves=8,
)


def write(tree: Any) -> str:
    if tree[0] == "word":
        return str(tree[1])
    if tree[0] == "not":
        return f"-{tree[1][1]}"
    joint = " " if tree[0] == "and" else " OR "
    return "(" + joint.join(write(one) for one in tree[1]) + ")"


def judge(tree: Any, words: set[str]) -> bool:
    if tree[0] == "word":
        return tree[1] in words
    if tree[0] == "not":
        return tree[1][1] not in words
    return (all if tree[0] == "and" else any)(judge(one, words) for one in tree[1])


def anchored(tree: Any) -> bool:
    if tree[0] in ("word", "not"):
        return bool(tree[0] == "word")
    return (any if tree[0] == "and" else all)(anchored(one) for one in tree[1])


@given(trees, st.sets(st.sampled_from(WORDS)))
def test_rules_agree_with_the_oracle(tree: Any, words: set[str]) -> None:
    text = write(tree)
    if not anchored(tree):
        with pytest.raises(RuleError, match="at least one positive"):
            read(text, STREAM, 10_000)
        return
    post = _post("so " + ", ".join(sorted(words)))
    assert compile_rule(read(text, STREAM, 10_000), STREAM)(post) is judge(tree, words)
    assert compile_rule(read(text, SEARCH, 10_000), SEARCH)(post) is judge(tree, words)


def test_space_binds_before_or() -> None:
    post = _post("kiwi fig")
    assert matches("pear plum OR kiwi fig", post) and not matches("pear (plum OR kiwi) fig", post)
