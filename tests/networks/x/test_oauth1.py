"""OAuth 1.0a: signatures as X documents them, as another library makes them, and as the local X checks them."""

import asyncio
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from oauthlib.oauth1.rfc5849 import Client as OAuthlib

from hark.cli import connect as command
from hark.networks.http import Request
from hark.networks.port import NetworkError
from hark.networks.x.client import XClient
from hark.networks.x.media import Picture, XMedia
from hark.networks.x.mentions import mentions
from hark.networks.x.oauth1 import Keys, Signer
from hark.networks.x.sender import XSender
from hark.networks.x.users import me
from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX

# The worked example of X's page "Creating a signature".
EXAMPLE = Keys(
    "xvz1evFS4wEEPTGEFPHBog",
    "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
    "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
    "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
)
NONCE = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"


def signer(keys: Keys = EXAMPLE) -> Signer:
    return Signer(keys, clock=lambda: 1318622958.0, nonce=lambda: NONCE)


def test_xs_own_example() -> None:
    request = Request(
        "POST",
        "https://api.twitter.com/1.1/statuses/update.json",
        params={"include_entities": "true"},
        form={"status": "Hello Ladies + Gentlemen, a signed OAuth request!"},
    )
    header = signer().authorization(request, EXAMPLE.access_token)
    assert f'oauth_signature="{quote("hCtSmYh+iHYCEqBWrE7C7hYmtUk=", safe="")}"' in header


@given(st.dictionaries(st.text(min_size=1, max_size=8), st.text(max_size=12), max_size=5))
def test_another_library_signs_the_same(params: dict[str, str]) -> None:
    """Whatever stands in the query: oauthlib is the oracle."""
    request = Request("GET", "https://api.x.com/2/tweets/search/recent", params=params)
    ours = signer().authorization(request, EXAMPLE.access_token)
    theirs = OAuthlib(
        EXAMPLE.consumer_key,
        client_secret=EXAMPLE.consumer_secret,
        resource_owner_key=EXAMPLE.access_token,
        resource_owner_secret=EXAMPLE.access_token_secret,
        nonce=NONCE,
        timestamp="1318622958",
    )
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in params.items())
    _, headers, _ = theirs.sign(f"{request.url}?{query}" if query else request.url)
    assert sorted(ours.removeprefix("OAuth ").split(", ")) == sorted(
        headers["Authorization"].removeprefix("OAuth ").split(", ")
    )


def test_no_key_is_told() -> None:
    assert "kAcS" not in repr(EXAMPLE) and "Lsww" not in repr(EXAMPLE)


def test_a_missing_key_is_said_before_anything_is_sent() -> None:
    with pytest.raises(NetworkError, match="key is missing"):
        asyncio.run(Signer(Keys("a", "b", "c", "")).token())


def keys_of(x: LocalX) -> Keys:
    brand = next(user for user in x.card["users"] if user["brand"])
    card = x.card
    return Keys(
        card["consumer_key"], card["consumer_secret"], brand["access_token"], brand["access_token_secret"]
    )


def test_an_account_by_its_keys_hears_and_speaks() -> None:
    async def story(x: LocalX) -> None:
        brand = next(user for user in x.card["users"] if user["brand"])
        customer = next(user for user in x.card["users"] if not user["brand"])
        client = XClient(x.base_url, user_token=Signer(keys_of(x)), account_id=brand["id"])
        try:
            assert (await me(client)).author_id == brand["id"]
            found = [page async for page in mentions(client, brand["id"], since_id="0")]
            assert found[0].posts
            sends = XSender(client)
            picture = await XMedia(client).upload(Picture(b"\x89PNG", "image/png", "a sign + a train"))
            said = await sends.post("Trains run again ✓ 100% & more", media_ids=[picture.media_id])
            await sends.delete(said.post_id)
            assert (await sends.message("we look into it", recipient_id=customer["id"])).post_id
        finally:
            await client.aclose()

    with LocalX(tiny()) as x:
        asyncio.run(story(x))


@pytest.mark.parametrize("right", [True, False])
def test_the_keys_of_an_account_connect_it_without_a_consent_page(
    right: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[dict[str, object]] = []
    monkeypatch.setattr(command, "_save", lambda _, credentials, *__: saved.append(credentials))
    with LocalX(tiny()) as x:
        keys = keys_of(x)
        environment = {
            "HARK_X_CONSUMER_KEY": keys.consumer_key, "HARK_X_CONSUMER_SECRET": keys.consumer_secret,
            "HARK_X_ACCESS_TOKEN": keys.access_token,
            "HARK_X_ACCESS_TOKEN_SECRET": keys.access_token_secret if right else "wrong",
            "HARK_X_BEARER_TOKEN": x.card["bearer_token"], "HARK_X_BASE_URL": x.base_url,
        }  # fmt: skip
        result = CliRunner().invoke(command.connect, ["x", "--oauth1"], env=environment)
    if not right:
        assert result.exit_code == 2 and "was not connected" in result.output and saved == []
        return
    assert result.exit_code == 0, result.output
    (credentials,) = saved
    assert credentials["access_token_secret"] == keys.access_token_secret
    assert "oauth2_token" not in credentials
