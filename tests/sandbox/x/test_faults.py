"""Faults do what they say, as often as they say, the same for the same seed, and leave the truth behind."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from hark.sandbox.x.faults import Faults

CREATE = "POST /2/tweets"
BRAND = "NorthlineRail"


def _say(desk: Any, text: str, timeout: float = 5.0) -> httpx.Response:
    return desk.raw("POST", "/2/tweets", "amira_k", json={"text": text}, timeout=timeout)


def _said(desk: Any, text: str) -> int:
    found = desk("GET", "/2/tweets/search/recent", params={"query": f'"{text}"'})
    return int(found["meta"]["result_count"])


@pytest.mark.parametrize(("kind", "done"), [("error_before", 0), ("error_after", 1)])
def test_errors_before_and_after_processing(desk: Any, kind: str, done: int) -> None:
    desk.faults({"kind": kind, "on": CREATE, "status": 502, "times": 1})
    assert _say(desk, "pears tonight").status_code == 502
    assert _said(desk, "pears tonight") == done
    assert _say(desk, "plums tonight").status_code == 201


@pytest.mark.parametrize(("kind", "done"), [("reset_before", 0), ("reset_after", 1)])
def test_resets(desk: Any, kind: str, done: int) -> None:
    desk.faults({"kind": kind, "on": CREATE, "times": 1})
    with pytest.raises(httpx.TransportError):
        _say(desk, "pears tonight")
    assert _said(desk, "pears tonight") == done


def test_a_late_answer_to_something_done(desk: Any) -> None:
    desk.faults({"kind": "late", "on": CREATE, "seconds": 2, "times": 1})
    with pytest.raises(httpx.ReadTimeout):
        _say(desk, "pears tonight", timeout=0.3)
    assert _said(desk, "pears tonight") == 1


def test_something_done_after_the_answer(desk: Any) -> None:
    desk.faults({"kind": "process_later", "on": CREATE, "status": 504, "seconds": 60, "times": 1})
    assert _say(desk, "pears tonight").status_code == 504
    assert _said(desk, "pears tonight") == 0
    desk("POST", "/sandbox/clock", json={"advance": 61})
    end = time.monotonic() + 5
    while not _said(desk, "pears tonight"):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_garbage_and_a_slow_drip(desk: Any) -> None:
    desk.faults({"kind": "garbage", "on": CREATE, "times": 1}, {"kind": "drip", "on": CREATE, "seconds": 0.2})
    broken = _say(desk, "pears tonight")
    assert broken.status_code == 201 and _said(desk, "pears tonight") == 1
    with pytest.raises(json.JSONDecodeError):
        broken.json()
    begin = time.monotonic()
    assert _say(desk, "plums tonight").json()["data"]["id"] and time.monotonic() - begin >= 0.15


def test_rate_headers_may_be_missing_or_lie(desk: Any) -> None:
    desk.faults(
        {"kind": "rate_missing", "on": "GET /2/*", "times": 1}, {"kind": "rate_lie", "on": "GET /2/*"}
    )
    assert "x-rate-limit-limit" not in desk.raw("GET", "/2/tweets/1").headers
    lied = desk.raw("GET", "/2/tweets/1").headers
    assert lied["x-rate-limit-remaining"] == lied["x-rate-limit-limit"]
    assert int(lied["x-rate-limit-reset"]) < time.time()


@pytest.mark.parametrize(("shape", "key"), [("problem", "title"), ("code", "errors")])
def test_both_shapes_of_429(desk: Any, shape: str, key: str) -> None:
    desk.faults({"kind": "limited", "on": "*", "shape": shape})
    assert key in desk("GET", "/2/tweets/1", status=429)


@pytest.mark.parametrize(
    ("shape", "title"), [("depleted", "Payment Required"), ("account", "CreditsDepleted")]
)
def test_both_bodies_of_402(desk: Any, shape: str, title: str) -> None:
    desk.faults({"kind": "credits", "on": "*", "shape": shape})
    assert desk("GET", "/2/tweets/1", status=402)["title"] == title


def test_a_skewed_clock_shows_in_the_date(desk: Any) -> None:
    desk.faults({"kind": "skew", "on": "*", "seconds": -7200, "times": 1})
    wrong = desk.raw("GET", "/2/tweets/1").headers["date"]
    assert wrong != desk.raw("GET", "/2/tweets/1").headers["date"]


def _ids(lines: list[dict[str, Any]]) -> list[str]:
    return [line["data"]["id"] for line in lines if "data" in line]


def test_lines_dropped_doubled_swapped_and_delayed(desk: Any) -> None:
    desk.rules("pear")
    reader = desk.read()
    desk.faults(
        {"kind": "drop", "on": "filtered", "times": 1},
        {"kind": "duplicate", "on": "filtered", "times": 1},
        {"kind": "reorder", "on": "filtered", "times": 1},
    )
    made = [desk.say("amira_k", f"pear {number}")["id"] for number in range(4)]
    assert _ids(reader.wait(4)) == [made[1], made[1], made[3], made[2]]
    desk.faults(
        {"kind": "delay", "on": "filtered", "times": 1, "seconds": 0.3}, {"kind": "unknown", "times": 1}
    )
    late, soon = desk.say("amira_k", "pear late")["id"], desk.say("amira_k", "pear soon")["id"]
    lines = reader.wait(7)
    assert _ids(lines)[4:] == [soon, late] and "notice" in lines[4]
    outcomes = [line["outcome"] for line in desk("GET", "/sandbox/truth?kind=stream.line")["data"]]
    assert outcomes == ["drop", "duplicate", "reorder", "sent", "delay", "unknown"]


@pytest.mark.parametrize("kind", ["half_line", "reset", "close", "disconnect"])
def test_lines_that_end_the_stream(desk: Any, kind: str) -> None:
    desk.rules("pear")
    reader = desk.read()
    desk.faults({"kind": kind, "on": "filtered", "times": 1})
    desk.say("amira_k", "pear for nobody")
    expected = {"half_line": ("reset", "broken"), "reset": ("reset", "broken")}.get(kind, ("closed",))
    assert reader.to_the_end() in expected
    if kind == "disconnect":
        assert "errors" in reader.lines[-1]


def test_a_silent_stall_stops_even_keep_alives(desk: Any) -> None:
    desk.rules("pear")
    desk("POST", "/sandbox/clock", json={"rate": 100})
    reader = desk.read()
    desk.faults({"kind": "stall", "on": "filtered", "seconds": 100, "times": 1})
    desk.say("amira_k", "pear in the silence")
    reader.socket.settimeout(0.6)
    with pytest.raises(TimeoutError):
        reader.more()
    reader.socket.settimeout(10)
    assert reader.wait(1)[0]["data"]["text"] == "pear in the silence"


def test_timed_faults_strike_idle_streams(desk: Any) -> None:
    desk.rules("pear")
    desk("POST", "/sandbox/clock", json={"rate": 100})
    desk.faults({"kind": "reset", "on": "filtered", "every": 10})
    assert desk.read().to_the_end() in ("reset", "broken")


def test_connecting_may_be_refused(desk: Any) -> None:
    desk.rules("pear")
    desk.faults({"kind": "refuse", "on": "filtered", "status": 503, "times": 1})
    desk("GET", "/2/tweets/search/stream", status=503)
    assert desk.read().status == 200


def test_chance_is_repeatable() -> None:
    def run(seed: int) -> list[bool]:
        faults = Faults()
        faults.set([{"kind": "drop", "on": "filtered", "rate": 0.3, "after": 5}], seed)
        return [faults.on_line("filtered") is not None for _ in range(200)]

    assert run(1) == run(1) != run(2)
    assert not any(run(1)[:5]) and 30 <= sum(run(1)) <= 90


def test_a_file_of_faults(tmp_path: Path) -> None:
    path = tmp_path / "faults.json"
    path.write_text('{"seed": 3, "faults": [{"kind": "drop", "rate": 0.5}]}')
    faults = Faults()
    faults.load(path)
    assert faults.report()[0]["kind"] == "drop"
    path.write_text('{"faults": [{"kind": "earthquake"}]}')
    with pytest.raises(msgspec.ValidationError, match="earthquake"):
        faults.load(path)
