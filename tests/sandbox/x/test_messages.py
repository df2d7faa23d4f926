"""Direct messages: pages, reach, encryption, closed doors."""

from typing import Any

BRAND, CARLA, AMIRA = "NorthlineRail", "carla_v", "amira_k"
FIELDS = "dm_event.fields=created_at,sender_id,dm_conversation_id,text"


def _events(desk: Any, who: str = BRAND, **query: Any) -> Any:
    words = "".join(f"&{name}={value}" for name, value in query.items())
    return desk("GET", f"/2/dm_events?{FIELDS}{words}", who)


def _write(desk: Any, sender: str, recipient: str, text: str = "hello", status: int = 201) -> Any:
    path = f"/2/dm_conversations/with/{desk.id(recipient)}/messages"
    return desk("POST", path, sender, status, json={"text": text})


def test_a_message_is_seen_by_both_and_by_nobody_else(desk: Any) -> None:
    sent = _write(desk, CARLA, BRAND, "for you & me")["data"]
    mine = _events(desk)["data"][0]
    assert mine["id"] == sent["dm_event_id"] and mine["text"] == "for you &amp; me"
    assert mine["dm_conversation_id"] == "-".join(sorted((desk.id(BRAND), desk.id(CARLA)), key=int))
    assert mine["created_at"][-5] == "." and mine["sender_id"] == desk.id(CARLA)
    assert not [one for one in _events(desk, AMIRA).get("data", []) if one["id"] == sent["dm_event_id"]]


def test_pages_and_reach(desk: Any) -> None:
    made = [_write(desk, CARLA, BRAND, f"note {number}")["data"]["dm_event_id"] for number in range(5)][::-1]
    first = _events(desk, max_results=2)
    assert [one["id"] for one in first["data"]] == made[:2]
    second = _events(desk, max_results=2, pagination_token=first["meta"]["next_token"])
    assert [one["id"] for one in second["data"]] == made[2:4]
    back = _events(desk, max_results=2, pagination_token=second["meta"]["previous_token"])
    assert [one["id"] for one in back["data"]] == made[:2]
    desk("POST", "/sandbox/clock", json={"advance": 31 * 86400})
    assert _events(desk)["meta"]["result_count"] == 0


def test_x_chat_is_not_readable(desk: Any) -> None:
    desk("PATCH", f"/sandbox/users/{CARLA}", json={"x_chat": True})
    desk(
        "POST", "/sandbox/messages", status=201, json={"sender": CARLA, "recipient": BRAND, "text": "secret"}
    )
    assert "secret" not in str(_events(desk))
    assert "encrypted" in _write(desk, BRAND, CARLA, "hello?", 403)["detail"]
    assert "data" in desk("GET", f"/2/users/{desk.id(CARLA)}/public_keys", BRAND)
    assert "data" not in desk("GET", f"/2/users/{desk.id(AMIRA)}/public_keys", BRAND)


def test_a_closed_door(desk: Any) -> None:
    desk("PATCH", f"/sandbox/users/{AMIRA}", json={"dm_open": False})
    assert "cannot send" in _write(desk, BRAND, AMIRA, status=403)["detail"]
    seen = desk("GET", f"/2/users/{desk.id(AMIRA)}?user.fields=receives_your_dm", BRAND)["data"]
    assert seen["receives_your_dm"] is False
    desk("PATCH", f"/sandbox/users/{AMIRA}", json={"follows": BRAND})
    _write(desk, BRAND, AMIRA)
    desk("POST", f"/2/users/{desk.id(BRAND)}/dm/block", AMIRA)
    _write(desk, BRAND, AMIRA, "again", 403)


def test_deleting_is_for_oneself(desk: Any) -> None:
    sent = _write(desk, CARLA, BRAND)["data"]["dm_event_id"]
    assert desk("DELETE", f"/2/dm_events/{sent}", BRAND)["data"]["deleted"] is True
    assert "errors" in desk("GET", f"/2/dm_events/{sent}", BRAND)
    assert desk("GET", f"/2/dm_events/{sent}", CARLA)["data"]["id"] == sent
    desk("DELETE", f"/2/dm_events/{sent}", BRAND, 404)


def test_bad_messages(desk: Any) -> None:
    path = f"/2/dm_conversations/with/{desk.id(BRAND)}/messages"
    desk("POST", path, CARLA, 400, json={})
    desk("POST", path, CARLA, 400, json={"text": "a", "attachments": [{"media_id": "1"}]})
    desk("POST", "/2/dm_conversations/with/404/messages", CARLA, 404, json={"text": "a"})
    desk("POST", "/2/dm_conversations/1-2/messages", CARLA, 403, json={"text": "a"})


def test_the_world_answers_in_private(desk: Any) -> None:
    desk.x.do(lambda box: setattr(box.engine, "speed", 1000.0))
    _write(desk, BRAND, CARLA, "Were both on the same day?")
    while not [one for one in _events(desk)["data"] if one["text"] == "Yes, both on the same day."]:
        desk("POST", "/sandbox/settings", json={"limit_factor": 1000})
