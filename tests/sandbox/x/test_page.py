"""The page shows the network, lets anybody speak, and trusts no words."""

from typing import Any

import httpx
import pytest

from hark.sandbox.x.thread import LocalX

NASTY = '<script>alert(1)</script> "&amp;" <img src=x onerror=alert(1)>'


def _get(desk: Any, path: str) -> httpx.Response:
    return desk.raw("GET", path)


@pytest.mark.parametrize("path", ["/", "/messages", "/u/amira_k", "/u/NorthlineRail"])
def test_pages(desk: Any, path: str) -> None:
    page = _get(desk, path)
    assert page.status_code == 200 and page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert 'style="' not in page.text and "onclick" not in page.text


def test_words_of_strangers_are_only_words(desk: Any, x: LocalX) -> None:
    said = desk.say("amira_k", NASTY)
    desk(
        "POST",
        "/sandbox/messages",
        status=201,
        json={"sender": "carla_v", "recipient": "amira_k", "text": NASTY},
    )
    desk("PATCH", "/sandbox/users/amira_k", json={"name": NASTY, "bio": NASTY})
    for path in ("/", "/messages", "/u/amira_k", f"/p/{said['id']}"):
        text = _get(desk, path).text
        assert "<script>alert" not in text and "<img src=x" not in text
    face = _get(desk, "/sandbox/avatar/amira_k.svg")
    assert face.headers["content-type"].startswith("image/svg+xml") and "<script>" not in face.text


def test_anybody_may_speak_reply_and_write(desk: Any, x: LocalX) -> None:
    card = {user["username"]: user["id"] for user in x.card["users"]}
    form = {"author": card["amira_k"], "text": "@NorthlineRail from the page", "back": "/"}
    assert desk.raw("POST", "/sandbox/say", data=form).status_code == 303
    heard = desk("GET", f"/2/users/{card['NorthlineRail']}/mentions")["data"][0]
    assert heard["text"] == "@NorthlineRail from the page"
    reply = {
        "author": card["ben_hollis"],
        "text": "me too",
        "reply_to": heard["id"],
        "back": "//evil.example",
    }
    answer = desk.raw("POST", "/sandbox/say", data=reply)
    assert answer.headers["location"] == "/"
    assert "me too" in _get(desk, f"/p/{heard['id']}").text
    private = {"author": card["ben_hollis"], "text": "between us", "to": card["NorthlineRail"], "back": "/"}
    desk.raw("POST", "/sandbox/say", data=private)
    assert "between us" in _get(desk, "/messages").text
    assert desk.raw("POST", "/sandbox/say", data={"text": "nobody"}).status_code == 400


def test_pictures(desk: Any) -> None:
    found = desk(
        "GET",
        "/2/tweets/search/recent?query=door has:images&expansions=attachments.media_keys&media.fields=url",
    )
    url = found["includes"]["media"][0]["url"]
    picture = httpx.get(url, trust_env=False)
    assert "half open door" in picture.text and picture.headers["content-type"].startswith("image/svg+xml")
    assert _get(desk, "/sandbox/media/3_404").status_code == 404


def test_unknown_paths_and_methods(desk: Any) -> None:
    assert _get(desk, "/2/nothing").status_code == 404
    assert desk.raw("PUT", "/2/tweets").status_code == 405
    assert _get(desk, "/p/404").status_code == 404 and _get(desk, "/u/nobody").status_code == 404
