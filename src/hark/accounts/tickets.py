"""Short signed tickets: how a page shows the hub who it is without the hub asking the database."""

from dataclasses import dataclass

from django.core import signing

from hark.accounts.models import User

MAX_AGE_SECONDS = 120
_SALT = "hark.live"


@dataclass(frozen=True, slots=True)
class Ticket:
    """The holder and the brands whose hints they may hear."""

    user: int
    brands: frozenset[int]


def issue(person: User) -> str:
    """A ticket for this person, good for two minutes of connecting."""
    brands = list(person.brand_access.values_list("brand_id", flat=True))
    return signing.dumps({"u": person.pk, "b": brands}, salt=_SALT)


def read(text: str) -> Ticket | None:
    """The ticket, or None when it is forged, broken or too old."""
    try:
        data = signing.loads(text, salt=_SALT, max_age=MAX_AGE_SECONDS)
    except signing.BadSignature:
        return None
    return Ticket(int(data["u"]), frozenset(int(brand) for brand in data["b"]))
