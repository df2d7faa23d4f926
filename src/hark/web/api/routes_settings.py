"""Routes of the settings, made of the sections of the desk, and of one's own keys."""

from collections.abc import Iterator

from hark.web.api import settings
from hark.web.api.door import Param, Route
from hark.web.api.shapes_settings import (
    AccountSettingsOut,
    AccountsSettingsOut,
    ChangesOut,
    KeysOut,
    SectionsOut,
    shapes_of,
)
from hark.web.setup.section import Section
from hark.web.setup.sections import SECTIONS

_ACCOUNT = "settings/accounts/<int:row>"
_TRAIL = (
    Param("section", "Only changes of a row of this section.", {"type": "string", "enum": list(SECTIONS)}),
    Param("row", "The row of that section.", {"type": "integer", "minimum": 1}),
)


def _of(section: Section) -> Iterator[Route]:
    """The routes of a section that has a form."""
    shapes, key = shapes_of(section), section.key
    name = "".join(part.title() for part in key.split("-"))
    path, row = f"settings/{key}", f"settings/{key}/<int:row>"
    yield Route("GET", path, f"list{name}", f"Settings: {key}.", settings.listing(section), shapes.all)
    if section.add is not None:
        yield Route(
            "POST", path, f"addTo{name}", f"Settings: add to {key}.",
            settings.adding(section), shapes.says, shapes.takes, status=201,
        )  # fmt: skip
    yield Route(
        "GET", row, f"readOf{name}", f"Settings: one of {key}.", settings.reading(section), shapes.says
    )
    yield Route(
        "PATCH", row, f"changeOf{name}", f"Settings: change one of {key}; what is left out stays.",
        settings.changing(section), shapes.says, shapes.takes,
    )  # fmt: skip
    if section.remove is not None:
        yield Route(
            "DELETE", row, f"removeOf{name}", f"Settings: remove one of {key}.",
            settings.removing(section), shapes.all,
        )  # fmt: skip


SETTINGS = (
    Route("GET", "settings", "listSettings", "The sections of the settings.", settings.sections, SectionsOut),
    Route(
        "GET", "settings/changes", "listChanges", "Who changed what.", settings.history, ChangesOut, query=_TRAIL
    ),
    Route("GET", "settings/accounts", "listAccounts", "Settings: accounts.", settings.accounts, AccountsSettingsOut),
    Route("GET", _ACCOUNT, "readAccount", "Settings: one account.", settings.account, AccountSettingsOut),
    Route(
        "PUT", f"{_ACCOUNT}/freeze", "freezeAccount", "Nothing leaves the account any more.",
        settings.freeze, AccountSettingsOut,
    ),
    Route(
        "DELETE", f"{_ACCOUNT}/freeze", "thawAccount", "The account may speak again.",
        settings.thaw, AccountSettingsOut,
    ),
    *(route for section in SECTIONS.values() if section.form is not None for route in _of(section)),
    Route("GET", "keys", "listKeys", "Your keys.", settings.keys, KeysOut),
    Route("DELETE", "keys/<int:key>", "revokeKey", "End a key of yours.", settings.revoke, KeysOut),
)  # fmt: skip
