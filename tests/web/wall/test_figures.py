"""Every number on the wall equals the list of the cases behind it, whatever the store holds."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import NOON, brand, hear, ours, person, post

from hark.accounts.models import Team
from hark.store.models import Case, Outbox
from hark.web.wall import figures
from hark.web.wall.chart import chart
from hark.web.wall.figures import NOBODY, STEP, Choice

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=1)
_runs = count(1)
FLAGS = {
    "open": "open", "waiting": "waiting", "unassigned": "unassigned", "at-risk": "at_risk", "overdue": "overdue",
    "customer": "customer", "snoozed": "snoozed",
}  # fmt: skip

LINE = st.tuples(
    st.sampled_from(["new", "open", "waiting", "snoozed", "closed"]),
    st.sampled_from([None, -90, -1, 0, 5, 10, 11, 60]),
    st.sampled_from([None, 5, 30]),
    st.integers(0, 2),
    st.integers(0, 1),
    st.booleans(),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINE, max_size=8))
def test_each_count_is_the_length_of_its_list(
    lines: list[tuple[str, int | None, int | None, int, int, bool]],
) -> None:
    Case.objects.all().delete()
    run = next(_runs)  # examples share one transaction: names must not come back
    care = brand(handle=f"c{run}", network_id=f"n{run}")
    people = [None, person("ana", care.brand), person("ben", care.brand)]
    teams = [None, Team.objects.get_or_create(name="Care")[0]]
    for place, (state, due, waits, owner, team, projected) in enumerate(lines):
        name = f"p{place}-{run}"
        hear(post(name, f"@{care.handle} help", tags=[care], minutes=0))
        Case.objects.filter(author__handle=name).update(
            state=state,
            due_at=None if due is None else NOW + timedelta(minutes=due),
            unanswered_since=None if waits is None else NOW - timedelta(minutes=waits),
            assignee=people[owner],
            team=teams[team],
            warned_at=NOW if projected else None,
            warn_at=NOW + timedelta(minutes=1),
        )
    held = figures.standing([care.brand_id], NOW)
    whose = [(0, held.total), *((user.pk, held.people.get(user.pk)) for user in people if user)]
    for who, counts in [*whose, (NOBODY, held.people.get(0))]:
        for flag, name in FLAGS.items():
            listed = figures.listed([care.brand_id], Choice(flag, who), NOW)
            assert len(listed.ids) == listed.total == (getattr(counts, name) if counts else 0), (flag, who)
    in_team = held.teams.get(teams[1].pk)
    assert figures.listed([care.brand_id], Choice("open", 0, teams[1].pk), NOW).total == (
        in_team.open if in_team else 0
    )


def test_the_oldest_is_the_one_who_has_waited_longest() -> None:
    care = brand()
    hear(
        post("kim", "@CurlewCare hello?", tags=[care], minutes=3),
        post("leo", "@CurlewCare help", tags=[care], minutes=9),
    )
    assert figures.standing([care.brand_id], NOW).total.oldest == NOON + timedelta(minutes=3)
    assert figures.standing([care.brand_id + 1], NOW).total == figures.Counts()


def test_flow_counts_posts_by_their_own_time_and_once() -> None:
    care, other = brand(), brand(handle="CurlewTV", network_id="9002")
    asked = post("kim", "@CurlewCare @CurlewTV help", tags=[care, other], minutes=41)
    hear(asked, post("leo", "@CurlewCare hi", tags=[care], minutes=-200))
    hear(ours(care, "@kim we look", minutes=52, parent_id=asked.post_id, parent_author_id="u-kim"))
    buckets = figures.flow([care.brand_id], NOW)
    assert len(buckets) == 24
    assert buckets[-1].start <= NOW < buckets[-1].start + STEP
    assert {b.start.minute: (b.arrived, b.answered) for b in buckets if b.arrived or b.answered} == {
        40: (1, 0), 50: (0, 1),
    }  # fmt: skip
    at = next(b.start for b in buckets if b.answered)
    case = Case.objects.get(author__handle="kim", account=care)
    assert figures.listed([care.brand_id], Choice("answered", at=at), NOW).ids == [case.pk]
    arrived = figures.listed([care.brand_id], Choice("arrived", at=at - 2 * STEP), NOW)
    assert set(arrived.ids) == set(Case.objects.filter(author__handle="kim").values_list("pk", flat=True))


def test_worked_counts_cases_and_names_them() -> None:
    care = brand()
    ana = person("ana", care.brand)
    hear(post("kim", "@CurlewCare help", tags=[care]))
    case = Case.objects.get()
    for minutes in (10, 20):
        Outbox.objects.create(
            account=care, case=case, target_author_id="u-kim", text="x", text_hash=str(minutes), writer=ana,
            conversation_key="k", state="sent", not_before=NOON, created_at=NOON,
            sent_at=NOON + timedelta(minutes=minutes),
        )  # fmt: skip
    assert figures.worked([care.brand_id], NOON) == {ana.pk: 1}
    assert figures.listed([care.brand_id], Choice("worked", ana.pk), NOW).ids == [case.pk]
    assert figures.listed([care.brand_id], Choice("worked", ana.pk), NOW + timedelta(hours=2)).ids == []


def test_the_picture_keeps_its_numbers_inside() -> None:
    buckets = [figures.Bucket(NOON + STEP * n, n, 23 - n) for n in range(24)]
    picture = chart(buckets)
    assert (picture.top, picture.arrived, picture.answered) == (24, 276, 276)
    assert all(bar.y >= 0 and bar.y + bar.height <= picture.height + 0.1 for bar in picture.bars)
    assert len(picture.line.split()) == 24
    assert chart([]).top == 4
