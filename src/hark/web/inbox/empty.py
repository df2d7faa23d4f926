"""An empty list that could not hold anything: nobody is heard for this reader, and it is said why."""

from django.utils.translation import gettext as _

from hark.accounts.models import User
from hark.store.models import Account


def unheard(reader: User) -> str:
    """Why no post can come to this reader and what to do, "" when posts are heard for them."""
    mine = reader.brand_access.values("brand")
    if not mine.exists():
        return _(
            "You have been given no brand yet. An administrator gives it to you in the settings, under People."
        )
    if not Account.objects.filter(brand__in=mine, connected=True).exists():
        return _(
            "No account of your brands is connected, so nothing is heard. Whoever runs Hark connects one "
            "with “hark connect x”."
        )
    return ""
