"""Consent and tokens: PKCE, one-time refresh tokens, one refresh at a time, nothing lost, nothing shown."""

import asyncio
import base64
import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from xwire import NOW, X, answer, problem

from hark.networks.http import HttpClient
from hark.networks.port import NetworkError
from hark.networks.x import connecting
from hark.networks.x.connecting import consent
from hark.networks.x.oauth import App, Attempt, Tokens, authorize_url, code_from, exchange, refresh
from hark.networks.x.rotating import MemoryTokens, RotatingToken

APP = App("client", "s3cr3t", base_url="https://x.test")
TOKEN = "POST /2/oauth2/token"


def http(x: X) -> HttpClient:
    return HttpClient(transport=httpx.MockTransport(x))


def granted(access: str, again: str = "r2", **more: Any) -> httpx.Response:
    body = {"token_type": "bearer", "expires_in": 7200, "access_token": access, "refresh_token": again}
    return answer(body | {"scope": "tweet.read users.read"} | more)


def form(request: httpx.Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.content.decode()).items()}


def test_the_consent_page_gets_a_challenge_and_never_the_verifier() -> None:
    attempt = Attempt.begin()
    query = parse_qs(urlsplit(authorize_url(APP, attempt)).query)
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    assert query["code_challenge"] == [base64.urlsafe_b64encode(digest).decode().rstrip("=")]
    assert query["code_challenge_method"] == ["S256"]
    assert "offline.access" in query["scope"][0].split()
    assert attempt.verifier not in authorize_url(APP, attempt)
    assert 43 <= len(attempt.verifier) <= 128, "RFC 7636 section 4.1"


def test_x_itself_has_its_consent_page_on_another_host() -> None:
    assert App("c").authorize_url == "https://x.com/i/oauth2/authorize"
    assert App("c").token_url == "https://api.x.com/2/oauth2/token"
    assert APP.authorize_url == "https://x.test/i/oauth2/authorize"


def test_only_our_own_attempts_answer_is_taken() -> None:
    attempt = Attempt("state1", "v")
    assert code_from("/callback?state=state1&code=c1", attempt) == "c1"
    for address, reason in [
        ("/callback?state=other&code=c1", "wrong_state"),
        ("/callback?code=c1", "wrong_state"),
        ("/callback?state=state1&error=access_denied", "access_denied"),
        ("/callback?state=state1", "no_code"),
        ("", "wrong_state"),
    ]:
        with pytest.raises(NetworkError) as caught:
            code_from(address, attempt)
        assert caught.value.reason == reason


def test_the_code_is_exchanged_with_the_verifier() -> None:
    x = X().on(TOKEN, granted("a1"))
    tokens = asyncio.run(exchange(http(x), APP, "code1", Attempt("s", "verifier"), lambda: NOW))
    assert tokens == Tokens("a1", "r2", NOW + timedelta(hours=2), ("tweet.read", "users.read"))
    assert form(x.requests[0])["code_verifier"] == "verifier"
    assert x.requests[0].headers["authorization"] == "Basic " + base64.b64encode(b"client:s3cr3t").decode()


def test_a_public_client_names_itself_in_the_form() -> None:
    x = X().on(TOKEN, granted("a1"))
    asyncio.run(refresh(http(x), App("pub", base_url="https://x.test"), "r1", lambda: NOW))
    assert form(x.requests[0])["client_id"] == "pub"
    assert "authorization" not in x.requests[0].headers


@pytest.mark.parametrize("status", [400, 401, 403])
def test_a_spent_refresh_token_means_connecting_again(status: int) -> None:
    x = X().on(
        TOKEN, answer({"error": "invalid_request", "error_description": "Value passed was invalid."}, status)
    )
    with pytest.raises(NetworkError) as caught:
        asyncio.run(refresh(http(x), APP, "r1", lambda: NOW))
    assert (caught.value.reason, caught.value.permanent) == ("token_lost", True)


def test_a_broken_line_is_not_a_lost_token() -> None:
    x = X().on(TOKEN, problem(503))
    with pytest.raises(NetworkError) as caught:
        asyncio.run(refresh(http(x), APP, "r1", lambda: NOW))
    assert not caught.value.permanent


def test_secrets_are_not_shown() -> None:
    shown = repr((APP, Attempt("s3cr3t", "s3cr3t"), Tokens("s3cr3t", "s3cr3t")))
    assert "s3cr3t" not in shown


class TwoProcesses:
    """Two token sources over one store, and an X that gives each refresh token one life."""

    def __init__(self, *, expires_in: float = 7200.0) -> None:
        self.valid = "r1"
        self.count = 1
        self.store = MemoryTokens(Tokens("a1", "r1", NOW + timedelta(seconds=expires_in)))
        x = X().on(TOKEN, self.grant)
        self.one, self.two = (RotatingToken(http(x), APP, self.store, lambda: NOW) for _ in range(2))

    def grant(self, request: httpx.Request) -> httpx.Response:
        if form(request)["refresh_token"] != self.valid:
            return answer({"error": "invalid_request"}, 400)
        self.count += 1
        self.valid = f"r{self.count}"
        return granted(f"a{self.count}", self.valid)


