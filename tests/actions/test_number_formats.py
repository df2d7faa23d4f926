"""A brand's number formats: only those that triage can use are kept, and an older one stops nothing."""

import pytest
from tests.factories import NOON, hear, person, post

from hark.accounts.models import Role
from hark.actions import brands
from hark.store.models import Account, Brand, Case

pytestmark = pytest.mark.django_db
ENDLESS = {"order": "(a+)+$"}


def test_a_format_that_may_run_for_hours_is_not_kept(care: Account) -> None:
    boss = person("boss", care.brand, role=Role.SUPERVISOR)
    with pytest.raises(ValueError, match="The pattern of order is broken: it may run for hours"):
        brands.save(care.brand_id, {"patterns": ENDLESS}, by=boss, now=NOON)
    assert Brand.objects.get().patterns == {}


def test_one_that_was_kept_before_keeps_no_post_from_being_heard(care: Account) -> None:
    Brand.objects.update(patterns=ENDLESS | {"seat": "SEAT-[0-9]{2}"})
    hear(post("ana", "@CurlewCare nothing works in SEAT-11", tags=[care]))
    assert Case.objects.get().author.handle == "ana"
    assert Brand.objects.get().number_formats == {"seat": "SEAT-[0-9]{2}"}
