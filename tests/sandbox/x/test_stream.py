"""The filtered stream: lines, keep-alives, limits, ends, and the slow reader that is cut."""

import time
from typing import Any

from hark.sandbox.x.authoring import Draft, publish


def test_lines_carry_the_post_and_the_rules_it_met(desk: Any) -> None:
    desk.rules("pear", "plum -fig")
    reader = desk.read("/2/tweets/search/stream?tweet.fields=author_id&expansions=author_id")
    desk.say("amira_k", "fig and plum")
    said = desk.say("amira_k", "pear, plum")
    line = reader.wait(1)[0]
    assert line["data"]["id"] == said["id"] and line["data"]["author_id"] == desk.id("amira_k")
    assert {rule["tag"] for rule in line["matching_rules"]} == {"pear", "plum -fig"}
    assert line["includes"]["users"][0]["username"] == "amira_k"
    assert b"\r\n" in reader.body and "edit_history_tweet_ids" in line["data"]


def test_protected_and_suspended_people_are_not_streamed(desk: Any) -> None:
    desk.rules("pear")
    reader = desk.read()
    desk.say("dora_private", "pear")
    desk("PATCH", "/sandbox/users/carla_v", json={"suspended": True})
    desk.say("carla_v", "pear")
    said = desk.say("amira_k", "pear")
    assert [line["data"]["id"] for line in reader.wait(1)] == [said["id"]]


def test_a_rule_added_or_deleted_counts_at_once(desk: Any) -> None:
    desk.rules("pear")
    reader = desk.read()
    desk.rules("plum")
    desk.say("amira_k", "plum")
    assert reader.wait(1)[0]["matching_rules"][0]["tag"] == "plum"
    desk("POST", "/2/tweets/search/stream/rules?delete_all=true", json={})
    desk.say("amira_k", "plum again")
    desk.rules("fig")
    desk.say("amira_k", "fig")
    assert [line["data"]["text"] for line in reader.wait(2)] == ["plum", "fig"]


def test_no_rules_is_a_conflict(desk: Any) -> None:
    assert desk("GET", "/2/tweets/search/stream", status=409)["connection_issue"] == "RuleConfigurationIssue"


def test_one_connection_is_all_and_the_stale_one_can_be_ended(desk: Any) -> None:
    desk.rules("pear")
    first = desk.read()
    refused = desk("GET", "/2/tweets/search/stream", status=429)
    assert refused["connection_issue"] == "TooManyConnections"
    open_now = desk("GET", "/2/connections")["data"]
    assert [one["endpoint_name"] for one in open_now] == ["filtered_stream"]
    assert desk("DELETE", "/2/connections/all")["data"]["successful_kills"] == 1
    assert first.to_the_end() == "closed"
    assert desk.read().status == 200
    past = desk("GET", "/2/connections?status=inactive")["data"]
    assert past[0]["disconnect_reason"] == "terminated by the app"


def test_a_keep_alive_comes_every_20_seconds_of_network_time(desk: Any) -> None:
    desk.rules("pear")
    desk("POST", "/sandbox/clock", json={"rate": 100})
    reader = desk.read()
    begin = time.monotonic()
    while reader.body.count(b"\r\n") < 3:
        assert reader.more()
    assert 0.4 <= time.monotonic() - begin <= 3.0 and reader.body == b"\r\n" * reader.body.count(b"\r\n")


def test_an_operational_disconnect_says_so_and_ends(desk: Any) -> None:
    desk.rules("pear")
    reader = desk.read()
    desk("POST", "/sandbox/streams", json={"do": "disconnect"})
    assert reader.to_the_end() == "closed"
    assert reader.lines[-1]["errors"][0]["disconnect_type"] == "UpstreamOperationalDisconnect"


def test_a_reset_is_a_reset(desk: Any) -> None:
    desk.rules("pear")
    reader = desk.read()
    desk("POST", "/sandbox/streams", json={"do": "reset"})
    assert reader.to_the_end() in ("reset", "broken")


def test_a_slow_reader_is_cut_and_others_are_not_held_up(desk: Any) -> None:
    desk.rules("pear")
    reader = desk.read(small=True)

    def flood(box: Any) -> None:
        box.hub.buffer = 100_000
        amira = box.network.user_named("amira_k")
        for number in range(3000):
            publish(box.network, Draft(amira, f"pear {number} " + "x" * 200, box.clock.now()))

    desk.x.do(flood)
    assert reader.to_the_end() in ("reset", "broken")
    closed = desk("GET", "/sandbox/truth?kind=stream.closed")["data"]
    assert closed[-1]["reason"] == "slow reader"


def test_a_reader_that_never_reads_does_not_block_the_next_one(desk: Any) -> None:
    desk.rules("pear")
    desk.read(small=True)

    def flood(box: Any) -> None:
        amira = box.network.user_named("amira_k")
        for number in range(4000):
            publish(box.network, Draft(amira, f"pear {number} " + "x" * 200, box.clock.now()))

    desk.x.do(flood)
    assert desk("DELETE", "/2/connections/all")["data"]["successful_kills"] == 1
    assert desk.read().status == 200
    end = time.monotonic() + 5
    while len(desk("GET", "/sandbox/truth?kind=stream.closed")["data"]) < 1:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_dry_run_changes_nothing_and_bad_rules_never_crash(desk: Any) -> None:
    path = "/2/tweets/search/stream/rules"
    tried = desk("POST", f"{path}?dry_run=true", status=201, json={"add": [{"value": "pear"}]})
    assert tried["meta"]["summary"]["created"] == 1 and "data" not in desk("GET", path)
    for query in ("", "?dry_run=true"):
        bad = desk("POST", path + query, status=400, json={"add": [{"value": "cat ("}]})
        assert bad["errors"][0]["type"].endswith("invalid-rules")
        assert bad["errors"][0]["details"] == ["no viable alternative at input '<EOF>' (at position 6)"]
    desk.rules("pear")
    again = desk("POST", path, status=200, json={"add": [{"value": "pear"}]})
    assert again["errors"][0]["title"] == "DuplicateRule"
    for body in ({}, {"add": [], "delete": {}}, {"add": "pear"}, {"delete": []}, {"add": [{"tag": "x"}]}):
        assert desk.raw("POST", path, json=body).status_code == 400
    gone = desk("POST", path, json={"delete": {"ids": ["404"]}})
    assert gone["meta"]["summary"] == {"deleted": 0, "not_deleted": 1}


def test_backfill_and_the_whole_archive_are_for_enterprise(desk: Any) -> None:
    desk.rules("pear")
    old = desk.say("amira_k", "pear a while ago")
    desk("GET", "/2/tweets/search/stream?backfill_minutes=2", status=400)
    desk("GET", "/2/tweets/search/all?query=pear", status=403)
    desk("POST", "/sandbox/settings", json={"plan": "enterprise"})
    reader = desk.read("/2/tweets/search/stream?backfill_minutes=2")
    new = desk.say("amira_k", "pear now")
    assert [line["data"]["id"] for line in reader.wait(2)] == [old["id"], new["id"]]
    desk("POST", "/sandbox/clock", json={"advance": 30 * 86400})
    assert desk("GET", "/2/tweets/search/recent?query=pear")["meta"]["result_count"] == 0
    assert desk("GET", "/2/tweets/search/all?query=pear")["meta"]["result_count"] == 2
