"""Macros: texts with variables, filled in for a case and shown before they are used."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet

from hark.accounts.models import User
from hark.actions import house, tags
from hark.domain.policy import load_policy
from hark.store import bulk
from hark.store.compiled import CompiledQuery
from hark.store.models import Account, Case, Macro, TicketLink

_FIELDS = frozenset({"team", "name", "shortcut", "text", "lane", "language", "tags"})
_VARIABLE = re.compile(r"\{([^{}\s]*)\}")
# What a macro may say. A customer's own name is never put into public text (reliability.md S11): names play tricks.
VARIABLES: Mapping[str, str] = {
    "brand": "the brand's name",
    "account": "our handle, with @",
    "agent": "the writer's first name",
    "initials": "the writer's initials",
    "handle": "the customer's handle, with @",
    "ticket": "the newest ticket number",
    "case": "our number of the case",
    "date": "today, in the brand's zone",
    "time": "now, in the brand's zone",
    "link": "where the customer writes to us in private",
}


_NEWEST_TICKET = CompiledQuery(
    lambda case: TicketLink.objects.filter(case=case).order_by("-pk").values_list("number", flat=True)[:1],
    case=Case,
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A macro for one case. `missing` are variables that have no value here; they stand in the text as written."""

    text: str
    missing: tuple[str, ...]


def save(brand_id: int, macro_id: int | None, fields: Mapping[str, Any], *, by: User, now: datetime) -> Macro:
    """Add or change a macro. Raises ValueError for a variable nobody knows, NotAllowed, ValidationError."""
    unknown = set(fields) - _FIELDS
    if unknown:
        raise ValueError(f"a macro has no {min(unknown)}")
    _check_tags(fields.get("tags", ()))
    wrong = sorted(set(_VARIABLE.findall(fields.get("text", ""))) - set(VARIABLES))
    if wrong:
        raise ValueError(f"{{{wrong[0]}}} is no variable; there are {', '.join(VARIABLES)}")
    with transaction.atomic(durable=True):
        brand = house.brand_of(by, brand_id)
        row = Macro(brand=brand)
        if macro_id is not None:
            row = Macro.objects.select_for_update(of=("self",)).get(pk=macro_id, brand=brand)
        _check_shortcut(row, fields)
        return house.put(row, fields, brand=brand, by=by, now=now)


def _check_tags(names: Iterable[str]) -> None:
    """Raises ValidationError for one that could not be put on a case."""
    try:
        for name in names:
            tags.clean(name)
    except ValueError as error:
        raise ValidationError({"tags": str(error)}) from None


def _check_shortcut(row: Macro, fields: Mapping[str, Any]) -> None:
    """Raises ValidationError when another macro of the brand and language has it."""
    shortcut = fields.get("shortcut", row.shortcut)
    language = fields.get("language", row.language)
    others = Macro.objects.filter(brand=row.brand, shortcut=shortcut, language=language).exclude(pk=row.pk)
    if shortcut and (other := others.first()):
        raise ValidationError({"shortcut": f"The macro {other.name} has this shortcut."})


def remove(macro_id: int, *, by: User, now: datetime) -> None:
    """Forget a macro. Raises NotAllowed, Macro.DoesNotExist."""
    with transaction.atomic(durable=True):
        row = Macro.objects.select_for_update(of=("self",)).get(pk=macro_id)
        house.remove(row, tuple(sorted(_FIELDS)), brand=house.brand_of(by, row.brand_id), by=by, now=now)


def offered(case: Case, by: User, lane: str) -> list[Macro]:
    """The macros for a case and lane: the brand's and those of the person's teams, the case's language first."""
    order = {_language(case): 0, "": 1}
    return sorted(
        _of(case, by).filter(lane__in=["", lane]),
        key=lambda macro: (order.get(macro.language, 2), -macro.used, macro.name.lower()),
    )


def reserved(case: Case, by: User, shortcuts: Collection[str]) -> dict[str, str]:
    """The texts of macros with these shortcuts, in the case's language or in none, the former first."""
    found = bulk.planned(
        "reserved_macros", brand=case.account.brand_id, shortcuts=list(shortcuts), language=_language(case),
        person=by.pk,
    )  # fmt: skip
    return dict(found)


def fill(text: str, case: Case, *, by: User, now: datetime) -> Filled:
    """A macro's text with its variables filled in. The case comes with account, brand and author."""
    return filled(text, values(case, [text], by=by, now=now))


def message_link(account: Account) -> str:
    """Where a customer writes to the account in private; "" on a network without such an address."""
    return load_policy(account.network).message_link.format(id=account.network_id)


def values(case: Case, texts: Collection[str], *, by: User, now: datetime) -> dict[str, str]:
    """What each variable stands for on a case, "" for what it does not have. The case comes as for `fill`.

    The ticket is looked up only when one of the texts names it.
    """
    local = now.astimezone(ZoneInfo(case.account.brand.zone))
    ticket = _NEWEST_TICKET.first(case=case) if any("{ticket}" in text for text in texts) else None
    return {
        "brand": case.account.brand.name,
        "account": f"@{case.account.handle}",
        "agent": by.short_name,
        "initials": by.initials,
        "handle": f"@{case.author.handle}" if case.author.handle else "",
        "ticket": ticket or "",
        "case": str(case.pk),
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M}",
        "link": message_link(case.account),
    }


def _of(case: Case, by: User) -> QuerySet[Macro]:
    """The macros of the case's brand that this person may use."""
    macros = Macro.objects.filter(brand=case.account.brand_id)
    return (macros.filter(team__isnull=True) | macros.filter(team__in=by.teams.all())).distinct()


def _language(case: Case) -> str:
    return case.language.partition("-")[0]


def filled(text: str, values: Mapping[str, str]) -> Filled:
    """Replace each {variable} that has a value, once: a value is never read as a variable."""
    missing: list[str] = []

    def one(match: re.Match[str]) -> str:
        value = values.get(match[1], "")
        if not value:
            missing.append(match[1])
        return value or match[0]

    return Filled(_VARIABLE.sub(one, text), tuple(dict.fromkeys(missing)))


def use(macro_id: int, case_id: int, *, by: User, now: datetime) -> Filled:
    """Fill a macro for a case and count that it was used. Raises Case.DoesNotExist, Macro.DoesNotExist."""
    case = Case.objects.for_person(by).select_related("account__brand", "author").get(pk=case_id)
    macro = Macro.objects.get(pk=macro_id, brand=case.account.brand_id)
    with transaction.atomic(durable=True):
        Macro.objects.filter(pk=macro.pk).update(used=F("used") + 1)
    return fill(macro.text, case, by=by, now=now)
