"""The activity events and their traps, by stream and by webhook."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.sandbox.x.receiver import Receiver

BRAND, AMIRA, BEN, CARLA = "NorthlineRail", "amira_k", "ben_hollis", "carla_v"


def _subscribe(
    desk: Any, kind: str, who: str = BRAND, status: int = 200, token: str | None = BRAND, **more: Any
) -> Any:
    body = {"event_type": kind, "filter": {"user_id": desk.id(who)}, **more}
    return desk("POST", "/2/activity/subscriptions", token, status, json=body)


def _events(reader: Any, count: int) -> list[dict[str, Any]]:
    return [line["data"] for line in reader.wait(count)]


def test_mentions_replies_quotes_reposts(desk: Any) -> None:
    kinds = ["post.mention.create", "post.reply.create", "post.quote.create", "post.repost.create"]
    for kind in kinds:
        _subscribe(desk, kind, tag=kind)
    reader = desk.read("/2/activity/stream")
    own = desk.say(BRAND, "All trains run again")
    tagged = desk.say(AMIRA, f"@{BRAND} really?")
    direct = desk.say(BEN, "thank you", reply_to=own["id"])
    deeper = desk.say(CARLA, "indeed", reply_to=direct["id"])
    desk.say(CARLA, "look", quotes=own["id"])
    desk.say(CARLA, "", reposts=own["id"])
    named = desk.say(CARLA, f"and @{BRAND} again", reply_to=direct["id"])
    events = _events(reader, 5)
    seen = [(event["event_type"], event["payload"]["id"]) for event in events]
    assert seen[0] == ("post.mention.create", tagged["id"])
    assert seen[1] == ("post.reply.create", direct["id"])
    assert [kind for kind, _ in seen[2:4]] == kinds[2:]
    assert seen[4] == ("post.mention.create", named["id"])
    assert deeper["id"] not in {post for _, post in seen}
    assert events[0]["tag"] == "post.mention.create" and events[0]["filter"] == {"user_id": desk.id(BRAND)}
    metrics = events[0]["payload"]["public_metrics"]
    assert metrics["reply_count_str"] == str(metrics["reply_count"])
    int(events[0]["event_uuid"])


def test_our_own_posts_come_back_and_go(desk: Any) -> None:
    for kind in ("post.create", "post.delete"):
        _subscribe(desk, kind, token=None)
    reader = desk.read("/2/activity/stream")
    made = desk("POST", "/2/tweets", BRAND, 201, json={"text": "Here we are"})["data"]["id"]
    desk("DELETE", f"/2/tweets/{made}", BRAND)
    created, deleted = _events(reader, 2)
    assert created["payload"]["id"] == made
    assert deleted["payload"] == {"id": made, "author_id": desk.id(BRAND)}


def test_messages_have_the_old_shape_and_encrypted_ones_none(desk: Any) -> None:
    for kind in ("dm.received", "dm.sent", "chat.received"):
        _subscribe(desk, kind)
    reader = desk.read("/2/activity/stream")
    desk("POST", "/sandbox/messages", status=201, json={"sender": CARLA, "recipient": BRAND, "text": "hi"})
    payload = _events(reader, 1)[0]["payload"]
    event = payload["direct_message_events"][0]
    assert event["message_create"]["message_data"]["text"] == "hi"
    assert event["message_create"]["target"]["recipient_id"] == desk.id(BRAND)
    assert payload["users"][desk.id(CARLA)]["screen_name"] == CARLA
    desk("PATCH", f"/sandbox/users/{CARLA}", json={"x_chat": True})
    desk("POST", "/sandbox/messages", status=201, json={"sender": CARLA, "recipient": BRAND, "text": "hush"})
    last = _events(reader, 2)[1]
    assert last["event_type"] == "chat.received" and "hush" not in json.dumps(last)


def test_private_events_need_the_persons_own_token(desk: Any) -> None:
    assert "private event" in _subscribe(desk, "dm.received", status=403, token=None)["detail"]
    _subscribe(desk, "dm.received", status=403, token=AMIRA)
    _subscribe(desk, "post.moon", status=400)
    _subscribe(desk, "dm.received")
    assert _subscribe(desk, "dm.received", status=409)["title"] == "Conflict"


def test_protected_people_are_silent(desk: Any) -> None:
    _subscribe(desk, "post.mention.create")
    reader = desk.read("/2/activity/stream")
    desk.say("dora_private", f"@{BRAND} hush")
    said = desk.say(AMIRA, f"@{BRAND} loud")
    assert _events(reader, 1)[0]["payload"]["id"] == said["id"]


@pytest.fixture
def receiver(desk: Any) -> Iterator[Receiver]:
    made = Receiver(desk.x.card["webhook_secret"])
    yield made
    made.close()


def _wait(true: Callable[[], Any], seconds: float = 8.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def _hook(desk: Any, receiver: Receiver) -> str:
    return str(desk("POST", "/2/webhooks", json={"url": receiver.url})["data"]["id"])


def _valid(desk: Any) -> bool:
    return bool(desk("GET", "/2/webhooks")["data"][0]["valid"])


def test_signed_deliveries_with_faults(desk: Any, receiver: Receiver) -> None:
    hook = _hook(desk, receiver)
    _subscribe(desk, "post.mention.create", webhook_id=hook)
    desk.faults(
        {"kind": "duplicate", "on": "webhook", "times": 1}, {"kind": "drop", "on": "webhook", "times": 1}
    )
    made = [desk.say(AMIRA, f"@{BRAND} hook {number}")["id"] for number in range(3)]
    _wait(lambda: len(receiver.got) >= 3)
    assert sorted(one["data"]["payload"]["id"] for one in receiver.got) == [made[0], made[0], made[2]]
    assert receiver.forged == 0


def test_creation_is_refused_for_a_reason(desk: Any, receiver: Receiver) -> None:
    def refused(url: str) -> str:
        answer = desk("POST", "/2/webhooks", status=400, json={"url": url})
        return str(answer["errors"][0]["message"].split(":")[0])

    receiver.lie = True
    assert refused(receiver.url) == "CrcValidationFailed"
    receiver.lie = False
    assert refused("ftp://example.com") == "UrlValidationFailed"
    _hook(desk, receiver)
    assert refused(receiver.url) == "DuplicateUrlFailed"
    assert refused(receiver.url + "2") == "WebhookLimitExceeded"
    desk("POST", "/sandbox/settings", json={"strict_webhooks": True})
    assert refused("http://hooks.example.com/x") == "UrlValidationFailed"
    assert refused("https://127.0.0.1/x") == "UrlValidationFailed"


@pytest.mark.parametrize(("crc", "lie"), [(200, True), (302, False)])
def test_a_wrong_answer_invalidates_at_once(desk: Any, receiver: Receiver, crc: int, lie: bool) -> None:
    hook = _hook(desk, receiver)
    receiver.crc, receiver.lie = crc, lie
    desk("PUT", f"/2/webhooks/{hook}", status=400)
    assert not _valid(desk)
    receiver.crc, receiver.lie = 200, False
    assert desk("PUT", f"/2/webhooks/{hook}")["data"]["valid"] is True


def test_outages_are_forgiven_for_28_hours_and_replayed(desk: Any, receiver: Receiver) -> None:
    hook = _hook(desk, receiver)
    _subscribe(desk, "post.mention.create", webhook_id=hook)
    receiver.answer = 503
    said = desk.say(AMIRA, f"@{BRAND} nobody takes this")
    _wait(lambda: receiver.got)
    assert _valid(desk)
    receiver.got.clear()
    receiver.answer = 200
    begin = desk("GET", "/sandbox/clock")["data"]["now"]
    desk("POST", "/sandbox/clock", json={"advance": 1200})
    window = {"from_date": _minute(begin - 120), "to_date": _minute(begin + 120), "webhook_id": hook}
    assert desk("POST", "/2/webhooks/replay", json=window)["data"]["job_id"]
    _wait(lambda: any("replay_job_status" in one for one in receiver.got))
    assert receiver.got[-1]["replay_job_status"]["job_state"] == "Complete"
    assert said["id"] in {one["data"]["payload"]["id"] for one in receiver.got[:-1]}
    late = window | {"to_date": _minute(begin + 1100)}
    assert "10 minutes" in desk("POST", "/2/webhooks/replay", status=400, json=late)["errors"][0]["message"]


def _minute(moment: float) -> str:
    return time.strftime("%Y%m%d%H%M", time.gmtime(moment))


def test_28_hours_without_a_success_end_it(desk: Any, receiver: Receiver) -> None:
    hook = _hook(desk, receiver)
    receiver.crc = 500
    desk("PUT", f"/2/webhooks/{hook}", status=400)
    assert _valid(desk)
    desk("POST", "/sandbox/clock", json={"advance": 29 * 3600})
    _wait(lambda: not _valid(desk))


def test_filtered_posts_by_webhook_on_enterprise(desk: Any, receiver: Receiver) -> None:
    hook = _hook(desk, receiver)
    desk("POST", f"/2/tweets/search/webhooks/{hook}", status=403)
    desk("POST", "/sandbox/settings", json={"plan": "enterprise"})
    assert desk("POST", f"/2/tweets/search/webhooks/{hook}")["data"] == {"provisioned": True}
    desk.rules("pear")
    said = desk.say(AMIRA, "pear by webhook")
    _wait(lambda: receiver.got)
    assert (
        receiver.got[0]["data"]["id"] == said["id"] and receiver.got[0]["matching_rules"][0]["tag"] == "pear"
    )
