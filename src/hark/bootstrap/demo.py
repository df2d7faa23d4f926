"""Setting the demo's stage: the fictional brand, its people and the connection to the local network."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from hark.accounts.models import Role, Team, User
from hark.actions import accounts, cases, macros
from hark.bootstrap.networks import save_credentials
from hark.store.models import Account, Brand, Case, Cursor

BRAND = "Curlew"
SETTLED_AFTER = timedelta(minutes=35)


class NotADemo(Exception):
    """The data folder holds something real, or another demo that is running."""


PEOPLE = (
    ("lena", "Lena", "Marsh", "LM", Role.AGENT),
    ("tomas", "Tomás", "Silva", "TS", Role.AGENT),
    ("ruth", "Ruth", "Okoye", "RO", Role.SUPERVISOR),
)


# Name, shortcut, language ("" is any) and text of what the house has ready to say.
MACROS = (
    (
        "We are looking", "look", "",
        "Thank you for telling us, {handle}. We are looking into it and write again within the hour.",
    ),
    (
        "Restart the router", "restart", "en",
        "{handle} please unplug the router, wait a minute and plug it in again. If it stays red, we test the line.",
    ),
    (
        "Engineer visit", "visit", "en",
        "{handle} an engineer is booked, your ticket is {ticket}. You are told the hour on the morning of the day.",
    ),
    (
        "Lo miramos", "mirar", "es",
        "Gracias por avisarnos, {handle}. Lo estamos mirando y te escribimos en menos de una hora.",
    ),
)  # fmt: skip


def take_the_stage(database_url: str) -> psycopg.Connection[Any]:
    """Keep every other demo off this database for as long as the connection is open. Raises NotADemo."""
    held = psycopg.connect(database_url, autocommit=True)
    row = held.execute("select pg_try_advisory_lock(hashtextextended('hark demo', 0))").fetchone()
    if row is None or not row[0]:
        held.close()
        raise NotADemo(
            "A demo is running in this data folder. Stop it, or give this one another with --data-dir."
        )
    return held


def empty() -> None:
    """Clear the demo's tables. Raises NotADemo when the database belongs to a real installation."""
    others = Account.objects.exclude(brand__name=BRAND).first()
    if others is not None:
        raise NotADemo(
            f"This data folder holds {others}, which is not the demo's. Give the demo another with --data-dir."
        )
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(
            "truncate store_brand, store_author, store_post, store_alias, store_parked, accounts_user, accounts_team "
            "restart identity cascade"
        )
    Session.objects.all().delete()


def prepare(described: dict[str, Any], *, password: Callable[[], str]) -> list[dict[str, str]]:
    """Create brand, accounts and people from what the local network says of itself.

    Returns the sign-ins: username, password, role.
    """
    brand = Brand.objects.create(
        name=BRAND,
        industry="telecom",
        names=["Curlew"],
        products=["Curlew Fibre", "CurlewTV"],
        homonyms=["curlew sandpiper", "curlews", "a curlew", "the curlew", "curlew's nest"],
        first_reply_minutes=30,
    )
    for user in described["users"]:
        if user.get("brand"):
            save_credentials("x", user["username"], user["id"], _credentials(described, user))
    Account.objects.update(history_before=datetime.now(UTC) - SETTLED_AFTER)
    team = Team.objects.create(name="Care")
    signed_in = [_person(brand, team, row, password()) for row in PEOPLE]
    _macros(brand, User.objects.get(username="ruth"), datetime.now(UTC))
    return signed_in


def _macros(brand: Brand, by: User, now: datetime) -> None:
    for name, shortcut, language, text in MACROS:
        fields = {"name": name, "shortcut": shortcut, "language": language, "text": text}
        macros.save(brand.pk, None, fields, by=by, now=now)


def _credentials(described: dict[str, Any], user: dict[str, Any]) -> dict[str, Any]:
    secret = {
        key: described[key] for key in ("bearer_token", "client_id", "client_secret", "consumer_secret")
    }
    secret |= {key: user[key] for key in ("oauth2_token", "refresh_token")}
    return secret | {"base_url": described["base_url"], "brand": BRAND, "name": user.get("name", "")}


def _person(brand: Brand, team: Team, row: tuple[str, str, str, str, Role], password: str) -> dict[str, str]:
    username, first, last, initials, role = row
    person: User = accounts.add_person(
        username, password, role, first_name=first, last_name=last, initials=initials
    )
    person.teams.add(team)
    accounts.grant(person, brand)
    return {"username": username, "password": password, "role": role.value}


def heard_the_morning() -> bool:
    """Whether every look back at the morning has been taken in."""
    accounts_connected = Account.objects.filter(connected=True).count()
    mentions = Cursor.objects.filter(source__startswith="mentions:").count()
    searches = Cursor.objects.filter(source__startswith="search:").count()
    return mentions >= accounts_connected and searches >= accounts_connected + 1


def settle_the_morning(now: datetime) -> None:
    """What colleagues did before the newcomer came: some cases have an owner, some are put aside.

    The morning's posts come over the wire like all others; what people did with them in the desk cannot.
    """
    lena, tomas = (User.objects.get(username=name) for name in ("lena", "tomas"))
    fresh = list(
        Case.objects.for_person(lena).inbox().filter(assignee=None).values_list("pk", flat=True)[2:9]
    )
    for case_id, owner in zip(fresh, [tomas, lena, tomas, lena, tomas, lena, tomas], strict=False):
        cases.assign(case_id, owner, by=owner, now=now)
    quiet = Case.objects.for_person(lena).filter(state="waiting").order_by("-last_outbound_at")
    for case_id in list(quiet.values_list("pk", flat=True)[3:6]):
        cases.snooze(case_id, now + timedelta(hours=3), by=lena, now=now)
