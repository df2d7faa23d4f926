"""Where a call gets its token from. The client asks, and asks for a new one when X refuses the old."""

from typing import Protocol

from hark.networks.http import Request
from hark.networks.port import NetworkError


class TokenSource(Protocol):
    """Gives the access token to use now."""

    async def token(self) -> str:
        """A token believed valid. Raises NetworkError when there is none."""

    async def renew(self, stale: str) -> str:
        """A token newer than `stale`. Raises NetworkError (permanent) when none can be had."""

    def authorization(self, request: Request, token: str) -> str:
        """What the Authorization header of a request says."""


class Bearer:
    """Tokens that are shown as they are."""

    def authorization(self, request: Request, token: str) -> str:  # noqa: ARG002 - some sign the request
        """What the Authorization header of any request says."""
        return f"Bearer {token}"


class FixedToken(Bearer):
    """A token that cannot be renewed: an app's bearer token, or one pasted by the operator."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "FixedToken(…)"

    async def token(self) -> str:
        """The token. Raises NetworkError when it is empty."""
        if not self._value:
            raise NetworkError("no_token", "no token is configured for this call", permanent=True)
        return self._value

    async def renew(self, stale: str) -> str:  # noqa: ARG002 - the protocol's signature
        """Always raises NetworkError: this token is all there is."""
        raise NetworkError(
            "unauthorized", "the token was refused and cannot be renewed", permanent=True, status=401
        )


def token_source(token: "str | TokenSource | None") -> TokenSource | None:
    """A source for whatever the caller has; None when the caller has nothing."""
    if token is None or token == "":
        return None
    return FixedToken(token) if isinstance(token, str) else token
