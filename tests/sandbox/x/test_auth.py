"""Who gets in: PKCE, rotation, expiry, scopes, revocation, app-only tokens, signatures."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

BACK = "http://127.0.0.1:9/back"
VERIFIER = "v" * 64


@pytest.fixture
def front(desk: Any) -> Any:
    return desk


def _challenge(method: str) -> str:
    if method == "plain":
        return VERIFIER
    return base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def _form(front: Any, scope: str, method: str = "S256") -> dict[str, str]:
    return {
        "response_type": "code",
        "client_id": front.x.card["client_id"],
        "redirect_uri": BACK,
        "scope": scope,
        "state": "st",
        "code_challenge": _challenge(method),
        "code_challenge_method": method,
    }


def _code(front: Any, scope: str = "tweet.read users.read offline.access", method: str = "S256") -> str:
    form = _form(front, scope, method) | {"user_id": front.id("amira_k"), "decision": "approve"}
    answer = httpx.post(f"{front.x.base_url}/i/oauth2/authorize", data=form, trust_env=False)
    found = parse_qs(urlsplit(answer.headers["location"]).query)
    assert answer.status_code == 302 and found["state"] == ["st"]
    return found["code"][0]


def _token(front: Any, secret: str | None = None, **form: str) -> httpx.Response:
    pair = (front.x.card["client_id"], secret or front.x.card["client_secret"])
    return httpx.post(f"{front.x.base_url}/2/oauth2/token", data=form, auth=pair, trust_env=False)


def _exchange(front: Any, code: str, verifier: str = VERIFIER, **more: Any) -> httpx.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier}
    return _token(front, **more, **form)


def _me(front: Any, token: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"}
    return httpx.get(f"{front.x.base_url}/2/users/me", headers=headers, trust_env=False)


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_person_lets_an_app_in(front: Any, method: str) -> None:
    granted = _exchange(front, _code(front, method=method)).json()
    assert granted["token_type"] == "bearer" and granted["expires_in"] == 7200
    assert _me(front, granted["access_token"]).json()["data"]["username"] == "amira_k"


def test_the_page_names_the_scopes_and_escapes(front: Any) -> None:
    form = _form(front, "tweet.read dm.read") | {"state": '"><script>'}
    page = httpx.get(f"{front.x.base_url}/i/oauth2/authorize", params=form, trust_env=False)
    assert page.status_code == 200 and "<li>dm.read</li>" in page.text and "<script>" not in page.text
    wrong = httpx.get(
        f"{front.x.base_url}/i/oauth2/authorize", params=form | {"client_id": "x"}, trust_env=False
    )
    assert wrong.status_code == 400


def test_saying_no_goes_back_without_a_code(front: Any) -> None:
    form = _form(front, "tweet.read") | {"user_id": front.id("amira_k"), "decision": "cancel"}
    answer = httpx.post(f"{front.x.base_url}/i/oauth2/authorize", data=form, trust_env=False)
    assert "error=access_denied" in answer.headers["location"]


def test_a_code_is_good_once_for_its_verifier_and_for_30_seconds(front: Any) -> None:
    code = _code(front)
    assert _exchange(front, code, "w" * 64).status_code == 400
    assert _exchange(front, code).status_code == 200
    assert _exchange(front, code).json()["error"] == "invalid_request"
    late = _code(front)
    front("POST", "/sandbox/clock", json={"advance": 31})
    assert _exchange(front, late).status_code == 400
    assert _exchange(front, _code(front), secret="wrong").status_code == 401


def test_tokens_expire_and_refresh_tokens_rotate(front: Any) -> None:
    first = _exchange(front, _code(front)).json()
    front("POST", "/sandbox/clock", json={"advance": 7201})
    assert _me(front, first["access_token"]).status_code == 401
    renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = _token(front, **renew).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert _me(front, second["access_token"]).status_code == 200
    assert _token(front, **renew).status_code == 400


def test_no_refresh_without_offline_access(front: Any) -> None:
    assert "refresh_token" not in _exchange(front, _code(front, "tweet.read users.read")).json()


def test_scopes_hold(front: Any) -> None:
    token = _exchange(front, _code(front, "tweet.read users.read")).json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    refused = httpx.post(f"{front.x.base_url}/2/tweets", json={"text": "x"}, headers=headers, trust_env=False)
    assert refused.status_code == 403 and refused.json()["title"] == "Forbidden"


def test_revoked_is_revoked(front: Any) -> None:
    token = _exchange(front, _code(front)).json()["access_token"]
    pair = (front.x.card["client_id"], front.x.card["client_secret"])
    url = f"{front.x.base_url}/2/oauth2/revoke"
    assert httpx.post(url, data={"token": token}, auth=pair, trust_env=False).json() == {"revoked": True}
    assert _me(front, token).status_code == 401


def test_the_app_only_bearer(front: Any) -> None:
    card = front.x.card
    pair = (card["consumer_key"], card["consumer_secret"])
    url, form = f"{card['base_url']}/oauth2/token", {"grant_type": "client_credentials"}
    assert (
        httpx.post(url, data=form, auth=pair, trust_env=False).json()["access_token"] == card["bearer_token"]
    )
    wrong = httpx.post(url, data=form, auth=(pair[0], "x"), trust_env=False)
    assert wrong.status_code == 403 and wrong.json()["errors"][0]["code"] == 99


def test_the_right_kind_of_token_is_asked_for(front: Any) -> None:
    refused = front("GET", "/2/users/me", status=403)
    assert refused["title"] == "Unsupported Authentication"
    assert "OAuth 1.0a User Context" in refused["detail"]
    assert front("GET", "/2/tweets/search/stream/rules", "amira_k", 403)["type"].endswith(
        "unsupported-authentication"
    )
    bare = httpx.get(f"{front.x.base_url}/2/tweets/1", trust_env=False)
    assert bare.status_code == 401 and bare.json()["title"] == "Unauthorized"
