"""Multipart form bodies, as far as uploads need them."""

from email.parser import BytesParser
from email.policy import HTTP

from hark.sandbox.x.http import Request
from hark.sandbox.x.problems import Invalid


def fields(request: Request) -> dict[str, bytes]:
    """The parts of a multipart/form-data body by name. Raises Invalid (400)."""
    kind = request.headers.get("content-type", "")
    head = f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode("latin-1")
    message = BytesParser(policy=HTTP).parsebytes(head + request.body)
    if not message.is_multipart():
        raise Invalid("body", "", "The request body is not valid multipart/form-data")
    found: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = content
    return found
