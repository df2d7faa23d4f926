"""The few pages the local X shows to people: a shell, escaping, and nothing inline."""

import html
from collections.abc import Mapping

from hark.sandbox.x.http import Response

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action *; base-uri 'none'; frame-ancestors 'none'"
)


def esc(text: object) -> str:
    return html.escape(str(text))


def document(title: str, body: str, *, status: int = 200, script: bool = False) -> Response:
    """A whole page. `body` is markup whose strangers' words are escaped already."""
    loader = '<script src="/sandbox/page.js" defer></script>' if script else ""
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{esc(title)}</title><link rel="icon" href="/sandbox/avatar/x.svg">'
        f'<link rel="stylesheet" href="/sandbox/page.css">{loader}</head>'
        f"<body>{body}</body></html>"
    )
    headers = {"content-security-policy": POLICY, "x-content-type-options": "nosniff"}
    return Response(text.encode(), status, headers, "text/html; charset=utf-8")


def hidden(fields: Mapping[str, str]) -> str:
    """Hidden form fields."""
    return "".join(
        f'<input type="hidden" name="{esc(name)}" value="{esc(value)}">' for name, value in fields.items()
    )


def redirect(address: str) -> Response:
    return Response(None, 302, {"location": address, "cache-control": "no-store"})
