"""A call: the request, who makes it, and the local X it is made to; with the helpers handlers share."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hark.sandbox.x.box import Box
from hark.sandbox.x.grants import Caller
from hark.sandbox.x.http import Request, Response
from hark.sandbox.x.includes import page
from hark.sandbox.x.model import Post, User
from hark.sandbox.x.naming import View, view_of
from hark.sandbox.x.problems import Invalid, unauthorized


@dataclass
class Call:
    """One call to one local X. `caller` is None only where nobody need be known."""

    box: Box
    request: Request
    caller: Caller | None = None

    @cached_property
    def query(self) -> dict[str, str]:
        return self.request.query

    @cached_property
    def view(self) -> View:
        return view_of(self.request.raw_query)

    @property
    def now(self) -> float:
        return self.box.clock.now()

    @property
    def known(self) -> Caller:
        """The caller. Raises Problem 401."""
        if self.caller is None:
            raise unauthorized()
        return self.caller

    @property
    def reader(self) -> User | None:
        return self.caller.user if self.caller else None

    @property
    def user(self) -> User:
        """The user in whose name the call is made. Raises Problem 401."""
        if self.reader is None:
            raise unauthorized()
        return self.reader

    def param(self, name: str) -> str:
        return self.request.params[name]

    def number(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number from the query. Raises Invalid (400) outside its bounds."""
        raw = self.query.get(name)
        if raw is None:
            return default
        if not (raw.isascii() and raw.lstrip("-").isdigit()) or not least <= int(raw) <= most:
            message = f"The `{name}` query parameter value [{raw}] is not between {least} and {most}"
            raise Invalid(name, raw, message)
        return int(raw)

    def ids(self, name: str, most: int = 100) -> list[str]:
        """A list of ids from the query. Raises Invalid (400)."""
        raw = self.query.get(name, "")
        found = [one.strip() for one in raw.split(",") if one.strip()]
        if not found:
            raise Invalid(name, raw, f"The `{name}` query parameter can not be empty")
        if len(found) > most:
            raise Invalid(name, raw, f"The `{name}` query parameter holds more than {most} values")
        for one in found:
            check_id(name, one)
        return found

    def owns(self, post: Post) -> bool:
        """Whether reading this is an "owned read": the app's owner about itself."""
        caller = self.known
        owner = caller.app.owner
        mentioned = any(one["id"] == owner for one in post.entities.mentions)
        return caller.user is not None and caller.user.id == owner and (post.author.id == owner or mentioned)

    def posts(self, posts: Iterable[Post], *, more: dict[str, Any] | None = None) -> Response:
        """A page of posts with includes, errors and what it costs."""
        shown = list(posts)
        body = page(self.box.network, shown, self.view, self.reader)
        body.update(more or {})
        billed = [("post.read.owned" if self.owns(one) else "post.read", one.id) for one in shown]
        return Response(body, billed=billed)


def check_id(name: str, value: str) -> str:
    """An id as X accepts it: 1 to 19 digits. Raises Invalid (400)."""
    if not (value.isascii() and value.isdigit() and len(value) <= 19):
        message = f"The `{name}` query parameter value [{value}] does not match ^[0-9]{{1,19}}$"
        raise Invalid(name, value, message)
    return value
