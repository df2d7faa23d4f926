"""One local X for each module, and other people's clients pointed at it by nothing but its address."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import tweepy
from requests.adapters import HTTPAdapter
from xdk import Client as Xdk

from hark.sandbox.worlds.tiny import tiny
from hark.sandbox.x.thread import LocalX


class Elsewhere(HTTPAdapter):
    """Sends what a client addresses to X's fixed host to the local one instead; nothing else changes."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base = urlsplit(base_url)

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        request.url = parts._replace(scheme=self._base.scheme, netloc=self._base.netloc).geturl()
        return super().send(request, *args, **more)


def redirect(session: requests.Session, base_url: str) -> None:
    session.trust_env = False
    session.mount("https://", Elsewhere(base_url))


@pytest.fixture(scope="module")
def local() -> Iterator[LocalX]:
    with LocalX(tiny(), speed=1000.0) as running:
        yield running


@pytest.fixture(scope="module")
def card(local: LocalX) -> dict[str, Any]:
    return local.card


@pytest.fixture(scope="module")
def tweepy_as(local: LocalX) -> Callable[[int], tweepy.Client]:
    """tweepy with the OAuth 1.0a keys of one person, and the app's bearer token."""

    def make(place: int) -> tweepy.Client:
        card, user = local.card, local.card["users"][place]
        client = tweepy.Client(
            card["bearer_token"],
            card["consumer_key"],
            card["consumer_secret"],
            user["access_token"],
            user["access_token_secret"],
        )
        redirect(client.session, local.base_url)
        return client

    return make


@pytest.fixture(scope="module")
def xdk_as(local: LocalX) -> Callable[[int | None], Xdk]:
    """xdk as a person by OAuth 2.0 token, or with None as the app."""

    def make(place: int | None) -> Xdk:
        if place is None:
            client = Xdk(base_url=local.base_url, bearer_token=local.card["bearer_token"])
        else:
            token = local.card["users"][place]["oauth2_token"]
            client = Xdk(base_url=local.base_url, access_token=token)
        client.session.trust_env = False
        return client

    return make


@pytest.fixture(scope="module")
def tweepy_stream(local: LocalX) -> Callable[..., Any]:
    """A tweepy streaming client of a given class, pointed at the local X."""

    def make(kind: type[tweepy.StreamingClient], **options: Any) -> tweepy.StreamingClient:
        client = kind(local.card["bearer_token"], **options)
        redirect(client.session, local.base_url)
        return client

    return make


Make = Callable[[int | None], Xdk]


@pytest.fixture
def app(xdk_as: Make) -> Xdk:
    return xdk_as(None)


@pytest.fixture
def brand(xdk_as: Make) -> Xdk:
    return xdk_as(0)


@pytest.fixture
def customer(xdk_as: Make) -> Xdk:
    return xdk_as(1)
