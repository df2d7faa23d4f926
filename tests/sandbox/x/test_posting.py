"""What may be said and what X refuses, with its words."""

from typing import Any

import pytest

BRAND, AMIRA, BEN, CARLA = "NorthlineRail", "amira_k", "ben_hollis", "carla_v"


def _create(desk: Any, who: str, status: int = 201, **body: Any) -> Any:
    return desk("POST", "/2/tweets", who, status, json=body)


def _read(desk: Any, post_id: str, fields: str) -> Any:
    return desk("GET", f"/2/tweets/{post_id}?tweet.fields={fields}")["data"]


def _reply(post: Any) -> dict[str, Any]:
    return {"in_reply_to_tweet_id": post["id"]}


def test_a_reply_carries_the_thread_and_not_oneself(desk: Any) -> None:
    root = desk.say(AMIRA, f"@{BRAND} with @{BEN} on the train")
    made = _create(desk, BRAND, text="Hello both", reply=_reply(root))["data"]
    read = _read(desk, made["id"], "conversation_id,display_text_range,in_reply_to_user_id,referenced_tweets")
    assert read["text"] == f"@{AMIRA} @{BEN} Hello both" and made["text"] == "Hello both"
    assert read["conversation_id"] == root["id"] and read["in_reply_to_user_id"] == desk.id(AMIRA)
    assert read["display_text_range"] == [len(f"@{AMIRA} @{BEN} "), len(read["text"])]
    assert read["referenced_tweets"] == [{"type": "replied_to", "id": root["id"]}]
    alone = _create(
        desk, BRAND, text="Just you", reply=_reply(root) | {"exclude_reply_user_ids": [desk.id(BEN)]}
    )
    assert _read(desk, alone["data"]["id"], "text")["text"] == f"@{AMIRA} Just you"


@pytest.mark.parametrize("wording", ["july", "may"])
def test_only_the_summoned_may_reply(desk: Any, wording: str) -> None:
    desk("POST", "/sandbox/settings", json={"summoned_wording": wording})
    stranger = desk.say(CARLA, "Northline is late, I tell nobody in particular")
    refused = _create(desk, BRAND, 403, text="May we help?", reply=_reply(stranger))
    words = {"july": "mentioned or are the author", "may": "have not been mentioned or otherwise engaged"}
    assert words[wording] in refused["detail"]
    quoting = desk.say(CARLA, "see this", quotes=desk.say(BRAND, "All trains run")["id"])
    _create(desk, BRAND, text="Thank you for sharing", reply=_reply(quoting))
    desk("POST", "/sandbox/settings", json={"plan": "enterprise"})
    _create(desk, BRAND, text="May we help?", reply=_reply(stranger))


def test_plan_gates(desk: Any) -> None:
    post = desk.say(CARLA, "hello")
    for path, body in (
        ("likes", {"tweet_id": post["id"]}),
        ("following", {"target_user_id": desk.id(CARLA)}),
    ):
        refused = desk("POST", f"/2/users/{desk.id(BRAND)}/{path}", BRAND, 403, json=body)
        assert refused["type"].endswith("client-forbidden")
    assert (
        _create(desk, BRAND, 403, text="look", quote_tweet_id=post["id"])["reason"] == "client-not-enrolled"
    )


def test_the_same_twice_is_refused(desk: Any) -> None:
    root, other = desk.say(AMIRA, f"@{BRAND} one"), desk.say(BEN, f"@{BRAND} two")
    _create(desk, BRAND, text="We are on it.", reply=_reply(root))
    refused = _create(desk, BRAND, 403, text="We are  on it.", reply=_reply(root))
    assert refused["detail"] == "You are not allowed to create a Tweet with duplicate content."
    _create(desk, BRAND, text="We are on it.", reply=_reply(other))
    desk("POST", "/sandbox/clock", json={"advance": 13 * 3600})
    _create(desk, BRAND, text="We are on it.", reply=_reply(root))


@pytest.mark.parametrize(
    ("text", "status"),
    [("x" * 280, 201), ("x" * 281, 400), ("字" * 140, 201), ("字" * 141, 400), ("", 400), ("   ", 400)],
)
def test_weighted_length(desk: Any, text: str, status: int) -> None:
    _create(desk, AMIRA, status, text=text)


def test_a_link_counts_23_and_costs_more(desk: Any) -> None:
    before = desk("GET", "/sandbox/settings")["data"]["spent"]
    _create(desk, AMIRA, text="x" * 256 + " https://example.com/" + "y" * 300)
    spent = desk("GET", "/sandbox/settings")["data"]
    assert spent["spent"] - before == pytest.approx(0.2) and spent["items"]["post.create.url"] == 1