def test_two_processes_refresh_once() -> None:
    world = TwoProcesses()

    async def both() -> list[str]:
        await world.one.token(), await world.two.token()
        return await asyncio.gather(world.one.renew("a1"), world.two.renew("a1"), world.one.renew("a1"))

    assert asyncio.run(both()) == ["a2", "a2", "a2"]
    assert (world.count, world.store.saves, world.store.tokens.refresh) == (2, 1, "r2")


def test_a_token_about_to_end_is_renewed_before_it_is_used() -> None:
    world = TwoProcesses(expires_in=60.0)
    assert asyncio.run(world.one.token()) == "a2"
    assert asyncio.run(world.one.token()) == "a2"
    assert world.count == 2


def test_a_token_without_refresh_is_used_as_it_is() -> None:
    store = MemoryTokens(Tokens("a1", "", NOW - timedelta(days=1)))
    source = RotatingToken(http(X()), APP, store, lambda: NOW)
    assert asyncio.run(source.token()) == "a1"
    with pytest.raises(NetworkError) as caught:
        asyncio.run(source.renew("a1"))
    assert caught.value.reason == "token_lost"


def test_a_token_that_could_not_be_stored_is_kept_and_stored_later() -> None:
    world = TwoProcesses()
    works = world.store.save

    async def broken(tokens: Tokens) -> None:
        raise OSError("disk full")

    async def story() -> None:
        world.store.save = broken  # type: ignore[method-assign]
        assert await world.one.renew("a1") == "a2"
        world.store.save = works  # type: ignore[method-assign]
        assert await world.one.renew("a2") == "a3"

    asyncio.run(story())
    assert world.store.tokens.refresh == "r3"
    assert world.count == 3


def test_an_answer_without_a_new_refresh_token_keeps_the_old_one() -> None:
    x = X().on(TOKEN, answer({"access_token": "a2", "expires_in": 7200}))
    store = MemoryTokens(Tokens("a1", "r1"))
    assert asyncio.run(RotatingToken(http(x), APP, store, lambda: NOW).renew("a1")) == "a2"
    assert store.tokens.refresh == "r1"


ME = answer({"data": {"id": "7001", "username": "brand", "name": "Brand"}})


def walk(app: App, browser: Any, **options: Any) -> connecting.Granted:
    """Walk through consent; `browser` is given the address and what to do next."""
    x = X().on(TOKEN, granted("a1")).on("GET /2/users/me", ME)

    async def story() -> connecting.Granted:
        tasks = []

        def ask(url: str) -> str:
            state = parse_qs(urlsplit(url).query)["state"][0]
            done = browser(state)
            if asyncio.iscoroutine(done):
                tasks.append(asyncio.get_running_loop().create_task(done))
                return ""
            return str(done)

        found = await consent(app, ask, http=http(x), **options)
        await asyncio.gather(*tasks)
        return found

    return asyncio.run(story())


def free_port() -> int:
    with __import__("socket").socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_the_browser_is_caught_when_it_comes_back() -> None:
    port = free_port()
    app = App("client", "s3cr3t", f"http://127.0.0.1:{port}/callback", "https://x.test")
    statuses: list[int] = []

    async def come_back(state: str) -> None:
        async with httpx.AsyncClient(trust_env=False) as browser:
            for path in ("favicon.ico", "callback?state=forged&code=evil", f"callback?state={state}&code=c1"):
                answered = await browser.get(f"http://127.0.0.1:{port}/{path}")
                statuses.append(answered.status_code)

    found = walk(app, come_back)
    assert statuses == [404, 404, 200]
    assert found.author.handle == "brand"
    assert found.missing_scopes == (
        "tweet.write", "tweet.moderate.write", "dm.read", "dm.write", "media.write", "like.read", "offline.access",
    )  # fmt: skip
    kept = found.credentials(app)
    assert kept["oauth2_token"] == "a1" and kept["refresh_token"] == "r2" and kept["client_id"] == "client"
    assert "a1" not in repr(found)


def test_the_address_may_be_pasted_instead() -> None:
    found = walk(APP, lambda state: f"http://127.0.0.1:8643/callback?state={state}&code=c1", paste=True)
    assert found.author.author_id == "7001"


def test_a_refusal_by_the_owner_is_said() -> None:
    with pytest.raises(NetworkError) as caught:
        walk(APP, lambda state: f"/callback?state={state}&error=access_denied", paste=True)
    assert caught.value.reason == "access_denied"
