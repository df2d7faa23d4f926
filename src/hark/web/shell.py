"""What all pages share: who asks, whether they want a part or the whole, and how the page is dressed."""

from typing import Any, cast

from django.http import HttpRequest

from hark.accounts.models import User

THEMES = ("system", "light", "dark", "contrast")
THEME_COOKIE = "hark_theme"


def person(request: HttpRequest) -> User:
    """The signed-in person; pages without one never reach a view."""
    return cast(User, request.user)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page. A page restored from history is asked for whole."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def dress(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the theme this person chose, and the themes there are."""
    theme = request.COOKIES.get(THEME_COOKIE, "system")
    return {"theme": theme if theme in THEMES else "system", "themes": THEMES}
