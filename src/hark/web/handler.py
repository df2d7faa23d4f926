"""Django under ASGI, with every request made by one thread from beginning to end.

Django's own handler walks through the middleware on the event loop and goes to a thread for each part that is not
async: some twenty times for a page of ours, whose middleware and views are all plain functions. Each way there and back
waits for the interpreter, and the more requests there are, the longer.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix


class Handler(ASGIHandler):
    """`threads`: how many requests are made at a time; the others wait in the order they came.

    A thread keeps its database connection no longer than a request, as always, but never needs a second one.
    """

    def __init__(self, threads: int) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002  # Django gives it
        """Plain functions throughout, whatever the caller wants."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        make = asyncio.get_running_loop().run_in_executor(self._threads, self._made, scope, body)
        response, content = await make
        start = {"type": "http.response.start", "status": response.status_code, "headers": _headers(response)}
        await send(start)
        await send({"type": "http.response.body", "body": content})

    def _made(self, scope: Any, body: IO[bytes]) -> tuple[HttpResponseBase, bytes]:
        """The answer and its content; closed, so that what it was made with is free before it is sent."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        with body:
            request, refused = self.create_request(scope, body)
            response: Any = self.get_response(request) if request else refused
            response._handler_class = self.__class__
            content = b"".join(response)
            response.close()
        return response, content


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    cookies = [cookie.output(header="").strip().encode("ascii") for cookie in response.cookies.values()]
    return headers + [(b"Set-Cookie", cookie) for cookie in cookies]
