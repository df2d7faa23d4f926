"""X API v2 objects as Posts: both spellings, pages and flattened lines, and whatever an archive may hold."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.post import Media, Mention, Metrics, Post, PostKind, Withheld
from hark.networks.x.posts import author_from_v2, includes_of, post_from_v2

PAGE = {
    "includes": {
        "users": [
            {
                "id": "11",
                "username": "ana_mobile",
                "name": "Ana",
                "verified": True,
                "public_metrics": {"followers_count": 7},
            },
            {"data": {"id": "22", "username": "LumenCare", "created_at": "2015-03-02T08:00:00.000Z"}},
        ],
        "tweets": [{"id": "900", "author_id": "22", "text": "Hello", "created_at": "2026-03-01T09:00:00Z"}],
        "media": [
            {"media_key": "3_1", "type": "photo", "url": "https://img.example/1.jpg", "alt_text": "A router"}
        ],
    }
}
PLAIN = {
    "id": "901",
    "author_id": "11",
    "created_at": "2026-03-01T10:00:00.000Z",
    "text": "@LumenCare no signal",
}


def convert(**changes: object) -> Post:
    wanted = {**PLAIN, **changes}
    return post_from_v2({key: value for key, value in wanted.items() if value is not ...}, *includes_of(PAGE))


def test_a_plain_post() -> None:
    post = convert(lang="en", conversation_id="901")
    assert (post.network, post.post_id, post.author.handle, post.author.followers) == (
        "x",
        "901",
        "ana_mobile",
        7,
    )
    assert post.created_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (post.kind, post.language, post.conversation_id, post.versions) == (PostKind.POST, "en", "901", ())
    assert post.author.verified


@pytest.mark.parametrize("name", ["referenced_tweets", "referenced_posts"])
def test_a_reply_names_its_parent_and_whom_it_answers(name: str) -> None:
    post = convert(**{name: [{"type": "replied_to", "id": "900"}]})
    assert (post.kind, post.parent_id, post.parent_author_id) == (PostKind.POST, "900", "22")
    assert (
        convert(**{name: [{"type": "replied_to", "id": "900"}]}, in_reply_to_user_id="33").parent_author_id
        == "33"
    )


def test_an_address_without_a_parent_is_no_reply() -> None:
    post = convert(in_reply_to_user_id="22")
    assert (post.parent_id, post.parent_author_id) == (None, None)


def test_quotes_and_reposts_are_signals_but_a_quoting_reply_speaks() -> None:
    quote, reply = {"type": "quoted", "id": "900"}, {"type": "replied_to", "id": "899"}
    assert convert(referenced_tweets=[quote]).kind is PostKind.QUOTE
    assert convert(referenced_tweets=[quote]).quoted_author_id == "22"
    both = convert(referenced_tweets=[quote, reply])
    assert (both.kind, both.parent_id, both.quoted_id) == (PostKind.POST, "899", "900")
    assert convert(referenced_tweets=[{"type": "retweeted", "id": "900"}]).reposted_id == "900"
    assert convert(referenced_posts=[{"type": "reposted", "id": "900"}]).kind is PostKind.REPOST


@pytest.mark.parametrize("name", ["note_tweet", "note_post"])
def test_a_long_post_comes_whole(name: str) -> None:
    whole = "x" * 400 + " @LumenCare https://t.co/a"
    entities = {
        "mentions": [{"username": "LumenCare", "id": "22", "start": 401, "end": 411}],
        "urls": [{"url": "https://t.co/a", "expanded_url": "https://status.example/"}],
    }
    post = convert(**{name: {"text": whole, "entities": entities}})
    assert post.text == whole
    assert post.mentions == (Mention("LumenCare", "22"),)
    assert post.links == {"https://t.co/a": "https://status.example/"}


def test_carried_handles_are_leading_and_typed_ones_are_not() -> None:
    entities = {
        "mentions": [
            {"username": "LumenCare", "id": "22", "start": 0, "end": 10},
            {"username": "bob", "start": 11, "end": 15},
            {"username": "LumenCare", "id": "22", "start": 20, "end": 30},
        ]
    }
    text = "@LumenCare @bob ask @LumenCare"
    reply = convert(text=text, entities=entities, referenced_tweets=[{"type": "replied_to", "id": "900"}])
    assert [m.leading for m in reply.mentions] == [True, True, False]
    assert [m.leading for m in convert(text=text, entities=entities).mentions] == [False, False]


@pytest.mark.parametrize("name", ["edit_history_tweet_ids", "edit_history_post_ids"])
def test_versions_end_with_the_posts_own_id(name: str) -> None:
    assert convert(**{name: ["901"]}).versions == ()
    assert convert(**{name: ["901", "902"]}).versions == ("901",)
    assert convert(id="902", **{name: ["901", "902"]}).versions == ("901", "902")
    assert convert(id="902", **{name: ["900", "901"]}).versions == ("900", "901", "902")
    assert convert(id="901", **{name: ["900", "901", "902"]}).later == ("902",)
    assert convert(id="902", **{name: ["900", "901", "902"]}).later == ()


def test_media_by_key_or_inline() -> None:
    expected = (Media("photo", "https://img.example/1.jpg", "A router"),)
    assert convert(attachments={"media_keys": ["3_1", "3_unknown"]}).media == expected
    inline = {
        "media_key": "9",
        "type": "video",
        "variants": [{"content_type": "video/mp4", "url": "https://v.example/a"}],
    }
    assert convert(attachments={"media": [inline]}).media == (Media("video", "https://v.example/a"),)


def test_metrics_in_both_spellings_and_out_of_range() -> None:
    old = {
        "retweet_count": 2,
        "reply_count": 1,
        "like_count": 10**30,
        "quote_count": -4,
        "impression_count": 9,
    }
    assert convert(public_metrics=old).metrics == Metrics(1, 2, 0, 2**31 - 1, 9)
    assert convert(public_metrics={"repost_count": 5}).metrics == Metrics(reposts=5)
    assert convert().metrics is None


def test_a_flattened_post_brings_its_own_author_and_parent() -> None:
    parent = {"type": "replied_to", "id": "500", "author_id": "55", "text": "?"}
    flat = {
        **PLAIN,
        "author_id": "77",
        "author": {"id": "77", "username": "flat"},
        "referenced_tweets": [parent],
    }
    post = post_from_v2(flat, {}, {}, {})
    assert (post.author.handle, post.parent_id, post.parent_author_id) == ("flat", "500", "55")


@pytest.mark.parametrize("code", ["und", "zxx", "qme", "art", "", None, 5])
def test_codes_that_are_no_language_are_none(code: object) -> None:
    assert convert(lang=code).language is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": ...}, "no id"),
        ({"id": "12a"}, "id is not an id"),
        ({"id": 1.5e18}, "id is not an id"),
        ({"author_id": None}, "no author_id"),
        ({"created_at": ...}, "no created_at"),
        ({"created_at": "yesterday"}, "created_at is not a time"),
        ({"created_at": "2026-03-01T10:00:00.000"}, "created_at is not a time"),
        ({"created_at": "0001-01-01T00:00:00+23:59"}, "created_at is not a time"),
        ({"text": ...}, "no text"),
        ({"text": ["a"]}, "text is not a string"),
        ({"text": "a\0b"}, "NUL character"),
        ({"text": "a\ud83d"}, "half a surrogate pair in the text"),
    ],
)
def test_what_is_no_post_says_why(changes: dict[str, object], reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        convert(**changes)


def test_a_name_that_cannot_be_stored_does_not_lose_the_post() -> None:
    author = author_from_v2({"id": 5, "username": "u", "name": "a\0b\ud800", "description": "d" * 1000})
    assert (author.author_id, author.name, len(author.bio)) == ("5", "a\ufffdb?", 1000)


NAMES = [
    "id",
    "type",
    "text",
    "data",
    "users",
    "mentions",
    "urls",
    "url",
    "expanded_url",
    "username",
    "start",
    "media_keys",
    "media",
    "media_key",
    "public_metrics",
    "followers_count",
    "entities",
    "tweets",
    "name",
]
FIELDS = [
    "id",
    "author_id",
    "created_at",
    "text",
    "lang",
    "entities",
    "attachments",
    "referenced_tweets",
    "author",
    "edit_history_tweet_ids",
    "note_tweet",
    "public_metrics",
    "reply_settings",
    "conversation_id",
    "in_reply_to_user_id",
]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**40), max_value=10**40)
    | st.floats()
    | st.text(st.characters(), max_size=12)
    | st.sampled_from(["replied_to", "quoted", "901", "3_1", "\0", "\ud800", "2026-03-01T10:00:00Z"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), JUNK, max_size=6), st.dictionaries(st.just("includes"), JUNK))
def test_no_object_makes_it_crash_and_what_comes_out_can_be_stored(
    changes: dict[str, object], page: dict[str, object]
) -> None:
    try:
        post = post_from_v2({**PLAIN, **changes}, *includes_of(page))
    except ValueError as refusal:
        assert str(refusal)
        return
    assert post.created_at.tzinfo is UTC
    assert post.post_id.isdigit() and post.author.author_id.isdigit()
    shown = repr(
        (post.author.name, post.author.handle, post.author.bio, post.mentions, post.links, post.media)
    )
    assert "\\x00" not in shown and "\\ud8" not in shown
    (post.text + post.reply_settings + (post.language or "")).encode()


@pytest.mark.parametrize(
    ("told", "withheld", "everywhere"),
    [
        ({"country_codes": ["FR", "de", "FR"]}, Withheld(("DE", "FR")), False),
        (
            {"copyright": False, "country_codes": ["TR"], "scope": "user"},
            Withheld(("TR",), author=True),
            False,
        ),
        ({"country_codes": ["XX"], "scope": "post"}, Withheld(("XX",)), True),
        ({"copyright": True, "country_codes": ["XY"]}, Withheld(("XY",), copyright=True), True),
        ({"country_codes": []}, None, False),
        ({"country_codes": ["<b>", 7, "Germany"]}, None, False),
        ("everywhere", None, False),
    ],
)
def test_where_x_withholds_a_post(told: object, withheld: Withheld | None, everywhere: bool) -> None:
    post = convert(withheld=told)
    assert post.withheld == withheld
    assert bool(post.withheld and post.withheld.everywhere) is everywhere