def test_bad_bodies(desk: Any) -> None:
    assert "not defined" in _create(desk, AMIRA, 400, text="a", colour="red")["errors"][0]["message"]
    _create(desk, AMIRA, 400, text="a", reply_settings="nobody")
    _create(desk, AMIRA, 400, text="a", media={"media_ids": ["1"]})
    _create(desk, AMIRA, 400, text="a", poll={"options": ["one"], "duration_minutes": 60})
    _create(desk, AMIRA, 400, text="a", reply={"in_reply_to_tweet_id": "abc"})
    assert (
        "deleted or not visible" in _create(desk, AMIRA, 403, text="a", reply=_reply({"id": "404"}))["detail"]
    )
    assert desk.raw("POST", "/2/tweets", AMIRA, content=b"{not json").status_code == 400
    assert desk.raw("POST", "/2/tweets", AMIRA, content=b"[1]").status_code == 400


def test_reply_settings_and_blocks(desk: Any) -> None:
    closed = desk.say(AMIRA, "for few", reply_settings="following")
    desk("POST", "/sandbox/settings", json={"plan": "enterprise"})
    assert "limits who can reply" in _create(desk, BRAND, 403, text="hello", reply=_reply(closed))["detail"]
    tagged = desk.say(AMIRA, f"@{BRAND} for you", reply_settings="mentionedUsers")
    _create(desk, BRAND, text="thanks", reply=_reply(tagged))
    desk("PATCH", f"/sandbox/users/{AMIRA}", json={"blocks": BRAND})
    _create(desk, BRAND, 403, text="hello again", reply=_reply(tagged))


def test_a_poll(desk: Any) -> None:
    made = _create(desk, AMIRA, text="Tea?", poll={"options": ["yes", "no"], "duration_minutes": 60})
    path = f"/2/tweets/{made['data']['id']}?expansions=attachments.poll_ids&poll.fields=voting_status,options"
    poll = desk("GET", path)["includes"]["polls"][0]
    assert poll["voting_status"] == "open" and [one["label"] for one in poll["options"]] == ["yes", "no"]


def test_edits_keep_their_history_and_end(desk: Any) -> None:
    first = _create(desk, AMIRA, text="frist")["data"]["id"]
    last = first
    for number in range(5):
        made = _create(desk, AMIRA, text=f"first {number}", edit_options={"previous_post_id": last})
        last = made["data"]["id"]
    history = made["data"]["edit_history_tweet_ids"]
    assert len(history) == 6 and history[0] == first and history[-1] == last
    _create(desk, AMIRA, 403, text="once more", edit_options={"previous_post_id": last})
    old = _read(desk, first, "edit_controls")
    assert old["text"] == "frist" and old["edit_history_tweet_ids"] == history
    found = desk("GET", "/2/tweets/search/recent?query=from:amira_k first")["data"]
    assert [post["id"] for post in found] == [last]
    desk("DELETE", f"/2/tweets/{first}", AMIRA)
    assert "errors" in desk("GET", f"/2/tweets/{last}")


def test_a_reply_cannot_be_edited(desk: Any) -> None:
    made = _create(desk, AMIRA, text="answer", reply=_reply(desk.say(AMIRA, "mine")))
    _create(desk, AMIRA, 403, text="other", edit_options={"previous_post_id": made["data"]["id"]})


def test_deleting_is_not_blindly_confirmed(desk: Any) -> None:
    theirs = desk.say(CARLA, "mine")
    assert desk("DELETE", f"/2/tweets/{theirs['id']}", BRAND, 403)["title"] == "Forbidden"
    desk("DELETE", "/2/tweets/404", BRAND, 404)
    desk("DELETE", f"/2/tweets/{theirs['id']}", CARLA)
    desk("DELETE", f"/2/tweets/{theirs['id']}", CARLA, 404)


def test_protected_suspended_withheld(desk: Any) -> None:
    hidden = desk("GET", "/2/users/by/username/dora_private?user.fields=protected")
    assert hidden["data"]["protected"] is True
    post = desk.say(CARLA, f"@{BRAND} soon gone")
    desk("PATCH", f"/sandbox/posts/{post['id']}", json={"withheld_in": ["DE"]})
    assert _read(desk, post["id"], "withheld")["withheld"]["country_codes"] == ["DE"]
    desk("PATCH", f"/sandbox/users/{CARLA}", json={"suspended": True})
    refused = desk("GET", f"/2/tweets/{post['id']}")
    assert "data" not in refused and refused["errors"][0]["title"] == "Authorization Error"
    gone = desk("GET", f"/2/users/by/username/{CARLA}")
    assert "suspended" in gone["errors"][0]["detail"]
    heard = desk("GET", f"/2/users/{desk.id(BRAND)}/mentions?max_results=100", BRAND)["data"]
    assert post["id"] not in {one["id"] for one in heard}
    assert not any("nobody but friends" in one["text"] for one in heard)
