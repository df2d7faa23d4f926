"""Looking at covered personal data: allowed, and written down."""

from datetime import datetime

from django.db import transaction

from hark.accounts.models import User
from hark.actions import events, lanes
from hark.actions.case_times import conversations
from hark.actions.events import Fact
from hark.store.models import Case, Post


def reveal(case_id: int, post_id: str, *, by: User, now: datetime) -> Post:
    """Note, on the case of its lane, that a person uncovers the personal data of one post of the case's conversations.

    Raises Case.DoesNotExist, Post.DoesNotExist.
    """
    asked = Case.objects.for_person(by).select_related("account").get(pk=case_id)
    post = Post.objects.get(network=asked.network, post_id=post_id)
    case = lanes.seat(asked, post.lane)
    if post.root_id not in conversations(case):
        raise Post.DoesNotExist
    with transaction.atomic(durable=True):
        fact = Fact("personal_data_revealed", case.pk, case.account.brand_id, by.pk, {"post": post.post_id})
        events.record(fact, now=now)
    return post
